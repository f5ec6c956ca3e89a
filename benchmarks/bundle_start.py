"""From the start of the installed program until it has painted its window, beside a bare one.

    .venv/bin/python -m benchmarks.bundle_start build/bundle/tacit

The bare one is a PySide6 window with one field, made into a folder by the same PyInstaller. Both
paint on an Xvfb screen whose pixels are watched, alternating; the first round, which fills the
page cache, is left out.
"""

import argparse
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault

ROOT = Path(__file__).parents[1]
MAKER = ROOT / "build" / "environment" / "bin" / "python"
"what `packaging/build.py` made; it has PyInstaller"
ROUNDS = 15
PAINTED = 0.2
"of the screen: both windows are larger, and the screen is black before"
PATIENCE_S = 120.0
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.resize(1120, 740)
window.show()
sys.exit(app.exec())
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="How soon the installed program is there.")
    parser.add_argument("bundle", type=Path)
    ours = parser.parse_args().bundle.resolve() / "tacit"
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(Path(folder))
        home = Path(folder, "home")
        Vault.create(
            Places.of(home / "data", home / "config"), "correct horse battery staple",
            datetime.now(UTC), Cost(),
        )[0].close()  # fmt: skip
        spent: dict[Path, list[float]] = {ours: [], bare: []}
        for number in range(ROUNDS + 1):
            for program in (ours, bare) if number % 2 else (bare, ours):
                took = _once(program, home)
                if number:
                    spent[program].append(took)
    ratios = sorted(one / other for one, other in zip(spent[ours], spent[bare], strict=True))
    ratio = statistics.median(spent[ours]) / statistics.median(spent[bare])
    print(
        f"start until the window is painted, the bundle ÷ a bare bundle: median {ratio:.2f} "
        f"(pairs {ratios[0]:.2f} to {ratios[-1]:.2f}; {ROUNDS} of each, "
        f"{statistics.median(spent[ours]) * 1000:.0f} and "
        f"{statistics.median(spent[bare]) * 1000:.0f} ms)"
    )
    return 0


def _bare(folder: Path) -> Path:
    (folder / "bare.py").write_text(BARE)
    subprocess.run(
        [str(MAKER), "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--name", "bare",
         "--distpath", str(folder), "--workpath", str(folder / "work"), "--specpath", str(folder),
         str(folder / "bare.py")], check=True, cwd=folder,
    )  # fmt: skip
    shutil.rmtree(folder / "work")
    return folder / "bare" / "bare"


def _once(program: Path, home: Path) -> float:
    with _screen() as (display, pixels):
        env = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TACIT_HOME": str(home),
               "DISPLAY": display, "LANG": "C.UTF-8"}  # fmt: skip
        began = time.perf_counter()
        child = subprocess.Popen([str(program)], env=env, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            while np.count_nonzero(pixels[::7]) < PAINTED * pixels[::7].size:
                if time.perf_counter() - began > PATIENCE_S:
                    sys.exit(f"{program.name} painted nothing in {PATIENCE_S:.0f} s")
                time.sleep(0.002)
            return time.perf_counter() - began
        finally:
            child.kill()
            child.wait()


@contextmanager
def _screen() -> Iterator[tuple[str, npt.NDArray[np.uint32]]]:
    """A black screen, and its pixels as they are at any moment."""
    reads, writes = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writes), "-screen", "0", "1400x1000x24", "-nolisten",
             "tcp", "-noreset", "-fbdir", folder],
            pass_fds=(writes,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writes)
        try:
            with os.fdopen(reads) as told:
                display = f":{told.readline().strip()}"
            yield display, _pixels(Path(folder, "Xvfb_screen0"))
        finally:
            server.terminate()
            server.wait()


def _pixels(path: Path) -> npt.NDArray[np.uint32]:
    """What follows the header and the colours of an XWD file, as long as the server writes it."""
    head = struct.unpack(">25I", path.read_bytes()[:100])
    begins, height, bytes_per_line = head[0] + head[19] * 12, head[5], head[12]
    return np.memmap(path, np.uint32, "r", begins, (height * bytes_per_line // 4,))


if __name__ == "__main__":
    sys.exit(main())
