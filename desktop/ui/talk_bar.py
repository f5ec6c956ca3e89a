"""What is seen while somebody speaks: how loud, how long, which words; and how to end it."""

from collections import deque

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import Picture, button, label, row
from desktop.viewmodels.talking import Phase, Talking

BARS, BAR, GAP = 24, 3, 2
"of the level: how many, and how wide in pixels"
LEAST = 0.08
"of its height, so that silence is seen, too"
LONGEST_SHOWN = 280
"characters of what was said: its end is what one looks for"


class Level(QWidget):
    """How loud the last second was, bar by bar."""

    def __init__(self) -> None:
        super().__init__()
        self._levels = deque([0.0] * BARS, maxlen=BARS)
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(self.tr("How loud it is"))

    def sizeHint(self) -> QSize:
        return QSize(BARS * (BAR + GAP), SPACE * 3)

    def add(self, level: float) -> None:
        self._levels.append(level)
        self.update()

    def clear(self) -> None:
        self._levels.extend([0.0] * BARS)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().accent))
        for place, level in enumerate(self._levels):
            height = max(level, LEAST) * self.height()
            top = (self.height() - height) / 2
            painter.drawRoundedRect(QRectF(place * (BAR + GAP), top, BAR, height), 1.5, 1.5)
        painter.end()


class TalkBar(QFrame):
    """Shown from the first moment of listening to the last one of speaking."""

    def __init__(self, talking: Talking) -> None:
        super().__init__()
        self.setObjectName("talkBar")
        self.setAccessibleName(self.tr("Speaking with Tacit"))
        self._talking = talking
        self.level = Level()
        self.time = label(style="mono")
        self.time.setWordWrap(False)
        self.state = label(style="strong")
        self.how = label(style="small")
        self.words = label()
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.drop = button(self.tr("Throw away"), self._on_drop, style="link")
        self.done = button("", self._on_done)
        self._sound = Picture("speaker")
        self._lay_out()
        talking.changed.connect(self.refresh)
        talking.level_changed.connect(self.level.add)
        self.refresh()

    def refresh(self) -> None:
        """As it is now; nothing where nothing is said."""
        phase, talk = self._talking.phase, self._talking.talk
        is_listening = phase is Phase.LISTENING
        self.setVisible(phase in (Phase.LISTENING, Phase.UNDERSTANDING, Phase.SPEAKING))
        for one in (self.level, self.time):
            one.setVisible(is_listening)
        if not is_listening:
            self.level.clear()
        self._sound.setVisible(phase is Phase.SPEAKING)
        minutes, seconds = divmod(self._talking.seconds, 60)
        self.time.setText(f"{minutes}:{seconds:02}")
        self._say(phase)
        text = talk.transcript
        self.words.setText(text if len(text) <= LONGEST_SHOWN else f"…{text[-LONGEST_SHOWN:]}")
        self.words.setVisible(bool(text))
        self.how.setVisible(phase is not Phase.UNDERSTANDING)
        self.drop.setVisible(phase in (Phase.LISTENING, Phase.UNDERSTANDING))
        self.done.setVisible(phase in (Phase.LISTENING, Phase.SPEAKING))

    def _say(self, phase: Phase) -> None:
        one = self._talking.talk.open
        if phase is Phase.LISTENING:
            self.state.setText(self.tr("Listening"))
            is_tapped = one is not None and one.is_tapped
            self.how.setText(
                self.tr("Press again when you are done.") if is_tapped
                else self.tr("Let go when you are done.")
            )  # fmt: skip
            self.done.setText(self.tr("Done"))
        elif phase is Phase.UNDERSTANDING:
            self.state.setText(self.tr("Understanding…"))
        else:
            self.state.setText(self.tr("Speaking"))
            self.how.setText(self.tr("Any key makes it silent."))
            self.done.setText(self.tr("Be silent"))

    def _on_done(self) -> None:
        if self._talking.phase is Phase.LISTENING:
            self._talking.toggle()
        else:
            self._talking.hit_key()

    def _on_drop(self) -> None:
        self._talking.cancel()

    def _lay_out(self) -> None:
        self.state.setWordWrap(False)
        line = row(
            self._sound, self.level, self.time, self.state, self.drop, self.done,
            spacing=SPACE, stretch_before=self.drop,
        )  # fmt: skip
        inside = QVBoxLayout(self)
        inside.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        inside.setSpacing(SPACE // 2)
        inside.addLayout(line)
        inside.addWidget(self.words)
        inside.addWidget(self.how)
