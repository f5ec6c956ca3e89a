"""Taking conversations along as a file: what that means, in which form, and where it goes."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop.export import Format
from desktop.ui.pdf import PdfPainting
from desktop.viewmodels.conversations import ConversationsViewModel


class TakingAlong(QObject):
    """Warns, asks where to, and writes."""

    def __init__(self, viewmodel: ConversationsViewModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._viewmodel, self._parent = viewmodel, parent
        viewmodel.to_paint.connect(self._paint_pdf)

    def export(self, numbers: Sequence[int], kind: Format, title: str = "") -> None:
        """These, as one file or several; one goes by its title."""
        if not self._agrees_to_clear_text():
            return
        name = "".join(one if one.isalnum() or one in " -_" else " " for one in title)
        name = " ".join(name.split())[:60] or self.tr("Conversations")
        path, _ = QFileDialog.getSaveFileName(
            self._parent, self.tr("Export"), str(Path.home() / f"{name}.{kind.value}"),
            f"{self.formats()[kind].removesuffix('…')} (*.{kind.value})",
        )  # fmt: skip
        if path:
            self._viewmodel.export(list(numbers), kind, Path(path))

    def formats(self) -> dict[Format, str]:
        """What it can become, as a menu says it."""
        return {
            Format.MARKDOWN: self.tr("Markdown…"),
            Format.PDF: self.tr("PDF…"),
            Format.HTML: self.tr("Web page…"),
            Format.TEXT: self.tr("Plain text…"),
            Format.JSON: self.tr("JSON, with every branch…"),
        }

    def _agrees_to_clear_text(self) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Tacit", "", parent=self._parent)
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
        painting = PdfPainting(path.stem, pieces, self._parent)
        painting.painted.connect(lambda content: self._viewmodel.save(path, content))
