"""What an answer was written from: sources and memories, folded away until they are asked for."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.chat import ChatModel
from desktop.viewmodels.chat_shown import Evidence

LONGEST = 280


class EvidenceRow(QWidget):
    """“Sources (2)” and “Memories used (3)”."""

    def __init__(self, model: ChatModel) -> None:
        super().__init__()
        self._model = model
        self.sources = button("", lambda: self._unfold(sources=True), style="link")
        self.memories = button("", lambda: self._unfold(sources=False), style="link")
        self._used: tuple[Evidence, ...] = ()
        self._open: bool | None = None
        self._list = QWidget()
        self._inside = QVBoxLayout(self._list)
        self._inside.setContentsMargins(SPACE * 2, 0, 0, SPACE)
        line = row(self.sources, self.memories, spacing=SPACE * 2)
        line.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE // 2)
        whole.addLayout(line)
        whole.addWidget(self._list)
        self._list.hide()
        self.hide()

    def show_for(self, used: tuple[Evidence, ...]) -> None:
        self._used = used
        sources = sum(bool(one.place) for one in used)
        memories = len(used) - sources
        self.sources.setText(self.tr("Sources (%s)") % sources)
        self.memories.setText(self.tr("Memories used (%s)") % memories)
        self.sources.setVisible(bool(sources))
        self.memories.setVisible(bool(memories))
        self.setVisible(bool(used))

    def _unfold(self, *, sources: bool) -> None:
        while (item := self._inside.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._open = None if self._open is sources else sources
        self._list.setVisible(self._open is not None)
        for one in self._used if self._open is not None else ():
            if bool(one.place) is sources:
                self._inside.addWidget(self._entry(one))

    def _entry(self, one: Evidence) -> QWidget:
        text = " ".join(one.text.split())
        shown = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        place = one.place
        if one.where:
            place = self.tr("%s · %s") % (place, one.where)
        entry = QWidget()
        inside = QVBoxLayout(entry)
        inside.setContentsMargins(0, 0, 0, SPACE // 2)
        inside.setSpacing(0)
        link = button(place or self.tr("Show in Memory"), lambda: self._model.find(one),
                      style="link")  # fmt: skip
        link.setToolTip(shown)
        inside.addWidget(label(shown, "quiet"))
        inside.addLayout(row(link, QWidget(), spacing=0))
        return entry
