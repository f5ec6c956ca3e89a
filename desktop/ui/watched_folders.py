"""The folders that are followed: what came out of each, what could not be read, and their end."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label, row, scrolled
from desktop.viewmodels.watched import Row, WatchedModel

WIDTH, HEIGHT = 560, 420
TROUBLE_LINES = 5


class WatchedFolders(QDialog):
    """Opened from the page of documents."""

    def __init__(self, parent: QWidget, model: WatchedModel) -> None:
        super().__init__(parent)
        self._model = model
        self.setWindowTitle(self.tr("Watched folders"))
        self.resize(WIDTH, HEIGHT)
        self.add = button(self.tr("Watch a folder…"), self._on_add, style="primary")
        self.now = button(self.tr("Look now"), model.look)
        self.close_it = button(self.tr("Close"), self.accept)
        self.standing = label(model.standing, "small")
        self._rows = QWidget()
        self._list = QVBoxLayout(self._rows)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(SPACE)
        self._lay_out()
        model.rows_changed.connect(self._fill)
        model.stood.connect(self.standing.setText)
        self._fill()

    def _lay_out(self) -> None:
        about = self.tr(
            "What is put into these folders is read by itself while Tacit is open: what changes, "
            "moves or goes is followed. The files stay as they are."
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 3)
        whole.setSpacing(SPACE * 2)
        whole.addWidget(label(self.windowTitle(), "heading"))
        whole.addWidget(label(about, "quiet"))
        whole.addWidget(scrolled(self._rows), 1)
        whole.addWidget(self.standing)
        whole.addLayout(
            row(self.now, self.close_it, self.add, spacing=SPACE, stretch_before=self.close_it)
        )

    def _fill(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for one in self._model.rows:
            self._list.addWidget(_Folder(one, self._model.watch, self._model.unwatch))
        if not self._model.rows:
            self._list.addWidget(label(self.tr("No folder is watched yet."), "quiet"))
        self._list.addStretch(1)
        self.now.setEnabled(bool(self._model.rows))

    def _on_add(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.tr("Watch a folder")):
            self._model.watch(Path(chosen))


class _Folder(QFrame):
    """One of them."""

    def __init__(
        self, one: Row, watch: Callable[..., None], unwatch: Callable[[int], None]
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        path = label(one.path)
        path.setWordWrap(True)
        said = label(one.said, "warn" if one.is_away else "small")
        name = self.tr("Follow %s no more") % one.path
        end = IconButton("close", name, lambda: unwatch(one.id))
        forgets = QCheckBox(self.tr("Forget what was deleted, a day later"))
        forgets.setChecked(one.forgets)
        forgets.toggled.connect(lambda is_on: watch(Path(one.path), forgets=is_on))
        top = QHBoxLayout()
        top.addWidget(path, 1)
        top.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        inside.setSpacing(SPACE // 2)
        inside.addLayout(top)
        inside.addWidget(said)
        inside.addWidget(forgets)
        if one.troubles:
            inside.addWidget(self._troubles(one.troubles))

    def _troubles(self, lines: tuple[str, ...]) -> QWidget:
        made = QPlainTextEdit("\n".join(lines), readOnly=True)
        made.setAccessibleName(self.tr("Files that could not be read"))
        made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        made.setTabChangesFocus(True)
        shown = min(len(lines), TROUBLE_LINES) + 1
        made.setFixedHeight(shown * made.fontMetrics().lineSpacing() + 2 * SPACE)
        return made
