"""An engine's process may die, hang or idle: it costs one answer, and the next one comes."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from inference.engines import client, wire
from inference.engines import events as events_of
from inference.engines.client import Patience
from inference.engines.host import Opening
from inference.engines.local import Chat, Engines, whole
from inference.errors import CalledOff, EngineDied, EngineHung, InferenceError
from inference.types import (
    ChatEvent,
    ChatRequest,
    Failed,
    Finished,
    HearingRequest,
    Loading,
    Message,
    Reading,
    SpeakingRequest,
    Started,
    Token,
)
from tests.conftest import REAL_WEIGHTS
from tests.inference.conftest import INT8, TINY, started

LONG = ChatRequest((Message("user", "Count up from one, in words. " * 40),), max_tokens=400)
SHORT = ChatRequest((Message("user", "Say hello."),), max_tokens=4)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Engines]:
    """Engines of this test alone: it kills them."""
    found = started(REAL_WEIGHTS, tmp_path / "weights.json")
    yield found
    found.close()


def after(kind: type[ChatEvent], chat: Chat, request: ChatRequest, act: object) -> list[ChatEvent]:
    """All events of an answer, with something done at the first of a kind."""
    seen: list[ChatEvent] = []
    acted = False
    for event in chat.stream(request):
        seen.append(event)
        if isinstance(event, kind) and not acted:
            acted = True
            act()  # type: ignore[operator]
    assert acted
    return seen


@pytest.mark.parametrize("state", [Loading, Started, Reading, Token])
def test_a_kill_costs_one_answer(own: Engines, state: type[ChatEvent]) -> None:
    chat = own.chat(TINY)
    pids: list[int] = []

    def kill() -> None:
        pids.append(chat.condition.pid)
        os.kill(chat.condition.pid, signal.SIGKILL)

    began = time.monotonic()
    events = after(state, chat, LONG, kill)
    assert isinstance(events[-1], Failed)
    assert isinstance(events[-1].error, EngineDied)
    assert events[-1].error.cause == "SIGKILL"
    assert events[-1].error.state == ("loading" if state is Loading else "working")
    assert whole(chat.stream(SHORT)).text
    assert chat.condition.pid not in pids
    assert time.monotonic() - began < 60  # a way to fail, not a measure of speed


def test_a_kill_while_speaking_listening_and_embedding(own: Engines) -> None:
    speaker, hearing, embedder = own.speaker(), own.transcriber(), own.embedder(INT8)
    sounds = speaker.say(SpeakingRequest("One thing. And another. " * 20))
    next(sounds)
    os.kill(own.conditions()["piper-joe"].pid, signal.SIGKILL)
    with pytest.raises(EngineDied):
        list(sounds)
    assert list(speaker.say(SpeakingRequest("Still here.")))
    with hearing.listen(HearingRequest("en")) as session:
        os.kill(own.conditions()["whisper-base"].pid, signal.SIGKILL)
        with pytest.raises(EngineDied):
            session.finish()
    assert list(hearing.transcribe(bytes(32000), HearingRequest("en")))
    with pytest.raises(EngineDied):
        embedder.embed(
            ["text " * 200] * 400,
            report=lambda *_: os.kill(own.conditions()[INT8].pid, signal.SIGKILL),
        )
    assert embedder.embed(["again"]).shape == (1, 384)


def test_a_process_that_hangs_is_ended(tmp_path: Path) -> None:
    own = started(REAL_WEIGHTS, tmp_path / "w.json", patience=Patience(working_s=3.0))
    chat = own.chat(TINY)
    endless = ChatRequest((Message("user", "Count up from one, in words."),), max_tokens=400)
    events = after(Token, chat, endless, lambda: os.kill(chat.condition.pid, signal.SIGSTOP))
    assert isinstance(events[-1], Failed)
    assert isinstance(events[-1].error, EngineHung)
    assert whole(chat.stream(SHORT)).text
    own.close()


def test_an_idle_process_ends_and_the_next_call_does_not_notice(tmp_path: Path) -> None:
    own = started(REAL_WEIGHTS, tmp_path / "w.json", idle_s=0.2)
    chat = own.chat(TINY)
    for _ in range(3):
        assert whole(chat.stream(SHORT)).text
        deadline = time.monotonic() + 30
        while own.conditions() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert own.conditions() == {}
    own.tidy()
    own.close()


@pytest.mark.parametrize("state", [Loading, Started, Reading, Token])
def test_an_answer_can_be_stopped_at_any_point(own: Engines, state: type[ChatEvent]) -> None:
    chat = own.chat(TINY)
    is_stopped = threading.Event()
    seen: list[ChatEvent] = []
    for event in chat.stream(LONG, stopped=is_stopped.is_set):
        seen.append(event)
        if isinstance(event, state):
            is_stopped.set()
    assert seen[-1] == Finished("cancelled")
    written = sum(isinstance(event, Token) for event in seen)
    assert written <= (3 if state is Token else 1)
    assert whole(chat.stream(SHORT)).text


def test_whoever_goes_away_while_loading_leaves_nothing_half_done(own: Engines) -> None:
    chat = own.chat(TINY)
    loading = chat.load()
    next(loading)
    loading.close()  # type: ignore[attr-defined]
    assert whole(chat.stream(SHORT)).text
    assert chat.condition.about["threads"]


def test_a_call_that_is_called_off_says_so(own: Engines) -> None:
    embedder = own.embedder(INT8)
    with pytest.raises(CalledOff):
        embedder.embed(["a"], stopped=lambda: True)
    assert embedder.embed(["a"]).shape == (1, 384)
    with pytest.raises(CalledOff):
        embedder.embed(["text " * 100] * 400, stopped=lambda: True)
    assert embedder.embed(["a"]).shape == (1, 384)


def test_a_session_whose_process_died_says_so(own: Engines) -> None:
    hearing = own.transcriber()

    def speak_on() -> None:
        with hearing.listen(HearingRequest("en")) as session:
            os.kill(own.conditions()["whisper-base"].pid, signal.SIGKILL)
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                session.add(bytes(32000))

    with pytest.raises(EngineDied):
        speak_on()


def test_engines_that_were_let_go_fail_what_they_do_and_start_anew(own: Engines) -> None:
    chat = own.chat(TINY)
    events = after(Token, chat, LONG, lambda: own.let_go(TINY))
    assert isinstance(events[-1], Failed)
    assert isinstance(events[-1].error, EngineDied)
    assert whole(chat.stream(SHORT)).text
    own.close()
    (last,) = list(chat.stream(SHORT))
    assert isinstance(last, Failed)


def test_whoever_waits_for_a_turn_starts_nothing_once_all_is_closed(own: Engines) -> None:
    chat = own.chat(TINY)
    ends: list[ChatEvent] = []
    first = chat.stream(LONG)
    while not isinstance(next(first), Token):
        pass
    waiting = threading.Thread(target=lambda: ends.append(list(chat.stream(SHORT))[-1]))
    waiting.start()
    time.sleep(0.2)  # let it come to wait; without that the test only shows less
    own.close()
    assert isinstance(list(first)[-1], Failed)
    waiting.join(30)
    assert isinstance(ends[0], Failed)
    assert not own.conditions()


def test_listening_begins_anew_where_the_process_just_ended(tmp_path: Path) -> None:
    own = started(REAL_WEIGHTS, tmp_path / "w.json", idle_s=0.3)
    hearing = own.transcriber()
    for _ in range(3):
        with hearing.listen(HearingRequest("en")) as session:
            session.add(bytes(32000))
            assert session.finish().text == ""
        time.sleep(0.29)  # about when it goes
    own.close()


def test_a_process_that_reads_nothing_blocks_nobody(tmp_path: Path) -> None:
    own = started(REAL_WEIGHTS, tmp_path / "w.json", patience=Patience(working_s=2.0))
    embedder = own.embedder(INT8)
    embedder.embed(["a"])
    os.kill(own.conditions()[INT8].pid, signal.SIGSTOP)
    with pytest.raises(EngineHung):
        embedder.embed(["x" * 2_000_000])
    assert embedder.embed(["a"]).shape == (1, 384)
    own.close()


def test_whoever_goes_away_stops_the_answer(own: Engines) -> None:
    chat = own.chat(TINY)
    for event in chat.stream(LONG):
        if isinstance(event, Token):
            break
    again = whole(chat.stream(SHORT))
    assert again.text
    assert chat.condition.starts == 1


def test_two_who_ask_at_once_are_answered_in_turn(own: Engines) -> None:
    chat = own.chat(TINY)
    answers: list[str] = []
    threads = [
        threading.Thread(target=lambda: answers.append(whole(chat.stream(SHORT)).text))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 4
    assert len(set(answers)) == 1
    assert chat.condition.starts == 1


def test_closing_ends_every_process(own: Engines) -> None:
    assert own.embedder(INT8).embed(["a"]).shape == (1, 384)
    pid = own.conditions()[INT8].pid
    own.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_nothing_can_leave_a_sealed_process() -> None:
    tried = client.ways_out()
    assert len(tried["before"]) >= 10
    assert tried["after"] == dict.fromkeys(tried["before"], False)
    # Each way must lead out without the seal, or this test could not fail.
    missing = {way for way, led in tried["before"].items() if not led}
    assert missing <= {"io_uring", "an IPv6 socket"}, "a way that proves nothing"


def test_engines_say_how_they_are_sealed(own: Engines) -> None:
    own.embedder(INT8).embed(["a"])
    condition = own.conditions()[INT8]
    assert condition.seal["network"] is True
    assert condition.own_bytes > 10_000_000


def test_the_environment_is_scrubbed(own: Engines, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TACIT_CANARY", "canary-7731")
    own.embedder(INT8).embed(["a"])
    pid = own.conditions()[INT8].pid
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes()
    except PermissionError:
        return  # the process lets nobody look, which is better still
    assert b"canary" not in environment
    assert b"HF_HUB_OFFLINE=1" in environment


def test_an_engine_does_not_ask_whose_computer_it_is() -> None:
    """Python looks for a home as it starts, before anything is sealed; glibc uses a socket."""
    asked = "import sys; raise SystemExit('pwd' in sys.modules)"
    command = [sys.executable, "-P", "-s", "-c", asked]
    assert subprocess.run(command, env=client._environment(), check=False).returncode == 0


def test_errors_of_the_engine_are_typed(own: Engines) -> None:
    full = ChatRequest((Message("user", "word " * 5000),))
    (event,) = [one for one in own.chat(TINY).stream(full) if isinstance(one, Failed)]
    assert isinstance(event.error, InferenceError)
    assert type(event.error).__name__ == "ContextFull"
    assert whole(own.chat(TINY).stream(SHORT)).text


def test_a_frozen_tacit_is_its_own_engine_host() -> None:
    """As PyInstaller's one program starts itself; nothing but the host is loaded."""
    command = [sys.executable, "-P", "-m", "desktop", "--engine-host"]
    file = next((REAL_WEIGHTS / TINY).glob("*.gguf"))
    settings = {"context": 256, "threads": [1, 1]}
    opening = Opening("chat", TINY, (str(file),), settings, 4 << 30, 5.0)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=client.ROOT
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        wire.write(process.stdin, wire.Frame(0, "open", events_of.row_of(opening)))
        kinds = []
        while (frame := wire.read(process.stdout)) is not None and frame.kind != "ready":
            kinds.append(frame.kind)
        assert kinds[0] == "sealed"
        assert frame is not None
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.parametrize("state", [Loading, Reading, Token])
def test_nothing_is_left_when_tacit_is_killed(state: type[ChatEvent], tmp_path: Path) -> None:
    """The engine ends with whoever started it, in the middle of whatever it does."""
    script = tmp_path / "asks.py"
    script.write_text(
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.inference.test_client import LONG, started\n"
        "from tests.inference.conftest import TINY\n"
        f"engines = started(Path({str(REAL_WEIGHTS)!r}), Path({str(tmp_path / 'w.json')!r}))\n"
        "chat = engines.chat(TINY)\n"
        "for event in chat.stream(LONG):\n"
        "    print(type(event).__name__, chat.condition.pid, flush=True)\n"
    )
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=client.ROOT,
        env={**os.environ, "PYTHONPATH": str(client.ROOT)},
    ) as asking:  # fmt: skip
        assert asking.stdout is not None
        pid = 0
        for line in asking.stdout:
            name, _, number = line.partition(" ")
            if name == state.__name__:
                pid = int(number)
                asking.kill()
                break
    assert pid
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and Path(f"/proc/{pid}").exists():
        time.sleep(0.02)
    assert not Path(f"/proc/{pid}").exists()
