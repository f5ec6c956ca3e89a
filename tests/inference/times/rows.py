"""Reads the lists of times: `words => meaning`, the words of a time in [brackets] in a sentence.

A line with `@` sets the moment that is now, its zone and the language; `=> none` has no time;
several times of a sentence are parted by ` ; `, another reading worth offering stands after ` | `.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from inference.times.find import find
from inference.times.reading import Conventions, Meaning, Moment, Reading, Rule, Span

HERE = Path(__file__).parent
LISTS = (
    "english", "english_more", "english_third", "english_fourth", "english_fifth",
    "english_sixth", "english_seventh", "english_eighth", "english_ninth",
    "english_tenth", "english_eleventh", "english_twelfth",
    "german", "german_more", "spanish", "spanish_more",
)  # fmt: skip
LANGUAGES = {"german": "de", "spanish": "es"}
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 11, 30, tzinfo=BERLIN)


@dataclass(frozen=True)
class Row:
    """One expression, the moment it is said, and what it means."""

    text: str
    stretches: tuple[str, ...]
    expected: tuple[str, ...]
    now: datetime
    language: str

    @property
    def kind(self) -> str:
        """What it should be understood as: moment, day, span, rule, question or none."""
        if not self.expected:
            return "none"
        first = self.expected[0].partition(" | ")[0].removeprefix("by ")
        for kind, pattern in _KINDS:
            if re.search(pattern, first):
                return kind
        return "day"


_KINDS = (("question", r"^\?"), ("rule", "FREQ="), ("span", " to "), ("moment", r"\d\d:\d\d"))


def rows(name: str) -> list[Row]:
    """Every row of a list."""
    found = []
    now = NOW
    path = HERE / f"{name}.txt"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line.startswith("@"):
            _, when, zone = line.split()
            now = datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone))
        elif line and not line.startswith("#"):
            found.append(_row(line, now, LANGUAGES.get(name.partition("_")[0], "en")))
    return found


def _row(line: str, now: datetime, language: str) -> Row:
    marked, _, meaning = line.partition(" => ")
    text = marked.replace("[", "").replace("]", "")
    expected = () if meaning == "none" else tuple(meaning.split(" ; "))
    stretches = tuple(re.findall(r"\[(.*?)\]", marked)) or ((text,) if expected else ())
    return Row(text, stretches, expected, now, language)


def shown(meaning: Meaning) -> str:
    """A meaning as the lists write it."""
    if isinstance(meaning, Moment):
        clock = "" if meaning.is_day else " %H:%M"
        return ("by " if meaning.is_deadline else "") + meaning.at.strftime(f"%a %Y-%m-%d{clock}")
    if isinstance(meaning, Span):
        form = "%Y-%m-%d" if meaning.is_days else "%Y-%m-%d %H:%M"
        return f"{meaning.start.strftime(form)} to {meaning.end.strftime(form)}"
    if isinstance(meaning, Rule):
        return f"{shown(meaning.first)} {meaning.rrule}"
    return f"? {meaning.doubt}"


def with_other(reading: Reading) -> str:
    """A reading as the lists write it, the other one worth offering after it."""
    other = f" | {shown(reading.other)}" if reading.other else ""
    return shown(reading.meaning) + other


def understood(row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stretches found in a row, and what they mean."""
    found = find(row.text, row.now, Conventions(language=row.language))
    return (
        tuple(row.text[one.start : one.end] for one in found),
        tuple(with_other(one) for one in found),
    )
