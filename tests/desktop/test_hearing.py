"""Recordings become documents with the time of each part."""

import math
import struct
import wave
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop import hearing, library
from desktop.library import Way
from inference.errors import IsRecording, NothingReadable
from inference.types import Heard, Segment
from tests.vault.conftest import COST, NOW
from vault import documents, search
from vault.places import Places
from vault.search import Query
from vault.vault import Vault

HEARD = Heard(
    "", "en",
    (Segment(" Good morning.", 0.5, 2.0), Segment(" ", 3.0, 4.0),
     Segment("The budget is nine hundred.", 299.0, 303.0),
     Segment("See you.", 3_725.2, 3_726.0)),
)  # fmt: skip


def test_parts_are_a_few_minutes_with_the_time_of_each() -> None:
    made = hearing.document(HEARD, "stand-up.wav")
    assert (made.title, made.unit, made.page_count, made.language) == ("stand-up", "part", 2, "en")
    first, last = made.pages
    assert (first.title, last.title) == ("0:00 – 5:00", "1:00:00 – 1:05:00")
    assert first.untrusted_text == "[0:00] Good morning.\n\n[4:59] The budget is nine hundred."
    assert last.untrusted_text == "[1:02:05] See you."
    with pytest.raises(NothingReadable):
        hearing.document(Heard("", "en"), "silence.wav")


def test_a_recording_is_kept_and_found(tmp_path: Path) -> None:
    path = tmp_path / "stand-up.wav"
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        tone = (int(9_000 * math.sin(n / 9)) for n in range(1_600))
        sound.writeframes(b"".join(struct.pack("<h", one) for one in tone))
    places = Places.of(tmp_path / "vault", tmp_path / "elsewhere")
    vault = Vault.create(places, "correct horse battery staple", NOW, COST)[0]
    now = datetime.now(UTC)
    assert isinstance(library.take_in(vault, path, now).error, IsRecording)
    way = Way(hear=lambda _bytes, name, _report, _stopped: hearing.document(HEARD, name))
    outcome = library.take_in(vault, path, now, way)
    assert outcome.document is not None
    with vault.reader() as conn:
        (hit,) = search.search(conn, Query("budget"), now)
        assert (hit.item, hit.page) == (outcome.document, 1)
        assert documents.pages(conn, outcome.document)[0].title == "0:00 – 5:00"
    vault.close()
