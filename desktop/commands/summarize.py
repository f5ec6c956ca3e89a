"""`tacit summarize`: what documents say, in short, with the page where they say so.

A file that is not in the vault yet is read into it first. Ctrl+C stops, and what was noted by then
is kept: the next time goes on from there.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop import engines, hearing, summaries
from desktop.commands import summary_words, terminal
from desktop.commands.acting import DONE, NEEDS_YES, WRONG
from desktop.commands.chat import STOPPED, Stopper
from desktop.commands.conversations import PLAIN_WARNING
from desktop.commands.documents import taken
from desktop.commands.painting import painted
from desktop.commands.summary_words import Shown
from desktop.commands.vault import agrees, common_options, now, opened
from desktop.errors import describe
from desktop.export import save
from desktop.library import Way
from desktop.output import Output
from desktop.paths import Paths
from desktop.reading_cards import missing
from desktop.summaries import Several
from desktop.summary_files import FileKind, Sheet, leave, pieces, written
from inference.engines.local import Chat
from inference.errors import NothingReadable
from inference.reading.library import head
from inference.reading.series import Series
from inference.summarizing.prompts import NAMES
from inference.summarizing.summary import Statement, Summarized, SummaryEvent
from inference.summarizing.wish import Kind, Length, Wish
from inference.types import Loading
from vault import documents
from vault.errors import NotThere
from vault.vault import Vault

TWO = 2


@dataclass(frozen=True)
class Desk:
    """What every document is summarized with."""

    vault: Vault
    chat: Chat | None
    "None for a timeline, which code makes"
    wish: Wish
    stopper: Stopper
    out: Output


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "sum up documents, with the page of each statement"
    parser = commands.add_parser("summarize", help=about, description=about)
    parser.add_argument("documents", nargs="+", metavar="FILE|NUMBER",
                        help="files, or numbers of documents that are in the vault")  # fmt: skip
    parser.add_argument("--kind", choices=[one.value for one in Kind],
                        default=Kind.SUMMARY.value, metavar="KIND",
                        help=f"one of {', '.join(Kind)}")  # fmt: skip
    parser.add_argument("--length", choices=[one.value for one in Length],
                        default=Length.SHORT.value, metavar="LENGTH",
                        help=f"one of {', '.join(Length)}")  # fmt: skip
    parser.add_argument("--language", choices=list(NAMES), default="", metavar="LANGUAGE",
                        help=f"to write in, else its own: {', '.join(NAMES)}")  # fmt: skip
    parser.add_argument("--instructions", default="", metavar="TEXT",
                        help="what else matters to you, in your own words")  # fmt: skip
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    several = parser.add_mutually_exclusive_group()
    several.add_argument("--together", action="store_true", help="one text about all of them")
    several.add_argument("--compare", action="store_true",
                         help="two documents: what differs, what both say")  # fmt: skip
    parser.add_argument("--export", type=Path, metavar="FILE",
                        help="write it into a file, in clear: .md, .docx or .pdf")  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="the yes to that, given in advance")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """One document after the other; one that cannot be read stops no other."""
    refused = _refused(args, out)
    if refused:
        return refused
    wish = Wish(Kind(args.kind), Length(args.length), args.instructions, args.language)
    with opened(args, paths, out) as vault:
        found = _numbers(vault, args, paths, out)
        wanted = [number for number in found if number is not None]
        is_short = len(wanted) < len(found)
        if not wanted or (is_short and (args.compare or args.together)):
            return WRONG
        with engines.opened(paths) as here, Stopper().listening() as stopper:
            chat = None if wish.kind is Kind.TIMELINE else here.chat(args.model)
            if chat is not None:
                for event in chat.load(stopped=stopper):
                    _show_loading(event, out)
            desk = Desk(vault, chat, wish, stopper, out)
            sheets = _all(desk, wanted, args)
        if sheets is None:
            return STOPPED
        if args.export is not None:
            _export(desk, args.export.expanduser(), sheets, wanted)
    return WRONG if is_short else DONE


def _refused(args: argparse.Namespace, out: Output) -> int:
    """What is said before anything is read; 0 where there is nothing to say."""
    if args.compare and len(args.documents) != TWO:
        out.error(summary_words.NOT_TWO, "NotTwo")
        return WRONG
    if args.compare and args.kind == Kind.TIMELINE:
        out.error(summary_words.NO_TIMES, "NoTimes")
        return WRONG
    if args.export is None:
        return DONE
    if args.export.suffix.lstrip(".").lower() not in list(FileKind):
        out.error(summary_words.UNKNOWN_FILE, "UnknownFormat")
        return NEEDS_YES
    if args.yes or agrees(out, f"{PLAIN_WARNING} Write {args.export}?"):
        return DONE
    return NEEDS_YES


def _numbers(vault: Vault, args: argparse.Namespace, paths: Paths, out: Output) -> list[int | None]:
    """Of the documents that are meant; None for what is none, which is said."""
    with engines.opened(paths) as here, Series() as series:
        way = Way(series=series, hear=hearing.ready(paths, here))
        return [_number(vault, word, args, out, way) for word in args.documents]


def _number(vault: Vault, word: str, args: argparse.Namespace, out: Output, way: Way) -> int | None:
    try:
        if word.isascii() and word.isdigit() and not Path(word).exists():
            with vault.reader() as conn:
                number = documents.get(conn, int(word)).id
                if not documents.pages(conn, number):
                    raise NothingReadable(word)
                return number
    except (NotThere, NothingReadable) as error:
        out.error(describe(error), type(error).__name__)
        return None
    outcome = taken(vault, Path(word), args, out, way=way)
    if outcome.error is not None:
        out.error(describe(outcome.error), type(outcome.error).__name__)
    return outcome.document


def _all(desk: Desk, wanted: list[int], args: argparse.Namespace) -> list[Sheet] | None:
    """Each by itself, or all as one; None if it was stopped."""
    piles = [wanted] if args.together or args.compare else [[number] for number in wanted]
    sheets = []
    for numbers in piles:
        sheet = _summarized(desk, numbers, compares=args.compare)
        if sheet is None:
            return None
        sheets.append(sheet)
    return sheets


def _summarized(desk: Desk, numbers: list[int], *, compares: bool) -> Sheet | None:
    """Show what comes, as it comes; None if it was stopped."""
    shown = _shown(desk, numbers, compares=compares)
    desk.out.say(shown.title)
    events = _events(desk, numbers, compares=compares)
    said = list[Statement]()
    end = Summarized("stopped")
    for event in events:
        if isinstance(event, Summarized):
            end = event
        elif isinstance(event, Statement):
            said.append(event)
            desk.out.say(shown.line(event))
            desk.out.data(shown.row(event, "statement"))
        else:
            shown.show_work(event, desk.out)
    desk.out.data(shown.ended_row(end))
    if end.orders:
        desk.out.note(summary_words.ORDERS)
    desk.out.say(summary_words.ended(end, desk.wish.kind))
    return None if end.reason == "stopped" else shown.sheet(said, end, desk.wish.kind, now())


def _shown(desk: Desk, numbers: list[int], *, compares: bool) -> Shown:
    """How what comes is shown, with what is missing of each document said first."""
    with desk.vault.reader() as conn:
        found = [documents.get(conn, number) for number in numbers]
        for one in found:
            read = len(documents.pages(conn, one.id))
            for sentence in missing(head(one), read):
                desk.out.note(sentence)
    pile = summaries.piled(desk.vault, numbers) if len(numbers) > 1 else None
    labels = summaries.labels(desk.vault, numbers)
    return Shown(tuple(found), pile, compares=compares, labels=labels)


def _events(desk: Desk, numbers: list[int], *, compares: bool) -> Iterator[SummaryEvent]:
    vault, wish, stopper = desk.vault, desk.wish, desk.stopper
    if len(numbers) == 1:
        return summaries.events(vault, desk.chat, numbers[0], wish, stopper)
    pile = summaries.piled(vault, numbers)
    return summaries.of_several(
        vault, desk.chat, Several(pile, numbers, compares), wish, stopper
    )  # fmt: skip


def _export(desk: Desk, path: Path, sheets: list[Sheet], numbers: list[int]) -> None:
    kind = FileKind(path.suffix.lstrip(".").lower())
    with desk.vault.writer() as conn:
        leave(conn, numbers, now())
    if kind is FileKind.PDF:
        save(path, painted(sheets[0].title, pieces(sheets)))
    else:
        save(path, written(sheets, kind))
    desk.out.say(f"Written: {terminal.plain(str(path))}")
    desk.out.data({"event": "written", "file": str(path)})


def _show_loading(event: object, out: Output) -> None:
    if isinstance(event, Loading):
        out.share("Loading", event.share)
