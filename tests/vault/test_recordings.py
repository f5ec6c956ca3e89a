"""Recordings lie with their message in the vault: sample for sample, and gone when it goes."""

import io
import json
import wave
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vault.conftest import KEY, NOW, fresh
from vault import conversations, export, forget, items, migrate, recordings
from vault.connection import WriteConn, open_writer
from vault.conversations import Said, Speaker
from vault.errors import NotThere
from vault.items import Kind, NewItem, Origin, Source
from vault.migrations import MIGRATIONS, m0011_attachments
from vault.recordings import Amount


def speech(seconds: float = 1.0) -> bytes:
    """Something that swings like a voice does, in a room that is not silent."""
    at = np.arange(int(seconds * recordings.RATE)) / recordings.RATE
    voice = 4000 * np.sin(2 * np.pi * 180 * at) * np.abs(np.sin(3 * at))
    noise = np.random.default_rng(5).normal(0, 20, at.size)
    return (voice + noise).astype("<i2").tobytes()


def said(conn: WriteConn, text: str = "What is a fugue?", days: int = 0) -> tuple[int, int]:
    """A conversation, and what the owner said in it."""
    talk = conversations.begin(conn, text, NOW)
    when = NOW - timedelta(days=days)
    return talk, conversations.say(conn, talk, Said(Speaker.OWNER, text), when)


@given(st.lists(st.integers(-32768, 32767), max_size=60))
def test_every_sample_comes_back(samples: list[int]) -> None:
    pcm = np.array(samples, "<i2").tobytes()
    assert recordings.unpacked(recordings.packed(pcm)) == pcm


def test_it_takes_less_room_than_it_did() -> None:
    assert len(recordings.packed(speech())) < 0.7 * len(speech())
    assert recordings.unpacked(recordings.packed(b"\1\0\2")) == b"\1\0"


def test_one_is_kept_heard_taken_out_and_put_back(conn: WriteConn) -> None:
    _talk, message = said(conn)
    assert recordings.kept(conn, [message]) == frozenset()
    with pytest.raises(NotThere):
        recordings.sound(conn, message)
    recordings.keep(conn, message, speech(), NOW)
    assert recordings.sound(conn, message) == speech()
    assert recordings.kept(conn, [message, 999]) == {message}
    content = recordings.taken_out(conn, message)
    assert recordings.amount(conn) == Amount(0, 0)
    recordings.put_back(conn, message, content, NOW)
    assert recordings.amount(conn) == Amount(1, len(content))
    assert recordings.sound(conn, message) == speech()
    with pytest.raises(NotThere):
        recordings.keep(conn, 999, speech(), NOW)


def test_what_is_too_old_goes_and_nothing_else(conn: WriteConn) -> None:
    messages = [said(conn, days=days)[1] for days in (0, 6, 8, 400)]
    for one in messages:
        recordings.keep(conn, one, speech(0.1), NOW)
    conversations.attach(conn, messages[3], "x.txt", "text/plain", b"kept")
    assert recordings.delete_before(conn, NOW - timedelta(days=7)) == 2
    assert recordings.kept(conn, messages) == set(messages[:2])
    assert recordings.delete_all(conn) == 2
    assert recordings.delete_all(conn) == 0
    assert len(conversations.attachments(conn, messages[3])) == 1
    assert [one.text for one in conversations.some(conn, messages)] == ["What is a fugue?"] * 4


@pytest.mark.parametrize("what", ["conversation", "message"])
def test_it_is_forgotten_with_what_was_said(conn: WriteConn, what: str) -> None:
    talk, message = said(conn)
    recordings.keep(conn, message, speech(), NOW)
    forget.forget(conn, [talk if what == "conversation" else message], NOW)
    assert recordings.amount(conn) == Amount(0, 0)
    assert conn.value("SELECT count(*) FROM attachment") == 0


def test_counting_reads_no_recording(conn: WriteConn) -> None:
    plan = conn.rows("EXPLAIN QUERY PLAN SELECT count(*), sum(bytes) FROM attachment "
                     "WHERE media = 'x'")  # fmt: skip
    assert "COVERING INDEX attachment_media" in str(plan)


def test_nothing_of_it_can_be_read_on_the_disk_nor_is_left_when_it_goes(tmp_path: Path) -> None:
    """The same twice, without a key, so that the look itself is seen to work."""
    for key in (KEY, None):
        folder = tmp_path / ("sealed" if key else "clear")
        folder.mkdir()
        with fresh(folder / "x.db", key) as conn:
            _talk, message = said(conn)
            recordings.keep(conn, message, speech(), NOW)
            assert _is_on_disk(folder, recordings.packed(speech())) is (key is None)
            assert not _is_on_disk(folder, speech())
            recordings.taken_out(conn, message)
            recordings.scrub(conn)
            assert not _is_on_disk(folder, recordings.packed(speech()))


def _is_on_disk(folder: Path, content: bytes) -> bool:
    """Any stretch of it: pages cut it into pieces."""
    everything = b"".join(one.read_bytes() for one in folder.iterdir())
    return any(content[at : at + 64] in everything for at in range(64, len(content) - 64, 64))


def test_it_is_exported_as_a_file_that_any_player_plays(conn: WriteConn, tmp_path: Path) -> None:
    _talk, message = said(conn)
    recordings.keep(conn, message, speech(), NOW)
    counts = export.export(conn, tmp_path / "out")
    assert (counts["attachment"], counts["files"]) == (1, 1)
    (file,) = (tmp_path / "out" / "files").iterdir()
    assert file.name == "1-2026-03-04 09.30.00.wav"
    with wave.open(io.BytesIO(file.read_bytes())) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (16_000, 1)
        assert sound.readframes(sound.getnframes()) == speech()
    (row,) = json.loads((tmp_path / "out" / "attachment.json").read_text())
    assert (row["item"], row["content"]) == (message, "in files/")


def test_attachments_of_a_vault_from_before_are_counted(tmp_path: Path) -> None:
    before = MIGRATIONS[: MIGRATIONS.index(m0011_attachments)]
    with open_writer(tmp_path / "x.db", KEY) as conn:
        migrate.migrate(conn, lambda: tmp_path, before)
        with conn.transaction():
            item = items.add(conn, NewItem(Kind.MESSAGE, Source(Origin.OWNER), NOW), NOW)
            conn.run(
                "INSERT INTO attachment(item, name, media, content) VALUES (?, 'x', ?, ?)",
                (item, recordings.MEDIA, bytes(300)),
            )
        migrate.migrate(conn, lambda: tmp_path)
        assert recordings.amount(conn) == Amount(1, 300)
