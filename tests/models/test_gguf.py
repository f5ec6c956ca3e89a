"""The header reader returns or raises its own error, whatever the bytes say."""

import random
import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import gguf
from models.errors import GgufUnsupported, ModelsError, NotWeights, WeightsMalformed
from models.gguf import read_header
from tests.gguf_files import (
    ARRAY,
    BOOL,
    F32,
    I8,
    I32,
    I64,
    SENSIBLE,
    STRING,
    U8,
    U32,
    U64,
    Gguf,
    pair,
    string,
    tensor,
    value,
)

HUGE = (1 << 63) + 5
BLOCKS = "llama.block_count"


def replaced(key: str, new: bytes) -> tuple[bytes, ...]:
    """The sensible pairs with one of them replaced."""
    return tuple(new if one.startswith(string(key)) else one for one in SENSIBLE)


def raw_pair(key: str, kind: int, body: bytes) -> bytes:
    return string(key) + struct.pack("<I", kind) + body


def with_pair(new: bytes) -> Gguf:
    return Gguf(pairs=(*SENSIBLE, new))


def with_tensors(*tensors: bytes, data: bytes = bytes(256)) -> Gguf:
    return Gguf(tensors=tensors, data=data)


ACCEPTED = {
    "sensible": Gguf(),
    "version 2": Gguf(version=2),
    "no tensors": Gguf(tensors=(), data=b""),
    "alignment of 64": Gguf(pairs=(*SENSIBLE, pair("general.alignment", U32, 64)), alignment=64),
    "two tensors": with_tensors(tensor("a"), tensor("b", offset=128)),
    "quantized tensor": with_tensors(tensor("a", (256,), 12), data=bytes(160)),
    "empty string value": with_pair(pair("x", STRING, "")),
    "string that is not text": with_pair(pair("x", STRING, b"\xff\xfe")),
    "long string value": with_pair(pair("x", STRING, "y" * 100_000)),
    "empty array": with_pair(pair("x", ARRAY, (U32, []))),
    "array of booleans": with_pair(pair("x", ARRAY, (BOOL, [True, False]))),
    "each scalar": Gguf(pairs=(*SENSIBLE, *(pair(f"s{k}", k, 1) for k in (*range(8), *range(10, 13))))),
    "no shape": Gguf(pairs=SENSIBLE[:3]),
    "shape as 64 bits": Gguf(pairs=replaced(BLOCKS, pair(BLOCKS, U64, 2))),
    "heads per layer": Gguf(pairs=replaced("llama.attention.head_count_kv",
                            pair("llama.attention.head_count_kv", ARRAY, (U32, [2, 1])))),
    "bytes after the tensors": Gguf(data=bytes(10_000)),
}  # fmt: skip

MALFORMED = {
    "too many tensors": (Gguf(tensor_count=HUGE), "too many tensors"),
    "tensors one above the limit": (Gguf(tensor_count=gguf.MAX_TENSORS + 1), "too many tensors"),
    "tensor count negative": (Gguf(tensor_count=(1 << 64) - 1), "too many tensors"),
    "one tensor more than there is": (Gguf(tensor_count=2, data=b""), None),
    "too many keys": (Gguf(pair_count=HUGE), "too many keys"),
    "key count negative": (Gguf(pair_count=(1 << 64) - 1), "too many keys"),
    "keys more than there are": (Gguf(pair_count=len(SENSIBLE) + 1), None),
    "key too long": (with_pair(pair("k" * 2_000, U8, 1)), "key too long"),
    "key length beyond the file": (with_pair(struct.pack("<Q", HUGE) + b"k"), "key too long"),
    "key not text": (with_pair(pair(b"\xff\xff", U8, 1)), "key is not text"),
    "key empty": (with_pair(pair("", U8, 1)), "key twice"),
    "key twice": (with_pair(SENSIBLE[1]), "key twice"),
    "key twice, once as array": (with_pair(pair("general.name", ARRAY, (U8, [1]))), "key twice"),
    "value type 13": (with_pair(raw_pair("x", 13, b"")), "value type"),
    "value type huge": (with_pair(raw_pair("x", 0xFFFFFFFF, b"")), "value type"),
    "boolean of 2": (with_pair(raw_pair("x", BOOL, b"\2")), "boolean"),
    "string length huge": (with_pair(raw_pair("x", STRING, struct.pack("<Q", HUGE))), "string too long"),
    "string beyond the file": (with_pair(raw_pair("x", STRING, struct.pack("<Q", 4_000_000))), "ends too early"),
    "array type 13": (with_pair(raw_pair("x", ARRAY, struct.pack("<IQ", 13, 1))), "array type"),
    "array of arrays": (with_pair(raw_pair("x", ARRAY, struct.pack("<IQ", ARRAY, 1))), "array type"),
    "array count huge": (with_pair(raw_pair("x", ARRAY, struct.pack("<IQ", U8, HUGE))), "array too long"),
    "array beyond the file": (with_pair(raw_pair("x", ARRAY, struct.pack("<IQ", U64, 1_000_000))), "ends too early"),
    "array of strings, cut": (with_pair(raw_pair("x", ARRAY, struct.pack("<IQ", STRING, 900_000))), None),
    "string in array huge": (with_pair(raw_pair("x", ARRAY, struct.pack("<IQQ", STRING, 1, HUGE))), "string too long"),
    "alignment 0": (with_pair(pair("general.alignment", U32, 0)), "alignment"),
    "alignment 3": (with_pair(pair("general.alignment", U32, 3)), "alignment"),
    "alignment huge": (with_pair(pair("general.alignment", U32, 1 << 31)), "alignment"),
    "alignment negative": (with_pair(pair("general.alignment", I32, -32)), "alignment"),
    "alignment as text": (with_pair(pair("general.alignment", STRING, "32")), "alignment"),
    "alignment as float": (with_pair(pair("general.alignment", F32, 32.0)), "alignment"),
    "alignment as boolean": (with_pair(pair("general.alignment", BOOL, True)), "alignment"),
    "no architecture": (Gguf(pairs=SENSIBLE[1:]), "architecture"),
    "architecture a number": (Gguf(pairs=replaced("general.architecture", pair("general.architecture", U32, 1))), "architecture"),
    "architecture empty": (Gguf(pairs=replaced("general.architecture", pair("general.architecture", STRING, ""))), "architecture"),
    "architecture a path": (Gguf(pairs=replaced("general.architecture", pair("general.architecture", STRING, "../x"))), "architecture"),
    "architecture long": (Gguf(pairs=replaced("general.architecture", pair("general.architecture", STRING, "x" * 65))), "architecture"),
    "blocks 2^31": (Gguf(pairs=replaced(BLOCKS, pair(BLOCKS, U32, 1 << 31))), "shape of the model"),
    "blocks negative": (Gguf(pairs=replaced(BLOCKS, pair(BLOCKS, I32, -1))), "shape of the model"),
    "blocks as text": (Gguf(pairs=replaced(BLOCKS, pair(BLOCKS, STRING, "2"))), "shape of the model"),
    "blocks as float": (Gguf(pairs=replaced(BLOCKS, pair(BLOCKS, F32, 2.0))), "shape of the model"),
    "blocks as boolean": (Gguf(pairs=replaced(BLOCKS, pair(BLOCKS, BOOL, True))), "shape of the model"),
    "context huge": (Gguf(pairs=replaced("llama.context_length", pair("llama.context_length", U64, 1 << 40))), "shape of the model"),
    "embedding huge": (Gguf(pairs=replaced("llama.embedding_length", pair("llama.embedding_length", I64, 1 << 40))), "shape of the model"),
    "heads huge": (Gguf(pairs=replaced("llama.attention.head_count", pair("llama.attention.head_count", U32, 1 << 20))), "shape of the model"),
    "tensor name empty": (with_tensors(tensor("")), "tensor twice"),
    "tensor name twice": (with_tensors(tensor("a"), tensor("a", offset=128)), "tensor twice"),
    "tensor name long": (with_tensors(tensor("n" * 300)), "tensor name too long"),
    "tensor name not text": (with_tensors(string(b"\xff") + tensor("x")[9:]), "tensor name is not text"),
    "no dimensions": (with_tensors(tensor("a", ())), "dimensions"),
    "five dimensions": (with_tensors(tensor("a", (1, 1, 1, 1, 1))), "dimensions"),
    "dimensions huge": (with_tensors(string("a") + struct.pack("<I", 0xFFFFFFFF)), "dimensions"),
    "dimension 0": (with_tensors(tensor("a", (0,))), "shape"),
    "shape overflows 64 bits": (with_tensors(tensor("a", (1 << 32, 1 << 32))), "shape"),
    "shape wraps to small": (with_tensors(tensor("a", (1 << 63, 2, 1))), "shape"),
    "shape beyond the file": (with_tensors(tensor("a", (1 << 30,))), "tensor past the end"),
    "tensor type 4": (with_tensors(tensor("a", kind=4)), "tensor type"),
    "tensor type 99": (with_tensors(tensor("a", kind=99)), "tensor type"),
    "tensor type huge": (with_tensors(tensor("a", kind=0xFFFFFFFF)), "tensor type"),
    "row not whole blocks": (with_tensors(tensor("a", (31,), 2)), "row not whole blocks"),
    "row not whole big blocks": (with_tensors(tensor("a", (128,), 12)), "row not whole blocks"),
    "offset unaligned": (with_tensors(tensor("a", offset=4)), "tensor offset"),
    "offset beyond the file": (with_tensors(tensor("a", offset=1 << 40)), "tensor past the end"),
    "offset wraps": (with_tensors(tensor("a", offset=(1 << 64) - 32)), "tensor past the end"),
    "data cut": (Gguf(data=bytes(100)), "tensor past the end"),
    "no data": (Gguf(data=b""), "tensor past the end"),
}  # fmt: skip


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "weights.gguf"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepts(case: str, tmp_path: Path) -> None:
    assert read_header(written(tmp_path, ACCEPTED[case].bytes())).architecture == "llama"


@pytest.mark.parametrize("case", MALFORMED)
def test_refuses(case: str, tmp_path: Path) -> None:
    file, reason = MALFORMED[case]
    with pytest.raises(WeightsMalformed) as caught:
        read_header(written(tmp_path, file.bytes()))
    assert reason is None or caught.value.reason == reason


def test_there_are_enough_cases() -> None:
    assert len(ACCEPTED) + len(MALFORMED) >= 60


@pytest.mark.parametrize("content", [b"", b"GG", b"GGML" + bytes(100), b"FUGG" + bytes(100)])
def test_what_is_no_gguf(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotWeights):
        read_header(written(tmp_path, content))


@pytest.mark.parametrize("version", [0, 1, 4, 0x03000000, 0xFFFFFFFF])
def test_other_versions_and_byte_orders(version: int, tmp_path: Path) -> None:
    with pytest.raises(GgufUnsupported) as caught:
        read_header(written(tmp_path, Gguf(version=version).bytes()))
    assert caught.value.version == version


def test_says_what_the_file_says(tmp_path: Path) -> None:
    header = read_header(written(tmp_path, Gguf().bytes()))
    assert header.title == "Test Llama"
    assert header.licence == "mit"
    assert header.quantization == "Q4_K_M"
    assert header.context_length == 2048
    assert header.kv_bytes_per_token == 2 * 2 * 2 * 2 * 16
    assert header.parameter_count == 32
    assert not header.has_chat_template


def test_the_type_of_most_weights_names_the_quantization(tmp_path: Path) -> None:
    pairs = tuple(one for one in SENSIBLE if b"file_type" not in one)
    file = Gguf(pairs=pairs, tensors=(tensor("a"), tensor("b", (512,), 12, 128)), data=bytes(512))
    assert read_header(written(tmp_path, file.bytes())).quantization == "Q4_K"


def test_a_title_cannot_break_a_line_or_a_screen(tmp_path: Path) -> None:
    nasty = "a\nb\x1b[31m\u202ec" + "d" * 500
    file = Gguf(pairs=replaced("general.name", pair("general.name", STRING, nasty)))
    title = read_header(written(tmp_path, file.bytes())).title
    assert len(title) <= 120
    assert not set(title) & {"\n", "\x1b", "\u202e"}


def test_every_cut_of_a_file_is_refused(tmp_path: Path) -> None:
    whole = Gguf().bytes()
    for length in range(len(whole)):
        with pytest.raises(ModelsError):
            read_header(written(tmp_path, whole[:length]))


def test_a_long_list_of_strings_is_bounded_in_memory(tmp_path: Path) -> None:
    tokens = struct.pack("<IQ", STRING, 300_000) + string("token") * 300_000
    path = written(tmp_path, with_pair(raw_pair("t", ARRAY, tokens)).bytes())
    tracemalloc.start()
    read_header(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * gguf.BUFFER_BYTES


def test_a_header_longer_than_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gguf, "MAX_METADATA_BYTES", 1 << 20)
    big = [pair(f"k{number}", STRING, "x" * 1_000_000) for number in range(4)]
    with pytest.raises(WeightsMalformed, match="header too long"):
        read_header(written(tmp_path, Gguf(pairs=(*SENSIBLE, *big)).bytes()))


def mutated(seed: int) -> bytes:
    """A sensible file with a few bytes flipped, cut out, doubled or replaced."""
    rng = random.Random(seed)
    raw = bytearray(Gguf(pairs=(*SENSIBLE, pair("x", I8, -1))).bytes())
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(raw))
        match rng.randrange(5):
            case 0:
                raw[at] ^= 1 << rng.randrange(8)
            case 1:
                raw[at : at + 8] = rng.randbytes(8)
            case 2:
                del raw[at : at + rng.randint(1, 40)]
            case 3:
                raw[at:at] = raw[at : at + rng.randint(1, 40)]
            case _:
                raw[at : at + 8] = value(U64, rng.choice([0, 1, 255, 1 << 31, 1 << 32, HUGE]))
    return bytes(raw)


@settings(max_examples=2_000, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(seed=st.integers(0, 1 << 32))
def test_mutations_return_or_raise_our_error(seed: int, tmp_path: Path) -> None:
    try:
        header = read_header(written(tmp_path, mutated(seed)))
    except ModelsError:
        return
    assert header.block_count <= gguf.SHAPE_LIMITS["block_count"]
    assert header.tensor_count <= gguf.MAX_TENSORS
