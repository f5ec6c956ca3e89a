"""Vectors of our own examples are made once, and made again where their file is of no use."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from desktop import meaning
from inference.understanding.examples import Letters
from vault.vectors import Vectors


class Counting:
    """Counts how often it is asked."""

    model, dimensions = "counting", 3

    def __init__(self) -> None:
        self.asked = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += 1
        return np.full((len(texts), 3), len(texts), dtype=np.float32)


def test_they_are_made_once_for_each_set_of_texts(tmp_path: Path) -> None:
    embedder = Counting()
    for _ in range(3):
        assert meaning.once(["a", "b"], embedder, tmp_path).shape == (2, 3)
    assert embedder.asked == 1
    meaning.once(["a", "c"], embedder, tmp_path)
    assert embedder.asked == 2


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    embedder = Counting()
    meaning.once(["a"], embedder, tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(b"half of it")
    assert meaning.once(["a"], embedder, tmp_path).shape == (1, 3)
    assert embedder.asked == 2


def test_without_a_place_they_are_made_each_time(tmp_path: Path) -> None:
    embedder = Counting()
    assert meaning.once(["a"], embedder, tmp_path / "missing").shape == (1, 3)


def test_what_the_examples_teach_is_learned_once(tmp_path: Path) -> None:
    embedder = Letters()
    first = meaning.known(embedder, tmp_path)
    for path in tmp_path.iterdir():
        if np.load(path).shape == first.weights.shape:
            np.save(path, np.zeros_like(first.weights))
    assert not meaning.known(embedder, tmp_path).weights.any()
    for path in tmp_path.iterdir():
        path.write_bytes(b"half of it")
    assert np.array_equal(meaning.known(embedder, tmp_path).weights, first.weights)
