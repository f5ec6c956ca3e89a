"""Events are rebuilt field by field; what an engine's process makes up is not believed."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference import types
from inference.engines import events
from inference.engines.wire import WireBroken
from inference.errors import ContextFull, EngineFault, as_row, from_row
from inference.types import ChatRequest, Form, Heard, Message, Sampling, Segment, Token, Word

REQUEST = ChatRequest(
    (Message("system", "Be brief."), Message("user", "Grüße 👋")),
    fixed=1,
    sampling=Sampling(0.7, seed=3),
    stop=("\n\n",),
    form=Form(schema={"type": "object"}, after="<call>"),
)
HEARD = Heard("a b", "en", (Segment("a b", 0.0, 1.0, (Word("a", 0.0, 0.5, 0.9),)),), 0.8)


@pytest.mark.parametrize("value", [REQUEST, HEARD, Token("x"), types.Started(3, 1)])
def test_values_come_back_as_they_were(value: Any) -> None:
    assert events.build(type(value), events.row_of(value)) == value


def test_types_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens come sixty times a second, on the cores that the model writes with."""
    events.build(Token, {"text": "a"})
    monkeypatch.setattr(events, "get_type_hints", None)
    assert events.build(Token, {"text": "b"}) == Token("b")


@pytest.mark.parametrize("kind", list(events.EVENTS))
@given(some.dictionaries(some.sampled_from(["text", "reason", "share", "x"]), some.integers()))
def test_nonsense_is_refused(kind: str, row: dict[str, int]) -> None:
    try:
        events.event(kind, row)
    except WireBroken:
        return
    assert all(isinstance(value, int) for value in row.values())


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("nonsense", {}),
        ("token", {"text": 7}),
        ("token", {}),
        ("token", {"text": "a", "more": "b"}),
        ("finished", {"reason": "because"}),
        ("started", {"prompt_tokens": True, "reused_tokens": 0}),
        ("heard", {"text": "a", "language": "en", "segments": "b"}),
        ("heard", {"text": "a", "language": "en", "segments": [7]}),
    ],
)
def test_rows_that_are_no_events(kind: str, row: dict[str, Any]) -> None:
    with pytest.raises(WireBroken):
        events.event(kind, row)


def test_errors_travel_as_names_and_numbers() -> None:
    error = from_row(as_row(ContextFull(9000, 8192)), "chat")
    assert isinstance(error, ContextFull)
    assert (error.needed, error.available) == (9000, 8192)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"error": "ContextFull", "args": [1]},
        {"error": "ContextFull", "args": [1, [2]]},
        {"error": "ContextFull", "args": "no"},
        {"error": "SystemExit", "args": [0]},
        {"error": "WeightsRefused", "args": ["x"]},
    ],
)
def test_errors_that_make_no_sense_are_faults(row: dict[str, object]) -> None:
    assert isinstance(from_row(row, "chat"), EngineFault)
