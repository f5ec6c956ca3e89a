"""Running other programs while the screen stays alive."""

import os
import queue
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

from bootstrap.screen import Screen

# Settings of the caller's own pip and Python that would send packages elsewhere.
MISLEADING = ("PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PYTHONPATH",
              "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")  # fmt: skip


def environment(**extra: str) -> dict[str, str]:
    """This process's environment without what would mislead pip, and with `extra`."""
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
            child.terminate()
            child.wait()
