"""`tacit tasks`: what there is to do, what matters most, and what was done."""

import argparse
from dataclasses import replace

from desktop import adding
from desktop.cards import command
from desktop.commands import subjects, terminal, times
from desktop.commands.acting import DONE, NEEDS_YES, act, at_hand, carried_out, follow
from desktop.output import Output
from desktop.paths import Paths
from inference.tools.base import Argument, by_owner
from inference.tools.task_words import Importance, described
from vault import tasks

IMPORTANCE = tuple(one.value for one in Importance)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "what there is to do: list, add, done, move, wait, drop, focus"
    action = subjects.begin(commands, "tasks", about, show, _filters)
    _filters(action("list", show, "what is open, what matters most first"))
    new = action("add", create, "keep something to do")
    new.add_argument("title", nargs="+")
    new.add_argument("--due", default="", metavar="WHEN", help="in your words, once or repeated")
    new.add_argument("--list", dest="in_list", default="", metavar="LIST")
    new.add_argument("--importance", choices=IMPORTANCE, default="")
    new.add_argument("--minutes", type=int, default=None, help="how long it takes")
    for name, run, about in (
        ("done", finish, "mark one as done"), ("drop", drop, "take one off the list undone"),
    ):  # fmt: skip
        action(name, run, about).add_argument("task", nargs="+", help="its number or words")
    move = action("move", postpone, "give one another due date")
    move.add_argument("task", help="its number or words")
    move.add_argument("due", nargs="+", metavar="WHEN")
    rank = action("priority", prioritize, "say how important one is")
    rank.add_argument("task", help="its number or words")
    rank.add_argument("importance", choices=IMPORTANCE)
    wait = action("wait", wait_for, "say that one is somebody else’s turn now, or note a new one")
    wait.add_argument("task", nargs="+", help="its number or words, or what you wait for")
    wait.add_argument("--for", dest="who", default="", metavar="WHOM")
    change = action("rename", rename, "give one another title")
    change.add_argument("task", help="its number or words")
    change.add_argument("title", nargs="+")
    action("focus", focus, "the three that matter most now, and why")


def _filters(parser: argparse.ArgumentParser) -> None:
    """Without defaults of their own: what stands before the action counts too."""
    parser.add_argument("--list", dest="in_list", metavar="LIST", help="of one list")
    parser.add_argument("--when", metavar="WHEN", help="due then, in your words")
    state = parser.add_mutually_exclusive_group()
    state.add_argument("--done", action="store_true", help="what was done")
    state.add_argument("--waiting", action="store_true", help="what waits for others")


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        wanted: dict[str, Argument] = {"state": _state(args)}
        wanted |= {"list": args.in_list} if args.in_list else {}
        wanted |= times.stretch(hand.desk, args.when) if args.when else {}
        done = carried_out(hand, by_owner("list_tasks", **wanted))
        if done is None:
            return NEEDS_YES
        found = done.result.data["tasks"]
        for row in found:
            one = tasks.get(hand.desk.conn, row["task"])
            out.say(f"{one.id:5}  {terminal.plain(described(one, hand.desk.now))}")
            out.data(row)
        if not found:
            is_all = len(wanted) == 1 and _state(args) == "open"
            out.say("No tasks are open." if is_all else "There are no such tasks.")
            out.say(f"To add one: {command('tasks add “Call Ana” --due “Friday”')}")
    return DONE


def create(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        said = {"list": args.in_list, "importance": args.importance, "minutes": args.minutes}
        given = {name: value for name, value in said.items() if value}
        plan = adding.understood(hand.assistant, hand.desk, " ".join(args.title))
        call = by_owner("create_task", **{**plan.calls[0].arguments, **given})
        if args.due:
            return follow(hand, times.timed(hand.desk, call, "due", args.due))
        return follow(hand, replace(plan, calls=(call,)))


def finish(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        return act(hand, by_owner("complete_task", task=" ".join(args.task)))


def drop(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        return act(hand, by_owner("drop_task", task=" ".join(args.task)))


def postpone(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        call = by_owner("move_task", task=args.task)
        return follow(hand, times.timed(hand.desk, call, "due", " ".join(args.due)))


def prioritize(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        call = by_owner("prioritize_task", task=args.task, importance=args.importance)
        return act(hand, call)


def wait_for(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        who = {"who": args.who} if args.who else {}
        return act(hand, by_owner("wait_for", what=" ".join(args.task), **who))


def _state(args: argparse.Namespace) -> str:
    return "done" if args.done else "waiting" if args.waiting else "open"


def rename(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        return act(hand, by_owner("edit_task", task=args.task, title=" ".join(args.title)))


def focus(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        done = carried_out(hand, by_owner("focus"))
        if done is None:
            return NEEDS_YES
        out.say(terminal.plain(done.result.says))
        for row in done.result.data["tasks"]:
            out.data(row)
    return DONE
