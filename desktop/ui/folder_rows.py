"""The folders that Tacit may work in: each with a way to shut it out again."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label
from desktop.viewmodels.setting_rows import Setting

Take = Callable[[Path], None]


class FolderRows(QWidget):
    """A list that grows only by the owner's own hand."""

    def __init__(self, setting: Setting, grant: Take, revoke: Take) -> None:
        super().__init__()
        self._grant, self._revoke = grant, revoke
        self.add = button(self.tr("Let into a folder…"), self._on_add)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE // 2)
        top = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(setting.title))
        words.addWidget(label(setting.about, "small"))
        top.addLayout(words, 1)
        top.addWidget(self.add)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, SPACE, 0, SPACE)
        whole.addLayout(top)
        whole.addLayout(self._list)
        self.setting = setting
        self._fill()

    def show_value(self, setting: Setting) -> None:
        if setting.options != self.setting.options:
            self.setting = setting
            self._fill()

    def _fill(self) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for path, shown in self.setting.options:
            self._list.addWidget(self._row(Path(path), shown))

    def _row(self, path: Path, shown: str) -> QWidget:
        made = QWidget()
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label(shown, "quiet"), 1)
        name = self.tr("Shut Tacit out of %s") % shown
        layout.addWidget(IconButton("close", name, lambda: self._revoke(path)))
        return made

    def _on_add(self) -> None:
        about = self.tr("Let Tacit into this folder and all below it")
        if chosen := QFileDialog.getExistingDirectory(self, about):
            self._grant(Path(chosen))
