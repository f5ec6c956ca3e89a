"""Answers in a form that was asked for: JSON by a schema, one of some choices, a pattern.

The model's own choice is tried first; only where the form does not allow it are the likelihoods of
all forbidden tokens struck out. What the form leaves no choice about is not asked of the model at
all, and where the room for an answer gets short it is led to its shortest end: an answer always
keeps its form.
"""

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import llguidance
import llguidance.numpy
import numpy as np
import numpy.typing as npt

from inference.engines.llama import Context, Model
from inference.errors import FormRefused
from inference.types import Form

GOALS = b"}],:"
"what leads to the end of JSON soonest, in the order of trying; within a text only the quote does"
SPARE_TOKENS = 12
"room left beyond the shortest end"
LONGEST_ENDING = 400
LOOK_AHEAD = 64
"tokens of an end that are counted out to see when it has to begin"
MOST_TRIES = 32
MOST_GRAMMARS = 64
Mask = npt.NDArray[np.int32]
_COMBINING = ("allOf", "anyOf", "oneOf", "$ref", "unevaluatedProperties", "patternProperties")


class Grammars:
    """Forms for one vocabulary; making the first takes about a second for a large one."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._tokenizer: llguidance.LLTokenizer | None = None
        self._checked: dict[str, str] = {}

    def guide(self, form: Form) -> "Guide":
        """What leads an answer into its form."""
        key = repr(form)
        if key not in self._checked:
            if len(self._checked) >= MOST_GRAMMARS:
                self._checked.clear()
            self._checked[key] = _grammar(form)
        matcher = llguidance.LLMatcher(self._known_tokenizer(), self._checked[key], log_level=0)
        if matcher.is_error():
            raise FormRefused(matcher.get_error()[:300])
        return Guide(matcher, self._known_tokenizer(), self._model, form)

    def _known_tokenizer(self) -> llguidance.LLTokenizer:
        if self._tokenizer is None:
            model = self._model
            pieces = [_told_apart(model, token) for token in range(model.size)]
            self._tokenizer = llguidance.LLTokenizer.from_llamacpp(  # type: ignore[attr-defined]
                tokens=pieces, vocab_ptr=model.vocabulary, tokenize_fptr=model.tokenizer_pointer(),
                eos_token=model.endings, slices=None,
            )  # fmt: skip
        return self._tokenizer


class Guide:
    """An answer on its way through a form."""

    def __init__(
        self, matcher: llguidance.LLMatcher, tokenizer: llguidance.LLTokenizer, model: Model,
        form: Form,
    ) -> None:  # fmt: skip
        self._matcher = matcher
        self._tokenizer = tokenizer
        self._model = model
        self._after = form.after.encode()
        self._tail = b""
        self._is_free = bool(form.after)
        self._is_json = form.schema is not None
        self._been: set[bytes] = set()
        "what was allowed at each step since the answer is led to its end: no place twice"
        self._is_closing = False
        self._check_at = -1
        self._quotes = Quotes()
        self._mask = llguidance.numpy.allocate_token_bitmask(1, tokenizer.vocab_size)

    @property
    def is_free(self) -> bool:
        """Whether free text still goes before the form."""
        return self._is_free

    @property
    def is_led(self) -> bool:
        """Whether there was so little room that the answer was led to its end."""
        return self._is_closing

    @property
    def is_over(self) -> bool:
        """Whether the form allows nothing more."""
        return not self._is_free and self._matcher.is_stopped()

    @property
    def may_end(self) -> bool:
        return self._is_free or self._matcher.is_accepting()

    def choose(self, context: Context, sample: Callable[[], int]) -> int:
        """The model's next token, its likeliest among those that the form allows."""
        if self._is_closing:
            token = self._towards_the_end()
            if token is not None:
                self._matcher.try_consume_tokens([token])
                self._note([token])
                return token
        was_free = self._is_free
        for _ in range(MOST_TRIES):
            token = sample()
            if self._takes(token):
                if not was_free:
                    self._note([token])
                return token
            self._strike_out(context, token)
        raise FormRefused("no way on")

    def forced(self) -> list[int]:
        """What must come next in any case."""
        if self._is_free or self._matcher.is_stopped():
            return []
        tokens = list(self._matcher.compute_ff_tokens())
        if tokens and not self._matcher.consume_tokens(tokens):
            raise FormRefused(self._matcher.get_error()[:300])
        self._note(tokens)
        return tokens

    def heed(self, room: int) -> bool:
        """Note how many tokens there is room for; True once the answer is led to its end."""
        if self._is_free or self._is_closing:
            return self._is_closing
        if self._check_at < 0:
            self._check_at = room // 2
        if room <= self._check_at:
            needed = self._shortest_end() + SPARE_TOKENS
            self._is_closing = room <= needed
            self._check_at = min(room - 1, (room + needed) // 2)
        return self._is_closing

    def _takes(self, token: int) -> bool:
        if not self._is_free:
            return bool(self._matcher.try_consume_tokens([token]))
        if self._model.ends(token):
            return True
        text = self._tail + self._model.spelled(token)
        _, found, rest = text.partition(self._after)
        if not found:
            self._tail = text[-len(self._after) :]
            return True
        tokens = self._tokenizer.tokenize_bytes(rest) if rest.strip() else []
        if tokens and self._matcher.validate_tokens(tokens) != len(tokens):
            return False
        self._matcher.try_consume_tokens(tokens)
        self._quotes.read(rest)
        self._is_free = False
        return True

    def _strike_out(self, context: Context, token: int) -> None:
        logits = context.logits()
        if self._is_free:
            logits[token] = -np.inf
            return
        llguidance.numpy.fill_next_token_bitmask(self._matcher, self._mask, 0)
        if self._matcher.is_error():
            raise FormRefused(self._matcher.get_error()[:300])
        llguidance.numpy.apply_token_bitmask_inplace(logits.reshape(1, -1), self._mask)

    def _note(self, tokens: list[int]) -> None:
        self._quotes.read(b"".join(map(self._model.piece, tokens)))

    def _towards_the_end(self) -> int | None:
        """The allowed token that leads to the end soonest; None leaves it to the model."""
        matcher = self._matcher
        if matcher.is_accepting():
            return self._model.endings[0]
        goal = self._goal(matcher, self._quotes)
        if goal is not None:
            return goal
        self._been.add(self._allowed(matcher).tobytes())
        unseen = None
        for token in self._single_bytes(matcher):
            after = matcher.deep_copy()
            if not after.try_consume_tokens([token]):
                continue
            quotes = copy.copy(self._quotes)
            quotes.read(self._model.piece(token))
            if after.is_accepting() or self._goal(after, quotes) is not None:
                return token
            if unseen is None and self._allowed(after).tobytes() not in self._been:
                unseen = token
        return unseen

    def _goal(self, matcher: llguidance.LLMatcher, quotes: "Quotes") -> int | None:
        """What ends the innermost thing that is open, if that is allowed now."""
        if not self._is_json:
            return None
        for byte in b'"' if quotes.are_open else GOALS:
            tokens = self._tokenizer.tokenize_bytes(bytes([byte]))
            if len(tokens) == 1 and matcher.validate_tokens(tokens) == 1:
                return int(tokens[0])
        return None

    def _allowed(self, matcher: llguidance.LLMatcher) -> Mask:
        mask = llguidance.numpy.allocate_token_bitmask(1, self._tokenizer.vocab_size)
        llguidance.numpy.fill_next_token_bitmask(matcher, mask, 0)
        allowed: Mask = mask[0]
        return allowed

    def _single_bytes(self, matcher: llguidance.LLMatcher) -> list[int]:
        """The allowed tokens of one byte, signs before letters: they lead out of words."""
        allowed = self._allowed(matcher)
        known = self._byte_tokens()
        return [one for one in known if (int(allowed[one // 32]) >> (one % 32)) & 1]

    def _byte_tokens(self) -> list[int]:
        order = sorted(range(32, 127), key=lambda byte: chr(byte).isalnum())
        found = (self._tokenizer.tokenize_bytes(bytes([byte])) for byte in order)
        return [int(tokens[0]) for tokens in found if len(tokens) == 1]

    def _shortest_end(self) -> int:
        """About how many tokens an end takes that begins now."""
        matcher, quotes = self._matcher.deep_copy(), copy.copy(self._quotes)
        for count in range(LOOK_AHEAD):
            if matcher.is_stopped() or matcher.is_accepting():
                return count
            forced = matcher.compute_ff_tokens()
            token = forced[0] if forced else self._goal(matcher, quotes)
            if token is None:
                token = self._any_allowed(matcher)
            if token is None or not matcher.try_consume_tokens([token]):
                return count + SPARE_TOKENS
            quotes.read(self._model.piece(token))
        return SPARE_TOKENS

    def _any_allowed(self, matcher: llguidance.LLMatcher) -> int | None:
        allowed = self._allowed(matcher)
        words = np.flatnonzero(allowed)
        if not len(words):
            return None
        word = int(allowed[words[0]]) & 0xFFFFFFFF
        return int(words[0]) * 32 + (word & -word).bit_length() - 1


class Quotes:
    """Whether the JSON read so far ends within a text."""

    def __init__(self) -> None:
        self.are_open = False
        self._is_escaped = False

    def read(self, raw: bytes) -> None:
        for byte in raw:
            if self._is_escaped:
                self._is_escaped = False
            elif byte == ord("\\"):
                self._is_escaped = self.are_open
            elif byte == ord('"'):
                self.are_open = not self.are_open


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema, with nothing allowed in an object but what it names: small models ramble.

    Where schemas are combined, what one forbids another may ask for: there it stays as it is.
    """
    closed: dict[str, Any] = _closed(schema, may_close_parts=not _combines(schema))
    return closed


def _closed(schema: Any, *, may_close_parts: bool) -> Any:
    if not isinstance(schema, dict) or any(name in schema for name in _COMBINING):
        return schema
    closed: dict[str, Any] = {}
    for name, value in schema.items():
        if name in ("properties", "$defs", "definitions") and isinstance(value, dict):
            may = name == "properties" or may_close_parts
            closed[name] = {
                key: _closed(one, may_close_parts=may_close_parts) if may else one
                for key, one in value.items()
            }
        elif name in ("items", "additionalProperties"):
            closed[name] = _closed(value, may_close_parts=may_close_parts)
        else:
            closed[name] = value
    if "properties" in schema:
        closed.setdefault("additionalProperties", False)
    return closed


def _combines(schema: Any) -> bool:
    """Whether anything in a schema is put together of several, or of a reference and more."""
    if isinstance(schema, list):
        return any(map(_combines, schema))
    if not isinstance(schema, dict):
        return False
    has_more = "$ref" in schema and len(schema) > 1 and not {"$defs", "definitions"} & set(schema)
    combined = any(name in schema for name in _COMBINING if name != "$ref")
    return has_more or combined or any(map(_combines, schema.values()))


def _grammar(form: Form) -> str:
    if form.schema is not None:
        try:
            return _valid(_from_schema(strict(form.schema)))
        except FormRefused:
            return _valid(_from_schema(form.schema))
    if form.choices:
        lines = " | ".join(map(_quoted, form.choices))
        return _valid(llguidance.LLMatcher.grammar_from_lark(f"start: {lines}"))
    if form.pattern:
        return _valid(llguidance.LLMatcher.grammar_from_regex(form.pattern))
    raise FormRefused("no form")


def _from_schema(schema: dict[str, Any]) -> str:
    made: str = llguidance.LLMatcher.grammar_from_json_schema(
        json.dumps(schema), defaults={"whitespace_flexible": False}
    )
    return made


def _quoted(choice: str) -> str:
    """A text as Lark writes it."""
    quoted = json.dumps(choice, ensure_ascii=False)
    return re.sub(r"\\u00([0-9a-f]{2})", r"\\x\1", quoted)


def _valid(grammar: str) -> str:
    problem = llguidance.LLMatcher.validate_grammar(grammar)
    if problem and not problem.startswith("WARNING"):
        raise FormRefused(problem[:300])
    return grammar


def _told_apart(model: Model, token: int) -> bytes:
    """A token's bytes; a marker begins with a byte that no text has."""
    spelled = model.spelled(token)
    return b"\xff" + spelled if model.is_marker(token) and spelled else spelled
