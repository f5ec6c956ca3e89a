"""The `tacit` command on a vault of its own, as a program, a pipe and a person would use it."""

import io
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.cli import main
from desktop.paths import Paths
from tests import keychains
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault, with_keychain

WORDS = "correct horse battery staple"
Typed = str | type[BaseException]


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Without how far something slow has come."""
        found = [json.loads(line) for line in self.out.splitlines()]
        return [row for row in found if row.get("event") != "progress"]

    @property
    def row(self) -> dict[str, Any]:
        (only,) = self.rows
        return only


class Tacit:
    """The command, on one vault."""

    def __init__(
        self, paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.paths = paths
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        monkeypatch.setattr("desktop.crash.close_memory", lambda: None)
        monkeypatch.setattr("vault.keyslots.calibrate", Cost)
        monkeypatch.setenv("TZ", "Europe/Berlin")

    def create(self) -> None:
        """A vault that the system's keychain opens."""
        vault = Vault.create(self.places, WORDS, datetime(2026, 3, 4, tzinfo=UTC))[0]
        vault.add_keychain(datetime(2026, 3, 4, tzinfo=UTC))
        vault.close()

    @property
    def places(self) -> Places:
        return Places.of(self.paths.data, self.paths.config)

    def unlocked(self) -> Vault:
        return Vault.unlock(self.places, with_keychain(), datetime.now(UTC))

    def __call__(self, *words: str, piped: str = "") -> Ran:
        """As a program does, that reads JSON."""
        return self.piped(*words, "--json", piped=piped)

    def piped(self, *words: str, piped: str = "") -> Ran:
        """As a script does, that reads what people read."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(piped))
        return self._run(words)

    def typed(self, *words: str, lines: Sequence[Typed] = ()) -> Ran:
        """As a person does at a terminal, who types these lines."""
        waiting = list(lines)

        def line(prompt: str) -> str:
            sys.stdout.write(prompt)
            if not waiting:
                raise EOFError
            typed = waiting.pop(0)
            if isinstance(typed, str):
                return typed
            raise typed

        with self._monkeypatch.context() as terminal:
            terminal.setattr("sys.stdin", io.StringIO())
            terminal.setattr("sys.stdin.isatty", lambda: True)
            terminal.setattr("sys.stdout.isatty", lambda: True)
            terminal.setattr("builtins.input", line)
            ran = self._run(words)
        assert not waiting, "lines that nobody asked for"
        return ran

    def _run(self, words: Sequence[str]) -> Ran:
        self._capsys.readouterr()
        code = main(words)
        said = self._capsys.readouterr()
        return Ran(code, said.out, said.err)


@pytest.fixture
def tacit(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Tacit]:
    with keychains.in_use():
        made = Tacit(paths, monkeypatch, capsys)
        made.create()
        yield made
