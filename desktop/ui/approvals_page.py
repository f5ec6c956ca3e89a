"""The page “Approvals”: what waits for a yes, what came of the rest, and the switch for all."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.session import Session
from desktop.ui.approval_card import ApprovalCard
from desktop.ui.page import Page
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.widgets import Empty, OwnDirection, button, label, row, scrolled, set_state
from desktop.viewmodels.approvals import Outcome
from desktop.viewmodels.approvals_page import ApprovalsViewModel, Result, Standing


class ApprovalsPage(Page):
    """One card for each question; the keyboard goes from one to the next."""

    def __init__(self, session: Session) -> None:
        self._view_model = ApprovalsViewModel(session)
        super().__init__(self._view_model)
        self._session = session
        self.cards: dict[int, ApprovalCard] = {}
        self.set_title(self.tr("Approvals"))
        self._make_switch()
        self._tabs = QTabWidget()
        self._tabs.setAccessibleName(self.tr("Parts of the approvals"))
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self._make_waiting(), self.tr("Waiting"))
        self._tabs.addTab(self._make_history(), self.tr("History"))
        self.content.addWidget(self._stopped)
        self.content.addWidget(self._tabs, 1)
        self._view_model.changed.connect(self._on_changed)

    def go_to(self, number: int | str) -> None:
        self._tabs.setCurrentIndex(0)
        self._wanted = int(number)
        self._show_wanted()

    def hideEvent(self, event: QHideEvent) -> None:
        """What was answered stays to be read until the page is left."""
        super().hideEvent(event)
        for key, one in list(self.cards.items()):
            if one.is_over:
                self.cards.pop(key).deleteLater()
        self._waiting.setCurrentIndex(1 if self.cards else 0)

    def _make_switch(self) -> None:
        model = self._view_model
        self.stop = button(self.tr("Stop everything"), model.stop_everything, style="danger")
        self.stop.setToolTip(self.tr("Nothing is changed or sent until you go on"))
        self.buttons.addWidget(self.stop)
        words = label(self.tr("Everything is stopped: nothing is changed or sent until you go on."))
        self.go_on = button(self.tr("Go on"), model.go_on)
        self._stopped = QFrame()
        self._stopped.setObjectName("card")
        set_state(self._stopped, "warn", True)  # noqa: FBT003 - a property of the style sheet
        inside = row(words, self.go_on, spacing=SPACE)
        inside.setStretch(0, 1)
        inside.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        self._stopped.setLayout(inside)
        self._stopped.hide()

    def _make_waiting(self) -> QWidget:
        self._wanted = 0
        inner = QWidget()
        self._list = QVBoxLayout(inner)
        self._list.setContentsMargins(0, SPACE, 0, SPACE)
        self._list.setSpacing(SPACE * 2)
        self._list.addStretch(1)
        inner.setMaximumWidth(READING_WIDTH)
        area = scrolled(inner)
        area.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._waiting = QStackedWidget()
        self._waiting.addWidget(
            Empty(
                "approvals",
                self.tr("Nothing waits for you"),
                self.tr("What needs your yes will be shown here, word for word."),
            )
        )
        self._waiting.addWidget(area)
        return self._waiting

    def _make_history(self) -> QWidget:
        self.filter = QComboBox()
        self.filter.setAccessibleName(self.tr("Show"))
        for result, text in (
            (Result.ALL, self.tr("All answers")), (Result.DONE, self.tr("Done")),
            (Result.NO, self.tr("No")), (Result.EXPIRED, self.tr("Ran out")),
            (Result.EDITED, self.tr("Changed")),
        ):  # fmt: skip
            self.filter.addItem(text, result)
        self.filter.currentIndexChanged.connect(
            lambda _at: self._view_model.past.show_only(self.filter.currentData())
        )
        self.asker = QComboBox()
        self.asker.setAccessibleName(self.tr("Asked by"))
        self.asker.addItem(self.tr("Asked by anybody"), "")
        self.asker.currentIndexChanged.connect(
            lambda _at: self._view_model.past.show_asker(self.asker.currentData() or "")
        )
        self.history = QTableView()
        self.history.setModel(self._view_model.past)
        self.history.setItemDelegate(OwnDirection(self.history))
        self.history.setAccessibleName(self.tr("Questions that were answered"))
        self.history.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.history.setShowGrid(False)
        self.history.setTabKeyNavigation(False)
        self.history.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.history.verticalHeader().hide()
        header = self.history.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        whole = QWidget()
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, SPACE, 0, 0)
        filters = row(self.filter, self.asker, spacing=SPACE)
        filters.addStretch(1)
        inside.addLayout(filters)
        inside.addWidget(self.history, 1)
        return whole

    def _on_changed(self, standing: Standing) -> None:
        self._stopped.setVisible(standing.is_stopped)
        self.stop.setVisible(not standing.is_stopped)
        for asker in self._view_model.past.askers:
            if self.asker.findData(asker) < 0:
                self.asker.addItem(self.tr("Asked by %s") % asker, asker)
        known = {one.number for one in self.cards.values()}
        for number in standing.numbers:
            if number not in known:
                self._add(number)
        for one in self.cards.values():
            if one.model.is_open and one.number not in standing.numbers:
                one.model.load()  # it was answered elsewhere, or ran out
        self._waiting.setCurrentIndex(1 if self.cards else 0)
        if self.hasFocus():
            self._focus_next()
        self._show_wanted()

    def _add(self, number: int) -> None:
        card = ApprovalCard(self._session, number)
        card.answered.connect(self._on_answered)
        self.cards[number] = card
        self._list.insertWidget(self._list.count() - 1, card)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever comes here by keyboard can answer at once."""
        super().focusInEvent(event)
        self._focus_next()

    def _on_answered(self, _outcome: Outcome) -> None:
        """The keyboard goes on to the next that waits."""
        if self._waiting.isVisible():
            self._focus_next()

    def _focus_next(self) -> None:
        following = next((one for one in self.cards.values() if not one.is_over), None)
        if following is not None:
            following.setFocus()

    def _show_wanted(self) -> None:
        card = next((one for one in self.cards.values() if one.number == self._wanted), None)
        if card is not None:
            self._wanted = 0
            card.setFocus()
