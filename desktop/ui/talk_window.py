"""Speaking while the window is not in front: what is heard and answered, above everything else."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.cards import ErrorCard
from desktop.ui.card import Card
from desktop.ui.talk_bar import TalkBar
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, row
from desktop.viewmodels.talking import Phase, Talking

WIDTH = 72
"letters"
LONGEST_SHOWN = 700
"characters of an answer; all of it is in the window"


class TalkWindow(QWidget):
    """Comes with the first word, never takes the keyboard, and goes when Esc is pressed in it."""

    open_wanted = Signal()

    def __init__(self, talking: Talking) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(self.tr("Speaking with Tacit"))
        self._talking = talking
        self._answer = ""
        self.bar = TalkBar(talking)
        self.card = Card()
        self.words = label(style="quiet")
        self.answer = label()
        self.own = label(style="quiet")
        self.use_own = button(
            self.tr("Use my own words (Ctrl+Alt+Z)"), self._on_own_wanted, style="link"
        )
        self._use_own: Callable[[], None] | None = None
        self._lay_out()
        talking.changed.connect(self._on_changed)
        talking.chat.words.connect(self._on_words)
        talking.chat.stage.connect(lambda text, _share: self.words.setText(text))
        talking.noticed.connect(self._on_noticed)
        talking.failed.connect(self._on_failed)

    def open(self) -> None:
        """Empty, in the lower part of the screen that the pointer is on."""
        self._answer = ""
        for one in (self.answer, self.words, self.own):
            one.clear()
        self.card.hide()
        self._fit()
        screen = QGuiApplication.screenAt(self.cursor().pos()) or self.screen()
        room = screen.availableGeometry()
        self.move(room.center().x() - self.width() // 2, room.bottom() - room.height() // 3)
        self.show()
        self.raise_()
        self.setFocus()

    def show_own_words(self, said: str, use: Callable[[], None]) -> None:
        """What was said, word for word, where a tidied text was written; and the way back to it."""
        self.own.setText(said if len(said) <= LONGEST_SHOWN else f"{said[:LONGEST_SHOWN]}…")
        self._use_own = use
        self._fit()
        self.show()

    def _on_own_wanted(self) -> None:
        use, self._use_own = self._use_own, None
        if use is not None:
            use()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._talking.cancel():
            self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()

    def _lay_out(self) -> None:
        box = QFrame()
        box.setObjectName("panel")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        inside.setSpacing(SPACE)
        self._inside = inside
        goes = button(self.tr("Open in the window"), self._on_open, style="link")
        closes = button(self.tr("Close"), self.hide)
        for one in (self.bar, self.card, self.answer, self.words, self.own):
            inside.addWidget(one)
        inside.addWidget(self.use_own, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addLayout(row(goes, closes, spacing=SPACE, stretch_before=closes))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)

    def _fit(self) -> None:
        for one in (self.answer, self.words, self.own):
            one.setVisible(bool(one.text()))
        self.use_own.setVisible(bool(self.own.text()))
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * WIDTH)
        self._inside.activate()
        self.adjustSize()

    def _on_changed(self) -> None:
        if not self.isVisible():
            return
        if self._talking.phase is not Phase.THINKING:
            self.words.clear()
        self._fit()

    def _on_words(self, text: str) -> None:
        if self.isVisible():
            self._answer += text
            cut = self._answer[:LONGEST_SHOWN]
            self.answer.setText(cut if cut == self._answer else f"{cut}…")
            self._fit()

    def _on_noticed(self, text: str) -> None:
        if self.isVisible():
            self.words.setText(text)
            self._fit()

    def _on_failed(self, card: ErrorCard) -> None:
        if self.isVisible():
            self.card.show_error(card)
            self._fit()

    def _on_open(self) -> None:
        self.hide()
        self.open_wanted.emit()
