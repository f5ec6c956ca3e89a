"""A screen of its own, and the real program on it, used by keyboard like a person uses it."""

import os
import re
import select
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TypeVar

ROOT = Path(__file__).parents[2]
NEEDED = ("Xvfb", "xdotool")
PATIENCE_S = 60.0
"for a real program on a busy computer"
ROUND_S = 0.05
Result = TypeVar("Result")


def missing() -> str:
    """Why no such screen can be had here; empty where it can."""
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    return f"needs {' and '.join(lacking)}" if lacking else ""


def until(look: Callable[[], Result | None], what: str) -> Result:
    """Look again until there is something."""
    end = monotonic() + PATIENCE_S
    while not (found := look()):
        if monotonic() > end:
            raise AssertionError(f"waited in vain for {what}")
        select.select([], [], [], ROUND_S)  # another program's doing: nothing tells us
    return found


@dataclass(frozen=True)
class Window:
    """A window that is seen, and where it is."""

    number: str
    x: int
    y: int
    width: int
    height: int

    @property
    def place(self) -> tuple[int, int, int, int]:
        return self.x, self.y, self.width, self.height


@dataclass(frozen=True)
class Screen:
    """A screen without a window manager."""

    display: str

    def tool(self, *words: str) -> str:
        """What `xdotool` says; empty where it fails."""
        done = subprocess.run(
            ["xdotool", *words], env={**os.environ, "DISPLAY": self.display}, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        return done.stdout if done.returncode == 0 else ""

    def window(self, name: str = "Tacit") -> Window | None:
        """The window of this name that is seen now."""
        found = self.tool("search", "--onlyvisible", "--name", f"^{name}$").split()
        said = self.tool("getwindowgeometry", "--shell", found[0]) if found else ""
        row = dict(re.findall(r"(\w+)=(-?\d+)", said))
        if not row:
            return None
        return Window(row["WINDOW"], *(int(row[key]) for key in ("X", "Y", "WIDTH", "HEIGHT")))

    def focus(self, window: Window) -> None:
        self.tool("windowfocus", "--sync", window.number)

    def move(self, window: Window, place: tuple[int, int, int, int]) -> None:
        x, y, width, height = (str(one) for one in place)
        self.tool("windowmove", "--sync", window.number, x, y)
        self.tool("windowsize", "--sync", window.number, width, height)

    def write(self, words: str) -> None:
        self.tool("type", "--delay", "8", words)

    def press(self, keys: str) -> None:
        self.tool("key", keys)


@contextmanager
def screen() -> Iterator[Screen]:
    """A new screen, for as long as the block lasts."""
    reads, writes = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1400x1000x24", "-nolisten", "tcp",
         "-noreset"],
        pass_fds=(writes,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writes)
    try:
        with os.fdopen(reads) as told:
            yield Screen(f":{told.readline().strip()}")
    finally:
        server.terminate()
        server.wait()


@contextmanager
def tacit(on: Screen, home: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program as it is started, on this screen; it ends with the block."""
    kept = {
        name: value for name, value in os.environ.items()
        if name not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")
    }  # fmt: skip
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "desktop", *words], cwd=ROOT, stdin=subprocess.DEVNULL,
        env={**kept, "DISPLAY": on.display, "TACIT_HOME": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def family(pid: int) -> list[int]:
    """A process and everything that it started."""
    found = [pid]
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                found += family(int(child))
    return found


def found_in_memory(pid: int, secrets: dict[str, bytes]) -> set[str]:
    """Which of these stand anywhere in the memory of the process or what it started."""
    return {
        name
        for one in family(pid)
        for piece in _memory(one)
        for name, secret in secrets.items()
        if secret in piece
    }


def _memory(pid: int) -> Iterator[bytes]:
    try:
        lines = Path(f"/proc/{pid}/maps").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return  # it ended meanwhile, and its memory with it
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        for line in lines:
            place, access = line.split()[:2]
            if not access.startswith("rw"):
                continue  # what cannot be written holds nothing of a session
            first, last = (int(one, 16) for one in place.split("-"))
            with suppress(OSError, ValueError, OverflowError):
                memory.seek(first)
                yield memory.read(last - first)
