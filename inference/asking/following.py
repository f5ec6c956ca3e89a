"""What a question leaves unsaid because the last one said it: “and in the second year?”.

Only the owner's words are put together here, by rules; no document and no model has a say. What
cannot be put together is asked as it is.
"""

import re
from dataclasses import dataclass

_LED = re.compile(
    r"^\W*(?:(?:and|but|then|also|und|aber|dann|auch)\b[\s,]*)*"
    r"(?:(?:what|how) about\b|was ist mit\b|wie (?:ist|steht|sieht) es(?: aus)? (?:mit|bei)\b)?\s*",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|mit|bei)\s*$", re.IGNORECASE)
_PREPOSITION = (
    "in|for|on|at|from|of|after|before|during|since|until|with|by|per|to|"
    "im|für|am|ab|nach|vor|seit|bis|von|mit|pro"
)
_ASKS = re.compile(
    rf"(?:(?:{_PREPOSITION})\s+)?(?:what|when|where|who|whom|whose|why|how|which|is|are|was|were|"
    r"does|do|did|has|have|can|may|must|wie|was|wann|wo|wer|warum|welche\w*|ist|sind|hat|gibt)\b",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|this one|that one|that|those|there|then|"
    r"er|sie|es|ihn|ihm|ihr|dessen|deren|dort|davon|dafür|darin)\b",
    re.IGNORECASE,
)
"words that stand for something that was named before"
_OPENS = re.compile(rf"(?:{_PREPOSITION})\b", re.IGNORECASE)
_ARTICLE = "the|my|our|your|a|an|der|die|das|den|dem|mein|meine|unser|unsere|ein|eine"
_THING = re.compile(
    rf"\b(?:{_ARTICLE})\s+[\w-]+(?:\s+(?!(?:{_PREPOSITION})\b)[a-zäöü][\w-]*){{0,2}}"
    rf"(?=\s+(?:{_PREPOSITION})\b|\s+[A-ZÄÖÜ]|[?.,!]|$)"
)
_NAME = re.compile(r"(?<!^)\b[A-ZÄÖÜ]\w+(?:\s+(?:[A-ZÄÖÜ]\w+|\d+\w?))*")
_HOW = re.compile(r"^how (?!much|many|high)\w+\b", re.IGNORECASE)
_ASIDE = re.compile(rf"\s+(?:{_PREPOSITION})\s[^A-ZÄÖÜ\d]*?(?=\s+(?:{_PREPOSITION})\b|$)")
"what belonged to the thing before: “in the first year”"
LONGEST = 8
"words of a piece of a question"


@dataclass(frozen=True)
class Before:
    """The last question, in full, and the documents that answered it."""

    question: str
    documents: tuple[int, ...] = ()


@dataclass(frozen=True)
class Meant:
    """A question with what was left unsaid."""

    text: str
    documents: tuple[int, ...] = ()
    "where it is to be looked for; anywhere where none is named"
    is_open: bool = True
    "whether other documents may answer where these do not"


def follows(text: str) -> bool:
    """Whether these words lean on a question before them."""
    rest = _rest(text)
    if not re.search(r"\w", rest):
        return False
    lead = text.strip()[: len(text.strip()) - len(rest)]
    if _ASKS.match(rest):
        return bool(lead) or bool(_POINTS.search(rest))
    return bool(_ABOUT.search(lead)) or (
        bool(lead) and text.rstrip().endswith("?") and len(rest.split()) <= LONGEST
    )


def meant(text: str, before: Before | None) -> Meant:
    """The whole question, and where the last one leads it."""
    if before is None or not follows(text):
        return Meant(text)
    rest = _rest(text)
    if _ASKS.match(rest):
        is_pointing = bool(_POINTS.search(rest))
        return Meant(_sentence(rest), before.documents, is_open=not is_pointing)
    name = _name(rest)
    whole = _put(before.question, rest)
    return Meant(whole, () if name else before.documents, is_open=bool(name))


def _rest(text: str) -> str:
    found = _LED.match(text.strip())
    return text.strip()[found.end() if found else 0 :].strip()


def _name(rest: str) -> str:
    """A name that is all there is: “and Elm Road 3?”."""
    found = re.fullmatch(rf"\W*(?:(?:{_PREPOSITION})\s+)?((?-i:{_NAME.pattern[6:]}))\W*", rest)
    return found[1] if found else ""


def _put(question: str, rest: str) -> str:
    """The last question with this in place of what it said there."""
    piece, whole = rest.rstrip("?.! "), question.rstrip("?.! ")
    if name := _name(rest):
        *_, last = [None, *_NAME.finditer(whole)]
        if last is not None:
            return f"{whole[: last.start()]}{name}{whole[last.end() :]}?"
    if opens := _OPENS.match(piece):
        said = re.search(rf"\b{opens[0]}\b\s+.*?(?=\s+(?:{_PREPOSITION})\b|,|$)", whole)
        if said is not None:
            return f"{whole[: said.start()]}{piece}{whole[said.end() :]}?"
        return f"{whole} {piece}?"
    if thing := _THING.search(whole):
        told = _ASIDE.sub("", whole[thing.end() :])
        whole = f"{whole[: thing.start()]}{piece}{told}?"
        return _HOW.sub("What", whole)
    return f"{whole}, {piece}?"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
