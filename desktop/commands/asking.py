"""`tacit documents ask`: a question about documents, answered with the pages where it stands.

Where no document answers it, that is said, and the closest places are named instead.
"""

import argparse
from dataclasses import asdict

from desktop import assistant
from desktop.cards import command
from desktop.commands import terminal
from desktop.commands.acting import DONE, WRONG
from desktop.commands.chat import STOPPED, Stopper
from desktop.commands.numbers import at_least
from desktop.commands.subjects import Action
from desktop.commands.vault import opened
from desktop.output import Output
from desktop.paths import Paths
from inference.asking import finding
from inference.asking.answer import Answered, AskEvent, Computed, Gathered, Looked, Statement, ask
from inference.asking.finding import Desk, Excerpt
from inference.reading import citing
from inference.tools.errors import ValueRefused
from inference.types import Loading, Reading
from vault import documents
from vault.connection import ReadConn
from vault.entities import fold

LONGEST_EXCERPT = 160


def add(action: Action) -> None:
    one = action("ask", run, "ask a question; the answer names its pages")
    one.add_argument("question", help="in your own words")
    one.add_argument("documents", nargs="*", type=at_least(1), metavar="NUMBER", default=[],
                     help="only of these documents; of all where none is named")  # fmt: skip
    one.add_argument("--in", dest="among", action="append", default=[], metavar="DOCUMENT",
                     help="only in this one, by number or title; may be repeated")  # fmt: skip
    one.add_argument("--model", default="", metavar="NAME", help="which weights")


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """The answer, statement by statement; its end says whether there was one."""
    if not args.question.strip():
        out.say("There is no question. Say it in quotation marks.")
        return WRONG
    model = getattr(args, "model", "")
    numbers = tuple(getattr(args, "documents", ()))
    with opened(args, paths, out) as vault, assistant.opened(vault, paths, model=model) as here:
        numbers += tuple(_meant(here.conn, one) for one in getattr(args, "among", ()))
        for number in numbers:
            documents.get(here.conn, number)
        desk = Desk(here.conn, here.desk().find, numbers, here.desk().now.date())
        with Stopper().listening() as stopper:
            for event in ask(args.question, desk, here.mind.chat, stopped=stopper):
                _show(event, here.conn, out)
    assert isinstance(event, Answered), "an answer without an end"
    return STOPPED if event.reason == "stopped" else DONE


def _meant(conn: ReadConn, named: str) -> int:
    """The document of this number or title; of several with one title nobody knows which."""
    if named.isdecimal():
        return int(named)
    alike = [number for number, title in finding.titles(conn).items()
             if fold(named) in (fold(title), fold(documents.get(conn, number).title))]  # fmt: skip
    if len(alike) == 1:
        return alike[0]
    if not alike:
        raise ValueRefused("document", "the number or the whole title of one that is here")
    raise ValueRefused("document", f"one of their numbers: {', '.join(map(str, sorted(alike)))}")


def _show(event: AskEvent, conn: ReadConn, out: Output) -> None:
    if isinstance(event, Statement | Computed):
        out.say(f"{terminal.plain(event.text)} [{_place(conn, event)}]")
        kind = "statement" if isinstance(event, Statement) else "computed"
        out.data({"event": kind, **asdict(event), "place": _place(conn, event)})
    elif isinstance(event, Gathered):
        out.say(terminal.plain(event.text))
        out.data({"event": "gathered", **asdict(event)})
    elif isinstance(event, Looked):
        out.working("Reading the places that bear on it")
    elif isinstance(event, Loading):
        out.share("Loading", event.share)
    elif isinstance(event, Reading):
        out.share("Reading", event.done / max(event.total, 1))
    else:
        _end(event, conn, out)


def _end(event: Answered, conn: ReadConn, out: Output) -> None:
    nearest = [{**asdict(one), "place": _place(conn, one)} for one in event.nearest]
    out.data({"event": "finished", "reason": event.reason, "statements": event.statements,
              "read_tokens": event.read_tokens, "nearest": nearest})  # fmt: skip
    if event.reason == "stopped":
        out.say("Stopped.")
    elif event.reason == "part":
        out.say("Of the rest your documents say nothing.")
    elif event.reason == "absent":
        out.say("Your documents do not say that.")
    elif event.reason == "unasked":
        out.note(f"No weights to answer with are here: {command('models')}")
    if event.nearest:
        out.say("Closest to it is:")
    for one in event.nearest:
        out.say(f"  {_place(conn, one)}: {terminal.plain(_excerpt(one))}")


def _excerpt(one: Excerpt) -> str:
    text = " ".join(one.untrusted_text.split())
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"


def _place(conn: ReadConn, one: Statement | Computed | Excerpt) -> str:
    pages = one.pages if isinstance(one, Computed) else (one.page,)
    where = citing.place(conn, one.document, pages)
    return terminal.plain(citing.named(one.title, where))
