"""One task beside the list, with everything about it to be changed; or what several have in common.

A time is written in words, is said back, and is kept on Enter.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.echo import Echo
from desktop.ui.flow import Flow
from desktop.ui.notes_field import NotesField
from desktop.ui.said_field import SaidField
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label, scrolled
from desktop.viewmodels.task_rows import TaskRow, Understood
from desktop.viewmodels.tasks import TasksViewModel

WIDTH, WIDEST = 300, 760
IMPORTANCE = ("low", "normal", "high")


class TaskDetails(QFrame):
    """Hidden while nothing is selected; its fields are made for the first task that is."""

    closed = Signal()

    def __init__(self, model: TasksViewModel) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.set_wide(is_wide=False)
        self.setAccessibleName(self.tr("Details"))
        self._model = model
        self._rows: tuple[TaskRow, ...] = ()
        self._asking: SaidField | None = None
        self._is_made = False
        model.time_understood.connect(self._on_time)
        self.hide()

    @property
    def numbers(self) -> list[int]:
        return [one.number for one in self._rows]

    def show_rows(self, rows: Sequence[TaskRow]) -> None:
        """These are selected now; what is being written is left alone."""
        if not (rows or self._rows):
            return
        if not self._is_made:
            self._is_made = True
            self._make_fields()
            self._lay_out()
        is_same = [one.number for one in rows] == self.numbers
        if not is_same:
            self.notes.keep()
        self._rows = tuple(rows)
        self.setVisible(bool(rows))
        if rows:
            self._fill(rows, is_same=is_same)

    def set_wide(self, *, is_wide: bool) -> None:
        """All the room there is, or a part beside the list."""
        self.setMinimumWidth(0 if is_wide else WIDTH)
        self.setMaximumWidth(WIDEST if is_wide else WIDTH)

    def leave(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._rows:
            is_changed = any(one.isModified() for one in self._said)
            self._fill(self._rows, is_same=False)
            if not is_changed:
                self.leave()
            return
        super().keyPressEvent(event)

    def _make_fields(self) -> None:
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("Title"))
        self.title.editingFinished.connect(self._on_title)
        self.due = self._said_field(
            self.tr("Due"), self.tr("fri 5pm"), self._model.read_time, self._on_due
        )
        self.reminder = self._said_field(
            self.tr("Remind me"), self.tr("tomorrow at 9"), self._model.read_time, self._on_reminder
        )
        self.repeats = self._said_field(
            self.tr("Comes again"), self.tr("every second friday"),
            lambda text: self._model.read_repeat(self._rows[0].number, text), self._on_repeats,
        )  # fmt: skip
        self._said = (self.due, self.reminder, self.repeats)
        self.waits_for = QLineEdit()
        self.waits_for.setAccessibleName(self.tr("Waiting for"))
        self.waits_for.setPlaceholderText(self.tr("whom or what"))
        self.waits_for.editingFinished.connect(self._on_waits_for)
        self.notes = NotesField(self.tr("Notes"), self.tr("What belongs to it"))
        self.notes.kept.connect(self._on_notes)
        self.importance = QComboBox()
        self.importance.setAccessibleName(self.tr("Importance"))
        words = (self.tr("Low"), self.tr("Normal"), self.tr("High"))
        for value, text in zip(IMPORTANCE, words, strict=True):
            self.importance.addItem(text, value)
        self.importance.activated.connect(
            lambda _at: self._model.rank(self.numbers, self.importance.currentData())
        )
        self.in_list = QComboBox(editable=True)
        self.in_list.setAccessibleName(self.tr("List"))
        edit = self.in_list.lineEdit()
        assert edit is not None
        edit.setPlaceholderText(self.tr("none"))
        edit.returnPressed.connect(self._on_list)
        self.in_list.activated.connect(lambda _at: self._on_list())
        self.done = button(self.tr("Done"), lambda: self._model.complete(self.numbers))
        self.drop = button(
            self.tr("Take off the list"), lambda: self._model.drop(self.numbers), style="danger"
        )

    def _said_field(
        self, name: str, example: str, ask: Callable[[str], None], keep: Callable[[str], None]
    ) -> SaidField:  # fmt: skip
        made = SaidField(name, example)

        def asked(text: str) -> None:
            self._asking = made
            ask(text)

        def kept(text: str) -> None:
            self._asking = made
            if len(self._rows) == 1:
                keep(text)

        made.asked.connect(asked)
        made.kept.connect(kept)
        return made

    def _lay_out(self) -> None:
        self._many = label(style="heading")
        self._why = label(style="small")
        self._more = label(style="small")
        top = QHBoxLayout()
        top.addWidget(self._many, 1)
        top.addWidget(IconButton("close", self.tr("Close"), self.leave))
        inner = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE * 2, SPACE, SPACE // 2, SPACE)
        outer.setSpacing(SPACE // 2)
        outer.addLayout(top)
        outer.addWidget(scrolled(inner), 1)
        whole = QVBoxLayout(inner)
        whole.setContentsMargins(0, 0, SPACE + SPACE // 2, 0)
        whole.setSpacing(SPACE // 2)
        self._single: list[QWidget] = []
        self._add(whole, "", self.title)
        self._waiting = (label(self.tr("Waiting for"), "small"), self.waits_for)
        for widget in self._waiting:
            whole.addWidget(widget)
        for field in self._said:
            self._add(whole, field.accessibleName(), field, field.echo)
        self._single += [self._more]
        whole.addWidget(self._more)
        whole.addWidget(label(self.tr("Importance"), "small"))
        whole.addWidget(self.importance)
        whole.addWidget(self._why)
        whole.addWidget(label(self.tr("List"), "small"))
        whole.addWidget(self.in_list)
        self._add(whole, self.tr("Notes"), self.notes)
        whole.setStretchFactor(self.notes, 1)
        ways = Flow(SPACE)
        for one in (self.done, self.drop):
            ways.addWidget(one)
        outer.addLayout(ways)

    def _add(self, whole: QVBoxLayout, title: str, *widgets: QWidget) -> None:
        """Fields that make sense for one task alone."""
        name = label(title, "small")
        self._single += [name, *(one for one in widgets if not isinstance(one, Echo))]
        for one in (name, *widgets):
            whole.addWidget(one)
        name.setVisible(bool(title))

    def _fill(self, rows: Sequence[TaskRow], *, is_same: bool) -> None:
        one, is_one = rows[0], len(rows) == 1
        many = self.tr("Details") if is_one else self.tr("%s tasks selected") % len(rows)
        self._many.setText(many)
        for widget in self._single:
            widget.setVisible(is_one and bool(not isinstance(widget, type(self._many))
                                              or widget.text()))  # fmt: skip
        if not (is_same and self.title.hasFocus()):
            self.title.setText(one.title)
            self.title.setCursorPosition(0)
        for widget in self._waiting:
            widget.setVisible(is_one and one.state == "waiting")
        if not (is_same and self.waits_for.hasFocus()):
            self.waits_for.setText(one.waits_for)
        for field, text in zip(self._said, (one.due, "", one.repeats), strict=True):
            field.show_value(text, is_same=is_same)
        self.notes.show_value(one.notes if is_one else "", is_same=is_same)
        importances = {each.importance for each in rows}
        place = IMPORTANCE.index(one.importance) if len(importances) == 1 else -1
        self.importance.setCurrentIndex(place)
        self._fill_lists(rows)
        reminders = [self.tr("Reminder: %s") % when for when in one.reminders]
        self._more.setText("\n".join(reminders))
        self._more.setVisible(is_one and bool(self._more.text()))
        self._why.setText(" ".join(one.reasons))
        self._why.setVisible(is_one and bool(one.reasons))
        is_open = any(not each.is_done for each in rows)
        for widget in (self.title, *self._said, self.importance, self.done, self.drop):
            widget.setEnabled(is_open)

    def _fill_lists(self, rows: Sequence[TaskRow]) -> None:
        edit = self.in_list.lineEdit()
        if edit is not None and edit.hasFocus() and edit.isModified():
            return
        self.in_list.clear()
        self.in_list.addItems(["", *self._model.all.lists])
        names = {each.list for each in rows}
        self.in_list.setCurrentText(rows[0].list if len(names) == 1 else "")

    def _on_time(self, found: Understood) -> None:
        if self._asking is not None:
            self._asking.hear(found)

    def _on_title(self) -> None:
        title = " ".join(self.title.text().split())
        if len(self._rows) == 1 and title and title != self._rows[0].title:
            self._model.rename(self._rows[0].number, title)

    def _on_waits_for(self) -> None:
        whom = " ".join(self.waits_for.text().split())
        if len(self._rows) == 1 and whom != self._rows[0].waits_for:
            self._model.wait_for(self._rows[0].number, whom)

    def _on_due(self, text: str) -> None:
        if text != self._rows[0].due:
            self._model.set_due(self._rows[0].number, text)

    def _on_reminder(self, text: str) -> None:
        if text.strip():
            self._model.remind(self._rows[0].number, text)

    def _on_repeats(self, text: str) -> None:
        if text != self._rows[0].repeats:
            self._model.set_repeat(self._rows[0].number, text)

    def _on_notes(self, text: str) -> None:
        if len(self._rows) == 1:
            self._model.write_notes(self._rows[0].number, text)

    def _on_list(self) -> None:
        name = " ".join(self.in_list.currentText().split()).removeprefix("#")
        wanted = [one.number for one in self._rows if one.list != name]
        if wanted:
            self._model.put_into(wanted, name)
