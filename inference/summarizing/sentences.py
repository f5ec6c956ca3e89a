"""The sentences of a page, as they stand there: what is taken word for word invents nothing."""

import re
from collections.abc import Iterator

from inference.times.names import MONTHS

_BLOCK = re.compile(r"\n\s*\n")
_ROW_OF_ITS_OWN = re.compile(r"[|•–*#-]|\d{1,3}[.)] ")
"items of lists, rows of tables and headings are not joined with what stands above them"
_END = re.compile(r"[.!?…][\"”’»)\]]*\s+")
_TITLES = "Dr|Mr|Mrs|Ms|St|Prof|No|Nr|Art|Abs|ca|vs|bzw|etc|approx|Inc|Ltd|Co|Jr|Sr|Fig|Tel"
_NO_END = re.compile(rf"(?:\b(?:{_TITLES})|\b[^\W\d_]|\b[a-z]\. ?[A-Za-z])\.\s+$")
_DAY = re.compile(r"\b\d{1,2}\.\s+$")
"3. Mai: the full stop belongs to the day"
_MONTHS = tuple({month[:3] for names in MONTHS.values() for month in names})


def sentences(untrusted_text: str) -> Iterator[str]:
    """Each with its spaces made single; headings are left out."""
    for block in _BLOCK.split(untrusted_text):
        for row in _rows(block):
            if not row.startswith("#"):
                yield from _parted(row)


def _rows(block: str) -> Iterator[str]:
    """Lines of a paragraph joined, and what has a line of its own by itself."""
    joined = ""
    for line in map(str.strip, block.split("\n")):
        if joined and (_ROW_OF_ITS_OWN.match(line) or _ROW_OF_ITS_OWN.match(joined)):
            yield joined
            joined = ""
        joined = " ".join(f"{joined} {line}".split())
    if joined:
        yield joined


def _parted(row: str) -> Iterator[str]:
    begin = 0
    if row.startswith("|"):
        yield " ".join(row.replace("|", " · ").split()).strip("· ")
        return
    for end in _END.finditer(row):
        before, after = row[begin : end.end()], row[end.end() :]
        if _NO_END.search(before) or (_DAY.search(before) and after.startswith(_MONTHS)):
            continue
        yield before.strip().removeprefix("• ")
        begin = end.end()
    if row[begin:].strip():
        yield row[begin:].strip().removeprefix("• ")
