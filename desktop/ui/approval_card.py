"""A question that waits for the owner's yes, as a card: word for word, with its four answers.

Answers count only after the card was there to be read for a moment, so that a key that was meant
for something else never says yes.
"""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.cards import ErrorCard
from desktop.session import Session
from desktop.ui.card import Card
from desktop.ui.flow import Flow
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, chip, column, label, set_state
from desktop.viewmodels.approvals import ApprovalModel, Field, Line, Outcome, Question

ARMED_MS = 500
"what is pressed sooner was meant for something else"
LONG = 600
"characters; what is longer scrolls in a field of its own"
MOST_LINES = 12
LONGEST_WORD = 40
"characters; a label cannot break a word, and would hide the end of it"
FIELD_HEIGHT = 160


class ApprovalCard(QFrame):
    """Shows one question until it is answered, and then what became of it."""

    answered = Signal(object)
    "an Outcome"

    def __init__(self, session: Session, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.model = ApprovalModel(session, number, self)
        self.is_armed = False
        self.is_over = False
        self._title = label(style="heading")
        self._effect = chip("")
        self._who = label(style="quiet")
        self._who.setMinimumWidth(1)
        self._left = label(style="quiet")
        self.card = Card()
        self._words = QVBoxLayout()
        self._words.setSpacing(SPACE)
        self._form: dict[str, QLineEdit | QPlainTextEdit | QComboBox] = {}
        self._editing = 0
        "the question that is written anew"
        self._make_buttons()
        self._lay_out()
        self._arming = QTimer(self, interval=ARMED_MS, singleShot=True)
        self._arming.timeout.connect(self._arm)
        self.model.shown.connect(self.show_question)
        self.model.over.connect(self._on_over)
        self.model.ticked.connect(self._left.setText)
        self.model.failed.connect(self._on_failed)
        self.model.load()

    @property
    def number(self) -> int:
        return self.model.number

    def show_question(self, question: Question) -> None:
        """Everything that would be done, and who asks."""
        if self._form and question.number == self._editing:
            return  # it was looked at anew while the owner writes; what is written stays
        self._form = {}
        self._fill(question)
        self._choose(self._answers)
        self._disarm()

    def edit(self) -> None:
        """Write the arguments anew."""
        if not self.is_armed or not self.model.is_open or self._form:
            return
        self.model.look_again()
        question = self.model.question
        assert question is not None
        self._clear()
        self._editing = question.number
        for field in question.fields:
            self._words.addWidget(label(field.title, "small"))
            self._words.addWidget(self._field(field))
        self._choose(self._writing)
        next(iter(self._form.values()), self).setFocus()

    def keep_edits(self) -> None:
        """Ask about what is written now instead."""
        texts = {name: _text(one) for name, one in self._form.items()}
        if not self.model.edit(texts):
            self._leave_form()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The first letter of an answer gives it; Escape leaves the form."""
        if self._form and event.key() == Qt.Key.Key_Escape:
            self._leave_form()
            return
        keys = {
            Qt.Key.Key_D: self._on_yes, Qt.Key.Key_E: self.edit, Qt.Key.Key_N: self._on_no,
        }  # fmt: skip
        is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if is_plain and not self._form and event.key() in keys:
            keys[Qt.Key(event.key())]()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.model.look_again()
        super().focusInEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._disarm()
        self.model.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.model.set_seen(False)

    def _make_buttons(self) -> None:
        self.yes = button(self.tr("Do it"), self._on_yes, style="primary")
        self.change = button(self.tr("Edit"), self.edit)
        self.no = button(self.tr("Not now"), self._on_no)
        self.never = button(self.tr("Never for this"), self._on_never, style="danger")
        tips = (
            (self.yes, self.tr("Do exactly this, once (D)")),
            (self.change, self.tr("Write it anew, then be asked again (E)")),
            (self.no, self.tr("Nothing is done; it may be asked again (N)")),
            (self.never, self.tr("Nothing is done, and this asker may never do such a thing")),
        )
        for one, tip in tips:
            one.setToolTip(tip)
            one.setAccessibleDescription(tip)
        self.ask_anew = button(self.tr("Ask me about this"), self.keep_edits, style="primary")
        self.back = button(self.tr("Back"), self._leave_form)
        self.allow_again = button(self.tr("Undo"), self._on_allow_again)

    def _lay_out(self) -> None:
        self._answers = _line(self.yes, self.change, self.no, self.never)
        self._writing = _line(self.ask_anew, self.back)
        self._after = _line(self.allow_again)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._effect, 0, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        whole.setSpacing(SPACE)
        whole.addLayout(head)
        whole.addWidget(self._who)
        whole.addLayout(self._words)
        whole.addWidget(self.card)
        for one in (self._answers, self._writing, self._after):
            whole.addWidget(one)
        whole.addWidget(self._left)
        self._choose(None)

    def _fill(self, question: Question) -> None:
        title = self.tr("Tacit needs your yes to %s.") % question.wish
        who = self.tr("Asked by %s") % question.asker
        goal = self.tr("For: %s") % question.goal if question.goal else ""
        self._title.setText(title)
        self._effect.setText(question.effect)
        set_state(self._effect, "state", "bad" if question.is_final else "good")
        self._who.setText("\n".join(one for one in (who, goal) if one))
        self._clear()
        if question.along:
            self._words.addWidget(_long("\n".join(question.along), "plain"))
        for line in question.lines:
            self._words.addWidget(self._line(line))
        self._left.setText(self.model.left())
        self.setAccessibleName(title)
        self.setAccessibleDescription(f"{question.effect} {self._who.text()}")

    def _line(self, line: Line) -> QWidget:
        """An argument word for word, with where it comes from."""
        name = label(f"{line.name} · {line.source}", "small")
        value = _long(line.value, "literal")
        value.setAccessibleName(line.name)
        note = label(line.note, "warn" if line.is_doubtful else "small")
        note.setVisible(bool(line.note))
        whole = QWidget()
        inside = column(name, value, note, spacing=SPACE // 2)
        inside.setContentsMargins(0, 0, 0, 0)
        whole.setLayout(inside)
        return whole

    def _field(self, field: Field) -> QWidget:
        made: QLineEdit | QPlainTextEdit | QComboBox
        if field.choices:
            made = QComboBox()
            made.addItems(field.choices if field.is_needed else ("", *field.choices))
            made.setCurrentText(field.text)
        elif field.has_lines or len(field.text) > LONG:
            made = QPlainTextEdit(field.text, tabChangesFocus=True)
            made.setFixedHeight(FIELD_HEIGHT)
        else:
            made = QLineEdit(field.text)
            made.returnPressed.connect(self.keep_edits)
        made.setAccessibleName(field.title)
        self._form[field.name] = made
        return made

    def _clear(self) -> None:
        while (item := self._words.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _choose(self, shown: QWidget | None) -> None:
        for one in (self._answers, self._writing, self._after):
            one.setVisible(one is shown)

    def _leave_form(self) -> None:
        self._form = {}
        if self.model.question is not None:
            self.show_question(self.model.question)
            self.setFocus()

    def _disarm(self) -> None:
        self.is_armed = False
        self._arming.start()

    def _arm(self) -> None:
        self.is_armed = True

    def _on_yes(self) -> None:
        if self.is_armed:
            self.model.approve()

    def _on_no(self) -> None:
        if self.is_armed:
            self.model.deny()

    def _on_never(self) -> None:
        if self.is_armed:
            self.model.never()

    def _on_allow_again(self) -> None:
        self.allow_again.hide()
        self.model.take_rule_back()

    def _on_over(self, outcome: Outcome) -> None:
        """The card closes to what became of it."""
        self.is_over = True
        self._form = {}
        self._clear()
        self.card.hide()
        self._effect.setText(outcome.word)
        self._effect.setVisible(True)
        set_state(self._effect, "state", outcome.state)
        wish = self.model.question.wish if self.model.question else ""
        self._title.setText(wish[:1].upper() + wish[1:] or self.tr("A question to you"))
        self._who.setText(outcome.says)
        self._left.hide()
        self._choose(self._after if outcome.can_take_back else None)
        self.allow_again.setVisible(outcome.can_take_back)
        self.setAccessibleName(f"{self._title.text()}: {outcome.word}")
        self.setAccessibleDescription(outcome.says)
        self.answered.emit(outcome)

    def _on_failed(self, card: ErrorCard) -> None:
        self.card.show_error(card)


def _line(*buttons: QPushButton) -> QWidget:
    made = QWidget()
    inside = Flow(SPACE, made)
    for one in buttons:
        inside.addWidget(one)
    return made


def _long(text: str, style: str) -> QWidget:
    """Words as they are; many of them scroll, and one without end is broken where it has to be."""
    has_lines = len(text) <= LONG and text.count("\n") <= MOST_LINES
    if has_lines and max(map(len, text.split()), default=0) <= LONGEST_WORD:
        return label(text, style)
    made = QPlainTextEdit(text, readOnly=True, tabChangesFocus=True)
    made.setObjectName(style)
    made.setFixedHeight(FIELD_HEIGHT)
    return made


def _text(field: QLineEdit | QPlainTextEdit | QComboBox) -> str:
    if isinstance(field, QComboBox):
        return field.currentText()
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()
