"""The one door to llama.cpp: a model, a context, and a way of choosing tokens.

Thin on purpose. Pointers stay inside; what comes out are numbers, bytes and numpy views that are
valid until the next `decode`.
"""

import contextlib
import ctypes
import functools
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as native
import numpy as np
import numpy.typing as npt
from llama_cpp import _ggml as ggml

from inference.errors import OutOfMemory, WeightsUnusable
from inference.types import Sampling

ALL_GPU_LAYERS = 999
BATCH = 512
"tokens that are read in one go"
_CONTROL = 1 << 3
_USER_DEFINED = 1 << 4
_FLASH_ATTENTION_ON = 1
_DECODED, _NO_ROOM, _ABORTED = 0, 1, 2
Logits = npt.NDArray[np.float32]


def _silence(_level: int, _text: bytes, _data: Any) -> None:
    """What llama.cpp says is for its developers, and may hold words from strangers' files."""


_silencer = native.llama_log_callback(_silence)


@functools.cache
def begin() -> None:
    """Have llama.cpp ready to compute, once.

    Installed, it comes with a variant for each kind of processor and has none loaded: the best one
    for this processor is chosen now. Compiled by set-up, it is for this processor and has it.
    """
    native.llama_log_set(_silencer, ctypes.c_void_p(0))
    if not ggml.libggml.ggml_backend_dev_count():
        ggml.libggml.ggml_backend_load_all_from_path(os.fsencode(ggml.libggml_base_path))
    native.llama_backend_init()


class Model:
    """Weights and their vocabulary."""

    def __init__(self, path: Path, gpu_layers: int, progress: Callable[[float], bool]) -> None:
        begin()
        parameters = native.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        told = native.llama_progress_callback(lambda share, _: progress(share))
        parameters.progress_callback = told
        self.pointer = native.llama_model_load_from_file(str(path).encode(), parameters)
        if not self.pointer:
            raise WeightsUnusable(path.name, "not loaded")
        self.vocabulary = native.llama_model_get_vocab(self.pointer)
        self.size = native.llama_vocab_n_tokens(self.vocabulary)
        self._pieces: dict[int, bytes] = {}
        self._buffer = ctypes.create_string_buffer(512)
        ending = native.llama_vocab_is_eog
        self.endings = [one for one in range(self.size) if ending(self.vocabulary, one)]
        self._endings = frozenset(self.endings)

    @property
    def trained_context(self) -> int:
        return int(native.llama_model_n_ctx_train(self.pointer))

    @property
    def layers(self) -> int:
        return int(native.llama_model_n_layer(self.pointer))

    @property
    def can_rewind(self) -> bool:
        """Whether the end of what was read can be forgotten; recurrent layers cannot."""
        return not (
            native.llama_model_is_recurrent(self.pointer)
            or native.llama_model_is_hybrid(self.pointer)
        )

    @property
    def opening(self) -> list[int]:
        """What every text begins with."""
        if not native.llama_vocab_get_add_bos(self.vocabulary):
            return []
        return [int(native.llama_vocab_bos(self.vocabulary))]

    def tokens(self, text: str, *, special: bool = False) -> list[int]:
        """A text as tokens; markers in it are plain words unless `special`."""
        raw = text.encode("utf-8", "replace")
        room = len(raw) + 8
        while True:
            buffer = (native.llama_token * room)()
            count = native.llama_tokenize(
                self.vocabulary, raw, len(raw), buffer, room, 0, int(special)
            )
            if count >= 0:
                return buffer[:count]
            room = -count

    def marker(self, text: str) -> int | None:
        """The one token that stands for a marker, if the vocabulary has it."""
        found = self.tokens(text, special=True)
        if len(found) != 1 or not self.is_marker(found[0]):
            return None
        return found[0]

    def is_marker(self, token: int) -> bool:
        attributes = native.llama_vocab_get_attr(self.vocabulary, token)
        return bool(attributes & (_CONTROL | _USER_DEFINED))

    def ends(self, token: int) -> bool:
        return token in self._endings

    def piece(self, token: int) -> bytes:
        """The bytes of a token; nothing for a marker."""
        known = self._pieces.get(token)
        if known is None:
            known = self._pieces[token] = self._bytes(token, special=False)
        return known

    def spelled(self, token: int) -> bytes:
        """The bytes of a token, a marker's name included."""
        return self._bytes(token, special=True)

    def stated(self, key: str) -> str:
        """What the file states under a key: a stranger's words, for looking at only."""
        buffer = ctypes.create_string_buffer(1 << 16)
        native.llama_model_meta_val_str(self.pointer, key.encode(), buffer, len(buffer))
        return buffer.value.decode("utf-8", "replace")

    def _bytes(self, token: int, *, special: bool) -> bytes:
        count = native.llama_token_to_piece(
            self.vocabulary, token, self._buffer, len(self._buffer), 0, special
        )
        if count < 0:
            self._buffer = ctypes.create_string_buffer(-count + 1)
            return self._bytes(token, special=special)
        return self._buffer.raw[:count]

    @staticmethod
    def tokenizer_pointer() -> int:
        """llama.cpp's own tokenizer, for those that call it from native code."""
        pointer = ctypes.cast(native._lib.llama_tokenize, ctypes.c_void_p).value  # noqa: SLF001
        assert pointer is not None
        return pointer


class Context:
    """What the model has read, and its view of what could come next."""

    def __init__(
        self, model: Model, length: int, threads: tuple[int, int], batch: int = BATCH
    ) -> None:
        parameters = native.llama_context_default_params()
        parameters.n_ctx = length
        parameters.n_batch = parameters.n_ubatch = batch
        parameters.n_threads, parameters.n_threads_batch = threads
        parameters.flash_attn_type = _FLASH_ATTENTION_ON
        parameters.no_perf = True
        self._model = model
        self._pointer = native.llama_init_from_model(model.pointer, parameters)
        if not self._pointer:
            raise OutOfMemory("chat")
        self._memory = native.llama_get_memory(self._pointer)
        self._batch = native.llama_batch_init(batch, 0, 1)
        for place in range(batch):
            self._batch.n_seq_id[place] = 1
            self._batch.seq_id[place][0] = 0
        self.length = int(native.llama_n_ctx(self._pointer))
        self.read = 0
        "how many tokens it holds"

    def use_threads(self, writing: int, reading: int) -> None:
        native.llama_set_n_threads(self._pointer, writing, reading)

    def decode(self, tokens: Sequence[int], *, every: bool = False) -> bool:
        """Read up to a batch more tokens; `every` keeps the view after each. False if aborted."""
        batch, count = self._batch, len(tokens)
        batch.n_tokens = count
        for place, token in enumerate(tokens):
            batch.token[place] = token
            batch.pos[place] = self.read + place
            batch.logits[place] = every or place == count - 1
        result = native.llama_decode(self._pointer, batch)
        if result == _DECODED:
            self.read += count
            return True
        if result == _ABORTED:
            return False
        raise OutOfMemory("chat")

    @contextlib.contextmanager
    def stoppable(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Let `decode` be aborted in the middle; asked so often that only reading should pay."""
        asked = native.ggml_abort_callback(lambda _: stopped())
        native.llama_set_abort_callback(self._pointer, asked, None)
        try:
            yield
        finally:
            never = native.ggml_abort_callback(0)
            native.llama_set_abort_callback(self._pointer, never, None)

    def logits(self, place: int = -1) -> Logits:
        """The view after a token of the last `decode`; may be changed before choosing."""
        pointer = native.llama_get_logits_ith(self._pointer, place)
        return np.ctypeslib.as_array(pointer, shape=(self._model.size,))

    def choose(self, chooser: "Chooser", place: int = -1) -> int:
        return int(native.llama_sampler_sample(chooser.pointer, self._pointer, place))

    def rewind(self, count: int) -> None:
        """Forget all but the first `count` tokens, which not every model can: see `can_rewind`."""
        if count < self.read and not native.llama_memory_seq_rm(self._memory, 0, count, -1):
            self.clear()
            return
        self.read = min(count, self.read)

    def clear(self) -> None:
        native.llama_memory_clear(self._memory, True)  # noqa: FBT003 - the library's own signature
        self.read = 0

    def state(self) -> bytes:
        """All that was read, to be gone back to later."""
        size = native.llama_state_seq_get_size(self._pointer, 0)
        buffer = bytearray(size)
        view = (ctypes.c_uint8 * size).from_buffer(buffer)
        written = native.llama_state_seq_get_data(self._pointer, view, size, 0)
        del view
        return bytes(memoryview(buffer)[:written])

    def go_back(self, state: bytes, count: int) -> bool:
        """Hold exactly what was read when the state was taken; False if it is none of ours."""
        self.clear()
        view = (ctypes.c_uint8 * len(state)).from_buffer_copy(state)
        taken = native.llama_state_seq_set_data(self._pointer, view, len(state), 0)
        if taken != len(state):
            self.clear()
            return False
        self.read = count
        return True


class Chooser:
    """How the next token is chosen from what the model finds likely."""

    def __init__(self, sampling: Sampling, model: Model) -> None:
        chain = native.llama_sampler_chain_init(native.llama_sampler_chain_default_params())
        if sampling.repeat_penalty != 1.0:
            penalty = sampling.repeat_penalty
            _add(chain, native.llama_sampler_init_penalties(model.size, 64, penalty, 0.0, 0.0))
        if sampling.temperature <= 0:
            _add(chain, native.llama_sampler_init_greedy())
        else:
            _add(chain, native.llama_sampler_init_top_k(sampling.top_k))
            _add(chain, native.llama_sampler_init_top_p(sampling.top_p, 1))
            _add(chain, native.llama_sampler_init_min_p(sampling.min_p, 1))
            _add(chain, native.llama_sampler_init_temp(sampling.temperature))
            _add(chain, native.llama_sampler_init_dist(sampling.seed & 0xFFFFFFFF))
        self.pointer = chain

    def close(self) -> None:
        native.llama_sampler_free(self.pointer)


def _add(chain: Any, sampler: Any) -> None:
    native.llama_sampler_chain_add(chain, sampler)


def has_gpu() -> bool:
    """Whether this build of llama.cpp can use a GPU."""
    return bool(native.llama_supports_gpu_offload())


def build() -> str:
    """What states belong to: another version's may not fit."""
    import llama_cpp

    return f"llama-cpp-python {llama_cpp.__version__}"
