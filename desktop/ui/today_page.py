"""The page “Today”: three things that matter, what is due, what waits, and what was done."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.flow import Flow
from desktop.ui.page import Page
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.widgets import Empty, IconButton, Picture, button, label, line, panel, scrolled
from desktop.viewmodels.reminding import Snooze
from desktop.viewmodels.task_rows import TaskRow
from desktop.viewmodels.today import Day, Deed, DueReminder, TodayViewModel


class TodayPage(Page):
    """Made anew only where something is otherwise, so that the keyboard keeps its place."""

    def __init__(self, session: Session) -> None:
        self._today = TodayViewModel(session)
        super().__init__(self._today)
        self.set_title(self.tr("Today"))
        self._day: Day | None = None
        self.date = label(style="quiet")
        self._views = QStackedWidget()
        self._views.addWidget(_at_top(label(self.tr("Looking at your day …"), "quiet")))
        self._views.addWidget(
            Empty(
                "today",
                self.tr("Nothing for today yet"),
                self.tr("Tasks that are due, reminders, and what waits for you will be here."),
                button(self.tr("Write a task"), self._write_task, style="primary"),
                button(self.tr("Talk to Tacit"), self._talk),
            )
        )
        inner = QWidget()
        inner.setMaximumWidth(READING_WIDTH)
        self._sections = QVBoxLayout(inner)
        self._sections.setContentsMargins(0, 0, SPACE, 0)
        self._sections.setSpacing(SPACE * 2)
        self._views.addWidget(scrolled(inner))
        self.content.addWidget(self.date)
        self.content.addWidget(self._views, 1)
        self._today.changed.connect(self._on_changed)

    def _on_changed(self, day: Day) -> None:
        before, self._day = self._day, day
        self.heading.setText(day.greeting)
        self.date.setText(day.date)
        if before != day:
            self._fill(day)
        self._views.setCurrentIndex(1 if day.is_empty else 2)

    def _fill(self, day: Day) -> None:
        focused = self._focused()
        while (item := self._sections.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if waits := self._waiting(day):
            self._section(self.tr("Waiting for you"), waits)
        if day.focus:
            self._section(self.tr("Focus"), [self._focus(row) for row in day.focus])
        if day.reminders:
            rows = [self._reminder(one) for one in day.reminders]
            self._section(self.tr("Reminders"), rows)
        if day.due:
            self._section(self.tr("Due"), self._due(day))
        if day.waiting:
            self._section(self.tr("Waiting for others"), self._others(day))
        if day.deeds:
            self._section(self.tr("Done today"), self._deeds(day))
        self._sections.addStretch(1)
        self._focus_again(focused)

    def _section(self, title: str, rows: Sequence[QWidget]) -> None:
        parts: list[QWidget] = []
        for row in rows:
            parts += [line(), row] if parts else [row]
        inside = panel(*parts)
        inside.setAccessibleName(title)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(label(title, "heading"))
        layout.addWidget(inside)
        self._sections.addWidget(whole)
        whole.show()  # at once: what is not seen yet takes no keyboard

    def _waiting(self, day: Day) -> list[QWidget]:
        found = []
        for count, page, one, many in (
            (day.approvals, PageName.APPROVALS, self.tr("One question needs your yes"),
             self.tr("%s questions need your yes")),
            (day.memories, PageName.MEMORY, self.tr("Tacit wants to remember one thing"),
             self.tr("Tacit wants to remember %s things")),
        ):  # fmt: skip
            if count:
                text = one if count == 1 else many % count
                look = button(self.tr("Look"), partial(self.asked_for.emit, Place(page)))
                look.setAccessibleName(text)
                picture = "approvals" if page is PageName.APPROVALS else "memory"
                found.append(_row(Picture(picture), label(text), look))
        return found

    def _focus(self, row: TaskRow) -> QWidget:
        why = label(" ".join(row.reasons), "small")
        why.setVisible(bool(row.reasons))
        return self._task(row, why)

    def _due(self, day: Day) -> list[QWidget]:
        rows = [self._task(row, _words_of(row)) for row in day.due]
        if day.more_due:
            more = self.tr("%s more") % day.more_due
            rows.append(_row(self._link(more, Place(PageName.TASKS))))
        return rows

    def _others(self, day: Day) -> list[QWidget]:
        rows = [self._task(row, _words_of(row)) for row in day.waiting]
        if day.more_waiting:
            more = self.tr("%s more") % day.more_waiting
            rows.append(_row(self._link(more, Place(PageName.TASKS))))
        return rows

    def _task(self, row: TaskRow, below: QWidget) -> QWidget:
        """A task with its box to tick; its arrow leads to it."""
        tick = QCheckBox()
        tick.setObjectName(f"tick {row.number}")
        tick.setAccessibleName(self.tr("Done: %s") % row.says)
        tick.clicked.connect(lambda _checked: self._today.complete(row.number))
        title = _words(row.title)
        look = IconButton(
            "right", self.tr("Look at: %s") % row.title,
            partial(self.asked_for.emit, Place(PageName.TASKS, row.number)),
        )  # fmt: skip
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(below)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE)
        layout.addWidget(tick, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(look, 0, Qt.AlignmentFlag.AlignTop)
        return whole

    def _reminder(self, one: DueReminder) -> QWidget:
        words = _words(one.text)
        when = label(one.when, "warn" if one.is_said else "small")
        when.setWordWrap(False)
        if not one.is_said:
            cancel = IconButton(
                "close", self.tr("Cancel: %s") % one.text, partial(self._today.cancel, one.number)
            )
            return _row(Picture("bell"), words, when, cancel)
        texts = (
            (Snooze.TEN_MINUTES, self.tr("10 min")), (Snooze.HOUR, self.tr("1 h")),
            (Snooze.TOMORROW, self.tr("Tomorrow")),
        )  # fmt: skip
        buttons = [button(self.tr("Done"), partial(self._today.put_aside, one.number))]
        buttons += [
            button(text, partial(self._today.put_off, one.number, until)) for until, text in texts
        ]
        for each in buttons:
            each.setAccessibleName(f"{each.text()}: {one.text}")
        answers = QWidget()
        below = Flow(SPACE // 2, answers)
        for each in buttons:
            below.addWidget(each)
        both = QWidget()
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(_row(words, when))
        layout.addWidget(answers)
        return _row(Picture("bell"), both)

    def _deeds(self, day: Day) -> list[QWidget]:
        rows = [self._deed(one) for one in day.deeds]
        if day.more_deeds:
            more = self.tr("%s more") % day.more_deeds
            rows.append(_row(self._link(more, Place(PageName.ACTIVITY))))
        return rows

    def _deed(self, one: Deed) -> QWidget:
        about = self.tr("%s · asked by %s") % (one.when, one.asker)
        words = _words(one.says)
        after: list[QWidget] = []
        if one.is_undone:
            after = [label(self.tr("taken back"), "small")]
        elif one.can_be_undone:
            undo = button(self.tr("Undo"), partial(self._today.undo, one.change))
            undo.setAccessibleName(self.tr("Undo: %s") % one.says)
            after = [undo]
        both = QWidget()
        layout = QVBoxLayout(both)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(words)
        layout.addWidget(label(about, "small"))
        return _row(both, *after)

    def _link(self, text: str, place: Place) -> QPushButton:
        return button(text, partial(self.asked_for.emit, place), style="link")

    def _write_task(self) -> None:
        self.asked_for.emit(Place(PageName.TASKS))

    def _talk(self) -> None:
        self.asked_for.emit(Place(PageName.CHAT))

    def _focused(self) -> str:
        """What the keyboard is on, as a screen reader would say it."""
        widget = self.focusWidget()
        return widget.accessibleName() if isinstance(widget, QAbstractButton) else ""

    def _focus_again(self, name: str) -> None:
        """The same thing, or the page where it is gone."""
        if not name:
            return
        for one in self.findChildren(QAbstractButton):
            if one.accessibleName() == name and one.isVisible():
                one.setFocus()
                return
        self.setFocus()


def _words(text: str) -> QLabel:
    """Somebody's own words; one that is too long for the page does not make it wider."""
    made = label(text)
    made.setMinimumWidth(1)
    return made


def _words_of(row: TaskRow) -> QWidget:
    parts = [row.waits, row.due, row.repeats, f"#{row.list}" if row.list else ""]
    return label(" · ".join(filter(None, parts)), "bad" if row.is_overdue else "small")


def _at_top(widget: QWidget) -> QWidget:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    layout.addStretch(1)
    return whole


def _row(*widgets: QWidget) -> QWidget:
    """Side by side; the first words take the room that there is."""
    whole = QWidget()
    layout = QHBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE)
    wide = next((one for one in widgets if not isinstance(one, (Picture, QAbstractButton))), None)
    for one in widgets:
        layout.addWidget(one, 1 if one is wide else 0)
    return whole
