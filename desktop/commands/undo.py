"""`tacit undo`: what was done lately, and taking it back."""

import argparse

from desktop import doings
from desktop.cards import ErrorCard, command
from desktop.commands import terminal
from desktop.commands.acting import DONE, NEEDS_YES, WRONG, Hand, at_hand, spoken_day
from desktop.commands.numbers import at_least
from desktop.commands.vault import common_options
from desktop.doings import Doing
from desktop.output import Output
from desktop.paths import Paths
from inference.tools.errors import UndoGone
from vault import changes
from vault.connection import ReadConn
from vault.errors import NotThere

LAST = "last"
NO_NUMBER = ErrorCard(
    "This is no change", "A change has a number; “last” is the last one. Nothing was changed.",
    f"See what was done: {command('undo')}",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "what was done lately; with a number, take it back"
    parser = commands.add_parser("undo", help=about, description=about)
    parser.add_argument("change", nargs="?", default="", help="its number, or “last”")
    parser.add_argument("--most", type=at_least(1), default=20, help="how many are shown")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        if not args.change:
            return _list(hand, args.most)
        if args.change != LAST and not args.change.isdecimal():
            out.error(NO_NUMBER, "NoNumber")
            return NEEDS_YES
        number = _last(hand) if args.change == LAST else int(args.change)
        if number is None:
            out.say("There is nothing to take back.")
            return DONE
        try:
            result = hand.assistant.guard.undo(hand.desk, number)
        except UndoGone as error:
            out.error(gone(hand.desk.conn, number), type(error).__name__)
            return WRONG
        out.say(terminal.plain(result.says))
        out.data({"undone": number, "says": result.says})
    return DONE


def _list(hand: Hand, most: int) -> int:
    found = doings.recent(hand.desk.conn, most)
    for one in found:
        when = spoken_day(one.made, hand.desk)
        line = terminal.plain(one.says)
        hand.out.say(f"{one.change:5}  {when}  {line}{_state(one)}")
        hand.out.data({
            "change": one.change, "made": one.made.isoformat(), "tool": one.tool,
            "asker": one.asker, "says": one.says, "can_be_undone": one.can_be_undone,
            "undone": one.undone.isoformat() if one.undone else None,
        })  # fmt: skip
    if found:
        hand.out.note(f"To take one back: {command('undo NUMBER')}")
    else:
        hand.out.say("Nothing was done yet.")
    return DONE


def gone(conn: ReadConn, number: int) -> ErrorCard:
    """Why this cannot be taken back, as far as what is kept of it tells."""
    title, look = "This cannot be taken back any more", f"See what was done: {command('undo')}"
    try:
        one = changes.get(conn, number)
    except NotThere:
        return ErrorCard(f"There is no change {number}", "Nothing was changed.", look)
    if one.undone is not None:
        why = "It was taken back before."
    elif one.undo is not None:
        why = "What it changed has changed again since, or is no more."
    elif one.says:
        why = "It is something that cannot be taken back."
    else:
        why = "What it was about was forgotten."
    return ErrorCard(title, f"{why} Nothing was changed.", look)


def _state(one: Doing) -> str:
    if one.undone is not None:
        return "  (taken back)"
    return "" if one.can_be_undone else "  (cannot be taken back)"


def _last(hand: Hand) -> int | None:
    recent = changes.recent(hand.desk.conn)
    return next((one.id for one in recent if one.can_be_undone), None)
