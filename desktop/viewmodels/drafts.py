"""What is being written, kept in the vault: it survives a crash, and is never on the disk in clear.

One draft for each conversation and one for the next; none of a private conversation.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.session import Session
from vault import profile, traces

if TYPE_CHECKING:
    from desktop.assistant import Assistant

KEY = "chat.drafts"
NEW = "new"
SAVED_MS = 600
MOST = 20
LONGEST = 50_000


class Drafts(QObject):
    """Saves soon after each change, and finds again."""

    found = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._number: int | None = None
        self._is_private = False
        self._text = ""
        self._is_saved = True
        self._awaits = False
        "whether nothing was written since it was looked for"
        self._saving = QTimer(self, interval=SAVED_MS, singleShot=True)
        self._saving.timeout.connect(self.save)

    def go_to(self, number: int | None, *, is_private: bool) -> None:
        """Another conversation: what was being written there is found, the other kept."""
        self.save()
        self._number, self._is_private, self._text = number, is_private, ""
        if is_private:
            self.found.emit("")
            return
        key = _key(number)
        self._awaits = True

        def find(assistant: "Assistant") -> str:
            return str(_held(assistant).get(key, ""))

        def told(text: str) -> None:
            if _key(self._number) == key and not self._is_private and self._awaits:
                self._awaits = False
                self._text = text
                self.found.emit(text)

        self._session.look(find, on_done=told)

    def is_kept_as(self, number: int | None) -> None:
        """The new conversation has its number now; its first words went off as a message."""
        if number is not None and self._number is None and not self._is_private:
            self._write(NEW, "")
            self._number = number

    def note(self, text: str) -> None:
        """What is being written now."""
        if text != self._text:
            self._text, self._is_saved, self._awaits = text, False, False
            self._saving.start()

    def save(self) -> None:
        """At once, what was not saved yet."""
        self._saving.stop()
        if self._is_saved or self._is_private or self._session.jobs.is_closed:
            return
        self._is_saved = True
        self._write(_key(self._number), self._text[:LONGEST])

    def _write(self, key: str, text: str) -> None:
        def work(assistant: "Assistant") -> None:
            held = {name: one for name, one in _held(assistant).items() if name != key}
            if text.strip():
                held[key] = text
            numbers = [int(name) for name in held if name != NEW]
            there = {str(one) for one in traces.there(assistant.conn, numbers)} | {NEW}
            left = {name: one for name, one in held.items() if name in there}
            profile.put_setting(assistant.conn, KEY, dict(list(left.items())[-MOST:]))

        self._session.look(work)


def _key(number: int | None) -> str:
    return NEW if number is None else str(number)


def _held(assistant: "Assistant") -> dict[str, str]:
    return dict(profile.setting(assistant.conn, KEY, {}))
