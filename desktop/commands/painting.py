"""A PDF from the command line: painted by Qt, which needs a thread of its own kind for it.

Where the command runs within the window, the window's thread paints and this one waits; else this
one paints, and no window is shown.
"""

import os
import queue
from collections.abc import Sequence

WAIT_S = 120


def painted(title: str, pieces: Sequence[str]) -> bytes:
    """The whole file."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QEventLoop, QThread, QTimer
    from PySide6.QtGui import QGuiApplication

    from desktop.ui.pdf import PdfPainting

    done: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    app = QCoreApplication.instance() or QGuiApplication(["tacit"])

    def paint() -> PdfPainting:
        painting = PdfPainting(title, pieces)
        painting.setParent(app)
        painting.painted.connect(done.put)
        return painting

    if app.thread() is QThread.currentThread():
        loop = QEventLoop()
        paint().destroyed.connect(loop.quit)
        loop.exec()
    else:
        QTimer.singleShot(0, app, paint)
    return done.get(timeout=WAIT_S)
