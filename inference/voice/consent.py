"""A yes or a no that is spoken, and what it may decide: never what leaves this computer."""

import re

from inference.guard.questions import FOR_GOOD
from inference.tools.base import Effect

_AROUND = r"(?:(?:oh|well|um|uh|please|okay|ok|tacit|thanks|thank you)[,. !]*)*"
YES = re.compile(
    rf"{_AROUND}(?:yes|yeah|yep|yup|sure|okay|ok|of course|do (?:it|that|so)|go ahead|right|fine"
    rf"|that's right|absolutely|certainly)(?:[,. !]+(?:please|do(?: it| that)?|go ahead|tacit"
    rf"|thanks|thank you))*[.! ]*",
    re.IGNORECASE,
)
NO = re.compile(
    rf"{_AROUND}(?:no|nope|don't|do not|not now|never|stop|cancel(?: it| that)?|leave it"
    rf"|better not|rather not)(?:[,. !]+(?:please|don't|thanks|thank you|not now|tacit"
    rf"|leave it|do it|do that))*[.! ]*",
    re.IGNORECASE,
)


def consent(text: str) -> bool | None:
    """Whether these words say yes or no, and nothing else."""
    line = text.strip().replace("’", "'")
    if NO.fullmatch(line):
        return False
    return True if YES.fullmatch(line) else None


def may_be_spoken(tool: str, effect: Effect) -> bool:
    """Whether a spoken yes is enough: not where something leaves, or is gone for good."""
    return effect is Effect.WRITE and tool not in FOR_GOOD
