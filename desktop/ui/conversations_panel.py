"""The conversations, at the left of the chat: find one, open it, put it in order, take it along.

Everything works from the keyboard: arrows, Return, F2, Delete, the menu key, Ctrl+F.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QInputDialog,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from desktop.export import Format
from desktop.session import Session
from desktop.ui import icons
from desktop.ui.folder_targets import FolderTargets
from desktop.ui.pdf import PdfPainting
from desktop.ui.row_painter import RowsView
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, label, row
from desktop.viewmodels.conversations import ConversationsViewModel
from desktop.viewmodels.listed import Line

NARROWEST, AS_WIDE = 32, 42
"letters"
LONGEST_NAME = 22


class ConversationsPanel(QFrame):
    """Says which conversation the owner chose; the page shows it, and marks it here."""

    chosen = Signal(object)
    "the number of a conversation, or None for a new one"
    new_wanted = Signal(bool)
    "whether it is to be private"

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._letter = 0
        "pixels; 0 until it is measured"
        self.setObjectName("list")
        self.setAccessibleName(self.tr("Conversations"))
        self.viewmodel = ConversationsViewModel(session, self)
        self.search = QLineEdit(placeholderText=self.tr("Search conversations"))
        self.search.setAccessibleName(self.tr("Search conversations"))
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(
            icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.installEventFilter(self)
        self.list = RowsView(self.tr("Conversations"))
        self.list.setModel(self.viewmodel.model)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.empty = label(style="quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty.hide()
        self.shelf = QPushButton()
        self.more = IconButton("more", self.tr("What to do with the selected"), self._on_more)
        self.targets = FolderTargets()
        self._was_open: int | None = None
        self._lay_out()
        self._connect()
        self._name_shelf()

    def sizeHint(self) -> QSize:
        return QSize(self._letters(AS_WIDE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._letters(NARROWEST), super().minimumSizeHint().height())

    def mark(self, number: int | None) -> None:
        """Which conversation is open now; None for one that is new."""
        self.viewmodel.mark(number)
        index = self.viewmodel.model.index_of(number) if number is not None else QModelIndex()
        if index.isValid() and len(self.selected()) <= 1:
            self.list.setCurrentIndex(index)

    def start_search(self) -> None:
        """Let words be typed that conversations are found by."""
        self.search.setFocus()
        self.search.selectAll()

    def selected(self) -> list[Line]:
        """The conversations that the menu is about."""
        model, rows = self.viewmodel.model, self.list.selectionModel().selectedRows()
        lines = [model.line(one) for one in sorted(rows, key=QModelIndex.row)]
        return [one for one in lines if one is not None and one.conversation is not None]

    def menu(self) -> QMenu:
        """Everything that can be done with what is selected."""
        menu, lines = QMenu(self), self.selected()
        talks = [one.conversation for one in lines if one.conversation is not None]
        numbers = [one.id for one in talks]
        act = self.viewmodel
        if len(talks) == 1:
            self._add(menu, self.tr("Open"), "Return", lambda: self._open(self.list.currentIndex()))
            self._add(menu, self.tr("Rename"), "F2", self._rename)
        is_pinned, is_away = (
            all(one.is_pinned for one in talks),
            all(one.is_archived for one in talks),
        )
        self._add(
            menu, self.tr("Unpin") if is_pinned else self.tr("Pin"), "",
            lambda: act.pin(numbers, is_pinned=not is_pinned),
        )  # fmt: skip
        self._add_folders(menu, numbers, {one.folder for one in talks})
        self._add(
            menu, self.tr("Take out of the archive") if is_away else self.tr("Archive"), "",
            lambda: act.archive(numbers, is_archived=not is_away),
        )  # fmt: skip
        formats = menu.addMenu(self.tr("Export"))
        for kind, name in self._formats().items():
            self._add(formats, name, "", partial(self.export, numbers, kind))
        menu.addSeparator()
        self._add(menu, self.tr("Delete"), "Del", lambda: act.delete(numbers))
        for one in menu.actions():
            one.setEnabled(bool(talks))
        return menu

    def export(self, numbers: list[int], kind: Format) -> None:
        """Warn, ask where to, and write."""
        if not self._agrees_to_clear_text():
            return
        talks = [one.conversation for one in self.selected() if one.conversation is not None]
        title = talks[0].title if len(talks) == 1 else self.tr("Conversations")
        name = "".join(one if one.isalnum() or one in " -_" else " " for one in title)
        name = " ".join(name.split())[:60] or self.tr("Conversation")
        path, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export"), str(Path.home() / f"{name}.{kind.value}"),
            f"{self._formats()[kind].removesuffix('…')} (*.{kind.value})",
        )  # fmt: skip
        if path:
            self.viewmodel.export(numbers, kind, Path(path))

    def shelf_menu(self) -> QMenu:
        """Which conversations can be looked at."""
        menu, now = QMenu(self), self.viewmodel.shelf
        self._add_shelf(menu, self.tr("All conversations"), None)
        if self.viewmodel.folders:
            menu.addSeparator()
        for name in self.viewmodel.folders:
            self._add_shelf(menu, name, name)
        menu.addSeparator()
        self._add_shelf(menu, self.tr("Archived"), None, is_archived=True)
        if now.folder is not None:
            menu.addSeparator()
            self._add(
                menu, self.tr("Rename this folder…"), "", partial(self._name_folder, now.folder)
            )
        return menu

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.viewmodel.set_seen(True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.viewmodel.set_seen(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._letter = 0
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "shelf"):
            self._dress()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field: down into the list, Return to the first, Esc out of the search."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._on_search_key(event.key())
        ):
            return True
        return super().eventFilter(watched, event)

    def _on_search_key(self, key: int) -> bool:
        if key == Qt.Key.Key_Down:
            self.list.setFocus()
            if not self.selected():
                self.list.setCurrentIndex(self.list.first())
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.list.first())
            return True
        if key == Qt.Key.Key_Escape and self.search.text():
            self.search.clear()
            return True
        return False

    def _letters(self, count: int) -> int:
        """The measure of a letter is kept: layouts ask for it at every step."""
        self._letter = self._letter or self.fontMetrics().averageCharWidth()
        return self._letter * count + SPACE * 4

    def _lay_out(self) -> None:
        self.new = QPushButton(self.tr("New chat"))
        self.private = IconButton("private", self.tr("New private chat"))
        self.private.setToolTip(self.tr("New private chat: nothing that is said there is kept"))
        self.shelf.setObjectName("shelf")
        self.shelf.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        top = row(self.new, self.private, spacing=SPACE)
        top.setStretch(0, 1)
        shelf = row(self.shelf, self.more, spacing=SPACE)
        shelf.setStretch(0, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(SPACE, SPACE * 2, SPACE, SPACE)
        whole.setSpacing(SPACE)
        whole.addLayout(top)
        whole.addWidget(self.search)
        whole.addLayout(shelf)
        whole.addWidget(self.empty)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.targets)
        self._dress()

    def _dress(self) -> None:
        self.new.setIcon(icons.icon("plus"))
        self.shelf.setIcon(icons.icon("down"))
        self._glass.setIcon(icons.icon("search"))

    def _connect(self) -> None:
        act = self.viewmodel
        self.new.clicked.connect(self._on_new)
        self.private.clicked.connect(self._on_private)
        self.shelf.clicked.connect(lambda _checked=False: self._drop(self.shelf_menu(), self.shelf))
        self.search.textChanged.connect(act.search)
        self.list.entered_at.connect(self._open)
        self.list.delete_wanted.connect(self._delete)
        self.list.menu_wanted.connect(self._on_menu)
        self.list.setDragEnabled(True)
        self.list.dragging.connect(self._on_dragging)
        self.targets.chosen.connect(act.put_into)
        self.targets.new_wanted.connect(self._new_folder)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.start_search)
        act.reach = self._reach
        act.listed.connect(self._on_listed)
        act.gone.connect(self._on_gone)
        act.came_back.connect(self._on_came_back)
        act.to_paint.connect(self._paint_pdf)

    def _reach(self) -> int:
        """How far down rows are seen or selected."""
        seen = self.list.indexAt(QPoint(SPACE, self.list.viewport().height() - 1)).row()
        chosen = (one.row() for one in self.list.selectionModel().selectedRows())
        return max(seen, *chosen, 0) + 1

    def _on_new(self) -> None:
        is_private = False
        self.new_wanted.emit(is_private)

    def _on_private(self) -> None:
        is_private = True
        self.new_wanted.emit(is_private)

    def _open(self, index: QModelIndex) -> None:
        line = self.viewmodel.model.line(index)
        if line is not None and line.conversation is not None:
            self.chosen.emit(line.conversation.id)

    def _rename(self) -> None:
        self.list.setFocus()
        self.list.edit(self.list.currentIndex())

    def _delete(self) -> None:
        numbers = [one.conversation.id for one in self.selected() if one.conversation is not None]
        self.viewmodel.delete(numbers)

    def _on_gone(self, numbers: tuple[int, ...]) -> None:
        """What is open cannot stay open when it is deleted."""
        self._was_open = self.viewmodel.open if self.viewmodel.open in numbers else None
        if self._was_open is not None:
            self.chosen.emit(None)

    def _on_came_back(self, numbers: tuple[int, ...]) -> None:
        if self._was_open in numbers:
            self.chosen.emit(self._was_open)

    def _on_listed(self) -> None:
        act = self.viewmodel
        self.list.set_details(bool(act.text))
        self.empty.setVisible(not act.model.rowCount())
        if act.text:
            self.empty.setText(self.tr("No conversation with these words"))
        elif act.shelf.is_archived:
            self.empty.setText(self.tr("Nothing is archived"))
        else:
            self.empty.setText(self.tr("What you talk about will be listed here"))
        self._name_shelf()

    def _name_shelf(self) -> None:
        act = self.viewmodel
        name = self.tr("Archived") if act.shelf.is_archived else self.tr("All conversations")
        name = act.shelf.folder if act.shelf.folder is not None else name
        self.shelf.setText(_short(name).replace("&", "&&"))
        self.shelf.setToolTip(name if _short(name) != name else "")
        self.shelf.setAccessibleName(self.tr("Shown: %s") % name)
        self.shelf.setEnabled(not act.text)

    def _on_menu(self, where: QPoint) -> None:
        if self.selected():
            self.menu().popup(where)

    def _on_dragging(self, is_begun: bool) -> None:
        if is_begun:
            inside = any(one.conversation and one.conversation.folder for one in self.selected())
            self.targets.offer(self.viewmodel.folders, can_leave=inside)
        else:
            self.targets.hide()

    def _on_more(self) -> None:
        self._drop(self.menu(), self.more)

    def _drop(self, menu: QMenu, below: QPushButton | IconButton) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(below.mapToGlobal(QPoint(0, below.height())))

    def _add_folders(self, menu: QMenu, numbers: list[int], inside: set[str]) -> None:
        act, folders = self.viewmodel, menu.addMenu(self.tr("Move to folder"))
        for name in act.folders:
            one = self._add(folders, name, "", partial(act.put_into, name, numbers))
            one.setCheckable(True)
            one.setChecked(inside == {name})
        if act.folders:
            folders.addSeparator()
        if inside - {""}:
            self._add(folders, self.tr("Out of the folder"), "", partial(act.put_into, "", numbers))
        self._add(folders, self.tr("New folder…"), "", partial(self._new_folder, numbers))

    def _new_folder(self, numbers: Sequence[int]) -> None:
        name, is_sure = QInputDialog.getText(self, self.tr("New folder"), self.tr("Its name"))
        if is_sure and name.strip():
            self.viewmodel.put_into(name, numbers)

    def _name_folder(self, old: str) -> None:
        name, is_sure = QInputDialog.getText(
            self, self.tr("Rename folder"), self.tr("Its name"), text=old
        )
        if is_sure:
            self.viewmodel.rename_folder(old, name)

    def _add_shelf(
        self, menu: QMenu, name: str, folder: str | None, *, is_archived: bool = False
    ) -> None:  # fmt: skip
        act = self.viewmodel
        one = self._add(menu, name, "", lambda: act.look_at(folder, is_archived=is_archived))
        one.setCheckable(True)
        one.setChecked((act.shelf.folder, act.shelf.is_archived) == (folder, is_archived))

    def _add(self, menu: QMenu, name: str, keys: str, act: Callable[[], None]) -> QAction:
        """A line of a menu; its keys are only shown, the list hears them by itself."""
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        text = name.replace("&", "&&")
        one = menu.addAction(f"{text}\t{shown}" if keys else text)
        one.triggered.connect(lambda _checked=False: act())
        return one

    def _formats(self) -> dict[Format, str]:
        return {
            Format.MARKDOWN: self.tr("Markdown…"),
            Format.PDF: self.tr("PDF…"),
            Format.HTML: self.tr("Web page…"),
            Format.TEXT: self.tr("Plain text…"),
            Format.JSON: self.tr("JSON, with every branch…"),
        }

    def _agrees_to_clear_text(self) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Tacit", "", parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("This leaves the vault"))
        box.setInformativeText(
            self.tr("The file will lie there in clear, readable to anyone who gets at it.")
        )
        agree = box.addButton(self.tr("Go on"), QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.setEscapeButton(refuse)
        box.exec()
        return box.clickedButton() is agree

    def _paint_pdf(self, path: Path, pieces: list[str]) -> None:
        painting = PdfPainting(path.stem, pieces, self)
        painting.painted.connect(lambda content: self.viewmodel.save(path, content))


def _short(name: str) -> str:
    """A folder's name as far as there is room for it."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
