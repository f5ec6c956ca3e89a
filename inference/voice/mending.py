"""What a recognizer writes otherwise than the owner would: years that it takes apart."""

import re

_MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_YEAR = re.compile(
    rf"\b({_MONTHS}\.?(?: the)?(?: \d{{1,2}}(?:st|nd|rd|th)?)?|in|since|until|the year|of)(,? )"
    r"(?:20[ -](?P<plain>[1-4]\d)|20(?P<tens>[1-4])0,? (?P<more>\d{1,2}))\b"
    r"(?![:.,]?\d| ?(?:%|[ap]\.?m))"
)
"""“Twenty twenty seven” as 20 27, 2020 7 and 2020, 27; only where a year may stand"""


def mended(text: str) -> str:
    """The same, with its years in one piece."""
    return _YEAR.sub(_whole, text)


def _whole(found: re.Match[str]) -> str:
    if found["plain"]:
        return f"{found[1]}{found[2]}20{found['plain']}"
    more = found["more"]
    if len(more) == 1:
        return f"{found[1]}{found[2]}20{found['tens']}{more}"
    return f"{found[1]}{found[2]}20{more}" if more[0] == found["tens"] else found[0]
