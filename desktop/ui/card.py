"""A card above the page that says what happened and what to do; it stays until it is closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.cards import ErrorCard
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, column, label, set_state


class Card(QFrame):
    """Shows an error card or a short good word; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words: tuple[QLabel, ...] = ()
        self.hide()

    def show_error(self, card: ErrorCard) -> None:
        self._show(card.title, card.body, card.todo, is_bad=True)

    def show_word(self, text: str) -> None:
        self._show(text, "", "", is_bad=False)

    def text(self) -> str:
        """Everything that the card says."""
        return "\n".join(filter(None, (words.text() for words in self._words)))

    def _show(self, *texts: str, is_bad: bool) -> None:
        if not self._words:  # most cards are never needed, and the window opens sooner without
            self._fill()
        for words, text in zip(self._words, texts, strict=True):
            words.setText(text)
            words.setVisible(bool(text))
        set_state(self, "bad", is_bad)
        self.setAccessibleName(self.text())
        self.show()

    def _fill(self) -> None:
        self._words = (label(style="cardTitle"), label(), label(style="quiet"))
        close = IconButton("close", self.tr("Close this message"), self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        row.addLayout(column(*self._words, spacing=SPACE // 2), 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
