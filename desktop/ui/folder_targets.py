"""While conversations are dragged: the folders that they can be dropped on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, label, scrolled, set_state
from desktop.viewmodels.conversations import FORMAT, numbers_in

MOST_HIGH = 260


class FolderTarget(QFrame):
    """One folder."""

    dropped = Signal(object)
    "the numbers of conversations"

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self.setObjectName("target")
        self.setAcceptDrops(True)
        self.setAccessibleName(name)
        words = QLabel(name)
        words.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self)
        line.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        line.addWidget(Picture(icon, 18))
        line.addWidget(words, 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(FORMAT):
            set_state(self, "over", value=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        set_state(self, "over", value=False)

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(numbers_in(event.mimeData()))


class FolderTargets(QFrame):
    """All folders, a new one, and none."""

    chosen = Signal(str, object)
    "a folder, none where it is empty, and the numbers of conversations"
    new_wanted = Signal(object)
    "the same numbers; told once the drop is over, because a dialog asks for the name"

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[FolderTarget] = []
        self._area = scrolled(QWidget())
        self._area.setMaximumHeight(MOST_HIGH)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE // 2)
        whole.addWidget(label(self.tr("Drop it on a folder"), "small"))
        whole.addWidget(self._area)
        self.hide()

    def offer(self, folders: Sequence[str], *, can_leave: bool) -> None:
        """Show these; and a way out, where something lies in one."""
        self.targets = [self._folder(one) for one in folders]
        new = FolderTarget("plus", self.tr("New folder…"))
        new.dropped.connect(self._want_new)
        self.targets.append(new)
        if can_leave:
            out = FolderTarget("close", self.tr("Out of the folder"))
            out.dropped.connect(lambda numbers: self.chosen.emit("", numbers))
            self.targets.append(out)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for one in self.targets:
            column.addWidget(one)
        self._area.setWidget(inner)
        self._area.setFixedHeight(min(inner.sizeHint().height(), MOST_HIGH))
        self.show()

    def _want_new(self, numbers: object) -> None:
        QTimer.singleShot(0, self, lambda: self.new_wanted.emit(numbers))

    def _folder(self, name: str) -> FolderTarget:
        made = FolderTarget("folder", name)
        made.dropped.connect(lambda numbers: self.chosen.emit(name, numbers))
        return made
