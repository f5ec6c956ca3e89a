"""Puts the assistant together: the vault, the engines, what understands, and the gate.

The only place outside of tests that does; commands and the window are handed an `Assistant`. Each
part of it is loaded and made when it is first asked for: most pages only look at the vault.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache, cached_property
from typing import TYPE_CHECKING

from desktop import lent, zone
from desktop.paths import Paths

if TYPE_CHECKING:
    from desktop.meaning import Clock, Finder
    from inference.conversation import Conversation, Mind
    from inference.engines.local import Embedding, Engines
    from inference.engines.protocols import ChatEngine, Embedder, PrefixKeeper
    from inference.guard import Guard
    from inference.tools.base import Desk
    from inference.understanding.examples import Examples
    from inference.understanding.understand import Understanding
    from vault.connection import ReadConn, WriteConn
    from vault.search import Hit, Query
    from vault.vault import Vault


def now() -> datetime:
    return datetime.now(UTC)


class Assistant:
    """Everything that a conversation or a command needs, for one thread."""

    def __init__(
        self, conn: "WriteConn", desk: "Callable[[], Desk]", think: "Callable[[Guard], Mind]"
    ) -> None:
        self.conn = conn
        self.desk = desk
        self._think = think

    @cached_property
    def guard(self) -> "Guard":
        from inference.guard import Guard
        from inference.tools import catalog

        return Guard(catalog.BY_NAME, catalog.EXACT)

    @cached_property
    def mind(self) -> "Mind":
        return self._think(self.guard)

    def conversation(
        self, *, number: int | None = None, is_private: bool = False
    ) -> "Conversation":
        from inference.conversation import Conversation

        return Conversation(self.mind, number=number, is_private=is_private)


@dataclass(frozen=True)
class Keeper:
    """Keeps in the vault what a model has read of the prompt's fixed beginning."""

    conn: "WriteConn"
    now: "Clock"

    def load(self, key: str) -> bytes | None:
        from vault import prefixes

        return prefixes.load(self.conn, key)

    def save(self, key: str, state: bytes) -> None:
        from vault import prefixes

        prefixes.save(self.conn, key, state, self.now())


@dataclass(frozen=True)
class Place:
    """Where an assistant lives: an open vault, and the engines that it shares with others."""

    vault: "Vault"
    engines: "Callable[[], Engines]"
    "made when they are first asked for"
    paths: Paths
    clock: "Clock" = now
    learns: int | None = None
    "how many new passages a search learns before it looks, where the rest is learned meanwhile"


@contextlib.contextmanager
def opened(
    vault: "Vault", paths: Paths, *, model: str = "", clock: "Clock | None" = None
) -> Iterator[Assistant]:
    """The assistant on an open vault; its engines start when they are first needed."""
    from desktop import engines
    from inference.guard import settle

    with engines.opened(paths) as here:
        place = Place(vault, lambda: here, paths, clock or now)
        with at(place, model=model) as assistant:
            if lent.found() is None:  # else the window is in the midst of things
                settle(assistant.desk())
            yield assistant


@contextlib.contextmanager
def at(place: Place, *, model: str = "", answers: bool = True) -> Iterator[Assistant]:
    """The assistant for the thread that enters this; one without `answers` waits for no model."""
    from inference import granted_folders, preferences
    from inference.tools.base import Desk

    clock = place.clock
    with place.vault.writer() as conn:

        @cache
        def likeness() -> "Embedding | None":
            from desktop import meaning

            return meaning.ready(place.paths, place.engines())

        @cache
        def finder() -> "Finder":
            from desktop.meaning import Finder

            return Finder(conn, likeness(), clock, place.learns)

        def find(query: "Query") -> "list[Hit]":
            return finder()(query)

        def desk() -> Desk:
            conventions = preferences.conventions(conn)
            folders = granted_folders.folders(conn)
            return Desk(conn, clock().astimezone(zone_of(conn)), find, folders, conventions)

        def think(guard: "Guard") -> "Mind":
            from inference.conversation import Mind

            chat = chat_of(place.engines(), model, Keeper(conn, clock)) if answers else None
            return Mind(understanding(chat, likeness(), place.paths), guard, chat, desk)

        yield Assistant(conn, desk, think)


def chat_of(
    here: "Engines", model: str = "", keeper: "PrefixKeeper | None" = None
) -> "ChatEngine | None":
    """What answers; None where no weights for it are here, and then rules alone understand."""
    from models.errors import NoDefaultWeights

    try:
        return here.chat(model, keeper)
    except NoDefaultWeights:
        return None


def zone_of(conn: "ReadConn") -> tzinfo:
    """The owner's zone: the one in the profile, else this computer's."""
    from inference import person

    return person.used(conn).zone or zone.here()


def understanding(
    chat: "ChatEngine | None", likeness: "Embedder | None", paths: Paths
) -> "Understanding":
    """What reads the owner's words; letters stand in where no weights for meaning are ready."""
    from desktop import meaning
    from inference.tools import catalog
    from inference.understanding import frames, wording
    from inference.understanding.examples import Letters
    from inference.understanding.rules import Rules
    from inference.understanding.understand import Understanding

    @cache
    def known() -> "Examples":
        return meaning.known(likeness or Letters(), paths.cache)

    return Understanding(Rules(frames.english(), wording.english()), catalog.OFFERED, known, chat)
