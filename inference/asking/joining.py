"""A question about two things that are named, as two questions: each has its own document.

By rules over the owner's words alone. What is made of the two answers is for the reader: nothing
is added up or compared that stands in different documents.
"""

import re

_NAMED = r"(?:[A-ZÄÖÜ][\w.'-]*|\d+\w?)(?:\s+(?:[A-ZÄÖÜ][\w.'-]*|\d+\w?))*"
_LINK = (
    r"(?:\s*,\s*|\s+)(?:and|or|und|oder|than|as|versus|vs\.?|compared (?:with|to)|als|sowie)\s+"
    r"(?:(?:for|of|in|at|with|to|by|that|those|the one|für|von|in|bei|die|der|das)\s+){0,2}"
)
_TWO = re.compile(
    rf"(?P<one>{_NAMED})(?P<between>[^?,]{{0,40}}?)(?P<link>{_LINK})(?P<two>{_NAMED})"
)
_COMPARES = re.compile(
    r"\s*,?\s*\b(?:more|less|higher|lower|longer|shorter|bigger|larger|smaller|cheaper|older|newer|"
    r"earlier|later|both|each|together|altogether|in total|combined|respectively|mehr|weniger|"
    r"höher|niedriger|länger|kürzer|größer|kleiner|teurer|billiger|beide[nrs]?|jeweils|zusammen|"
    r"insgesamt)\b",
    re.IGNORECASE,
)
_WHO = re.compile(r"^(?:who|which(?: of \w+)?(?: \w+)?) (?P<verb>[a-z]+s)\b", re.IGNORECASE)
_IS = re.compile(r"^(?:is|are|was|were)\s+(?P<thing>.+)$", re.IGNORECASE)


def parts(question: str) -> tuple[str, ...]:
    """The two questions; none where it does not name two things side by side."""
    text = " ".join(question.split()).rstrip("?.! ")
    found = _TWO.search(text, _first_word(text))
    if found is None:
        return ()
    before, after = text[: found.start()], text[found.end() :]
    pair = [f"{before}{found[name]}{found['between']}{after}" for name in ("one", "two")]
    return tuple(_plain(one, found[name]) for one, name in zip(pair, ("one", "two"), strict=True))


def _first_word(text: str) -> int:
    """Its capital says nothing."""
    found = re.match(r"\W*\w+\W+", text)
    return found.end() if found else 0


def _plain(text: str, name: str) -> str:
    """Without what compares: “Who earns more, Anna Weber” asks how much Anna Weber earns."""
    plain, is_compared = _COMPARES.subn("", text)
    plain = " ".join(plain.split()).strip(" ,")
    if is_compared and (who := _WHO.match(plain)):
        return f"How much does {name} {who['verb'].removesuffix('s')}?"
    if is_compared and (asked := _IS.match(plain)):
        return f"How much is {asked['thing']}?"
    return f"{plain}?"
