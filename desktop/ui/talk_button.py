"""The button to speak with: held it talks, tapped it begins and ends; its menu chooses how."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMenu, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.keys import Keys
from desktop.ui import icons
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import IconButton, label, set_state
from desktop.viewmodels.talking import Talking

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
        self._show_open(is_open=False)

    def _show_open(self, is_open: bool) -> None:
        """That the microphone is open is seen here, too, wherever it was opened."""
        set_state(self, "ready", is_open)
        self.setIcon(icons.icon("microphone", colour=tokens().on_accent if is_open else ""))
        keys = QKeySequence(Keys.TALK).toString(QKeySequence.SequenceFormat.NativeText)
        self.set_name(
            self.tr("The microphone is open (%s)") % keys if is_open
            else self.tr("Speak (%s): hold to talk, or tap to begin and to end") % keys
        )  # fmt: skip

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
