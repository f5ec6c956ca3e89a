"""Timers and being woken, said as times are read.

A timer runs for so long: “for ten minutes” and “a ten-minute timer” are “a timer in ten minutes”.
Who wants to be woken at six means the morning.
"""

import re

from inference.understanding.wording import Wording

KIND = r"(?:timers?|countdown|stopwatch|egg timer|kitchen timer)"
LENGTH = (
    r"(?:(?:half|quarter of) an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|twenty-five|thirty|forty|forty-five|fifty|sixty|ninety|\d+(?:[.,]\d+)?)"
)
UNIT = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?)"
LEAD = (
    r"^\s*(?:(?:set|start|run|make|create|put on|give me|i need|i want|i'd like)\s+(?:me\s+)?"
    r"(?:up\s+)?)?(?:(?:an?|the|my|another)\s+)?"
)
"where a timer is what is asked for: “buy a ten-minute timer” asks for none"
FOR = re.compile(
    rf"{LEAD}(?:\w+\s+)?{KIND}(?P<lead>(?:\s+for|\s+of|:)?\s+)(?={LENGTH}[\s-]*{UNIT}\b)", re.I
)
BEFORE = re.compile(
    rf"{LEAD}(?P<said>(?P<length>{LENGTH})[\s-]+(?P<unit>{UNIT})[\s-]+{KIND})\b", re.I
)
BARE = re.compile(rf"\s*(?P<a>an?\s+)?{KIND}\s+in\b", re.I)
WAKE = re.compile(
    r"\bwake me\b.*?\bat\s+(?P<hour>(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|0?[1-9]|1[01])(?:[:.][0-5]\d)?)\b(?!\s*(?:[ap]\b|[ap]\.?m\b|o'clock))",
    re.I,
)
PART = re.compile(r"\b(?:morning|noon|afternoon|evening|tonight|night|midnight|[ap]\.?m)\b", re.I)


def running(words: Wording) -> Wording:
    """The same words, with how long a timer runs said as when it ends."""
    if (found := WAKE.search(words.text)) and not PART.search(words.text):
        return words.replace(*found.span("hour"), f"{found['hour']} am")
    if found := BEFORE.search(words.text):
        ends = f"timer in {found['length']} {found['unit']}"
        words = words.replace(*found.span("said"), ends)
    elif found := FOR.search(words.text):
        words = words.replace(*found.span("lead"), " in ")
    bare = BARE.match(words.text)
    return words.replace(0, 0, "set " if bare["a"] else "set a ") if bare else words
