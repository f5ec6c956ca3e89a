"""Finding while words are still being typed: what holds all of them, the newest first.

Nothing is ranked and nothing is counted, so that an answer is there before the next letter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vault.connection import ReadConn
from vault.items import Kind, Sensitivity

MOST = 1_000
"passages that are looked at"
WORD = re.compile(r"\w+")
NOT_HIDDEN = (
    "ifnull(item.parent, item.id) NOT IN "
    "(SELECT item FROM conversation WHERE hidden_us IS NOT NULL)"
)
"a conversation that was deleted is found no more, also while it can be brought back"


@dataclass(frozen=True)
class Typed:
    """A passage that was found."""

    item: int
    parent: int | None
    kind: Kind
    text: str
    page: int | None


def passages(
    conn: ReadConn, text: str, kinds: Sequence[Kind], most: int = MOST,
    most_sensitive: Sensitivity = Sensitivity.SECRET,
) -> list[Typed]:  # fmt: skip
    """Those with all of these words; the last word may not be typed to its end."""
    *whole, last = WORD.findall(text.lower()) or [""]
    if not last:
        return []
    match = " AND ".join([*(f'"{word}"' for word in whole), f'("{last}" OR "{last}" *)'])
    marks = ", ".join("?" * len(kinds))
    rows = conn.rows(
        "SELECT item.id, item.parent, item.kind, passage.text, passage.page FROM passage_words "
        "JOIN passage ON passage.id = passage_words.rowid JOIN item ON item.id = passage.item "
        f"WHERE passage_words MATCH ? AND item.kind IN ({marks}) AND item.sensitivity <= ? "
        f"AND {NOT_HIDDEN} ORDER BY passage_words.rowid DESC LIMIT ?",
        (match, *(kind.value for kind in kinds), int(most_sensitive), most),
    )
    return [Typed(row[0], row[1], Kind(row[2]), row[3], row[4]) for row in rows]


def documents(conn: ReadConn, text: str, most: int) -> list[int]:
    """Those with this in their title, the newest first."""
    return conn.column(
        "SELECT item FROM document JOIN item ON item.id = document.item "
        "WHERE title LIKE ? ESCAPE '\\' AND item.sensitivity <= ? ORDER BY item DESC LIMIT ?",
        (f"%{literal(text.strip())}%", int(Sensitivity.PERSONAL), most),
    )


def literal(text: str) -> str:
    r"""The text for a LIKE with ESCAPE '\', where no character of it has a meaning of its own."""
    return re.sub(r"([\\%_])", r"\\\1", text)
