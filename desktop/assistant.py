"""Puts the assistant together: the vault, the engines, what understands, and the gate.

The only place outside of tests that does; commands and the window are handed an `Assistant`.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache

from desktop import engines, lent, meaning, zone
from desktop.meaning import Clock, Finder
from desktop.paths import Paths
from inference import person, preferences
from inference.conversation import Conversation, Mind
from inference.engines.local import Engines
from inference.engines.protocols import ChatEngine, Embedder, PrefixKeeper
from inference.guard import Guard
from inference.tools import catalog
from inference.tools.base import Desk
from inference.understanding import frames, wording
from inference.understanding.examples import Examples, Letters
from inference.understanding.rules import Rules
from inference.understanding.understand import Understanding
from models.errors import NoDefaultWeights
from vault import prefixes
from vault.connection import ReadConn, WriteConn
from vault.vault import Vault


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Assistant:
    """Everything that a conversation or a command needs, for one thread."""

    conn: WriteConn
    guard: Guard
    mind: Mind

    def desk(self) -> Desk:
        return self.mind.desk()

    def conversation(self, *, number: int | None = None, is_private: bool = False) -> Conversation:
        return Conversation(self.mind, number=number, is_private=is_private)


@dataclass(frozen=True)
class Keeper:
    """Keeps in the vault what a model has read of the prompt's fixed beginning."""

    conn: WriteConn
    now: Clock

    def load(self, key: str) -> bytes | None:
        return prefixes.load(self.conn, key)

    def save(self, key: str, state: bytes) -> None:
        prefixes.save(self.conn, key, state, self.now())


@dataclass(frozen=True)
class Place:
    """Where an assistant lives: an open vault, and the engines that it shares with others."""

    vault: Vault
    engines: Engines
    paths: Paths
    clock: Clock = now
    learns: int | None = None
    "how many new passages a search learns before it looks, where the rest is learned meanwhile"


@contextlib.contextmanager
def opened(
    vault: Vault, paths: Paths, *, model: str = "", clock: Clock | None = None
) -> Iterator[Assistant]:
    """The assistant on an open vault; its engines start when they are first needed."""
    with engines.opened(paths) as here:
        place = Place(vault, here, paths, clock or now)
        with at(place, model=model) as assistant:
            if lent.found() is None:  # else the window is in the midst of things
                assistant.guard.settle(assistant.desk())
            yield assistant


@contextlib.contextmanager
def at(place: Place, *, model: str = "", answers: bool = True) -> Iterator[Assistant]:
    """The assistant for the thread that enters this; one without `answers` waits for no model."""
    here, paths, clock = place.engines, place.paths, place.clock
    with place.vault.writer() as conn:
        likeness = meaning.ready(paths, here)
        find = Finder(conn, likeness, clock, place.learns)
        guard = Guard(catalog.BY_NAME, catalog.EXACT)

        def desk() -> Desk:
            conventions = preferences.conventions(conn)
            folders = preferences.folders(conn)
            return Desk(conn, clock().astimezone(zone_of(conn)), find, folders, conventions)

        chat = chat_of(here, model, Keeper(conn, clock)) if answers else None
        known = understanding(chat, likeness, paths)
        yield Assistant(conn, guard, Mind(known, guard, chat, desk))


def chat_of(
    here: Engines, model: str = "", keeper: PrefixKeeper | None = None
) -> ChatEngine | None:
    """What answers; None where no weights for it are here, and then rules alone understand."""
    try:
        return here.chat(model, keeper)
    except NoDefaultWeights:
        return None


def zone_of(conn: ReadConn) -> tzinfo:
    """The owner's zone: the one in the profile, else this computer's."""
    return person.used(conn).zone or zone.here()


def understanding(
    chat: ChatEngine | None, likeness: Embedder | None, paths: Paths
) -> Understanding:
    """What reads the owner's words; letters stand in where no weights for meaning are ready."""

    @cache
    def known() -> Examples:
        return meaning.known(likeness or Letters(), paths.cache)

    return Understanding(Rules(frames.english(), wording.english()), catalog.OFFERED, known, chat)
