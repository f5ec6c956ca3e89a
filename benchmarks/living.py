"""A life of its own for proofs: folders, a screen, the window on it, and the command beside it.

Nothing here is a stand-in: the window is started as the menu starts it, unlocked and locked by
keys, and commands are handed over to it as in a terminal. Everything lies below one folder.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from desktop import paths
from desktop.paths import Paths
from tests.desktop import real_screen
from tests.desktop.real_screen import Screen, Window, until
from vault.places import LOCK, Places

ROOT = Path(__file__).resolve().parent.parent
PASSPHRASE = "correct horse battery staple"
SMALL = "smollm2-135m"
XDG = {"XDG_CONFIG_HOME": ".config", "XDG_CACHE_HOME": ".cache", "XDG_DATA_HOME": ".local/share",
       "XDG_STATE_HOME": ".local/state"}  # fmt: skip
NOT_OURS = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "TACIT_HOME")


@dataclass
class Life:
    """Somebody's computer, as far as Tacit sees it."""

    folder: Path
    screen: Screen
    env: dict[str, str]
    paths: Paths
    program: subprocess.Popen[bytes] | None = None
    recovery_key: str = field(default="", repr=False)

    @property
    def places(self) -> Places:
        return Places.of(self.paths.data, self.paths.config)

    @property
    def log(self) -> Path:
        """SQLite's own, which is there while the vault is open."""
        return self.places.database.with_name(f"{self.places.database.name}-wal")

    @property
    def is_open(self) -> bool:
        """Whether somebody holds the vault, as the system knows it."""
        lock = self.places.folder / LOCK
        held = f":{lock.stat().st_ino}" if lock.exists() else "none"
        rows = Path("/proc/locks").read_text().splitlines()
        return any(row.split()[-3].endswith(held) for row in rows)

    @property
    def temporary(self) -> Path:
        return Path(self.env["TMPDIR"])

    def tacit(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """A command, in the window where that is unlocked."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "desktop", *words], cwd=self.folder, env=self.env,
            input=given, capture_output=True, text=True, check=False, errors="replace",
        )  # fmt: skip

    def make_vault(self) -> None:
        done = self.tacit("vault", "create", "--passphrase-stdin", given=f"{PASSPHRASE}\n" * 2)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, *words: str) -> Window:
        """The window, as it comes up."""
        self.program = subprocess.Popen(
            [sys.executable, "-P", "-m", "desktop", *words], cwd=self.folder, env=self.env,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        return until(self.screen.window, "the window")

    def unlock(self, secret: str = PASSPHRASE) -> Window:
        """By the keyboard."""
        window = until(self.screen.window, "the locked window")
        self.screen.focus(window)
        self.screen.write(secret)
        self.screen.press("Return")
        until(lambda: self.is_open, "the open vault")
        # Held is not open yet: then a command would be told to wait.
        until(lambda: self.tacit("tasks").returncode == 0, "a window that answers")
        return window

    def lock(self) -> Window:
        """By its keys; the fresh window that follows."""
        window = until(self.screen.window, "the window")
        self.screen.focus(window)

        def is_closed() -> bool:
            if self.screen.window():
                self.screen.press("ctrl+l")  # once more where it was pressed before a page came
            return not self.is_open

        until(is_closed, "the vault to close")
        return until(self.screen.window, "the fresh window")

    def end(self) -> None:
        """Whatever state the window is in."""
        if self.program is not None:
            self.program.kill()
            self.program.wait()
            self.program = None


@contextmanager
def life(folder: Path, *, more: dict[str, str] | None = None) -> Iterator[Life]:
    """A new life below a folder, with the weights of this computer."""
    weights = paths.find().weights
    env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    env |= {name: str(folder / "person" / where) for name, where in XDG.items()}
    runtime, temporary = folder / "runtime", folder / "temporary"
    for one in (folder / "person", runtime, temporary):
        one.mkdir(mode=0o700, parents=True)
    env |= {
        "HOME": str(folder / "person"), "XDG_RUNTIME_DIR": str(runtime), "PYTHONPATH": str(ROOT),
        "TMPDIR": str(temporary), "TACIT_WEIGHTS": str(weights), "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", **(more or {}),
    }  # fmt: skip
    with real_screen.screen() as screen, _in(env):
        own = Life(folder, screen, {**env, "DISPLAY": screen.display}, paths.find().prepare())
        own.paths.default_weights.write_text(json.dumps({"chat": SMALL}))
        own.paths.settings.write_text(json.dumps({"lock_minutes": 0}))  # only when told to
        try:
            signal.signal(signal.SIGTERM, _leave)  # or what was started would go on without us
            yield own
        finally:
            own.end()


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


@contextmanager
def _in(env: dict[str, str]) -> Iterator[None]:
    """Where folders are asked for, the answer is the same here and there."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
