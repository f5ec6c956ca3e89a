"""Watched folders, and where the files of documents lie.

A file is known by its path with its size and time of change, so that a look at a folder reads only
what is new. The row of a file is written together with its document, in one transaction: whatever
stops Tacit, no file counts as read that is not, and none is read twice.
"""

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from vault.connection import ReadConn, Row, WriteConn
from vault.items import from_us, to_us


class FolderState(StrEnum):
    """How a watched folder was found."""

    NEW = "new"
    HERE = "here"
    AWAY = "away"
    "not there, or empty where it was not: a disk that is not connected"


@dataclass(frozen=True)
class Folder:
    """A folder that is watched."""

    id: int
    path: str
    forgets: bool
    "whether a document goes when its file does"
    state: FolderState
    left_out: int
    "how many files and folders in it could not be looked at"
    looked: datetime | None


@dataclass(frozen=True)
class Stamp:
    """What tells cheaply that a file is as it was."""

    size: int
    changed_ns: int


@dataclass(frozen=True)
class File:
    """A file that was seen."""

    path: str
    item: int | None
    folder: int | None
    sha256: str
    stamp: Stamp
    trouble: str
    "what kept it from being read, as whoever reads wrote it down"
    gone: datetime | None


@dataclass(frozen=True)
class Counts:
    """What became of the files of a folder."""

    kept: int
    unread: int
    gone: int


FOLDERS = "SELECT id, path, forgets, state, left_out, looked_us FROM watched_folder"
FILES = "SELECT path, item, folder, sha256, bytes, changed_ns, trouble, gone_us FROM file"


def mark(path: str) -> str:
    """What is left of a path whose document was forgotten."""
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()


def watch(conn: WriteConn, path: str, now: datetime, *, forgets: bool = False) -> int:
    """Watch a folder from now on; what was forgotten out of it before stays away."""
    with conn.transaction():
        conn.run(
            "INSERT INTO watched_folder(path, forgets, since_us) VALUES (?, ?, ?) "
            "ON CONFLICT(path) DO UPDATE SET forgets = excluded.forgets",
            (path, forgets, to_us(now)),
        )
        return int(conn.value("SELECT id FROM watched_folder WHERE path = ?", (path,)))


def unwatch(conn: WriteConn, number: int) -> None:
    """Follow it no more; the documents stay, and those that could not be read are no more known."""
    with conn.transaction():
        conn.run("DELETE FROM file WHERE folder = ? AND item IS NULL", (number,))
        conn.run("DELETE FROM watched_folder WHERE id = ?", (number,))


def folders(conn: ReadConn) -> list[Folder]:
    return [_folder(row) for row in conn.rows(f"{FOLDERS} ORDER BY path")]


def folder(conn: ReadConn, number: int) -> Folder:
    sql = f"{FOLDERS} WHERE id = ?"
    return _folder(conn.required("watched folder", number, sql, (number,)))


def is_followed(conn: ReadConn, number: int) -> bool:
    return conn.row("SELECT 1 FROM watched_folder WHERE id = ?", (number,)) is not None


def looked(conn: WriteConn, number: int, state: FolderState, left_out: int, now: datetime) -> None:
    conn.run(
        "UPDATE watched_folder SET state = ?, left_out = ?, looked_us = ? WHERE id = ?",
        (state.value, left_out, to_us(now), number),
    )


def counts(conn: ReadConn, number: int) -> Counts:
    row = conn.row(
        "SELECT ifnull(sum(item IS NOT NULL AND gone_us IS NULL), 0), ifnull(sum(item IS NULL), 0),"
        " ifnull(sum(item IS NOT NULL AND gone_us IS NOT NULL), 0) FROM file WHERE folder = ?",
        (number,),
    )
    return Counts(*row) if row else Counts(0, 0, 0)


def troubles(conn: ReadConn, number: int, most: int = 200) -> list[File]:
    """Files of a folder that could not be read."""
    sql = f"{FILES} WHERE folder = ? AND trouble <> '' ORDER BY path LIMIT ?"
    return [_file(row) for row in conn.rows(sql, (number, most))]


def below(conn: ReadConn, number: int, path: str) -> dict[str, File]:
    """Everything that is known of a folder and of what lies in it, however it came there."""
    start = path.rstrip(os.sep) + os.sep
    sql = f"{FILES} WHERE folder = ? OR substr(path, 1, ?) = ?"
    return {row[0]: _file(row) for row in conn.each(sql, (number, len(start), start))}


def adopt(conn: WriteConn, path: str, number: int) -> None:
    """A file that is known already belongs to this folder, too."""
    conn.run("UPDATE file SET folder = ?, mark = ? WHERE path = ?", (number, mark(path), path))


def file(conn: ReadConn, path: str) -> File | None:
    row = conn.row(f"{FILES} WHERE path = ?", (path,))
    return _file(row) if row else None


def of_document(conn: ReadConn, item: int) -> list[File]:
    """Where the file of a document lies, or lay; those that are there first."""
    sql = f"{FILES} WHERE item = ? ORDER BY gone_us IS NOT NULL, id DESC"
    return [_file(row) for row in conn.rows(sql, (item,))]


def forgotten(conn: ReadConn) -> frozenset[str]:
    """Marks of what the owner forgot out of watched folders."""
    return frozenset(conn.column("SELECT mark FROM forgotten_file"))


def is_forgotten(conn: ReadConn, path: str, sha256: str = "") -> bool:
    """Whether the owner forgot what lies here, or these bytes wherever they lie by now.

    A place of a document that is here is not meant: its file says what it says.
    """
    sql = "SELECT 1 FROM forgotten_file WHERE mark IN (?, ?)"
    return file(conn, path) is None and conn.value(sql, (mark(path), sha256)) is not None


def stays_away(conn: WriteConn, path: str) -> None:
    """What was forgotten lies here, too, and is not looked at again."""
    conn.run("INSERT OR IGNORE INTO forgotten_file(mark) VALUES (?)", (mark(path),))


def welcome(conn: WriteConn, path: str, sha256: str) -> None:
    """The owner brings a file by hand: it was forgotten once, and is wanted again."""
    conn.run("DELETE FROM forgotten_file WHERE mark IN (?, ?)", (mark(path), sha256))


def put(conn: WriteConn, new: File) -> None:
    """Keep what is known of a file now."""
    conn.run(
        "INSERT INTO file(path, mark, item, folder, sha256, bytes, changed_ns, trouble, gone_us) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT(path) DO UPDATE SET "
        "mark = excluded.mark, item = excluded.item, "
        "folder = ifnull(excluded.folder, folder), sha256 = excluded.sha256, "
        "bytes = excluded.bytes, changed_ns = excluded.changed_ns, trouble = excluded.trouble, "
        "gone_us = NULL",
        (new.path, mark(new.path), new.item, new.folder, new.sha256, new.stamp.size,
         new.stamp.changed_ns, new.trouble),
    )  # fmt: skip


def drop(conn: WriteConn, paths: Iterable[str]) -> None:
    """These places hold nothing of ours any more, which is no wish to forget what was there."""
    with conn.transaction():
        for path in paths:
            conn.run("UPDATE file SET folder = NULL WHERE path = ?", (path,))
            conn.run("DELETE FROM file WHERE path = ?", (path,))


def note_gone(conn: WriteConn, path: str, now: datetime) -> None:
    """The file is not there; what was only known not to be readable is not worth a note."""
    with conn.transaction():
        conn.run("DELETE FROM file WHERE path = ? AND item IS NULL", (path,))
        sql = "UPDATE file SET gone_us = ? WHERE path = ? AND gone_us IS NULL"
        conn.run(sql, (to_us(now), path))


def long_gone(conn: ReadConn, number: int, before: datetime) -> list[int]:
    """Documents of a folder whose last file has been gone since before this moment."""
    return conn.column(
        "SELECT item FROM file WHERE item IN (SELECT item FROM file WHERE folder = ?) "
        "GROUP BY item HAVING count(*) = count(gone_us) AND max(gone_us) <= ? ORDER BY item",
        (number, to_us(before)),
    )


def let_go(conn: WriteConn, items: Iterable[int]) -> None:
    """Before documents go because their files did: they may come back as the files may."""
    conn.run_many("UPDATE file SET folder = NULL WHERE item = ?", [(one,) for one in items])


def _folder(row: Row) -> Folder:
    looked_at = from_us(row[5]) if row[5] else None
    return Folder(row[0], row[1], bool(row[2]), FolderState(row[3]), row[4], looked_at)


def _file(row: Row) -> File:
    gone = from_us(row[7]) if row[7] else None
    return File(row[0], row[1], row[2], row[3], Stamp(row[4], row[5]), row[6], gone)
