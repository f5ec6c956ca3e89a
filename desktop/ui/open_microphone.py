"""The sign of a microphone that is held open while nobody speaks; a press closes it."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QPushButton

from desktop.ui import icons
from desktop.ui.theme import tokens
from desktop.ui.widgets import ICON
from desktop.viewmodels.hands_free import HandsFree


class OpenMicrophone(QPushButton):
    """Seen on every page for as long as it is open, and at no other time."""

    def __init__(self, hands_free: HandsFree) -> None:
        super().__init__()
        self.setObjectName("openMicrophone")
        self.setIconSize(QSize(ICON.width(), ICON.height()))
        self._hands_free = hands_free
        self._is_folded = False
        self.clicked.connect(hands_free.turn_off)
        hands_free.changed.connect(self.refresh)
        self.refresh()

    def set_folded(self, is_folded: bool) -> None:
        """Only its icon, as everything at the side is then."""
        self._is_folded = is_folded
        self.refresh()

    def refresh(self) -> None:
        says = self._hands_free.says
        self.setVisible(bool(says))
        self.setText("" if self._is_folded else self.tr("Microphone on"))
        self.setAccessibleName(self.tr("The microphone is open: %s") % says)
        self.setToolTip(self.tr("%s. Press to close the microphone.") % says)
        self.setIcon(icons.icon("microphone", colour=tokens().bad))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_hands_free"):
            self.refresh()
        super().changeEvent(event)
