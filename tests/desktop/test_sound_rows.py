"""Settings, Voice: devices by name, a try of each, and the words to know."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import audio
from desktop.session import Session
from desktop.ui.sound_rows import SoundRows
from desktop.viewmodels.setting_rows import Control, Section, Setting
from inference.voice import chimes, hints
from tests.desktop.conftest import WAIT_MS, looked
from tests.desktop.sound import SoundSystem


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> SoundSystem:
    made = SoundSystem()
    monkeypatch.setattr(audio, "_library", lambda: made)
    return made


@pytest.fixture
def rows(qtbot: QtBot, session: Session, system: SoundSystem) -> SoundRows:
    made = SoundRows(Setting("sound", Section.VOICE, "Sound", "", Control.SOUND), session)
    qtbot.addWidget(made)
    with qtbot.waitSignals(
        [made._voices.microphones_found, made._voices.loudspeakers_found], timeout=WAIT_MS
    ):
        made.show()
    return made


def names(rows: SoundRows) -> list[list[str]]:
    some = (rows.microphones, rows.loudspeakers)
    return [[one.itemText(at) for at in range(one.count())] for one in some]


def test_devices_are_chosen_by_name_and_kept(
    qtbot: QtBot, rows: SoundRows, session: Session, system: SoundSystem
) -> None:
    assert names(rows) == [["as the system", "Desk", "Headset"], ["as the system", "Boxes"]]
    for choice in (rows.microphones, rows.loudspeakers):
        choice.setCurrentIndex(1)
        with qtbot.waitSignal(rows._voices.changed, timeout=WAIT_MS):
            choice.activated.emit(1)
    kept = looked(
        qtbot, session, lambda at: (hints.microphone(at.conn), hints.loudspeaker(at.conn))
    )
    assert kept == ("Desk", "Boxes")
    system.devices.clear()
    with qtbot.waitSignal(rows._voices.microphones_found, timeout=WAIT_MS):
        rows._voices.find_microphones()
    assert names(rows)[0] == ["as the system", "Desk (not connected)"]
    assert rows.microphones.currentData() == "Desk"


def test_the_microphone_is_tried_and_closed(
    qtbot: QtBot, rows: SoundRows, system: SoundSystem
) -> None:
    with qtbot.waitSignal(rows.trial.heard, timeout=WAIT_MS):
        qtbot.mouseClick(rows.test, Qt.MouseButton.LeftButton)
    assert rows.told.text() == "I can hear you."
    assert rows.level.value() > 0
    rows.hide()
    qtbot.waitUntil(lambda: system.closed == 1, timeout=WAIT_MS)


def test_the_loudspeaker_is_tried(qtbot: QtBot, rows: SoundRows, system: SoundSystem) -> None:
    qtbot.mouseClick(rows.play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bytes(system.played) == chimes.opening(), timeout=WAIT_MS)
    system.refuse(-9996, "no device")
    with qtbot.waitSignal(rows.failed, timeout=WAIT_MS):
        qtbot.mouseClick(rows.play, Qt.MouseButton.LeftButton)
