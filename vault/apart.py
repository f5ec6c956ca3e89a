"""Calls that bring a large library for a moment: made here, or in a process of its own.

Stretching a passphrase brings `cryptography`, asking the keychain `keyring`. A command ends soon
after; a window stays open all day and would keep them in memory. So the window says with what
command it can be started as a helper (`use`); the calls are then made there, and the helper ends
with the work that it was `held` for. Where no process can be had, they are made here.
"""

import base64
import contextlib
import importlib
import json
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import IO, Any

from vault.errors import KeychainUnavailable
from vault.primitives import WrongKey
from vault.starting import Running, start

CALLS = {
    "stretch": "vault.primitives",
    "wrap": "vault.primitives",
    "unwrap": "vault.primitives",
    "look": "vault.keychain",
    "read": "vault.keychain",
    "write": "vault.keychain",
    "remove": "vault.keychain",
}
"what can be called, and where it stands"
EXPECTED: tuple[type[Exception], ...] = (WrongKey, KeychainUnavailable)
"what calls raise; all else is a fault of the helper"
Value = str | bytes | int | None


class _HelperGone(Exception):
    """It did not start, died, or does not know what it was asked."""


class _Helper:
    """The process that makes the calls, from the first of them until nobody holds it."""

    def __init__(self) -> None:
        self.command: Sequence[str] = ()
        self._process: Running | None = None
        self._holders = 0
        self._lock = threading.RLock()

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        with self._lock:
            self._holders += 1
        try:
            yield
        finally:
            with self._lock:
                self._holders -= 1
                if not self._holders:
                    self._end()

    def call(self, name: str, values: Sequence[Value]) -> Any:
        with self._lock:
            try:
                return self._ask(name, values)
            except (OSError, ValueError, KeyError) as error:
                self._end()
                raise _HelperGone from error

    def _ask(self, name: str, values: Sequence[Value]) -> Any:
        process = self._process = self._process or start(self.command)
        assert process.stdin is not None
        assert process.stdout is not None
        _write(process.stdin, [name, *map(_packed, values)])
        kind, value = _read(process.stdout)
        if kind == "result":
            return _unpacked(value)
        expected = {one.__name__: one for one in EXPECTED}
        raise expected[value]

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # it keeps nothing
            process.wait()
            for pipe in filter(None, (process.stdin, process.stdout)):
                with contextlib.suppress(OSError):  # what it was asked may not have been sent
                    pipe.close()


_helper = _Helper()


def use(command: Sequence[str]) -> None:
    """Have calls made by the process that this starts; none: here."""
    _helper.command = command


@contextlib.contextmanager
def held() -> Iterator[None]:
    """While this lasts, one helper makes all the calls, whichever thread they come from."""
    with _helper.held():
        yield


def call(name: str, *values: Value) -> Any:
    """Make a call, where it is to be made."""
    if _helper.command:
        with contextlib.suppress(_HelperGone), held():
            return _helper.call(name, values)
    return _here(name, values)


def main() -> int:
    """The helper: makes what calls are written to it, one a line, until there are no more."""
    while True:
        try:
            name, *values = _read(sys.stdin.buffer)
        except ValueError:
            return 0
        try:
            answer = ["result", _packed(_here(name, [_unpacked(value) for value in values]))]
        except EXPECTED as error:
            answer = ["raised", type(error).__name__]
        except Exception as error:  # noqa: BLE001 - whoever asked makes the call and sees for itself
            answer = ["failed", type(error).__name__]
        _write(sys.stdout.buffer, answer)


def _here(name: str, values: Sequence[Value]) -> Any:
    return getattr(importlib.import_module(CALLS[name]), name)(*values)


def _write(stream: IO[bytes], row: list[Any]) -> None:
    stream.write(json.dumps(row).encode() + b"\n")
    stream.flush()


def _read(stream: IO[bytes]) -> list[Any]:
    """A line; `ValueError` where it ends, or is none."""
    row: list[Any] = json.loads(stream.readline())
    return row


def _packed(value: Value) -> Any:
    return [base64.b64encode(value).decode()] if isinstance(value, bytes) else value


def _unpacked(value: Any) -> Value:
    return base64.b64decode(value[0]) if isinstance(value, list) else value
