"""`tacit notes`: written down, found again by words or meaning, added to."""

import argparse

from desktop import console
from desktop.cards import ErrorCard, command
from desktop.commands import subjects, terminal
from desktop.commands.acting import DONE, NEEDS_YES, Hand, act, at_hand, carried_out, spoken_day
from desktop.output import Output
from desktop.paths import Paths
from inference.tools.base import by_owner
from inference.tools.notes import the_note
from vault import notes
from vault.notes import Note

SHOWN = 70
"characters of a note in a list"
EMPTY = ErrorCard(
    "There is nothing to write down", "The text is empty. Nothing was changed.",
    f"For example: {command('notes add “The wifi word is on the fridge”')}",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "notes: list, add, find, append, show"
    action = subjects.begin(commands, "notes", about, every)
    action("list", every, "all notes, the newest first")
    new = action("add", create, "write something down")
    new.add_argument("text", nargs="+", help="- reads it from standard input")
    new.add_argument("--title", default="")
    find = action("find", search, "notes by what they say or mean")
    find.add_argument("words", nargs="+")
    more = action("append", append, "add a line to a note")
    more.add_argument("note", help="its number or words")
    more.add_argument("text", nargs="+", help="- reads it from standard input")
    whole = action("show", show, "a note as a whole")
    whole.add_argument("note", nargs="+", help="its number or words")


def every(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        found = sorted(notes.every(hand.desk.conn), key=lambda one: one.changed, reverse=True)
        for one in found:
            _tell(hand, one)
        if not found:
            out.say("There are no notes yet.")
            out.say(f"To write one: {command('notes add “The wifi word is on the fridge”')}")
    return DONE


def create(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        text = _text(args.text)
        if not text.strip():
            out.error(EMPTY, "NothingToWrite")
            return NEEDS_YES
        title = {"title": args.title} if args.title else {}
        return act(hand, by_owner("create_note", text=text, **title))


def search(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        done = carried_out(hand, by_owner("find_notes", query=" ".join(args.words)))
        if done is None:
            return NEEDS_YES
        for row in done.result.data["notes"]:
            _tell(hand, notes.get(hand.desk.conn, row["note"]))
        if not done.result.data["notes"]:
            out.say("There is no note like that.")
            out.say(f"All there are: {command('notes list')}")
    return DONE


def append(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        text = _text(args.text)
        if not text.strip():
            out.error(EMPTY, "NothingToWrite")
            return NEEDS_YES
        return act(hand, by_owner("append_note", note=args.note, text=text))


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        one = the_note(hand.desk, " ".join(args.note))
        if not one.text.startswith(one.title.removesuffix("…")):
            out.say(terminal.plain(one.title))
        out.say(terminal.plain(one.text))
        out.data(_row(one))
    return DONE


def _tell(hand: Hand, one: Note) -> None:
    line = " ".join(one.text.split())
    if not line.startswith(one.title.removesuffix("…")):
        line = f"{one.title}: {line}"
    short = line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"
    hand.out.say(f"{one.id:5}  {spoken_day(one.changed, hand.desk)}  {terminal.plain(short)}")
    hand.out.data(_row(one))


def _row(one: Note) -> dict[str, object]:
    return {"note": one.id, "title": one.title, "text": one.text,
            "changed": one.changed.isoformat()}  # fmt: skip


def _text(words: list[str]) -> str:
    return console.here().stdin.read() if words == ["-"] else " ".join(words)
