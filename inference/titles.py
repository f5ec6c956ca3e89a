"""What a conversation is called until the owner names it: the gist of the first words, by rule.

Nothing is added to the words: what is only politeness, quoted or too long is left out.
"""

import re

LONGEST = 60
LEAD_INS = re.compile(
    r"^(?:(?:hi|hello|hey|ok|okay|so|well|tacit|please|good (?:morning|evening))"
    r"(?=[\s,!.]|$)[\s,!.]*"
    r"|(?:can|could) you (?:please )?(?=\w)|would you please (?=\w)"
    r"|i(?:'d| would) like (?:you )?to (?=\w)|i want (?:you )?to (?=\w)"
    r"|tell me(?: please)?,? (?=\w))+",
    re.IGNORECASE,
)
SENTENCE = re.compile(r".*?[.!?…。؟](?=\s|$)")
ABBREVIATED = re.compile(r"\b(?:\w|dr|mr|mrs|ms|prof|st|no|nr|vs|e\.g|i\.e|z\.b)\.$", re.IGNORECASE)


def title(text: str) -> str:
    """A line of at most 60 letters."""
    whole = " ".join(_own(text).split())
    said = LEAD_INS.sub("", whole) or whole
    said = _first_sentence(said).rstrip(" .,;:!")
    said = said or whole
    return _cut(said[:1].upper() + said[1:])


def _own(text: str) -> str:
    """Without what was brought along to be read; where that is all, it is the title."""
    lines = text.splitlines()
    own = [line for line in lines if line.strip() and not line.startswith(">")]
    return "\n".join(own or [line.lstrip("> ") for line in lines])


def _first_sentence(text: str) -> str:
    at = 0
    while found := SENTENCE.match(text, at):
        at = found.end()
        if not ABBREVIATED.search(text[:at]):
            return text[:at]
    return text


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    head = text[: LONGEST - 1]
    words = head.rsplit(" ", 1)[0] if " " in head else head
    return f"{words.rstrip(' .,;:!')}…"
