"""A new recovery key holds from the moment that its owner has seen it, wherever the power goes."""

from pathlib import Path
from typing import Any

import pytest

from tests.vault.conftest import COST, NOW, PASSPHRASE
from vault import anchor, audit, header_file, keyslots, recovery
from vault.connection import WriteConn
from vault.errors import VaultError, WrongRecoveryKey
from vault.places import Places
from vault.vault import Finding, Vault, with_passphrase, with_recovery


class PowerCut(BaseException):
    """The process is gone; nothing of ours runs any more."""


class Power:
    """Goes out before the write with this number; counts them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left: int | None = None
        self.writes = 0
        for owner in (header_file, anchor):
            self._watch(monkeypatch, owner, "write_durably")
        self._watch(monkeypatch, WriteConn, "run")

    def _watch(self, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> None:
        real = getattr(owner, name)

        def watched(*args: Any, **named: Any) -> Any:
            self.writes += 1
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    raise PowerCut
            return real(*args, **named)

        monkeypatch.setattr(owner, name, watched)


def opens(places: Places, key: str) -> bool:
    try:
        vault = Vault.unlock(places, with_recovery(key), NOW)
    except WrongRecoveryKey:
        return False
    vault.close()
    return True


def cut_at(places: Places, power: Power, write: int) -> tuple[str, list[str], bool]:
    """Renew with the power going out before this write: the old key, what was shown, finished."""
    vault, old = Vault.create(places, PASSPHRASE, NOW, COST)
    shown: list[str] = []
    power.left = write
    try:
        vault.renew_recovery(NOW, shown.append)
    except PowerCut:
        is_finished = False
    else:
        is_finished = True
    power.left = None
    vault._lock.free()  # gone without closing
    return old, shown, is_finished


def test_stopped_between_any_two_writes_one_key_holds_and_it_was_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    power = Power(monkeypatch)
    outcomes: list[str] = []
    is_finished = False
    for write in range(100):
        places = Places.of(tmp_path / f"{write}", tmp_path / f"{write} elsewhere")
        old, shown, is_finished = cut_at(places, power, write)
        assert len(shown) == 1
        vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
        with vault.writer() as conn:
            last = audit.note(conn, "written afterwards", {}, NOW)
            assert audit.renewal(conn) is None
        with vault.reader() as conn:
            keys = {"old": old, "new": shown[0]}
            checking = [
                name
                for name, key in keys.items()
                if _checks(conn, key) and not any(s.last >= last for s in audit.unsealed(conn, key))
            ]
            covered = set.union(*(_covered(conn, key, last) for key in keys.values()))
        outcome = "finished later" if vault.findings else checking[0]
        vault.close()
        opening = [name for name, key in keys.items() if opens(places, key)]
        assert opening == checking  # exactly one, and the same one
        assert len(opening) == 1
        assert covered == set(range(1, last + 1))  # every seal can be checked by one of them
        outcomes.append(outcome)
        if is_finished:
            break
    assert is_finished
    assert outcomes[0] == "old"
    assert outcomes[-1] == "new"
    assert "finished later" in outcomes
    assert len(outcomes) >= 8


def _checks(conn: Any, key: str) -> bool:
    try:
        audit.verify(conn, key)
    except WrongRecoveryKey:
        return False
    return True


def _covered(conn: Any, key: str, last: int) -> set[int]:
    without = {n for one in audit.unsealed(conn, key) for n in range(one.first, one.last + 1)}
    return set(range(1, last + 1)) - without


def test_what_was_not_shown_does_not_come_to_hold(places: Places) -> None:
    vault, old = Vault.create(places, PASSPHRASE, NOW, COST)

    def nobody_there(_text: str) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        vault.renew_recovery(NOW, nobody_there)
    vault.close()
    assert opens(places, old)


def test_an_older_state_brings_no_older_recovery_key_back(places: Places) -> None:
    """A state that was saved in the middle of a renewal, and put back after another one."""
    vault, _first = Vault.create(places, PASSPHRASE, NOW, COST)
    header, second = keyslots.renew_recovery(vault.header, vault._master)
    slot = header.slot(keyslots.SlotKind.RECOVERY)
    assert slot is not None
    with vault.writer() as conn:
        audit.renew(conn, second, NOW, keyslots.written(slot))
        conn.checkpoint()
    halfway = places.database.read_bytes()
    vault._lock.free()
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    assert vault.findings == [Finding.RECOVERY_RENEWED]
    shown: list[str] = []
    vault.renew_recovery(NOW, shown.append)
    vault.close()
    places.database.write_bytes(halfway)
    with pytest.raises(VaultError):
        Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW, accept_older=True)
    assert vault.findings == []
    vault.close()
    assert opens(places, shown[0])
    assert not opens(places, second)
    assert not opens(places, recovery.write(bytes(20)))
