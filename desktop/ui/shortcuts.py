"""The sheet of keyboard shortcuts, F1."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.keys import Keys
from desktop.ui.overlay import Overlay
from desktop.ui.theme import SPACE
from desktop.ui.widgets import chip, label, scrolled

WIDEST = 720
BESIDE = 200
"pixels of the window that are no lines of the sheet"
KEY = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class Shortcuts(Overlay):
    """Every key and what it does; Esc or F1 closes it."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over, self.tr("Keyboard shortcuts"), WIDEST)
        self.inside.addWidget(label(self.tr("Keyboard shortcuts"), "heading"))
        self._content = QWidget()
        self._grid = grid = QGridLayout(self._content)
        grid.setHorizontalSpacing(SPACE * 4)
        grid.setVerticalSpacing(SPACE)
        left = [*self._everywhere(), *self._questions()]
        right = [*self._chat(), *self._lists(), *self._tasks()]
        self._fill(grid, 0, left)
        self._fill(grid, 2, right)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area = scrolled(self._content)
        self.inside.addWidget(self._area)

    def first(self) -> QWidget:
        return self._area

    def open_above(self) -> None:
        width = min(WIDEST, self._over.width() - SPACE * 6) - SPACE * 6
        wanted = self._grid.totalHeightForWidth(width)
        self._area.setFixedHeight(max(min(wanted, self._over.height() - BESIDE), SPACE * 10))
        super().open_above()

    def toggle(self) -> None:
        if self.isVisible():
            self.close_above()
        else:
            self.open_above()

    def _everywhere(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("Everywhere")),
            (Keys.FIND_ANYTHING, self.tr("Find anything")),
            (Keys.NEW_CHAT, self.tr("New chat")),
            (Keys.PRIVATE_CHAT, self.tr("New private chat")),
            ("Ctrl+1", self.tr("First page, and so on to Ctrl+0")),
            (Keys.TALK, self.tr("Speak: hold to talk, or tap to begin and to end")),
            (Keys.SETTINGS, self.tr("Settings")),
            (Keys.LOCK, self.tr("Lock")),
            (Keys.UNDO, self.tr("Take back what was just done")),
            (Keys.SHORTCUTS, self.tr("This sheet")),
            ("Ctrl+Q", self.tr("Quit")),
        ]

    def _chat(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("In the chat")),
            ("Return", self.tr("Send")),
            ("Shift+Return", self.tr("New line")),
            (Keys.SEND, self.tr("Send from anywhere")),
            (Keys.STOP, self.tr("Stop the answer, or close")),
            ("Up", self.tr("Edit your last words, in an empty field")),
            ("Alt+Up", self.tr("To the messages, then Up and Down")),
            (Keys.FIND_HERE, self.tr("Search conversations")),
        ]

    def _lists(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("In lists and pages")),
            ("Return", self.tr("Open")),
            (Keys.RENAME, self.tr("Rename")),
            (Keys.DELETE, self.tr("Delete")),
            ("Ctrl+Tab", self.tr("Next part of a page")),
            ("Ctrl+O", self.tr("Add files, in Documents and Models")),
            (Keys.NEW_NOTE, self.tr("New note, in Memory")),
        ]

    def _tasks(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("With tasks and reminders")),
            (Keys.NEW_TASK, self.tr("Write a task")),
            ("Space", self.tr("Done, or not done after all")),
            (Keys.DUE, self.tr("When it is due")),
            ("Alt+Up", self.tr("Further up; and Alt and Down, further down")),
            ("Alt+Right", self.tr("Into the next column of the board")),
            (Keys.REMINDER, self.tr("To the reminder that is shown")),
        ]

    def _questions(self) -> list[tuple[str, str]]:
        return [
            ("", self.tr("On a question that needs your yes")),
            ("D", self.tr("Do it")),
            ("E", self.tr("Edit")),
            ("N", self.tr("Not now")),
        ]

    def _fill(self, grid: QGridLayout, column: int, lines: Sequence[tuple[str, str]]) -> None:
        for number, (keys, says) in enumerate(lines):
            if not keys:
                grid.addWidget(label(says, "strong"), number, column, 1, 2)
                continue
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            grid.addWidget(chip(native), number, column, KEY)
            grid.addWidget(label(says), number, column + 1)
