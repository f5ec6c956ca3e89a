"""Text as a person would say it, cut into clauses so that speech can begin early.

Markdown is for eyes: its signs are left out, code and tables are named rather than read. What the
voice has no letters for is left out too.
"""

import re
import unicodedata
from collections.abc import Iterator

from inference.engines import tongues
from inference.engines.tongues import ENGLISH, Tongue

FIRST_CLAUSE_WORDS = 6
"words after which the first clause is cut at the next chance: it decides when sound begins"
LONGEST_CLAUSE = 140
"""Characters; longer sentences are cut at commas, then between words. The voice keeps the memory of
the longest."""

_CODE_BLOCK = re.compile(r"```.*?(?:```|\Z)", re.S)
_INLINE = re.compile(r"(\*\*|\*|~~|`|(?<!\w)__?)(?=\S)(.{1,300}?)(?<=\S)\1(?!\w)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_ADDRESS = re.compile(r"\bhttps?://(?:www\.)?([^\s/<>\")]+)[^\s<>\")]*")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.M)
_BULLET = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+", re.M)
_QUOTE = re.compile(r"^[ \t]*>[ \t]?", re.M)
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*\|?[ \t:|-]+\|[ \t:|-]*$", re.M)
_ROW = re.compile(r"^[ \t]*\|(.+?)\|?[ \t]*$", re.M)
_TABLE = re.compile(
    r"^[ \t]*\|(?P<head>[^\n]+)\n[ \t]*\|[ \t:|-]*-[ \t:|-]*(?:\n|\Z)"
    r"(?P<rows>(?:[ \t]*\|[^\n]*(?:\n|\Z))*)", re.M,
)  # fmt: skip
MOST_ROWS = 4
"of a table that is read out; of a longer one it is said what is in it"
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ENDED = re.compile(r"[.!?:;,…]$")
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’)]*\s+(?=\S)")
_CLAUSE = re.compile(r"(?<=[,;:–—])\s+")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|No|Inc|Ltd|Jr|Sr|approx|Fig|Nr|ca|bzw|usw"
    r"|z\.\s?B|d\.\s?h)\.|\b[A-Z]\.)$"
)
"a full stop that ends no sentence"
_SILENT = re.compile(r"[*_`|#<>\[\]{}\\^~=+/@&$€£]+")
_SPACE = re.compile(r"\s+")


def said(text: str, *, script: str = "LATIN", tongue: Tongue = ENGLISH) -> str:
    """The words of a text, as they would be said aloud."""
    text = _CODE_BLOCK.sub(f"\n{tongue.code_here}\n", text)
    text = _TABLE.sub(lambda table: _table(table, tongue), text)
    text = _RULE.sub("", text)
    text = _ROW.sub(lambda row: _cells(row.group(1)), text)
    text = _IMAGE.sub(lambda found: found.group(1), text)
    text = _LINK.sub(lambda found: found.group(1), text)
    text = _ADDRESS.sub(lambda found: tongue.page.format(found.group(1)), text)
    for pattern in (_TAG, _HEADING, _QUOTE, _BULLET):
        text = pattern.sub("", text)
    for _ in range(3):  # marks within marks
        text = _INLINE.sub(lambda found: found.group(2), text)
    text = tongues.said(text, tongue)
    for pattern, words in tongue.signs:
        text = pattern.sub(words, text)
    lines = (_speakable(line, script) for line in text.splitlines())
    return " ".join(_ended(line) for line in lines if line)


def clauses(
    text: str, *, script: str = "LATIN", begins: bool = True, tongue: Tongue = ENGLISH
) -> Iterator[str]:
    """A text in pieces to be spoken one after the other; where it begins, the first is short."""
    is_first = begins
    for sentence in _sentences(said(text, script=script, tongue=tongue)):
        for clause in _pieces(sentence, cut_early=is_first):
            is_first = False
            yield clause


def _sentences(text: str) -> Iterator[str]:
    held = ""
    for piece in _SENTENCE.split(text):
        held = f"{held} {piece}".strip()
        if not ABBREVIATION.search(held):
            yield held
            held = ""
    if held:
        yield held


def _pieces(sentence: str, *, cut_early: bool) -> Iterator[str]:
    if cut_early and len(sentence.split()) > FIRST_CLAUSE_WORDS + 3:
        head, rest = _early(sentence)
        yield head
        sentence = rest
    while len(sentence) > LONGEST_CLAUSE:
        cut = max(
            sentence.rfind(", ", 40, LONGEST_CLAUSE), sentence.rfind("; ", 40, LONGEST_CLAUSE)
        )
        if cut < 0:
            cut = sentence.rfind(" ", 40, LONGEST_CLAUSE)
        if cut < 0:
            cut = LONGEST_CLAUSE - 1
        yield sentence[: cut + 1].strip()
        sentence = sentence[cut + 1 :].strip()
    if sentence:
        yield sentence


def _early(sentence: str) -> tuple[str, str]:
    """The first clause: up to the first comma if it comes soon, else a few words."""
    parts = _CLAUSE.split(sentence, maxsplit=1)
    if len(parts) == 2 and 2 <= len(parts[0].split()) <= 2 * FIRST_CLAUSE_WORDS:
        return parts[0], parts[1]
    words = sentence.split()
    return " ".join(words[:FIRST_CLAUSE_WORDS]), " ".join(words[FIRST_CLAUSE_WORDS:])


def _cells(row: str) -> str:
    return ", ".join(filter(None, _of_row(row))) + "."


def _of_row(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _table(found: re.Match[str], tongue: Tongue) -> str:
    """A short table row by row, each cell with its heading; a long one only by its headings."""
    head = _of_row(found["head"])
    rows = [_of_row(row) for row in found["rows"].splitlines() if row.strip(" \t|")]
    named = [one for one in head if one]
    if len(rows) > MOST_ROWS:
        columns = tongue.columns.format(_listed(named, tongue)) if named else ""
        return f"{tongue.table.format(len(rows), columns)}\n"
    lines = (
        ", ".join(
            f"{name}: {cell}" if name and len(head) > 1 else cell
            for name, cell in zip([*head, *[""] * len(row)], row, strict=False)
            if cell
        )
        for row in rows
    )
    return "".join(f"{line}.\n" for line in lines) or f"{', '.join(named)}.\n"


def _listed(names: list[str], tongue: Tongue) -> str:
    return tongue.both.join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _ended(line: str) -> str:
    return line if _ENDED.search(line) else f"{line}."


def _speakable(line: str, script: str) -> str:
    """A line without what has no sound in this script: pictures, other alphabets, signs."""
    kept = "".join(_kept(letter, script) for letter in unicodedata.normalize("NFC", line))
    kept = _SILENT.sub(" ", kept)
    kept = _SPACE.sub(" ", kept).strip()
    return kept if any(letter.isalnum() for letter in kept) else ""


def _kept(letter: str, script: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() else " "
    category = unicodedata.category(letter)
    if category.startswith("L"):
        return letter if unicodedata.name(letter, "").startswith(script) else " "
    if category.startswith(("P", "N")) or letter in "€£°":
        return letter
    return letter if category == "Mn" and script == "LATIN" else " "
