"""Keeping what was said, as it sounded: only where the owner wants it, and for as long as that.

The vault holds each with its message; here it is decided whether one is kept, and when it goes.
"""

from collections.abc import Callable
from datetime import timedelta

from inference import preferences
from inference.tools.base import Desk
from vault import audit, recordings
from vault.connection import ReadConn, WriteConn

KEEPS, DAYS = "voice.keep", "voice.keep_days"


def are_kept(conn: ReadConn) -> bool:
    return preferences.value(conn, KEEPS) is True


def keep(desk: Desk, message: int, pcm: bytes) -> bool:
    """Keep the sound of a message, if that is wanted still; whether it was."""
    with desk.conn.transaction():
        is_wanted = are_kept(desk.conn)
        if is_wanted:
            recordings.keep(desk.conn, message, pcm, desk.now)
    return is_wanted


def sweep(desk: Desk) -> int:
    """Delete what is older than the owner wants to keep, also what is left from before."""
    days = preferences.value(desk.conn, DAYS)
    assert isinstance(days, int)
    until = desk.now - timedelta(days=days)
    return _deleted(desk, lambda conn: recordings.delete_before(conn, until))


def delete_all(desk: Desk) -> int:
    return _deleted(desk, recordings.delete_all)


def take_out(desk: Desk, message: int) -> bytes:
    """Delete that of one message; what is returned brings it back."""
    found: list[bytes] = []

    def take(conn: WriteConn) -> int:
        found.append(recordings.taken_out(conn, message))
        return 1

    _deleted(desk, take)
    return found[0]


def _deleted(desk: Desk, delete: Callable[[WriteConn], int]) -> int:
    """The log says how many went, and never what was in them."""
    with desk.conn.transaction():
        count = delete(desk.conn)
        if count:
            audit.note(desk.conn, "recordings deleted", {"recordings": count}, desk.now)
    if count:
        recordings.scrub(desk.conn)
    return count
