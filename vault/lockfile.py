"""One process per vault: a locked file, which the system frees when its holder dies."""

import errno
import sys
from pathlib import Path
from typing import IO

from vault.errors import VaultFull, VaultInUse, VaultReadOnly

if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (errno.EROFS, errno.EACCES, errno.EPERM)


def _closed(error: OSError) -> Exception:
    """Why nothing can be written where the vault lies."""
    if error.errno in FULL:
        return VaultFull()
    return VaultReadOnly() if error.errno in CLOSED else error


class VaultLock:
    """Held from `take` to `free`, or to the end of the process."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path) -> "VaultLock":
        try:
            path.touch(mode=0o600)
            file = path.open("ab")
        except OSError as error:
            raise _closed(error) from error
        try:
            _lock(file)
        except OSError:
            file.close()
            raise VaultInUse from None
        return cls(file)

    def free(self) -> None:
        self._file.close()
