"""“What do you know about me?”: everything that counts, to be read from top to bottom."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.memory.part import Part
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.widgets import Empty, label, scrolled
from desktop.viewmodels.known import KnownModel

if TYPE_CHECKING:
    from desktop.known import Told


class KnownPart(Part):
    """Headings and sentences; nothing to press."""

    def __init__(self, viewmodel: KnownModel) -> None:
        super().__init__(viewmodel)
        self._model = viewmodel
        self._stack = QStackedWidget()
        self._stack.addWidget(Empty(
            "profile", self.tr("Tacit knows nothing about you"),
            self.tr("What you tell it, and what you keep of its guesses, can be read here."),
        ))  # fmt: skip
        self._read = QVBoxLayout()
        self._read.setSpacing(SPACE)
        self._read.setContentsMargins(0, 0, SPACE, 0)
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH)
        page.setLayout(self._read)
        around = QWidget()
        line = QHBoxLayout(around)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(page, 10)
        line.addStretch(1)
        self._stack.addWidget(scrolled(around))
        self.content.addWidget(self._stack, 1)
        viewmodel.told.connect(self._on_told)

    def text(self) -> str:
        """All that can be read."""
        found = [self._read.itemAt(place) for place in range(self._read.count())]
        widgets = [one.widget() for one in found if one is not None]
        return "\n".join(str(one.property("said")) for one in widgets if one is not None)

    def _on_told(self, parts: "list[Told]") -> None:
        while (item := self._read.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        self._stack.setCurrentIndex(1 if parts else 0)
        for told in parts:
            self._say(self._model.heading(told), "heading")
            for line in told.lines:
                self._say(line.text, "plain", self._model.where(line))
            if more := self._model.more(told):
                self._say(more, "quiet")
        self._read.addStretch(1)

    def _say(self, text: str, style: str, where: str = "") -> None:
        """A line, and at its end where it is from."""
        whole = QWidget()
        whole.setProperty("said", text)
        made = label(text, style)
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, SPACE * 2 if style == "heading" else 0, 0, 0)
        line.setSpacing(SPACE * 3)
        line.addWidget(made, 1)
        if where:
            said = label(where, "small")
            said.setWordWrap(False)
            line.addWidget(said, 0, Qt.AlignmentFlag.AlignTop)
        self._read.addWidget(whole)
