"""Guessing the next tokens from what was already read, where an answer quotes its prompt.

A guess costs nothing to make and is checked by the model in one go; the answer stays exactly what
it would have been. Whether checking several at once pays depends on the machine: it is measured
while it goes on, and given up where it does not.
"""

from collections.abc import Sequence

GRAM = 3
"tokens that must agree before the rest is guessed"
SHORTEST, LONGEST = 2, 8
"a guess is short until one holds: a wrong one costs time"
TRIALS = 3
"guesses after which it must have paid"
KEEP_ABOVE = 1.03
"how much faster than without it has to be"


class Lookup:
    """Where each run of three tokens was seen last, and whether guessing pays."""

    def __init__(self, tokens: Sequence[int]) -> None:
        self._tokens = list(tokens)
        self._places: dict[tuple[int, ...], int] = {}
        for end in range(GRAM, len(self._tokens)):
            self._places[tuple(self._tokens[end - GRAM : end])] = end
        self._plain_s = self._guessed_s = 0.0
        self._plain_tokens = self._guessed_tokens = self._trials = 0
        self._length = SHORTEST
        self.is_on = True

    def add(self, token: int) -> None:
        """Note a token of the answer."""
        tokens = self._tokens
        if len(tokens) >= GRAM:
            self._places[tuple(tokens[-GRAM:])] = len(tokens)
        tokens.append(token)

    def guess(self) -> list[int]:
        """What followed the last time that the text went as it goes now."""
        if not self.is_on or len(self._tokens) < GRAM:
            return []
        place = self._places.get(tuple(self._tokens[-GRAM:]))
        return self._tokens[place : place + self._length] if place is not None else []

    def note(self, *, guessed: bool, tokens: int, seconds: float) -> None:
        """Note what a step brought and cost."""
        if not guessed:
            self._plain_s += seconds
            self._plain_tokens += tokens
            return
        held = tokens > self._length
        self._length = min(2 * self._length, LONGEST) if held else SHORTEST
        self._guessed_s += seconds
        self._guessed_tokens += tokens
        self._trials += 1
        if self._trials >= TRIALS and self._plain_tokens:
            plain = self._plain_tokens / max(self._plain_s, 1e-9)
            self.is_on = self._guessed_tokens / max(self._guessed_s, 1e-9) > plain * KEEP_ABOVE
