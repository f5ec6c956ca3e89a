"""States of models that have read a prompt's fixed beginning: sealed here, for they hold its words.

Only the latest few are kept; each can be made again by reading.
"""

from datetime import datetime

from vault.connection import ReadConn, WriteConn
from vault.items import to_us

MOST = 4
LARGEST_BYTES = 64_000_000


def load(conn: ReadConn, key: str) -> bytes | None:
    found = conn.value("SELECT state FROM prefix WHERE key = ?", (key,))
    return None if found is None else bytes(found)


def save(conn: WriteConn, key: str, state: bytes, now: datetime) -> None:
    """Keep a state; what was not saved for longest makes room."""
    if len(state) > LARGEST_BYTES:
        return
    with conn.transaction():
        conn.run(
            "INSERT OR REPLACE INTO prefix(key, state, used_us) VALUES (?, ?, ?)",
            (key, state, to_us(now)),
        )
        conn.run(
            "DELETE FROM prefix WHERE key NOT IN "
            "(SELECT key FROM prefix ORDER BY used_us DESC, rowid DESC LIMIT ?)",
            (MOST,),
        )
