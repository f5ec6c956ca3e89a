"""Locking: what passes over to the fresh process, and that nothing else does."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop import locking
from desktop.due import Due
from tests.desktop import real_screen
from tests.desktop.conftest import PASSPHRASE
from tests.desktop.real_screen import found_in_memory, screen, tacit, until
from tests.vault.conftest import COST, NOW
from vault import documents, reminders, tasks
from vault.documents import NewDocument
from vault.items import Origin, Source
from vault.places import Places
from vault.reminders import NewReminder
from vault.tasks import NewTask, Series
from vault.vault import Vault

ROOT = Path(__file__).parents[2]
HOUR = timedelta(hours=1)


def reminder(vault: Vault, words: str, due: datetime, rule: str = "") -> None:
    with vault.writer() as conn:
        new = NewReminder(due, series=Series(rule), text=words)
        reminders.add_alone(conn, new, Source(Origin.OWNER), NOW)


def test_only_moments_pass_over(vault: Vault) -> None:
    reminder(vault, "call the oncologist", NOW + HOUR)
    reminder(vault, "water the plants", NOW + 2 * HOUR, "FREQ=DAILY")
    found = locking.moments(vault, NOW)
    vault.close()
    assert found[:2] == (NOW + HOUR, NOW + 2 * HOUR)
    assert found[2] == NOW + 26 * HOUR
    assert len(found) == 1 + 7


@pytest.mark.skipif(os.name != "posix", reason="elsewhere a child takes over")
def test_the_fresh_process_is_this_one_with_a_new_program() -> None:
    code = (
        "import os, sys; from datetime import UTC, datetime; from desktop import locking\n"
        "sys.executable = '/bin/sh'\n"
        "execv = os.execv\n"
        "os.execv = lambda path, words: execv(path, ['sh', '-c', "
        "'echo $$; cat; echo; echo \"$@\"; ls /proc/$$/fd | wc -w', *words])\n"
        "secret = open('/dev/null')\n"
        "print(os.getpid(), flush=True)\n"
        "locking.start_again([datetime.fromtimestamp(5, UTC), datetime.fromtimestamp(77, UTC)],"
        " is_hidden=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    before, after, moments, words, _files = done.stdout.splitlines()
    assert before == after
    assert moments == "5 77"
    assert words == "-P -m desktop --locked --start-hidden"


def test_moments_are_read_from_standard_input_once_it_is_said_that_they_are_there() -> None:
    code = "import sys; from desktop import locking; print(locking.passed_over(sys.argv[1:]))"

    def passed(said: str, *words: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", code, *words], cwd=ROOT, input=said, capture_output=True,
            text=True, check=True,
        ).stdout.strip()  # fmt: skip

    assert passed("5", "--locked") == str((datetime.fromtimestamp(5, UTC),))
    assert passed("5") == "()"
    assert passed("five", "--locked") == "()"
    assert passed("", "--locked") == "()"


def test_what_comes_due_is_counted_also_where_the_clock_jumped(qtbot: QtBot) -> None:
    times = [NOW]
    due = Due([NOW + HOUR, NOW + 3 * HOUR, NOW - HOUR], lambda: times[0])
    told: list[int] = []
    due.due.connect(told.append)
    due.look()
    assert told == [1]
    alarm = due._alarm
    # After sleep it looks within a minute, or a twentieth more: Qt bundles what is not urgent.
    assert 0 < alarm._timer.remainingTime() <= 63_000
    alarm.check()
    assert told == [1]
    times[0] = NOW + HOUR
    alarm.check()
    assert told == [1, 2]
    times[0] = NOW - 5 * HOUR
    due.look()
    assert told == [1, 2, 0]
    times[0] = NOW + 9 * HOUR
    alarm.check()
    assert told == [1, 2, 0, 3]
    assert alarm.at is None
    times[0] = NOW
    due.look()
    due.stop()
    assert alarm.at is None


CANARIES = {
    "task": "canary 5f1c quince marmalade",
    "document": "canary 90de copper orchid",
    "reminder": "canary 77aa velvet lighthouse",
    "draft": "canary e04b paper kite",
}
LINUX = sys.platform == "linux"


def both(name: str, text: str) -> dict[str, bytes]:
    """As Python keeps it, and as Qt does."""
    return {name: text.encode(), f"{name}, in Qt": text.encode("utf-16-le")}


def made(places: Places) -> dict[str, bytes]:
    """A vault with canaries in it, closed; everything that must not be found after locking."""
    vault, recovery_key = Vault.create(places, PASSPHRASE, NOW, COST)
    with vault.writer() as conn:
        paper = NewDocument(
            CANARIES["document"], "text/plain", "00", Source(Origin.FILE, "a"), NOW, ["a"], []
        )
        documents.add(conn, paper, NOW)
        tasks.add(conn, NewTask(CANARIES["task"], Source(Origin.OWNER)), NOW)
    reminder(vault, CANARIES["reminder"], datetime.now(UTC) + timedelta(days=1))
    key, master = vault.key, bytes(vault._master._raw)
    vault.close()
    secrets = {"key": key, "key, in hex": key.hex().encode(), "master key": master}
    for name, text in {**CANARIES, "passphrase": PASSPHRASE, "recovery key": recovery_key}.items():
        secrets |= both(name, text)
    return secrets


@pytest.mark.skipif(not LINUX or os.getuid() != 0, reason="only root may look into its memory")
@pytest.mark.skipif(bool(real_screen.missing()), reason=real_screen.missing())
def test_after_locking_nothing_is_left_in_memory(tmp_path: Path) -> None:
    home = tmp_path / "real home"
    places = Places.of(home / "data", home / "config")
    places.folder.mkdir(parents=True)
    secrets = made(places)
    with screen() as here, tacit(here, home) as program:
        before = until(here.window, "the locked window")
        assert found_in_memory(program.pid, secrets) == set()
        here.move(before, (41, 57, 903, 611))
        here.focus(before)
        here.write(PASSPHRASE)
        here.press("Return")
        # The control: unlocked, the same look finds them.
        until(lambda: "key" in found_in_memory(program.pid, secrets), "the key of the open vault")

        def shown(name: str, keys: str = "") -> None:
            """Press the keys of a page until what it shows is in memory."""

            def look() -> set[str]:
                if keys:
                    here.press(keys)
                return both(name, "").keys() & found_in_memory(program.pid, secrets)

            until(look, f"the {name} that is seen")

        open_ = found_in_memory(program.pid, secrets)
        assert {"key", "key, in hex", "master key"} & open_
        assert {"passphrase", "passphrase, in Qt"} & open_
        shown("task", "ctrl+3")
        shown("document", "ctrl+4")
        here.press("ctrl+2")
        here.write(CANARIES["draft"])  # at once, while the page may still be coming
        shown("draft")
        here.press("ctrl+l")
        command = Path(f"/proc/{program.pid}/cmdline")
        until(lambda: b"--locked" in command.read_bytes(), "a fresh program")
        after = until(here.window, "its window")
        assert after.place == (41, 57, 903, 611)
        assert found_in_memory(program.pid, secrets) == set()
        limits = Path(f"/proc/{program.pid}/limits").read_text()
        assert re.search(r"Max core file size\s+0\s+0\s", limits)
        # And it is a window like the first: the same passphrase opens it.
        here.focus(after)
        here.write(PASSPHRASE)
        here.press("Return")
        until(lambda: "key" in found_in_memory(program.pid, secrets), "the key once more")
