"""What was gathered for words that were still being said, so that it need not be read again.

A prompt is read ahead while somebody speaks; the one that is asked in the end begins with the same
words only if it says the same moment and draws on the same things.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from inference.memory.gather import Context

FRESH = timedelta(minutes=2)
"for how long the moment that was read ahead is still now"


@dataclass(frozen=True)
class Early:
    """What stands in the prompt that was read ahead."""

    context: Context
    now: datetime


def moment(early: Early | None, now: datetime) -> datetime:
    """Now, or the moment a little ago that was read ahead."""
    is_fresh = early is not None and timedelta(0) <= now - early.now <= FRESH
    return early.now if early is not None and is_fresh else now


def context(early: Early | None, gathered: Context) -> Context:
    """What was gathered early, where it holds all that is gathered now."""
    if early is None:
        return gathered
    there = {(one.part, one.item, one.text) for one in early.context.pieces}
    is_whole = all((one.part, one.item, one.text) in there for one in gathered.pieces)
    return early.context if is_whole else gathered
