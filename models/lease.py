"""Who has weights open: one locked file per user, so that a crash leaves nothing locked behind."""

import contextlib
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_numbers = itertools.count()


@contextlib.contextmanager
def hold(folder: Path, name: str) -> Iterator[None]:
    """Count as a user of `name` until the block ends."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{name}@{os.getpid()}.{next(_numbers)}"
    with path.open("wb") as file:
        _lock(file)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def is_held(folder: Path, name: str) -> bool:
    """Whether anyone uses `name` now; traces of users that died are cleared away."""
    for path in folder.glob(f"{name}@*"):
        try:
            with path.open("rb") as file:
                _lock(file)
        except FileNotFoundError:
            continue
        except OSError:
            return True
        path.unlink(missing_ok=True)
    return False
