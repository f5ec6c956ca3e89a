"""Taking conversations along as a file: what that means, in which form, and where it goes."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.export import Format
from desktop.ui.clear_text import as_file_name, ask_for_place
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
        name = as_file_name(title, self.tr("Conversations"))
        ask_for_place(
            self._parent, f"{name}.{kind.value}",
            lambda path: self._viewmodel.export(list(numbers), kind, path),
            f"{self.formats()[kind].removesuffix('…')} (*.{kind.value})",
        )  # fmt: skip

    def formats(self) -> dict[Format, str]:
        """What it can become, as a menu says it."""
        return {
            Format.MARKDOWN: self.tr("Markdown…"),
            Format.PDF: self.tr("PDF…"),
            Format.HTML: self.tr("Web page…"),
            Format.TEXT: self.tr("Plain text…"),
            Format.JSON: self.tr("JSON, with every branch…"),
        }

    def _paint_pdf(self, path: Path, pieces: list[str]) -> None:
        painting = PdfPainting(path.stem, pieces, self._parent)
        painting.painted.connect(lambda content: self._viewmodel.save(path, content))
