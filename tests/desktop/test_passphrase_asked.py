"""A secret that nobody gives is no mistake of ours."""

import argparse
import io

import pytest

from desktop import console, passphrase
from desktop.errors import NothingToAsk


class _Left:
    """A terminal at which Ctrl+D is pressed."""

    class _Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    stdin = _Keyboard()

    def secret(self, _prompt: str) -> str:
        raise EOFError


def test_ctrl_d_in_place_of_a_passphrase_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "here", _Left)
    with pytest.raises(NothingToAsk):
        passphrase.ask(argparse.Namespace(passphrase_stdin=False), "A passphrase")
