"""What the owner thinks of an answer becomes a lesson: seen at once, undone by a click."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label, row
from desktop.viewmodels.chat import ChatModel


class LessonField(QWidget):
    """Asks how answers are to be, and shows what holds from now on."""

    def __init__(self, model: ChatModel) -> None:
        super().__init__()
        self._model = model
        self._change: int | None = None
        self._is_asking = False
        self.field = QLineEdit()
        self.field.returnPressed.connect(self._teach)
        self.close_it = IconButton("close", self.tr("Close"), self.hide)
        self._question = QWidget()
        asked = row(self.field, self.close_it, spacing=SPACE // 2)
        asked.setContentsMargins(0, 0, 0, 0)
        self._question.setLayout(asked)
        self.holds = label(style="small")
        self.undo = button(self.tr("Undo"), self._undo, style="link")
        self._told = QWidget()
        told = row(self.holds, self.undo, spacing=SPACE)
        told.setContentsMargins(0, 0, 0, 0)
        told.setStretch(0, 1)
        self._told.setLayout(told)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._question)
        whole.addWidget(self._told)
        model.lesson_kept.connect(self._on_kept)

    def ask(self, *, is_good: bool) -> None:
        """How should answers be?"""
        words = (
            self.tr("Good to hear. What should stay like this? For example: begin with the result")
            if is_good
            else self.tr("What should be different from now on? For example: shorter answers")
        )
        self.field.setPlaceholderText(words)
        self.field.setAccessibleName(words)
        self._told.hide()
        self._question.show()
        self.show()
        self.field.setFocus()

    def _teach(self) -> None:
        text = self.field.text().strip()
        if not text:
            self.hide()
            return
        self._is_asking = True
        self._model.teach(text)

    def _on_kept(self, text: str, change: int) -> None:
        if not self._is_asking:
            return
        self._is_asking = False
        self._change = change
        self.field.clear()
        self.holds.setText(self.tr("From now on: %s") % text)
        self._question.hide()
        self.undo.show()
        self._told.show()

    def _undo(self) -> None:
        if self._change is not None:
            self._model.undo(self._change)
            self._change = None
            self.undo.hide()
            self.holds.setText(self.tr("Taken back."))
