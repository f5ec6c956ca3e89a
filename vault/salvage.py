"""Saving what can still be read of a damaged vault: row by row, into a new one.

Pages that are damaged take the rows on them along, and nothing else: where only the item's own row
is lost, one stands in for it. What is found by (the index of
words) is made again as rows arrive, vectors are made again later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vault.connection import ReadConn, Row, WriteConn
from vault.errors import StatementFailed, VaultDamaged

TABLES = (
    "item", "entity", "derivation", "mention", "relation", "conversation", "message", "attachment",
    "memory", "document", "page", "watched_folder", "file", "forgotten_file", "document_version",
    "document_tag", "appearance", "document_day", "passage", "summary", "profile", "setting",
    "task", "reminder", "note", "run", "approval", "approval_item", "change", "change_item",
    "run_step", "run_step_item",
)  # fmt: skip
"in an order in which each row finds what it refers to"
WITHOUT_ROWID = (
    "appearance", "approval_item", "change_item", "derivation", "document_day", "document_tag",
    "forgotten_file", "mention", "run_step_item", "setting", "summary",
)  # fmt: skip
SPAN = 128


@dataclass(frozen=True)
class Saved:
    """How much of a table could be read."""

    table: str
    rows: int
    is_whole: bool


Reopen = Callable[[], ReadConn]


def salvage(damaged: Reopen, into: WriteConn) -> list[Saved]:
    """Copy what can be read; rows that refer to lost ones are left behind with them.

    After one damaged page SQLCipher reads nothing more on that connection, so `damaged` opens it
    anew each time.
    """
    found = []
    into.pragma("foreign_keys=OFF")
    for table in TABLES:
        reader = _Reader(damaged, table)
        columns = into.column("SELECT name FROM pragma_table_info(?)", (table,))
        marks = ", ".join("?" * len(columns))
        with into.transaction():
            rows = list(reader.rows(columns))
            reader.close()
            into.run_many(f'INSERT OR IGNORE INTO "{table}" VALUES ({marks})', rows)
        found.append((table, reader.is_whole))
    _stand_in(into)
    _drop_orphans(into)
    into.pragma("foreign_keys=ON")
    return [
        Saved(table, int(into.value(f'SELECT count(*) FROM "{table}"')), is_whole)
        for table, is_whole in found
    ]


class _Reader:
    """Reads a table in spans of row numbers, and around what cannot be read."""

    def __init__(self, reopen: Reopen, table: str) -> None:
        self._reopen = reopen
        self._conn = reopen()
        self._table = table
        self.is_whole = True

    def close(self) -> None:
        self._conn.close()

    def rows(self, columns: list[str]) -> Iterator[Row]:
        names = ", ".join(f'"{column}"' for column in columns)
        if self._table in WITHOUT_ROWID:
            yield from self._try(f'SELECT {names} FROM "{self._table}"', ())
            return
        last = self._last()
        for first in range(0, last + 1, SPAN):
            yield from self._span(names, first, min(first + SPAN, last + 1))

    def _last(self) -> int:
        for sql in (
            f'SELECT max(rowid) FROM "{self._table}"',
            f"SELECT seq FROM sqlite_sequence WHERE name = '{self._table}'",
            "SELECT seq FROM sqlite_sequence WHERE name = 'item'",
        ):
            for row in self._try(sql, ()):
                if row[0] is not None:
                    return int(row[0])
        return 0

    def _span(self, names: str, first: int, end: int) -> Iterator[Row]:
        """Rows from `first` to before `end`; a span that cannot be read is halved down to one."""
        sql = f'SELECT {names} FROM "{self._table}" WHERE rowid >= ? AND rowid < ?'
        try:
            yield from self._conn.rows(sql, (first, end))
        except (VaultDamaged, StatementFailed):
            self._failed()
            if end - first > 1:
                middle = (first + end) // 2
                yield from self._span(names, first, middle)
                yield from self._span(names, middle, end)

    def _try(self, sql: str, values: tuple[int, ...]) -> list[Row]:
        try:
            return self._conn.rows(sql, values)
        except (VaultDamaged, StatementFailed):
            self._failed()
            return []

    def _failed(self) -> None:
        self.is_whole = False
        self._conn.close()
        self._conn = self._reopen()


def _stand_in(into: WriteConn) -> None:
    """Items that were lost although what they carry was saved: as good as can be said of them."""
    with into.transaction():
        into.run(
            "INSERT OR IGNORE INTO conversation(item, title) "
            "SELECT DISTINCT conversation, '' FROM message"
        )
        for table, parent in CARRIED.items():
            into.run(
                "INSERT OR IGNORE INTO item(id, kind, source, source_ref, parent, created_us, "
                f"happened_us) SELECT item, '{table}', 'import', 'salvaged', {parent}, 0, 0 "
                f'FROM "{table}"'
            )


CARRIED = {
    "conversation": "NULL",
    "message": "conversation",
    "memory": "NULL",
    "document": "NULL",
    "relation": "NULL",
    "task": "NULL",
    "reminder": "NULL",
    "note": "NULL",
    "run": "NULL",
}
"tables whose rows are an item, and what that item lies in"


LOOSE = (
    ("message", "after", "message", "item"),
    ("memory", "replaced_by", "item", "id"),
    ("profile", "origin", "item", "id"),
    ("item", "parent", "item", "id"),
    ("document", "alike", "item", "id"),
    ("file", "folder", "watched_folder", "id"),
)
"references without which a row still makes sense"


def _drop_orphans(into: WriteConn) -> None:
    """Loosen what can stand without what is lost, and take out what cannot."""
    with into.transaction():
        for table, column, target, key in LOOSE:
            into.run(
                f'UPDATE "{table}" SET {column} = NULL WHERE {column} IS NOT NULL '
                f'AND {column} NOT IN (SELECT {key} FROM "{target}")'
            )
    while orphans := into.rows("PRAGMA foreign_key_check"):
        with into.transaction():
            for table, rowid, _parent, _number in orphans:
                if rowid is None:
                    into.run(f'DELETE FROM "{table}" WHERE {MISSING[table]}')
                else:
                    into.run(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))


MISSING = {
    "approval_item": "item NOT IN (SELECT id FROM item) "
    "OR approval NOT IN (SELECT id FROM approval)",
    "change_item": "item NOT IN (SELECT id FROM item) OR change NOT IN (SELECT id FROM change)",
    "run_step_item": "item NOT IN (SELECT id FROM item) "
    "OR run_step NOT IN (SELECT id FROM run_step)",
    "derivation": "item NOT IN (SELECT id FROM item) OR origin NOT IN (SELECT id FROM item)",
    "mention": "item NOT IN (SELECT id FROM item) OR entity NOT IN (SELECT id FROM entity)",
    "summary": "item NOT IN (SELECT id FROM item)",
    "document_tag": "item NOT IN (SELECT id FROM item)",
    "document_day": "item NOT IN (SELECT id FROM item)",
    "appearance": "item NOT IN (SELECT id FROM item) OR entity NOT IN (SELECT id FROM entity)",
}
