"""What stands between messages: what is being done, what was done, questions, what was noted."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.cards import ErrorCard
from desktop.ui.card import Card
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, button, label, panel, row
from desktop.viewmodels.chat import ChatModel
from desktop.viewmodels.chat_shown import Choice, Lesson, Step

FULL = 1000


class Stage(QWidget):
    """What is being done until the answer begins."""

    def __init__(self) -> None:
        super().__init__()
        self.words = label(style="quiet")
        self.bar = QProgressBar(textVisible=False, maximum=FULL)
        self.bar.setFixedWidth(160)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, SPACE, 0, 0)
        line.addWidget(self.words)
        line.addWidget(self.bar)
        line.addStretch(1)
        self.hide()

    def tell(self, text: str, share: float) -> None:
        self.words.setText(text)
        self.bar.setVisible(share >= 0)
        self.bar.setValue(round(max(share, 0.0) * FULL))
        self.bar.setAccessibleName(text)
        self.setVisible(bool(text))


class Line(QWidget):
    """Some words and what can be done about them."""

    def __init__(self, icon: str, text: str) -> None:
        super().__init__()
        self.words = label(text, "small")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, SPACE // 2, 0, 0)
        line.setSpacing(SPACE)
        line.addWidget(Picture(icon, 16), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.words, 1)
        self._line = line
        self.setAccessibleName(text)

    def offer(self, text: str, on_click: Callable[[], None]) -> None:
        self._line.addWidget(button(text, on_click, style="link"))

    def say(self, text: str) -> None:
        """Something else, and nothing to be done about it any more."""
        self.words.setText(text)
        self.setAccessibleName(text)
        while self._line.count() > 2:
            item = self._line.takeAt(2)
            if item is not None and (old := item.widget()) is not None:
                old.deleteLater()


def step(one: Step, parent: QWidget) -> QWidget:
    """A thing that was done on the way, or the card that says why it was not."""
    return Line("check", one.text) if one.card is None else card(one.card, parent)


def card(what: ErrorCard, parent: QWidget) -> Card:
    """The parent comes first: a card shows itself, and alone it would be a window."""
    made = Card(parent)
    made.show_error(what)
    return made


class Question(QWidget):
    """A question before anything is done, with what it offers as buttons."""

    def __init__(self, model: ChatModel, text: str, choices: tuple[Choice, ...]) -> None:
        super().__init__()
        self._model = model
        self.buttons = [self._button(one) for one in choices]
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE // 2, 0, 0)
        self.setAccessibleName(text)
        self._text = text
        self.words = label(text)
        whole.addWidget(self.words)
        for one in self.buttons:
            line = row(one, spacing=SPACE)
            line.addStretch(1)
            whole.addLayout(line)

    def leave_out(self, said: str) -> None:
        """The question itself is not shown twice."""
        self.words.setVisible(self._text not in said)

    def _button(self, one: Choice) -> QPushButton:
        return button(one.label, lambda: self._choose(one))

    def _choose(self, one: Choice) -> None:
        for other in self.buttons:
            other.setEnabled(False)
        self._model.choose(one)


class Noted(Line):
    """What was noted of the owner's words, or might be."""

    def __init__(self, model: ChatModel, lesson: Lesson) -> None:
        if lesson.is_proposed:
            text = self.tr("Shall Tacit note this? %s") % lesson.text
        elif lesson.is_told:
            text = self.tr("“%s”") % lesson.text
        else:
            text = self.tr("Noted: %s") % lesson.text
        super().__init__("memory", text)
        self._model, self._lesson = model, lesson
        if lesson.is_proposed:
            self.offer(self.tr("Yes"), self._keep)
            self.offer(self.tr("No"), self._forget)
        else:
            self.offer(self.tr("Undo"), self._forget)

    def _keep(self) -> None:
        self._model.keep_lesson(self._lesson)
        self.say(self.tr("Noted: %s") % self._lesson.text)

    def _forget(self) -> None:
        self._model.forget_lesson(self._lesson)
        self.say(self.tr("Not noted."))


class NoWeights(QWidget):
    """Nothing is here to answer with: what still works, and where to get it."""

    def __init__(self, on_models: Callable[[], None]) -> None:
        super().__init__()
        words = label(
            self.tr(
                "Tacit can do things and look things up, but there is no model yet to answer "
                "other questions with."
            )
        )
        choose = button(self.tr("Choose a model"), on_models, style="primary")
        line = row(choose, spacing=SPACE)
        line.addStretch(1)
        inside = panel(words)
        below = inside.layout()
        assert isinstance(below, QVBoxLayout)
        below.addLayout(line)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE, 0, 0)
        whole.addWidget(inside)
