"""The log shows every alteration, and names the first record that is not what was written."""

from pathlib import Path

import pytest

from tests.vault.conftest import KEY, NOW
from vault import audit, items, migrate, recovery
from vault.anchor import Anchor, check, take
from vault.audit import EPOCH, Phase, Stretch
from vault.connection import WriteConn, open_writer
from vault.errors import AuditBroken, RolledBack, WrongRecoveryKey
from vault.items import Kind, NewItem, Origin, Source

FIRST = recovery.write(bytes(20))
SECOND = recovery.write(bytes(range(20)))


def filled(conn: WriteConn, count: int = 10) -> None:
    for number in range(count):
        audit.note(conn, "did", {"number": number, "said": "grüße ☂"}, NOW)


def alter(conn: WriteConn, sql: str, *values: object) -> None:
    with conn.transaction():
        conn.run("PRAGMA foreign_keys=OFF")
        conn.run(sql, values)  # type: ignore[arg-type]


def test_intent_outcome_and_what_was_left_unfinished(conn: WriteConn) -> None:
    done = audit.intend(conn, "mail.send", {"to": "x"}, NOW)
    audit.conclude(conn, done, {"sent": True}, NOW)
    left = audit.intend(conn, "mail.send", {"to": "y"}, NOW)
    assert [r.sequence for r in audit.unfinished(conn)] == [left]
    assert [r.phase for r in audit.records(conn)] == [Phase.INTENT, Phase.OUTCOME, Phase.INTENT]
    assert audit.records(conn, after=1)[0].intent == done
    assert audit.verify(conn) == 3


def test_seals_are_checked_with_the_recovery_key_over_many_keys(conn: WriteConn) -> None:
    filled(conn, EPOCH * 3 + 5)
    assert audit.verify(conn, FIRST) == EPOCH * 3 + 5
    with pytest.raises(WrongRecoveryKey):
        audit.verify(conn, SECOND)


def test_a_new_recovery_key_checks_from_there_on_and_the_old_one_until_there(
    conn: WriteConn,
) -> None:
    filled(conn, EPOCH + 7)
    audit.renew(conn, SECOND, NOW)
    filled(conn, EPOCH + 7)
    total = 2 * (EPOCH + 7) + 1
    assert audit.verify(conn, FIRST) == audit.verify(conn, SECOND) == total
    assert audit.unsealed(conn, FIRST) == [Stretch(EPOCH + 9, total)]
    assert audit.unsealed(conn, SECOND) == [Stretch(1, EPOCH + 8)]
    assert audit.unsealed(conn, recovery.write(bytes(range(1, 21)))) == [
        Stretch(1, EPOCH + 8),
        Stretch(EPOCH + 9, total),
    ]


def test_a_renewal_that_names_another_key_is_noticed(conn: WriteConn) -> None:
    """Its record may be forgotten or rewritten by none."""
    audit.renew(conn, SECOND, NOW)
    filled(conn, 2)
    assert audit.verify(conn, SECOND) == 3
    for payload in (None, "[]", '{"segment":"00"}'):
        alter(conn, "UPDATE audit SET payload = ? WHERE sequence = 1", payload)
        with pytest.raises(AuditBroken):
            audit.verify(conn, SECOND)


def test_the_keys_of_the_past_are_gone(conn: WriteConn) -> None:
    before = conn.value("SELECT key FROM audit_key")
    filled(conn, EPOCH + 1)
    assert conn.value("SELECT key FROM audit_key") != before


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("UPDATE audit SET action = 'other' WHERE sequence = 4", 4),
        ("UPDATE audit SET at_us = at_us - 1 WHERE sequence = 4", 4),
        ("UPDATE audit SET payload = '{}' WHERE sequence = 4", 4),
        ("UPDATE audit SET payload_sha256 = 'x', payload = NULL WHERE sequence = 4", 4),
        ("UPDATE audit SET phase = 'intent' WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 4", 4),
        ("DELETE FROM audit WHERE sequence = 1", 1),
        ("UPDATE audit SET sequence = 99 WHERE sequence = 4", 4),
        ("UPDATE audit SET previous = zeroblob(32) WHERE sequence = 4", 4),
        ("UPDATE audit SET digest = zeroblob(32) WHERE sequence = 4", 4),
    ],
)
def test_every_alteration_is_named(conn: WriteConn, sql: str, first: int) -> None:
    filled(conn)
    alter(conn, sql)
    with pytest.raises(AuditBroken) as caught:
        audit.verify(conn)
    assert caught.value.sequence == first


def test_two_records_that_changed_places(conn: WriteConn) -> None:
    filled(conn)
    alter(conn, "UPDATE audit SET sequence = 100 WHERE sequence = 3")
    alter(conn, "UPDATE audit SET sequence = 3 WHERE sequence = 4")
    alter(conn, "UPDATE audit SET sequence = 4 WHERE sequence = 100")
    with pytest.raises(AuditBroken) as caught:
        audit.verify(conn)
    assert caught.value.sequence == 3


def test_a_chain_that_was_made_anew_lacks_the_seals(conn: WriteConn) -> None:
    """Whoever can compute hashes can make a chain that fits; not the seals of the past."""
    filled(conn, 5)
    rows = conn.rows("SELECT sequence, at_us, action, phase, intent, payload_sha256 FROM audit")
    previous = audit.NOTHING
    for row in rows:
        fields = (row[0], row[1], "forged", *row[3:])
        digest = audit._digest(fields, previous)
        forge = "UPDATE audit SET action = 'forged', previous = ?, digest = ? WHERE sequence = ?"
        alter(conn, forge, previous, digest, row[0])
        previous = digest
    assert audit.verify(conn) == 5
    with pytest.raises(AuditBroken):
        audit.verify(conn, FIRST)


def test_the_end_cut_off_or_an_old_state_is_seen_by_the_anchor(conn: WriteConn) -> None:
    conn.counts_revisions = True
    filled(conn)
    seen = take(conn)
    check(conn, seen)
    filled(conn, 2)
    check(conn, seen)
    alter(conn, "DELETE FROM audit WHERE sequence > 8")
    assert audit.verify(conn) == 8
    with pytest.raises(RolledBack):
        check(conn, seen)
    with pytest.raises(RolledBack):
        check(conn, None)
    with pytest.raises(RolledBack):
        check(conn, Anchor(seen.revision + 100, 0, audit.NOTHING.hex()))


def test_another_history_of_the_same_length(conn: WriteConn, tmp_path: Path) -> None:
    filled(conn)
    seen = take(conn)
    with open_writer(tmp_path / "other.db", KEY) as other:
        migrate.migrate(other, lambda: tmp_path)
        with other.transaction():
            other.run("INSERT INTO meta(id, vault_id, revision) VALUES (1, 'x', 100)")
        audit.begin(other, FIRST)
        for _ in range(10):
            audit.note(other, "something else", {}, NOW)
        with pytest.raises(AuditBroken):
            check(other, seen)


def test_forgetting_takes_the_payload_and_leaves_the_chain_whole(conn: WriteConn) -> None:
    item = items.add(conn, NewItem(Kind.TASK, Source(Origin.OWNER), NOW), NOW)
    audit.note(conn, "noticed", {"secret": "canary"}, NOW, [item])
    items.delete(conn, [item])
    (record,) = audit.records(conn)
    assert record.payload is None
    assert record.payload_sha256
    assert audit.verify(conn, FIRST) == 1


def test_a_key_that_was_slipped_in_is_noticed(conn: WriteConn) -> None:
    """Another segment would switch the seals off, had the record before it not to name it."""
    filled(conn, 5)
    with conn.transaction():
        conn.run("INSERT INTO audit_segment(first, wrapped) VALUES (3, zeroblob(40))")
    with pytest.raises(AuditBroken):
        audit.verify(conn, FIRST)
