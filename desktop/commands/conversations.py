"""`tacit conversations`: listed, found, put in order, taken along, deleted."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from desktop import export as files
from desktop.cards import ErrorCard, command
from desktop.commands import subjects, terminal
from desktop.commands.acting import DONE, NEEDS_YES, Hand, at_hand, spoken_day
from desktop.commands.numbers import at_least
from desktop.commands.vault import agrees
from desktop.export import Format
from desktop.output import Output
from desktop.paths import Paths
from inference.memory import forgetting
from vault import conversations, forget
from vault.conversations import Conversation, Shelf
from vault.items import Sensitivity

PLAIN_WARNING = "The file will lie there in clear, readable to anyone who gets at it."
LINE = 100
"characters of a passage that are shown"
FORMATS = [one.value for one in Format if one is not Format.PDF]

UNKNOWN_FORMAT = ErrorCard(
    "No such kind of file",
    "The ending of the file says what it becomes: md, html, json or txt.",
    f"For example: {command('conversations export talk.md 12')}",
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "conversations: list, find, rename, pin, archive, folders, export, delete"
    action = subjects.begin(commands, "conversations", about, every, _list_options)
    _list_options(action("list", every, "the latest first, pinned ones above"))
    find = action("find", search, "by their titles and what was said")
    find.add_argument("words", nargs="+")
    new_name = action("rename", rename, "give one another title")
    new_name.add_argument("number", type=int)
    new_name.add_argument("title", nargs="+")
    for word, run, says in (
        ("pin", partial(pin, is_pinned=True), "keep above the others"),
        ("unpin", partial(pin, is_pinned=False), "no longer above the others"),
        ("archive", partial(archive, is_archived=True), "out of the list"),
        ("unarchive", partial(archive, is_archived=False), "back into the list"),
    ):
        action(word, run, says).add_argument("numbers", type=int, nargs="+")
    into = action("move", move, "into a folder; without one, out of it")
    into.add_argument("number", type=int)
    into.add_argument("folder", nargs="*")
    out = action("export", export, "into a file, in clear")
    out.add_argument("file", type=Path)
    out.add_argument("numbers", type=int, nargs="+")
    out.add_argument("--format", choices=FORMATS, help="otherwise by the ending of the file")
    lose = action("delete", delete, "forget some, with everything derived from them")
    lose.add_argument("numbers", type=int, nargs="+")
    for one in (out, lose):
        one.add_argument("--yes", action="store_true", help="the yes, given in advance")


def _list_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--most", type=at_least(1), default=50)
    parser.add_argument("--folder", help="only those in it")
    parser.add_argument("--archived", action="store_true", help="only those")


def every(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        shelf = Shelf(getattr(args, "folder", None), getattr(args, "archived", False))
        found = conversations.recent(hand.desk.conn, getattr(args, "most", 50), shelf=shelf)
        for one in found:
            _tell(hand, one)
        if not found:
            out.say("There is no conversation here yet.")
    return DONE


def search(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        found = conversations.find(
            hand.desk.conn, " ".join(args.words), most_sensitive=Sensitivity.PERSONAL
        )
        for one in found:
            _tell(hand, one.conversation, " ".join(one.passage.split()))
        if not found:
            out.say("There is no conversation with these words.")
    return DONE


def rename(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        conversations.get(hand.desk.conn, args.number)
        conversations.rename(hand.desk.conn, args.number, " ".join(args.title))
        _tell(hand, conversations.get(hand.desk.conn, args.number))
    return DONE


def pin(args: argparse.Namespace, paths: Paths, out: Output, *, is_pinned: bool) -> int:
    with at_hand(args, paths, out) as hand:
        _all_there(hand, args.numbers)
        conversations.pin(hand.desk.conn, args.numbers, is_pinned=is_pinned)
        _tell_all(hand, args.numbers)
    return DONE


def archive(args: argparse.Namespace, paths: Paths, out: Output, *, is_archived: bool) -> int:
    with at_hand(args, paths, out) as hand:
        _all_there(hand, args.numbers)
        conversations.archive(hand.desk.conn, args.numbers, is_archived=is_archived)
        _tell_all(hand, args.numbers)
    return DONE


def move(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        _all_there(hand, [args.number])
        conversations.put_into(hand.desk.conn, " ".join(args.folder), [args.number])
        _tell_all(hand, [args.number])
    return DONE


def export(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    path: Path = args.file.expanduser()
    kind = getattr(args, "format", None) or path.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        out.error(UNKNOWN_FORMAT, "UnknownFormat")
        return NEEDS_YES
    if not _said_yes(args) and not agrees(out, f"{PLAIN_WARNING} Write {path}?"):
        return NEEDS_YES
    with at_hand(args, paths, out) as hand:
        talks = files.taken_out(hand.desk.conn, args.numbers, hand.desk.now)
        files.save(path, files.written(talks, Format(kind)))
    out.say(f"Written: {terminal.plain(str(path))}")
    out.data({"file": str(path), "conversations": args.numbers})
    return DONE


def delete(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        conn = hand.desk.conn
        _tell_all(hand, args.numbers)
        kinds = forget.preview(conn, args.numbers).kinds
        along = ", ".join(f"{kind} ({count})" for kind, count in kinds.items())
        out.say(f"This goes: {along}.")
        if not _said_yes(args) and not agrees(out, "Forget it for good?"):
            return NEEDS_YES
        conversations.hide(conn, args.numbers, hand.desk.now)
        forgetting.forget_hidden(conn, hand.desk.now, hand.desk.now)
    out.say("Forgotten. Backups made before still hold it.")
    out.data({"forgotten": args.numbers})
    return DONE


def _said_yes(args: argparse.Namespace) -> bool:
    return bool(getattr(args, "yes", False))


def _all_there(hand: Hand, numbers: Sequence[int]) -> None:
    """NotThere where one is not."""
    for number in numbers:
        conversations.get(hand.desk.conn, number)


def _tell_all(hand: Hand, numbers: Sequence[int]) -> None:
    for number in numbers:
        _tell(hand, conversations.get(hand.desk.conn, number))


def _tell(hand: Hand, one: Conversation, passage: str = "") -> None:
    marks = [*(["pinned"] if one.is_pinned else []), *(["archived"] if one.is_archived else []),
             *([one.folder] if one.folder else [])]  # fmt: skip
    about = f"  ({terminal.plain(', '.join(marks))})" if marks else ""
    title = terminal.plain(one.title or "Untitled conversation")
    hand.out.say(f"{one.id:6}  {spoken_day(one.happened, hand.desk)}  {title}{about}")
    if passage:
        hand.out.say(terminal.dim(f"        {terminal.plain(passage[:LINE])}"))
    row = {**asdict(one), "happened": one.happened.isoformat()}
    del row["id"]
    hand.out.data({"conversation": one.id, **row, "passage": passage})
