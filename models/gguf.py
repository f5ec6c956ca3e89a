"""A bounded reader for GGUF headers, so that no native code meets a file that lies.

Only the header is read: metadata and the table of tensors. Counts, lengths and offsets are checked
against limits and against the size of the file before they are used, so time and memory are bounded
whatever the bytes say. Strings that only a tokenizer needs are skipped, never kept.
"""

import math
import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from models.errors import GgufUnsupported, NotWeights, WeightsMalformed

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_KEYS = 4_096
MAX_KEY_BYTES = 1_024
MAX_KEPT_STRING_BYTES = 1_024
MAX_STRING_BYTES = 4 << 20
MAX_ARRAY_ITEMS = 1 << 20
MAX_STRINGS = 2 << 20
MAX_METADATA_BYTES = 64 << 20
MAX_TENSORS = 65_536
MAX_TENSOR_NAME_BYTES = 256
MAX_DIMENSIONS = 4
MAX_ALIGNMENT = 1 << 16
MAX_PIECES = 65_535
DEFAULT_ALIGNMENT = 32
ARCHITECTURE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
BUFFER_BYTES = 1 << 20

# type code -> struct format; 8 is a string and 9 an array
SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q",
           11: "<q", 12: "<d"}  # fmt: skip
BOOLEAN, STRING, ARRAY = 7, 8, 9

# tensor type code -> (name, weights per block, bytes per block)
TENSOR_TYPES = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 36),
    10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 16: ("IQ2_XXS", 256, 66),
    17: ("IQ2_XS", 256, 74), 18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50),
    20: ("IQ4_NL", 32, 18), 21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82),
    23: ("IQ4_XS", 256, 136), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4),
    27: ("I64", 1, 8), 28: ("F64", 1, 8), 29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2),
    34: ("TQ1_0", 256, 54), 35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
}  # fmt: skip

# general.file_type -> the name that people know the quantization by
FILE_TYPES = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S", 29: "IQ2_M",
    30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0", 38: "MXFP4",
}  # fmt: skip

# What a shape may be before llama.cpp allocates by it; real models stay far below.
SHAPE_LIMITS = {
    "block_count": 1_024,
    "context_length": 1 << 27,
    "embedding_length": 1 << 20,
    "feed_forward_length": 1 << 24,
    "attention.head_count": 4_096,
    "attention.head_count_kv": 4_096,
    "attention.key_length": 1 << 16,
    "attention.value_length": 1 << 16,
    "expert_count": 4_096,
    "expert_used_count": 4_096,
}

Scalar = int | float | bool | str


@dataclass(frozen=True)
class GgufHeader:
    """What a GGUF says about itself, checked for sense but not for truth."""

    version: int
    architecture: str
    title: str
    licence: str
    quantization: str
    context_length: int
    "0 where the file does not say"
    block_count: int
    embedding_length: int
    kv_bytes_per_token: int
    "16-bit keys and values of one token over all layers; 0 where the shape is not given"
    parameter_count: int
    tensor_count: int
    file_bytes: int
    has_chat_template: bool
    kind: str = "model"
    "what the file calls itself; adapters and projectors are no models"
    pieces: int = 1
    "how many files the weights were cut into"


def read_header(path: Path) -> GgufHeader:
    """The header of the file, or a typed error; never more than the header is read."""
    with path.open("rb") as file:
        return _Reader(path, file).header()


class _Reader:
    """Walks through one file, counting what it has taken."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self._file_bytes = path.stat().st_size
        self._buffer = b""
        self._at = 0
        "position in the buffer"
        self._consumed = 0
        "bytes of the file before the buffer"
        self._strings_left = MAX_STRINGS

    def header(self) -> GgufHeader:
        if self._file_bytes < 4 or self._take(4) != MAGIC:
            raise NotWeights(self._path)
        version = self._number("<I")
        if version not in VERSIONS:
            raise GgufUnsupported(self._path, version)
        tensor_count, key_count = self._number("<Q"), self._number("<Q")
        self._require(tensor_count <= MAX_TENSORS, "too many tensors")
        self._require(key_count <= MAX_KEYS, "too many keys")
        values, arrays = self._metadata(key_count)
        weights, dominant = self._tensors(tensor_count, values)
        return self._describe(version, tensor_count, weights, dominant, (values, arrays))

    def _metadata(self, count: int) -> tuple[dict[str, Scalar], dict[str, int]]:
        """Scalars by key, and the lengths of arrays by key."""
        values: dict[str, Scalar] = {}
        arrays: dict[str, int] = {}
        for _ in range(count):
            key = self._string(MAX_KEY_BYTES, "key")
            self._require(bool(key) and key not in values and key not in arrays, "key twice")
            kind = self._number("<I")
            if kind == ARRAY:
                arrays[key] = self._skip_array()
            else:
                values[key] = self._value(kind)
        return values, arrays

    def _value(self, kind: int) -> Scalar:
        if kind == STRING:
            length = self._length(MAX_STRING_BYTES, "string")
            kept = self._take(min(length, MAX_KEPT_STRING_BYTES))
            self._skip(length - len(kept))
            return kept.decode("utf-8", "replace")
        self._require(kind in SCALARS, "value type")
        form = SCALARS[kind]
        raw = self._take(struct.calcsize(form))
        self._require(kind != BOOLEAN or raw in (b"\0", b"\1"), "boolean")
        (value,) = struct.unpack(form, raw)
        assert isinstance(value, int | float)
        return value

    def _skip_array(self) -> int:
        kind, count = self._number("<I"), self._number("<Q")
        self._require(count <= MAX_ARRAY_ITEMS, "array too long")
        if kind == STRING:
            self._strings_left -= count
            self._require(self._strings_left >= 0, "too many strings")
            for _ in range(count):
                self._skip(self._length(MAX_STRING_BYTES, "string"))
        else:
            self._require(kind in SCALARS, "array type")
            self._skip(count * struct.calcsize(SCALARS[kind]))
        return count

    def _tensors(self, count: int, values: dict[str, Scalar]) -> tuple[int, str]:
        """How many weights there are, and the type most of them have; each must lie in the file."""
        alignment = values.get("general.alignment", DEFAULT_ALIGNMENT)
        self._require(
            type(alignment) is int
            and 0 < alignment <= MAX_ALIGNMENT
            and alignment & (alignment - 1) == 0,
            "alignment",
        )
        assert isinstance(alignment, int)
        names: set[str] = set()
        ends = 0
        per_type: dict[str, int] = {}
        for _ in range(count):
            name = self._string(MAX_TENSOR_NAME_BYTES, "tensor name")
            self._require(bool(name) and name not in names, "tensor twice")
            names.add(name)
            kind, weights, offset, length = self._tensor()
            self._require(offset % alignment == 0, "tensor offset")
            per_type[kind] = per_type.get(kind, 0) + weights
            ends = max(ends, offset + length)
        begins = math.ceil(self._position() / alignment) * alignment
        self._require(begins + ends <= max(self._file_bytes, begins), "tensor past the end")
        return sum(per_type.values()), max(per_type, key=lambda kind: per_type[kind], default="")

    def _tensor(self) -> tuple[str, int, int, int]:
        """Type, number of weights, offset and length in bytes."""
        dimensions = self._number("<I")
        self._require(0 < dimensions <= MAX_DIMENSIONS, "dimensions")
        shape = [self._number("<Q") for _ in range(dimensions)]
        weights = math.prod(shape)
        self._require(all(shape) and weights < 1 << 48, "shape")
        kind = self._number("<I")
        self._require(kind in TENSOR_TYPES, "tensor type")
        name, per_block, block_bytes = TENSOR_TYPES[kind]
        self._require(shape[0] % per_block == 0, "row not whole blocks")
        offset = self._number("<Q")
        length = weights // per_block * block_bytes
        self._require(offset + length <= self._file_bytes, "tensor past the end")
        return name, weights, offset, length

    def _describe(
        self,
        version: int,
        tensor_count: int,
        weights: int,
        dominant: str,
        metadata: tuple[dict[str, Scalar], dict[str, int]],
    ) -> GgufHeader:
        values, arrays = metadata
        architecture = values.get("general.architecture")
        self._require(
            isinstance(architecture, str) and bool(ARCHITECTURE.fullmatch(architecture)),
            "architecture",
        )
        shape = {
            key: self._shape(values.get(f"{architecture}.{key}", 0), limit)
            for key, limit in SHAPE_LIMITS.items()
        }
        file_type = values.get("general.file_type")
        named = FILE_TYPES.get(file_type) if type(file_type) is int else None
        return GgufHeader(
            version=version,
            architecture=str(architecture),
            title=one_line(values.get("general.name")),
            licence=one_line(values.get("general.license")),
            quantization=named or dominant,
            context_length=shape["context_length"],
            block_count=shape["block_count"],
            embedding_length=shape["embedding_length"],
            kv_bytes_per_token=_kv_bytes_per_token(shape),
            parameter_count=weights,
            tensor_count=tensor_count,
            file_bytes=self._file_bytes,
            has_chat_template="tokenizer.chat_template" in values
            or "tokenizer.chat_templates" in arrays,
            kind=one_line(values.get("general.type")) or "model",
            pieces=self._shape(values.get("split.count", 1), MAX_PIECES) or 1,
        )

    def _shape(self, value: Scalar, limit: int) -> int:
        self._require(type(value) is int and 0 <= value <= limit, "shape of the model")
        assert isinstance(value, int)
        return value

    def _string(self, limit: int, what: str) -> str:
        raw = self._take(self._length(limit, what))
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            raise WeightsMalformed(self._path, f"{what} is not text") from None

    def _length(self, limit: int, what: str) -> int:
        length = self._number("<Q")
        self._require(length <= limit, f"{what} too long")
        return length

    def _number(self, form: str) -> int:
        (value,) = struct.unpack(form, self._take(struct.calcsize(form)))
        assert isinstance(value, int)
        return value

    def _take(self, count: int) -> bytes:
        while len(self._buffer) - self._at < count:
            self._refill()
        taken = self._buffer[self._at : self._at + count]
        self._at += count
        return taken

    def _skip(self, count: int) -> None:
        while len(self._buffer) - self._at < count:
            count -= len(self._buffer) - self._at
            self._at = len(self._buffer)
            self._refill()
        self._at += count

    def _refill(self) -> None:
        more = self._file.read(BUFFER_BYTES)
        self._require(bool(more), "ends too early")
        self._consumed += self._at
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        self._require(self._consumed <= MAX_METADATA_BYTES, "header too long")

    def _position(self) -> int:
        return self._consumed + self._at

    def _require(self, holds: bool, reason: str) -> None:
        if not holds:
            raise WeightsMalformed(self._path, reason)


def one_line(value: Scalar | None) -> str:
    """Text from a stranger, fit to be shown on one line."""
    if not isinstance(value, str):
        return ""
    return " ".join("".join(c for c in value if c.isprintable()).split())[:120]


def _kv_bytes_per_token(shape: dict[str, int]) -> int:
    heads = shape["attention.head_count"]
    per_head = shape["attention.key_length"] or (shape["embedding_length"] // heads if heads else 0)
    kv_heads = shape["attention.head_count_kv"] or heads
    return 2 * 2 * shape["block_count"] * kv_heads * per_head
