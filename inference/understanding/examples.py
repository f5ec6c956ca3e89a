"""What people say and mean by it: what is like a request says which tools come into play."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from inference.engines.protocols import Embedder
from inference.understanding.choice import Choice, Row
from inference.understanding.frames import ANSWER

NEAREST = 60
"examples that may be shown to a model"
LETTERS = 3
DIMENSIONS = 4096


@dataclass(frozen=True)
class Example:
    """A sentence, the tool that it asks for, and the arguments that stand in it."""

    tool: str
    says: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Near:
    """What is like a request."""

    tools: tuple[tuple[str, float], ...]
    "with their weight, 1 being sure, the likeliest first; “answer” is one of them"
    examples: tuple[Example, ...]
    "the nearest first"

    def weight(self, tool: str) -> float:
        return dict(self.tools).get(tool, 0.0)

    @property
    def wanted(self) -> tuple[tuple[str, float], ...]:
        """The tools without “answer”."""
        return tuple(pair for pair in self.tools if pair[0] != ANSWER)

    @property
    def talk(self) -> float:
        """How much more likely mere talk is than any tool."""
        return self.weight(ANSWER) - max((weight for _, weight in self.wanted), default=0.0)

    def with_tool(self, tool: str | None) -> "Near":
        """The same with a tool that comes into play for another reason: as likely as the best."""
        if tool is None or not self.wanted:
            return self
        best = max(self.wanted[0][1], self.weight(tool))
        rest = [pair for pair in self.tools if pair[0] != tool]
        return replace(self, tools=tuple(sorted([(tool, best), *rest], key=lambda one: -one[1])))


class Letters:
    """Likeness by letters that follow each other: where no weights for meaning are ready."""

    model = "letters"
    dimensions = DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Row:
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            folded = f" {' '.join(text.lower().split())} "
            for at in range(len(folded) - LETTERS + 1):
                row[_place(folded[at : at + LETTERS])] += 1.0
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


class Examples:
    """The examples of one language, each with its vector."""

    def __init__(
        self,
        examples: Sequence[Example],
        embedder: Embedder,
        vectors: Row | None = None,
        weights: Row | None = None,
    ) -> None:
        self._examples = tuple(examples)
        self._embedder = embedder
        texts = [one.says for one in examples]
        if vectors is None:
            vectors = embedder.embed(texts)
        self._choice = Choice(texts, [one.tool for one in examples], vectors, weights)

    @property
    def weights(self) -> Row:
        """What was learned from them: it need not be learned again."""
        return self._choice.weights

    def near(self, request: str) -> Near:
        """What the nearest examples are, and which tools they speak for."""
        likeness = self._choice.likeness(request, self._embedder.embed([request])[0])
        ranked = sorted(self._choice.weigh(likeness).items(), key=lambda pair: -pair[1])
        nearest = np.argsort(-likeness)[:NEAREST]
        return Near(tuple(ranked), tuple(self._examples[place] for place in nearest))


@cache
def english() -> tuple[Example, ...]:
    lines = (
        resources.files(__package__).joinpath("english.examples").read_text("utf-8").splitlines()
    )
    return tuple(_example(line) for line in lines if line.strip() and not line.startswith("#"))


def _example(line: str) -> Example:
    tool, says, *given = line.split(" | ")
    pairs = [pair.split("=", 1) for pair in given[0].split("; ")] if given else []
    return Example(tool, says, tuple((name, value) for name, value in pairs))


def _place(letters: str) -> int:
    number = 0
    for letter in letters:
        number = (number * 131 + ord(letter)) % DIMENSIONS
    return number
