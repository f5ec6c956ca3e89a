"""Which of several readings of one sound somebody is likelier to have said.

A recognizer follows the sound and knows little of what people say: “light bolts” sounds like
“light bulbs”. A small language model knows only that. Its word counts less than the sound's, and
what the sound speaks clearly against is not so much as looked at.
"""

import contextlib
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import numpy as np

from inference.engines.llama import Context, Logits, Model
from inference.errors import InferenceError

WEIGHT = 0.3
"of the language model's word beside the sound's; chosen in benchmarks/voice_requests.py"
MOST_BEHIND = 1.5
"""by how much, as logarithms, the sound may speak against a reading that is looked at: looking at
more of them costs time after the last word, and made nothing better"""
MOST_READINGS = 3
LONGEST = 200
"characters; what is longer is told, and no request"
LENGTH, AT_ONCE = 512, 64
"tokens: in all, and read in one go; as many take room that stays"
BEFORE = "Somebody tells their personal assistant what to do or asks something.\n"


class Read(Protocol):
    """A reading: its text, and how likely the sound makes it, as a logarithm."""

    @property
    def text(self) -> str: ...
    @property
    def likelihood(self) -> float: ...


OneOf = TypeVar("OneOf", bound=Read)


class Weigher:
    """A small language model, loaded when it is first asked."""

    def __init__(self, file: Path, threads: int) -> None:
        self._file = file
        self._threads = threads
        self._before = ""
        self._first: Logits | None = None
        "the view after what stands before each reading"
        self._opening = 0
        "how many tokens that is"

    def wake(self, manner: str) -> None:
        """Have read what stands before each reading, while nobody waits for it."""
        with contextlib.suppress(InferenceError):
            self._begin(manner)

    def likeliest(self, readings: Sequence[OneOf], manner: str) -> OneOf:
        """The one that sound and language together speak for; the first where they cannot."""
        best = readings[0]
        heard = [one for one in readings[:MOST_READINGS] if len(one.text) <= LONGEST
                 and best.likelihood - one.likelihood <= MOST_BEHIND]  # fmt: skip
        if len({one.text for one in heard}) < 2:
            return best
        try:
            said = self._likelihoods([one.text for one in heard], manner)
        except InferenceError:
            return best
        return max(heard, key=lambda one: one.likelihood + WEIGHT * said[one.text])

    def _likelihoods(self, texts: Sequence[str], manner: str) -> dict[str, float]:
        """How likely each is to be said, as a logarithm; what two begin with is read once."""
        self._begin(manner)
        found: dict[str, float] = {}
        before, scores = list[int](), list[float]()
        for text in sorted(set(texts)):
            tokens = self._model.tokens(f"{text.strip()}\n")[:AT_ONCE]
            shared = _common(before, tokens)
            scores = [*scores[:shared], *self._scores(tokens, shared)]
            before = tokens
            found[text] = sum(scores)
        return found

    def _begin(self, manner: str) -> None:
        """Read what stands before each reading, where it is not what was read last."""
        before = f"{BEFORE}{manner}\n"
        if self._first is not None and before == self._before:
            return
        tokens = [*self._model.opening, *self._model.tokens(before)]
        self._context.clear()
        for at in range(0, len(tokens), AT_ONCE):
            self._context.decode(tokens[at : at + AT_ONCE])
        self._before, self._opening = before, len(tokens)
        self._first = self._context.logits().copy()

    def _scores(self, tokens: Sequence[int], known: int) -> list[float]:
        """Of each token from a place on, with those before it read already."""
        at = max(known - 1, 0)  # the last that is known is read again, for the view after it
        self._context.rewind(self._opening + at)
        self._context.decode(tokens[at:], every=True)
        return [
            _score(self._first if place == 0 else self._context.logits(place - 1 - at), token)
            for place, token in enumerate(tokens)
            if place >= known
        ]

    @functools.cached_property
    def _model(self) -> Model:
        return Model(self._file, 0, lambda _share: True)

    @functools.cached_property
    def _context(self) -> Context:
        return Context(self._model, LENGTH, (self._threads, self._threads), AT_ONCE)


def _score(view: Logits | None, token: int) -> float:
    assert view is not None
    top = float(view.max())
    return float(view[token]) - top - float(np.log(np.exp(view - top).sum()))


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens both begin with, the last of them left out."""
    most = min(len(one), len(other)) - 1
    return next((place for place in range(most) if one[place] != other[place]), max(most, 0))
