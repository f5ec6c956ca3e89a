"""Speaking without a hand: the real window and vault; ears, voice, devices and words scripted."""

# ruff: noqa: F401, F811 - the fixtures of speaking are those of test_talking.py

import contextlib
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop import power, standby
from desktop.app import Parts
from desktop.standby import BEFORE_BYTES, Stream, Taker
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.viewmodels.hands_free import HandsFree
from desktop.viewmodels.voice_consent import LATEST_S
from inference import preferences
from inference.engines import watch
from inference.errors import EngineDied
from inference.voice.talk import Phase
from inference.voice.waking import Paused, WakeWord, Woken
from tests.desktop.conftest import WAIT_MS, looked
from tests.desktop.sound import SoundSystem
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
    speak,
    system,
    texts,
    throat,
    titles,
)


class Words:
    """In place of the sealed process: notices what a test wants it to."""

    def __init__(self) -> None:
        self.notices: deque[Woken | Paused | Exception] = deque()
        self.wishes: list[str] = []
        self.waits_for: list[WakeWord] = []
        self.closed = 0

    @contextlib.contextmanager
    def over(self, word: WakeWord, **_more: Any) -> Iterator["Words"]:
        self.waits_for.append(word)
        yield self

    def hear(self, pcm: bytes) -> list[Woken | Paused]:
        assert pcm
        if not self.notices:
            return []
        one = self.notices.popleft()
        if isinstance(one, Exception):
            raise one
        return [one]

    def follow(self) -> None:
        self.wishes.append("follow")

    def wait(self) -> None:
        self.wishes.append("wait")

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> Words:
    made = Words()
    monkeypatch.setattr(standby, "Watch", lambda: made)
    monkeypatch.setattr(power, "on_battery", lambda: False)
    return made


@pytest.fixture
def hands_free(qtbot: QtBot, page: ChatPage, parts: Parts, words: Words) -> HandsFree:
    """Joined with the window, and off."""
    parts.surround()
    assert parts.surroundings is not None
    parts.surroundings.enter_hands_free()
    made = parts.surroundings.hands_free
    assert made is not None
    return made


def choose(qtbot: QtBot, chosen: HandsFree, /, **values: Any) -> None:
    def put(assistant: Any) -> None:
        for key, value in values.items():
            preferences.put(assistant.conn, f"voice.{key}", value)

    looked(qtbot, chosen._session, put)
    with qtbot.waitSignal(chosen.settings.changed, timeout=WAIT_MS):
        chosen.settings.look()


def turn_on(qtbot: QtBot, hands_free: HandsFree) -> None:
    with qtbot.waitSignal(hands_free.standby.open_changed, timeout=WAIT_MS):
        choose(qtbot, hands_free, hands_free=True)


def quiet(qtbot: QtBot, page: ChatPage) -> None:
    """Until only the microphone that is held open goes on."""
    qtbot.waitUntil(
        lambda: (
            page.talking.phase is Phase.IDLE
            and not page.model.is_busy
            and page.model.session.jobs.busy <= 1
        ),
        timeout=WAIT_MS,
    )


def say(qtbot: QtBot, page: ChatPage, words: Words) -> None:
    """The words that wake, something, and a pause."""
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        words.notices.append(Woken())
    qtbot.waitUntil(lambda: words.wishes[-1:] == ["follow"], timeout=WAIT_MS)
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    words.notices.append(Paused(has_spoken=True))
    qtbot.waitUntil(lambda: page.talking.talk.open is None, timeout=WAIT_MS)
    quiet(qtbot, page)


def test_it_is_off_until_the_owner_wants_it(
    qtbot: QtBot, hands_free: HandsFree, system: SoundSystem
) -> None:
    assert not hands_free.is_open
    assert system.opened == []


def test_it_is_loaded_when_the_owner_wants_it(
    qtbot: QtBot, page: ChatPage, parts: Parts, words: Words
) -> None:
    parts.surround()
    assert parts.surroundings is not None
    around = parts.surroundings
    assert around.hands_free is None
    looked(qtbot, page.model.session, lambda at: preferences.put(at.conn, "voice.hands_free", True))
    page.model.session.tell_changed()
    qtbot.waitUntil(
        lambda: around.hands_free is not None and around.hands_free.is_open, timeout=WAIT_MS
    )


def test_what_is_said_after_the_words_is_answered(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, chat: Chat,
) -> None:  # fmt: skip
    turn_on(qtbot, hands_free)
    ears.hears, chat.script[:] = ["Jarvis, what is a fugue?"], ["Voices."]
    say(qtbot, page, words)
    assert texts(page) == ["What is a fugue?", "Voices."]
    ears.hears, chat.script[:] = ["And a canon?"], ["Voices, too."]
    say(qtbot, page, words)
    assert texts(page)[2:] == ["And a canon?", "Voices, too."]
    assert words.waits_for == [WakeWord.HEY_JARVIS]


def test_only_one_microphone_is_open(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, now: Now,
    chat: Chat, system: SoundSystem,
) -> None:  # fmt: skip
    turn_on(qtbot, hands_free)
    ears.hears, chat.script[:] = ["Hello"], ["Hello you."]
    speak(qtbot, page, now)
    quiet(qtbot, page)
    assert texts(page) == ["Hello", "Hello you."]
    assert sum("latency" in one and one["samplerate"] == 16_000 for one in system.opened) == 1


def test_the_words_interrupt_what_tacit_says(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, chat: Chat,
    system: SoundSystem,
) -> None:  # fmt: skip
    turn_on(qtbot, hands_free)
    ears.hears = ["Tell me a story", "Stop that, what is a canon?"]
    chat.script[:] = ["Once upon a time. There was a king. He slept.", "Voices."]
    system.room = 0
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        words.notices.append(Woken())
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    words.notices.append(Paused(has_spoken=True))
    qtbot.waitUntil(lambda: page.talking.phase is Phase.SPEAKING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.model.is_busy, timeout=WAIT_MS)
    words.notices.append(Woken())
    qtbot.waitUntil(lambda: page.talking.phase is Phase.LISTENING, timeout=WAIT_MS)
    system.room = 441
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    words.notices.append(Paused(has_spoken=True))
    quiet(qtbot, page)
    assert texts(page)[-1] == "Voices."


def test_who_says_nothing_after_the_words_is_left_alone(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words
) -> None:
    turn_on(qtbot, hands_free)
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        words.notices.append(Woken())
    words.notices.append(Paused(has_spoken=False))
    quiet(qtbot, page)
    assert texts(page) == []


def test_what_a_hand_ends_is_waited_for_no_longer(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words
) -> None:
    turn_on(qtbot, hands_free)
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        words.notices.append(Woken())
    page.talking.cancel()
    qtbot.waitUntil(lambda: words.wishes == ["follow", "wait"], timeout=WAIT_MS)


def test_an_open_microphone_is_seen_and_closed_with_a_press(
    qtbot: QtBot, hands_free: HandsFree, home: Home, parts: Parts, words: Words
) -> None:
    from desktop.ui.open_microphone import OpenMicrophone

    assert parts.surroundings is not None
    tray = parts.surroundings.tray
    sign = home.sidebar.findChild(OpenMicrophone)
    assert isinstance(sign, OpenMicrophone)
    assert not sign.isVisible()
    turn_on(qtbot, hands_free)
    assert sign.isVisible()
    assert sign.accessibleName() == "The microphone is open: Waiting for “Hey Jarvis”"
    assert tray.icon.toolTip() == "The microphone is open. Waiting for “Hey Jarvis”"
    qtbot.mouseClick(sign, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: words.closed == 1, timeout=WAIT_MS)
    assert not sign.isVisible()
    assert "open" not in tray.icon.toolTip()
    assert not looked(qtbot, home.session,
                      lambda at: preferences.value(at.conn, "voice.hands_free"))  # fmt: skip


def test_on_battery_the_microphone_is_open_only_by_choice(
    qtbot: QtBot, hands_free: HandsFree, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn_on(qtbot, hands_free)
    monkeypatch.setattr(power, "on_battery", lambda: True)
    with qtbot.waitSignal(hands_free.standby.open_changed, timeout=WAIT_MS):
        hands_free._look_at_power()
    assert not hands_free.is_open
    with qtbot.waitSignal(hands_free.standby.open_changed, timeout=WAIT_MS):
        choose(qtbot, hands_free, on_battery=True)
    assert hands_free.is_open


def test_locking_closes_it(qtbot: QtBot, hands_free: HandsFree, parts: Parts, words: Words) -> None:
    turn_on(qtbot, hands_free)
    assert parts.surroundings is not None
    parts.surroundings.close()
    assert not hands_free.is_open
    qtbot.waitUntil(lambda: words.closed == 1, timeout=WAIT_MS)
    hands_free._apply()
    assert not hands_free.standby.is_on


def test_no_microphone_is_said_once_and_it_is_used_when_it_comes(
    qtbot: QtBot, hands_free: HandsFree, system: SoundSystem, home: Home,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    told: list[Any] = []
    hands_free.failed.connect(told.append)
    for _ in range(4):
        system.refuse(-9996, "Invalid device")
    choose(qtbot, hands_free, hands_free=True)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=WAIT_MS)
    assert home.page.card.isVisible()
    assert hands_free.says == ""
    hands_free._again.timeout.emit()
    qtbot.waitUntil(lambda: not hands_free.standby.is_on, timeout=WAIT_MS)
    system.refuses.clear()
    with qtbot.waitSignal(hands_free.standby.open_changed, timeout=WAIT_MS):
        hands_free._again.timeout.emit()
    assert len(told) == 1


def test_a_microphone_that_goes_away_leaves_what_was_said(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears,
    system: SoundSystem,
) -> None:  # fmt: skip
    turn_on(qtbot, hands_free)
    ears.hears = ["Write to Anna that"]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        words.notices.append(Woken())
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass

    def gone(_count: int) -> bytes:
        raise system.PortAudioError("Unanticipated host error", -9999)

    system.sound = gone
    qtbot.waitUntil(lambda: page.composer.text() == "Write to Anna that", timeout=WAIT_MS)
    assert not hands_free.is_open
    assert page.card.isVisible()


def test_a_process_that_dies_is_said_and_started_again(
    qtbot: QtBot, hands_free: HandsFree, words: Words
) -> None:
    turn_on(qtbot, hands_free)
    with qtbot.waitSignal(hands_free.failed, timeout=WAIT_MS):
        words.notices.append(EngineDied("wake", "working", "SIGSEGV"))
    with qtbot.waitSignal(hands_free.standby.open_changed, timeout=WAIT_MS):
        hands_free._again.timeout.emit()
    assert hands_free.is_open


def test_a_system_without_the_words_says_so(
    qtbot: QtBot, hands_free: HandsFree, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "is_possible", lambda: False)
    with qtbot.waitSignal(hands_free.failed, timeout=WAIT_MS) as told:
        choose(qtbot, hands_free, hands_free=True)
    assert told.args[0].title == "Hands-free is not possible here"
    assert not hands_free.standby.is_on


# what was there before the press


def test_half_a_second_from_before_the_press_comes_first() -> None:
    stream = Stream()
    second = bytes(range(250)) * 128
    for at in range(0, len(second), 640):
        stream.feed(second[at : at + 640])
    taker = Taker(stream)
    stream.feed(b"after")
    left = iter([False, True])
    heard = b"".join(taker.until(lambda: next(left)))
    assert heard.endswith(b"after")
    before = heard.removesuffix(b"after")
    assert before == second[-len(before) :]
    assert BEFORE_BYTES <= len(before) < BEFORE_BYTES + 640
    taker.leave()
    stream.feed(b"later")
    assert taker.sound.empty()


def test_the_microphone_is_held_ready_only_in_front(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, chat: Chat,
    now: Now, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    is_in_front = [True]
    states = {True: Qt.ApplicationState.ApplicationActive,
              False: Qt.ApplicationState.ApplicationInactive}  # fmt: skip
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: states[is_in_front[0]])
    hands_free.look_in_front()
    with qtbot.waitSignal(hands_free.standby.open_changed, timeout=WAIT_MS):
        choose(qtbot, hands_free, ready=True)
    assert hands_free.says == "The microphone is held ready"
    assert words.waits_for == []
    ears.hears, chat.script[:] = ["Hello"], ["Hello you."]
    speak(qtbot, page, now)
    quiet(qtbot, page)
    assert texts(page) == ["Hello", "Hello you."]
    is_in_front[0] = False
    hands_free.look_in_front()
    assert not hands_free.is_open


# what a microphone that is always open may decide


def answer(
    qtbot: QtBot, page: ChatPage, words: Words, ears: Ears, tell: Callable[[], None] = lambda: None
) -> None:  # fmt: skip
    tell()
    ears.hears = ["Hey Jarvis, yes."]
    say(qtbot, page, words)


def ask(qtbot: QtBot, page: ChatPage, tool: str, **given: Any) -> None:
    """Before it is hands-free: `asked` waits until nothing goes on at all."""
    asked(qtbot, page, tool, **given)


def test_a_yes_without_a_hand_decides_what_was_asked_just_now(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, now: Now
) -> None:
    ask(qtbot, page, "create_task", title="Dentist")
    turn_on(qtbot, hands_free)
    now.at += LATEST_S - 1
    answer(qtbot, page, words, ears)
    assert titles(qtbot, page) == ["Dentist"]


def test_a_yes_without_a_hand_decides_nothing_that_was_asked_long_ago(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, now: Now,
    throat: Throat,
) -> None:  # fmt: skip
    ask(qtbot, page, "create_task", title="Dentist")
    turn_on(qtbot, hands_free)
    now.at += LATEST_S + 1
    answer(qtbot, page, words, ears)
    assert titles(qtbot, page) == []
    assert " ".join(throat.said) == "Please look at the card and answer there."
    now.at += 100
    ears.hears = ["Yes"]
    speak(qtbot, page, now)  # a hand may still
    quiet(qtbot, page)
    assert titles(qtbot, page) == ["Dentist"]


def test_a_yes_without_a_hand_is_never_enough_for_what_is_gone_for_good(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears, now: Now,
    throat: Throat,
) -> None:  # fmt: skip
    from inference.guard import OWNER
    from inference.tools.base import by_owner

    looked(qtbot, page.model.session, lambda at: at.guard.carry_out(
        at.desk(), by_owner("remember", text="My sister is Elyse."), asker=OWNER))  # fmt: skip
    ask(qtbot, page, "forget", what="my sister")
    turn_on(qtbot, hands_free)
    answer(qtbot, page, words, ears)
    assert " ".join(throat.said) == "Please look at the card and answer there."


def test_a_yes_that_is_heard_without_the_words_is_not_even_listened_to(
    qtbot: QtBot, hands_free: HandsFree, page: ChatPage, words: Words, ears: Ears
) -> None:
    ask(qtbot, page, "create_task", title="Dentist")
    turn_on(qtbot, hands_free)
    ears.hears = ["Yes"]
    words.notices.append(Paused(has_spoken=True))
    qtbot.waitUntil(lambda: not words.notices, timeout=WAIT_MS)
    quiet(qtbot, page)
    assert ears.requests == []
    assert titles(qtbot, page) == []
