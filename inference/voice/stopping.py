"""Words that stop something: what is under way now, or everything from now on."""

import re
from enum import StrEnum


class Stopping(StrEnum):
    """What is to stop."""

    THIS = "this"
    "what is being written, read or worked out"
    ALL = "all"
    "that, and whatever would change or send something, until the owner says to go on"
    NO_MORE = "no more"
    "the stop of everything is over"


_AROUND = r"(?:(?:oh|no|please|okay|ok|tacit|now|wait|thanks|thank you)[,. !]*)*"
_WORK = r"(?:work|actions|jobs|agents)"
_THIS = re.compile(
    rf"{_AROUND}(?:stop|stop (?:it|that|this|talking|reading|speaking)|be quiet|quiet|silence|hush"
    rf"|(?:that's |that is )?enough)[,. !]*{_AROUND}",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"{_AROUND}(?:stop|halt|pause|freeze) (?:everything|every thing|it all|all of (?:it|that|this)"
    rf"|all {_WORK})[,. !]*{_AROUND}",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    rf"{_AROUND}(?:go on|carry on|continue|resume|start) (?:with )?"
    rf"(?:everything|every thing|it all|all {_WORK})(?: again)?[,. !]*{_AROUND}",
    re.IGNORECASE,
)


def stopping(text: str) -> Stopping | None:
    """What these words stop, if they say that and nothing else."""
    line = text.strip().replace("’", "'")
    if _ALL.fullmatch(line):
        return Stopping.ALL
    if _NO_MORE.fullmatch(line):
        return Stopping.NO_MORE
    return Stopping.THIS if _THIS.fullmatch(line) else None
