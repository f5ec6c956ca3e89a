"""An embedder whose vectors are made from the words of a text: the same words, the same place."""

import hashlib
from collections.abc import Sequence

import numpy as np

from vault.search import WORD
from vault.vectors import Vectors

SAME = {"physician": "doctor", "clinic": "hospital", "automobile": "car"}


class ToyEmbedder:
    """Words have fixed random directions, synonyms share one; a text is the sum of its words."""

    model = "toy-1"
    dimensions = 64

    def embed(self, texts: Sequence[str]) -> Vectors:
        rows = np.array([self._text(text) for text in texts], dtype=np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _text(self, text: str) -> Vectors:
        words = [SAME.get(word, word) for word in WORD.findall(text.lower())] or ["nothing"]
        return np.asarray(sum(self._word(word) for word in words), dtype=np.float32)

    def _word(self, word: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
        return np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
