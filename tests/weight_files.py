"""Small weights of every kind, right enough to be recognized."""

import json
import struct
from pathlib import Path

from tests.gguf_files import Gguf

WHISPER_HEAD = struct.pack("<IH", 6, 12) + b"WhisperSpec\0" + bytes(40)


def gguf(folder: Path, name: str = "tiny.gguf", content: Gguf | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes((content or Gguf()).bytes())
    return path


def whisper(folder: Path, head: bytes = WHISPER_HEAD) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.bin").write_bytes(head + bytes(200))
    (folder / "config.json").write_text(json.dumps({"lang_ids": [1], "alignment_heads": []}))
    (folder / "tokenizer.json").write_text("{}")
    (folder / "vocabulary.json").write_text("[]")
    return folder


def voice(folder: Path, head: bytes = b"\x08\x08") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "en_US-test.onnx"
    path.write_bytes(head + bytes(200))
    path.with_name("en_US-test.onnx.json").write_text(json.dumps({"audio": {"sample_rate": 22050}}))
    return path


def safetensors(end: int = 16, size: int = 16) -> bytes:
    table = {"weight": {"dtype": "F32", "shape": [4], "data_offsets": [0, end]}}
    raw = json.dumps(table).encode()
    return struct.pack("<Q", len(raw)) + raw + bytes(size)


def embedder(folder: Path, tensors: bytes | None = None) -> Path:
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    (folder / "modules.json").write_text("[]")
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    (folder / "1_Pooling" / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(safetensors() if tensors is None else tensors)
    return folder
