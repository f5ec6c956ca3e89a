"""The starter weights themselves: whole, what they say they are, refused once a bit is wrong."""

import json
import math
import os
import shutil
import struct
from pathlib import Path

import numpy as np
import pytest

from models import catalog, convert
from models.catalog import Role
from models.errors import WeightsDamaged
from models.gguf import read_header
from models.recognize import recognize
from models.store import Store

STARTER = [entry.name for entry in catalog.load().starter]


@pytest.fixture
def store(real_weights: Path, tmp_path: Path) -> Store:
    return Store(real_weights, tmp_path / "weights.json")


@pytest.mark.parametrize("name", STARTER)
def test_installed_and_whole_to_the_last_byte(store: Store, name: str) -> None:
    one = store.verify(name)
    assert one.trusted
    assert one.damaged == ()
    entry = catalog.load().find(name)
    made = [file for file in one.files if file.path == convert.MADE and name == "minilm-l6-v2"]
    here = [file.sha256 for file in one.files if file not in made]
    assert here == [file.sha256 for file in entry.files]


@pytest.mark.parametrize("name", STARTER)
def test_one_flipped_bit_is_found_and_the_weights_are_refused(
    store: Store, tmp_path: Path, name: str
) -> None:
    """In a copy, in the middle of the largest file, with the time of change put back."""
    copy = Store(tmp_path / "copy", tmp_path / "weights.json")
    shutil.copytree(store.folder / name, copy.folder / name)
    one = copy.get(name)
    largest = max(one.files, key=lambda file: file.bytes)
    path = one.path(largest.path)
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(largest.bytes // 2)
        byte = file.read(1)[0]
        file.seek(largest.bytes // 2)
        file.write(bytes([byte ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert copy.verify(name).damaged == (largest.path,)
    with pytest.raises(WeightsDamaged), copy.use(name):
        pass
    shutil.rmtree(copy.folder)


@pytest.mark.parametrize(
    ("name", "architecture", "quantization"),
    [("qwen2.5-coder-1.5b", "qwen2", "Q4_K_M"), ("smollm2-135m", "llama", "Q4_1")],
)
def test_the_header_reader_reads_real_files(
    store: Store, name: str, architecture: str, quantization: str
) -> None:
    header = read_header(store.get(name).path())
    assert (header.architecture, header.quantization) == (architecture, quantization)
    assert header.has_chat_template
    assert header.context_length == catalog.load().find(name).context


@pytest.mark.parametrize("name", [name for name in STARTER if name != "minilm-l6-v2-int8"])
def test_they_are_recognized_for_what_they_are(store: Store, name: str) -> None:
    one = store.get(name)
    path = one.path() if one.role in (Role.CHAT, Role.SPEAK) else one.folder
    assert recognize(path).role is one.role


def test_the_smallest_chat_weights_load_and_write(store: Store) -> None:
    import llama_cpp

    with store.use("smollm2-135m") as one:
        llama = llama_cpp.Llama(str(one.path()), n_ctx=256, n_threads=2, verbose=False, seed=1)
        answer = llama("The capital of France is", max_tokens=4, temperature=0.0)
        llama.close()
    assert isinstance(answer, dict)
    assert "Paris" in answer["choices"][0]["text"]


Array = np.ndarray[tuple[int, ...], np.dtype[np.float32]]


def read_safetensors(path: Path) -> dict[str, Array]:
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    table = json.loads(raw[8 : 8 + length])
    return {
        name: np.frombuffer(raw, np.float32, int(np.prod(row["shape"])),
                            8 + length + row["data_offsets"][0]).reshape(row["shape"])
        for name, row in table.items()
        if name != "__metadata__" and row["dtype"] == "F32"
    }  # fmt: skip


def minilm(weights: dict[str, Array], ids: list[int]) -> Array:
    """MiniLM in plain numpy: what the full-precision weights say about a text."""

    def linear(x: Array, name: str) -> Array:
        return np.asarray(x @ weights[name + ".weight"].T + weights[name + ".bias"])

    def norm(x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * weights[name + ".weight"] + weights[name + ".bias"])

    def gelu(x: Array) -> Array:
        # erf by Abramowitz and Stegun 7.1.26: exact to 1e-7, and numpy has none
        z = np.abs(x) / math.sqrt(2)
        t = 1 / (1 + 0.3275911 * z)
        series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (
            -1.453152027 + t * 1.061405429))))  # fmt: skip
        return np.asarray(
            0.5 * x * (1 + np.sign(x) * (1 - series * np.exp(-z * z))), dtype=np.float32
        )

    at = "embeddings."
    x = weights[at + "word_embeddings.weight"][ids]
    x = x + weights[at + "position_embeddings.weight"][: len(ids)]
    x = norm(x + weights[at + "token_type_embeddings.weight"][0], at + "LayerNorm")
    for layer in range(6):
        at = f"encoder.layer.{layer}."
        split = [
            linear(x, f"{at}attention.self.{name}").reshape(len(ids), 12, 32).transpose(1, 0, 2)
            for name in ("query", "key", "value")
        ]
        scores = split[0] @ split[1].transpose(0, 2, 1) / np.sqrt(32)
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        seen = (scores / scores.sum(-1, keepdims=True)) @ split[2]
        mixed = linear(
            seen.transpose(1, 0, 2).reshape(len(ids), 384), at + "attention.output.dense"
        )
        x = norm(x + mixed, at + "attention.output.LayerNorm")
        wide = gelu(linear(x, at + "intermediate.dense"))
        x = norm(x + linear(wide, at + "output.dense"), at + "output.LayerNorm")
    pooled = x.mean(0)
    return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)


TEXTS = (
    "Remind me to call the dentist tomorrow at nine.",
    "The invoice from March has not been paid yet.",
    "Wir treffen uns am Freitag um drei im Büro.",
    "How do I reset the password of the router?",
    "She moved to Lisbon in 2019 and works as an architect.",
    "Quarterly revenue grew by 12 percent, costs by 4.",
    "yes",
    "A very long sentence that goes on about the weather, the garden, the neighbours and their "
    "dog, the dog's fondness for slippers, and the many slippers that were lost that summer.",
)


def test_the_compact_embedder_is_the_same_model(store: Store) -> None:
    """Its vectors point where those of the full-precision weights point, text by text."""
    import onnxruntime
    from tokenizers import Tokenizer

    full, compact = store.get("minilm-l6-v2"), store.get("minilm-l6-v2-int8")
    tokenizer = Tokenizer.from_file(str(compact.path("tokenizer.json")))
    tokenizer.no_padding()
    session = onnxruntime.InferenceSession(
        str(compact.path("model.onnx")), providers=["CPUExecutionProvider"]
    )
    weights = read_safetensors(full.path("model.safetensors"))
    exact, small = [], []
    for text in TEXTS:
        ids = tokenizer.encode(text).ids
        row = np.array([ids], dtype=np.int64)
        hidden = session.run(None, {"input_ids": row, "attention_mask": np.ones_like(row),
                                    "token_type_ids": np.zeros_like(row)})[0][0]  # fmt: skip
        pooled = hidden.mean(0)
        small.append(pooled / np.linalg.norm(pooled))
        exact.append(minilm(weights, ids))
    likeness = np.array(exact) @ np.array(small).T
    assert likeness.diagonal().min() > 0.9
    # and each text is closest to itself, so it is this model and not merely a similar one
    assert (likeness.argmax(1) == np.arange(len(TEXTS))).all()
    assert likeness.diagonal().min() - (likeness - np.eye(len(TEXTS))).max() > 0.3
