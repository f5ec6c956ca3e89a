"""From a real voice through real ears to what it does: only the devices are made up.

Piper speaks into the microphone, Whisper reads while it comes, rules plan; then one looks at what
came of it. The devices are as quick as real ones, for pauses are heard, too.
"""

# ruff: noqa: F401, F811 - the fixtures of speaking are those of test_talking.py

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop import assistant as assistants
from desktop import engines, paths
from desktop.assistant import Assistant
from desktop.jobs import Job
from desktop.ui.chat_page import ChatPage
from inference import preferences
from inference.engines.local import Engines
from inference.engines.protocols import Speaker
from inference.reading import library
from inference.reading.library import Taken
from inference.reading.reader import read_bytes
from inference.types import Heard, HearingRequest, SpeakingRequest
from tests.desktop.conftest import WAIT_MS, Clock, looked
from tests.desktop.sound import SoundSystem
from tests.desktop.test_talking import (
    Chat,
    Now,
    Throat,
    chat,
    now,
    page,
    rest,
    system,
    texts,
    throat,
)
from vault import recordings, tasks
from vault.items import Origin, Source
from vault.recordings import RATE
from vault.tasks import Due, NewTask

TINY = "smollm2-135m"
OWNER = Source(Origin.OWNER)
LEASE = (
    "# Garden lease\n\nAnna Weber lets the garden at Mill Lane to Jonas Brandt.\n\nThe rent is 900 "
    "euros a year.\n\nIt begins on 1 April 2026 and runs without an end.\n"
)
BEFORE_S, AFTER_S = 0.3, 0.5
"of a quiet room, around what is said"


@pytest.fixture(scope="module")
def here() -> Iterator[Engines]:
    """The real voice and ears of this computer."""
    with engines.opened(paths.find()) as opened:
        yield opened


@pytest.fixture(scope="module")
def somebody(here: Engines) -> Speaker:
    """Who speaks with Tacit; what Tacit says itself is only written down."""
    return here.speaker()


@pytest.fixture
def ears(here: Engines, real_weights: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of those that only pretend; `page` asks for them by this name."""
    hears = here.transcriber()
    monkeypatch.setattr(Engines, "transcriber", lambda *_words: hears)


class Speech:
    """What a microphone hears of somebody, piece by piece; then nobody speaks."""

    def __init__(self, somebody: Speaker, text: str, speed: float) -> None:
        sounds = list(somebody.say(SpeakingRequest(text, speed)))
        pcm = np.frombuffer(b"".join(one.pcm for one in sounds), np.int16).astype(np.float32)
        places = np.arange(int(len(pcm) * RATE / sounds[0].rate)) * sounds[0].rate / RATE
        said = np.interp(places, np.arange(len(pcm)), pcm)
        quiet = [np.zeros(int(one * RATE)) for one in (BEFORE_S, AFTER_S)]
        room = np.random.default_rng(3).normal(0, 12, len(said) + sum(map(len, quiet)))
        self._sound = (np.concatenate([quiet[0], said, quiet[1]]) + room).astype(np.int16)
        self._at = 0

    @property
    def is_over(self) -> bool:
        return self._at >= len(self._sound)

    def __call__(self, count: int) -> bytes:
        piece = self._sound[self._at : self._at + count]
        self._at += count
        return np.pad(piece, (0, count - len(piece))).tobytes()


def say(
    qtbot: QtBot, page: ChatPage, somebody: Speaker, system: SoundSystem, now: Now, text: str,
    speed: float = 1.0,
) -> None:  # fmt: skip
    """Hold the key while it is said."""
    speech = system.sound = Speech(somebody, text, speed)
    page.talking.press()
    qtbot.waitUntil(lambda: speech.is_over, timeout=WAIT_MS)
    now.at += 5
    page.talking.release()
    qtbot.waitUntil(lambda: not page.talking.talk.unsent, timeout=WAIT_MS)
    rest(qtbot, page)


@pytest.mark.parametrize(("text", "speed"), [("Stop.", 1.0), ("Please stop!", 1.3)])
def test_stop_ends_what_is_under_way(
    qtbot: QtBot, page: ChatPage, somebody: Speaker, chat: Chat, throat: Throat,
    system: SoundSystem, now: Now, text: str, speed: float,
) -> None:  # fmt: skip
    stopped: list[bool] = []

    def work(_assistant: Assistant, job: Job[Any]) -> None:
        while True:
            job.check()

    page.model.session.think(work, on_stopped=lambda: stopped.append(True))
    say(qtbot, page, somebody, system, now, text, speed)
    assert stopped == [True]
    assert " ".join(throat.said) == "Stopped."
    assert texts(page) == []
    assert chat.requests == []


@pytest.mark.parametrize("speed", [1.0, 1.3])
def test_the_focus_of_today_is_read_out(
    qtbot: QtBot, clock: Clock, page: ChatPage, somebody: Speaker, throat: Throat,
    system: SoundSystem, now: Now, speed: float,
) -> None:  # fmt: skip
    """The three that matter most, in their order, and nothing else."""

    def plan(assistant: Assistant) -> None:
        for title, days in (("Paint the fence", 30), ("Send the offer", 0), ("Call the bank", 1),
                            ("Book the train", 2), ("Sort the photographs", 60)):  # fmt: skip
            due = Due(clock.now + timedelta(days=days, hours=5))
            tasks.add(assistant.conn, NewTask(title, OWNER, due=due), clock.now)

    looked(qtbot, page.model.session, plan)
    say(qtbot, page, somebody, system, now, "What is my focus for today?", speed)
    assert "focus" in texts(page)[0].casefold()
    lines = texts(page)[1].splitlines()
    assert [one.split(".")[1].strip() for one in lines] == [
        "Send the offer", "Call the bank", "Book the train",
    ]  # fmt: skip
    heard = " ".join(throat.said)
    assert heard.index("Send the offer") < heard.index("Call the bank")
    assert heard.index("Call the bank") < heard.index("Book the train")
    assert "photographs" not in heard


def test_a_document_is_summarized_by_its_title(
    qtbot: QtBot, page: ChatPage, here: Engines, somebody: Speaker, throat: Throat,
    system: SoundSystem, now: Now, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The smallest weights write it: what is looked at is that it is this document's."""
    tiny = here.chat(TINY)
    monkeypatch.setattr(assistants, "chat_of", lambda *_words: tiny)

    def put(assistant: Assistant) -> list[int]:
        return [
            library.put(assistant.conn, read_bytes(one.encode(), name),
                        Taken.of(f"/p/{name}", one.encode(), keeps=False), assistant.desk().now)
            for name, one in (("garden lease.md", LEASE), ("manual.md", "# Manual\n\nPress on."))
        ]  # fmt: skip

    lease, _manual = looked(qtbot, page.model.session, put)
    say(qtbot, page, somebody, system, now, "Summarize the garden lease.")
    assert len(texts(page)) == 2
    assert "lease" in texts(page)[0].casefold()
    answer = page.talk.transcript.messages()[-1].shown
    assert {one.item for one in answer.used} == {lease}
    assert len(answer.text) > 20
    assert throat.said


def test_what_real_ears_understood_is_kept_as_it_was_said(
    qtbot: QtBot, page: ChatPage, here: Engines, somebody: Speaker, chat: Chat,
    system: SoundSystem, now: Now,
) -> None:  # fmt: skip
    session = page.model.session
    looked(qtbot, session, lambda at: preferences.put(at.conn, "voice.keep", True))
    page.talking.settings.look()
    rest(qtbot, page)
    chat.script[:] = ["A piece, woven of voices."]
    say(qtbot, page, somebody, system, now, "What is a fugue in music?")
    message = page.talk.transcript.messages()[0].shown
    pcm = looked(qtbot, session, lambda at: recordings.sound(at.conn, message.number))
    again = list(here.transcriber().transcribe(pcm, HearingRequest("en")))[-1]
    assert "music" in message.text
    assert isinstance(again, Heard)
    assert "music" in again.text
