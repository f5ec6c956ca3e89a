"""Recordings become documents with the time of each part."""

import io
import math
import re
import struct
import wave
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop import engines, hearing, library, paths
from desktop.library import Way
from inference.engines.local import Engines
from inference.errors import IsRecording, NothingReadable
from inference.reading import citing
from inference.types import Heard, Segment, SpeakingRequest
from tests.vault.conftest import COST, NOW
from vault import documents, search
from vault.places import Places
from vault.search import Query
from vault.vault import Vault

HEARD = Heard(
    "", "en",
    (Segment(" Good morning.", 0.5, 2.0), Segment(" ", 3.0, 4.0),
     Segment("The budget is nine hundred.", 299.0, 303.0),
     Segment(" It is for the roof.", 303.0, 359.0),
     Segment("See you.", 3_725.2, 3_726.0)),
)  # fmt: skip


def test_stretches_of_a_minute_are_called_by_their_time() -> None:
    made = hearing.document(HEARD, "stand-up.wav")
    assert (made.title, made.unit, made.page_count, made.language) == ("stand-up", "time", 3, "en")
    assert [one.title for one in made.pages] == ["0:00", "4:59", "1:02:05"]
    assert [one.untrusted_text for one in made.pages] == [
        "Good morning.", "The budget is nine hundred. It is for the roof.", "See you.",
    ]  # fmt: skip
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
        assert (hit.item, hit.page) == (outcome.document, 2)
        assert citing.place(conn, hit.item, (2,)) == "4:59"
    vault.close()


SPOKEN = (
    "Good morning. The budget for the new roof is nine hundred euros. "
    "Maria will call the engineer on Friday."
)


@pytest.fixture(scope="module")
def here() -> Iterator[Engines]:
    with engines.opened(paths.find()) as opened:
        yield opened


@pytest.fixture(scope="module")
def speech(here: Engines) -> tuple[bytes, int]:
    """What a real voice says, and how many samples a second."""
    sounds = list(here.speaker().say(SpeakingRequest(SPOKEN)))
    return b"".join(one.pcm for one in sounds), sounds[0].rate


def as_wave(pcm: bytes, rate: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(pcm)
    return out.getvalue()


def as_mp4(pcm: bytes, rate: int) -> bytes:
    """As telephones record it."""
    import av
    import numpy as np

    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as file:
        stream = file.add_stream("aac", rate=rate)
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16)[None], "s16", "mono")
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return out.getvalue()


@pytest.mark.usefixtures("real_weights")
@pytest.mark.parametrize(("name", "make"), [("roof.wav", as_wave), ("roof.m4a", as_mp4)])
def test_speech_becomes_a_document_that_is_found_by_its_minute(
    tmp_path: Path, here: Engines, speech: tuple[bytes, int], name: str,
    make: Callable[[bytes, int], bytes],
) -> None:  # fmt: skip
    path = tmp_path / name
    path.write_bytes(make(*speech))
    places = Places.of(tmp_path / "vault", tmp_path / "elsewhere")
    vault = Vault.create(places, "correct horse battery staple", NOW, COST)[0]
    way = Way(hear=hearing.heard_by(here.transcriber()))
    outcome = library.take_in(vault, path, NOW, way)
    assert outcome.error is None
    assert outcome.document is not None
    with vault.reader() as conn:
        (page,) = documents.pages(conn, outcome.document)
    vault.close()
    assert page.title == "0:00"
    said = page.text.casefold()
    assert {"budget", "roof", "maria", "engineer", "friday"} <= set(re.findall(r"\w+", said))
