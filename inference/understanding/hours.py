"""Several times in one request: “at 5 and at 7” are two reminders, “Monday and Thursday” two days.

The request is said again for each of them; what is read of each then is a matter of `times`.
"""

import re
from collections.abc import Iterator

NUMBER = r"(?:\d{1,2}(?:[:.]\d\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
HALF = r"(?:\s*(?:am|pm|a\.m\.?|p\.m\.?|o'clock)(?!\w))"
CLOCK = (
    rf"(?:(?:half past|(?:a )?quarter (?:to|past)|\w+ (?:to|past)) {NUMBER}|{NUMBER}"
    rf"|noon|midday|midnight){HALF}?"
)
MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
DAY = (
    r"(?:(?:this |next )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|today|tonight|tomorrow(?: (?:morning|afternoon|evening|night))?"
    rf"|(?:the )?\d{{1,2}}(?:st|nd|rd|th)(?: of)?(?: {MONTH})?|\d{{1,2}} {MONTH})"
)
AND = r"(?:\s*,\s*|(?:\s*,)?\s+(?:and|&)(?: then)?(?: again)?\s+)"
LAST_AND = r"(?:\s*,)?\s+(?:and|&)(?: then)?(?: again)?\s+"
ONE = r"(?:(?:another\s+)?(?:one\s+)?(?:at|for|@)\s+)?"
CLOCKS = re.compile(
    rf"(?<!\S)(?:one\s+)?(?P<lead>at|for|@)\s+(?P<some>{CLOCK}(?:{AND}{ONE}{CLOCK})*?"
    rf"{LAST_AND}{ONE}{CLOCK})(?![\w:]|\.\d| (?:minutes?|hours?|days?|weeks?)\b)",
    re.IGNORECASE,
)
DAYS = re.compile(
    rf"(?<!\S)(?P<lead>on|for|)\s*(?P<some>\b{DAY}(?:{AND}(?:(?:on|for)\s+)?{DAY})*?"
    rf"{LAST_AND}(?:(?:on|for)\s+)?{DAY})(?!\w)",
    re.IGNORECASE,
)
EVERY = re.compile(r"\b(?:every|each)\s+$", re.IGNORECASE)
TAIL = re.compile(rf"{HALF}$|(?: of)? {MONTH}$", re.IGNORECASE)
"what the last says for all of them: pm, of May"
AFTERNOON = re.compile(r"(?:1[3-9]|2[0-3])(?![.\d]|st|nd|rd|th| \w)")
OWN_HALF = re.compile(rf"{HALF}$|:|noon|midday|midnight", re.IGNORECASE)


def each(text: str) -> list[tuple[int, int, str]]:
    """Where the times stand, and each of them in their place; empty where there is one at most."""
    for pattern in (CLOCKS, DAYS):
        found = pattern.search(text)
        if found and not EVERY.search(text[: found.start()]):
            return [(found.start(), found.end(), one) for one in _said(found)]
    return []


def _said(found: re.Match[str]) -> Iterator[str]:
    parts = [_bare(one) for one in re.split(AND, found["some"], flags=re.IGNORECASE)]
    tail = TAIL.search(parts[-1])
    if any(AFTERNOON.match(one) for one in parts):  # then every hour is of the whole day's clock
        parts = [re.sub(r"^(\d)(?=:|$)", r"0\1", one) for one in parts]
        parts = [re.sub(r"^(\d\d)$", r"\1:00", one) for one in parts]
    for one in parts:
        is_bare = re.search(r"\d|^\w+$", one)
        has_own = OWN_HALF.search(one) or TAIL.search(one) or not is_bare
        lead = found["lead"] or ""
        if tail and not has_own and re.match(rf"(?:the )?{NUMBER}", one, re.IGNORECASE):
            one += tail[0]  # noqa: PLW2901
        yield f"{lead} {one}".strip()


def _bare(part: str) -> str:
    return re.sub(
        r"^(?:another\s+)?(?:one\s+)?(?:at|for|on|@)\s+", "", part.strip(), flags=re.IGNORECASE
    )
