"""What is known, as a Markdown document that its owner takes elsewhere; in clear, as it says."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from desktop.viewmodels import memory_words as words
from desktop.viewmodels.memory_words import tr

if TYPE_CHECKING:
    from desktop.known import Told
    from vault.memory_lists import Line

MARKS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#"})


def lines(parts: "Sequence[Told]", now: datetime) -> Iterator[str]:
    """Line by line; the text of a memory is never taken for markup."""
    yield f"# {tr('What Tacit knows about you')}"
    yield ""
    yield tr("Written on %s. This file is not encrypted.") % words.moment(now, now.tzinfo)
    for part in parts:
        yield ""
        yield f"## {words.part(part.part)}"
        yield ""
        for line in part.lines:
            yield f"- {text(line.text)} ({_where(line, now)})"


def text(said: str) -> str:
    return " ".join(said.split()).translate(MARKS)


def _where(line: "Line", now: datetime) -> str:
    told = [words.source(line), words.day(line.learned, now.tzinfo), words.sure(line.confidence)]
    return ", ".join([*map(text, told), *filter(None, [words.privacy(line.sensitivity)])])
