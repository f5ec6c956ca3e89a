"""The door to SQLCipher: connections that read, and connections that also write.

Functions say in their types which they need. A connection stays on the thread that opened it. One
writer at a time: a write transaction takes SQLite's write lock from its first moment and waits for
its turn. Every commit is on the disk before it returns (WAL with synchronous=FULL: with NORMAL,
simulated power cuts lost what had been acknowledged).
"""

import contextlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self

import sqlcipher3.dbapi2 as sqlcipher

from vault.errors import (
    NotThere,
    StatementFailed,
    UnsafeLibrary,
    VaultBusy,
    VaultDamaged,
    VaultFull,
    VaultReadOnly,
)
from vault.progress import Report, silent

OLDEST_SAFE_SQLITE = (3, 51, 3)
"older ones can corrupt a WAL database that has more than one connection"
BUSY_TIMEOUT_S = 15.0
PAGE_CACHE_KIB = 16_384
PAGE_BYTES = 4_096
TAIL_BYTES = 80
"at the end of each page: a random number that each writing draws anew, and the page's MAC"
STEPS_PER_TICK = 10_000
BYTES_PER_TICK = 400_000
"of the file that SQLite has looked at in so many steps: measured, and good for a forecast only"
TOKENIZER = "porter unicode61 remove_diacritics 2"
"how the index of words cuts and stems; the same as in the first migration"

LISTED = "(SELECT value FROM json_each(?))"
"in the place of a value: the numbers that `listed` made one value of, however many they are"

Value = str | int | float | bytes | None
Row = tuple[Any, ...]


def listed(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))


class ReadConn:
    """A connection that can look; also what a `WriteConn` is to functions that only look."""

    def __init__(self, raw: sqlcipher.Connection) -> None:
        self._raw = raw
        self._scratch: sqlcipher.Connection | None = None

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        with _our_errors():
            return list(self._raw.execute(sql, values))

    def each(self, sql: str, values: Sequence[Value] = ()) -> Iterator[Row]:
        """Row by row, for what may be too much at once."""
        with _our_errors():
            yield from self._raw.execute(sql, values)

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        with _our_errors():
            found = self._raw.execute(sql, values).fetchone()
        return None if found is None else tuple(found)

    def value(self, sql: str, values: Sequence[Value] = ()) -> Any:
        """The only column of the only row, or None where there is no row."""
        found = self.row(sql, values)
        return found[0] if found else None

    def column(self, sql: str, values: Sequence[Value] = ()) -> list[Any]:
        return [row[0] for row in self.rows(sql, values)]

    def required(self, kind: str, number: int | str, sql: str, values: Sequence[Value]) -> Row:
        found = self.row(sql, values)
        if found is None:
            raise NotThere(kind, number)
        return found

    def stems(self, words: Sequence[str]) -> dict[str, str]:
        """The form under which the index of words keeps each word, by SQLite's own tokenizer."""
        if self._scratch is None:
            self._scratch = sqlcipher.connect(":memory:", isolation_level=None)
            self._scratch.execute(f"CREATE VIRTUAL TABLE w USING fts5(t, tokenize='{TOKENIZER}')")
            self._scratch.execute("CREATE VIRTUAL TABLE v USING fts5vocab(w, 'instance')")
        self._scratch.execute("DELETE FROM w")
        rows = list(enumerate(words))
        self._scratch.executemany("INSERT INTO w(rowid, t) VALUES (?, ?)", rows)
        found = dict(self._scratch.execute("SELECT doc, term FROM v").fetchall())
        return {word: found[number] for number, word in rows if number in found}

    @contextlib.contextmanager
    def ticking(self, tick: Callable[[int], None]) -> Iterator[None]:
        """Tell now and then how often a long statement has ticked."""
        ticks = itertools.count(1)
        self._raw.set_progress_handler(lambda: tick(next(ticks)), STEPS_PER_TICK)
        try:
            yield
        finally:
            self._raw.set_progress_handler(None, 0)

    def interrupt(self) -> None:
        """Stop what another thread is running on this connection."""
        self._raw.interrupt()

    def close(self) -> None:
        if self._scratch is not None:
            self._scratch.close()
        self._raw.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class WriteConn(ReadConn):
    """A connection that can also change; every change belongs to a transaction."""

    counts_revisions = False
    "whether each transaction raises the vault's revision, by which a rollback is noticed"

    @property
    def in_transaction(self) -> bool:
        """Whether what is changed now is on the disk only later."""
        return bool(self._raw.in_transaction)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Self]:
        """All of it or nothing; on the disk when the block has ended."""
        if self._raw.in_transaction:
            yield self  # part of a larger whole
            return
        with _our_errors():
            self._raw.execute("BEGIN IMMEDIATE")
        try:
            yield self
            with _our_errors():
                if self.counts_revisions:
                    self._raw.execute("UPDATE meta SET revision = revision + 1")
                self._raw.execute("COMMIT")
        except BaseException:
            # On a full disk SQLite has rolled back by itself, and asking again is an error.
            if self._raw.in_transaction:
                with contextlib.suppress(sqlcipher.Error):
                    self._raw.execute("ROLLBACK")
            raise

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Change something; the number of rows that changed."""
        assert self._raw.in_transaction, "a change outside of a transaction"
        with _our_errors():
            return int(self._raw.execute(sql, values).rowcount)

    def insert(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Add a row; its number."""
        assert self._raw.in_transaction, "a change outside of a transaction"
        with _our_errors():
            return int(self._raw.execute(sql, values).lastrowid or 0)

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        assert self._raw.in_transaction, "a change outside of a transaction"
        with _our_errors():
            self._raw.executemany(sql, rows)

    def script(self, statements: str) -> None:
        """Several statements of our own, inside the transaction that is open."""
        for statement in _statements(statements):
            self.run(statement)

    def pragma(self, statement: str) -> list[Row]:
        """A setting or a maintenance command, outside of transactions."""
        with _our_errors():
            return list(self._raw.execute(f"PRAGMA {statement}"))

    def command(self, statement: str, values: Sequence[Value] = ()) -> None:
        """VACUUM INTO and the like, which no transaction may hold."""
        with _our_errors():
            self._raw.execute(statement, values)

    def checkpoint(self) -> None:
        """Move everything from the log into the file and empty the log."""
        if self.pragma("wal_checkpoint(TRUNCATE)")[0][0]:
            raise VaultBusy


def open_reader(path: Path, key: bytes | None) -> ReadConn:
    raw = _open(path, key)
    raw.execute("PRAGMA query_only=ON")
    return ReadConn(raw)


def open_writer(path: Path, key: bytes | None) -> WriteConn:
    if path.parent.is_dir():
        path.touch(mode=0o600)  # what SQLite lays beside it gets the same mode
    return WriteConn(_open(path, key))


def drop_side_files(path: Path) -> None:
    """Take away what SQLite left beside a file that is no more; it would be read into the next."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def check_pages(conn: ReadConn, report: Report = silent) -> None:
    """Every page's MAC, then SQLite's own view of the whole."""
    size = int(conn.value("PRAGMA page_count")) * PAGE_BYTES
    if conn.rows("PRAGMA cipher_integrity_check"):
        raise VaultDamaged
    with conn.ticking(lambda ticks: report(size + min(ticks * BYTES_PER_TICK, size), 2 * size)):
        if conn.value("PRAGMA integrity_check") != "ok":
            raise VaultDamaged
    report(2 * size, 2 * size)


def _open(path: Path, key: bytes | None) -> sqlcipher.Connection:
    """A keyed connection with every safety on; `key=None` (no encryption) is for measuring."""
    if sqlcipher.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise UnsafeLibrary(sqlcipher.sqlite_version)
    with _our_errors():
        raw = sqlcipher.connect(str(path), isolation_level=None, timeout=BUSY_TIMEOUT_S)
    try:
        with _our_errors():
            _prepare(raw, key)
    except BaseException:
        raw.close()
        raise
    return raw


def _prepare(raw: sqlcipher.Connection, key: bytes | None) -> None:
    if key is not None:
        # The library writes what it thinks of a wrong key to stderr unless told not to.
        raw.execute("PRAGMA cipher_log_level=NONE")
        raw.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    raw.execute("SELECT count(*) FROM sqlite_master")
    for setting in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "temp_store=MEMORY",
        "trusted_schema=OFF",
        f"cache_size=-{PAGE_CACHE_KIB}",
    ):
        raw.execute(f"PRAGMA {setting}")


@contextlib.contextmanager
def _our_errors() -> Iterator[None]:
    """SQLite's errors in our words; its messages may hold content, so they go no further."""
    try:
        yield
    except sqlcipher.Error as error:
        raise _kind(error) from None


def _kind(error: sqlcipher.Error) -> Exception:
    text = str(error)
    for words, ours in (
        (("disk is full", "disk I/O error"), VaultFull()),
        (("readonly", "unable to open"), VaultReadOnly()),
        (("locked",), VaultBusy()),
        (("not a database", "malformed", "corrupt"), VaultDamaged()),
    ):
        if any(word in text for word in words):
            return ours
    return StatementFailed()


def _statements(script: str) -> Iterator[str]:
    """Split where SQLite says that a statement is complete (triggers hold semicolons)."""
    so_far = ""
    for piece in script.split(";"):
        so_far += piece + ";"
        if sqlcipher.complete_statement(so_far):
            if so_far.strip(" \n;"):
                yield so_far
            so_far = ""
