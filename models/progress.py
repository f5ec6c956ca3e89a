"""How long work in this layer says where it stands, and hashes what it reads."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash

CHUNK_BYTES = 4 << 20


@dataclass(frozen=True)
class Progress:
    """Where a piece of long work stands."""

    what: str
    done_bytes: int
    total_bytes: int


Report = Callable[[Progress], None]
"Called often; it may raise to cancel the work, which keeps what can be resumed."


def silent(progress: Progress) -> None:
    """A report that nobody reads."""


def sha256() -> "_Hash":
    """For large files: OpenSSL's, which the window does without where little is hashed."""
    try:
        from _hashlib import openssl_sha256
    except ImportError:
        return hashlib.sha256()
    return openssl_sha256()


def sha256_of(path: Path, on_bytes: Callable[[int], None] = lambda _count: None) -> str:
    """The sha256 of the file as long as it is now; `on_bytes` hears how much was read each time."""
    whole = sha256()
    left = path.stat().st_size  # a file that keeps growing would never end
    with path.open("rb") as file:
        while chunk := file.read(min(CHUNK_BYTES, left)):
            whole.update(chunk)
            left -= len(chunk)
            on_bytes(len(chunk))
    return whole.hexdigest()


class Counter:
    """Adds up bytes of several files into one report."""

    def __init__(self, what: str, total_bytes: int, report: Report) -> None:
        self._what = what
        self._done_bytes = 0
        self._total_bytes = total_bytes
        self._report = report

    def __call__(self, count: int) -> None:
        self._done_bytes += count
        self._report(Progress(self._what, self._done_bytes, self._total_bytes))
