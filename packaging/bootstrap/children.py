"""Running other programs while the screen stays alive."""

import ctypes
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from bootstrap.screen import Screen

# Settings of the caller's own pip and Python that would send packages elsewhere.
MISLEADING = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PYTHONPATH",
              "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")  # fmt: skip


PR_SET_PDEATHSIG = 1


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without what would mislead pip, and with `extra`."""
    # Python must not look for modules in the folder that somebody happens to stand in.
    extra = {"PYTHONSAFEPATH": "1", **extra}
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "1", **extra}


def watch(
    command: list[str],
    screen: Screen,
    *,
    on_line: Callable[[str], None] = lambda _line: None,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> int:
    """Run a program, hand over each line it prints, tick the screen meanwhile; its exit code.

    An interruption ends the program too, so that nothing goes on behind a stopped set-up.
    """
    child = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        env=env if env is not None else environment(),
        cwd=cwd,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=os.name == "posix",  # a group of its own, so that all of it can be ended
        preexec_fn=_end_with_us if sys.platform == "linux" else None,  # noqa: PLW1509 - no thread runs
    )
    lines: queue.Queue[str | None] = queue.Queue()

    def read() -> None:
        assert child.stdout is not None
        for line in child.stdout:
            lines.put(line.rstrip("\n"))
        lines.put(None)

    threading.Thread(target=read, daemon=True).start()
    try:
        while True:
            try:
                line = lines.get(timeout=1.0)
            except queue.Empty:
                screen.tick()
                continue
            if line is None:
                return child.wait()
            on_line(line)
            screen.tick()
    finally:
        if child.poll() is None:
            _end(child)


def _end_with_us() -> None:
    """Have the system end this program when set-up is killed outright."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _end(child: subprocess.Popen[str]) -> None:
    """End a program and whatever it started: a compile is hundreds of them."""
    if os.name == "posix":
        os.killpg(child.pid, signal.SIGTERM)
    else:
        tree = ["taskkill", "/T", "/F", "/PID", str(child.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
