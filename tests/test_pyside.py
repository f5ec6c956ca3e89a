"""PySide6 itself: the release that aborts Python 3.11 must not come back unnoticed."""

import subprocess
import sys

CODE = """
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
class Bell(QObject):
    rung = Signal(bool, object)
app = QCoreApplication([])
bell, heard = Bell(), []
bell.rung.connect(lambda *args: heard.append(args))
timer = QTimer()
for number in range(5_000):
    bell.rung.emit(True, None)
    timer.start(1); timer.stop()
    app.processEvents()
print(len(heard))
"""


def test_five_thousand_signals() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "5000"), done.stderr[-500:]
