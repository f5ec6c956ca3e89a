"""Taking the owner's files into the vault: read in a process of its own, kept, made findable.

For the command line and for the window. One file that cannot be read stops no other.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from desktop.reading_cards import missing
from inference.engines.protocols import Embedder, Stopped, never
from inference.errors import FileTooBig, InferenceError
from inference.reading import library
from inference.reading.document import Limits
from inference.reading.library import Taken
from inference.reading.reader import read
from models.errors import NoSuchPath
from vault import audit, embedding
from vault.vault import Vault

MOST_FILES = 5_000
"of one folder; more is a disk, not a pile of papers"
USUAL = Limits()
Report = Callable[[int, int], None]


def _nobody(_done: int, _of: int) -> None:
    """Nobody wants to know how far it has come."""


@dataclass(frozen=True)
class Way:
    """How files are to be taken in."""

    keeps_originals: bool = False
    password: str | None = None
    report: Report = _nobody
    stopped: Stopped = never


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    path: Path
    document: int | None = None
    was_known: bool = False
    "the same bytes were there already"
    missing: tuple[str, ...] = field(default=())
    "what is in the file and not in the text, in sentences"
    error: Exception | None = None


def files(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file that is meant: those of folders too, but nothing hidden and nothing linked."""
    left = MOST_FILES
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            for name in sorted(names):
                one = Path(folder, name)
                if name.startswith(".") or one.is_symlink():
                    continue
                if left == 0:
                    return
                left -= 1
                yield one


def take_in(vault: Vault, path: Path, now: datetime, way: Way = Way()) -> Outcome:
    """Read one file and keep it; what keeps it out is in the outcome."""
    try:
        if not path.is_file():
            raise NoSuchPath(path)
        return _taken(vault, path, now, way)
    except (InferenceError, NoSuchPath, OSError) as error:
        return Outcome(path, error=error)


def _taken(vault: Vault, path: Path, now: datetime, way: Way) -> Outcome:
    size = path.stat().st_size
    if size > USUAL.file_bytes:
        raise FileTooBig(path.name, size, USUAL.file_bytes)
    contents = path.read_bytes()
    taken = Taken.of(str(path.resolve()), contents, keeps=way.keeps_originals)
    with vault.reader() as conn:
        if (known := library.known(conn, taken)) is not None:
            return Outcome(path, known, was_known=True)
    document = read(path, password=way.password, report=way.report, stopped=way.stopped)
    with vault.writer() as conn, conn.transaction():
        number = library.put(conn, document, taken, now)
        audit.note(conn, "document added", {"pages": document.page_count}, now, [number])
    return Outcome(path, number, missing=tuple(missing(document, len(document.pages))))


def learn_meaning(vault: Vault, embedder: Embedder, report: Report = _nobody) -> int:
    """Make what is new findable by its meaning, too; how many passages that were."""
    with vault.writer() as conn:
        return embedding.catch_up(conn, embedder, report=report)
