"""A process started without Python's lock is as clean as one that `subprocess` starts."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from vault import starting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(params=["here", "subprocess"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both ways in which a process is started."""
    starting._library.cache_clear()
    if request.param == "subprocess":
        monkeypatch.setattr(sys, "platform", "darwin")
    starting._library()
    monkeypatch.undo()
    yield request.param
    starting._library.cache_clear()


def said(process: starting.Running) -> str:
    """What a process says, to its end."""
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout as pipe:
        words = pipe.read().decode()
    assert process.wait(timeout=30) == 0
    return words


def test_it_is_started_as_was_meant(way: str) -> None:
    process = starting.start(["/bin/true"])
    assert isinstance(process, starting.Started) == (way == "here")
    assert said(process) == ""


@pytest.mark.usefixtures("way")
def test_it_answers_what_it_is_asked() -> None:
    process = starting.start(["/bin/cat"])
    assert process.poll() is None
    assert process.stdin is not None
    process.stdin.write(b"hello")
    process.stdin.close()
    assert process.stdout is not None
    assert process.stdout.read() == b"hello"
    process.stdout.close()
    assert process.wait() == process.poll() == 0


@pytest.mark.usefixtures("way")
def test_how_it_ended_is_known() -> None:
    process = starting.start(["/bin/cat"])
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0.0)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    process.kill()  # nobody else's process that has its number now
    for pipe in filter(None, (process.stdin, process.stdout)):
        pipe.close()


@pytest.mark.usefixtures("way")
def test_it_has_no_file_of_ours(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        words = said(starting.start(["/bin/ls", "-l", "/proc/self/fd"]))
    files = [line.split(" -> ")[1] for line in words.splitlines() if " -> " in line]
    assert [one.split(":")[0] for one in files[:3]] == ["pipe", "pipe", os.devnull]
    assert [Path(one).name == "fd" for one in files[3:]] == [True]  # that which it lists


@pytest.mark.usefixtures("way")
def test_it_is_in_a_session_of_its_own_and_hears_every_signal() -> None:
    process = starting.start(["/bin/cat", "/proc/self/stat", "/proc/self/status"])
    stat, *status = said(process).splitlines()
    assert int(stat.rsplit(")", 1)[1].split()[3]) == process.pid
    marks = dict(line.split(":\t", 1) for line in status if ":\t" in line)
    ignored = int(marks["SigIgn"], 16)
    assert not ignored & (1 << (signal.SIGPIPE - 1) | 1 << (signal.SIGXFSZ - 1))


@pytest.mark.usefixtures("way")
def test_it_knows_what_it_was_told_and_no_more() -> None:
    assert said(starting.start(["/usr/bin/env"], {"NAME": "Zoë"})) == "NAME=Zoë\n"


@pytest.mark.usefixtures("way")
def test_what_is_not_there_is_said_and_leaves_nothing_open() -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(FileNotFoundError) as told:
        starting.start(["/nowhere/tacit"])
    assert told.value.filename == "/nowhere/tacit"
    assert len(list(Path("/proc/self/fd").iterdir())) == before
