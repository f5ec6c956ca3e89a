"""What documents said before their files changed: to be looked at and compared, found by nothing.

A few versions of each are kept. When there are more, that one goes which held for the shortest
time: a file that is saved every minute does not push out what it said last year.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from vault.connection import ReadConn, WriteConn
from vault.items import from_us, to_us

KEPT = 5


@dataclass(frozen=True)
class Version:
    """A text that a document had from one moment to another."""

    id: int
    document: int
    title: str
    size: int
    since: datetime
    until: datetime


def keep(conn: WriteConn, number: int, now: datetime) -> None:
    """Put the text of a document aside, which is about to be replaced."""
    pages = conn.rows("SELECT title, text FROM page WHERE item = ? ORDER BY number", (number,))
    conn.run(
        "INSERT INTO document_version(item, sha256, title, bytes, since_us, until_us, pages) "
        "SELECT item, sha256, title, bytes, ifnull(changed_us, created_us), ?, ? "
        "FROM document JOIN item ON item.id = document.item WHERE item = ?",
        (to_us(now), json.dumps(pages, ensure_ascii=False), number),
    )
    conn.run(
        "DELETE FROM document_version WHERE id IN (SELECT id FROM document_version WHERE item = ? "
        "ORDER BY until_us - since_us DESC, id DESC LIMIT -1 OFFSET ?)",
        (number, KEPT),
    )


def listed(conn: ReadConn, number: int) -> list[Version]:
    """The latest first."""
    rows = conn.rows(
        "SELECT id, item, title, bytes, since_us, until_us FROM document_version WHERE item = ? "
        "ORDER BY id DESC",
        (number,),
    )
    return [
        Version(row[0], row[1], row[2], row[3], from_us(row[4]), from_us(row[5])) for row in rows
    ]


def pages(conn: ReadConn, version: int) -> list[tuple[str, str]]:
    """Title and text of each page."""
    sql = "SELECT pages FROM document_version WHERE id = ?"
    row = conn.required("version", version, sql, (version,))
    return [(title, text) for title, text in json.loads(row[0])]
