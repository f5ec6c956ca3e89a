"""The lock of a vault that lies where nothing may be written."""

import errno
import os
from pathlib import Path

import pytest

from vault.errors import VaultFull, VaultInUse, VaultReadOnly
from vault.lockfile import VaultLock


@pytest.mark.parametrize(
    ("number", "expected"),
    [(errno.EROFS, VaultReadOnly), (errno.EACCES, VaultReadOnly), (errno.ENOSPC, VaultFull),
     (errno.EIO, OSError)],
)  # fmt: skip
def test_a_folder_that_takes_no_lock_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, expected: type[Exception]
) -> None:
    def refuse(*_words: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(expected):
        VaultLock.take(tmp_path / "vault.lock")


def test_a_second_one_is_told_that_it_is_in_use(tmp_path: Path) -> None:
    first = VaultLock.take(tmp_path / "vault.lock")
    with pytest.raises(VaultInUse):
        VaultLock.take(tmp_path / "vault.lock")
    first.free()
    VaultLock.take(tmp_path / "vault.lock").free()
