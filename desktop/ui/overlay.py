"""Something that is shown above the whole window for a moment: Esc or a click beside it ends it."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE

SHADE = 110
"of 255, over what lies beneath"
FROM_TOP = SPACE * 10


class Overlay(QWidget):
    """Covers its parent; its subclass fills `inside`. What had the keyboard gets it back."""

    def __init__(self, over: QWidget, name: str, width: int) -> None:
        super().__init__(over)
        self._over = over
        self._before: QWidget | None = None
        self.setAccessibleName(name)
        self.box = QFrame()
        self.box.setObjectName("overlay")
        self.box.setAccessibleName(name)
        self.box.setMaximumWidth(width)
        self.inside = QVBoxLayout(self.box)
        self.inside.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        self.inside.setSpacing(SPACE)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, FROM_TOP, SPACE * 3, SPACE * 3)
        whole.addStretch(1)
        whole.addWidget(self.box, 100, Qt.AlignmentFlag.AlignTop)
        whole.addStretch(1)
        over.installEventFilter(self)
        self.hide()

    def open_above(self) -> None:
        """Show it, and take the keyboard."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.first().setFocus()

    def first(self) -> QWidget:
        """What has the keyboard at first."""
        return self.box

    def close_above(self) -> None:
        """Away with it."""
        if not self.isVisible():
            return
        before, self._before = self._before, None
        self.hide()
        if before is not None and before.isVisible():
            before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_above()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.box.geometry().contains(event.position().toPoint()):
            self.close_above()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, SHADE))
        painter.end()
