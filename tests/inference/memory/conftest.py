"""A desk over a real vault, that finds by words only."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inference.memory import keeping, rules
from inference.memory.keeping import Heard, Kept
from inference.tools.base import Desk
from tests.vault.conftest import fresh
from vault import conversations, search
from vault.conversations import Said, Speaker

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
Tell = Callable[[str], list[Kept]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(tmp_path / "test.db") as conn:
        yield Desk(conn, NOW, lambda query: search.search(conn, query, NOW))


@pytest.fixture
def tell(desk: Desk) -> Tell:
    """The owner says something in a conversation, and what is worth keeping is kept."""
    talk = conversations.begin(desk.conn, "", NOW)

    def said(text: str) -> list[Kept]:
        message = conversations.say(desk.conn, talk, Said(Speaker.OWNER, text), NOW)
        return keeping.keep(desk.conn, rules.propose(text, NOW), Heard(message=message), NOW)

    return said
