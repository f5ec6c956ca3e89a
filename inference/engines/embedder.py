"""The meaning of texts as vectors, by a sentence-transformers model in ONNX.

Texts are put together by length, so that short ones do not wait for padding; the vectors come back
in the order of the texts, normalized. An exported model pools by itself; one that gives a vector
for each token is pooled here.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tokenizers

from inference.engines import onnx
from inference.engines.host import Call, Opening
from inference.errors import WeightsNotReady, WeightsUnusable

TOKENS_AT_ONCE = 2048
DEFAULT_LENGTH = 256
Vectors = npt.NDArray[np.float32]


def load(opening: Opening, _call: Call) -> "Embedding":
    """Load the model and its tokenizer; fast enough not to tell how it goes."""
    files = {Path(one).name: Path(one) for one in opening.files}
    if not {"model.onnx", "tokenizer.json"} <= set(files):
        raise WeightsNotReady(opening.name)
    return Embedding(files["model.onnx"], files["tokenizer.json"], opening.settings)


class Embedding:
    """One model that turns texts into vectors."""

    def __init__(self, model: Path, tokenizer: Path, settings: dict[str, Any]) -> None:
        self._session = onnx.session(model, int(settings.get("cores") or 1))
        self._inputs = {one.name for one in self._session.get_inputs()}
        self._outputs = [one.name for one in self._session.get_outputs()]
        try:
            self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        except Exception as error:
            raise WeightsUnusable(tokenizer.name, "no tokenizer") from error
        self._tokenizer.enable_truncation(int(settings.get("length") or DEFAULT_LENGTH))
        self._tokenizer.no_padding()
        self._dimensions = self._embed(["."]).shape[1]

    def about(self) -> dict[str, Any]:
        return {"dimensions": self._dimensions}

    def serve(self, call: Call) -> None:
        texts = [str(text).encode("utf-8", "replace").decode() for text in call.fields["texts"]]
        vectors = np.empty((len(texts), self._dimensions), np.float32)
        done = 0
        for group in self._groups(texts):
            if call.stopped():
                return
            vectors[group] = self._embed([texts[place] for place in group])
            done += len(group)
            call.tell("embedded", {"done": done, "total": len(texts)})
        call.tell("vectors", {"dimensions": self._dimensions}, vectors.tobytes())

    def _groups(self, texts: list[str]) -> list[list[int]]:
        """Places of texts of like length, each group within a bound of tokens."""
        lengths = [len(one.ids) for one in self._tokenizer.encode_batch(texts)]
        groups: list[list[int]] = []
        room = 0
        for place in sorted(range(len(texts)), key=lambda place: -lengths[place]):
            if room < 1:
                groups.append([])
                room = max(TOKENS_AT_ONCE // max(lengths[place], 1), 1)
            groups[-1].append(place)
            room -= 1
        return groups

    def _embed(self, texts: list[str]) -> Vectors:
        encoded = self._tokenizer.encode_batch(texts)
        longest = max(len(one.ids) for one in encoded)
        ids = np.zeros((len(encoded), longest), np.int64)
        mask = np.zeros_like(ids)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {name: value for name, value in given.items() if name in self._inputs}
        (found,) = self._session.run(self._outputs[:1], wanted)
        vectors = found if found.ndim == 2 else _pooled(found, mask)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(norms, 1e-12), np.float32)


def _pooled(tokens: Vectors, mask: npt.NDArray[np.int64]) -> Vectors:
    """The mean over a text's own tokens."""
    weights = mask[:, :, None].astype(np.float32)
    return np.asarray((tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9))
