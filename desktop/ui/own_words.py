"""The owner's own words, one a line: names and terms that are understood as they are written."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE
from desktop.ui.widgets import label


class OwnWords(QDialog):
    """Names and terms that are to be understood as they are written."""

    def __init__(self, words: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Words to know"))
        self.field = QPlainTextEdit("\n".join(words))
        self.field.setAccessibleName(self.tr("Words to know, one a line"))
        self.field.setTabChangesFocus(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.setSpacing(SPACE)
        whole.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        about = self.tr(
            "Names and words of yours that are to be understood as you write them, one a line. "
            "Names that Tacit knows from your memories are heard without that."
        )
        whole.addWidget(label(about, "quiet"))
        whole.addWidget(self.field)
        whole.addWidget(buttons)
        self.resize(420, 340)

    def words(self) -> tuple[str, ...]:
        return tuple(filter(None, (one.strip() for one in self.field.toPlainText().splitlines())))
