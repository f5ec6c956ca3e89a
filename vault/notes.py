"""Notes: a title and a text, found by both, by words and by meaning."""

from dataclasses import dataclass
from datetime import datetime

from vault import items
from vault.connection import ReadConn, Row, WriteConn
from vault.items import Kind, NewItem, Passage, Source, from_us, to_us

PASSAGE = 1_200
"characters of a note that are found together; longer ones are cut at the end of a line"


@dataclass(frozen=True)
class Note:
    """What somebody wrote down."""

    id: int
    title: str
    text: str
    changed: datetime


SELECT = "SELECT item, title, text, changed_us FROM note"


def add(conn: WriteConn, written: tuple[str, str], source: Source, now: datetime) -> int:
    """Keep a title and a text; the note's number."""
    title, text = written
    with conn.transaction():
        new = NewItem(Kind.NOTE, source, now)
        number = items.add(conn, new, now, _passages(title, text))
        conn.run(
            "INSERT INTO note(item, title, text, changed_us) VALUES (?, ?, ?, ?)",
            (number, title, text, to_us(now)),
        )
    return number


def get(conn: ReadConn, number: int) -> Note:
    return _note(conn.required("note", number, f"{SELECT} WHERE item = ?", (number,)))


def every(conn: ReadConn) -> list[Note]:
    """The last changed first."""
    return [_note(row) for row in conn.rows(f"{SELECT} ORDER BY changed_us DESC, item DESC")]


def rewrite(conn: WriteConn, number: int, text: str, now: datetime) -> None:
    with conn.transaction():
        conn.run(
            "UPDATE note SET text = ?, changed_us = ? WHERE item = ?", (text, to_us(now), number)
        )
        refresh(conn, number)


def retitle(conn: WriteConn, number: int, title: str) -> None:
    with conn.transaction():
        conn.run("UPDATE note SET title = ? WHERE item = ?", (title, number))
        refresh(conn, number)


def refresh(conn: WriteConn, number: int) -> None:
    """Let the note be found by what it says now."""
    note = get(conn, number)
    items.replace_passages(conn, number, _passages(note.title, note.text))


def _passages(title: str, text: str) -> list[Passage]:
    """Pieces of the text, each with the title; a line that is too long is cut where it must be."""
    pieces = [""]
    for line in text.splitlines() or [""]:
        for start in range(0, max(len(line), 1), PASSAGE):
            part = line[start : start + PASSAGE]
            if len(pieces[-1]) + len(part) > PASSAGE:
                pieces.append("")
            pieces[-1] = f"{pieces[-1]}\n{part}".strip()
    return [Passage(f"{title}\n{piece}".strip()) for piece in pieces]


def _note(row: Row) -> Note:
    return Note(row[0], row[1], row[2], from_us(row[3]))
