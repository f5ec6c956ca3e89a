"""The owner's documents: dropped here, read on this computer, found again by what they say."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.pixels import Pixels
from desktop.session import Session
from desktop.ui.asking_view import AskingView
from desktop.ui.document_questions import FilePassword, FollowingOn, Forgetting
from desktop.ui.document_view import DocumentView
from desktop.ui.page import Page
from desktop.ui.progress_row import ProgressRow
from desktop.ui.theme import SPACE
from desktop.ui.watched_folders import WatchedFolders
from desktop.ui.widgets import Empty, button, label, row, select_rows, table
from desktop.viewmodels.asking import AskingModel, Told
from desktop.viewmodels.library import LibraryModel, Opened, Progress
from desktop.viewmodels.shelf import Choice

SEARCH_MS = 250
"after the last letter"


def _pixels(picture: QImage) -> Pixels:
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    return Pixels(plain.width(), plain.height(), plain.bytesPerLine(), bytes(plain.constBits()))


class DocumentsPage(Page):
    """The list or what was found at the left, the document at the right."""

    def __init__(self, session: Session) -> None:
        self._library = LibraryModel(session)
        super().__init__(self._library)
        self.set_title(self.tr("Documents"))
        self.setAcceptDrops(True)
        self._wanted: tuple[int, str] | None = None
        self._told: Told | None = None
        self._is_refilled = False
        self._chosen: tuple[int, ...] = ()
        "the documents that are selected, also while the list is filled anew"
        self._awaited: tuple[int, ...] = ()
        "documents that are to be selected, and not all in the list yet"
        self.table = table(self._library.documents, self.tr("Documents"))
        self.hits = table(self._library.hits, self.tr("What was found"))
        self.hits.verticalHeader().setDefaultSectionSize(
            2 * self.hits.fontMetrics().height() + 2 * SPACE
        )
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.asking = AskingView(AskingModel(session), of_all=True)
        self._make_buttons()
        self._progress = ProgressRow(self._library.stop)
        self.stop = self._progress.stop
        self._lay_out()
        self._connect()

    @cached_property
    def view(self) -> DocumentView:
        """Where a document is shown; made for the first, for it takes as long as all the rest."""
        made = DocumentView(self._library)
        made.facts.document_wanted.connect(lambda number: self._open(number, 1))
        made.summary.place_wanted.connect(self._open)
        made.hide()
        self._both.addWidget(made)
        self._both.setSizes([500, 500])
        return made

    @property
    def shows_document(self) -> bool:
        return "view" in self.__dict__ and not self.view.isHidden()

    def go_to(self, number: int | str) -> None:
        """Show a document; with “12:3” its third page, and behind that a passage to be marked."""
        document, page, passage = [*str(number).split(":", 2), "", ""][:3]
        if document.isdecimal():
            at = int(page) if page.isdecimal() else 1
            self._on_told(Told(passage, int(document), "", at, passage))

    def take_in(self, paths: Sequence[Path]) -> None:
        """Read these files, wherever they were dropped."""
        self.card.hide()
        self._library.take_in(paths)

    def sum_up(self, paths: Sequence[Path]) -> None:
        """Keep these, and say what they say: of several as one."""
        self.card.hide()
        self._library.take_in(paths, sums_up=True)

    def choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, self.tr("Add documents"))
        if chosen:
            self.take_in([Path(one) for one in chosen])

    def paste(self) -> None:
        """What is on the clipboard: files, a picture or a text."""
        data = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if paths:
            self.take_in(paths)
        elif data.hasImage():
            self._library.paste(_pixels(QImage(data.imageData())))
        elif data.text().strip():
            self._library.paste(data.text())

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
        self.add = button(
            self.tr("Add files…"), self.choose_files, style="primary", shortcut="Ctrl+O"
        )
        self.add_folder = button(self.tr("Add a folder…"), self._on_add_folder)
        self.forget = button(self.tr("Forget…"), self._on_forget, style="danger")
        self.forget.setEnabled(False)
        for one in (self.forget, self.add_folder, self.add):
            self.buttons.addWidget(one)
        self.shown = QComboBox()
        self.shown.setAccessibleName(self.tr("Which documents are shown"))
        self.shown.hide()
        self.folders = button(self.tr("Watched folders…"), self._on_folders, style="link")
        self.standing = label(self._library.watched.standing, "small")
        self.standing.setWordWrap(False)
        self._typing = QTimer(self, interval=SEARCH_MS, singleShot=True)

    def _lay_out(self) -> None:
        self._empty = Empty(
            "documents", self.tr("Drop documents here"),
            self.tr("Or paste a text or a picture. They are read on this computer and found again "
                    "by what they say. The files stay where they are."),
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
        column.setSpacing(SPACE)
        column.addWidget(self.search)
        column.addWidget(self.shown)
        column.addWidget(self._lists, 1)
        column.addLayout(row(self.folders, self.standing, spacing=SPACE * 2,
                             stretch_before=self.standing))  # fmt: skip
        self._both = QSplitter()
        self._both.setChildrenCollapsible(False)
        self._both.setHandleWidth(SPACE * 2)
        self._both.addWidget(left)
        self.content.addWidget(self.asking)
        self.content.addWidget(self._progress)
        self.content.addWidget(self._both, 1)

    def _connect(self) -> None:
        model = self._library
        model.documents.modelReset.connect(self._choose_list)
        model.hits.modelReset.connect(self._choose_list)
        model.busy_changed.connect(lambda: self._progress.setVisible(model.is_busy))
        model.progressed.connect(self._on_progress)
        model.opened.connect(self._on_opened)
        model.gone.connect(self._on_gone)
        self.asking.place_wanted.connect(self._on_told)
        model.taken.connect(self._on_taken)
        model.password_wanted.connect(self._ask_password)
        model.documents.modelAboutToBeReset.connect(self._keep_chosen)
        model.shelf.choices.connect(self._on_choices)
        model.watched.stood.connect(self.standing.setText)
        self.shown.activated.connect(
            lambda at: model.show_only(self.shown.itemData(at)[1] if at > 0 else None)
        )
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self._typing.timeout.connect(self._on_search)
        self.search.returnPressed.connect(self._on_search)
        self.table.selectionModel().currentRowChanged.connect(self._on_chosen)
        self.hits.selectionModel().currentRowChanged.connect(self._on_hit)
        self.table.selectionModel().selectionChanged.connect(self._on_selected)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence.StandardKey.Paste, self, self.paste, context=within)

    def _keep_chosen(self) -> None:
        """Several that are selected, or else what is shown."""
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        model = self._library.documents
        self._chosen = tuple(one.id for at in rows if (one := model.row(at)) is not None)
        if self._awaited:
            self._chosen = self._awaited
        elif len(rows) <= 1 and self.shows_document and self.view.number is not None:
            self._chosen = (self.view.number,)

    def _choose_again(self) -> None:
        """The same documents, wherever they are in the list by now."""
        model, chosen = self._library.documents, self._chosen
        rows = [one for at in range(model.rowCount()) if (one := model.row(at)) is not None]
        places = [at for at, one in enumerate(rows) if one.id in chosen]
        self._chosen = () if places else chosen
        self._is_refilled = True
        select_rows(self.table, places)
        self._is_refilled = False
        if len(places) == len(self._awaited):
            self._awaited = ()
        elif places and not self._awaited and len(places) < len(chosen):
            self._on_selected()
        shown = self.view.opened if self.shows_document else None
        if shown is not None and any(
            one.id == shown.document.id and one != shown.document for one in rows
        ):  # fmt: skip
            self._library.open(shown.document.id)

    def _on_choices(self, choices: list[Choice]) -> None:
        """What the list can be narrowed to; what was chosen stays so, if there still is any."""
        before = self.shown.currentData()
        items = [(one.words, one.shown) for one in choices]
        if items == [self.shown.itemData(at) for at in self._choosable()]:
            return
        self.shown.clear()
        for one in choices:
            if one.begins_group:
                self.shown.insertSeparator(self.shown.count())
            self.shown.addItem(one.words, (one.words, one.shown))
        self.shown.setVisible(len(choices) > 1)
        at_all = [at for at in self._choosable() if before and self._limit(at) == before[1]]
        if at_all:
            self.shown.setCurrentIndex(at_all[0])
        elif before is not None:
            self._library.show_only(None)

    def _limit(self, at: int) -> object:
        data: tuple[str, object] = self.shown.itemData(at)
        return data[1]

    def _choosable(self) -> list[int]:
        """Without the lines between groups."""
        return [at for at in range(self.shown.count()) if self.shown.itemData(at) is not None]

    def _on_folders(self) -> None:
        WatchedFolders(self, self._library.watched).open()

    def _choose_list(self) -> None:
        if self.search.text().strip():
            found = self._library.hits.rowCount() > 0
            self._lists.setCurrentWidget(self.hits if found else self._nothing)
        else:
            has_any = self._library.documents.rowCount() > 0
            self._lists.setCurrentWidget(self.table if has_any else self._empty)
            self.asking.setVisible(has_any)
            if has_any:
                self._choose_again()
            elif self.shows_document:
                self.view.hide()
        self._allow_forgetting()

    def _on_search(self) -> None:
        self._typing.stop()
        self._library.search(self.search.text())
        self._choose_list()

    def _hide_document(self) -> None:
        self.view.hide()
        self._allow_forgetting()

    def _on_chosen(self) -> None:
        one = self._library.documents.row(self.table.currentIndex().row())
        if one is not None and not self._is_refilled:
            self._open(one.id, 1)

    def _on_selected(self) -> None:
        """Several can be compared, or summed up as one."""
        if self._is_refilled:
            return
        self._awaited = ()
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        found = [one for row in rows if (one := self._library.documents.row(row)) is not None]
        found.sort(key=lambda one: one.id)  # the older first: what was, then what is
        self._allow_forgetting()
        self.asking.show_documents([one.id for one in found])
        if found:
            numbers, titles = [one.id for one in found], [one.title for one in found]
            self.view.summary.show_documents(numbers, titles)
            if not self.shows_document:
                self._open(numbers[0], 1)

    def _on_hit(self) -> None:
        if one := self._library.hits.row(self.hits.currentIndex().row()):
            self._open(one.document, one.page or 1, self.search.text())

    def _open(self, document: int, page: int, words: str = "") -> None:
        self._wanted, self._told = (page, words), None
        self._library.open(document)

    def _on_told(self, told: Told) -> None:
        self._open(told.document, told.page)
        self._told = told

    def _on_opened(self, opened: Opened) -> None:
        self.view.show_document(opened)
        told, self._told = self._told, None
        wanted, self._wanted = self._wanted, None
        if told is not None and told.document == opened.document.id:
            self.view.show_place(told)
        elif wanted is not None:
            self.view.go_to(*wanted)
        self._allow_forgetting()

    def _on_gone(self, number: int) -> None:
        """What was forgotten meanwhile is shown no more."""
        if self.shows_document and self.view.number == number:
            self._hide_document()

    def _on_taken(self, numbers: tuple[int, ...], sums_up: bool) -> None:
        """A single file that was added is shown at once."""
        if len(numbers) == 1:
            self._open(numbers[0], 1)
        if numbers and sums_up:
            self._library.titles(numbers, self._sum_up)

    def _sum_up(self, titles: dict[int, str]) -> None:
        """They are selected as soon as they are in the list."""
        numbers = list(titles)
        if len(numbers) > 1:
            self.table.clearSelection()
            self._awaited = self._chosen = tuple(numbers)
            self._choose_again()
            self._open(numbers[0], 1)
        self.view.summary.sum_up(numbers, list(titles.values()))

    def _on_progress(self, at: Progress) -> None:
        words = self.tr("%s of %s: %s") % (at.number, at.of, at.name)
        self._progress.tell(words, (at.number - 1 + at.share) / max(at.of, 1))

    def _on_add_folder(self) -> None:
        if chosen := QFileDialog.getExistingDirectory(self, self.tr("Add all of a folder")):
            self._ask_follow(Path(chosen))

    def _ask_follow(self, path: Path) -> None:
        """Once, or from now on."""
        box = FollowingOn(self, path.name)
        box.follow.clicked.connect(lambda: self._library.watched.watch(path))
        box.once.clicked.connect(lambda: self.take_in([path]))
        box.open()

    def _allow_forgetting(self) -> None:
        """What is shown can be forgotten; of several that are selected nobody knows which."""
        rows = self.table.selectionModel().selectedRows()
        is_several = len(rows) > 1 and self._lists.currentWidget() is self.table
        self.forget.setEnabled(self.shows_document and not is_several)

    def _on_forget(self) -> None:
        """The one that is shown, wherever the list stands."""
        if not self.shows_document:
            return
        number, title = self.view.number, self.view.title.text()
        if number is not None:
            self._library.preview_forgetting(
                [number], lambda along: self._ask_forget(number, title, along)
            )

    def _ask_forget(self, number: int, title: str, along: int) -> None:
        box = Forgetting(self, title, along)
        box.yes.clicked.connect(lambda: self._library.forget([number]))
        box.yes.clicked.connect(self._hide_document)
        box.open()

    def _ask_password(self, path: Path, sums_up: bool) -> None:
        asking = FilePassword(self, path.name)
        asking.accepted.connect(
            lambda: self._library.take_in([path], password=asking.password.text(), sums_up=sums_up)
        )
        asking.open()
