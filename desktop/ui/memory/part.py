"""A part of a page behind a tab: it looks at the vault while it is the one that is seen."""

from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.viewmodels.page import PageModel


class Part(QWidget):
    """Its subclass fills `content`."""

    def __init__(self, viewmodel: PageModel) -> None:
        super().__init__()
        self.part_model = viewmodel
        viewmodel.setParent(self)
        self.content = QVBoxLayout(self)
        self.content.setContentsMargins(0, 0, 0, 0)
        self.content.setSpacing(SPACE * 2)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.part_model.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.part_model.set_seen(False)

    def make_search(self, name: str, hint: str) -> QLineEdit:
        """A field to search in; Ctrl+F leads to it."""
        made = QLineEdit(clearButtonEnabled=True, placeholderText=hint)
        made.setAccessibleName(name)
        find = QShortcut(QKeySequence.StandardKey.Find, self)
        find.activated.connect(made.setFocus)
        return made
