"""What can be done with the tasks that are selected, as a menu."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.keys import Keys
from desktop.viewmodels.tasks import STATES, TasksViewModel


class TaskMenu(QMenu):
    """Made anew each time it is opened."""

    def __init__(self, model: TasksViewModel, numbers: list[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = [row for one in numbers if (row := model.find(one))]
        is_open = any(not row.is_done for row in self._rows)
        if is_open:
            self._add(self.tr("Done"), "Space", partial(model.complete, self._open()))
        states = {row.state for row in self._rows}
        names = (self.tr("To do"), self.tr("Doing"), self.tr("Waiting"))
        for state, name in zip(STATES[:-1], names, strict=True):
            if states != {state}:
                text = self.tr("Put into “%s”") % name
                self._add(text, "", partial(model.put, numbers, state))
        if is_open:
            self._add_importance(model)
            self.addSeparator()
            self._add(self.tr("Take off the list"), Keys.DELETE, partial(model.drop, numbers))

    def _open(self) -> list[int]:
        return [row.number for row in self._rows if not row.is_done]

    def _add_importance(self, model: TasksViewModel) -> None:
        inner = self.addMenu(self.tr("Importance"))
        words = (self.tr("High"), self.tr("Normal"), self.tr("Low"))
        for value, text in zip(("high", "normal", "low"), words, strict=True):
            action = inner.addAction(text, partial(model.rank, self._open(), value))
            action.setCheckable(True)
            action.setChecked({row.importance for row in self._rows} == {value})

    def _add(self, text: str, keys: str, act: Callable[[], None]) -> None:
        action = self.addAction(text, act)
        if keys:  # shown only: the list itself hears it
            action.setShortcut(QKeySequence(keys))
            action.setShortcutVisibleInContextMenu(True)
