"""What is known of a document beside its text: its tags, whom it names, earlier texts, its file."""

from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QResizeEvent
from PySide6.QtWidgets import (
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.clear_text import ask_for_place
from desktop.ui.flow import Flow
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label
from desktop.viewmodels.library import Opened
from desktop.viewmodels.shelf import ShelfModel

LONGEST_TAG = 60
TAG_WIDTH = 110


class DocumentFacts(QWidget):
    """Below the title of a document."""

    document_wanted = Signal(int)
    look_wanted = Signal(bool)
    "whether the page is to be shown as it looks, instead of its text"

    def __init__(self, model: ShelfModel) -> None:
        super().__init__()
        self._model = model
        self._opened: Opened | None = None
        self.gone = label(style="warn")
        self.people = label(style="small")
        self.alike = button("", self._on_alike, style="link")
        self.tags = QWidget()
        self._flow = Flow(SPACE // 2, self.tags)
        self.new_tag = QLineEdit(maxLength=LONGEST_TAG)
        self.new_tag.setPlaceholderText(self.tr("Add a tag"))
        self.new_tag.setAccessibleName(self.tr("Add a tag"))
        self.new_tag.setFixedWidth(TAG_WIDTH)
        self.new_tag.returnPressed.connect(self._on_tag)
        self._known = QStringListModel(self)
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.new_tag.setCompleter(completer)
        self.versions = button(self.tr("Earlier texts"), self._on_versions, style="link")
        self.look = button("", self._on_look, style="link")
        self._looks = False
        self.open_file = button(self.tr("Open the file"), self._on_open, style="link")
        self.save = button(self.tr("Save a copy…"), self._on_save, style="link")
        model.found_file.connect(
            lambda path: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        )
        self.show_looks(looks=False)
        self._lay_out()

    def show_document(self, opened: Opened) -> None:
        self._opened = opened
        one, facts = opened.document, opened.facts
        self.gone.setText(self.tr("Its file is gone. What was read is still here."))
        self.gone.setVisible(one.is_gone)
        self.people.setText(self.tr("Names: %s") % ", ".join(facts.people))
        self.people.setVisible(bool(facts.people))
        self._show_alike()
        self.alike.setVisible(facts.alike is not None)
        self.versions.setVisible(bool(facts.versions))
        self.open_file.setVisible(facts.file is not None)
        self.save.setVisible(one.has_original)
        self.look.setVisible(facts.has_look)
        self._known.setStringList(list(facts.every_tag))
        self._show_tags(one.tags)

    def show_looks(self, *, looks: bool) -> None:
        """Which of the two is shown now; the link offers the other."""
        self._looks = looks
        self.look.setText(self.tr("Show the text") if looks else self.tr("Show the page"))

    def _on_look(self) -> None:
        self.look_wanted.emit(not self._looks)

    def _lay_out(self) -> None:
        links = QWidget()
        flow = Flow(SPACE, links)
        for one in (self.look, self.open_file, self.save, self.versions):
            flow.addWidget(one)
        for part in (links, self.tags):
            policy = part.sizePolicy()
            policy.setHeightForWidth(True)
            part.setSizePolicy(policy)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE // 2)
        whole.addWidget(self.gone)
        whole.addWidget(self.people)
        whole.addWidget(self.alike, 0, Qt.AlignmentFlag.AlignLeading)
        whole.addWidget(self.tags)
        whole.addWidget(links)

    def _show_alike(self) -> None:
        """As much of the other title as there is room for."""
        alike = self._opened.facts.alike if self._opened is not None else None
        if alike is not None:
            words = self.tr("Looks like another version of “%s”") % alike[1]
            room = max(self.width() - SPACE * 2, TAG_WIDTH)
            cut = self.alike.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            self.alike.setText(cut.replace("&", "&&"))
            self.alike.setToolTip(alike[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_alike()

    def _show_tags(self, tags: tuple[str, ...]) -> None:
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old is not self.new_tag:
                old.hide()
                old.deleteLater()
        for tag in tags:
            self._flow.addWidget(self._chip(tag))
        self._flow.addWidget(self.new_tag)
        self.tags.updateGeometry()

    def _chip(self, tag: str) -> QWidget:
        made = QFrame()
        made.setObjectName("chipFrame")
        line = QHBoxLayout(made)
        line.setContentsMargins(SPACE, 0, 0, 0)
        line.setSpacing(0)
        words = label(f"#{tag}", "small")
        words.setWordWrap(False)
        line.addWidget(words)
        line.addWidget(
            IconButton("close", self.tr("Take “%s” off") % tag, lambda: self._on_untag(tag))
        )
        return made

    def _on_tag(self) -> None:
        if self._opened is not None and self.new_tag.text().strip():
            self._model.tag(self._opened.document.id, self.new_tag.text())
            self.new_tag.clear()

    def _on_untag(self, tag: str) -> None:
        if self._opened is not None:
            self._model.untag(self._opened.document.id, tag)

    def _on_alike(self) -> None:
        if self._opened is not None and self._opened.facts.alike is not None:
            self.document_wanted.emit(self._opened.facts.alike[0])

    def version_menu(self) -> QMenu:
        """The earlier texts, by when they ended."""
        menu = QMenu(self)
        for one in self._opened.facts.versions if self._opened is not None else ():
            until = f"{one.until.astimezone():%Y-%m-%d %H:%M}"
            act = menu.addAction(self.tr("As it was until %s") % until)
            act.triggered.connect(lambda _checked=False, one=one: self._model.open_version(one))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _on_versions(self) -> None:
        self.version_menu().popup(self.versions.mapToGlobal(self.versions.rect().bottomLeft()))

    def _on_open(self) -> None:
        if self._opened is not None and self._opened.facts.file is not None:
            self._model.open_file(self._opened.facts.file)

    def _on_save(self) -> None:
        """A word first: what is saved lies open."""
        if self._opened is None:
            return
        document = self._opened.document
        ask_for_place(
            self, Path(document.source.ref).name,
            lambda path: self._model.save_copy(document.id, path),
        )  # fmt: skip
