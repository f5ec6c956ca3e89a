"""What Tacit does and did: what runs now, what was done, the log, and every connection.

Each part is made when it is first chosen; what it shows is kept by the view model meanwhile.
"""

import json
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QTableView, QVBoxLayout, QWidget

from desktop.session import Session
from desktop.translation import in_window
from desktop.ui.page import Page
from desktop.ui.tabs import Tabs
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Empty, button, label, panel, row, table
from desktop.viewmodels.activity import ActivityModel, Network

ENGINES_MS = 2_000
"how often what runs is looked at, while somebody looks"
NOW, DONE, LOG, NETWORK = range(4)
SECTIONS = {"now": NOW, "done": DONE, "log": LOG, "network": NETWORK}


class ActivityPage(Page):
    """Four tables, and what can be done with each."""

    def __init__(self, session: Session) -> None:
        self._activity = ActivityModel(session)
        super().__init__(self._activity)
        self.set_title(self.tr("Activity"))
        self.tabs = Tabs(self.tr("Parts of the activity"))
        self.tabs.add(self.tr("Now"), self._make_now())
        self.tabs.add_later(self.tr("Done"), self._make_done)
        self.tabs.add_later(self.tr("Log"), self._make_log)
        self.tabs.add_later(self.tr("Network"), self._make_network)
        self.content.addWidget(self.tabs, 1)
        self._timer = QTimer(self, interval=ENGINES_MS)
        self._timer.timeout.connect(self._look_at_engines)

    def go_to(self, number: int | str) -> None:
        self.tabs.choose(SECTIONS.get(str(number), NOW))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _make_now(self) -> QWidget:
        self.running = table(self._activity.running, self.tr("What runs now"))
        empty = Empty(
            "activity", self.tr("Nothing is running"),
            self.tr("Weights are loaded when they are first needed, and let go when nobody asks."),
        )  # fmt: skip
        return _or_empty(self.running, empty)

    def _make_done(self) -> QWidget:
        self.done = table(self._activity.doings, self.tr("What was done"), wide=1)
        self.done.selectionModel().currentRowChanged.connect(self._enable)
        self._activity.doings.modelReset.connect(self._enable)
        self.undo = button(self.tr("Take it back"), self._on_undo)
        self.undo.setEnabled(False)
        empty = Empty(
            "check", self.tr("Nothing was done yet"),
            self.tr("What Tacit does for you is listed here, and can be taken back."),
        )  # fmt: skip
        return _column(_or_empty(self.done, empty), _left(self.undo))

    def _make_log(self) -> QWidget:
        self.log = table(self._activity.records, self.tr("The log"), wide=4)
        self.log.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.log.selectionModel().currentRowChanged.connect(self._on_record)
        about = self.tr(
            "Each line seals the one before it: if anyone changed a line, checking would show it."
        )
        self.verify = button(self.tr("Check the log"), self._activity.verify)
        self.export = button(self.tr("Save a copy…"), self._on_export)
        self.payload = label(style="mono")
        self.payload.setAccessibleName(self.tr("The chosen line, word for word"))
        shown = panel(self.payload)
        self._shown = shown
        shown.hide()
        return _column(label(about, "quiet"), self.log, shown, _left(self.verify, self.export))

    def _make_network(self) -> QWidget:
        self.connections = table(self._activity.connections, self.tr("Connections"), wide=2)
        self._activity.network_changed.connect(self._on_network)
        self._activity.tried.connect(self._on_tried)
        self._activity.look_at_network()
        self.headline = label(self.tr("Looking…"), "heading")
        self.open_now = label(style="quiet")
        self.outcome = label(style="quiet")
        self.outcome.hide()
        self.try_out = button(self.tr("Try every way out"), self._on_try)
        about = self.tr(
            "The parts that run models and read files cannot open a connection at all. "
            "This starts one of them and tries, from inside it, to get anything out."
        )
        empty = Empty(
            "network", self.tr("No connection was ever made"),
            self.tr("When you fetch weights or connect an account, it is listed here."),
        )  # fmt: skip
        top = panel(self.headline, self.open_now)
        tried = panel(label(about, "quiet"), self.outcome, _left(self.try_out))
        return _column(top, _or_empty(self.connections, empty), tried)

    def _look_at_engines(self) -> None:
        if self.tabs.chosen == NOW:
            self._activity.look_at_engines()
        elif self.tabs.chosen == NETWORK:
            self._activity.look_at_network()

    def _on_scrolled(self, value: int) -> None:
        if value == self.log.verticalScrollBar().maximum():
            self._activity.more_records()

    def _on_record(self) -> None:
        record = self._activity.records.row(self.log.currentIndex().row())
        self._shown.setVisible(record is not None)
        if record is not None:
            said = json.dumps(record.payload, ensure_ascii=False, indent=2, sort_keys=True)
            self.payload.setText(said[:4_000])

    def _enable(self) -> None:
        doing = self._activity.doings.row(self.done.currentIndex().row())
        self.undo.setEnabled(doing is not None and doing.can_be_undone)

    def _on_undo(self) -> None:
        if doing := self._activity.doings.row(self.done.currentIndex().row()):
            self._activity.undo(doing)

    def _on_export(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save a copy of the log, readable to anyone who gets at it"),
            "tacit-log.jsonl",
        )  # fmt: skip
        if chosen:
            self._activity.export(Path(chosen))

    def _on_network(self, network: Network) -> None:
        count = len(network.made)
        self.headline.setText(
            self.tr("Every connection that was made was one you asked for: %s.")
            % in_window.number(count)
            if count
            else self.tr("Nothing has left this computer.")
        )
        if network.open_now is None:
            self.open_now.setText(self.tr("This system does not tell what is open right now."))
        elif network.open_now:
            self.open_now.setText(self.tr("Open right now: %s.") % network.open_now)
        else:
            self.open_now.setText(self.tr("No connection is open right now."))

    def _on_try(self) -> None:
        self.try_out.setEnabled(False)
        self.outcome.setText(self.tr("Trying…"))
        self.outcome.show()
        self._activity.try_ways_out()

    def _on_tried(self, tried: dict[str, dict[str, bool]]) -> None:
        self.try_out.setEnabled(True)
        leaks = [way for way, is_open in tried["after"].items() if is_open]
        proven = sum(tried["before"].values())
        if leaks:
            self.outcome.setText(self.tr("Still open: %s.") % ", ".join(leaks))
        else:
            said = self.tr("%s ways led out before the seal, and none of them after it.")
            self.outcome.setText(said % proven)


def _or_empty(shown: QTableView, empty: Empty) -> QStackedWidget:
    """The table, or what is said while it has no rows."""
    stack = QStackedWidget()
    stack.addWidget(empty)
    stack.addWidget(shown)
    model = shown.model()

    def choose() -> None:
        stack.setCurrentWidget(shown if model.rowCount() else empty)

    model.modelReset.connect(choose)
    model.rowsInserted.connect(choose)
    choose()
    return stack


def _left(*buttons: QWidget) -> QWidget:
    """Buttons side by side, no wider than they need to be."""
    whole = QWidget()
    line = row(*buttons, spacing=SPACE)
    line.setContentsMargins(0, 0, 0, 0)
    line.addStretch(1)
    whole.setLayout(line)
    return whole


def _column(*parts: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE * 2)
    for one in parts:
        layout.addWidget(one)
    return whole
