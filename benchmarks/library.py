"""Whether the window notices that a folder is read: its longest gaps while 1,000 files come in.

    .venv/bin/python -m benchmarks.library [--files 1000]

A vault of its own in a temporary folder, the real window without a screen, notes of a few lines and
a tenth of them web pages, each of which is read in a process of its own.
"""

import argparse
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

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
    with vault.writer() as conn:
        watched.watch(conn, notes, now)
    heart = Heartbeat(lambda: parts.jobs.busy, parts.window)
    heart.start()
    heart.forget()
    following = parts.session.following
    assert following is not None
    began = time.perf_counter()
    following.look()
    while kept(vault) < count or following.standing != Standing():
        settle(0.5)
    took = time.perf_counter() - began
    gaps = sorted((gap.seconds for gap in heart.gaps), reverse=True)
    print(f"{count:,} files in {took:.0f} s; beats of the window: {heart.beats:,}")
    print(f"longest gap: {heart.longest_s * 1_000:.0f} ms; gaps above 50 ms: {len(gaps)}")
    parts.close()


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
