"""What an open window costs while nobody uses it: processor time in a minute, and memory.

Memory is all that the process has in the computer's (RSS), libraries that it shares included, the
vault open and no model loaded, beside a bare window's; and of that, what is the process's alone.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.window_children import PASSPHRASE, make_vault, start

MINUTE_S = 60.0
SETTLED_S = 6.0
"after unlocking, until nothing of that is under way any more"

STAY = """
def run(app, window):
    typed(window)
    return run_events()
"""
UNLOCK = f"""
def run(app, window):
    field, _imported = typed(window)
    def enter():
        field.setText({PASSPHRASE!r})
        window.centralWidget().unlock.click()
    def look():
        if type(window.centralWidget()).__name__ == "Home":
            watch.stop()
            print("unlocked", flush=True)
    watch = QTimer(interval=100)
    watch.timeout.connect(look)
    watch.start()
    QTimer.singleShot(400, enter)
    return run_events()
"""


def measure(folder: Path) -> None:
    """The second time: compiling what is compiled once takes memory, too."""
    make_vault(folder)
    with _both(folder):
        time.sleep(SETTLED_S)
    with _both(folder) as (bare, ours):
        time.sleep(SETTLED_S)
        before = _processor_s(ours)
        time.sleep(MINUTE_S)
        spent = _processor_s(ours) - before
        memory, least = _memory(ours, "Rss"), _memory(bare, "Rss")
        own, least_own = _memory(ours, "Anonymous"), _memory(bare, "Anonymous")
    print(
        f"idle for a minute, the vault open: {spent:.2f} s of processor time; memory "
        f"{memory / least:.2f} times a bare window's ({memory >> 20} and {least >> 20} MiB), "
        f"of which written by it alone {own >> 20} and {least_own >> 20} MiB"
    )


@contextmanager
def _both(folder: Path) -> Iterator[tuple[int, int]]:
    """A bare window and an unlocked one, side by side: the numbers of their processes."""
    bare, ours = start(folder, STAY, is_ours=False), start(folder, UNLOCK, is_ours=True)
    try:
        for child, words in ((bare, ["typed\n"]), (ours, ["typed\n", "unlocked\n"])):
            assert child.stdout is not None
            for word in words:
                assert child.stdout.readline() == word
        yield bare.pid, ours.pid
    finally:
        for child in (bare, ours):
            child.kill()
            child.communicate()


def _processor_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory(pid: int, kind: str) -> int:
    """In bytes."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) << 10
    raise ValueError("this system does not say")
