"""People and topics: a picture, the same as a list, and what is known of whoever is chosen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.translation import in_window
from desktop.ui.memory.graph import Graph
from desktop.ui.memory.part import Part
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Empty, button, label, row, scrolled, table
from desktop.viewmodels import memory_words
from desktop.viewmodels.people import Known, PeopleModel, Way

if TYPE_CHECKING:
    from desktop.constellation import Sky

WIDTH = 300
LEAST_WITH_PICTURE = 560
"pixels; in less the list alone is shown, which holds the same"


class PeoplePart(Part):
    """Whoever is chosen in one is chosen in all three."""

    everything_wanted = Signal(int, str)
    "an entity and its name: all memories about it"
    forget_wanted = Signal(str)
    "a name"
    document_wanted = Signal(str)
    "the number of a document and its page, as 12:3"

    def __init__(self, viewmodel: PeopleModel) -> None:
        super().__init__(viewmodel)
        self._model = viewmodel
        self._known: Known | None = None
        self.search = self.make_search(
            self.tr("Search people and topics"), self.tr("Search people and topics")
        )
        self.graph = Graph()
        self.list = table(viewmodel.list, self.tr("People and topics"))
        self.list.horizontalHeader().setStretchLastSection(False)
        self.name = label(style="heading")
        self.kind = label(style="quiet")
        self._facts = QVBoxLayout()
        self._facts.setSpacing(SPACE)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self.everything = button(self.tr("Show all of it"), self._on_everything)
        self.forget = button(self.tr("Forget…"), self._on_forget, style="danger")
        self._stack = QStackedWidget()
        self._panel = self._make_panel()
        self._lay_out()
        self._connect()
        self._on_told(None)

    def show_somebody(self, number: int) -> None:
        self._model.choose(number)
        self.graph.choose(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_picture = self.width() >= LEAST_WITH_PICTURE
        self.graph.setVisible(has_picture)
        self._left.setMaximumWidth(WIDTH if has_picture else self.width())

    def _make_panel(self) -> QFrame:
        made = QFrame()
        made.setObjectName("panel")
        made.setAccessibleName(self.tr("What is known"))
        inside = QWidget()
        inside.setLayout(self._facts)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE, SPACE * 2)
        layout.setSpacing(SPACE)
        layout.addWidget(self.name)
        layout.addWidget(self.kind)
        layout.addWidget(scrolled(inside), 1)
        layout.addLayout(row(self.everything, self.forget, spacing=SPACE))
        return made

    def _lay_out(self) -> None:
        self._left = left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(SPACE)
        side.addWidget(self.search)
        side.addWidget(self.list, 1)
        side.addWidget(self._panel, 1)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE * 2)
        line.addWidget(left, 2)
        line.addWidget(self.graph, 3)
        self._stack.addWidget(Empty(
            "profile", self.tr("Nobody is known yet"),
            self.tr("People, places and projects that you tell Tacit of come together here."),
        ))  # fmt: skip
        self._stack.addWidget(whole)
        self.content.addWidget(self._stack, 1)

    def _connect(self) -> None:
        model = self._model
        self.search.textChanged.connect(model.search)
        self.search.returnPressed.connect(self._on_return)
        self.list.selectionModel().currentRowChanged.connect(self._on_row)
        self.graph.chosen.connect(model.choose)
        self.graph.left.connect(lambda: model.choose(None))
        model.pictured.connect(self._on_pictured)
        model.told.connect(self._on_told)

    def _on_pictured(self, sky: "Sky") -> None:
        self._stack.setCurrentIndex(1 if sky.stars else 0)
        self.graph.show_sky(sky)
        if self._model.chosen is not None:
            self.graph.choose(self._model.chosen)

    def _on_row(self) -> None:
        if somebody := self._model.list.row(self.list.currentIndex().row()):
            self.graph.choose(somebody.id)
            self._model.choose(somebody.id)

    def _on_return(self) -> None:
        """Return in the search goes to the first that was found."""
        if self._model.list.rowCount():
            self.list.selectRow(0)
            self.list.setFocus()

    def _on_told(self, known: Known | None) -> None:
        self._known = known
        self._panel.setVisible(known is not None)
        while (item := self._facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        for pressed in (self.everything, self.forget):
            pressed.setEnabled(known is not None and known.count > 0)
        if known is None:
            self.name.setText("")
            return
        one = known.somebody
        self.name.setText(one.name)
        self.kind.setText(self.tr("%s · %s memories") % (one.kind, in_window.number(known.count)))
        for line in known.lines:
            self._facts.addWidget(label(memory_words.breakable(line.text)))
        if not known.lines:
            for tie in known.ties:
                self._facts.addWidget(label(memory_words.breakable(tie)))
        if known.places:
            self._facts.addWidget(label(self.tr("Named in documents:"), "small"))
        for place in known.places:
            self._facts.addWidget(self._way_to(place))
        self._facts.addStretch(1)
        self._facts.setAlignment(Qt.AlignmentFlag.AlignTop)

    def _way_to(self, way: Way) -> QPushButton:
        cut = self.fontMetrics().elidedText(
            way.words, Qt.TextElideMode.ElideMiddle, WIDTH - SPACE * 8
        )
        made = button(
            cut.replace("&", "&&"), lambda: self.document_wanted.emit(way.where), style="link"
        )
        made.setToolTip(way.words)
        return made

    def _on_everything(self) -> None:
        if self._known is not None:
            self.everything_wanted.emit(self._known.somebody.id, self._known.somebody.name)

    def _on_forget(self) -> None:
        if self._known is not None:
            self.forget_wanted.emit(self._known.somebody.name)
