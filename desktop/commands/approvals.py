"""`tacit approvals`: what waits for the owner's yes, and the switch that stops everything.

`approve` shows the question and takes a y that is typed below it. A program that was shown one (by
`show --json`) names its hash instead: a yes to that payload and no other.
"""

import argparse
import hmac

from desktop.cards import ErrorCard, command
from desktop.commands import approving, subjects
from desktop.commands.acting import DONE, NEEDS_YES, WRONG, at_hand, tell
from desktop.output import Output
from desktop.paths import Paths
from inference import guard as gate
from inference.guard.questions import ASKERS, expire, in_words, standing
from inference.tools import catalog
from inference.tools.base import Argument
from inference.tools.errors import ArgumentRefused
from vault import runs

LEAST_HASH = 16
LONGEST_SHOWN = 60
NOT_THIS = ErrorCard(
    "This is not what the question is about",
    "The hash that was given belongs to something else. Nothing was done.",
    "Look at the question again, and give the hash that stands there.",
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "what waits for your yes: look, say yes or no, change it; stop everything"
    action = subjects.begin(commands, "approvals", about, waiting)
    action("list", waiting, "what waits for your yes")
    one = action("show", show, "a question, word for word")
    one.add_argument("number", type=int)
    yes = action("approve", approve, "say yes to a question, once")
    yes.add_argument("number", type=int)
    yes.add_argument("--sha256", default="", metavar="HASH",
                     help="of what you were shown: the yes without a terminal")  # fmt: skip
    yes.add_argument("--yes", action="store_true", default=False,
                     help="in advance, to what can be undone; never to what cannot")  # fmt: skip
    no = action("deny", deny, "say no to a question")
    no.add_argument("number", type=int)
    change = action("edit", edit, "ask about something else instead")
    change.add_argument("number", type=int)
    change.add_argument("changes", nargs="+", metavar="KEY=VALUE")
    action("stop", stop, "stop everything: nothing is changed or sent until you go on")
    action("go-on", go_on, "let things happen again")


def waiting(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        desk = hand.desk
        expire(desk.conn, desk.now)
        found = runs.waiting(desk.conn, desk.now)
        if gate.is_stopped(desk.conn):
            out.say(f"Everything is stopped. To go on: {command('approvals go-on')}")
        for one in found:
            until = f"waits until {one.expires.astimezone(desk.zone):%Y-%m-%d %H:%M}"
            what = in_words(one.tool)
            out.say(f"{one.id:5}  {what}, asked by {ASKERS.get(one.asker, one.asker)}, {until}")
            out.data({"approval": one.id, "tool": one.tool, "asker": one.asker,
                      "sha256": one.sha256, "asked": one.asked.isoformat(),
                      "expires": one.expires.isoformat()})  # fmt: skip
        if found:
            out.note(f"Each word for word: {command('approvals show NUMBER')}")
        else:
            out.say("Nothing waits for your yes.")
    return DONE


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        shown = approving.show(hand.assistant, args.number, out)
        out.say(f"SHA-256 {shown.sha256}")
        answer = command(f"approvals approve {args.number}")
        out.note(f"To answer: {answer}, or deny, or edit. {approving.HOW}")
        out.data(approving.row(hand.assistant, shown))
    return DONE


def approve(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Yes: typed at a terminal, or by the hash of what was shown."""
    with at_hand(args, paths, out) as hand:
        approval = standing(hand.desk.conn, args.number, hand.desk.now)
        if args.sha256:
            if not _names(args.sha256, approval.sha256):
                out.error(NOT_THIS, "NotThis")
                return NEEDS_YES
            done = hand.assistant.guard.approve(hand.desk, args.number)
            tell(out, approval.tool, done)
            return DONE
        found = approving.settled(hand.assistant, args.number, out, yes=args.yes)
        if found is None:
            return NEEDS_YES
        tell(out, approval.tool, found)
    return DONE


def deny(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        hand.assistant.guard.deny(hand.desk, args.number)
        out.say(f"Question {args.number} is answered with no. Nothing was done.")
        out.data({"approval": args.number, "answer": "no"})
    return DONE


def edit(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Another question takes its place; it is shown, and waits for a yes of its own."""
    with at_hand(args, paths, out) as hand:
        approval = standing(hand.desk.conn, args.number, hand.desk.now)
        parameters = {one.name: one for one in catalog.BY_NAME[approval.tool].parameters}
        wanted: dict[str, Argument] = {}
        for change in args.changes:
            name, sign, text = change.partition("=")
            if not sign:
                out.error(_unwritten(change, list(parameters)), "ArgumentRefused")
                return WRONG
            if name not in parameters:
                raise ArgumentRefused(name, "unknown")
            wanted[name] = approving.read(hand.assistant, parameters[name], text) if text else None
        number = hand.assistant.guard.edit(hand.desk, args.number, wanted)
        out.say(f"Question {args.number} is over; this one took its place.")
        shown = approving.show(hand.assistant, number, out)
        out.data(approving.row(hand.assistant, shown))
    return DONE


def _unwritten(change: str, names: list[str]) -> ErrorCard:
    known = ", ".join(f"{name}=…" for name in names)
    return ErrorCard(
        "A change is written as KEY=VALUE",
        f"“{' '.join(change.split())[:LONGEST_SHOWN]}” has no “=”. The question is as it was.",
        f"Here it is one of: {known}",
    )


def stop(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        gate.stop_everything(hand.desk.conn, hand.desk.now)
        out.say("Everything is stopped: nothing is changed or sent until you go on.")
        out.say(f"To go on: {command('approvals go-on')}")
        out.data({"stopped": True})
    return DONE


def go_on(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        gate.go_on(hand.desk.conn, hand.desk.now)
        out.say("Things may happen again. What waited goes on waiting for your yes.")
        out.data({"stopped": False})
    return DONE


def _names(given: str, whole: str) -> bool:
    """Whether a hash, or a good part of its beginning, is this one."""
    text = given.strip().lower()
    return len(text) >= LEAST_HASH and hmac.compare_digest(text, whole[: len(text)])
