"""The owner's words made plain: spelling mended, courtesies and fillers taken away.

Every character that is shown carries the piece of the original that it stands for, so that a gap
found in the plain words gives back exactly what the owner wrote.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from typing import Self

from inference.spelling import distance
from inference.understanding.frames import Frames

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
QUOTES = str.maketrans({"’": "'", "\u2018": "'", "`": "'", "“": '"', "”": '"', "\u00a0": " "})

SIGNS = re.compile(r"\s*(?:->|=>|→|➜)\s*|\s*\+=\s*")
ENDINGS = ("", "s", "d", "ed", "er", "ers", "ing", "ly", "'s", "es", "ation", "ment", "ion")
LETTERS_FOR_TWO_SLIPS = 8
LEAST_LETTERS = 5
"a shorter word is too near to others to be mended"
FOLLOWING = re.compile(
    r"[,.;!–—-]+\s*(?:and |so |but )?(?=(?:could|can|would|will) you \w+|please \w+ \w+)",
    re.IGNORECASE,
)
FILLER = re.compile(
    r"(?:^|,?\s+)(?:[Uu]+[hm]+m*|er|erm|[Hh]mm+|[Aa]hem)(?![\w'’.-]\w|\w)[,…]*(?=\s)"
    r"|(?<=\b(?:to|at|on|in|by)),? like(?= [\w])"
)
"what is only breathed; “ER” and the like are names"
PLEASE = re.compile(r"(?<=\w),? please,?(?= \w)", re.IGNORECASE)
ALOUD = re.compile(r"(?<=\w),? (?:aloud|out loud)(?=[\s,.!?]|$)", re.IGNORECASE)
READ = re.compile(r"(?:read|tell|say|list)\b", re.IGNORECASE)
"whatever is to be read aloud is to be shown: whether it is heard, the voice knows"
GERUND = re.compile(r"^(\w+?)(?:ing)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Spelling:
    """How the words of one language's requests are slipped on, and what is meant by it."""

    forms: Mapping[str, str]
    ours: frozenset[str]
    short: Mapping[str, str]
    "by their letters in order"
    real: frozenset[str]
    gerunds: Mapping[str, str]

    @classmethod
    def of(cls, text: str) -> Self:
        parts = dict(_sections(text))
        pairs = {name: _pairs(parts[name]) for name in ("forms", "gerunds")}
        short = {"".join(sorted(word)): word for word in " ".join(parts["short"]).split()}
        ours, real = (frozenset(" ".join(parts[name]).split()) for name in ("ours", "real"))
        return cls(pairs["forms"], ours, short, real, pairs["gerunds"])

    def mended(self, word: str) -> str | None:
        """The word of ours that this is a slip of."""
        if known := self.forms.get(word):
            return known
        if word in self.real:
            return None
        if swapped := self.short.get("".join(sorted(word))):
            return swapped
        return near(word, self.ours) if len(word) >= LEAST_LETTERS else None


@cache
def english() -> Spelling:
    return Spelling.of(resources.files(__package__).joinpath("english.spelling").read_text("utf-8"))


@dataclass(frozen=True)
class Wording:
    """Plain words, each character with the piece of the original that it stands for."""

    cells: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, text: str) -> Self:
        return cls(tuple(zip(text.translate(QUOTES), text, strict=True)))

    @cached_property
    def text(self) -> str:
        return "".join(shown for shown, _ in self.cells)

    def original(self, start: int, end: int) -> str:
        """What the owner wrote where the plain words have this stretch."""
        return "".join(piece for _, piece in self.cells[start:end])

    def part(self, start: int, end: int) -> Self:
        return type(self)(self.cells[start:end])

    def replace(self, start: int, end: int, word: str) -> Self:
        """Another word for a stretch; the original of the whole stretch stays with it."""
        whole = self.original(start, end)
        new = [(letter, "") for letter in word]
        new[0] = (word[0], whole)
        return type(self)((*self.cells[:start], *new, *self.cells[end:]))

    def without(self, spans: Iterable[tuple[int, int]]) -> Self:
        """Cut stretches out; what is left on both sides moves together."""
        cells = list(self.cells)
        for start, end in sorted(spans, reverse=True):
            cells[start:end] = [(" ", " ")]
        return type(self)(tuple(cells))

    def stripped(self, signs: str = " ,.;:!?-–—") -> Self:
        text = self.text
        return self.part(len(text) - len(text.lstrip(signs)), len(text.rstrip(signs)))


def plain(text: str, spelling: Spelling) -> Wording:
    """The words with the spelling of those mended that requests are made of."""
    words = Wording.of(text).without(found.span() for found in FILLER.finditer(text))
    words = words.stripped(" ")
    for found in reversed(list(WORD.finditer(words.text))):
        mended = spelling.mended(found[0].lower())
        if mended and mended != found[0].lower():
            words = words.replace(*found.span(), mended)
    for found in reversed(list(SIGNS.finditer(words.text))):
        words = words.replace(*found.span(), " add " if "+" in found[0] else " to ")
    return words


def request(words: Wording, frames: Frames, spelling: Spelling) -> Wording:
    """The request itself, without what courtesy put around it."""
    last = list(FOLLOWING.finditer(words.text))
    if last and len(words.text) - last[-1].end() > LEAST_LETTERS:
        words = words.part(last[-1].end(), len(words.text))
    words = words.without(found.span() for found in PLEASE.finditer(words.text))
    for _ in range(2):  # behind “would you mind telling me” there is more to take away
        start, end = frames.within(words.text)
        words = _imperative(words.part(start, end), spelling).stripped()
    if READ.match(words.text):
        words = words.without(found.span() for found in ALOUD.finditer(words.text)).stripped()
    return words


def _imperative(words: Wording, spelling: Spelling) -> Wording:
    """“Would you mind reminding me” is “remind me”."""
    found = GERUND.match(words.text)
    base = spelling.gerunds.get(found[1].lower()) if found else None
    return words.replace(*found.span(), base) if found and base else words


def near(word: str, ours: frozenset[str]) -> str | None:
    """The one word of ours that this is a slip of: letters too many, missing, wrong or swapped."""
    if any(word.startswith(one) and word[len(one) :] in ENDINGS for one in ours):
        return None
    most = 2 if len(word) >= LETTERS_FOR_TWO_SLIPS else 1
    near_in_length = [one for one in ours if abs(len(one) - len(word)) <= most]
    found = [(slips, one) for one in near_in_length if (slips := distance(word, one)) <= most]
    best = [one for slips, one in found if slips == min(found)[0]]
    return best[0] if len(best) == 1 and best[0][0] == word[0] else None


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        name, *lines = part.splitlines()
        yield name.strip(), [one for one in lines if one.strip() and not one.startswith("#")]


def _pairs(lines: Iterable[str]) -> dict[str, str]:
    return dict(one.split(" = ", 1) for one in lines)
