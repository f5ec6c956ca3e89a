"""What can go wrong with the vault. Errors hold data; the sentences are in `desktop/errors.py`."""

from pathlib import Path


class VaultError(Exception):
    """Root of this layer's errors."""


class VaultMissing(VaultError):
    """There is no vault in this folder yet."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class VaultExists(VaultError):
    """There is a vault already, and it is never overwritten."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder


class VaultInUse(VaultError):
    """Another process has this vault open."""


class VaultClosed(VaultError):
    """The vault was closed while this was going on."""


class WrongPassphrase(VaultError):
    """The passphrase opens nothing; `wait_s` is how long the next try has to wait."""

    def __init__(self, wait_s: float = 0.0) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class WrongRecoveryKey(VaultError):
    """Spelt like a recovery key, but not this vault's."""


class RecoveryKeyMistyped(VaultError):
    """Not spelt like a recovery key: a character is missing, doubled or wrong."""


class TooManyTries(VaultError):
    """Wrong passphrases came too quickly; the next try is heard after `wait_s`."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(wait_s)
        self.wait_s = wait_s


class WeakPassphrase(VaultError):
    """Too short to protect anything."""

    def __init__(self, least_characters: int) -> None:
        super().__init__(least_characters)
        self.least_characters = least_characters


class HeaderDamaged(VaultError):
    """The file of key slots, and its copy, are not what was written."""


class KeychainUnavailable(VaultError):
    """The system keeps no secrets safely, or does not have ours."""


class LastSlot(VaultError):
    """Taking this way of opening away would leave none that can be trusted."""


class VaultTooNew(VaultError):
    """Written by a newer Tacit."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(found, known)
        self.found = found
        self.known = known


class VaultDamaged(VaultError):
    """The vault's file is not what was written; `backups` are the ones that could be restored."""

    def __init__(self, backups: tuple[Path, ...] = ()) -> None:
        super().__init__(backups)
        self.backups = backups


class RolledBack(VaultError):
    """The vault, or its log, is older than what was last seen: something was put back."""

    def __init__(self, expected: int, found: int) -> None:
        super().__init__(expected, found)
        self.expected = expected
        self.found = found


class PutBackTogether(RolledBack):
    """Vault and anchor agree, and both are older than what the system's keychain remembers."""


class AuditBroken(VaultError):
    """The log was altered; `sequence` is the first record that is not what was written."""

    def __init__(self, sequence: int) -> None:
        super().__init__(sequence)
        self.sequence = sequence


class VaultFull(VaultError):
    """The disk is full; what was saved before is safe, what was being saved is not in."""


class VaultReadOnly(VaultError):
    """The vault's folder cannot be written to."""


class VaultBusy(VaultError):
    """Another part held the vault for longer than we wait."""


class MigrationFailed(VaultError):
    """Bringing the vault to this version failed; it is as it was, and a backup was made."""

    def __init__(self, version: int, backup: Path) -> None:
        super().__init__(version, backup)
        self.version = version
        self.backup = backup


class StatementFailed(VaultError):
    """A statement of ours that the database does not take: a mistake in Tacit."""


class UnsafeLibrary(VaultError):
    """The SQLite that is here can lose data; the vault is not opened with it."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


class BackupDamaged(VaultError):
    """This file is no backup, or not a whole one."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


class NotThere(VaultError):
    """Nothing of this kind and number is in the vault (any more)."""

    def __init__(self, kind: str, number: int | str) -> None:
        super().__init__(kind, number)
        self.kind = kind
        self.number = number
