"""A PDF from the command line: painted by Qt, which needs a thread of its own kind for it.

Where the command runs within the window, the window's thread paints and this one waits; else this
one paints, and no window is shown.
"""

import os
import queue
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.ui.pdf import PdfPainting

WAIT_S = 120
Done = queue.SimpleQueue[bytes]


def painted(title: str, pieces: Sequence[str]) -> bytes:
    """The whole file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QEventLoop, QThread, QTimer
    from PySide6.QtGui import QGuiApplication

    done = Done()
    own = None if QCoreApplication.instance() else QGuiApplication(["tacit"])
    app = own or QCoreApplication.instance()
    assert app is not None
    if app.thread() is QThread.currentThread():
        loop = QEventLoop()
        _begin(app, title, pieces, done).destroyed.connect(loop.quit)
        loop.exec()
    else:
        QTimer.singleShot(0, app, lambda: _begin(app, title, pieces, done))
    if own is not None:
        own.shutdown()  # whoever needs Qt next may need more of it than painting does
    return done.get(timeout=WAIT_S)


def _begin(app: "QObject", title: str, pieces: Sequence[str], done: Done) -> "PdfPainting":
    from desktop.ui.pdf import PdfPainting

    painting = PdfPainting(title, pieces, app)
    painting.painted.connect(done.put)
    return painting
