"""The keys from anywhere as the owner chose them: bound as the settings say, from then on.

What became of them is told to the settings, where it stands beside them; keys that do nothing are
said once more, when the window is open for the first time.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from desktop import hotkeys
from desktop.cards import joined
from desktop.hotkeys import Hotkeys
from desktop.viewmodels.window_settings import WindowSettings

NATIVE = QKeySequence.SequenceFormat.NativeText


class ChosenKeys(QObject):
    """Listens to keys only where some are wanted."""

    pressed = Signal(str)
    released = Signal(str)

    def __init__(self, settings: WindowSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._hotkeys: Hotkeys | None = None
        self._keys: dict[str, str] = {}
        self._say: Callable[[str], None] | None = None
        "how the open window says something, until it has"
        if hotkeys.has_portal():
            self._listen()  # only the portal knows whether keys can be bound
        self._apply()
        settings.changed.connect(self._on_changed)

    @property
    def tells_release(self) -> bool:
        return self._hotkeys is not None and self._hotkeys.tells_release

    @property
    def of_quick_ask(self) -> str:
        """What opens the small window, as the system writes it."""
        chosen = QKeySequence(self._settings.now.quick_ask_keys).toString(NATIVE)
        return self._settings.keys.given.get("quick_ask", chosen)

    def bind_for_a_moment(self, name: str, keys: str) -> None:
        """Where that takes nobody's leave."""
        there = self._hotkeys
        if there is not None and there.can_bind and there.binds_for_a_moment:
            self._bind(name, keys)

    def free(self, name: str) -> None:
        self._bind(name, "")

    def say_through(self, say: Callable[[str], None]) -> None:
        """The window is open: it is told of keys that do nothing, once."""
        self._say = say
        self._tell()

    def close(self) -> None:
        if self._hotkeys is not None:
            self._hotkeys.close()

    def _wanted(self) -> dict[str, str]:
        now = self._settings.now
        return {
            "quick_ask": now.quick_ask_keys, "listen": now.listen_keys, "dictate": now.dictate_keys,
        }  # fmt: skip

    def _on_changed(self) -> None:
        """What the owner changes is seen beside it, and needs no other word."""
        if any(self._keys.get(name, "") != keys for name, keys in self._wanted().items()):
            self._say = None
            self._apply()

    def _apply(self) -> None:
        for name, keys in self._wanted().items():
            self._bind(name, keys)

    def _bind(self, name: str, keys: str) -> None:
        if self._keys.get(name, "") != keys:
            self._keys[name] = keys
            self._listen().bind(name, keys)

    def _listen(self) -> Hotkeys:
        if self._hotkeys is None:
            self._hotkeys = hotkeys.of_this_system(self)
            self._hotkeys.pressed.connect(self.pressed)
            self._hotkeys.released.connect(self.released)
            self._hotkeys.told.connect(self._on_told)
        return self._hotkeys

    def _on_told(self) -> None:
        if self._hotkeys is not None:
            self._settings.tell_keys(self._hotkeys.now)
            self._tell()

    def _tell(self) -> None:
        now = self._settings.keys
        if self._say is None or not now.can_bind or not now.troubles:
            return
        say, self._say = self._say, None
        if len(now.troubles) == 1:
            (card,) = now.troubles.values()
            say(joined(card.body, card.todo))
        else:
            keys = [QKeySequence(self._keys[name]).toString(NATIVE) for name in now.troubles]
            say(self.tr("Keys that do nothing now: %s. The settings say why.") % ", ".join(keys))
