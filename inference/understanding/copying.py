"""What a model copied, held to the owner's own words: it may choose among them, not add to them."""

import re

from inference.spelling import distance
from inference.tools.base import Argument
from inference.understanding.things import DOING
from vault.search import STOPWORDS, WORD

STEM = 4
"letters by which two forms of a word are told to be one"
ONE_SLIP, TWO_SLIPS = 4, 8
"letters of a word in which one or two may be wrong"
LAST = "last"
NAMES = frozenset({"task", "reminder", "note", "what", "title", "text", "query", "name", "place"})
"arguments that say what a request is about, in the owner's words"
LOOSE = 2
"words that may stand between those that were copied"
NEW = frozenset({"title", "text"})
"those whose first word may be the model's: what is to be done about it"


def bears_on(value: str, text: str) -> bool:
    """Whether what the model copied has a word of the owner's in it, in whatever form."""
    said = WORD.findall(text.casefold())
    words = [word for word in WORD.findall(value.casefold()) if len(word) > 1]
    return value == LAST or not words or any(_is_among(word, said) for word in words)


def stands_in(value: Argument, text: str) -> bool:
    """Whether the owner said these words, whatever their case and spacing."""
    folded = " ".join(str(value).casefold().split())
    return folded in " ".join(text.casefold().split())


def is_said(name: str, value: str, text: str) -> bool:
    """Whether the owner said what need not be said; a list is one where it is called so."""
    if name == "list":
        called = rf"{re.escape(value)}\W+(?:list|tasks|to-?dos?)\b|\blist\W+{re.escape(value)}"
        return re.search(called, text, re.IGNORECASE) is not None
    said = WORD.findall(text.casefold())
    return stands_in(value, text) or all(_is_among(one, said) for one in _telling(value))


def own(name: str, value: str, text: str) -> str:
    """The owner's own words for what the model copied, where it has put in others.

    Of what is new, the first word may be the model's: it says what is to be done.
    """
    telling = _telling(value)
    if name not in NAMES or not telling or stands_in(value, text):
        return value
    said = [(found[0].casefold(), found.span()) for found in WORD.finditer(text)]
    words = [word for word, _ in said]
    rest = telling[1:] if name in NEW and telling[0] in DOING else telling
    if name in NEW and all(_is_among(word, words) for word in rest):
        return value
    meant = [at for at, word in enumerate(words) if _is_among(word, telling)]
    if not meant or meant[-1] - meant[0] > len(value.split()) + LOOSE:
        return value
    return text[said[meant[0]][1][0] : said[meant[-1]][1][1]]


def _telling(value: str) -> list[str]:
    words = WORD.findall(value.casefold())
    return [word for word in words if word not in STOPWORDS and len(word) > 1]


def _is_among(word: str, said: list[str]) -> bool:
    return word in said or any(_is_alike(word, one) for one in said)


def _is_alike(word: str, other: str) -> bool:
    if min(len(word), len(other)) < STEM:
        return False
    most = 2 if len(word) >= TWO_SLIPS else 1
    return word[:STEM] == other[:STEM] or distance(word, other) <= most
