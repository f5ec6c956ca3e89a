"""The whole program as a person uses it: a real screen, a real keyboard, real weights, no fakes."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inference.guard import AGENT, Guard
from inference.tools import catalog
from inference.tools.base import Call, Desk
from inference.tools.errors import ApprovalNeeded
from tests.desktop import real_screen
from tests.desktop.conftest import PASSPHRASE
from tests.desktop.real_screen import Screen, Window, screen, tacit, until
from tests.vault.conftest import COST
from vault import audit, conversations, memories, tasks
from vault.connection import ReadConn, open_reader
from vault.conversations import Speaker
from vault.places import Places
from vault.vault import Vault, with_passphrase

TOLD = "Remember that my locker number is 4417"
ASKED = "What is a lighthouse?"
PROPOSED = "Order new gloves"
WEIGHTS = "smollm2-135m"


class Person:
    """Somebody before the screen, and what can be read of the vault at the same time."""

    def __init__(self, on: Screen, home: Path, key: bytes) -> None:
        self.screen = on
        self.places = Places.of(home / "data", home / "config")
        self._settings = home / "config" / "settings.json"
        self._key = key

    def unlock(self, window: Window) -> None:
        self.screen.focus(window)
        self.screen.write(PASSPHRASE)
        self.screen.press("Return")
        log = self.places.database.with_name(f"{self.places.database.name}-wal")
        until(log.exists, "the open vault")

    def go_to(self, keys: str, page: str) -> None:
        """Press the keys of a page until it is the one that is seen."""

        def is_there() -> bool:
            self.screen.press(keys)
            kept = self._settings.read_text() if self._settings.exists() else "{}"
            return bool(json.loads(kept).get("page") == page)

        until(is_there, f"the page {page}")

    @contextmanager
    def reading(self) -> Iterator[ReadConn]:
        with open_reader(self.places.database, self._key) as conn:
            yield conn

    def sees(self, look: Callable[[ReadConn], bool], what: str) -> None:
        def looks() -> bool:
            with self.reading() as conn:
                return look(conn)

        until(looks, what)


def answers(conn: ReadConn) -> list[str]:
    """What was said to the owner in the latest conversation."""
    latest = conversations.recent(conn, 1)
    said = conversations.messages(conn, latest[0].id) if latest else []
    return [one.text for one in said if one.speaker is not Speaker.OWNER]


def known(conn: ReadConn) -> list[str]:
    return [one.fact.text for one in memories.known(conn, datetime.now(UTC))]


def open_titles(conn: ReadConn) -> list[str]:
    return [one.title for one in tasks.open_tasks(conn)]


def lived_in(places: Places) -> bytes:
    """A vault in which an agent's wish waits; its key, by which the test reads along."""
    places.folder.mkdir(parents=True)
    now = datetime.now(UTC)
    vault = Vault.create(places, PASSPHRASE, now, COST)[0]
    with vault.writer() as conn:
        desk = Desk(conn, now, lambda _query: [])
        guard = Guard(catalog.BY_NAME, catalog.EXACT)
        with pytest.raises(ApprovalNeeded):
            guard.carry_out(desk, Call("create_task", {"title": PROPOSED}), asker=AGENT)
    key = vault.key
    vault.close()
    return key


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the list of processes")
@pytest.mark.skipif(bool(real_screen.missing()), reason=real_screen.missing())
def test_a_day_with_tacit(
    tmp_path: Path, real_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "real home"
    monkeypatch.setenv("TACIT_WEIGHTS", str(real_weights))
    places = Places.of(home / "data", home / "config")
    key = lived_in(places)
    places.anchor.parent.mkdir(parents=True, exist_ok=True)
    (home / "config" / "weights.json").write_text(json.dumps({"chat": WEIGHTS}))
    with screen() as here, tacit(here, home) as program:
        person = Person(here, home, key)
        person.unlock(until(here.window, "the locked window"))
        person.go_to("ctrl+2", "chat")
        here.write(TOLD)
        here.press("Return")
        person.sees(lambda conn: any("4417" in one for one in known(conn)), "what it was told")
        person.sees(lambda conn: len(answers(conn)) == 1, "the word that it was kept")
        here.write(ASKED)

        def asks(conn: ReadConn) -> bool:
            here.press("Return")  # what was written waits while the turn before it ends
            return len(answers(conn)) == 2

        person.sees(asks, "an answer by the real weights")
        person.go_to("ctrl+6", "approvals")
        with person.reading() as conn:
            assert open_titles(conn) == []

        def says_yes(conn: ReadConn) -> bool:
            here.press("Tab")
            here.press("d")
            return open_titles(conn) == [PROPOSED]

        person.sees(says_yes, "the task that waited for a yes")
        here.press("ctrl+l")
        words = Path(f"/proc/{program.pid}/cmdline")
        until(lambda: b"--locked" in words.read_bytes(), "the fresh process")
        person.unlock(until(here.window, "the locked window"))
        person.go_to("ctrl+3", "tasks")
        here.press("ctrl+q")
        assert program.wait(real_screen.PATIENCE_S) == 0
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), datetime.now(UTC))
    with vault.reader() as conn:
        assert len(answers(conn)[1]) > 10
        assert any("4417" in one for one in known(conn))
        assert open_titles(conn) == [PROPOSED]
        assert audit.verify(conn) > 4
    vault.close()
