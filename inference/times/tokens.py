"""A text as tokens, and what any rule asks of them: words of a table, numbers, what stands around.

A word or a number is a time only on evidence (“at 3”, “3 pm”, “tomorrow 3”), never because it could
be one: “version 3.10”, “the sun” and “may I” name none.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from inference.times.words import Words

V = TypeVar("V")

LONGEST_PHRASE = 5
_TOKEN = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:[Zz]|[+-]\d{2}:?\d{2})?"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)|\d{1,2}-\d{1,2}-\d{4}(?!\d)"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.(?!\d)|\d{1,2}/\d{1,2}(?![\d/])"
    r"|\d{1,2}[:h.]\d{2}(?!\d)(?::\d{2}(?!\d))?|\d+(?:\.\d+)?(?:['’]s)?"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*(?:\.[^\W\d_]+(?![^\W\d_]))*\.?|[^\s\w]",
)
_NAME_AROUND = re.compile(r"(?<!\S)(?:\S+@\S+|\S*\w_\w\S*)")
"addresses and names of files: no words; looked for once in each stretch without blanks"
_ORDINAL_ENDINGS = ("st", "nd", "rd", "th", ".")
_ENDS_A_SENTENCE = re.compile(
    r"(?!(?:tues|thurs|sept|approx)\.)[^\W\d_]{4,}\.(?=\s+[^\W\d_])(?=\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"[ap]\.m\.")
SHORTEST_MISSPELT = 5
LONG_ENOUGH_FOR_TWO = 8
SENTENCE_SIGNS = frozenset(",.!?;:)(\"'”’…–—")


@dataclass(frozen=True)
class Token:
    """A word, number or sign, and where it stands."""

    text: str
    start: int
    end: int
    is_capital: bool = False


def tokens(text: str, words: Words) -> list[Token]:
    """The words of a text, plain; a full stop that ends a sentence is no part of one."""
    names = [match.span() for match in _NAME_AROUND.finditer(text)]
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        if any(start <= match.start() < end for start, end in names):
            found.append(Token("\0", match.start(), match.end()))
        else:
            found += _pieces(match[0], match.start(), words)
            if _ENDS_A_SENTENCE.match(text, match.start()):
                found.append(Token(".", match.end() - 1, match.end()))
    return found


def plain(word: str) -> str:
    """Lower case, without accents, with straight apostrophes."""
    word = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(sign for sign in word if not unicodedata.combining(sign))


def _pieces(word: str, start: int, words: Words) -> Iterator[Token]:
    """One token, or several that were written as one: mid-March, Mon-Wed, Freitagabend."""
    if word.endswith(".") and word[:1].isalpha() and not _ABBREVIATION.fullmatch(word.lower()):
        word = word[:-1]
    text = plain(word)
    end = start + len(word)
    if text in words.known or not word[:1].isalpha():
        yield Token(text, start, end, word[:1].isupper())
        return
    if "-" in word:
        for part in re.finditer(r"[^-]+|-", word):
            yield from _pieces(part[0], start + part.start(), words)
        return
    first = words.compounds.get(text, 0)
    if first:
        yield Token(text[:first], start, start + first, word[:1].isupper())
        yield Token(text[first:], start + first, end)
        return
    yield Token(_spelt(text, words), start, end, word[:1].isupper())


def _spelt(word: str, words: Words) -> str:
    """The word that was meant, where one of the long ones is nearly this."""
    if len(word) < SHORTEST_MISSPELT or word in words.other_words:
        return word
    near = [
        (distance, one)
        for one in words.misspelt
        if one[0] == word[0]
        and (distance := _distance(word, one)) <= 1 + (len(one) >= LONG_ENOUGH_FOR_TWO)
    ]
    return min(near)[1] if near else word


def _distance(one: str, two: str) -> int:
    """How many letters are missing, added, wrong or swapped."""
    if abs(len(one) - len(two)) > 2:
        return 9
    rows = [list(range(len(two) + 1))]
    for i, mine in enumerate(one, 1):
        row = [i]
        for j, other in enumerate(two, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (mine != other))
            if i > 1 and j > 1 and mine == two[j - 2] and one[i - 2] == other:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


class Text:
    """Looking at tokens; a place is the number of a token."""

    def __init__(self, text: str, words: Words) -> None:
        self.tokens = tokens(text, words)
        self._phrases = [
            [self._joined(at, count) for count in range(1, LONGEST_PHRASE + 1)]
            for at in range(len(self.tokens))
        ]
        self._limit = len(self.tokens)
        "nothing is looked at from here on, while what stands before is read by itself"
        self._words = words
        self._row_begun = False
        "inside a time that has said more already: on Tuesday at 4"
        self._hours_expected: set[int] = set()
        "places where a bare number can only be an hour: the second end of a range"

    def _word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < self._limit else ""

    def _text(self, at: int, count: int) -> str:
        is_known = 0 <= at < len(self._phrases) and 1 <= count <= LONGEST_PHRASE
        return self._phrases[at][count - 1] if is_known else self._joined(at, count)

    def _joined(self, at: int, count: int) -> str:
        return " ".join(token.text for token in self.tokens[at : at + count])

    def _is(self, at: int, words: frozenset[str]) -> int:
        """How many tokens from here are one of these words or phrases."""
        longest = min(LONGEST_PHRASE, self._limit - at)
        if longest > 0 and at >= 0:
            phrases = self._phrases[at]
            for count in range(longest, 0, -1):
                if phrases[count - 1] in words:
                    return count
        return 0

    def _value(self, at: int, table: Mapping[str, V]) -> tuple[V, int] | None:
        longest = min(LONGEST_PHRASE, self._limit - at)
        if longest > 0 and at >= 0:
            phrases = self._phrases[at]
            for count in range(longest, 0, -1):
                if phrases[count - 1] in table:
                    return table[phrases[count - 1]], at + count
        return None

    def _skip(self, at: int, words: frozenset[str]) -> int:
        return at + self._is(at, words)

    def _skip_the(self, at: int) -> int:
        return self._skip(at, self._words.the)

    def _skip_glue(self, at: int) -> int:
        while count := self._is(at, self._words.glue) or (self._word(at) == "," and 1):
            at += int(count)
        return at

    def _is_before(self, at: int, words: frozenset[str]) -> bool:
        """Whether one of these words or phrases ends just before this place."""
        return any(
            at - count >= 0 and self._text(at - count, count) in words
            for count in range(1, LONGEST_PHRASE + 1)
        )

    def _is_attached(self, at: int) -> bool:
        """Written without a space after the token before."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def _is_all(self, start: int, end: int) -> bool:
        """Whether these tokens are the whole text, but for signs."""
        around = self.tokens[:start] + self.tokens[end:]
        return all(token.text in SENTENCE_SIGNS for token in around)

    def _ends_well(self, end: int) -> bool:
        """Whether what comes next leaves a number or ordinal alone, instead of counting things."""
        word = self._word(end)
        return (
            not word
            or word in SENTENCE_SIGNS
            or word in self._words.follows
            or word in self._words.known
        )

    def _counts_things(self, end: int) -> bool:
        """Whether the number before this place plainly counts or measures something."""
        if self._row_begun:
            return False
        words = self._words
        word = self._word(end)
        return word in words.measures or (
            bool(words.things)
            and word not in words.known
            and word not in words.follows
            and re.fullmatch(words.things, word) is not None
        )

    def _changes_a_value(self, at: int) -> bool:
        """Whether something is said before to grow, shrink or be divided."""
        return any(token.text in self._words.changes for token in self.tokens[:at])

    def _number(self, at: int) -> tuple[float, int] | None:
        word = self._word(at)
        if re.fullmatch(r"\d+(\.\d+)?", word):
            return float(word), at + 1
        return self._value(at, self._words.numbers)

    def _whole_number(self, at: int) -> tuple[int, int] | None:
        number = self._number(at)
        if number is None or number[0] % 1 or number[0] < 0:
            return None
        return int(number[0]), number[1]

    def _ordinal(self, at: int) -> tuple[int, int] | None:
        """The fifth, 5th, 5."""
        if self._word(at).isdecimal() and self._word(at + 1) in _ORDINAL_ENDINGS:
            if self._word(at + 1) != ".":
                return int(self._word(at)), at + 2
            if self._words.dot_is_ordinal and self._is_attached(at + 1):
                return int(self._word(at)), at + 2
        return self._value(at, self._words.ordinals)

    def _unit(self, at: int) -> tuple[str, int] | None:
        return self._value(at, self._words.units)
