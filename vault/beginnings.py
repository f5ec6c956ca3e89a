"""How documents begin: what a look at a paper tells of it before anything is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from vault.connection import ReadConn
from vault.items import Sensitivity

FIRST_PAGES = 3
"what is sent with a letter begins on its second"


@dataclass(frozen=True)
class Beginning:
    """A document's name, and the first signs of its first pages."""

    document: int
    title: str
    ref: str
    "where its file lay"
    text: str


def of(conn: ReadConn, among: Sequence[int], *, most: int, signs: int) -> list[Beginning]:
    """Of these documents, or of all, the latest first; private ones are left out as in searches."""
    only = f"AND item.id IN ({', '.join('?' * len(among))}) " if among else ""
    sql = (
        "SELECT document.item, document.title, source_ref, "
        "group_concat(substr(page.text, 1, ?), char(10)) FROM document "
        "JOIN item ON item.id = document.item "
        "JOIN page ON page.item = document.item AND page.number <= ? "
        f"WHERE item.sensitivity <= ? {only}GROUP BY document.item "
        "ORDER BY document.item DESC LIMIT ?"
    )
    values = (signs, FIRST_PAGES, int(Sensitivity.PERSONAL), *among, most)
    return [Beginning(row[0], row[1], row[2] or "", row[3]) for row in conn.rows(sql, values)]
