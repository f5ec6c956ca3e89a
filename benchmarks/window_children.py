"""The windows that are compared: Tacit's own, and a bare one, each in a process of its own.

Both are held by the same hand: it waits until the window was painted, types a letter, sees it in
the field, and then does what the measurement asks for.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault

ROOT = Path(__file__).parents[1]
PASSPHRASE = "correct horse battery staple"

HAND = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

class Painted(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.seen = True
        return False

def typed(window):
    \"\"\"Wait for the paint, then type; what was imported until then.\"\"\"
    painted = Painted()
    window.installEventFilter(painted)
    while not painted.seen:
        QApplication.processEvents()
    imported = sorted(sys.modules)
    window.removeEventFilter(painted)
    field = window.focusWidget() or window.findChild(QLineEdit)
    none = Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.postEvent(field, QKeyEvent(kind, Qt.Key.Key_A, none, "a"))
    while field.text() != "a":
        QApplication.processEvents()
    field.clear()
    print("typed", flush=True)
    return field, imported

def shown():
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow))
"""

BARE = """
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QLineEdit())
window.resize(1120, 740)
window.show()
window.centralWidget().setFocus()
run(app, window)
"""

OURS = """
run_events = QApplication.exec
def instead():
    app = QApplication.instance()
    return run(app, shown())
QApplication.exec = staticmethod(instead)
sys.argv = ["tacit"]
from desktop.__main__ import main
sys.exit(main())
"""

LEAVE = """
def run(app, window):
    typed(window)
    os._exit(0)
"""


def script(body: str, *, is_ours: bool) -> str:
    """A program: the hand, what it does (`run`), and the window."""
    return HAND + body + (OURS if is_ours else "run_events = QApplication.exec\n" + BARE)


def environment(folder: Path) -> dict[str, str]:
    """A home of its own, no screen, no keychain, and compiled modules as after the first start."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {
        **kept, "PYTHONPATH": str(ROOT), "TACIT_HOME": str(folder / "home"),
        "QT_QPA_PLATFORM": kept.get("QT_QPA_PLATFORM", "offscreen"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPYCACHEPREFIX": str(folder / "compiled"),
    }  # fmt: skip


def start(
    folder: Path, body: str, *, is_ours: bool, words: Sequence[str] = ()
) -> subprocess.Popen[str]:
    """Begin a window; it says what it does on its standard output."""
    return subprocess.Popen(
        [sys.executable, "-P", "-c", script(body, is_ours=is_ours), *words], cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stdin=subprocess.PIPE, env=environment(folder),
    )  # fmt: skip


def make_vault(folder: Path) -> Places:
    """A small vault, closed again."""
    data, config = folder / "home" / "data", folder / "home" / "config"
    places = Places.of(data, config)
    Vault.create(places, PASSPHRASE, datetime.now(UTC), Cost())[0].close()
    return places
