"""What a page of a document is called where it is cited: “p. 3”, “slide 4”, “sheet Costs”, “3:20”.

One place says it for answers, summaries, the window and the command line; `tr` puts the few words
of it into the window's language.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from inference.reading.document import numbers
from vault import documents
from vault.connection import ReadConn
from vault.documents import Label

Words = Callable[[str], str]
PAGE, SLIDE, SHEET, PART = "p. %s", "slide %s", "sheet %s", "part %s"
WORDS = (PAGE, SLIDE, SHEET, PART)
COUNTED = {"page": PAGE, "slide": SLIDE}
"units whose pages are called by their number, whatever their title is"
LONGEST = 48
"signs of a title within a citation"
_PLACE = re.compile(r"“(?P<title>.+?)”(?:, (?P<where>.+))?")


def english(text: str) -> str:
    """As it is written here."""
    return text


def spelled(text: str) -> str:
    """As it is written here, without what is read aloud badly."""
    return "page %s" if text == PAGE else text


def words(label: Label, tr: Words = english) -> str:
    """What a page is called; nothing where the document is all one."""
    return together((label,), tr)


def together(labels: Iterable[Label], tr: Words = english) -> str:
    """What several pages of one document are called, numbers that follow each other as a span."""
    found = list[str]()
    for form, some in groupby(labels, _form):
        if form:
            found.append(tr(form) % numbers([one.number for one in some]))
        else:
            found += [_titled(one, tr) for one in some]
    return ", ".join(filter(None, dict.fromkeys(found)))


def place(
    conn: ReadConn, document: int, pages: Sequence[int], tr: Words = english
) -> str:  # fmt: skip
    """What these pages of a document are called."""
    return together([documents.label(conn, document, page) for page in pages], tr)


def named(title: str, where: str) -> str:
    """A document, and where in it."""
    title = f"“{' '.join(title.split())}”"
    return f"{title}, {where}" if where else title


def parted(text: str, tr: Words) -> tuple[str, str] | None:
    """The title and the place out of what `named` made, the place in the window's language."""
    found = _PLACE.fullmatch(text)
    return (found["title"], _retold(found["where"] or "", tr)) if found else None


def _retold(where: str, tr: Words) -> str:
    for form in WORDS:
        before = form % ""
        if where.startswith(before):
            return tr(form) % where.removeprefix(before)
    return where


def _form(label: Label) -> str:
    """The words around a number; none where the page is called by its title, or not at all."""
    if label.unit in COUNTED:
        return COUNTED[label.unit]
    is_whole = label.is_alone or (label.unit == "message" and label.number == 1)
    return "" if label.title or is_whole else PART


def _titled(label: Label, tr: Words) -> str:
    if label.is_alone:
        return ""
    title = label.title if len(label.title) <= LONGEST else f"{label.title[: LONGEST - 1]}…"
    return tr(SHEET) % title if label.unit == "sheet" and title else title
