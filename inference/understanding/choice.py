"""Which tools a request speaks for, learned from the examples by kernel ridge regression.

Two sentences are alike by what they mean (vectors of the embedder) and by the words in them that
follow each other. What is learned is exact and the same each time: nothing is drawn by chance.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

PIECE = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!\"“.,:]")
QUOTES = str.maketrans({"’": "'", "\u2018": "'", "”": '"', "„": '"'})
NUMBER = "#"
BEGIN, END = "^", "$"
WORDS_COUNT = 0.6
"how much likeness by words counts beside that by meaning"
SMOOTHING = 0.1
"how far a single example may be wrong"

Row = npt.NDArray[np.float32]


class Phrases:
    """Likeness by words and pairs of words that stand in both sentences."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._many = len(texts)
        held: dict[str, list[tuple[int, float]]] = {}
        for place, text in enumerate(texts):
            for phrase, weight in phrases(text).items():
                held.setdefault(phrase, []).append((place, weight))
        self._held = {
            phrase: (np.array([at for at, _ in found]), np.array([w for _, w in found], np.float32))
            for phrase, found in held.items()
        }

    def to(self, text: str) -> Row:
        """How like each of the texts is to another one."""
        found = np.zeros(self._many, dtype=np.float32)
        for phrase, weight in phrases(text).items():
            if phrase in self._held:
                places, weights = self._held[phrase]
                found[places] += weight * weights
        return found

    def among(self) -> Row:
        """How like the texts are to each other."""
        found = np.zeros((self._many, self._many), dtype=np.float32)
        for places, weights in self._held.values():
            found[np.ix_(places, places)] += np.outer(weights, weights)
        return found


class Choice:
    """Weighs the tools for a sentence; 1 is for sure, 0 is not at all."""

    def __init__(
        self,
        texts: Sequence[str],
        tools: Sequence[str],
        vectors: Row,
        weights: Row | None = None,
    ) -> None:
        self._phrases = Phrases(texts)
        self._vectors = vectors
        self._tools = tuple(sorted(set(tools)))
        given = np.array([[tool == name for name in self._tools] for tool in tools], np.float32)
        self._shares = given.mean(axis=0)
        self.weights = self._learned(given) if weights is None else weights
        "what each example says for each tool: a row for each, a column for each"

    def likeness(self, text: str, vector: Row) -> Row:
        """Of each example to a sentence."""
        return by_meaning(self._vectors @ vector) + WORDS_COUNT * self._phrases.to(text)

    def weigh(self, likeness: Row) -> Mapping[str, float]:
        found = likeness @ self.weights + self._shares
        return dict(zip(self._tools, map(float, found), strict=True))

    def _learned(self, given: Row) -> Row:
        alike = by_meaning(self._vectors @ self._vectors.T)
        alike += WORDS_COUNT * self._phrases.among()
        alike[np.diag_indices(len(given))] += SMOOTHING
        return np.asarray(np.linalg.solve(alike, given - self._shares), dtype=np.float32)


def by_meaning(cosine: Row) -> Row:
    """Near counts much and far little."""
    return np.asarray(np.exp(-2 * (1 - cosine)), dtype=np.float32)


def phrases(text: str) -> dict[str, float]:
    """The words and pairs of words of a sentence with their weights, whose squares sum to 1."""
    said = PIECE.findall(text.translate(QUOTES).casefold())
    words = [BEGIN, *(NUMBER if one.isdigit() else one for one in said), END]
    pairs = (f"{one} {other}" for one, other in pairwise(words))
    counts = Counter([*words, *pairs])
    whole = sum(counts.values()) ** 0.5
    return {phrase: count**0.5 / whole for phrase, count in counts.items()}
