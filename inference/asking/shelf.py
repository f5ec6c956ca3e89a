"""What is on the shelf: “documents about March”, “what did I add last week”.

Read by rules from the owner's words and answered out of the vault; no model is asked.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from inference.reading import dated
from inference.times.find import find
from inference.times.reading import Moment, Span, spoken_date
from inference.tools.base import Desk
from vault import documents
from vault.documents import Document, Shown

MOST_NAMED = 8
_PAPERS = "(?:documents?|papers?|files|docs)"
_ASK = r"^\W*(?:(?:please|can you|could you|show me|show|list|find|tell me|give me)\W+)*"
_ADDED = re.compile(
    rf"{_ASK}(?:(?:which|what|the|all|my) )*(?:new )?(?:{_PAPERS} )?(?:(?:that|which) )?"
    r"(?:did i|have i|i have|i've|i|were|was)(?: newly)? "
    rf"(?:add(?:ed)?|put in|drop(?:ped)?(?: in)?)(?: {_PAPERS})?(?: here)?\W+(?P<time>.+?)\W*$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"{_ASK}(?:(?:which|what|the|all|my|any) )*(?:documents?|papers?|docs) "
    r"(?:(?:are|is|that|there) )*(?:about|from|of|for|on|in|naming|that name|which name|"
    r"mention(?:ing)?|that mention|with a day in|dated)\W+(?P<time>.+?)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """Which documents are asked for."""

    shown: Shown
    days: tuple[date, date]
    is_added: bool


def asked(text: str, now: datetime) -> Asked | None:
    """The documents that a sentence asks for by a time; None where it asks for something else."""
    if (found := _ADDED.match(text)) and (days := _days(found["time"], now)):
        return Asked(Shown(added=days), days, is_added=True)
    if (found := _ABOUT.match(text)) and (days := _named(found["time"], now)):
        return Asked(Shown(days=days), days, is_added=False)
    return None


def told(desk: Desk, wish: Asked) -> tuple[str, tuple[Document, ...]]:
    """How many there are and what they are called, the latest first."""
    found = documents.listed(desk.conn, documents.ALL, shown=wish.shown)
    first, last = (spoken_date(one, "en") for one in wish.days)
    when = f"on {first}" if wish.days[0] == wish.days[1] else f"from {first} to {last}"
    done = f"added {when}" if wish.is_added else f"naming a day {when}"
    if not found:
        return f"There are no documents {done}.", ()
    names = "; ".join(f"“{' '.join(one.title.split())}”" for one in found[:MOST_NAMED])
    more = f"; and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    count = "One document" if len(found) == 1 else f"{len(found)} documents"
    return f"{count} {done}: {names}{more}.", tuple(found[:MOST_NAMED])


def _named(words: str, now: datetime) -> tuple[date, date] | None:
    """A month alone is the latest one, as papers are of what was."""
    return dated.meant(words, now.date()) or _days(words, now)


def _days(words: str, now: datetime) -> tuple[date, date] | None:
    """The days that these words name, and nothing else beside them."""
    today = now.date()
    if (stretch := dated.meant(words, today)) is not None:
        return stretch
    found = find(words, now)
    if len(found) != 1 or re.search(r"\w", words[: found[0].start] + words[found[0].end :]):
        return None
    meaning = found[0].meaning
    if isinstance(meaning, Span):
        last = meaning.end if meaning.is_days else meaning.end - timedelta(microseconds=1)
        return meaning.start.date(), last.date()
    if isinstance(meaning, Moment) and meaning.is_day:
        day = meaning.at.date()
        is_open = re.match(r"since\b", words, re.IGNORECASE)
        return (day, today) if is_open else (day, day)
    return None
