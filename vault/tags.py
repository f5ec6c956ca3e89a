"""Words that the owner puts on documents, to find them together again."""

from vault.connection import ReadConn, WriteConn
from vault.entities import fold

LONGEST = 60


def add(conn: WriteConn, number: int, tag: str) -> bool:
    """Whether it is new there; tags that differ only in case or accents are one tag."""
    words = clean(tag)
    known = conn.value("SELECT tag FROM document_tag WHERE folded = ? LIMIT 1", (fold(words),))
    sql = "INSERT OR IGNORE INTO document_tag(item, folded, tag) VALUES (?, ?, ?)"
    return bool(words) and conn.run(sql, (number, fold(words), known or words)) > 0


def remove(conn: WriteConn, number: int, tag: str) -> bool:
    """Whether it was there."""
    sql = "DELETE FROM document_tag WHERE item = ? AND folded = ?"
    return conn.run(sql, (number, fold(tag))) > 0


def all_of_them(conn: ReadConn) -> list[tuple[str, int]]:
    """Each tag and how many documents bear it, in the order of the alphabet."""
    rows = conn.rows("SELECT min(tag), count(*) FROM document_tag GROUP BY folded ORDER BY folded")
    return [(row[0], row[1]) for row in rows]


def clean(tag: str) -> str:
    """A tag as it is kept: one line, no sign that is not seen."""
    words = " ".join("".join(c if c.isprintable() else " " for c in tag).split())
    return words.lstrip("#").strip()[:LONGEST].strip()
