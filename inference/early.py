"""What was gathered for words that were still being said, so that it need not be read again.

A prompt is read ahead while somebody speaks; the one that is asked in the end begins with the same
words only if it says the same moment and draws on the same things. What was forgotten meanwhile, or
was gathered for other words, is never drawn on.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from inference.memory.gather import Context
from vault import traces
from vault.connection import ReadConn

FRESH = timedelta(minutes=2)
"for how long the moment that was read ahead is still now"


@dataclass(frozen=True)
class Early:
    """What stands in the prompt that was read ahead."""

    text: str
    "the words that it was gathered for"
    context: Context
    now: datetime


def moment(early: Early | None, now: datetime) -> datetime:
    """Now, or the moment a little ago that was read ahead."""
    is_fresh = early is not None and timedelta(0) <= now - early.now <= FRESH
    return early.now if early is not None and is_fresh else now


def context(early: Early | None, text: str, gathered: Context, conn: ReadConn) -> Context:
    """What was gathered early for these words, where it holds all that is gathered now."""
    if early is None or not begins(early.text, text):
        return gathered
    there = {(one.part, one.item, one.text) for one in early.context.pieces}
    is_whole = all((one.part, one.item, one.text) in there for one in gathered.pieces)
    return early.context if is_whole and _stands(early.context, conn) else gathered


def begins(early: str, text: str) -> bool:
    """Whether a text begins with these words, however they are written."""
    one, other = (re.findall(r"\w+", words.casefold()) for words in (early, text))
    return other[: len(one)] == one


def _stands(context: Context, conn: ReadConn) -> bool:
    """Whether nothing of it was forgotten since."""
    drawn_on = {one.item for one in context.pieces if one.item is not None}
    return len(traces.there(conn, drawn_on)) == len(drawn_on)
