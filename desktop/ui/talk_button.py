"""The button to speak with: held it talks, tapped it begins and ends; its menu chooses how."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.keys import Keys
from desktop.ui import icons
from desktop.ui.own_words import OwnWords
from desktop.ui.theme import tokens
from desktop.ui.widgets import IconButton, set_state
from desktop.viewmodels.talking import Talking
from desktop.viewmodels.voice_settings import TalkKey

if TYPE_CHECKING:
    from desktop.audio import Device


class TalkButton(IconButton):
    """Beside the place where words are written."""

    def __init__(self, talking: Talking) -> None:
        super().__init__("microphone", "")
        self._talking = talking
        self._at: QPoint | None = None
        "where the menu is wanted, once it is known what there is to choose"
        self.pressed.connect(talking.press)
        self.released.connect(talking.release)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu_wanted)
        talking.open_changed.connect(self._show_open)
        talking.settings.microphones_found.connect(self._show_menu)
        talking.settings.changed.connect(lambda: self._show_open(talking.ear.is_open))
        self._show_open(is_open=False)

    def _show_open(self, is_open: bool) -> None:
        """That the microphone is open is seen here, too, wherever it was opened."""
        set_state(self, "ready", is_open)
        self.setIcon(icons.icon("microphone", colour=tokens().on_accent if is_open else ""))
        keys = QKeySequence(Keys.TALK).toString(QKeySequence.SequenceFormat.NativeText)
        self.set_name(
            self.tr("The microphone is open (%s)") % keys if is_open
            else self._how() % keys
        )  # fmt: skip

    def _how(self) -> str:
        """What the key and the button are for, as the owner chose."""
        key = self._talking.settings.now.key
        if key is TalkKey.HOLD:
            return self.tr("Speak (%s): hold to talk")
        if key is TalkKey.TAP:
            return self.tr("Speak (%s): tap to begin and to end")
        return self.tr("Speak (%s): hold to talk, or tap to begin and to end")

    def _on_menu_wanted(self, at: QPoint) -> None:
        self._at = self.mapToGlobal(at)
        self._talking.settings.find_microphones()

    def _show_menu(self, found: "list[Device]") -> None:
        at, self._at = self._at, None
        if at is not None:
            menu = self.make_menu(found)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(at)

    def make_menu(self, found: "list[Device]") -> QMenu:
        """Which microphone, and the words to know."""
        settings = self._talking.settings
        menu = QMenu(self)
        chosen = settings.now.device
        entries = [("", self.tr("The system’s microphone"))]
        entries += [(one.name, one.name.replace("&", "&&")) for one in found]
        if chosen and chosen not in [name for name, _words in entries]:
            entries.append((chosen, self.tr("%s (not connected)") % chosen.replace("&", "&&")))
        for name, words in entries:
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(name == chosen)
            action.triggered.connect(
                lambda _checked=False, name=name: settings.choose_microphone(name)
            )
        menu.addSeparator()
        menu.addAction(self.tr("Words to know…"), self.edit_words)
        return menu

    def edit_words(self) -> None:
        """The owner's own words, one a line."""
        dialog = OwnWords(self._talking.settings.now.words, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._talking.settings.put_words(dialog.words()))
        dialog.open()
