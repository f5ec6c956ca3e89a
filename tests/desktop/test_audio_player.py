"""The one door to sound: what comes out of it, and what is said when it does not open."""

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop import audio
from desktop.audio import Player
from desktop.errors import (
    OF_MICROPHONES,
    MicrophoneBusy,
    MicrophoneDenied,
    MicrophoneGone,
    NoMicrophone,
    NoSound,
    describe,
)
from desktop.session import Session
from desktop.viewmodels.aloud import Aloud
from tests.desktop.conftest import WAIT_MS
from tests.desktop.sound import SoundSystem

SECOND = bytes(2 * 16_000)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> SoundSystem:
    made = SoundSystem()
    monkeypatch.setattr(audio, "_library", lambda: made)
    return made


def heard(blocks: int, name: str = "") -> bytes:
    left = iter(range(blocks))
    with audio.microphone(name) as one:
        return b"".join(one.until(lambda: next(left, None) is None))


def test_sound_is_handed_over_in_steps_and_stops_between_two(system: SoundSystem) -> None:
    player = Player(system)
    assert player.play(SECOND, 16_000, lambda: False) == len(SECOND)
    assert len(system.played) == len(SECOND)
    before = len(system.played)
    player.play(SECOND, 16_000, lambda: len(system.played) >= before + 1_000)
    assert len(system.played) - before == 2 * 16_000 * 2 // 50  # two steps of 20 ms
    player.cut()
    assert (system.cut_off, system.closed) == (1, 1)
    assert player.play(SECOND, 22_050, lambda: True) == 0
    assert [one["samplerate"] for one in system.opened] == [16_000, 22_050]
    player.finish()
    player.close()
    assert system.closed == 2


def test_what_waits_for_more_feeds_silence_only_when_the_device_runs_dry(
    system: SoundSystem,
) -> None:
    with audio.player() as player:
        player.wait()
        assert not system.opened
        player.play(bytes(40), 22_050, lambda: False)
        before = len(system.played)
        player.wait()  # it has room for all it takes: nothing is left
        assert len(system.played) > before
        before, system.room = len(system.played), 0
        player.wait()
        assert len(system.played) == before


def test_without_a_device_there_is_an_error_with_a_card(system: SoundSystem) -> None:
    system.refuse(-9996)
    with pytest.raises(NoSound) as told:
        Player(system).play(SECOND, 16_000, lambda: False)
    assert "sound" in describe(told.value).title


def test_a_loudspeaker_that_takes_nothing_any_more_is_told(
    system: SoundSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = itertools.count(100.0, 0.5)
    monkeypatch.setattr("desktop.audio.time.monotonic", lambda: next(now))
    system.room = 0
    with pytest.raises(NoSound), audio.player() as player:
        player.play(SECOND, 16_000, lambda: False)


def test_a_microphone_is_opened_as_engines_hear(system: SoundSystem) -> None:
    assert len(heard(3)) == 4 * 640  # three looks, and what was left at the end
    assert system.opened[0]["samplerate"] == 16_000
    assert (system.closed, audio._open_streams) == (1, 0)


def test_one_that_knows_no_such_rate_is_converted(system: SoundSystem) -> None:
    for code in (audio.BAD_RATE, audio.BAD_CHANNELS):
        system.opened.clear()
        system.refuse(code)
        sound = heard(60, "Headset")
        last = system.opened[-1]
        assert (last["samplerate"], last["channels"], last["device"]) == (48_000, 2, 1)
        frames = 61 * 320 / 2 / 3  # two channels are one, and 48 kHz are 16
        assert abs(len(sound) / 2 - frames) < 100


@pytest.mark.parametrize(
    ("code", "words", "error"),
    [
        (-9985, "Device unavailable", MicrophoneBusy),
        (-9999, "Unanticipated host error: Access is denied.", MicrophoneDenied),
        (-9999, "Operation not permitted", MicrophoneDenied),
        (-9999, "something else", NoMicrophone),
    ],
)
def test_each_trouble_of_a_microphone_has_its_own_name(
    system: SoundSystem, code: int, words: str, error: type[Exception]
) -> None:
    system.refuse(code, words)
    system.refuse(code, words)
    with pytest.raises(error):
        heard(1)
    assert audio._open_streams == 0


def test_one_that_opens_and_does_not_start_is_closed(system: SoundSystem) -> None:
    system.start_fails = system.PortAudioError("Device unavailable", audio.UNAVAILABLE)
    with pytest.raises(MicrophoneBusy):
        heard(1)
    assert (system.closed, audio._open_streams) == (len(system.opened), 0)


def test_what_was_just_plugged_in_is_found_by_looking_again(system: SoundSystem) -> None:
    system.refuse(-9996, "no device")
    assert heard(1)
    assert system.looked == 1
    found = audio.microphones()
    assert [(one.name, one.is_usual) for one in found] == [("Desk", True), ("Headset", False)]
    assert system.looked == 2
    with audio.microphone():
        audio.microphones()
    assert system.looked == 2, "not while somebody listens"


def test_one_that_is_not_here_any_more_gives_way_to_the_usual_one(system: SoundSystem) -> None:
    heard(1, "Conference room")
    assert system.opened[0]["device"] is None
    heard(1, "Headset")
    assert system.opened[1]["device"] == 1


def test_one_that_vanishes_while_it_is_open_is_told(
    system: SoundSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    def vanished(_count: int) -> bytes:
        raise system.PortAudioError("Unanticipated host error", -9999)

    system.sound = vanished
    with pytest.raises(MicrophoneGone):
        heard(1)
    assert system.closed == 1


def test_one_that_gives_nothing_any_more_is_told(
    system: SoundSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr("desktop.audio.time.monotonic", lambda: now[0])
    with audio.microphone() as one:
        assert one.read()
        one._stream.read_available = 0
        now[0] += audio.SILENT_FOR_S / 2
        assert one.read() == b""
        now[0] += audio.SILENT_FOR_S
        with pytest.raises(MicrophoneGone):
            one.read()


def test_no_sound_library_is_no_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> Any:
        raise OSError("no PortAudio")

    monkeypatch.setattr(audio, "_library", missing)
    assert audio.microphones() == []
    with pytest.raises(NoMicrophone):
        next(audio.levels())
    with pytest.raises(NoSound), audio.player():
        pass


def test_every_trouble_has_a_sentence_and_a_next_step() -> None:
    for kind in OF_MICROPHONES:
        card = describe(kind())
        assert card.title != describe(Exception()).title
        assert card.action


def test_how_loud_it_is() -> None:
    assert audio.level(SECOND) == 0.0
    loud = np.full(800, 30_000, np.int16).tobytes()
    soft = np.full(800, 300, np.int16).tobytes()
    assert 0.0 < audio.level(soft) < audio.level(loud) <= 1.0


def test_reading_aloud_where_no_voice_is_installed_is_said(
    qtbot: QtBot, session: Session, system: SoundSystem
) -> None:
    aloud = Aloud(session)
    states: list[Any] = []
    aloud.changed.connect(states.append)
    read: Callable[[], None] = lambda: aloud.read("key", "Hello")  # noqa: E731
    with qtbot.waitSignal(aloud.failed, timeout=WAIT_MS) as told:
        read()
    assert describe(told.args[0]).body
    qtbot.waitUntil(lambda: states == ["key", None], timeout=WAIT_MS)
