"""A text that is still being written, cut into pieces that can be spoken one after the other.

The pieces together are the text, letter for letter, and they are the same however the text arrives.
The first is short, because it decides when sound begins; the others are sentences, list items,
tables, and code, which is announced as soon as it begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from inference.engines.spoken import ABBREVIATION, FIRST_CLAUSE_WORDS, LONGEST_CLAUSE

FEWEST_FIRST = 2
"words before a comma that are worth being spoken by themselves"
FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
HALF_FENCE = re.compile(r"[ \t]*(?:`{0,2}|~{0,2})")
ROW = re.compile(r"[ \t]*\|")
BLANKS = re.compile(r"[ \t]*")
NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)]$")
END = re.compile(r"[.!?…][\"”’)\]*_]*(?=[ \t])")
DOUBTFUL = re.compile(r"\b(?:[ap]\.m|\d{1,2})\.$")
GOES_ON = re.compile(
    r"[a-zäöü]|(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November"
    r"|Dezember)\b"
)
"what comes after a doubtful full stop that ends no sentence: 9 a.m. today, der 3. Mai"
COMMA = re.compile(r"[,;:–—](?=[ \t])")
WORD = re.compile(r"\S+(?=\s)")
OPEN_LINK = re.compile(r"\[[^\]\n]{0,200}$|\]\([^)\n]{0,400}$")
OPEN_CODE = re.compile(r"^[^`]*(?:`[^`]*`[^`]*)*`[^`]*$")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text."""

    text: str
    is_silent: bool = False
    "whether it is only there to be read, as the lines of a program"


@dataclass(frozen=True)
class Cut:
    """What has come and is not cut off yet."""

    held: str = ""
    is_first: bool = True
    is_code: bool = False


def cut(before: Cut, text: str, *, is_end: bool = False) -> tuple[Cut, tuple[Piece, ...]]:
    """The pieces that are complete with this text; at the end, all that is left."""
    now = replace(before, held=before.held + text)
    pieces: list[Piece] = []
    while (end := _end_of_piece(now, is_end=is_end)) > 0:
        piece, held = now.held[:end], now.held[end:]
        opens = not now.is_code and FENCE.match(piece) is not None
        closes = now.is_code and _closing(piece) is not None
        silent = now.is_code or not piece.strip()
        pieces.append(Piece(piece, silent))
        now = Cut(held, now.is_first and silent, (now.is_code or opens) and not closes)
    return now, tuple(pieces)


def _end_of_piece(now: Cut, *, is_end: bool) -> int:
    """Where the next piece ends; 0 while that cannot be said."""
    held = now.held
    if not held:
        return 0
    if now.is_code:
        closing = _closing(held)
        if closing is None:
            return len(held) if is_end else 0
        ends = held.find("\n", closing)
        return ends + 1 if ends >= 0 else len(held) if is_end else 0
    if not is_end and _may_become_another(held):
        return 0
    if FENCE.match(held):
        ends = held.find("\n")
        return ends + 1 if ends >= 0 else len(held) if is_end else 0
    if ROW.match(held):
        return _end_of_table(held, is_end=is_end)
    return _end_of_words(held, now.is_first, is_end=is_end)


def _closing(held: str) -> int | None:
    """Where the line begins that ends a program."""
    found = re.search(r"^[ \t]{0,3}(?:```|~~~)", held, re.MULTILINE)
    return found.start() if found else None


def _may_become_another(held: str) -> bool:
    """Whether it cannot be said yet what kind of thing begins here."""
    return HALF_FENCE.fullmatch(held) is not None


def _end_of_table(held: str, *, is_end: bool) -> int:
    at = 0
    while True:
        ends = held.find("\n", at)
        if ends < 0:
            return len(held) if is_end else 0
        at = ends + 1
        rest = held[at:]
        if BLANKS.fullmatch(rest) and not is_end:
            return 0
        if not ROW.match(rest):
            return at


@dataclass(frozen=True, order=True)
class _Place:
    """Where a piece may end, and how much of the text had to be there to see it."""

    seen: int
    end: int


def _end_of_words(held: str, is_first: bool, *, is_end: bool) -> int:
    """The place where a person would draw breath that is seen first, as if letters came singly."""
    line_end = held.find("\n")
    line = held if line_end < 0 else held[: line_end + 1]
    places = [*_sentences(line), *_too_long(line)]
    if is_first:
        places += [*_by_comma(line), *_by_words(line)]
    if line_end >= 0:
        places.append(_Place(line_end + 1, line_end + 1))
    if places:
        return min(places).end
    return len(held) if is_end else 0


def _sentences(line: str) -> Iterator[_Place]:
    for found in END.finditer(line):
        dot = line[: found.start() + 1]
        if ABBREVIATION.search(dot) or NUMBERED.fullmatch(dot):
            continue
        if not DOUBTFUL.search(dot):
            yield from _place(line, found.end())
        elif (word := WORD.search(line, found.end())) and not GOES_ON.match(word[0]):
            yield from _place(line, found.end(), word.end() + 1)


def _by_comma(line: str) -> Iterator[_Place]:
    """A short beginning, up to a comma that comes soon."""
    for found in COMMA.finditer(line):
        if FEWEST_FIRST <= len(line[: found.end()].split()) <= 2 * FIRST_CLAUSE_WORDS:
            yield from _place(line, found.end())


def _by_words(line: str) -> Iterator[_Place]:
    """The first words of a longer sentence."""
    words = [found.end() for found in WORD.finditer(line)]
    if len(words) > FIRST_CLAUSE_WORDS + 3:
        seen = words[FIRST_CLAUSE_WORDS + 3] + 1
        yield from _place(line, words[FIRST_CLAUSE_WORDS - 1], seen)


def _too_long(line: str) -> Iterator[_Place]:
    seen = 2 * LONGEST_CLAUSE
    if len(line) >= seen:
        at = max(line.rfind(mark, 40, LONGEST_CLAUSE) for mark in (", ", "; "))
        at = at + 1 if at > 0 else line.rfind(" ", 40, LONGEST_CLAUSE)
        yield _Place(seen, at + 1 if at > 0 else LONGEST_CLAUSE)


def _place(line: str, end: int, seen: int = 0) -> Iterator[_Place]:
    """A place, with the blank behind it, unless a link or a piece of code is open there."""
    if not _is_within(line[:end]):
        has_blank = line[end : end + 1] in (" ", "\t")
        yield _Place(max(seen, end + 1), end + has_blank)


def _is_within(upto: str) -> bool:
    """Whether a link or a piece of code is still open here."""
    return OPEN_LINK.search(upto) is not None or OPEN_CODE.match(upto) is not None
