"""A part of a window as tall as what it holds, and scrolled where there is no room for it."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

LEAST = 96


class AsTall(QScrollArea):
    """Takes no more room than it needs, and gives way before what stands below it."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(widgetResizable=True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._content = content
        content.setObjectName("scrolled")
        content.installEventFilter(self)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        content = self._content
        width = max(self.viewport().width(), 1)
        height = content.heightForWidth(width) if content.hasHeightForWidth() else -1
        return QSize(content.sizeHint().width(), max(height, content.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        width = (
            self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        )
        return QSize(width, min(LEAST, self.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
