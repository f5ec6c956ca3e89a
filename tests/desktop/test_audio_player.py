"""Playing sound: in small steps, so that it stops at once; without a device it says so."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop import audio
from desktop.audio import Player
from desktop.errors import NoSound, describe
from desktop.session import Session
from desktop.viewmodels.aloud import Aloud
from tests.desktop.conftest import WAIT_MS

SECOND = bytes(2 * 16_000)


class Device:
    """What the sound library offers, without a loudspeaker."""

    class PortAudioError(Exception):
        """As the library calls it."""

    def __init__(self, *, is_there: bool = True) -> None:
        self.is_there = is_there
        self.written: list[bytes] = []
        self.opened: list[int] = []

    def RawOutputStream(self, samplerate: int, **_words: object) -> "Device":  # noqa: N802
        if not self.is_there:
            raise self.PortAudioError
        self.opened.append(samplerate)
        return self

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def close(self, *, ignore_errors: bool) -> None: ...

    def write(self, pcm: bytes) -> None:
        self.written.append(pcm)


def test_sound_is_handed_over_in_steps_and_stops_between_two() -> None:
    device = Device()
    player = Player(device)
    player.play(SECOND, 16_000, lambda: False)
    assert b"".join(device.written) == SECOND
    assert len(device.written) == 20
    player.play(SECOND, 16_000, lambda: len(device.written) >= 23)
    assert len(device.written) == 23
    player.play(SECOND, 22_050, lambda: True)
    assert device.opened == [16_000, 22_050]
    player.finish()
    player.close()


def test_without_a_device_there_is_an_error_with_a_card() -> None:
    with pytest.raises(NoSound) as told:
        Player(Device(is_there=False)).play(SECOND, 16_000, lambda: False)
    assert "sound" in describe(told.value).title


def test_reading_aloud_where_no_voice_is_installed_is_said(qtbot: QtBot, session: Session) -> None:
    aloud = Aloud(session)
    states: list[Any] = []
    aloud.changed.connect(states.append)
    read: Callable[[], None] = lambda: aloud.read("key", "Hello")  # noqa: E731
    with qtbot.waitSignal(aloud.failed, timeout=WAIT_MS) as told:
        read()
    assert describe(told.args[0]).body
    assert states == ["key", None]
    assert audio.player is not None
