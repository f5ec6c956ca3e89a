"""Vectors of texts: in order, normalized, the same alone as among others."""

import numpy as np
import pytest

from inference.engines.local import Embedding, Engines
from tests.inference.conftest import INT8


@pytest.fixture(scope="module")
def embedder(engines: Engines) -> Embedding:
    return engines.embedder(INT8)


TEXTS = [
    "A cat sleeps.",
    "",
    "Tax law " * 300,
    "Ein Kätzchen schläft",
    "日本語 👋",
    "a\x00b",
    "A cat sleeps.",
]


def test_vectors_come_in_the_order_of_the_texts(embedder: Embedding) -> None:
    together = embedder.embed(TEXTS)
    assert together.shape == (len(TEXTS), embedder.dimensions)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS])
    # int8 rounds by the batch, so that a text among others moves a little
    assert (together * alone).sum(axis=1).min() > 0.98
    assert np.allclose(together[0], together[-1], atol=0.05)


def test_likeness_follows_meaning(embedder: Embedding) -> None:
    cat, kitten, law = embedder.embed(["a cat", "a kitten", "the tax law of 1998"])
    assert cat @ kitten > 0.6 > cat @ law + 0.2


def test_nothing_to_embed(embedder: Embedding) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_progress_is_told_and_it_can_be_stopped(embedder: Embedding) -> None:
    told: list[int] = []
    embedder.embed(["word " * 100] * 60, report=lambda done, _: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 60
    assert len(told) > 1


def test_the_model_is_named_by_its_bytes(embedder: Embedding) -> None:
    assert embedder.model.startswith(f"{INT8}:")
    assert len(embedder.model) == len(INT8) + 17
