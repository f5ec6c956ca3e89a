"""Being woken: the real process, sealed, and a real voice."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from inference.engines.local import Engines
from inference.engines.watch import Watch, Watching
from inference.types import SpeakingRequest
from inference.voice.waking import Paused, WakeWord, Woken
from models.machine import look
from models.store import Store

RATE, STEP = 16_000, 640
WAIT_MS = 20_000


@pytest.fixture(scope="module")
def watch() -> Iterator[Watch]:
    made = Watch()
    yield made
    made.close()


@pytest.fixture
def engines(real_weights: Path, tmp_path: Path) -> Iterator[Engines]:
    made = Engines(Store(real_weights, tmp_path / "weights.json"), look())
    yield made
    made.close()


def said(engines: Engines, text: str) -> bytes:
    """As a microphone gives it, with a second of silence around."""
    sounds = list(engines.speaker().say(SpeakingRequest(text)))
    found = np.frombuffer(b"".join(one.pcm for one in sounds), np.int16)
    places = np.arange(int(len(found) * RATE / sounds[0].rate)) * sounds[0].rate / RATE
    pcm = np.interp(places, np.arange(len(found)), found).astype(np.int16).tobytes()
    return bytes(2 * RATE) + pcm + bytes(2 * RATE)


def noticed(qtbot: QtBot, watching: Watching, pcm: bytes) -> list[Woken | Paused]:
    """What is noticed in it, as soon as anything is."""
    found: list[Woken | Paused] = []
    for at in range(0, len(pcm), STEP):
        found += watching.hear(pcm[at : at + STEP])

    def is_any() -> bool:
        found.extend(watching.hear(b""))
        return bool(found)

    qtbot.waitUntil(is_any, timeout=WAIT_MS)
    return found


def test_the_words_wake_it_and_a_pause_ends_what_is_said(
    qtbot: QtBot, watch: Watch, engines: Engines
) -> None:
    words, wish = said(engines, "Hey Jarvis."), said(engines, "What is on today?")
    with watch.over(WakeWord.HEY_JARVIS) as watching:
        assert all(watch.condition.seal.values())
        assert noticed(qtbot, watching, words) == [Woken()]
        watching.follow()
        assert noticed(qtbot, watching, wish) == [Paused(has_spoken=True)]
        assert noticed(qtbot, watching, words) == [Woken()]  # it waits again


def test_other_words_and_noise_do_not_wake_it(qtbot: QtBot, watch: Watch, engines: Engines) -> None:
    noise = np.random.default_rng(3).normal(0, 2000, 4 * RATE).astype(np.int16).tobytes()
    other = said(engines, "The harvest is here. They had service in the garden.")
    words = said(engines, "Hey Jarvis.")
    with watch.over(WakeWord.HEY_JARVIS) as watching:
        assert noticed(qtbot, watching, noise + other + words) == [Woken()]


def test_who_says_nothing_is_not_waited_for_any_longer(qtbot: QtBot, watch: Watch) -> None:
    with watch.over(WakeWord.HEY_JARVIS) as watching:
        watching.follow()
        silence = bytes(2 * RATE * 6)
        assert noticed(qtbot, watching, silence) == [Paused(has_spoken=False)]
