"""What every test stands on: a home of its own, no network, no unexpected warning in the log."""

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's real keychain

from desktop import paths as desktop_paths
from desktop.paths import Paths

# Asked before any test moves TACIT_HOME: where the machine's real weights lie.
REAL_WEIGHTS = desktop_paths.find().weights


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a test does reaches the home of whoever runs it."""
    monkeypatch.setenv("TACIT_HOME", str(tmp_path / "tacit home"))
    monkeypatch.setenv("HOME", str(tmp_path / "user home"))
    monkeypatch.delenv("TACIT_WEIGHTS", raising=False)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return desktop_paths.find({"TACIT_HOME": str(tmp_path / "tacit home")}).prepare()


@pytest.fixture
def real_weights() -> Path:
    """The starter weights of this machine, which set-up brought."""
    if not (REAL_WEIGHTS / "smollm2-135m").is_dir():
        pytest.fail("no starter weights here: run python3 run.py setup")
    return REAL_WEIGHTS


class NetworkUsed(AssertionError):
    """A test reached for the network without saying so."""


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach nothing; a test marked `loopback` reaches 127.0.0.1."""
    may_loop = request.node.get_closest_marker("loopback") is not None
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex
    sendto, resolve = socket.socket.sendto, socket.getaddrinfo

    def check(family: int, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else address
        local = str(host) in ("127.0.0.1", "localhost")
        if family != getattr(socket, "AF_UNIX", None) and not (may_loop and local):
            raise NetworkUsed(f"this test tried to reach {host!r}")

    def guarded(call: Any) -> Any:
        def instead(self: socket.socket, *args: Any) -> Any:
            check(self.family, args[-1])
            return call(self, *args)

        return instead

    def resolving(host: Any, *args: Any, **kwargs: Any) -> Any:
        check(socket.AF_INET, (host,))
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    monkeypatch.setattr(socket.socket, "sendto", guarded(sendto))
    monkeypatch.setattr(socket, "getaddrinfo", resolving)


@pytest.fixture(autouse=True)
def _no_unexpected_warning(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """A warning that nobody expected is a fault that nobody noticed."""
    yield
    if request.node.get_closest_marker("logs_warnings") is None:
        for when in ("setup", "call"):
            loud = [one for one in caplog.get_records(when) if one.levelno >= logging.WARNING]
            assert not loud, [one.getMessage() for one in loud]
