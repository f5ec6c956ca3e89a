"""Telling what a stranger's file or folder is, by reading as little of it as possible.

Everything here is bounded: names never decide alone, JSON and headers are read up to a limit, and
formats that can run code when opened are refused.
"""

import json
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.catalog import Role
from models.errors import (
    NoSuchPath,
    NotWeights,
    OnePieceOfSeveral,
    UnsafeFormat,
    WeightsMalformed,
)
from models.gguf import GgufHeader, read_header

MAX_JSON_BYTES = 16 << 20
MAX_SAFETENSORS_HEADER_BYTES = 16 << 20
PICKLES = {".bin", ".pt", ".pth", ".pkl", ".ckpt"}
EMBEDDING_ARCHITECTURES = ("bert", "nomic-bert", "jina-bert-v2", "gemma-embedding", "t5encoder")
NO_LANGUAGE = ("clip", "wavtokenizer-dec", "mmproj")
"parts for pictures and sound that come as GGUF beside a model"
EMBED_FILES = (
    "config.json", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json",
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt",
    "1_Pooling/config.json",
)  # fmt: skip
LISTEN_FILES = ("config.json", "tokenizer.json", "vocabulary.json", "vocabulary.txt",
                "preprocessor_config.json")  # fmt: skip
BASE_MEMORY_BYTES = 250_000_000
"what a process with an engine in it takes before weights and context"
DEFAULT_CONTEXT = 8_192


@dataclass(frozen=True)
class Recognized:
    """What weights a path holds, and which files of it belong to them."""

    role: Role
    title: str
    family: str
    quantization: str
    licence: str
    context: int
    memory_bytes: int
    folder: Path
    files: tuple[str, ...]


def recognize(path: Path) -> Recognized:
    """What the path holds; a typed error if it is nothing that we know or contradicts itself."""
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise NoSuchPath(path)
    if path.suffix.lower() in PICKLES:
        raise UnsafeFormat(path)
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == b"GGUF":
        return _gguf(path)
    if path.suffix.lower() == ".onnx":
        return _voice(path)
    raise NotWeights(path)


def _gguf(path: Path) -> Recognized:
    header = read_header(path)
    if header.pieces > 1:
        raise OnePieceOfSeveral(path, header.pieces)
    if header.kind != "model" or header.architecture in NO_LANGUAGE or not header.tensor_count:
        raise NotWeights(path)
    embeds = header.architecture in EMBEDDING_ARCHITECTURES
    return Recognized(
        role=Role.EMBED if embeds else Role.CHAT,
        title=header.title or path.stem,
        family=header.architecture,
        quantization=header.quantization,
        licence=header.licence,
        context=header.context_length,
        memory_bytes=gguf_memory_bytes(header),
        folder=path.parent,
        files=(path.name,),
    )


def gguf_memory_bytes(header: GgufHeader) -> int:
    """The file, the keys and values of the default context, and what an engine adds."""
    context = min(header.context_length or DEFAULT_CONTEXT, DEFAULT_CONTEXT)
    buffers = header.file_bytes // 10
    return header.file_bytes + header.kv_bytes_per_token * context + buffers + BASE_MEMORY_BYTES


def _folder(path: Path) -> Recognized:
    if (path / "model.bin").is_file() and (path / "config.json").is_file():
        return _transcriber(path)
    if (path / "modules.json").is_file() and (path / "model.safetensors").is_file():
        return _embedder(path)
    for kind in ("*.gguf", "*.onnx"):
        if len(found := sorted(path.glob(kind))) == 1:
            return recognize(found[0])
    if any(path.glob("pytorch_model*.bin")):
        raise UnsafeFormat(path)
    raise NotWeights(path)


def _transcriber(path: Path) -> Recognized:
    """A Whisper that CTranslate2 reads: its header is a version and the name of the model class."""
    config = read_json(path / "config.json")
    with (path / "model.bin").open("rb") as file:
        head = file.read(64)
    if len(head) < 8 or not 1 <= int.from_bytes(head[:4], "little") <= 16:
        raise WeightsMalformed(path / "model.bin", "version")
    length = int.from_bytes(head[4:6], "little")
    if b"Whisper" not in head[6 : 6 + length]:
        raise NotWeights(path)
    if "alignment_heads" not in config and "lang_ids" not in config:
        raise NotWeights(path)
    return _from_folder(path, Role.LISTEN, "whisper", ("model.bin", *LISTEN_FILES))


def _embedder(path: Path) -> Recognized:
    """A sentence-transformers folder with weights in safetensors."""
    config = read_json(path / "config.json")
    read_json(path / "modules.json")
    check_safetensors(path / "model.safetensors")
    family = config.get("model_type")
    if not isinstance(family, str):
        raise WeightsMalformed(path / "config.json", "model type")
    return _from_folder(path, Role.EMBED, family[:40], ("model.safetensors", *EMBED_FILES))


def _voice(path: Path) -> Recognized:
    """A Piper voice: the network, and beside it a description with the sample rate."""
    description = path.with_name(path.name + ".json")
    if not description.is_file():
        raise NotWeights(path)
    row = read_json(description)
    audio = row.get("audio")
    if not isinstance(audio, dict) or not isinstance(audio.get("sample_rate"), int):
        raise NotWeights(path)
    with path.open("rb") as file:
        # An ONNX file begins with the version of its format, field 1 of the outermost message.
        if file.read(1) != b"\x08":
            raise WeightsMalformed(path, "not a network")
    size = path.stat().st_size
    return Recognized(
        role=Role.SPEAK,
        title=path.stem,
        family="piper",
        quantization="float32",
        licence="",
        context=0,
        memory_bytes=size * 2 + BASE_MEMORY_BYTES // 2,
        folder=path.parent,
        files=(path.name, description.name),
    )


def _from_folder(path: Path, role: Role, family: str, names: tuple[str, ...]) -> Recognized:
    files = tuple(name for name in names if (path / name).is_file())
    size = sum((path / name).stat().st_size for name in files)
    return Recognized(
        role=role,
        title=re.sub(r"\s+", " ", path.name)[:80],
        family=family,
        quantization="",
        licence="",
        context=0,
        memory_bytes=size + BASE_MEMORY_BYTES,
        folder=path,
        files=files,
    )


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object of bounded size, or a typed error."""
    with path.open("rb") as file:
        raw = file.read(MAX_JSON_BYTES + 1)
    try:
        row = json.loads(raw) if len(raw) <= MAX_JSON_BYTES else None
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict) and not isinstance(row, list):
        raise WeightsMalformed(path, "not JSON")
    return row if isinstance(row, dict) else {"": row}


def check_safetensors(path: Path) -> None:
    """Whether the table of tensors fits the file that follows it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(8)
        if len(head) < 8:
            raise WeightsMalformed(path, "ends too early")
        (length,) = struct.unpack("<Q", head)
        if length > min(MAX_SAFETENSORS_HEADER_BYTES, size - 8):
            raise WeightsMalformed(path, "table too long")
        raw = file.read(length)
    try:
        table = json.loads(raw)
        ends = [row["data_offsets"][1] for name, row in table.items() if name != "__metadata__"]
        whole = bool(ends) and max(ends) + 8 + length <= size
    except (ValueError, RecursionError, TypeError, KeyError, IndexError, AttributeError):
        whole = False
    if not whole:
        raise WeightsMalformed(path, "tensor past the end")
