"""Files that are dropped on a conversation: their text goes along, marked as from outside.

What is no plain text is read in a sealed process, as on the Documents page, and not kept.
"""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Lane
from desktop.session import Session
from desktop.viewmodels.chat_shown import Attached

LONGEST = 16_000
"bytes: about what a small model can hold in view beside an answer"
LONGEST_S = 20
"to read a file of another kind"
ENCODINGS = ("utf-8-sig", "utf-16")


class NotText(Exception):
    """A file that does not go along, by its name; whether only because it is too long."""

    def __init__(self, name: str, *, is_long: bool) -> None:
        super().__init__(name)
        self.name, self.is_long = name, is_long


class Attaching(QObject):
    """Reads what was dropped, away from the window's thread."""

    attached = Signal(object)
    refused = Signal(str)
    "a sentence"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def attach(self, paths: list[Path]) -> None:
        for path in paths:
            self._attach(path)

    def _attach(self, path: Path) -> None:
        self._session.jobs.start(
            Lane.IO, lambda _job: _read(path), on_done=self.attached.emit, on_error=self._on_error
        )

    def _on_error(self, error: BaseException) -> None:
        if isinstance(error, NotText) and error.is_long:
            said = self.tr("“%s” is too long to go along. Add it on the Documents page, and ask "
                           "about it here.")  # fmt: skip
            self.refused.emit(said % error.name)
        elif isinstance(error, NotText):
            said = self.tr("Only text goes along here. Add “%s” on the Documents page, and ask "
                           "about it here.")  # fmt: skip
            self.refused.emit(said % error.name)
        else:
            self.refused.emit(self.tr("That file cannot be read."))


def _read(path: Path) -> Attached:
    if not path.is_file():
        raise NotText(path.name, is_long=False)
    with path.open("rb") as file:
        start = file.read(LONGEST + 1)
    text = _decoded(start)
    if text is None or "\0" in text or start.startswith((b"%PDF-", b"{\\rtf")):
        return _read_whole(path)
    if len(start) > LONGEST:
        raise NotText(path.name, is_long=True)
    return Attached(path.name, text)


def _read_whole(path: Path) -> Attached:
    """A document of another kind; a picture or a recording takes too long for that."""
    from inference.errors import FileUnread
    from inference.reading import reader
    from inference.reading.document import Limits

    try:
        document = reader.read(path, Limits(characters=LONGEST + 1, seconds=LONGEST_S))
    except FileUnread as error:
        raise NotText(path.name, is_long=False) from error
    text = document.untrusted_text
    if len(text.encode()) > LONGEST:
        raise NotText(path.name, is_long=True)
    return Attached(path.name, text)


def _decoded(start: bytes) -> str | None:
    """The text of these bytes, of which the last may be half a letter."""
    for encoding in ENCODINGS:
        if encoding == "utf-16" and start[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        for cut in range(4):
            try:
                return start[: len(start) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None
