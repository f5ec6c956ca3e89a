"""Frames between Tacit and an engine's process: one line of JSON, then bytes as they are.

No pickle: what comes back was made by a process that has read a stranger's file. Sizes are checked
before anything is allocated.
"""

import json
from dataclasses import dataclass, field
from typing import IO, Any

LONGEST_LINE = 64 << 20
LONGEST_PAYLOAD = 1 << 30


class WireBroken(Exception):
    """The other side sent something that is no frame, or ended in the middle of one."""


@dataclass(frozen=True)
class Frame:
    """One message: which request it belongs to, what it is, and what it carries."""

    request: int
    kind: str
    fields: dict[str, Any] = field(default_factory=dict)
    payload: bytes = b""

    def number(self, name: str) -> int:
        """A field that must be a whole number."""
        value = self.fields.get(name)
        if type(value) is not int:
            raise WireBroken("a field of another type")
        return value

    def text(self, name: str) -> str:
        """A field that must be a text."""
        value = self.fields.get(name)
        if not isinstance(value, str):
            raise WireBroken("a field of another type")
        return value


def write(pipe: IO[bytes], frame: Frame) -> None:
    """Send a frame."""
    row = {"request": frame.request, "kind": frame.kind, "bytes": len(frame.payload)}
    line = json.dumps({**row, "fields": frame.fields}, ensure_ascii=True, separators=(",", ":"))
    pipe.write(line.encode("ascii") + b"\n")
    pipe.write(frame.payload)  # not put together first: it may be a whole file
    pipe.flush()


def read(pipe: IO[bytes]) -> Frame | None:
    """The next frame; None when the other side has ended in good order."""
    line = pipe.readline(LONGEST_LINE)
    if not line:
        return None
    frame, size = _parsed(line)
    payload = pipe.read(size) if size else b""
    if len(payload) != size:
        raise WireBroken("ended within a frame")
    return Frame(frame.request, frame.kind, frame.fields, payload)


def _parsed(line: bytes) -> tuple[Frame, int]:
    if not line.endswith(b"\n"):
        raise WireBroken("a line too long")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise WireBroken("not a frame") from error
    if not isinstance(row, dict):
        raise WireBroken("not a frame")
    request, kind, size = row.get("request"), row.get("kind"), row.get("bytes")
    fields = row.get("fields")
    if type(request) is not int or not isinstance(kind, str) or not isinstance(fields, dict):
        raise WireBroken("not a frame")
    if type(size) is not int or not 0 <= size <= LONGEST_PAYLOAD:
        raise WireBroken("a payload of no possible size")
    return Frame(request, kind, fields), size
