"""What a stranger's file is, told from little of it; what could do harm is refused."""

import json
import pickle
import struct
from pathlib import Path

import pytest

from models import recognize as module
from models.catalog import Role
from models.errors import (
    ModelsError,
    NoSuchPath,
    NotWeights,
    OnePieceOfSeveral,
    UnsafeFormat,
    WeightsMalformed,
)
from models.recognize import recognize
from tests import weight_files
from tests.gguf_files import SENSIBLE, STRING, U16, U32, Gguf, pair


def test_a_chat_gguf(tmp_path: Path) -> None:
    found = recognize(weight_files.gguf(tmp_path))
    assert (found.role, found.title, found.licence) == (Role.CHAT, "Test Llama", "mit")
    assert found.files == ("tiny.gguf",)
    assert found.memory_bytes > 200_000_000


def test_an_embedding_gguf(tmp_path: Path) -> None:
    pairs = (pair("general.architecture", STRING, "bert"), *SENSIBLE[1:])
    assert recognize(weight_files.gguf(tmp_path, content=Gguf(pairs=pairs))).role is Role.EMBED


def test_a_gguf_by_another_name(tmp_path: Path) -> None:
    assert recognize(weight_files.gguf(tmp_path, "sha256-abc")).role is Role.CHAT


def test_more_context_needs_more_memory_up_to_the_default(tmp_path: Path) -> None:
    def memory(context: int) -> int:
        kept = tuple(one for one in SENSIBLE if b"context_length" not in one)
        file = Gguf(pairs=(*kept, pair("llama.context_length", U32, context)))
        return recognize(weight_files.gguf(tmp_path, content=file)).memory_bytes

    assert memory(1024) < memory(8192) == memory(1 << 20)


def test_a_whisper_folder(tmp_path: Path) -> None:
    found = recognize(weight_files.whisper(tmp_path / "my  whisper"))
    assert (found.role, found.title) == (Role.LISTEN, "my whisper")
    assert found.files == ("model.bin", "config.json", "tokenizer.json", "vocabulary.json")


def test_a_voice_and_its_folder(tmp_path: Path) -> None:
    path = weight_files.voice(tmp_path / "voice")
    assert recognize(path) == recognize(path.parent)
    assert recognize(path).files == ("en_US-test.onnx", "en_US-test.onnx.json")


def test_an_embedding_folder(tmp_path: Path) -> None:
    found = recognize(weight_files.embedder(tmp_path / "minilm"))
    assert (found.role, found.family) == (Role.EMBED, "bert")
    assert "1_Pooling/config.json" in found.files


def test_a_folder_with_one_gguf(tmp_path: Path) -> None:
    weight_files.gguf(tmp_path / "model")
    assert recognize(tmp_path / "model").role is Role.CHAT


def test_a_folder_with_two_is_not_guessed(tmp_path: Path) -> None:
    weight_files.gguf(tmp_path, "a.gguf")
    weight_files.gguf(tmp_path, "b.gguf")
    with pytest.raises(NotWeights):
        recognize(tmp_path)


@pytest.mark.parametrize(
    "extra",
    [pair("general.type", STRING, "adapter"), pair("general.type", STRING, "mmproj")],
)
def test_parts_that_are_no_model(tmp_path: Path, extra: bytes) -> None:
    with pytest.raises(NotWeights):
        recognize(weight_files.gguf(tmp_path, content=Gguf(pairs=(*SENSIBLE, extra))))


def test_a_projector_and_a_vocabulary_are_no_model(tmp_path: Path) -> None:
    clip = (pair("general.architecture", STRING, "clip"), *SENSIBLE[1:4])
    for file in (Gguf(pairs=clip), Gguf(tensors=(), data=b"")):
        with pytest.raises(NotWeights):
            recognize(weight_files.gguf(tmp_path, content=file))


def test_one_piece_of_several(tmp_path: Path) -> None:
    file = Gguf(pairs=(*SENSIBLE, pair("split.count", U16, 3)))
    with pytest.raises(OnePieceOfSeveral) as caught:
        recognize(weight_files.gguf(tmp_path, content=file))
    assert caught.value.pieces == 3


@pytest.mark.parametrize("name", ["notes.txt", "picture.png", "model.onnx", "weights.gguf"])
def test_other_files(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"not weights at all")
    with pytest.raises(NotWeights):
        recognize(tmp_path / name)


def test_nothing_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(NoSuchPath):
        recognize(tmp_path / "nothing")
    with pytest.raises(NotWeights):
        recognize(tmp_path)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.PKL", "x.ckpt"])
def test_formats_that_run_code_are_never_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(pickle.dumps({}))
    with pytest.raises(UnsafeFormat):
        recognize(tmp_path / name)


def test_a_folder_of_pickles(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(pickle.dumps({}))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(UnsafeFormat):
        recognize(tmp_path)


@pytest.mark.parametrize(
    "tensors",
    [
        b"",
        b"1234567",
        struct.pack("<Q", 1 << 62),
        struct.pack("<Q", 4) + b"nope",
        struct.pack("<Q", 2) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        struct.pack("<Q", 200_000) + b"[" * 200_000,
        weight_files.safetensors(end=17),
        weight_files.safetensors(size=0),
        struct.pack("<Q", 10) + b'{"a": null}'[:10],
    ],
)
def test_safetensors_that_lie(tmp_path: Path, tensors: bytes) -> None:
    with pytest.raises(WeightsMalformed):
        recognize(weight_files.embedder(tmp_path / "e", tensors))


@pytest.mark.parametrize("content", ["", "{", "null", "3", "[" * 200_000])
def test_json_that_is_none(tmp_path: Path, content: str) -> None:
    folder = weight_files.embedder(tmp_path / "e")
    (folder / "config.json").write_text(content)
    with pytest.raises(WeightsMalformed):
        recognize(folder)


def test_json_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_JSON_BYTES", 1000)
    folder = weight_files.embedder(tmp_path / "e")
    (folder / "config.json").write_text(json.dumps({"model_type": "x" * 2000}))
    with pytest.raises(WeightsMalformed):
        recognize(folder)


@pytest.mark.parametrize(
    "head", [b"", b"\0" * 60, b"\xff" * 60, struct.pack("<IH", 6, 60_000) + b"Other" * 20]
)
def test_whispers_that_are_none(tmp_path: Path, head: bytes) -> None:
    with pytest.raises(ModelsError):
        recognize(weight_files.whisper(tmp_path / "w", head))


def test_a_voice_that_is_no_network(tmp_path: Path) -> None:
    with pytest.raises(WeightsMalformed):
        recognize(weight_files.voice(tmp_path, b"MZ"))


def test_a_voice_without_a_sample_rate(tmp_path: Path) -> None:
    path = weight_files.voice(tmp_path)
    path.with_name(path.name + ".json").write_text("{}")
    with pytest.raises(NotWeights):
        recognize(path)
