"""The field for everything, Ctrl+K: type, arrows, Return; Esc goes back."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.session import Session
from desktop.ui import icons
from desktop.ui.overlay import Overlay
from desktop.ui.row_painter import RowsView
from desktop.ui.theme import SPACE
from desktop.ui.widgets import label
from desktop.viewmodels.palette import Known, PaletteViewModel

WIDEST = 620
ROWS = 12
"that are seen at once, where there is room"
BESIDE = 280
"pixels of the window that are no rows"
STEP = 5
"rows of a page"
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: STEP,
         Qt.Key.Key_PageUp: -STEP}  # fmt: skip


class Palette(Overlay):
    """Says where the owner wants to go, or what is to be done."""

    chosen = Signal(object)
    "a Place, or an Act"

    def __init__(self, over: QWidget, session: Session, pages: Sequence[Known]) -> None:
        super().__init__(over, self.tr("Find anything"), WIDEST)
        self.viewmodel = PaletteViewModel(session, pages, self)
        self.field = QLineEdit(placeholderText=self.tr("Find anything, or say where to go"))
        self.field.setAccessibleName(self.tr("Find anything"))
        self._glass = self.field.addAction(
            icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.field.installEventFilter(self)
        self.list = RowsView(self.tr("What was found"), is_even=False)
        self.list.setModel(self.viewmodel.model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.inside.addWidget(self.field)
        self.inside.addWidget(self.list)
        self.inside.addWidget(
            label(self.tr("Arrows to choose · Return to go · Esc to close"), "small")
        )
        self._has_moved = False
        self.field.textChanged.connect(self._on_text)
        self.viewmodel.listed.connect(self._on_listed)
        self.list.entered_at.connect(self._go)

    def first(self) -> QWidget:
        return self.field

    def open_above(self) -> None:
        self.field.clear()
        self._on_text("")
        row = self.list.fontMetrics().height() + SPACE * 2
        self.list.setFixedHeight(min(row * ROWS, max(self._over.height() - BESIDE, row * 3)))
        super().open_above()

    def close_above(self) -> None:
        self.viewmodel.stop()
        super().close_above()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._on_key(Qt.Key(event.key()))
        ):
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_glass"):
            self._glass.setIcon(icons.icon("search"))
        super().changeEvent(event)

    def _on_key(self, key: Qt.Key) -> bool:
        if key in MOVES:
            self._move(MOVES[key])
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go(self.list.currentIndex())
            return True
        return key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)  # the keyboard stays in the field

    def _move(self, by: int) -> None:
        """So many rows on, past headings; from the end to the beginning."""
        model = self.viewmodel.model
        rows = [one for one in range(model.rowCount()) if self._can_go(model.index(one))]
        if not rows:
            return
        now = self.list.currentIndex().row()
        place = rows.index(now) if now in rows else -1
        last = len(rows) - 1
        target = place + by
        if abs(by) > 1:
            target = max(0, min(target, last))
        self._has_moved = True
        self.list.setCurrentIndex(model.index(rows[target % len(rows)]))

    def _can_go(self, index: QModelIndex) -> bool:
        return bool(index.flags() & Qt.ItemFlag.ItemIsSelectable)

    def _on_text(self, text: str) -> None:
        self._has_moved = False
        self.viewmodel.search(text)

    def _on_listed(self) -> None:
        """The first is chosen, until the owner chooses another."""
        if not self._has_moved or not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.first())
            self.list.scrollToTop()

    def _go(self, index: QModelIndex) -> None:
        line = self.viewmodel.model.line(index)
        if line is not None and line.goal is not None:
            self.close_above()
            self.chosen.emit(line.goal)
