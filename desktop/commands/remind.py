"""`tacit remind`: be reminded of something, see what is to come, put it off or cancel it.

A sentence is a reminder unless it is one of the four words `list`, `snooze`, `cancel` and `due`.
"""

import argparse
import re
from collections.abc import Callable

from desktop.cards import ErrorCard, command
from desktop.commands import terminal, times
from desktop.commands.acting import DONE, NEEDS_YES, Hand, act, at_hand, carried_out, follow
from desktop.commands.vault import common_options
from desktop.output import Output
from desktop.paths import Paths
from inference import reminders
from inference.tools.base import by_owner
from inference.tools.reminders import described
from inference.understanding.plan import Plan, Question
from inference.understanding.slots import Spoken
from vault import reminders as stored

LEADS = re.compile(r"^(?:me\s+)?(?:to|that|about|of)\s+|^me\s+", re.IGNORECASE)
EXAMPLE = f"For example: {command('remind “call Ana tomorrow at 3”')}"
NOT_LIKE_THIS = ErrorCard(
    "This word needs more",
    "It takes the reminder, and for snooze also until when. Nothing was changed.",
    f"For example: {command('remind snooze “call Ana” “tomorrow at 9”')}",
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "be reminded of something; list, snooze, cancel, or what is due"
    parser = commands.add_parser(
        "remind", help=about, description=f"{about}. {EXAMPLE}",
        epilog="list: what is to come · due: what is to be said now · "
        "snooze REMINDER WHEN · cancel REMINDER",
    )  # fmt: skip
    parser.add_argument("words", nargs="*", default=["list"],
                        help="what of and when; or list, due, snooze, cancel")  # fmt: skip
    parser.add_argument("--at", default="", metavar="WHEN", help="when, once or repeated")
    parser.add_argument("--until", default="", metavar="WHEN", help="of a list: until then")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    first, *rest = args.words or ["list"]
    known: dict[str, Callable[[Hand, argparse.Namespace, list[str]], int]] = {
        "list": _list, "due": _due, "snooze": _snooze, "cancel": _cancel,
    }  # fmt: skip
    with at_hand(args, paths, out) as hand:
        if first in known:
            return known[first](hand, args, rest)
        return follow(hand, _wish(hand, " ".join(args.words), args.at))


def _wish(hand: Hand, text: str, at: str) -> Plan:
    """A reminder as it was said; when is asked where nobody said it."""
    bare = LEADS.sub("", text.strip())
    if at:
        return times.timed(hand.desk, by_owner("set_reminder", text=bare), "at", at)
    rules = hand.assistant.mind.understanding.rules
    for said in (f"remind me to {bare}", f"remind me about {bare}", f"remind me {bare}"):
        plan = rules.read(said, Spoken.at(hand.desk))
        if plan is not None and [call.tool for call in plan.calls] == ["set_reminder"]:
            return plan
    asked = Question("When shall I remind you?", "at")
    return Plan((by_owner("set_reminder", text=bare),), asked)


def _list(hand: Hand, args: argparse.Namespace, _rest: list[str]) -> int:
    wanted = {}
    if args.until:
        wanted = {"until": times.as_when(hand.desk, "until", args.until)}
    done = carried_out(hand, by_owner("list_reminders", **wanted))
    if done is None:
        return NEEDS_YES
    found = done.result.data["reminders"]
    for row in found:
        one = stored.get(hand.desk.conn, row["reminder"])
        hand.out.say(f"{one.id:5}  {terminal.plain(described(one, hand.desk.now))}")
        hand.out.data(row)
    if not found:
        hand.out.say("There is nothing to remind you of.")
        hand.out.say(EXAMPLE)
    return DONE


def _due(hand: Hand, _args: argparse.Namespace, _rest: list[str]) -> int:
    """What is to be said now is said, and noted as said."""
    desk = hand.desk
    found = reminders.announce(desk.conn, desk.now)
    for one in found:
        hand.out.say(terminal.plain(one.says))
        hand.out.data({
            "reminder": one.reminder, "text": one.text, "due": one.due.isoformat(),
            "is_late": one.is_late, "missed": one.missed,
            "again": one.again.isoformat() if one.again else None,
        })  # fmt: skip
    if found:
        later = command("remind snooze NUMBER “in an hour”")
        numbers = ", ".join(str(one.reminder) for one in found)
        hand.out.note(f"Number {numbers}. Later instead: {later}")
    else:
        hand.out.say("Nothing is due now.")
    return DONE


def _snooze(hand: Hand, _args: argparse.Namespace, rest: list[str]) -> int:
    if len(rest) < 2:
        hand.out.error(NOT_LIKE_THIS, "NotLikeThis")
        return NEEDS_YES
    call = by_owner("snooze_reminder", reminder=rest[0])
    return follow(hand, times.timed(hand.desk, call, "until", " ".join(rest[1:])))


def _cancel(hand: Hand, _args: argparse.Namespace, rest: list[str]) -> int:
    if not rest:
        hand.out.error(NOT_LIKE_THIS, "NotLikeThis")
        return NEEDS_YES
    return act(hand, by_owner("cancel_reminder", reminder=" ".join(rest)))
