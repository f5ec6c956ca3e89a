"""A desk over a real vault, at which the tools for tasks, reminders and notes are tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from inference.tools.arranging import ARRANGING_TOOLS
from inference.tools.base import Argument, Desk, Result
from inference.tools.notes import NOTE_TOOLS
from inference.tools.reminders import REMINDER_TOOLS
from inference.tools.task_lists import LISTING_TOOLS
from inference.tools.tasks import TASK_TOOLS
from inference.tools.waiting import WAITING_TOOLS
from vault import search
from vault.connection import WriteConn

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 11, 30, tzinfo=BERLIN)
"a Wednesday"
TOOLS = {
    one.name: one
    for one in (
        *TASK_TOOLS,
        *LISTING_TOOLS,
        *ARRANGING_TOOLS,
        *WAITING_TOOLS,
        *REMINDER_TOOLS,
        *NOTE_TOOLS,
    )
}


@dataclass(frozen=True)
class Trial:
    """Tools at a desk, each run in a transaction as the gate does."""

    conn: WriteConn
    now: datetime = NOW

    def at(self, now: datetime) -> "Trial":
        return replace(self, now=now)

    def do(self, name: str, **arguments: Argument) -> Result:
        desk = Desk(self.conn, self.now, lambda query: search.search(self.conn, query, self.now))
        with self.conn.transaction():
            result = TOOLS[name].run(desk, arguments)
        if result.check is not None:
            assert result.check(self.conn), f"{name} cannot be read back"
        return result

    def undo(self, result: Result) -> Result:
        assert result.undo is not None
        return self.do(result.undo.tool, **result.undo.arguments)

    def state(self) -> dict[str, Any]:
        """All that the vault holds, but for the numbers of passages."""
        columns = "item, ordinal, page, text"
        wanted = dict.fromkeys(("item", "task", "reminder", "note", "derivation"), "*")
        found = {
            table: sorted(self.conn.rows(f"SELECT {what} FROM {table}"), key=repr)
            for table, what in {**wanted, "passage": columns}.items()
        }
        words = "SELECT term, doc, cnt FROM passage_terms ORDER BY term"
        return {**found, "words": self.conn.rows(words)}


class _Over(Exception):
    """Leaves a transaction without keeping it."""


@contextmanager
def passing(conn: WriteConn) -> Iterator[None]:
    """What is done inside did not happen afterwards."""
    try:
        with conn.transaction():
            yield
            raise _Over
    except _Over:
        pass
