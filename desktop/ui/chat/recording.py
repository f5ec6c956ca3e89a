"""How something was said, beside its words: heard again, or deleted."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.widgets import IconButton
from desktop.viewmodels.recordings import Recordings


class RecordingButtons(QWidget):
    """Two quiet buttons; the words themselves stay, whatever they do."""

    def __init__(self, recordings: Recordings, message: int) -> None:
        super().__init__()
        self._recordings, self._message = recordings, message
        self._is_playing = False
        self.play = IconButton("play", self.tr("Play recording"), self._on_play)
        self.delete = IconButton(
            "trash", self.tr("Delete recording"), lambda: recordings.delete(message)
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for one in (self.play, self.delete):
            line.addWidget(one)

    def refresh(self) -> None:
        is_playing = self._recordings.playing == self._message
        if is_playing is not self._is_playing:
            self._is_playing = is_playing
            self.play.set_icon("stop" if is_playing else "play")
            self.play.set_name(self.tr("Stop playing") if is_playing else self.tr("Play recording"))

    def _on_play(self) -> None:
        if self._is_playing:
            self._recordings.stop()
        else:
            self._recordings.play(self._message)
