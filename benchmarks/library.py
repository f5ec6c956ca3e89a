"""Whether the window notices that a folder is read: its longest gaps while 1,000 files come in.

    .venv/bin/python -m benchmarks.library [--files 1000]

A vault of its own in a temporary folder, the real window without a screen, notes of a few lines and
a tenth of them web pages, each of which is read in a process of its own. First the same is measured
with nothing to do, since other programs hold a window up, too.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.heartbeat import Heartbeat

QUIET_S = 30.0
PASSPHRASE = "correct horse battery staple"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1_000)
    count: int = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ["TACIT_HOME"] = str(Path(folder) / "home")
        os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
        measure(Path(folder), count)
    return 0


def measure(folder: Path, count: int) -> None:
    from PySide6.QtWidgets import QApplication

    from desktop import app, paths, watched
    from desktop.heartbeat import Heartbeat
    from desktop.jobs import Lane
    from desktop.places import PageName, Place
    from desktop.watched_live import Standing
    from vault.keyslots import Cost
    from vault.places import Places
    from vault.vault import Vault

    places = paths.find({"TACIT_HOME": str(folder / "home")}).prepare()
    now = datetime.now(UTC)
    vault = Vault.create(Places.of(places.data, places.config), PASSPHRASE, now, Cost())[0]
    notes = written(folder / "notes", count)
    qt = QApplication(sys.argv[:1])
    parts = app.build(places, qt)
    parts.enter(vault)
    if parts.home is None:
        parts.show_home()
    assert parts.session is not None
    assert parts.home is not None
    parts.window.show()
    parts.home.go_to(Place(PageName.DOCUMENTS))
    settle(3.0)
    heart = Heartbeat(lambda: parts.jobs.busy, parts.window)
    heart.start()
    parts.jobs.start(Lane.IO, lambda _job: time.sleep(QUIET_S))
    heart.forget()
    settle(QUIET_S)
    told("with nothing to do", heart, QUIET_S)
    with vault.writer() as conn:
        watched.watch(conn, notes, now)
    heart.forget()
    following = parts.session.following
    assert following is not None
    began = time.perf_counter()
    following.look()
    while kept(vault) < count or following.standing != Standing():
        settle(0.5)
    told(f"{count:,} files", heart, time.perf_counter() - began)
    parts.close()


def told(what: str, heart: "Heartbeat", took_s: float) -> None:
    per_minute = 60 * len(heart.gaps) / took_s
    print(
        f"{what}: {took_s:.0f} s, beats of the window: {heart.beats:,}, longest gap: "
        f"{heart.longest_s * 1_000:.0f} ms, gaps above 50 ms in a minute: {per_minute:.0f}"
    )


def settle(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1_000), loop.quit)
    loop.exec()


def kept(vault: "object") -> int:
    with vault.reader() as conn:  # type: ignore[attr-defined]
        return int(conn.value("SELECT count(*) FROM document"))


def written(folder: Path, count: int) -> Path:
    for number in range(count):
        below = folder / str(number % 20)
        below.mkdir(parents=True, exist_ok=True)
        lines = "\n\n".join(
            f"Line {n} of note {number} about garden {number * 7}." for n in range(9)
        )
        text, ending = f"# Note {number}\n\n{lines}\n", "md"
        if number % 10 == 0:
            text, ending = f"<html><body><h1>Note {number}</h1><p>{lines}</p></body></html>", "html"
        path = below / f"{number}.{ending}"
        path.write_text(text)
        os.utime(path, (0, 0))
    return folder


if __name__ == "__main__":
    sys.exit(main())
