"""What hangs together: what was derived from what, where else it is said, what lies in what."""

from collections.abc import Iterable, Sequence

from vault.connection import ReadConn, WriteConn

MOST_VALUES = 10_000
"numbers in one question; SQLite takes no more than 32,766"


def origins(conn: ReadConn, number: int) -> list[int]:
    """The items that this one was derived from."""
    return conn.column("SELECT origin FROM derivation WHERE item = ? ORDER BY origin", (number,))


def derived(conn: ReadConn, number: int) -> list[int]:
    """The items that were derived from this one."""
    return conn.column("SELECT item FROM derivation WHERE origin = ? ORDER BY item", (number,))


def replaced(conn: ReadConn, number: int) -> list[int]:
    """The memories that this one took the place of."""
    return conn.column("SELECT item FROM memory WHERE replaced_by = ? ORDER BY item", (number,))


def inside(conn: ReadConn, number: int) -> list[int]:
    """What lies in an item: the messages of a conversation."""
    return conn.column("SELECT id FROM item WHERE parent = ? ORDER BY id", (number,))


def there(conn: ReadConn, numbers: Iterable[int]) -> list[int]:
    """Those of these items that are (still) in the vault."""
    wanted = sorted(set(numbers))
    found: list[int] = []
    for at in range(0, len(wanted), MOST_VALUES):
        part = wanted[at : at + MOST_VALUES]
        marks = ", ".join("?" * len(part))
        found += conn.column(f"SELECT id FROM item WHERE id IN ({marks}) ORDER BY id", part)
    return found


def part(conn: WriteConn, number: int, origin: int) -> None:
    """An item stands by itself from now on, and does not go where this origin goes."""
    with conn.transaction():
        conn.run("DELETE FROM derivation WHERE item = ? AND origin = ?", (number, origin))


def derive(conn: WriteConn, number: int, origin: int) -> None:
    """An item was made from another as well."""
    with conn.transaction():
        conn.run("INSERT OR IGNORE INTO derivation(item, origin) VALUES (?, ?)", (number, origin))


def saying(conn: ReadConn, words: Sequence[str]) -> list[int]:
    """The items with a passage that has all of these words, in any of their forms."""
    if not words:
        return []
    match = " AND ".join(f'"{word}"' for word in words)
    return conn.column(
        "SELECT DISTINCT item FROM passage WHERE id IN "
        "(SELECT rowid FROM passage_words WHERE passage_words MATCH ?) ORDER BY item",
        (match,),
    )


def text(conn: ReadConn, number: int) -> str:
    """All that an item is found by."""
    passages = conn.column("SELECT text FROM passage WHERE item = ? ORDER BY ordinal", (number,))
    return "\n".join(passages)


def is_over(conn: ReadConn, number: int) -> bool:
    """Whether something was learned from an item that is otherwise by now."""
    sql = (
        "SELECT 1 FROM derivation JOIN memory ON memory.item = derivation.item "
        "WHERE origin = ? AND state = 'ended' LIMIT 1"
    )
    return conn.value(sql, (number,)) is not None


def private(conn: ReadConn) -> frozenset[int]:
    """The conversations that nothing is learned from."""
    return frozenset(conn.column("SELECT item FROM conversation WHERE is_private"))


def unfound(conn: ReadConn, tier: str) -> list[tuple[int, str]]:
    """Kept memories of a tier that no words find, and that nothing was made from: what they say."""
    return [
        (row[0], row[1])
        for row in conn.rows(
            "SELECT item, text FROM memory WHERE state = 'kept' AND tier = ? "
            "AND item NOT IN (SELECT item FROM passage) "
            "AND item NOT IN (SELECT origin FROM derivation) ORDER BY item",
            (tier,),
        )
    ]
