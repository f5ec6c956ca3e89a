"""Speaking in the window: a real vault and conversation; ears, voice and devices from a script."""

import contextlib
import itertools
import queue
from collections.abc import Iterator
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop import assistant as assistants
from desktop import audio
from desktop.assistant import Assistant
from desktop.cards import ErrorCard
from desktop.places import PageName, Place
from desktop.ui.chat_page import ChatPage
from desktop.ui.home import Home
from desktop.ui.own_words import OwnWords
from desktop.ui.talk_keys import write_into
from desktop.viewmodels.talking import Talking
from inference import preferences, prompt
from inference.engines.local import Engines
from inference.engines.protocols import Stopped, never
from inference.errors import EngineDied
from inference.guard import OWNER, rules
from inference.tools import catalog
from inference.tools.base import by_owner
from inference.tools.errors import ApprovalNeeded
from inference.types import (
    ChatEvent,
    ChatRequest,
    Finished,
    Heard,
    HearingRequest,
    Partial,
    Sound,
    SpeakingRequest,
    Token,
)
from inference.understanding import frames, wording
from inference.understanding.rules import Rules
from inference.understanding.understand import Understanding
from inference.voice import chimes
from inference.voice.talk import Phase
from tests.desktop.conftest import WAIT_MS, looked
from tests.desktop.sound import SoundSystem, silence
from tests.scripted import ScriptedChat
from vault import entities, tasks

RATE = 22_050
SISTER = "My sister is Elyse."


class Chat(ScriptedChat):
    """Answers from a script; what is only to be read ahead is noted beside it."""

    def __init__(self) -> None:
        super().__init__([])
        self.ahead: list[ChatRequest] = []
        self.script = self._script
        self.gate: queue.SimpleQueue[None] | None = None
        "where it waits before its last word, if it is to"

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        if request.max_tokens == 0:
            self.ahead.append(request)
            return
        if request.form is not None:
            yield Token('{"tool": "answer"}')
            yield Finished("end")
            return
        for event in super().stream(request, stopped=stopped):
            while self.gate is not None and isinstance(event, Finished) and not stopped():
                with contextlib.suppress(queue.Empty):
                    self.gate.get(timeout=0.01)
                    break
            yield event if not stopped() else Finished("cancelled")


class Ears:
    """Understands whatever is next in its list, once there was any sound."""

    def __init__(self) -> None:
        self.hears: list[str | Exception] = []
        self.requests: list[HearingRequest] = []
        self.partial = Partial("", "")

    @contextlib.contextmanager
    def listen(self, request: HearingRequest) -> Iterator["Ears"]:
        self.requests.append(request)
        yield self

    def add(self, _pcm: bytes) -> list[Partial]:
        one, self.partial = self.partial, Partial("", "")
        return [one] if one.settled else []

    def finish(self) -> Heard:
        one = self.hears.pop(0) if self.hears else ""
        if isinstance(one, Exception):
            raise one
        return Heard(one, "en")


class Throat:
    """A twentieth of a second of sound for each word."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.fails: Exception | None = None

    def say(self, request: SpeakingRequest, *, stopped: Stopped = never) -> Iterator[Sound]:
        if self.fails is not None:
            raise self.fails
        for word in request.text.split():
            if stopped():
                return
            self.said.append(word)
            yield Sound(b"\x01\x00" * (RATE // 20), RATE, word)


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch) -> Chat:
    made = Chat()
    monkeypatch.setattr(assistants, "chat_of", lambda *_words: made)
    known = Understanding(Rules(frames.english(), wording.english()), catalog.OFFERED)
    monkeypatch.setattr(assistants, "understanding", lambda *_words: known)  # rules will do
    return made


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Ears:
    made = Ears()
    monkeypatch.setattr(Engines, "transcriber", lambda *_words: made)
    return made


@pytest.fixture
def throat(monkeypatch: pytest.MonkeyPatch) -> Throat:
    made = Throat()
    monkeypatch.setattr(Engines, "speaker", lambda *_words: made)
    return made


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> SoundSystem:
    made = SoundSystem()
    monkeypatch.setattr(audio, "_library", lambda: made)
    return made


class Now:
    """A clock that a test moves."""

    at = 100.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def page(
    qtbot: QtBot, home: Home, chat: Chat, ears: Ears, throat: Throat, system: SoundSystem, now: Now
) -> ChatPage:
    home.go_to(Place(PageName.CHAT))
    shown = home.page
    assert isinstance(shown, ChatPage)
    shown.talking._clock = now
    home.window().activateWindow()
    looked(qtbot, home.session, lambda at: preferences.put(at.conn, "voice.sounds", False))
    shown.talking.settings.look()
    rest(qtbot, shown)
    return shown


@pytest.fixture
def talking(page: ChatPage) -> Talking:
    return page.talking


def rest(qtbot: QtBot, page: ChatPage) -> None:
    """Until nothing is going on any more."""
    jobs = page.model.session.jobs
    qtbot.waitUntil(
        lambda: page.talking.phase is Phase.IDLE and not page.model.is_busy and jobs.busy == 0,
        timeout=WAIT_MS,
    )


def until_heard(qtbot: QtBot, talking: Talking) -> None:
    with qtbot.waitSignal(talking.ear.opened, timeout=WAIT_MS):
        pass


def speak(qtbot: QtBot, page: ChatPage, now: Now) -> None:
    """Hold the key for two seconds."""
    talking = page.talking
    with qtbot.waitSignal(talking.ear.opened, timeout=WAIT_MS):
        talking.press()
    with qtbot.waitSignals([talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    now.at += 2
    talking.release()


def texts(page: ChatPage) -> list[str]:
    return [one.text.words for one in page.talk.transcript.messages()]


def cards_of(talking: Talking) -> list[ErrorCard]:
    found: list[ErrorCard] = []
    talking.failed.connect(found.append)
    return found


def test_what_is_said_is_sent_and_the_answer_is_spoken(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, throat: Throat, system: SoundSystem,
    now: Now,
) -> None:  # fmt: skip
    ears.hears, chat.script[:] = ["What is a fugue?"], ["A piece, woven of voices. They follow."]
    phases: list[Phase] = []
    page.talking.changed.connect(lambda: phases.append(page.talking.phase))
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert texts(page) == ["What is a fugue?", "A piece, woven of voices. They follow."]
    assert " ".join(throat.said) == "A piece, woven of voices. They follow."
    assert [one for one, _ in itertools.groupby(phases)] == [
        Phase.LISTENING, Phase.UNDERSTANDING, Phase.THINKING, Phase.SPEAKING, Phase.IDLE,
    ]  # fmt: skip
    assert system.played.count(b"\x01\x00" * (RATE // 20)) == len(throat.said)
    assert not page.talk_bar.isVisible()


def test_the_beginning_is_read_while_the_owner_speaks(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now
) -> None:
    ears.hears, chat.script[:] = ["What is a fugue in music?"], ["Voices."]
    ears.partial = Partial("What is a fugue", "in")
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert len(chat.ahead) == 2
    first = chat.ahead[0].messages[-1].text
    assert first.startswith("Now: ")
    assert chat.ahead[1].messages[-1].text.startswith(first)
    early, asked = chat.ahead[1].messages[-1].text, chat.requests[0].messages[-1].text
    assert asked == f"{early} music?"


def test_whoever_speaks_again_is_not_spoken_over_and_tacit_knows_what_was_not_heard(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, system: SoundSystem, now: Now
) -> None:
    ears.hears = ["Tell me a story", "And then?"]
    chat.script[:] = ["Once upon a time. There was a king. He slept.", "He woke up."]
    system.room = 441 * 2  # the device takes some of it and then no more, so it goes on speaking
    with qtbot.waitSignal(page.talking.mouth.began, timeout=WAIT_MS):
        speak(qtbot, page, now)
        system.room = 0
    qtbot.waitUntil(lambda: not page.model.is_busy, timeout=WAIT_MS)
    assert page.talking.phase is Phase.SPEAKING
    speak(qtbot, page, now)
    system.room = 441
    rest(qtbot, page)
    assert system.cut_off == 1
    assert "The owner did not hear this part of it:\n" in chat.requests[1].messages[-1].text
    assert "He slept." in chat.requests[1].messages[-1].text.partition("part of it")[2]
    assert texts(page)[-1] == "He woke up."


def test_any_key_makes_it_silent(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, system: SoundSystem, now: Now, home: Home
) -> None:
    ears.hears, chat.script[:] = ["Tell me a story"], ["Once upon a time. There was a king."]
    assert home.talk_keys.talking is page.talking
    system.room = 0
    speak(qtbot, page, now)
    qtbot.waitUntil(lambda: page.talking.phase is Phase.SPEAKING, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.model.is_busy, timeout=WAIT_MS)
    qtbot.keyClick(page.composer.field, Qt.Key.Key_Shift)
    assert page.talking.phase is Phase.SPEAKING
    qtbot.keyClicks(page.composer.field, "a")
    rest(qtbot, page)
    assert page.composer.text() == "a"
    assert texts(page)[-1].endswith("king.")


def test_no_microphone_is_said_and_the_next_press_works(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, system: SoundSystem, now: Now
) -> None:
    told = cards_of(page.talking)
    system.refuse(-9985, "Device unavailable")
    page.talking.press()
    rest(qtbot, page)
    assert [one.title for one in told] == ["The microphone is in use"]
    assert page.card.isVisible()
    page.talking.release()
    ears.hears, chat.script[:] = ["Hello"], ["Hello."]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert texts(page) == ["Hello", "Hello."]


def test_a_microphone_that_vanishes_leaves_what_was_said(
    qtbot: QtBot, page: ChatPage, ears: Ears, system: SoundSystem
) -> None:
    told = cards_of(page.talking)
    ears.hears = ["Write to Anna that"]
    until = iter(range(30))

    def vanishing(count: int) -> bytes:
        if next(until, None) is None:
            raise system.PortAudioError("Unanticipated host error", -9999)
        return b"\x05\x00" * count

    system.sound = vanishing
    page.talking.press()
    rest(qtbot, page)
    assert page.composer.text() == "Write to Anna that"
    assert [one.title for one in told] == ["The microphone went away"]
    assert texts(page) == []


def test_complete_silence_is_a_muted_microphone(
    qtbot: QtBot, page: ChatPage, system: SoundSystem, now: Now
) -> None:
    told = cards_of(page.talking)
    system.sound = silence
    page.talking.press()
    with qtbot.waitSignals([page.talking.ear.level] * 20, timeout=WAIT_MS):
        pass
    now.at += 2
    page.talking.release()
    rest(qtbot, page)
    assert [one.title for one in told] == ["The microphone is silent"]


def test_ears_that_fail_lose_no_word_and_say_so(
    qtbot: QtBot, page: ChatPage, ears: Ears, now: Now
) -> None:
    told = cards_of(page.talking)
    ears.partial, ears.hears = Partial("Call Anna", "now"), [EngineDied("listen", "working", "x")]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert page.composer.text() == "Call Anna now"
    assert told


def test_a_voice_that_fails_leaves_the_answer_in_writing(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, throat: Throat, now: Now
) -> None:
    told = cards_of(page.talking)
    throat.fails = EngineDied("speak", "working", "x")
    ears.hears, chat.script[:] = ["Hello"], ["Hello. How are you?"]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert texts(page) == ["Hello", "Hello. How are you?"]
    assert told


def test_words_are_looked_at_first_where_the_owner_wants_that(
    qtbot: QtBot, page: ChatPage, ears: Ears, now: Now
) -> None:
    def choose(assistant: Assistant) -> None:
        preferences.put(assistant.conn, "voice.at_once", False)

    looked(qtbot, page.model.session, choose)
    page.talking.settings.look()
    rest(qtbot, page)
    page.composer.write("Dear Anna,")
    ears.hears = ["see you soon"]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert page.composer.text() == "Dear Anna, see you soon"


@pytest.mark.parametrize(("value", "spoken"), [(False, False), (True, True)])
def test_whether_typed_words_are_answered_aloud(
    qtbot: QtBot, page: ChatPage, chat: Chat, throat: Throat, value: bool, spoken: bool
) -> None:
    looked(qtbot, page.model.session,
           lambda assistant: preferences.put(assistant.conn, "voice.replies", value))  # fmt: skip
    page.talking.settings.look()
    rest(qtbot, page)
    chat.script[:] = ["Hello."]
    page.composer.write("Hi there, how is it going?")
    page.composer.submit()
    qtbot.waitUntil(lambda: page.model.is_busy or bool(chat.requests), timeout=WAIT_MS)
    rest(qtbot, page)
    assert bool(throat.said) is spoken


def test_two_hundred_quick_presses_lose_nothing_and_leave_nothing_behind(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, system: SoundSystem, now: Now
) -> None:
    chat.script[:] = ["Well."] * 200
    ears.hears = [f"word{number}" for number in range(200)]
    for _ in range(200):
        page.talking.press()
        now.at += 0.03
        page.talking.release()
        now.at += 0.03
        QApplication.processEvents()
    rest(qtbot, page)
    said = " ".join(text for text in texts(page) if text.startswith("word"))
    heard = 200 - len(ears.hears)
    assert said.split() == [f"word{number}" for number in range(heard)]
    assert not page.talking.ear._recordings
    assert audio._open_streams == 0
    assert not page.talking.ear.is_open


def test_two_sounds_of_our_own_tell_when_it_listens(
    qtbot: QtBot, page: ChatPage, system: SoundSystem, now: Now
) -> None:
    looked(qtbot, page.model.session, lambda at: preferences.put(at.conn, "voice.sounds", True))
    page.talking.settings.look()
    rest(qtbot, page)
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert bytes(system.played) == chimes.opening() + chimes.closing()
    assert audio.level(chimes.opening()) < 0.8


def test_throwing_away_sends_nothing(
    qtbot: QtBot, page: ChatPage, ears: Ears, system: SoundSystem
) -> None:
    ears.hears = ["Never mind"]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        page.talking.toggle()
    assert page.talk_bar.isVisible()
    assert page.talk_button.property("ready") is True
    qtbot.mouseClick(page.talk_bar.drop, Qt.MouseButton.LeftButton)
    rest(qtbot, page)
    assert texts(page) == []
    assert page.composer.text() == ""
    assert page.talk_button.property("ready") is False


def test_the_key_talks_while_it_is_held(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now, home: Home
) -> None:
    ears.hears, chat.script[:] = ["Hello"], ["Hello."]
    field = page.composer.field
    field.setFocus()
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        qtbot.keyPress(field, Qt.Key.Key_F4)
    assert page.talk_bar.how.text() == "Let go when you are done."
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    repeated = QKeyEvent(QEvent.Type.KeyRelease, Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier,
                         "", autorep=True)  # fmt: skip
    QApplication.sendEvent(field, repeated)
    assert page.talking.phase is Phase.LISTENING
    now.at += 2
    qtbot.keyRelease(field, Qt.Key.Key_F4)
    assert page.talking.talk.open is None
    rest(qtbot, page)
    assert texts(page) == ["Hello", "Hello."]


def test_words_are_dictated_into_the_field_that_has_the_keyboard(
    qtbot: QtBot, page: ChatPage, ears: Ears, now: Now, home: Home
) -> None:
    search = page.panel.findChildren(QLineEdit)[0]
    search.setText("to")
    search.setFocus()
    ears.hears = ["Anna"]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        qtbot.keyPress(search, Qt.Key.Key_F4)
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    now.at += 2
    qtbot.keyRelease(search, Qt.Key.Key_F4)
    rest(qtbot, page)
    assert search.text() == "to Anna"
    assert page.composer.text() == ""
    assert not ears.requests[-1].manner  # who dictates asks for nothing


def test_words_for_a_field_that_went_away_are_not_lost(
    qtbot: QtBot, page: ChatPage, ears: Ears, now: Now, home: Home
) -> None:
    field = QLineEdit(home)
    field.show()
    field.setFocus()
    ears.hears = ["Anna"]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        qtbot.keyPress(field, Qt.Key.Key_F4)
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    now.at += 2
    page.composer.field.setFocus()
    shiboken6.delete(field)
    qtbot.keyRelease(page.composer.field, Qt.Key.Key_F4)
    rest(qtbot, page)
    assert page.composer.text() == "Anna"


def test_what_is_selected_is_replaced_by_what_is_dictated(qtbot: QtBot) -> None:
    field = QLineEdit("call Tom now")
    qtbot.addWidget(field)
    field.setSelection(5, 3)
    write_into(field, "Anna")
    assert field.text() == "call Anna now"


def test_listening_is_seen_above_everything_where_the_chat_is_not(
    qtbot: QtBot, page: ChatPage, home: Home, ears: Ears, chat: Chat, now: Now
) -> None:
    told: list[bool] = []
    home.microphone_changed.connect(told.append)
    home.go_to(Place(PageName.TASKS))
    ears.hears, chat.script[:] = ["Hello"], ["Hello you."]
    with qtbot.waitSignal(page.talking.ear.opened, timeout=WAIT_MS):
        home.toggle_listening()
    assert home.talk_window.isVisible()
    assert home.talk_window.bar.isVisible()
    with qtbot.waitSignals([page.talking.ear.level] * 3, timeout=WAIT_MS):
        pass
    home.toggle_listening()
    rest(qtbot, page)
    assert home.talk_window.answer.text() == "Hello you."
    assert told == [True, False]
    home.talk_window.hide()


def test_names_and_own_words_are_hints_and_the_microphone_is_chosen(
    qtbot: QtBot, page: ChatPage, ears: Ears, system: SoundSystem, now: Now
) -> None:
    settings = page.talking.settings
    dialog = OwnWords(("Siobhan",))
    qtbot.addWidget(dialog)
    dialog.field.setPlainText("Siobhan\n\n  Kubernetes ")
    settings.put_words(dialog.words())
    with qtbot.waitSignal(settings.microphones_found, timeout=WAIT_MS) as found:
        settings.find_microphones()
    menu = page.talk_button.make_menu(found.args[0])
    names = [one.text() for one in menu.actions()]
    assert names[:3] == ["The system’s microphone", "Desk", "Headset"]
    menu.actions()[2].trigger()
    rest(qtbot, page)
    assert settings.now.device == "Headset"
    assert page.talk_button.make_menu([]).actions()[1].text() == "Headset (not connected)"
    looked(qtbot, page.model.session, lambda assistant: assistant.guard.carry_out(
        assistant.desk(), by_owner("remember", text=SISTER), asker=OWNER))  # fmt: skip
    settings.look()
    rest(qtbot, page)
    ears.hears = [""]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert ears.requests[-1].hints[:2] == ("Siobhan", "Kubernetes")
    assert "Remind me" in ears.requests[-1].manner
    assert "Elyse" in ears.requests[-1].hints
    assert system.opened[-1]["device"] == 1 or any(one.get("device") == 1 for one in system.opened)


def asked(qtbot: QtBot, page: ChatPage, tool: str, **words: Any) -> None:
    """Something of this conversation waits for a yes."""

    def ask(assistant: Assistant) -> int:
        now = assistant.desk().now
        rules.set_rule(assistant.conn, tool, rules.ANY, rules.Ruling.ASK, now=now)
        try:
            assistant.guard.carry_out(assistant.desk(), by_owner(tool, **words), asker=OWNER)
        except ApprovalNeeded as needed:
            return needed.approval
        raise AssertionError

    number = looked(qtbot, page.model.session, ask)
    page.model._waiting.add(number)
    page.model.waits.emit(number)
    rest(qtbot, page)


def titles(qtbot: QtBot, page: ChatPage) -> list[str]:
    return looked(
        qtbot, page.model.session,
        lambda assistant: [one.title for one in tasks.open_tasks(assistant.conn)],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("says", "left", "told"),
    [("Yes, please.", ["Dentist"], "Dentist"), ("No, don't.", [], "left")],
)
def test_a_spoken_word_decides_what_can_be_undone(
    qtbot: QtBot, page: ChatPage, ears: Ears, throat: Throat, now: Now, says: str,
    left: list[str], told: str,
) -> None:  # fmt: skip
    asked(qtbot, page, "create_task", title="Dentist")
    ears.hears = [says]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert titles(qtbot, page) == left
    assert told in " ".join(throat.said)


def test_a_spoken_yes_is_not_enough_for_what_is_gone_for_good(
    qtbot: QtBot, page: ChatPage, ears: Ears, throat: Throat, now: Now
) -> None:
    looked(qtbot, page.model.session, lambda assistant: assistant.guard.carry_out(
        assistant.desk(), by_owner("remember", text=SISTER), asker=OWNER))  # fmt: skip
    asked(qtbot, page, "forget", what="my sister")
    ears.hears = ["Yes"]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert " ".join(throat.said) == "Please look at the card and answer there."
    remembered = looked(
        qtbot, page.model.session,
        lambda assistant: [one.name for one in entities.latest(assistant.conn, 9)],
    )  # fmt: skip
    assert "Elyse" in remembered


def test_other_words_leave_the_question_to_its_card(
    qtbot: QtBot, page: ChatPage, ears: Ears, chat: Chat, now: Now
) -> None:
    asked(qtbot, page, "create_task", title="Dentist")
    ears.hears, chat.script[:] = ["What is a fugue?", "Yes"], ["Voices.", "Good."]
    for _ in range(2):
        speak(qtbot, page, now)
        rest(qtbot, page)
    assert titles(qtbot, page) == []


def interrupted(qtbot: QtBot, page: ChatPage, system: SoundSystem, now: Now) -> None:
    """An answer is written, and is still being spoken."""
    system.room = 441 * 2
    with qtbot.waitSignal(page.talking.mouth.began, timeout=WAIT_MS):
        speak(qtbot, page, now)
        system.room = 0
    qtbot.waitUntil(lambda: not page.model.is_busy, timeout=WAIT_MS)
    assert page.talking.phase is Phase.SPEAKING


def test_what_was_not_heard_is_known_when_the_next_words_are_typed(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, system: SoundSystem, now: Now
) -> None:
    ears.hears = ["Tell me a story"]
    chat.script[:] = ["Once upon a time. There was a king. He slept.", "He woke up."]
    interrupted(qtbot, page, system, now)
    qtbot.keyClick(page.composer.field, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: page.talking.phase is Phase.IDLE, timeout=WAIT_MS)
    page.composer.write("And then?")
    page.composer.submit()
    qtbot.waitUntil(lambda: len(chat.requests) == 2, timeout=WAIT_MS)
    system.room = 441
    rest(qtbot, page)
    assert "He slept." in chat.requests[1].messages[-1].text


@pytest.mark.parametrize("is_private", [False, True])
def test_what_was_not_heard_goes_into_no_other_conversation(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, system: SoundSystem, now: Now,
    is_private: bool,
) -> None:  # fmt: skip
    ears.hears = ["Tell me a story", "And then?"]
    chat.script[:] = ["Once upon a time. There was a king. He slept.", "He woke up."]
    page.begin(is_private=is_private)
    interrupted(qtbot, page, system, now)
    page.begin(is_private=False)
    assert page.talking.phase is Phase.IDLE
    system.room = 441
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert "He slept." not in chat.requests[1].messages[-1].text
    assert texts(page) == ["And then?", "He woke up."]


@pytest.mark.parametrize("way", ["opened", "typed", "settled"])
def test_a_spoken_yes_is_to_the_question_that_was_asked_last(
    qtbot: QtBot, page: ChatPage, chat: Chat, ears: Ears, now: Now, way: str
) -> None:
    asked(qtbot, page, "create_task", title="Dentist")
    if way == "opened":
        page.begin(is_private=False)
    elif way == "typed":
        chat.script[:] = ["Voices."]
        page.composer.write("What is a fugue?")
        page.composer.submit()
    else:
        number = next(iter(page.model._waiting))
        looked(qtbot, page.model.session, lambda at: at.guard.deny(at.desk(), number))
        page.model.refresh()
        qtbot.waitUntil(lambda: not page.model._waiting, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.model.is_busy, timeout=WAIT_MS)
    rest(qtbot, page)
    ears.hears = ["Yes"]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert titles(qtbot, page) == []
    assert texts(page)[-1].startswith("Nothing waits for an answer.")


def test_stop_everything_ends_what_is_under_way_and_lets_nothing_more_be_done(
    qtbot: QtBot, page: ChatPage, ears: Ears, throat: Throat, now: Now
) -> None:
    session = page.model.session
    stopped: list[bool] = []

    def work(_assistant: Assistant, job: Any) -> None:
        while True:
            job.check()

    session.think(work, on_stopped=lambda: stopped.append(True))
    ears.hears = ["Stop everything, please.", "Go on with everything."]
    speak(qtbot, page, now)
    qtbot.waitUntil(lambda: bool(stopped), timeout=WAIT_MS)
    rest(qtbot, page)
    assert " ".join(throat.said).startswith("Everything is stopped.")
    assert looked(qtbot, session, lambda at: rules.is_stopped(at.conn))
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert not looked(qtbot, session, lambda at: rules.is_stopped(at.conn))
    assert texts(page) == []


def test_what_is_heard_is_answered_shorter_than_what_is_read(
    qtbot: QtBot, page: ChatPage, ears: Ears, chat: Chat, now: Now
) -> None:
    ears.hears, chat.script[:] = ["What is a fugue?"], ["Voices.", "One voice."]
    speak(qtbot, page, now)
    rest(qtbot, page)
    page.composer.write("What is a canon?")
    page.composer.submit()
    qtbot.waitUntil(lambda: len(chat.requests) == 2, timeout=WAIT_MS)
    rest(qtbot, page)
    assert [prompt.SPOKEN in one.messages[-1].text for one in chat.requests] == [True, False]


def test_stop_is_no_question_for_the_model(
    qtbot: QtBot, page: ChatPage, ears: Ears, chat: Chat, throat: Throat, now: Now
) -> None:
    ears.hears = ["Stop."]
    speak(qtbot, page, now)
    rest(qtbot, page)
    assert throat.said == ["Stopped."]
    assert chat.requests == []
