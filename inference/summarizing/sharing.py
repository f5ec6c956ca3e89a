"""Which line of an answer is about what: its share of the text, and the sentence it begins from.

A small model that may choose tells of the beginning and forgets the rest. So each line gets its
share of the text, and begins with the first words of the sentence there that says most: the one
with the most names, numbers and dates that no line before it has.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from inference.summarizing.checking import Text
from inference.summarizing.sentences import sentences

LEAST_SHARE = 0.3
"of a part, or of a line, for the two to have to do with each other"
OTHER_SENTENCE = 0.25
"what a sentence without a name, a number or a date counts beside one that has some"
MOST_WORDS = 4
"of a sentence that a line begins with"
TELLING = 2.0
SMALL_DIGITS = 2
FIRST, FIRST_OF_ALL = 0.5, 2.0
"what being the first sentence adds, of a part and of all"
_BEGINNING = re.compile(rf"[^\W\d_]+(?: [^\W\d_]+){{0,{MOST_WORDS - 1}}}(?= )")
"letters only: a line is not to begin in the middle of a date or an amount"


@dataclass(frozen=True)
class Share:
    """What one line is about."""

    number: int
    "of the text, from 1"
    others: tuple[int, ...]
    "of texts that have to do with the same line"
    words: str
    "that it begins with; letters and spaces only"


def shares(untrusted_texts: Sequence[str], lines: int) -> list[Share]:
    """One for each line, in the order of the texts; no more lines than there is to say."""
    parted = [list(sentences(text)) for text in untrusted_texts]
    weights = [sum(map(_weight, some)) for some in parted]
    wanted = min(lines, math.ceil(sum(weights)))
    if wanted < 1:
        return [Share(1, tuple(range(2, len(untrusted_texts) + 1)), "")]
    width, telling = sum(weights) / wanted, _Telling(parted)
    groups = (_within(weights, at * width, (at + 1) * width) for at in range(wanted))
    return [telling.share(group) for group in groups]


def _within(weights: Sequence[float], begin: float, end: float) -> list[int]:
    """The texts that a stretch of all the weight goes through."""
    found, best, at = list[int](), (0.0, 1), 0.0
    for number, weight in enumerate(weights, start=1):
        common = min(at + weight, end) - max(at, begin)
        best = max(best, (common, -number))
        if common >= LEAST_SHARE * min(weight, end - begin) and common > 0:
            found.append(number)
        at += weight
    return found or [abs(best[1])]


class _Telling:
    """Chooses sentences, each once."""

    def __init__(self, parted: Sequence[Sequence[str]]) -> None:
        self._parted = parted
        self._known = set[str]()
        self._used = set[tuple[int, int]]()

    def share(self, numbers: Sequence[int]) -> Share:
        """The sentence of these texts that says most; the first of several."""
        places = [(number, at) for number in numbers for at in range(len(self._parted[number - 1]))]
        left = [place for place in places if place not in self._used] or places
        if not left:
            return Share(numbers[0], tuple(numbers[1:]), "")
        best = max(left, key=self._worth)
        self._used.add(best)
        sentence = self._parted[best[0] - 1][best[1]]
        self._known.update(Text(sentence).things)
        others = tuple(number for number in numbers if number != best[0])
        return Share(best[0], others, _beginning(sentence))

    def _worth(self, place: tuple[int, int]) -> float:
        number, at = place
        things = set(Text(self._parted[number - 1][at]).things)
        new = sum(TELLING if _is_telling(one) else 1 for one in things - self._known)
        return new + (at == 0) * (FIRST_OF_ALL if number == 1 else FIRST)


def _is_telling(thing: str) -> bool:
    """A whole name, a date, an amount, rather than one word with a capital or a small number."""
    return " " in thing or sum(sign.isdigit() for sign in thing) > SMALL_DIGITS


def _weight(sentence: str) -> float:
    return 1 if Text(sentence).things else OTHER_SENTENCE


def _beginning(sentence: str) -> str:
    """Its first words, up to a name in the middle, which the model is to write itself."""
    found = _BEGINNING.match(sentence)
    words = found[0].split(" ") if found else []
    while len(words) > 1 and words[-1][0].isupper():
        words.pop()
    return " ".join(words)
