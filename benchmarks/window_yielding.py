"""How long the window waits for Python while three other threads of it compute: usual and ours.

A small window repaints at each beat; the gaps between beats are counted in alternating stretches,
with Python's usual time until a thread has to let the next one go on, and with `desktop/jobs.py`'s.
"""

import itertools
import os
import sys
import threading
import time
from pathlib import Path

BEAT_MS = 10
STRETCH_S = 5.0
ROUNDS = 3
THREADS = 3
USUAL_S = 0.005


def measure(_folder: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop.jobs import SWITCH_S

    _app = QApplication.instance() or QApplication([])
    over = threading.Event()
    others = [threading.Thread(target=_compute, args=(over,), daemon=True) for _ in range(THREADS)]
    for one in others:
        one.start()
    found: dict[float, list[float]] = {USUAL_S: [], SWITCH_S: []}
    for _round in range(ROUNDS):
        for interval in found:
            sys.setswitchinterval(interval)
            found[interval] += _gaps()
    over.set()
    for interval, gaps in found.items():
        gaps.sort()
        part = [1000 * gaps[int(len(gaps) * share)] for share in (0.5, 0.99)]
        print(f"a thread that computes lets others go on after {1000 * interval:.1f} ms: "
              f"{BEAT_MS} ms become {part[0]:.0f} (median), {part[1]:.0f} (99 of 100), "
              f"{1000 * gaps[-1]:.0f} (longest)")  # fmt: skip


def _compute(over: threading.Event) -> None:
    while not over.is_set():
        sum(number * number for number in range(2_000))


def _gaps() -> list[float]:
    from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QLabel

    window = QLabel("words")
    window.show()
    beats = [time.perf_counter()]

    def beat() -> None:
        beats.append(time.perf_counter())
        window.setText(f"{len(beats)} words")

    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start()
    until = time.perf_counter() + STRETCH_S
    while time.perf_counter() < until:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return [later - earlier for earlier, later in itertools.pairwise(beats)]
