"""An owner who says things at a desk that finds by words only."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from inference.memory import keeping, rules
from inference.memory.keeping import Heard, Kept
from inference.tools.base import Desk
from vault import conversations, search
from vault.connection import WriteConn
from vault.conversations import Said, Speaker

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=ZoneInfo("Europe/Lisbon"))
Tell = Callable[[str], list[Kept]]


def desk_over(conn: WriteConn) -> Desk:
    return Desk(conn, NOW, lambda query: search.search(conn, query, NOW))


def teller(desk: Desk) -> Tell:
    """Says something in a conversation, and what is worth keeping is kept."""
    talk = conversations.begin(desk.conn, "", NOW)

    def said(text: str) -> list[Kept]:
        message = conversations.say(desk.conn, talk, Said(Speaker.OWNER, text), NOW)
        return keeping.keep(desk.conn, rules.propose(text, NOW), Heard(message=message), NOW)

    return said
