"""Who is away is locked out; and gaps of the event loop are noticed without waking it up."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import idle_time
from desktop.app import LOCKING, Parts
from desktop.heartbeat import Heartbeat
from desktop.idle import Idle
from desktop.jobs import JobRunner
from desktop.screen_lock import ScreenLock, session_path
from desktop.ui.home import Home
from desktop.viewmodels.window_settings import WindowSettings
from desktop.watching import Watching

ROOT = Path(__file__).parents[2]


class Said:
    """A system that tells how long nobody was there."""

    def __init__(self, idle_s: float | None) -> None:
        self.idle_s = idle_s
        self.now = 0.0

    def __call__(self) -> float | None:
        return self.idle_s

    def clock(self) -> float:
        return self.now


@pytest.fixture
def jobs(qtbot: QtBot) -> JobRunner:
    return JobRunner()


def told(qtbot: QtBot, jobs: JobRunner) -> None:
    qtbot.waitUntil(lambda: jobs.busy == 0)


def test_where_the_system_tells_it_decides(qtbot: QtBot, jobs: JobRunner) -> None:
    system = Said(30.0)
    idle = Idle(jobs, system, system.clock)
    heard: list[bool] = []
    idle.idle.connect(lambda: heard.append(True))
    idle.start(4)
    told(qtbot, jobs)
    idle.look()
    told(qtbot, jobs)
    assert not heard
    assert idle._timer.interval() == 210_000
    system.idle_s = 240.0
    idle.look()
    told(qtbot, jobs)
    assert heard
    idle.stop()
    jobs.close()


def test_elsewhere_input_to_our_windows_counts(qtbot: QtBot, jobs: JobRunner) -> None:
    system = Said(None)
    idle = Idle(jobs, system, system.clock)
    heard: list[bool] = []
    idle.idle.connect(lambda: heard.append(True))
    idle.start(1)
    told(qtbot, jobs)
    window = QWindow()
    idle._watch(window)
    system.now = 50.0
    QApplication.sendEvent(window, QEvent(QEvent.Type.FocusIn))
    assert idle._last_input == 0.0
    QApplication.sendEvent(window, QEvent(QEvent.Type.TouchBegin))
    assert idle._last_input == 50.0
    system.now = 109.0
    idle.look()
    told(qtbot, jobs)
    assert not heard
    system.now = 110.0
    idle.look()
    told(qtbot, jobs)
    assert heard
    idle.stop()
    jobs.close()


def test_never_is_never(qtbot: QtBot, jobs: JobRunner) -> None:
    idle = Idle(jobs, Said(9e9))
    idle.start(0)
    assert not idle._timer.isActive()
    jobs.close()


def test_another_time_holds_at_once(qtbot: QtBot, jobs: JobRunner, tmp_path: Path) -> None:
    settings = WindowSettings(tmp_path / "settings.json")
    watching = Watching(jobs, settings, Said(0.0))
    watching.unlocked()
    assert watching.idle._timer.interval() == 4 * 60_000
    settings.change(lock_minutes=1)
    assert watching.idle._timer.interval() == 60_000
    settings.change(lock_minutes=0)
    assert not watching.idle._timer.isActive()
    watching.stop()
    jobs.close()


def test_a_locked_screen_locks_unless_the_owner_does_not_want_it(
    qtbot: QtBot, parts: Parts, home: Home
) -> None:
    left: list[int] = []
    parts.leave = left.append
    parts.settle()
    assert parts.watching is not None
    parts.settings.change(locks_with_screen=False)
    parts.watching.screen.on_active(is_active=True)
    assert left == []
    parts.settings.change(locks_with_screen=True)
    parts.watching.screen.on_active(is_active=False)
    assert left == []
    parts.watching.screen.on_active(is_active=True)
    assert left == [LOCKING]


def test_a_window_that_is_locked_already_stays(qtbot: QtBot, parts: Parts) -> None:
    left: list[int] = []
    parts.leave = left.append
    parts.lock()
    assert left == []


@pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is a Linux matter")
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="needs dbus-run-session")
def test_the_screen_saver_is_heard() -> None:
    code = (
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "from PySide6.QtDBus import QDBusConnection, QDBusMessage\n"
        "from desktop.screen_lock import ScreenLock\n"
        "app = QCoreApplication([]); lock = ScreenLock(); lock.listen()\n"
        "lock.away.connect(lambda: (print('away'), app.quit()))\n"
        "def say():\n"
        "    for state in (False, True):\n"
        "        said = QDBusMessage.createSignal('/org/gnome/ScreenSaver',"
        " 'org.gnome.ScreenSaver', 'ActiveChanged')\n"
        "        said.setArguments([state]); QDBusConnection.sessionBus().send(said)\n"
        "QTimer.singleShot(0, say); QTimer.singleShot(20_000, app.quit)\n"
        "app.exec()\n"
    )
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, "-c", code], cwd=ROOT, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.stdout == "away\n", done.stderr


def test_sessions_are_named_as_logind_names_them() -> None:
    assert session_path("2") == "/org/freedesktop/login1/session/_32"
    assert session_path("c1") == "/org/freedesktop/login1/session/c1"
    assert session_path("") == "/org/freedesktop/login1/session/self"


def test_nobody_to_listen_to_is_no_fault(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    ScreenLock().listen()
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("WAYLAND_DISPLAY", "DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert idle_time.of_the_system() is None


def hold_up(seconds: float = 0.06) -> None:
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def test_work_that_holds_up_an_idle_window_is_noticed(qtbot: QtBot) -> None:
    heart = Heartbeat(lambda: 0)
    heart.start()
    heart.forget()
    QTimer.singleShot(0, hold_up)
    qtbot.waitUntil(lambda: bool(heart.gaps))
    assert heart.gaps[0].seconds >= 0.05
    assert heart.beats == 0
    heart.forget()
    assert not heart.gaps
    heart.stop()


def test_while_there_is_work_it_beats_and_then_rests(qtbot: QtBot) -> None:
    busy = [1]
    heart = Heartbeat(lambda: busy[0])
    heart.start()
    QTimer.singleShot(0, lambda: None)
    qtbot.waitUntil(lambda: heart.beats > 2)
    QTimer.singleShot(0, hold_up)
    qtbot.waitUntil(lambda: bool(heart.gaps))
    busy[0] = 0
    qtbot.waitUntil(lambda: not heart._timer.isActive())
    heart.stop()


HEAVY = ("torch", "faiss", "llama_cpp", "ctranslate2", "onnxruntime", "numpy", "keyring", "zxcvbn",
         "sounddevice", "sqlcipher3", "cryptography")  # fmt: skip


def test_nothing_heavy_is_loaded_when_the_window_is_painted(paths: object, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "def look():\n"
        "    QApplication.processEvents()\n"
        "    print(*sorted(sys.modules)); return 0\n"
        "QApplication.exec = staticmethod(look)\n"
        "sys.argv = ['tacit']\n"
        "from desktop.__main__ import main\n"
        "sys.exit(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "PySide6" in loaded
    assert loaded.isdisjoint(HEAVY)
