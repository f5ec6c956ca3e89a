"""Frames: what goes in comes out, and what is no frame is refused before it costs anything."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.engines import wire
from inference.engines.wire import Frame, WireBroken

JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    max_leaves=8,
)


@given(
    some.integers(0, 2**40), some.text(), some.dictionaries(some.text(), JSON), some.binary()
)  # fmt: skip
def test_a_frame_comes_back_as_it_was(
    request: int, kind: str, fields: dict[str, object], payload: bytes
) -> None:
    pipe = io.BytesIO()
    sent = [Frame(request, kind, fields, payload), Frame(1, "next")]
    for frame in sent:
        wire.write(pipe, frame)
    pipe.seek(0)
    assert [wire.read(pipe), wire.read(pipe), wire.read(pipe)] == [*sent, None]


@given(some.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    try:
        frame = wire.read(io.BytesIO(noise))
    except WireBroken:
        return
    assert frame is None or isinstance(frame, Frame)


def row(**changed: object) -> bytes:
    good: dict[str, object] = {"request": 1, "kind": "token", "bytes": 0, "fields": {}}
    return json.dumps({**good, **changed}).encode() + b"\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"[]\n",
        b"{}\n",
        b"not json\n",
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        row(request="1"),
        row(request=True),
        row(kind=7),
        row(fields=[]),
        row(bytes=-1),
        row(bytes=wire.LONGEST_PAYLOAD + 1),
        row(bytes=1.5),
        row(bytes=3) + b"ab",
        row()[:-1],
    ],
)
def test_what_is_no_frame(raw: bytes) -> None:
    with pytest.raises(WireBroken):
        wire.read(io.BytesIO(raw))


def test_a_line_without_end_is_not_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LONGEST_LINE", 100)
    with pytest.raises(WireBroken):
        wire.read(io.BytesIO(b"{" * 1000))
