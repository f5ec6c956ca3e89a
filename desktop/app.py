"""The window's composition root: the only place that builds the parts and joins them.

The order of ending is fixed: jobs stop, settings are saved, garbage goes back to Python.
"""

import os
import signal
import sys
from dataclasses import dataclass, replace

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from desktop import crash, logs, settings
from desktop.errors import describe
from desktop.garbage import Collector
from desktop.jobs import JobRunner
from desktop.paths import Paths
from desktop.ui import theme
from desktop.ui.main_window import MainWindow
from desktop.ui.weights_page import WeightsPage
from desktop.viewmodels.weights import WeightsViewModel


@dataclass
class Parts:
    """Everything that lives as long as the window."""

    paths: Paths
    settings: settings.Settings
    jobs: JobRunner
    collector: Collector
    page: WeightsPage
    window: MainWindow

    def close(self) -> None:
        self.jobs.close()
        settings.save(self.paths.settings, self.settings)
        self.collector.stop()
        logs.stop()


def build(paths: Paths, app: QApplication) -> Parts:
    """Make the parts and join them; nothing is shown yet."""
    saved = settings.load(paths.settings)
    base = app.font()
    theme.apply(app, saved, base)
    jobs = JobRunner()
    viewmodel = WeightsViewModel(paths, jobs)
    page = WeightsPage(viewmodel)
    window = MainWindow(page, saved.window)
    viewmodel.setParent(window)
    parts = Parts(paths, saved, jobs, Collector(), page, window)

    def remember(geometry: str) -> None:
        parts.settings = replace(parts.settings, window=geometry)

    window.closed.connect(remember)
    jobs.failed.connect(lambda error: page.card.show_error(describe(error)))
    app.styleHints().colorSchemeChanged.connect(lambda: theme.apply(app, saved, base))
    viewmodel.refresh()
    return parts


def run(paths: Paths) -> int:
    """Open the window and stay until it is closed."""
    QApplication.setApplicationName("Tacit")
    QApplication.setDesktopFileName("tacit")
    app = QApplication(sys.argv[:1])
    logs.start(paths.logs)
    parts = build(paths, app)
    crash.watch(paths.logs, lambda error, _report: _show(parts, error))
    parts.window.show()
    listen = _close_on_interrupt(parts.window)
    code = app.exec()
    listen.setEnabled(False)
    parts.close()
    return code


def _close_on_interrupt(window: MainWindow) -> QSocketNotifier:
    """Ctrl+C in the terminal closes the window like its own button.

    Python looks at signals only while it runs, and here Qt does: a byte in a pipe wakes it.
    """
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    signal.set_wakeup_fd(writes)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: window.close())
    notifier = QSocketNotifier(reads, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: os.read(reads, 1))
    return notifier


def _show(parts: Parts, error: BaseException) -> None:
    """Say it in the window, from its own thread, whatever thread it broke on."""
    card = parts.page.card
    QTimer.singleShot(0, card, lambda: card.show_error(describe(error)))
