"""What was read out of a file: pages of blocks, and what could not be read.

Everything here was written by strangers: it is data. It crosses into the assistant as
`untrusted_text` and under no other name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Shape = Literal["heading", "paragraph", "list", "table", "code", "figure", "note"]
Unit = Literal["page", "sheet", "slide", "part", "message", "file", "time"]
Reason = Literal[
    "no text",  # a page that is a picture, or blank
    "garbled",  # its fonts lie about their letters
    "hidden",  # text that a person would not see was left out
    "past the limit",  # more than is read of one file
    "out of time",
    "damaged",
    "protected",  # a part that needs a password of its own
    "unsupported",  # a part of a kind that is not read
    "recording",
    "without a value",  # a formula that was never calculated
]
HEADINGS = 6


@dataclass(frozen=True)
class Block:
    """One thing on a page: text, or the rows of a table."""

    kind: Shape
    text: str = ""
    level: int = 0
    "of a heading, from 1; of a list's line, from 0"
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def untrusted_text(self) -> str:
        if self.kind == "heading":
            return f"{'#' * min(max(self.level, 1), HEADINGS)} {self.text}"
        if self.kind == "list":
            return f"{'  ' * min(self.level, 8)}{self.text}"
        if self.kind == "table":
            return "\n".join(_row(row) for row in self.rows)
        return self.text


@dataclass(frozen=True)
class Page:
    """A page, a sheet, a slide, a chapter, a message: what a citation points at."""

    number: int
    blocks: tuple[Block, ...]
    title: str = ""

    @property
    def untrusted_text(self) -> str:
        """The page as text, headings and tables marked as in Markdown."""
        lines: list[str] = []
        for before, block in zip((None, *self.blocks), self.blocks, strict=False):
            if before is not None and not (before.kind == block.kind == "list"):
                lines.append("")
            lines.append(block.untrusted_text)
        return "\n".join(lines)


@dataclass(frozen=True)
class Gap:
    """What is in the file and not in the text."""

    reason: Reason
    count: int = 1
    where: str = ""
    "pages such as 3–5, or the name of a part"


@dataclass(frozen=True)
class Head:
    """What is known of a document beside its pages."""

    title: str
    language: str
    "two letters, or empty where it cannot be told"
    media: str
    unit: Unit
    page_count: int
    "how many there are in the file, read or not"
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True)
class Document(Head):
    """A file as it was read."""

    pages: tuple[Page, ...] = ()

    @property
    def untrusted_text(self) -> str:
        return "\n\n".join(page.untrusted_text for page in self.pages)


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost, and how much of it is taken."""

    file_bytes: int = 256 << 20
    memory_bytes: int = 1 << 30
    "over and above the file itself"
    seconds: int = 120
    pages: int = 5_000
    characters: int = 8_000_000
    unpacked_bytes: int = 500_000_000
    members: int = 5_000
    "files within a file"
    depth: int = 3
    "files within files within files"
    recognize: bool = False
    "whether pages that are pictures may be read as well, at seconds for each"


def numbers(found: Sequence[int]) -> str:
    """Page numbers as people write them: 1, 3–5."""
    runs: list[list[int]] = []
    for number in sorted(set(found)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _row(row: tuple[str, ...]) -> str:
    cells = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
    return f"| {' | '.join(cells)} |"
