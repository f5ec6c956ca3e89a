"""Builds GGUF files byte by byte, right ones and wrong ones."""

import struct
from dataclasses import dataclass, field
from typing import Any

U8, I8, U16, I16, U32, I32, F32, BOOL, STRING, ARRAY, U64, I64, F64 = range(13)
FORMATS = {U8: "<B", I8: "<b", U16: "<H", I16: "<h", U32: "<I", I32: "<i", F32: "<f", BOOL: "<?",
           U64: "<Q", I64: "<q", F64: "<d"}  # fmt: skip


def string(text: str | bytes) -> bytes:
    raw = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(raw)) + raw


def value(kind: int, content: Any) -> bytes:
    if kind == STRING:
        return string(content)
    if kind == ARRAY:
        inner, items = content
        body = b"".join(value(inner, item) for item in items)
        return struct.pack("<IQ", inner, len(items)) + body
    return struct.pack(FORMATS[kind], content)


def pair(key: str | bytes, kind: int, content: Any) -> bytes:
    return string(key) + struct.pack("<I", kind) + value(kind, content)


def tensor(name: str, shape: tuple[int, ...] = (32,), kind: int = 0, offset: int = 0) -> bytes:
    head = string(name) + struct.pack("<I", len(shape))
    return head + struct.pack(f"<{len(shape)}QIQ", *shape, kind, offset)


SENSIBLE = (
    pair("general.architecture", STRING, "llama"),
    pair("general.name", STRING, "Test Llama"),
    pair("general.license", STRING, "mit"),
    pair("general.file_type", U32, 15),
    pair("llama.block_count", U32, 2),
    pair("llama.context_length", U32, 2048),
    pair("llama.embedding_length", U32, 64),
    pair("llama.attention.head_count", U32, 4),
    pair("llama.attention.head_count_kv", U32, 2),
    pair("tokenizer.ggml.tokens", ARRAY, (STRING, ["a", "b", "c"])),
)


@dataclass(frozen=True)
class Gguf:
    """The pieces of a file; each may be replaced by something wrong."""

    pairs: tuple[bytes, ...] = SENSIBLE
    tensors: tuple[bytes, ...] = field(default_factory=lambda: (tensor("weight"),))
    data: bytes = bytes(4 * 32)
    magic: bytes = b"GGUF"
    version: int = 3
    tensor_count: int | None = None
    pair_count: int | None = None
    alignment: int = 32

    def bytes(self) -> bytes:
        counts = (
            len(self.tensors) if self.tensor_count is None else self.tensor_count,
            len(self.pairs) if self.pair_count is None else self.pair_count,
        )
        head = self.magic + struct.pack("<IQQ", self.version, *counts)
        head += b"".join(self.pairs) + b"".join(self.tensors)
        return head + bytes(-len(head) % self.alignment) + self.data
