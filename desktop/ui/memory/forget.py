"""The windows in which forgetting is asked for and agreed to; nothing goes that was not shown."""

from datetime import date

from PySide6.QtCore import QDate, Qt, QTimer
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.progress_row import ProgressRow
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row, scrolled
from desktop.viewmodels.forgetting import Forgetting, Question

WIDTH = 520
MOST_SHOWN = 200
DAYS_BACK = 7
SOON_MS = 400
"what is over by then was never worth a word"


class _Dialog(QDialog):
    """A heading, something between, and two buttons: the safe one is the one that Return takes."""

    def __init__(self, parent: QWidget, title: str, go_on: str, *, is_danger: bool) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tacit")
        self.setAccessibleName(title)
        self.setMinimumWidth(WIDTH)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        self.layout_.setSpacing(SPACE * 2)
        self.layout_.addWidget(label(title, "heading"))
        self.go_on = button(go_on, self.accept, style="danger" if is_danger else "primary")
        self.refuse = button(self.tr("Keep it") if is_danger else self.tr("Cancel"), self.reject)
        (self.refuse if is_danger else self.go_on).setDefault(True)

    def finish(self) -> None:
        """The buttons, below everything else."""
        self.layout_.addLayout(
            row(self.refuse, self.go_on, spacing=SPACE, stretch_before=self.refuse)
        )


class ForgetDialog(_Dialog):
    """Everything that would go along; for all of it at once, a word has to be typed."""

    def __init__(self, parent: QWidget, question: Question) -> None:
        title = parent.tr("Forget everything?") if question.is_everything else parent.tr(
            "Forget this for good?"
        )  # fmt: skip
        super().__init__(parent, title, parent.tr("Forget"), is_danger=True)
        shown = "\n".join(question.lines[:MOST_SHOWN])
        more = len(question.lines) - MOST_SHOWN
        self.lines = label(shown if more <= 0 else f"{shown}\n{self.tr('and %s more') % more}")
        self.lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        area = scrolled(self.lines)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(self.tr("What goes along"))
        lines = min(len(question.lines) + 1, 12)
        area.setMinimumHeight(self.fontMetrics().lineSpacing() * (lines + 1))
        self.layout_.addWidget(label(self.tr("This cannot be undone. It takes along:"), "quiet"))
        self.layout_.addWidget(area, 1)
        self.typed = QLineEdit()
        self.word = self.tr("forget everything")
        if question.is_everything:
            self._ask_for_word()
        self.finish()
        self.refuse.setFocus()

    def _ask_for_word(self) -> None:
        asked = label(self.tr("To go on, type “%s”.") % self.word)
        asked.setBuddy(self.typed)
        self.typed.setAccessibleName(asked.text())
        self.layout_.addWidget(asked)
        self.layout_.addWidget(self.typed)
        self.go_on.setEnabled(False)
        self.typed.textChanged.connect(
            lambda text: self.go_on.setEnabled(text.strip().casefold() == self.word)
        )


class TopicDialog(_Dialog):
    """Whom or what to forget."""

    def __init__(self, parent: QWidget, topic: str = "") -> None:
        title = parent.tr("Forget somebody or something")
        super().__init__(parent, title, parent.tr("Show what would go"), is_danger=False)
        about = self.tr("A name or a topic. You see everything that goes along before it goes.")
        self.topic = QLineEdit(topic)
        self.topic.setAccessibleName(self.tr("Name or topic"))
        self.layout_.addWidget(label(about, "quiet"))
        self.layout_.addWidget(self.topic)
        self.topic.textChanged.connect(lambda text: self.go_on.setEnabled(bool(text.strip())))
        self.go_on.setEnabled(bool(topic))
        self.finish()
        self.topic.setFocus()


class DaysDialog(_Dialog):
    """From which day to which day."""

    def __init__(self, parent: QWidget) -> None:
        title = parent.tr("Forget what was learned in some days")
        super().__init__(parent, title, parent.tr("Show what would go"), is_danger=False)
        today = QDate.currentDate()
        self.first, self.last = (self._day(today.addDays(-DAYS_BACK)), self._day(today))
        form = QFormLayout()
        form.setSpacing(SPACE)
        for words, field in ((self.tr("From"), self.first), (self.tr("To"), self.last)):
            name = QLabel(words)
            name.setBuddy(field)
            form.addRow(name, field)
        self.first.dateChanged.connect(self.last.setMinimumDate)
        self.last.setMinimumDate(self.first.date())
        self.layout_.addLayout(form)
        self.finish()

    def days(self) -> tuple[date, date]:
        """The first and the last."""
        first, last = self.first.date(), self.last.date()
        return (
            date(first.year(), first.month(), first.day()),
            date(last.year(), last.month(), last.day()),
        )

    def _day(self, day: QDate) -> QDateEdit:
        made = QDateEdit(day)
        made.setCalendarPopup(True)
        made.setMaximumDate(QDate.currentDate())
        return made


class Asking(ProgressRow):
    """Leads from a wish to forget to the question, and brings the answer back.

    It is seen where one of the two takes its time.
    """

    def __init__(self, parent: QWidget, forgetting: Forgetting) -> None:
        super().__init__(forgetting.stop)
        self.setParent(parent)
        self._parent = parent
        self._forgetting = forgetting
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self.show)
        forgetting.asked.connect(self._on_asked)
        forgetting.began.connect(self._on_began)
        forgetting.ended.connect(self._on_ended)

    def _on_began(self, what: str, can_stop: bool) -> None:
        is_seen = self.isVisible()
        self.wait(what, can_stop=can_stop)
        self.setVisible(is_seen)
        self._soon.start()

    def _on_ended(self) -> None:
        self._soon.stop()
        self.hide()

    def by_topic(self, topic: str = "") -> None:
        dialog = TopicDialog(self._parent, topic)
        dialog.accepted.connect(lambda: self._forgetting.forget_about(dialog.topic.text().strip()))
        dialog.open()

    def by_days(self) -> None:
        dialog = DaysDialog(self._parent)
        dialog.accepted.connect(lambda: self._forgetting.forget_days(*dialog.days()))
        dialog.open()

    def _on_asked(self, question: Question) -> None:
        dialog = ForgetDialog(self._parent, question)
        dialog.accepted.connect(lambda: self._forgetting.yes(question))
        dialog.rejected.connect(lambda: self._forgetting.no(question))
        dialog.open()
