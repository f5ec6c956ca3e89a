"""What people say and mean by it: what is nearest to a request says which tools come into play."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from inference.engines.protocols import Embedder, Vectors

NEAREST = 12
"examples that have a say in which tools are offered"
OFFERED = 5
"tools that a model may choose among"
FAR = 0.2
"likeness below which an example says nothing"
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
    "with their weight, the likeliest first; “answer” is one of them"
    examples: tuple[Example, ...]
    "the nearest first"

    def weight(self, tool: str) -> float:
        return dict(self.tools).get(tool, 0.0)

    def with_tool(self, tool: str | None) -> "Near":
        """The same with a tool that comes into play for another reason."""
        if tool is None or self.weight(tool) > 0:
            return self
        return replace(
            self, tools=(*self.tools[: OFFERED - 1], (tool, FAR**2), *self.tools[OFFERED - 1 :])
        )


class Letters:
    """Likeness by letters that follow each other: where no weights for meaning are ready."""

    model = "letters"
    dimensions = DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
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
        self, examples: Sequence[Example], embedder: Embedder, vectors: Vectors | None = None
    ) -> None:
        self._examples = tuple(examples)
        self._embedder = embedder
        if vectors is None:
            vectors = embedder.embed([one.says for one in examples])
        self._vectors = vectors

    def near(self, request: str) -> Near:
        """What the nearest examples are, and which tools they speak for."""
        likeness = self._vectors @ self._embedder.embed([request])[0]
        order = np.argsort(-likeness)[:NEAREST]
        weights: dict[str, float] = {}
        for place in order:
            tool = self._examples[place].tool
            weights[tool] = weights.get(tool, 0.0) + max(float(likeness[place]) - FAR, 0.0) ** 2
        ranked = sorted(weights.items(), key=lambda pair: -pair[1])
        return Near(tuple(ranked), tuple(self._examples[place] for place in order))


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
