"""The small window for a question from anywhere: a field, the answer below, Esc puts it away."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QPainterPath,
    QRegion,
    QResizeEvent,
    QShowEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.cards import ErrorCard
from desktop.ui.card import Card
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label, row
from desktop.viewmodels.chat_shown import Step

if TYPE_CHECKING:  # it leads turns, of which a locked window knows nothing
    from desktop.viewmodels.quick_ask import QuickAskModel

WIDTH = 620
MOST_LINES = 16
RADIUS = 10
"of the corners, as the style sheet has it"
SHOWN_OF_BROUGHT = 200
"characters, as far as they fit into a line"


class QuickAsk(QWidget):
    """Above everything else, in the upper third of the screen that the pointer is on."""

    unlock_wanted = Signal()
    place_wanted = Signal(object)
    "a Place: where the conversation goes on in the window"
    summary_wanted = Signal(object)
    "the list of Paths that are to be kept as documents and summed up"

    def __init__(self, make_model: "Callable[[], QuickAskModel | None]") -> None:
        """`make_model` gives what answers, once the vault is open."""
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint
        super().__init__(None, flags | Qt.WindowType.WindowStaysOnTopHint)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(self.tr("Ask Tacit"))
        self.setAcceptDrops(True)
        self._model: QuickAskModel | None = None
        self._make_model = make_model
        self._brought = ""
        self._files: list[Path] = []
        "that were dropped; what was read of them is brought along"
        self._said = ""
        self._make()
        self._lay_out()
        self._show_state()

    def _connect(self, model: "QuickAskModel") -> None:
        model.setParent(self)
        self._model = model
        model.words.connect(self._on_wrote)
        model.stage.connect(lambda text, _share: self._note(text))
        model.asked.connect(
            lambda text, choices: self._say("\n".join([text, *(one.label for one in choices)]))
        )
        model.waits.connect(
            lambda _number: self._say(self.tr("This waits for your yes: answer in the window."))
        )
        model.weights_known.connect(self._on_weights_known)
        model.step.connect(self._on_step)
        for failed in (model.broke, model.failed):
            failed.connect(self._on_failed)
        model.files_read.connect(self._on_files_read)
        model.files_failed.connect(self._on_failed)
        model.given_back.connect(self.field.setText)
        model.busy_changed.connect(self._on_busy_changed)

    def toggle(self) -> None:
        """What its keys do: show it, or put it away."""
        if self.isVisible() and self.isActiveWindow():
            self.hide()
        else:
            self.open()

    def open(self) -> None:
        if self._model is None and (model := self._make_model()) is not None:
            self._connect(model)
        if not self.isVisible() and (self._model is None or not self._model.is_busy):
            self._begin()
        self._fit()
        screen = QGuiApplication.screenAt(self.cursor().pos()) or self.screen()
        room = screen.availableGeometry()
        self.move(room.center().x() - self.width() // 2, room.top() + room.height() // 5)
        self.show()
        self.raise_()
        self.activateWindow()

    def bring(self, text: str) -> None:
        """Bring a text along to be read with the question."""
        self._brought = text.strip()
        if not self._brought:
            self._files = []
        self._summarize.setVisible(bool(self._files))
        line = " ".join(self._brought[:SHOWN_OF_BROUGHT].split())
        words = self.tr("With: %s") % line
        room = WIDTH - SPACE * (12 if not self._files else 34)
        cut = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self._brought_words.setText(cut)
        self._brought_row.setVisible(bool(line))
        self._fit()
        self.field.setFocus()

    def _make(self) -> None:
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Ask or tell Tacit something"))
        self.field.setAccessibleName(self.tr("Your question"))
        self.field.returnPressed.connect(self._on_return)
        self.answer = QPlainTextEdit(readOnly=True)
        self.answer.setObjectName("answer")
        self.answer.setAccessibleName(self.tr("The answer"))
        self.answer.setFrameShape(QFrame.Shape.NoFrame)
        self.answer.setTabChangesFocus(True)
        reading = self.answer.document().defaultTextOption()
        reading.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self.answer.document().setDefaultTextOption(reading)
        self.card = Card()
        self._words = label(style="quiet")
        self._brought_words = label(style="quiet")
        self._brought_words.setWordWrap(False)
        drop = IconButton("close", self.tr("Leave this text out"), lambda: self.bring(""))
        self._summarize = button(self.tr("Keep and summarize"), self._on_summarize, style="link")
        self._summarize.hide()
        self._brought_row = QWidget()
        line = row(self._brought_words, self._summarize, drop, spacing=SPACE,
                   stretch_before=self._summarize)  # fmt: skip
        line.setContentsMargins(0, 0, 0, 0)
        self._brought_row.setLayout(line)
        self._paste = IconButton(
            "clipboard", self.tr("Bring along what is on the clipboard"), self._on_paste
        )
        self._unlock = button(self.tr("Unlock"), self._on_unlock, style="primary")
        self._stop = button(self.tr("Stop"), self._on_stop)
        self._go = button(self.tr("Open in the window"), self._on_go, style="link")

    def _lay_out(self) -> None:
        box = QFrame()
        box.setObjectName("panel")
        self._inside = QVBoxLayout(box)
        self._inside.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        self._inside.setSpacing(SPACE)
        self._inside.addLayout(row(self.field, self._paste, spacing=SPACE))
        for one in (self._brought_row, self.card, self.answer, self._words):
            self._inside.addWidget(one)
        self._inside.addLayout(
            row(self._go, self._stop, self._unlock, spacing=SPACE, stretch_before=self._stop)
        )
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        self.setFixedWidth(WIDTH)

    def _begin(self) -> None:
        """Empty, for another conversation."""
        self._clear()
        if self._model is not None:
            self._model.begin()
        self._show_state()

    def _clear(self) -> None:
        for one in (self.field, self.answer, self._words):
            one.clear()
        self._said = ""
        self.card.hide()
        self.bring("")

    def _show_state(self) -> None:
        model = self._model
        is_busy = model is not None and model.is_busy
        has_answer = bool(self.answer.toPlainText())
        self.field.setVisible(model is not None)
        self._paste.setVisible(model is not None)
        self._unlock.setVisible(model is None)
        self._stop.setVisible(is_busy)
        self._go.setVisible(model is not None and not is_busy and model.number is not None)
        self.answer.setVisible(has_answer)
        if model is None:
            self._words.setText(self.tr("Tacit is locked."))
        self._words.setVisible(bool(self._words.text()))
        self._fit()

    def _fit(self) -> None:
        """As tall as what is in it."""
        lines = min(max(self.answer.document().size().height(), 1), MOST_LINES)
        margins = self.answer.contentsMargins()
        edges = margins.top() + margins.bottom() + 2 * self.answer.document().documentMargin()
        height = round(lines * self.answer.fontMetrics().lineSpacing() + edges) + SPACE
        self.answer.setFixedHeight(height)
        self._inside.activate()
        self.adjustSize()

    def _on_return(self) -> None:
        text = self.field.text()
        if self._model is None or not text.strip() or self._model.is_busy:
            return
        brought = self._brought
        self._clear()
        self._model.ask(text, brought)

    def _on_wrote(self, text: str) -> None:
        is_first = self.answer.document().isEmpty()
        cursor = QTextCursor(self.answer.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        bar = self.answer.verticalScrollBar()
        is_at_end = bar.value() == bar.maximum()
        cursor.insertText(text)
        if is_at_end:  # whoever scrolled up reads there
            bar.setValue(bar.maximum())
        if is_first:
            self._show_state()
        else:
            self._fit()

    def _on_busy_changed(self, is_busy: bool) -> None:
        if not is_busy:
            self._words.setText(self._said)
        self._show_state()

    def _note(self, text: str) -> None:
        """What is going on; it goes when that is over."""
        self._words.setText(text)
        self._show_state()

    def _say(self, text: str) -> None:
        """What stays beside the answer."""
        self._said = text
        self._note(text)

    def _on_weights_known(self, are_there: bool) -> None:
        is_unanswered = not self.answer.toPlainText() and not self._said and not self.card.text()
        was_asked = self._model is not None and self._model.number is not None
        if not are_there and is_unanswered and was_asked:
            self._say(self.tr("No model to answer with is here yet. “Models” has some."))

    def _on_step(self, step: Step) -> None:
        if step.card is not None:
            self._on_failed(step.card)

    def _on_failed(self, card: ErrorCard) -> None:
        self._words.setText(self._said)
        self.card.show_error(card)
        self._show_state()

    def _on_paste(self) -> None:
        self.bring(QGuiApplication.clipboard().text())

    def _on_files_read(self, text: str) -> None:
        self._note("")
        self.bring(text)

    def _on_summarize(self) -> None:
        files = self._files
        self.bring("")
        self.hide()
        self.summary_wanted.emit(files)

    def _on_stop(self) -> None:
        if self._model is not None:
            self._model.stop()

    def _on_go(self) -> None:
        if self._model is not None:
            self.hide()
            self.place_wanted.emit(self._model.place)

    def _on_unlock(self) -> None:
        self.hide()
        self.unlock_wanted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if QGuiApplication.platformName() == "xcb":  # which shows black where nothing blends
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), RADIUS + 1, RADIUS + 1)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        (self._unlock if self._model is None else self.field).setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_inside"):
            self._fit()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if self._model is not None and (_local(data) or (data.hasText() and not data.hasUrls())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A text is brought along as it is, files as what can be read of them."""
        event.acceptProposedAction()
        files = _local(event.mimeData())
        if not files:
            self.bring(event.mimeData().text())
        elif self._model is not None:
            self._files = files
            self.card.hide()
            self._note(self.tr("Reading “%s”…") % files[0].name)
            self._model.read(files)


def _local(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
