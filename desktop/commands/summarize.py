"""`tacit summarize`: what documents say, in short, with the page where they say so.

A file that is not in the vault yet is read into it first. Ctrl+C stops, and what was noted by then
is kept: the next time goes on from there.
"""

import argparse
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop import engines, summaries
from desktop.commands import terminal
from desktop.commands.acting import DONE, WRONG
from desktop.commands.chat import STOPPED, Stopper
from desktop.commands.documents import taken
from desktop.commands.vault import common_options, opened
from desktop.errors import describe
from desktop.output import Output
from desktop.paths import Paths
from desktop.reading_cards import UNITS, missing
from inference.engines.local import Chat
from inference.errors import NothingReadable
from inference.reading.document import numbers
from inference.reading.library import head
from inference.summarizing.summary import (
    Noted,
    Progress,
    Statement,
    Summarized,
    SummaryEvent,
)
from inference.summarizing.wish import Kind, Length, Wish
from inference.types import Loading, Reading
from vault import documents
from vault.documents import Document
from vault.errors import NotThere
from vault.vault import Vault

ORDERS = "It holds sentences that tell a program what to write. They were left out."


@dataclass(frozen=True)
class Desk:
    """What every document is summarized with."""

    vault: Vault
    chat: Chat
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
    parser.add_argument("--instructions", default="", metavar="TEXT",
                        help="what else matters to you, in your own words")  # fmt: skip
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """One document after the other; one that cannot be read stops no other."""
    wish = Wish(Kind(args.kind), Length(args.length), args.instructions)
    code = DONE
    with opened(args, paths, out) as vault:
        found = [_number(vault, word, args, out) for word in args.documents]
        wanted = [number for number in found if number is not None]
        if len(wanted) < len(found):
            code = WRONG
        if not wanted:
            return code
        with engines.opened(paths) as here, Stopper().listening() as stopper:
            chat = here.chat(args.model)
            for event in chat.load(stopped=stopper):
                _show_work(event, out)
            desk = Desk(vault, chat, wish, stopper, out)
            for number in wanted:
                if not _summarized(desk, number):
                    return STOPPED
    return code


def _number(vault: Vault, word: str, args: argparse.Namespace, out: Output) -> int | None:
    """Of the document that is meant; None where there is none, which is said."""
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
    outcome = taken(vault, Path(word), args, out)
    if outcome.error is not None:
        out.error(describe(outcome.error), type(outcome.error).__name__)
    return outcome.document


def _summarized(desk: Desk, number: int) -> bool:
    """Show the summary of a document as it comes; False if it was stopped."""
    with desk.vault.reader() as conn:
        one = documents.get(conn, number)
        count = len(documents.pages(conn, number))
    desk.out.say(f"{terminal.plain(one.title)} ({one.id})")
    for sentence in missing(head(one), count):
        desk.out.note(sentence)
    found = summaries.events(desk.vault, desk.chat, number, desk.wish, desk.stopper)
    end = _followed(desk, one, found)
    desk.out.data({"event": "finished", "document": number, **asdict(end)})
    if end.orders:
        desk.out.note(ORDERS)
    desk.out.say(_ended(end))
    return end.reason != "stopped"


def _followed(desk: Desk, one: Document, events: Iterator[SummaryEvent]) -> Summarized:
    """Each event as lines for people, or as a row for programs."""
    page, pages = UNITS.get(one.unit, UNITS["page"])
    for event in events:
        if isinstance(event, Summarized):
            return event
        if isinstance(event, Statement):
            desk.out.say(f"– {_line(event, page, pages)}")
            desk.out.data({"event": "statement", "document": one.id, **asdict(event)})
        elif isinstance(event, Noted):
            desk.out.working(terminal.plain(event.statement.text)[:78])
            row = asdict(event.statement)
            desk.out.data({"event": "noted", "document": one.id, **row})
        elif isinstance(event, Progress):
            desk.out.working(f"{event.done:,} of {event.of:,} {pages}")
            row = {"done": event.done, "of": event.of}
            desk.out.data({"event": "progress", "document": one.id, **row})
        else:
            _show_work(event, desk.out)
    raise AssertionError("a summary without an end")


def _show_work(event: object, out: Output) -> None:
    if isinstance(event, Loading):
        out.share("Loading", event.share)
    elif isinstance(event, Reading):
        out.share("Reading", event.done / max(event.total, 1))


def _line(said: Statement, page: str, pages: str) -> str:
    """A statement with its pages, and a mark where something of it was not found there."""
    where = f"{page if len(said.pages) == 1 else pages} {numbers(said.pages)}"
    absent = f" (not found in the text: {'; '.join(said.unproven)})" if said.unproven else ""
    return f"{terminal.plain(said.text)} [{where}]{terminal.plain(absent)}"


def _ended(end: Summarized) -> str:
    if end.reason == "stopped":
        return "Stopped. What was noted is kept; the next time goes on from there."
    if not end.statements:
        return "There is nothing of this kind in it."
    if not end.unproven:
        return "Names, numbers and dates were all found on these pages."
    what = "In one statement" if end.unproven == 1 else f"In {end.unproven} statements"
    return f"{what}, something was not found on the pages named. Look there yourself."
