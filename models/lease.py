"""Who has weights open: a lock on a file that stays, shared by users, alone for a replacer.

The system frees the lock of a process that died, so a crash leaves nothing locked behind.
"""

import contextlib
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    # Windows has no shared lock here: each user locks a byte of its own, a replacer locks them all.
    BYTES = 4096
    _numbers = itertools.count(os.getpid())

    def _share(file: IO[bytes]) -> None:
        for number in itertools.islice(_numbers, BYTES):
            file.seek(number % BYTES)
            with contextlib.suppress(OSError):
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
                return
        raise BlockingIOError

    def _take(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, BYTES)
else:
    import fcntl

    def _share(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_SH)

    def _take(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextlib.contextmanager
def shared(path: Path) -> Iterator[None]:
    """Count as a user until the block ends; waits while somebody replaces."""
    with _opened(path) as file:
        _share(file)
        yield


@contextlib.contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Be the only one until the block ends; False if there is somebody else."""
    with _opened(path) as file:
        try:
            _take(file)
        except OSError:
            yield False
        else:
            yield True


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("ab") as file:
        yield file
