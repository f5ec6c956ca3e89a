"""A card above the page that says what happened and what to do; it stays until it is closed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.cards import ErrorCard
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, column, label, set_state


class Card(QFrame):
    """Shows an error card or a short good word; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._title = label(style="cardTitle")
        self._body = label()
        self._action = label(style="quiet")
        close = IconButton("close", self.tr("Close this message"), self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        row.addLayout(column(self._title, self._body, self._action, spacing=SPACE // 2), 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_error(self, card: ErrorCard) -> None:
        self._show(card.title, card.body, card.action, is_bad=True)

    def show_word(self, text: str) -> None:
        self._show(text, "", "", is_bad=False)

    def text(self) -> str:
        """Everything that the card says."""
        said = [words.text() for words in (self._title, self._body, self._action)]
        return "\n".join(filter(None, said))

    def _show(self, title: str, body: str, action: str, *, is_bad: bool) -> None:
        for words, text in ((self._title, title), (self._body, body), (self._action, action)):
            words.setText(text)
            words.setVisible(bool(text))
        set_state(self, "bad", is_bad)
        self.setAccessibleName(self.text())
        self.show()
