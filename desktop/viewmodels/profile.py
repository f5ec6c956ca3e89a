"""The profile as a document: what each entry holds, where that is from, and what it held before.

A value is read into its type before anything is kept; what does not fit is said beside the field.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.translation import in_window
from desktop.viewmodels import memory_document, memory_words
from desktop.viewmodels.page import SessionModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.known import Origin
    from inference.person import Key
    from vault.connection import ReadConn
    from vault.profile import Entry as Kept


@dataclass(frozen=True)
class Held:
    """A value of an entry, in words."""

    text: str
    since: datetime
    origin: "Origin | None"
    "the conversation or document that it was learned in"


@dataclass(frozen=True)
class Earlier:
    """What an entry held from some time on; empty where it was taken away."""

    text: str
    since: datetime
    is_now: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry of the profile; a list may hold several values."""

    key: str
    about: str
    wanted: str
    "what it takes"
    is_list: bool
    held: tuple[Held, ...] = ()


@dataclass(frozen=True)
class Section:
    """Entries that belong together."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Document:
    """The whole profile."""

    sections: tuple[Section, ...]
    zone: tzinfo

    @property
    def is_empty(self) -> bool:
        return not any(entry.held for one in self.sections for entry in one.entries)


class ProfileModel(SessionModel):
    """The page without its window."""

    looked = Signal(object)
    "a Document"
    history_told = Signal(str, object)
    "a key, and a list of Earlier, the latest first"
    refused = Signal(str, str)
    "a key, and what it takes instead"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._zone: tzinfo | None = None

    def refresh(self) -> None:
        def done(document: Document) -> None:
            self._zone = document.zone
            self.looked.emit(document)

        self.session.look(_document, on_done=done, on_error=self.fail)

    def section_title(self, name: str) -> str:
        return {
            "identity": self.tr("Who you are"), "work": self.tr("Your working time"),
            "communication": self.tr("How Tacit speaks with you"),
            "scheduling": self.tr("Meetings"), "productivity": self.tr("Getting things done"),
            "goals": self.tr("What you want to reach"),
        }[name]  # fmt: skip

    def set(self, key: str, text: str) -> bool:
        """Keep a value; False where it does not fit, which is said."""
        from inference import person
        from inference.tools.base import by_owner
        from inference.tools.errors import ValueRefused

        one = person.BY_NAME[key]
        try:
            person.read(one, text)
        except ValueRefused as error:
            self.refused.emit(key, self.tr("This takes %s.") % error.wanted)
            return False
        self.act(by_owner("set_profile", key=key, value=text))
        return True

    def put_back(self, key: str, text: str) -> None:
        """What it held before holds again."""
        self.set(key, text)

    def take_away(self, key: str, value: str = "") -> None:
        """Nothing is there any more, or one value less; what it was stays as history."""
        from inference.tools.base import by_owner

        if value:
            self.act(by_owner("take_out_of_profile", key=key, value=value))
        else:
            self.act(by_owner("set_profile", key=key, value="none"))

    def tell_history(self, key: str) -> None:
        self.session.look(
            lambda assistant: _history(assistant.conn, key),
            on_done=lambda found: self.history_told.emit(key, found), on_error=self.fail,
        )  # fmt: skip

    def day(self, at: datetime) -> str:
        return memory_words.day(at, self._zone)

    def since(self, held: Held) -> str:
        """Where a value is from and since when, where there is no link for it."""
        if held.origin is None:
            return self.tr("you said so, %s") % self.day(held.since)
        return self.day(held.since)

    def export(self, path: Path) -> None:
        """The profile as a document, in clear."""

        def work(assistant: "Assistant") -> int:
            from desktop import known
            from vault import audit

            desk = assistant.desk()
            known.write(path, self._written(_document(assistant), desk.now))
            audit.note(desk.conn, "profile exported", {}, desk.now)
            return 0

        def done(_count: int) -> None:
            said = self.tr("Your profile is in “%s”, readable to anyone who gets at it.")
            self.said.emit(said % path.name)

        self.session.look(work, on_done=done, on_error=self.fail)

    def _written(self, document: Document, now: datetime) -> Iterator[str]:
        yield f"# {self.tr('Profile')}"
        yield ""
        said = self.tr("Written on %s. This file is not encrypted.")
        yield said % memory_words.moment(now, document.zone)
        for section in document.sections:
            held = [one for one in section.entries if one.held]
            if held:
                yield ""
                yield f"## {self.section_title(section.name)}"
                yield ""
            for one in held:
                values = "; ".join(memory_document.text(value.text) for value in one.held)
                yield f"- **{one.about}:** {values}"


def _document(assistant: "Assistant") -> Document:
    from inference import person

    desk = assistant.desk()
    sections = tuple(
        Section(group, tuple(
            _entry(desk.conn, one) for one in person.KEYS if one.name.startswith(f"{group}.")
        ))
        for group in person.GROUPS
    )  # fmt: skip
    return Document(sections, desk.zone)


def _entry(conn: "ReadConn", one: "Key") -> Entry:
    from vault import profile

    held = tuple(
        Held(_spoken(kept.value), kept.since, _origin(conn, kept))
        for kept in profile.current(conn, one.name)
    )
    return Entry(one.name, in_window(one.about), in_window(one.wanted), one.is_list, held)


def _spoken(value: object) -> str:
    """A value as it is read, and as it can be written again."""
    from inference import person

    if isinstance(value, int):
        return memory_words.tr("%s minutes") % value
    return person.spoken(value)


def _origin(conn: "ReadConn", kept: "Kept") -> "Origin | None":
    from desktop import known
    from vault import memories

    if kept.origin is None:
        return None
    return known.origin(conn, memories.among(conn, [kept.origin]))


def _history(conn: "ReadConn", key: str) -> list[Earlier]:
    """What an entry ever held; what holds now is marked."""
    from inference import person
    from vault import profile

    now = {(one.key, one.since) for one in profile.current(conn, key)}
    found = [
        Earlier("" if one.value is None else _spoken(one.value), one.since,
                (one.key, one.since) in now)
        for one in person.history(conn, key)
    ]  # fmt: skip
    return found[::-1]
