"""Keeping what was said as it sounded: only where the owner wants it, heard again, and gone again.

A real vault and conversation; ears, voice and devices from a script.
"""

# ruff: noqa: F401, F811 - the fixtures of speaking are those of test_talking.py

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.assistant import Assistant
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.chat.message import OwnMessage
from desktop.ui.chat.recording import RecordingButtons
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.ui.recording_questions import DeleteRecordings, StopKeeping
from desktop.ui.setting_row import SettingRow
from desktop.ui.settings_page import SettingsPage
from inference import preferences
from inference.voice import recordings as keeping
from tests.desktop.conftest import WAIT_MS, Clock, looked
from tests.desktop.sound import SoundSystem, speech
from tests.desktop.test_talking import (
    Chat,
    Ears,
    Now,
    Throat,
    asked,
    chat,
    ears,
    now,
    page,
    rest,
    speak,
    system,
    talking,
    texts,
    throat,
)
from vault import conversations, recordings
from vault.recordings import Amount
from vault.vault import Vault


@pytest.fixture
def keeps(qtbot: QtBot, page: ChatPage) -> ChatPage:
    """The chat where the owner wants recordings kept."""
    prefer(qtbot, page, "voice.keep", value=True)
    return page


def prefer(qtbot: QtBot, page: ChatPage, key: str, *, value: object) -> None:
    def put(assistant: Assistant) -> None:
        preferences.put(assistant.conn, key, value)  # type: ignore[arg-type]  # a value of it

    looked(qtbot, page.model.session, put)
    page.talking.settings.look()
    rest(qtbot, page)


def ask(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now, *,
    says: str = "What is a fugue?",
) -> None:  # fmt: skip
    ears.hears, chat.script[:] = [says], ["Voices."]
    speak(qtbot, page, now)
    rest(qtbot, page)


def amount(qtbot: QtBot, session: Session) -> Amount:
    return looked(qtbot, session, lambda at: recordings.amount(at.conn))


def own(page: ChatPage) -> list[OwnMessage]:
    return [one for one in page.talk.transcript.messages() if isinstance(one, OwnMessage)]


def buttons(page: ChatPage, at: int = -1) -> RecordingButtons:
    found = own(page)[at].recording
    assert found is not None
    return found


def heard(qtbot: QtBot, page: ChatPage) -> bytes:
    message = own(page)[-1].shown.number
    return looked(qtbot, page.model.session, lambda at: recordings.sound(at.conn, message))


def test_nothing_is_kept_unless_the_owner_wants_it(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ask(qtbot, page, chat, ears, now)
    assert texts(page) == ["What is a fugue?", "Voices."]
    assert amount(qtbot, page.model.session) == Amount(0, 0)
    assert own(page)[0].recording is None


def test_what_is_said_is_kept_with_its_message_and_can_be_heard_again(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now, system: SoundSystem
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    assert amount(qtbot, keeps.model.session).count == 1
    sound = heard(qtbot, keeps)
    assert len(sound) > 3 * 640
    pieces = {sound[at : at + 640] for at in range(0, len(sound) - 639, 640)}
    assert pieces == {system.sound(320)}
    system.played.clear()
    qtbot.mouseClick(buttons(keeps).play, Qt.MouseButton.LeftButton)
    assert buttons(keeps).play.accessibleName() == "Stop playing"
    qtbot.waitUntil(lambda: keeps.model.recordings.playing is None, timeout=WAIT_MS)
    assert bytes(system.played) == sound
    assert buttons(keeps).play.accessibleName() == "Play recording"


def test_it_is_found_again_when_the_conversation_is_opened_again(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    number = keeps.model.number
    assert number is not None
    keeps.begin(is_private=False)
    assert own(keeps) == []
    keeps.model.recordings._there.clear()
    keeps.model.open(number)
    qtbot.waitUntil(lambda: len(own(keeps)) == 1, timeout=WAIT_MS)
    assert buttons(keeps).isVisibleTo(keeps)


@pytest.mark.parametrize("by", ["button", "escape", "microphone", "another conversation"])
def test_playing_is_stopped(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now, system: SoundSystem, by: str
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    system.room, cut_off = 0, system.cut_off
    opened = len(system.opened)
    qtbot.mouseClick(buttons(keeps).play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(system.opened) > opened, timeout=WAIT_MS)
    if by == "button":
        qtbot.mouseClick(buttons(keeps).play, Qt.MouseButton.LeftButton)
    elif by == "escape":
        qtbot.keyClick(keeps.composer.field, Qt.Key.Key_Escape)
    elif by == "microphone":
        keeps.talking.press()
    else:
        keeps.begin(is_private=False)
    assert keeps.model.recordings.playing is None
    qtbot.waitUntil(lambda: system.cut_off > cut_off, timeout=WAIT_MS)
    keeps.talking.cancel()
    system.room = 441
    rest(qtbot, keeps)


def test_a_recording_is_deleted_and_brought_back(
    qtbot: QtBot, keeps: ChatPage, home: Home, chat: Chat, ears: Ears, now: Now
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    session, sound = keeps.model.session, heard(qtbot, keeps)
    qtbot.mouseClick(buttons(keeps).delete, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: home.toast.text() == "Deleted the recording", timeout=WAIT_MS)
    assert amount(qtbot, session) == Amount(0, 0)
    assert not buttons(keeps).isVisibleTo(keeps)
    assert texts(keeps) == ["What is a fugue?", "Voices."]
    home.toast.undo()
    qtbot.waitUntil(lambda: buttons(keeps).isVisibleTo(keeps), timeout=WAIT_MS)
    assert heard(qtbot, keeps) == sound


def test_one_that_is_gone_is_said_and_shown_no_longer(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    looked(qtbot, keeps.model.session, lambda at: keeping.delete_all(at.desk()))
    qtbot.mouseClick(buttons(keeps).play, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Not there any more" in keeps.card.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not buttons(keeps).isVisibleTo(keeps), timeout=WAIT_MS)
    assert keeps.model.recordings.playing is None


def test_a_private_conversation_keeps_nothing_also_where_it_is_kept_after_all(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    keeps.begin(is_private=True)
    ask(qtbot, keeps, chat, ears, now)
    assert keeps.talking.ear.keeps() is False
    assert amount(qtbot, keeps.model.session) == Amount(0, 0)
    keeps.model.keep_after_all()
    qtbot.waitUntil(lambda: keeps.model.number is not None, timeout=WAIT_MS)
    rest(qtbot, keeps)
    assert amount(qtbot, keeps.model.session) == Amount(0, 0)


@pytest.mark.parametrize("says", ["Yes, please.", "Stop."])
def test_words_that_are_no_message_are_not_kept_nor_joined_to_those_that_follow(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now, system: SoundSystem, says: str
) -> None:
    asked(qtbot, keeps, "create_task", title="Dentist")
    ask(qtbot, keeps, chat, ears, now, says=says)
    assert amount(qtbot, keeps.model.session) == Amount(0, 0)
    assert not keeps.model.recordings._waiting
    system.sound = lambda count: b"\x09\x00" * count
    ask(qtbot, keeps, chat, ears, now)
    assert set(heard(qtbot, keeps)) == {9, 0}


def test_what_is_thrown_away_is_not_kept_with_what_is_said_next(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ears.hears = ["Never mind"]
    with qtbot.waitSignal(keeps.talking.ear.opened, timeout=WAIT_MS):
        keeps.talking.toggle()
    with qtbot.waitSignals([keeps.talking.ear.level] * 9, timeout=WAIT_MS):
        pass
    keeps.talking.cancel()
    rest(qtbot, keeps)
    keeps.composer.write("Hello there")
    chat.script[:] = ["Hello."]
    keeps.composer.submit()
    qtbot.waitUntil(lambda: len(chat.requests) == 1, timeout=WAIT_MS)
    rest(qtbot, keeps)
    assert amount(qtbot, keeps.model.session) == Amount(0, 0)


@pytest.mark.parametrize(
    ("sent", "count"),
    [("What is a fugue, please?", 1), ("Something else altogether", 0), ("", 0)],
)
def test_words_that_are_looked_at_first_take_their_sound_along_if_they_are_sent(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now, sent: str, count: int
) -> None:
    prefer(qtbot, keeps, "voice.at_once", value=False)
    ears.hears, chat.script[:] = ["What is", "a fugue"], ["Voices."]
    for _ in range(2):
        speak(qtbot, keeps, now)
        rest(qtbot, keeps)
    assert keeps.composer.text() == "What is a fugue"
    assert amount(qtbot, keeps.model.session) == Amount(0, 0)
    if sent:
        keeps.composer.write(sent)
    else:
        keeps.begin(is_private=False)
        keeps.composer.write("What is a fugue")
    keeps.composer.submit()
    qtbot.waitUntil(lambda: len(chat.requests) == 1, timeout=WAIT_MS)
    rest(qtbot, keeps)
    assert amount(qtbot, keeps.model.session).count == count


def test_it_is_kept_also_where_another_conversation_is_opened_meanwhile(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ears.hears, chat.script[:] = ["What is a fugue?"], ["Voices."]
    with qtbot.waitSignal(keeps.model.own_said, timeout=WAIT_MS):
        speak(qtbot, keeps, now)
    keeps.begin(is_private=True)
    rest(qtbot, keeps)
    qtbot.waitUntil(lambda: amount(qtbot, keeps.model.session).count == 1, timeout=WAIT_MS)


def test_a_setting_that_is_turned_off_meanwhile_keeps_nothing(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    session = keeps.model.session
    ears.hears, chat.script[:] = ["What is a fugue?"], ["Voices."]
    keeps.model.own_said.connect(lambda _text: session.look(
        lambda at: preferences.put(at.conn, "voice.keep", False)))  # fmt: skip
    speak(qtbot, keeps, now)
    rest(qtbot, keeps)
    assert texts(keeps) == ["What is a fugue?", "Voices."]
    assert amount(qtbot, session) == Amount(0, 0)
    assert own(keeps)[0].recording is None


def test_it_goes_with_the_conversation_when_that_is_forgotten(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    session, number = keeps.model.session, keeps.model.number
    assert number is not None
    looked(qtbot, session, lambda at: conversations.hide(at.conn, [number], at.desk().now))
    assert amount(qtbot, session).count == 1, "it can still be brought back"
    looked(qtbot, session, session._forget_hidden)
    assert amount(qtbot, session) == Amount(0, 0)


def test_old_ones_go_by_themselves(
    qtbot: QtBot, clock: Clock, keeps: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    """By the hour where the window stays open; at unlocking otherwise."""
    prefer(qtbot, keeps, "voice.keep_days", value=7)
    ask(qtbot, keeps, chat, ears, now)
    session = keeps.model.session
    assert session._sweeping.isActive()
    clock.now += timedelta(days=6, hours=23)
    session.sweep()
    assert amount(qtbot, session).count == 1
    clock.now += timedelta(hours=2)
    session._sweeping.timeout.emit()
    qtbot.waitUntil(lambda: not buttons(keeps).isVisibleTo(keeps), timeout=WAIT_MS)
    assert amount(qtbot, session) == Amount(0, 0)
    actions = looked(
        qtbot, session, lambda at: at.conn.column("SELECT action FROM audit ORDER BY sequence")
    )
    assert "recordings deleted" in actions


def test_what_grew_old_while_the_vault_was_locked_goes_when_it_is_opened(
    qtbot: QtBot, clock: Clock, vault: Vault, parts: Parts
) -> None:
    with vault.writer() as conn, conn.transaction():
        for days in (29, 31):
            when = clock.now - timedelta(days=days)
            talk = conversations.begin(conn, "Hello", when)
            owner = conversations.Said(conversations.Speaker.OWNER, "Hello")
            recordings.keep(conn, conversations.say(conn, talk, owner, when), speech(320), when)
    parts.clock = clock
    parts.enter(vault)
    assert parts.session is not None
    assert amount(qtbot, parts.session).count == 1


def test_a_message_with_its_buttons_is_no_wider_than_there_is_room(
    qtbot: QtBot, keeps: ChatPage, home: Home, chat: Chat, ears: Ears, now: Now
) -> None:
    ask(qtbot, keeps, chat, ears, now, says="What is a fugue, and who wrote the best ones? " * 3)
    room = keeps.talk.transcript.viewport()
    for width in (1400, 1000, 860):
        home.window().resize(width, 700)
        qtbot.waitUntil(lambda: own(keeps)[0].width() <= room.width(), timeout=WAIT_MS)
        bubble = own(keeps)[0].bubble
        assert bubble.mapTo(own(keeps)[0], bubble.rect().topRight()).x() < room.width()


def test_nothing_of_it_lies_on_the_disk_in_clear(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now, tmp_path: Path
) -> None:
    ask(qtbot, keeps, chat, ears, now)
    content = recordings.packed(heard(qtbot, keeps))
    everything = b"".join(one.read_bytes() for one in tmp_path.rglob("*") if one.is_file())
    assert len(everything) > len(content)
    for part in (content, heard(qtbot, keeps)):
        for at in range(64, len(part) - 64, 64):
            assert part[at : at + 64] not in everything


def test_the_sound_of_the_preroll_and_of_every_piece_is_in_order(
    qtbot: QtBot, keeps: ChatPage, chat: Chat, ears: Ears, now: Now, system: SoundSystem
) -> None:
    numbers = iter(range(1, 30_000))
    system.sound = lambda count: next(numbers).to_bytes(2, "little") * count
    ask(qtbot, keeps, chat, ears, now)
    sound = heard(qtbot, keeps)
    firsts = [int.from_bytes(sound[at : at + 2], "little") for at in range(0, len(sound), 640)]
    assert firsts == list(range(1, len(firsts) + 1))


# the settings


@pytest.fixture
def settings(qtbot: QtBot, home: Home, system: SoundSystem) -> SettingsPage:
    home.go_to(Place(PageName.SETTINGS))
    shown = home.page
    assert isinstance(shown, SettingsPage)
    qtbot.waitUntil(lambda: bool(shown.rows), timeout=WAIT_MS)
    return shown


def record(qtbot: QtBot, session: Session, count: int = 2) -> None:
    """Keep something that was said."""

    def work(assistant: Assistant) -> None:
        desk = assistant.desk()
        preferences.put(desk.conn, "voice.keep", True)
        for _ in range(count):
            talk = conversations.begin(desk.conn, "Hello", desk.now)
            owner = conversations.Said(conversations.Speaker.OWNER, "Hello")
            message = conversations.say(desk.conn, talk, owner, desk.now)
            assert keeping.keep(desk, message, speech(32_000))

    looked(qtbot, session, work)
    session.tell_changed()


def setting(page: SettingsPage, key: str) -> SettingRow:
    row = page.rows[key]
    assert isinstance(row, SettingRow)
    return row


def test_settings_say_how_much_is_kept_and_delete_it_after_a_yes(
    qtbot: QtBot, settings: SettingsPage, session: Session
) -> None:
    row = setting(settings, "recordings")
    assert row.about.text() == "Kept now: none."
    assert not row.control.isEnabled()
    record(qtbot, session)
    qtbot.waitUntil(
        lambda: row.about.text().startswith("Kept now: 2 recordings, "), timeout=WAIT_MS
    )
    assert row.about.text().endswith(" kB.")
    assert isinstance(row.control, QPushButton)
    for answer in ("no", "yes"):
        row.control.click()
        (asking,) = settings.findChildren(DeleteRecordings)
        assert amount(qtbot, session).count == 2
        qtbot.mouseClick(getattr(asking, answer), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not settings.findChildren(DeleteRecordings), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: settings.card.text() == "2 recordings are deleted.", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: row.about.text() == "Kept now: none.", timeout=WAIT_MS)
    assert amount(qtbot, session) == Amount(0, 0)


@pytest.mark.parametrize(
    ("answer", "left", "is_on"), [("delete", 0, False), ("leave", 2, False), ("no", 2, True)]
)
def test_turning_it_off_asks_what_becomes_of_those_that_are_kept(
    qtbot: QtBot, settings: SettingsPage, session: Session, answer: str, left: int, is_on: bool
) -> None:
    record(qtbot, session)
    switch = setting(settings, "vault:voice.keep").control
    assert isinstance(switch, QCheckBox)
    qtbot.waitUntil(lambda: switch.isChecked() and settings._settings.has_recordings)
    switch.click()
    (asking,) = settings.findChildren(StopKeeping)
    qtbot.mouseClick(getattr(asking, answer), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: looked(qtbot, session, lambda at: keeping.are_kept(at.conn)) is is_on
        and switch.isChecked() is is_on and amount(qtbot, session).count == left,
        timeout=WAIT_MS,
    )  # fmt: skip


def test_turning_it_off_asks_nothing_where_nothing_is_kept(
    qtbot: QtBot, settings: SettingsPage, session: Session
) -> None:
    switch = setting(settings, "vault:voice.keep").control
    assert isinstance(switch, QCheckBox)
    for is_on in (True, False):
        with qtbot.waitSignal(session.done, timeout=WAIT_MS):
            switch.click()
        assert looked(qtbot, session, lambda at: keeping.are_kept(at.conn)) is is_on
    assert not settings.findChildren(StopKeeping)
