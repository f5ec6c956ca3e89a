"""Weights and engines together: held while in use, refused once they made an engine stop."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.engines.local import Engines, whole
from inference.errors import EngineDied, WeightsRefused, WeightsUnusable
from inference.types import ChatRequest, Failed, HearingRequest, Message
from models.errors import ModelsError, WeightsInUse
from models.fit import ALL_LAYERS, gpu_layers
from models.machine import Gpu
from models.refusals import Refusals
from models.store import Store
from models.supply import bring_in
from tests.conftest import REAL_WEIGHTS
from tests.gguf_files import ARRAY, F32, I32, STRING, U32, Gguf, pair, tensor
from tests.inference.conftest import TINY, started

ASK = ChatRequest((Message("user", "Hi"),), max_tokens=4)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "weights", tmp_path / "defaults.json")


@pytest.fixture
def own(store: Store, tmp_path: Path) -> Iterator[Engines]:
    found = started(store.folder, tmp_path / "defaults.json")
    yield found
    found.close()


def model(**changed: object) -> bytes:
    """A whole little llama, valid to its last byte, or with some of it made evil."""
    width, words = 32, ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    values: dict[str, bytes] = {
        "arch": pair("general.architecture", STRING, "llama"),
        "layers": pair("llama.block_count", U32, 1),
        "context": pair("llama.context_length", U32, 128),
        "width": pair("llama.embedding_length", U32, width),
        "inner": pair("llama.feed_forward_length", U32, 64),
        "heads": pair("llama.attention.head_count", U32, 2),
        "eps": pair("llama.attention.layer_norm_rms_epsilon", F32, 1e-5),
        "rope": pair("llama.rope.dimension_count", U32, width // 2),
        "kind": pair("tokenizer.ggml.model", STRING, "llama"),
        "words": pair("tokenizer.ggml.tokens", ARRAY, (STRING, words)),
        "scores": pair("tokenizer.ggml.scores", ARRAY, (F32, [0.0] * len(words))),
        "types": pair("tokenizer.ggml.token_type", ARRAY, (I32, [2, 3, 3] + [6] * 256)),
        **changed,  # type: ignore[dict-item]
    }
    shapes = {
        "token_embd.weight": (width, len(words)), "output_norm.weight": (width,),
        "output.weight": (width, len(words)), "blk.0.attn_norm.weight": (width,),
        "blk.0.attn_q.weight": (width, width), "blk.0.attn_k.weight": (width, width),
        "blk.0.attn_v.weight": (width, width), "blk.0.attn_output.weight": (width, width),
        "blk.0.ffn_norm.weight": (width,), "blk.0.ffn_gate.weight": (width, 64),
        "blk.0.ffn_up.weight": (width, 64), "blk.0.ffn_down.weight": (64, width),
    }  # fmt: skip
    rows, offset = [], 0
    for name, shape in shapes.items():
        rows.append(tensor(name, shape, 0, offset))
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        offset += count * 4
    return Gguf(tuple(values.values()), tuple(rows), bytes(offset)).bytes()


# Headers that are valid, and each of which made llama.cpp abort or refuse.
HOSTILE = {
    "two thousand million layers": {"layers": pair("llama.block_count", U32, 2**31)},
    "no layers at all": {"layers": pair("llama.block_count", U32, 0)},
    "no byte tokens": {
        "words": pair("tokenizer.ggml.tokens", ARRAY, (STRING, [f"w{n}" for n in range(259)])),
        "types": pair("tokenizer.ggml.token_type", ARRAY, (I32, [1] * 259)),
    },
    "an unknown tokenizer": {"kind": pair("tokenizer.ggml.model", STRING, "nonsense")},
    "no heads": {"heads": pair("llama.attention.head_count", U32, 0)},
    "a width of nothing": {"width": pair("llama.embedding_length", U32, 0)},
    "a huge width": {"width": pair("llama.embedding_length", U32, 2**31 - 1)},
    "fewer scores than words": {"scores": pair("tokenizer.ggml.scores", ARRAY, (F32, [0.0]))},
    "a huge rope": {"rope": pair("llama.rope.dimension_count", U32, 2**30)},
    "an unknown architecture": {"arch": pair("general.architecture", STRING, "evil")},
}

REFUSED_AT_THE_DOOR = ("two thousand million layers", "a huge width")


def bring(store: Store, folder: Path, content: bytes) -> str:
    path = folder / "stranger.gguf"
    path.write_bytes(content)
    return bring_in(path, store).name


def test_a_whole_little_model_answers(store: Store, own: Engines, tmp_path: Path) -> None:
    """The control: what the hostile ones are made from is itself harmless."""
    answer = whole(own.chat(bring(store, tmp_path, model())).stream(ASK))
    assert answer.usage.answer_tokens > 0


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_weights_cost_a_child(
    store: Store, own: Engines, tmp_path: Path, case: str
) -> None:
    content = model(**HOSTILE[case])
    if case in REFUSED_AT_THE_DOOR:
        with pytest.raises(ModelsError):
            bring(store, tmp_path, content)
        return
    name = bring(store, tmp_path, content)
    (last,) = [event for event in own.chat(name).stream(ASK) if isinstance(event, Failed)]
    assert isinstance(last.error, EngineDied | WeightsUnusable)
    own.close()
    again = started(store.folder, tmp_path / "defaults.json")
    (last,) = [event for event in again.chat().stream(ASK) if isinstance(event, Failed)]
    assert isinstance(last.error, WeightsRefused)
    assert again.conditions() == {}
    # Named on purpose, they are tried once more, and refused again afterwards.
    (last,) = [event for event in again.chat(name).stream(ASK) if isinstance(event, Failed)]
    assert not isinstance(last.error, WeightsRefused)
    (last,) = [event for event in again.chat().stream(ASK) if isinstance(event, Failed)]
    assert isinstance(last.error, WeightsRefused)
    again.close()


def test_weights_are_held_while_an_engine_uses_them(store: Store, own: Engines) -> None:
    shutil.copytree(REAL_WEIGHTS / TINY, store.folder / TINY)
    assert whole(own.chat(TINY).stream(ASK)).text
    with pytest.raises(WeightsInUse):
        store.remove(TINY)
    own.let_go(TINY)
    store.remove(TINY)


def test_a_note_of_refusals_that_is_damaged_is_no_note(store: Store, tmp_path: Path) -> None:
    name = bring(store, tmp_path, model())
    one = store.get(name)
    refusals = Refusals(store.folder)
    for nonsense in ("", "{", "7", '{"a": 1}', "[1, null]"):
        (store.folder / ".refused.json").write_text(nonsense, encoding="utf-8")
        assert not refusals.has(one)
    refusals.add(one)
    refusals.add(one)
    assert json.loads((store.folder / ".refused.json").read_text()) == [one.files[0].sha256]
    refusals.remove(one)
    assert not refusals.has(one)


@pytest.mark.parametrize(
    ("memory", "gpus", "layers"),
    [
        (2_000_000_000, (), 0),
        (2_000_000_000, (Gpu("big", 24_000_000_000),), ALL_LAYERS),
        (8_000_000_000, (Gpu("small", 4_000_000_000), Gpu("tiny", 1)), 15),
        (8_000_000_000, (Gpu("none", 0),), 0),
    ],
)
def test_layers_by_what_the_gpu_holds(memory: int, gpus: tuple[Gpu, ...], layers: int) -> None:
    assert gpu_layers(memory, gpus) == layers


SILENCE = bytes(32_000)


@pytest.fixture
def listening(store: Store, own: Engines) -> Engines:
    """Engines with ears, and with the small weights that ears ask beside their own."""
    for name in ("whisper-base", TINY):
        shutil.copytree(REAL_WEIGHTS / name, store.folder / name)
    return own


def test_weights_that_ears_ask_are_held_too(store: Store, listening: Engines) -> None:
    list(listening.transcriber().transcribe(SILENCE, HearingRequest("en")))
    with pytest.raises(WeightsInUse):
        store.remove(TINY)
    listening.let_go(TINY)
    store.remove(TINY)
    list(listening.transcriber().transcribe(SILENCE, HearingRequest("en")))


def test_ears_hear_without_small_weights_that_changed(store: Store, listening: Engines) -> None:
    file = store.get(TINY).path()
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    list(listening.transcriber().transcribe(SILENCE, HearingRequest("en")))
    assert "whisper-base" in listening.conditions()
    assert store.get(TINY).damaged
