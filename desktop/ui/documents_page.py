"""The owner's documents: dropped here, read on this computer, found again by what they say."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.session import Session
from desktop.ui.document_view import DocumentView
from desktop.ui.page import Page
from desktop.ui.security_dialogs import Asking
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Empty, button, label, table
from desktop.viewmodels.library import LibraryModel, Opened, Progress

SEARCH_MS = 250
"after the last letter"


class DocumentsPage(Page):
    """The list or what was found at the left, the document at the right."""

    def __init__(self, session: Session) -> None:
        self._library = LibraryModel(session)
        super().__init__(self._library)
        self.set_title(self.tr("Documents"))
        self.setAcceptDrops(True)
        self._wanted: tuple[int, str] | None = None
        self.table = table(self._library.documents, self.tr("Documents"))
        self.hits = table(self._library.hits, self.tr("What was found"))
        self.hits.verticalHeader().setDefaultSectionSize(
            2 * self.hits.fontMetrics().height() + 2 * SPACE
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.view = DocumentView(self._library)
        self._make_buttons()
        self._progress = self._make_progress()
        self._lay_out()
        self._connect()

    def go_to(self, number: int | str) -> None:
        """Show a document; with “12:3” its third page."""
        document, _, page = str(number).partition(":")
        if document.isdecimal():
            self._open(int(document), int(page) if page.isdecimal() else 1)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Read these files, wherever they were dropped."""
        self.card.hide()
        self._library.take_in(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self.take_in([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _make_buttons(self) -> None:
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Find in all documents"))
        self.search.setAccessibleName(self.tr("Find in all documents"))
        self.search.setMaximumWidth(240)
        self.search.setMinimumWidth(180)
        self.add = button(self.tr("Add files…"), self._on_add, style="primary", shortcut="Ctrl+O")
        self.add_folder = button(self.tr("Add a folder…"), self._on_add_folder)
        self.forget = button(self.tr("Forget…"), self._on_forget, style="danger")
        self.forget.setEnabled(False)
        for one in (self.search, self.forget, self.add_folder, self.add):
            self.buttons.addWidget(one)
        self._typing = QTimer(self, interval=SEARCH_MS, singleShot=True)

    def _make_progress(self) -> QWidget:
        self._said = label(style="quiet")
        self._said.setWordWrap(False)
        self._bar = QProgressBar(textVisible=False, maximum=1000)
        self._bar.setAccessibleName(self.tr("Progress"))
        self.stop = button(self.tr("Stop"), self._library.stop)
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE * 2)
        line.addWidget(self._said)
        line.addWidget(self._bar, 1)
        line.addWidget(self.stop)
        whole.hide()
        return whole

    def _lay_out(self) -> None:
        self._empty = Empty(
            "documents", self.tr("Drop documents here"),
            self.tr("They are read on this computer, kept in your vault, and found again by what "
                    "they say. The files themselves stay where they are."),
        )  # fmt: skip
        self._nothing = Empty(
            "search", self.tr("Nothing like that"), self.tr("No document of yours says this.")
        )
        self._lists = QStackedWidget()
        for one in (self._empty, self.table, self.hits, self._nothing):
            self._lists.addWidget(one)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._lists, 1)
        both = QSplitter()
        both.setChildrenCollapsible(False)
        both.setHandleWidth(SPACE * 2)
        both.addWidget(left)
        both.addWidget(self.view)
        both.setSizes([500, 500])
        self.content.addWidget(self._progress)
        self.content.addWidget(both, 1)

    def _connect(self) -> None:
        model = self._library
        model.documents.modelReset.connect(self._choose_list)
        model.hits.modelReset.connect(self._choose_list)
        model.busy_changed.connect(lambda: self._progress.setVisible(model.is_busy))
        model.progressed.connect(self._on_progress)
        model.opened.connect(self._on_opened)
        model.password_wanted.connect(self._ask_password)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self._on_search)
        self.search.returnPressed.connect(self._on_search)
        self.table.selectionModel().currentRowChanged.connect(self._on_chosen)
        self.hits.selectionModel().currentRowChanged.connect(self._on_hit)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        self.view.summary.place_wanted.connect(self._open)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)

    def _choose_list(self) -> None:
        if self.search.text().strip():
            found = self._library.hits.rowCount() > 0
            self._lists.setCurrentWidget(self.hits if found else self._nothing)
        else:
            has_any = self._library.documents.rowCount() > 0
            self._lists.setCurrentWidget(self.table if has_any else self._empty)
            if not has_any:
                self.view.hide()

    def _on_search(self) -> None:
        self._typing.stop()
        self._library.search(self.search.text())
        self._choose_list()

    def _on_chosen(self) -> None:
        one = self._library.documents.row(self.table.currentIndex().row())
        self.forget.setEnabled(one is not None)
        if one is not None:
            self._open(one.id, 1)

    def _on_selected(self) -> None:
        """Several can be compared, or summed up as one."""
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        found = [one for row in rows if (one := self._library.documents.row(row)) is not None]
        self.forget.setEnabled(len(found) == 1)
        if found:
            numbers, titles = [one.id for one in found], [one.title for one in found]
            self.view.summary.show_documents(numbers, titles)
            if self.view.isHidden():
                self._open(numbers[0], 1)

    def _on_hit(self) -> None:
        if one := self._library.hits.row(self.hits.currentIndex().row()):
            self._open(one.document, one.page or 1, self.search.text())

    def _open(self, document: int, page: int, words: str = "") -> None:
        self._wanted = (page, words)
        self._library.open(document)

    def _on_opened(self, opened: Opened) -> None:
        self.view.show_document(opened)
        if self._wanted is not None:
            self.view.go_to(*self._wanted)

    def _on_progress(self, at: Progress) -> None:
        self._said.setText(self.tr("%s of %s: %s") % (at.number, at.of, at.name))
        self._bar.setValue(round((at.number - 1 + at.share) / max(at.of, 1) * 1000))

    def _on_add(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Add documents"))
        if chosen:
            self.take_in([Path(one) for one in chosen])

    def _on_add_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.tr("Add all of a folder")):
            self.take_in([Path(chosen)])

    def _on_forget(self) -> None:
        one = self._library.documents.row(self.table.currentIndex().row())
        if one is not None:
            self._library.preview_forgetting(
                [one.id], lambda along: self._ask_forget(one.id, along)
            )

    def _ask_forget(self, number: int, along: int) -> None:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Tacit", self.tr("Forget this document?"),
                          parent=self)  # fmt: skip
        said = self.tr("What was learned from it goes along: %s. The file itself stays.")
        box.setInformativeText(said % along)
        yes = box.addButton(self.tr("Forget it"), QMessageBox.ButtonRole.AcceptRole)
        no = box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(no)
        yes.clicked.connect(lambda: self._library.forget([number]))
        yes.clicked.connect(self.view.hide)
        box.open()

    def _ask_password(self, path: Path) -> None:
        asking = Asking(
            self, self.tr("This file has a password"),
            self.tr("“%s” opens with a password. It is used now and not kept.") % path.name,
            self.tr("Read it"),
        )  # fmt: skip
        field = asking.add_field(self.tr("Password of the file"))
        asking.accepted.connect(lambda: self._library.take_in([path], password=field.text()))
        asking.open()
