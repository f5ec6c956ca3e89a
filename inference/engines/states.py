"""What a model has read, kept in memory so that it need not be read again.

A state belongs to the exact tokens that led to it. The nearest one to a new prompt is the longest
that the prompt begins with. Bounded in bytes and in conversations: what was not used for longest
goes first, fixed prefixes last.
A conversation's newest state stands for its earlier ones where the model can forget its end: kept
beside it, they would fill the memory and save no reading.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Tokens = npt.NDArray[np.int32]
MAGIC = b"TACIT-STATE-1\n"
MOST_PASSING = 4
"conversations that go on at a time; who comes back to an older one waits until it is read again"
LITTLE = 192
"tokens that are rather read again than kept twice"


@dataclass(frozen=True)
class State:
    """A state, and the tokens that led to it."""

    tokens: Tokens
    data: bytes
    is_fixed: bool

    @property
    def size(self) -> int:
        return len(self.data) + self.tokens.nbytes

    def packed(self) -> bytes:
        """As one piece, for whoever keeps it over a restart."""
        return MAGIC + struct.pack("<Q", len(self.tokens)) + self.tokens.tobytes() + self.data


def unpacked(raw: bytes) -> State | None:
    """The state that was packed; None if this is none."""
    head = len(MAGIC) + 8
    if not raw.startswith(MAGIC) or len(raw) < head:
        return None
    (count,) = struct.unpack_from("<Q", raw, len(MAGIC))
    if count * 4 > len(raw) - head:
        return None
    tokens = np.frombuffer(raw, np.int32, count, head)
    return State(tokens, raw[head + count * 4 :], is_fixed=True)


class States:
    """The states that are kept."""

    def __init__(self, most_bytes: int, *, can_rewind: bool = False) -> None:
        self._most_bytes = most_bytes
        self._can_rewind = can_rewind
        self._kept: list[State] = []  # the one used last stands last

    @property
    def size(self) -> int:
        return sum(state.size for state in self._kept)

    def keep(self, state: State) -> None:
        self._kept = [one for one in self._kept if not self._replaces(state, one)]
        self._kept.append(state)
        while self.size > self._most_bytes or len(self._passing()) > MOST_PASSING:
            self._drop((self._passing() or self._kept)[0])

    def _passing(self) -> list[State]:
        return [one for one in self._kept if not one.is_fixed]

    def _replaces(self, new: State, old: State) -> bool:
        if old.is_fixed or not self._can_rewind:
            return np.array_equal(old.tokens, new.tokens)
        return len(old.tokens) - common(old.tokens, new.tokens) <= LITTLE

    def nearest(self, tokens: Tokens) -> tuple[State | None, int]:
        """The state that shares most with these tokens, and how many of them it saves reading.

        At least one token is left to read. A model that cannot rewind needs a state whose every
        token these begin with; another may forget the rest of a state that goes elsewhere.
        """
        best, most = None, 0
        for one in self._kept:
            shared = min(common(one.tokens, tokens), len(tokens) - 1)
            if shared > most and (self._can_rewind or shared == len(one.tokens)):
                best, most = one, shared
        if best is not None:
            self._drop(best)
            self._kept.append(best)
        return best, most

    def exactly(self, tokens: Tokens) -> State | None:
        """The state of just these tokens."""
        return next((one for one in self._kept if np.array_equal(one.tokens, tokens)), None)

    def has(self, tokens: Tokens) -> bool:
        return self.exactly(tokens) is not None

    def forget(self, state: State) -> None:
        self._drop(state)

    def _drop(self, state: State) -> None:
        self._kept = [one for one in self._kept if one is not state]


def array(tokens: Sequence[int]) -> Tokens:
    return np.asarray(tokens, np.int32)


def common(one: Tokens, other: Tokens) -> int:
    """How many tokens both begin with."""
    length = min(len(one), len(other))
    differing = np.flatnonzero(one[:length] != other[:length])
    return int(differing[0]) if len(differing) else length
