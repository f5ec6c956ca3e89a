"""`tacit read`: the text of documents, page by page, and what could not be read of them."""

import argparse
import dataclasses
import sys
from collections.abc import Callable
from pathlib import Path

from desktop import passphrase
from desktop.errors import describe
from desktop.library import RECOGNIZING, USUAL
from desktop.output import Output
from desktop.paths import Paths
from desktop.reading_cards import UNITS, missing
from inference.errors import FileUnread, PasswordNeeded
from inference.reading.document import Document
from inference.reading.reader import read
from models.errors import NoSuchPath

WRONG = 1


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "read documents: their text, page by page"
    parser = commands.add_parser("read", help=about, description=about)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument(
        "--recognize", action="store_true", help="also read pages that are pictures (slow)"
    )
    parser.add_argument(
        "--password-stdin", action="store_true", dest="passphrase_stdin",
        help="read the files' password from standard input",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, _paths: Paths, out: Output) -> int:
    """One file after the other; one that cannot be read does not keep the others from it."""
    limits = RECOGNIZING if args.recognize else USUAL
    password: str | None = None
    code = 0
    for path in args.files:
        try:
            if not path.exists():
                raise NoSuchPath(path)
            try:
                document = read(path, limits, password=password, report=_told(path, out))
            except PasswordNeeded:
                if not args.passphrase_stdin and not sys.stdin.isatty():
                    raise
                password = passphrase.ask(args, f"Password of {path.name}")
                document = read(path, limits, password=password, report=_told(path, out))
        except (FileUnread, NoSuchPath, OSError) as error:
            out.error(describe(error), type(error).__name__)
            code = WRONG
            continue
        _show(path, document, out)
    return code


def _told(path: Path, out: Output) -> Callable[[int, int], None]:
    return lambda done, of: out.working(f"{path.name}: {done:,} of {of:,}")


def _show(path: Path, document: Document, out: Output) -> None:
    one, many = UNITS[document.unit]
    count = f"{document.page_count:,} {one if document.page_count == 1 else many}"
    language = f", {document.language}" if document.language else ""
    out.say(f"{document.title} ({path.name}, {count}{language})")
    for page in document.pages:
        title = f": {page.title}" if page.title else ""
        out.say(f"\n── {one} {page.number}{title} ──\n\n{page.untrusted_text}")
    for sentence in missing(document, len(document.pages)):
        out.note(sentence)
    pages = [{**dataclasses.asdict(page), "text": page.untrusted_text} for page in document.pages]
    out.data({
        "event": "document", "file": path.name, "title": document.title,
        "language": document.language, "media": document.media, "unit": document.unit,
        "page_count": document.page_count, "gaps": list(map(dataclasses.asdict, document.gaps)),
        "pages": pages,
    })  # fmt: skip
