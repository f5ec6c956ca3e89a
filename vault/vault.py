"""The vault itself: created, unlocked, closed. Whoever holds a `Vault` may read and write.

Order of unlocking: one process only, the key, the file as it was left, its version, its age. Order
of closing: everything from the log into the file, connections, the anchor, the key.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from vault import anchor, apart, audit, backup, header_file, keychain, keyslots, migrate
from vault.anchor import Anchor, Piece
from vault.connection import (
    ReadConn,
    WriteConn,
    check_pages,
    drop_side_files,
    open_reader,
    open_writer,
)
from vault.durable import sync_folder
from vault.errors import (
    AuditBroken,
    HeaderDamaged,
    KeychainUnavailable,
    RolledBack,
    VaultBusy,
    VaultDamaged,
    VaultError,
    VaultExists,
    VaultMissing,
    WrongPassphrase,
    WrongRecoveryKey,
)
from vault.keyslots import Cost, Header, MasterKey, SlotKind
from vault.lockfile import VaultLock
from vault.places import DATABASE, LOCK, Places
from vault.progress import Report, silent
from vault.salvage import Saved, salvage

DATABASE_KEY = "database"

Opener = Callable[[Header], MasterKey]
"turns a header into the master key, by whatever the owner gave"


class Finding(StrEnum):
    """What the owner should hear about after unlocking; the sentences are in `desktop`."""

    RECOVERY_RENEWED = "recovery key renewed"
    "a change of the recovery key had been stopped halfway, and is now finished"
    KEYCHAIN_SILENT = "keychain silent"
    "the system's keychain was given what was last seen of the vault, and does not say it"
    MIGRATED = "migrated"
    "the vault had the shape of an older version; a backup of it was made"


class Vault:
    """An open vault. Connections are opened per thread and closed by whoever opened them."""

    def __init__(self, places: Places, header: Header, master: MasterKey, lock: VaultLock) -> None:
        self.places = places
        self.header = header
        self._master = master
        self._lock = lock
        self._database_key: bytes | None = master.derive(DATABASE_KEY)
        self._in_keychain = False
        self._pieces: list[Piece] = []
        self.report: Report = silent
        self.findings: list[Finding] = []

    @classmethod
    def create(
        cls, places: Places, passphrase: str, now: datetime, cost: Cost | None = None
    ) -> "tuple[Vault, str]":
        """A new, empty vault and its recovery key, which is shown once."""
        if places.exists():
            raise VaultExists(places.folder)
        new = keyslots.create(passphrase, cost or keyslots.calibrate())
        places.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        vault = cls(places, new.header, new.master, VaultLock.take(places.folder / LOCK))
        with vault._made_aside() as conn:
            vault._found(conn, new.recovery_key)
            audit.note(conn, "vault created", {}, now)
            vault.anchor_now(conn)
        return vault, new.recovery_key

    @classmethod
    def unlock(
        cls, places: Places, opener: Opener, now: datetime, *, accept_older: bool = False,
        report: Report = silent,
    ) -> "Vault":  # fmt: skip
        """Open the vault; `accept_older` is the owner's word that an older state is meant.

        `report` hears what takes long: now, at checking, and at closing.
        """
        if not places.database.exists():
            raise VaultMissing(places.folder)
        lock = VaultLock.take(places.folder / LOCK)
        try:
            with apart.held():
                header, master = _opened(places, opener)
                vault = cls(places, header, master, lock)
                vault.report = report
                vault._come_up(now, accept_older=accept_older)
        except BaseException:
            lock.free()
            raise
        return vault

    @classmethod
    def restore(cls, saved: Path, places: Places, opener: Opener, now: datetime) -> "Vault":
        """Bring a backup where no vault is; a backup that is not whole leaves nothing behind."""
        if places.exists():
            raise VaultExists(places.folder)
        master = opener(backup.read_header(saved))
        backup.restore(saved, master.derive(DATABASE_KEY), places.database, places.header)
        places.anchor.unlink(missing_ok=True)
        vault = cls.unlock(places, opener, now, accept_older=True)
        with vault.writer() as conn:
            audit.note(conn, "backup restored", {}, now)
            vault.anchor_now(conn)
        return vault

    @classmethod
    def salvage(
        cls, places: Places, opener: Opener, into: Places, now: datetime
    ) -> tuple[list[Saved], str]:
        """Save what can be read of a damaged vault into a new one; the recovery key is new too."""
        if into.exists():
            raise VaultExists(into.folder)
        old_header, master = _opened(places, opener)
        key = master.derive(DATABASE_KEY)
        header, recovery_key = keyslots.renew_recovery(keyslots.anew(old_header, master), master)
        into.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        vault = cls(into, header, master, VaultLock.take(into.folder / LOCK))
        with vault._made_aside() as conn:
            vault._found(conn, recovery_key)
            saved = salvage(lambda: open_reader(places.database, key), conn)
            audit.note(conn, "salvaged", {one.table: one.rows for one in saved}, now)
        vault.close()
        return saved, recovery_key

    @property
    def key(self) -> bytes:
        """The key of the database file."""
        assert self._database_key is not None, "the vault is closed"
        return self._database_key

    def reader(self) -> ReadConn:
        return open_reader(self.places.database, self.key)

    def writer(self) -> WriteConn:
        conn = open_writer(self.places.database, self.key)
        conn.counts_revisions = True
        return conn

    def anchor_now(self, conn: ReadConn) -> None:
        """Write down outside of the vault how far it is; after each effect, and now and then."""
        self._anchor(anchor.take(conn))

    def close(self) -> None:
        """Everything into the file, then the anchor; then, come what may, forget the key."""
        try:
            self._settle()
        finally:
            self._database_key = None
            self._master.forget()
            self._lock.free()

    def _settle(self) -> None:
        digest = ""
        with self.writer() as conn:
            with contextlib.suppress(VaultBusy):  # a reader is left: as after a crash, then
                conn.checkpoint()
                digest = "whole"
            seen = anchor.take(conn)
        if digest:
            pieces = anchor.pieces(self.places.database, self._pieces, self.report)
            digest = anchor.digest(pieces)
        self._remember(seen)
        self._anchor(replace(seen, file_sha256=digest))

    def backup(self) -> Path:
        """One encrypted file with everything, checked before it gets its name."""
        return backup.make(self.places.database, self.header, self.key, self.places.backups)

    def change_passphrase(self, passphrase: str, now: datetime, cost: Cost | None = None) -> None:
        cost = cost or keyslots.calibrate()
        self._replace(keyslots.set_passphrase(self.header, self._master, passphrase, cost))
        self._note("passphrase changed", now)

    def renew_recovery(self, now: datetime, show: Callable[[str], None]) -> None:
        """A new recovery key, which `show` gives to the owner; the old one then opens nothing.

        It is shown before anything is written: no key may come to hold that nobody has seen. Once
        the log has it, the next unlocking finishes what was stopped.
        """
        header, text = keyslots.renew_recovery(self.header, self._master)
        slot = header.slot(SlotKind.RECOVERY)
        assert slot is not None
        show(text)
        with self.writer() as conn:
            audit.renew(conn, text, now, keyslots.written(slot))
            self.anchor_now(conn)
            self._finish_renewal(conn, now)

    def add_keychain(self, now: datetime) -> None:
        """A way in through the system's keychain, as a convenience; the secret is there first."""
        header, secret = keyslots.add_keychain(self.header, self._master)
        keychain.keep(header.vault_id, secret)
        self._replace(header)
        self._note("keychain added", now)

    def remove_keychain(self, now: datetime) -> None:
        """The keychain's secret opens nothing any more, even where it cannot be taken away."""
        self._replace(keyslots.remove(self.header, self._master, SlotKind.KEYCHAIN))
        with contextlib.suppress(KeychainUnavailable):
            keychain.drop(self.header.vault_id)
        self._note("keychain removed", now)

    def verify(self) -> int:
        """Check every page and every record of the log; how many records there are."""
        with self.writer() as conn:
            with contextlib.suppress(VaultBusy):
                conn.checkpoint()
            check_pages(conn, self.report)
            anchor.check(conn, anchor.load(self.places.anchor, self._master))
            return audit.verify(conn)

    @contextlib.contextmanager
    def _made_aside(self) -> Iterator[WriteConn]:
        """A new file that gets its name last, when it is whole and its keys are saved."""
        aside = self.places.database.with_name(f"{DATABASE}.new")
        for left_over in self.places.folder.glob(f"{aside.name}*"):
            left_over.unlink()
        with open_writer(aside, self.key) as conn:
            yield conn
            conn.checkpoint()
        header_file.save(self.places.header, self.header)
        drop_side_files(self.places.database)
        aside.replace(self.places.database)
        sync_folder(self.places.folder)

    def _found(self, conn: WriteConn, recovery_key: str) -> None:
        """Give a new file its shape, its identity and the first key of its log."""
        migrate.migrate(conn, self.backup)
        with conn.transaction():
            conn.run(
                "INSERT INTO meta(id, vault_id, revision) VALUES (1, ?, 1)",
                (self.header.vault_id,),
            )
        audit.begin(conn, recovery_key)

    def _come_up(self, now: datetime, *, accept_older: bool) -> None:
        seen = anchor.load(self.places.anchor, self._master)
        is_older = False
        closed = seen is None or bool(seen.file_sha256)
        as_left = seen is not None and closed and self._is_as_left(seen)
        with self.writer() as conn:
            migrate.check_version(conn)
            if not migrate.version(conn):
                raise VaultDamaged  # an empty file takes any key
            if not closed:
                # Pages that a stop tore on their way into the file are whole in the log.
                conn.checkpoint()
            if not as_left:
                check_pages(conn, self.report)
            try:
                anchor.check(conn, seen)
                if closed and not as_left:
                    # Every page is genuine and the file is not the one we left: some are older.
                    raise RolledBack(seen.revision if seen else -1, anchor.revision(conn))
                self._ask_keychain(conn, was_told=seen is not None and seen.in_keychain)
            except (RolledBack, AuditBroken):
                if not accept_older:
                    raise
                is_older = True
                self._anchor(anchor.take(conn))
                audit.note(conn, "older state accepted", {}, now)
            # From here on the file may change: a crash must not look like a rollback.
            self._remember(anchor.take(conn))
            self.anchor_now(conn)
            conn.counts_revisions = False
            if migrate.version(conn) < migrate.KNOWN:
                self.findings.append(Finding.MIGRATED)
            migrate.migrate(conn, self.backup)
            conn.counts_revisions = True
            if self._finish_renewal(conn, now, is_older=is_older):
                self.findings.append(Finding.RECOVERY_RENEWED)
        header_file.mend_copy(self.places.header, self.header)

    def _anchor(self, seen: Anchor) -> None:
        seen = replace(seen, in_keychain=self._in_keychain)
        anchor.save(self.places.anchor, seen, self._master)

    def _ask_keychain(self, conn: ReadConn, *, was_told: bool) -> None:
        """Compare with what the keychain remembers, where there is one."""
        kept = None
        with contextlib.suppress(KeychainUnavailable):
            text = keychain.fetch_head(self.header.vault_id)
            kept = anchor.unseal(text, self._master) if text else None
        if kept is not None:
            anchor.check_keychain(conn, kept)
        elif was_told:
            self.findings.append(Finding.KEYCHAIN_SILENT)

    def _remember(self, seen: Anchor) -> None:
        """Have the keychain remember how far the vault is, where there is one."""
        self._in_keychain = False
        with contextlib.suppress(KeychainUnavailable):
            keychain.keep_head(self.header.vault_id, anchor.seal(seen, self._master))
            self._in_keychain = True

    def _finish_renewal(self, conn: WriteConn, now: datetime, *, is_older: bool = False) -> bool:
        """Bring a new recovery key from the log into the header; whether there was one.

        Not out of an older state: it would bring back a recovery key that was replaced since.
        """
        found = audit.renewal(conn)
        if found is None:
            return False
        intent, slot = found
        if not is_older:
            self._replace(keyslots.put(self.header, self._master, header_file.read_slot(slot)))
        audit.conclude(conn, intent, {"given up": is_older}, now)
        self.anchor_now(conn)
        return not is_older

    def _is_as_left(self, seen: Anchor) -> bool:
        """The same file, and nothing beside it that would be read into it."""
        log = self.places.database.with_name(f"{DATABASE}-wal")
        if log.exists() and log.stat().st_size:
            return False
        found = anchor.pieces(self.places.database, report=self.report)
        if anchor.digest(found) != seen.file_sha256:
            return False
        self._pieces = found
        return True

    def _replace(self, header: Header) -> None:
        header_file.save(self.places.header, header)
        self.header = header

    def _note(self, action: str, now: datetime) -> None:
        with self.writer() as conn:
            audit.note(conn, action, {}, now)
            self.anchor_now(conn)


def with_passphrase(passphrase: str) -> Opener:
    return lambda header: keyslots.open_with_passphrase(header, passphrase)


def with_recovery(text: str) -> Opener:
    return lambda header: keyslots.open_with_recovery(header, text)


def with_secret(secret: bytes) -> Opener:
    return lambda header: keyslots.open_with_secret(header, secret)


def with_keychain() -> Opener:
    """Through the system's keychain; `KeychainUnavailable` where that does not open it."""

    def opener(header: Header) -> MasterKey:
        if header.slot(SlotKind.KEYCHAIN) is None:
            raise KeychainUnavailable
        return keyslots.open_with_secret(header, keychain.fetch(header.vault_id))

    return opener


def _opened(places: Places, opener: Opener) -> tuple[Header, MasterKey]:
    """The first of the header and its copy that opens; one may be damaged where none can see it."""
    tries = places.tries()
    tries.check()
    problems: list[VaultError] = []
    for header in header_file.candidates(places.header):
        try:
            master = opener(header)
        except (WrongPassphrase, WrongRecoveryKey, KeychainUnavailable, HeaderDamaged) as error:
            problems.append(error)
        else:
            tries.succeeded()
            return header, master
    if isinstance(problems[0], WrongPassphrase):
        raise WrongPassphrase(tries.failed())
    raise problems[0]
