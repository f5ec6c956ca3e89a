"""Gaps of the event loop: every page opened, a thousand tasks; then an answer of 500 tokens by real
weights while sound is transcribed and documents are read and indexed.

The recorder that is always on counts; beside it each gap is taken apart. The window's thread can be
at work, or ready and without a processor (other processes have it: Linux tells how long), or held
up by something else: the disk, or Python's lock that another thread of Tacit has. That thread may
be without a processor in its turn, and then nobody moves. Time at work, and held up while no other
thread of Tacit waited for a processor, is Tacit's own doing; the rest is the computer's. The
control works on purpose and has to be seen.
"""

import contextlib
import io
import os
import random
import threading
import time
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.window_lists import WORDS
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault

if TYPE_CHECKING:
    from desktop.app import Parts
    from desktop.assistant import Assistant
    from desktop.jobs import Job
    from desktop.session import Session

GAP_MS, BEAT_MS = 50, 10
SETTLED_S = 2.0
TOKENS = 500
CHAT = "smollm2-135m"
PATIENCE_S = 900
TASKS = 1_000
FILES, FILE_WORDS = 400, 600
SPOKEN = (
    "The committee met on Tuesday and talked about the budget for the coming year. Anna asked for "
    "more time, because two of the letters had not arrived. Everybody agreed that the report "
    "should be ready by Friday at noon. On the way home I bought bread, a lamp and four apples."
)
ASKED = "Write a long story about a lighthouse keeper and a storm, with many details."


@dataclass(frozen=True)
class Gap:
    """Milliseconds between two beats, and of those: at work, and without a processor."""

    whole: float
    own: float
    waited: float
    others: float
    "for how long the other thread waited for a processor that waited longest"

    @property
    def held(self) -> float:
        return max(0.0, self.whole - self.own - self.waited)

    @property
    def ours(self) -> float:
        return self.own + max(0.0, self.held - self.others)

    def __str__(self) -> str:
        return (f"{self.whole:.0f} ms (at work {self.own:.0f}, without a processor "
                f"{self.waited:.0f}, held up {self.held:.0f}, while another thread had no "
                f"processor for {self.others:.0f})")  # fmt: skip


class Recorder:
    """Beats like the window's own, and takes apart what it finds."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[Gap] = []
        self.beats = 0
        self._last = _times()
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_beat)
        self._timer.start()

    def _on_beat(self) -> None:
        now, last = _times(), self._last
        others = (waited - last.others.get(one, 0.0) for one, waited in now.others.items())
        whole, own, waited = (
            1000 * (new - old) for new, old in zip(now.ours, last.ours, strict=True)
        )
        gap = Gap(whole, own, waited, 1000 * max(others, default=0.0))
        self._last = now
        self.beats += 1
        if gap.whole - BEAT_MS >= GAP_MS:
            self.gaps.append(gap)

    def take(self) -> list[Gap]:
        found, self.gaps = self.gaps, []
        return found


@dataclass(frozen=True)
class Times:
    """Seconds: of the clock, of this thread's work, and that threads waited for a processor."""

    ours: tuple[float, float, float]
    others: dict[int, float]
    "by thread"


def _times() -> Times:
    waited: dict[int, float] = {}
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):  # it ended meanwhile
            waited[int(thread.name)] = int((thread / "schedstat").read_text().split()[1]) / 1e9
    mine = waited.pop(threading.get_native_id())
    return Times((time.perf_counter(), time.thread_time(), mine), waited)


def measure(folder: Path) -> None:
    with _window(folder) as parts:
        recorder = Recorder()
        _rest()
        recorder.take()
        _open_pages(parts, recorder)
        _add_tasks(parts)
        _tell(f"{TASKS} tasks added beside it", recorder, parts)
        _all_at_once(parts, recorder, folder)
        _hold()
        _rest(0.3)
        seen = bool(recorder.take()) and bool(_heart(parts).gaps)
        print(f"the control was {'seen' if seen else 'NOT SEEN'}")


@contextmanager
def _window(folder: Path) -> Iterator["Parts"]:
    """The window, unlocked, with the weights of this computer."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop import pyside

    pyside.read_no_sources()
    from PySide6.QtWidgets import QApplication

    from desktop import app, paths
    from desktop.weights import open_store
    from models.catalog import Role

    weights = paths.find().weights
    here = replace(paths.find({"TACIT_HOME": str(folder)}), weights=weights).prepare()
    open_store(here).set_default(Role.CHAT, CHAT)
    vault, _key = Vault.create(
        Places.of(here.data, here.config), "benchmark", datetime.now(UTC), Cost()
    )
    parts = app.build(here, QApplication([]))
    parts.window.resize(1120, 740)
    parts.window.show()
    parts.settle()
    _rest()
    parts.enter(vault)
    try:
        _rest()
        yield parts
    finally:
        parts.close()


def _wait(until: Callable[[], bool]) -> None:
    from PySide6.QtCore import QCoreApplication, QEventLoop

    began = time.perf_counter()
    while not until():
        if time.perf_counter() - began > PATIENCE_S:
            raise TimeoutError
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def _rest(seconds: float = SETTLED_S) -> None:
    until = time.perf_counter() + seconds
    _wait(lambda: time.perf_counter() > until)


def _heart(parts: "Parts") -> Any:
    assert parts.watching is not None
    return parts.watching.heartbeat


def _tell(what: str, recorder: Recorder, parts: "Parts") -> None:
    gaps = recorder.take()
    ours = [one for one in gaps if one.ours - BEAT_MS >= GAP_MS]
    kept = [round(one.seconds * 1000) for one in _heart(parts).gaps]
    _heart(parts).forget()
    print(f"{what}: {len(ours)} gaps over {GAP_MS} ms of Tacit's own, {len(gaps)} with those "
          f"without a processor; the window's recorder: {len(kept)}", flush=True)  # fmt: skip
    for gap in sorted(gaps, key=lambda one: -one.ours)[:3]:
        print(f"    {gap}", flush=True)


def _open_pages(parts: "Parts", recorder: Recorder) -> None:
    from desktop.places import Place
    from desktop.ui.pages import Coming

    home = parts.home
    assert home is not None
    for page in list(home._kinds):  # noqa: SLF001 - each of them, in their order
        home.go_to(Place(page))
        _wait(lambda: not isinstance(home.page, Coming))
        _rest(1.0)
        _tell(f"the page “{page.value}” opened first", recorder, parts)


def _add_tasks(parts: "Parts") -> None:
    from vault import tasks
    from vault.items import Origin, Source
    from vault.tasks import NewTask

    def work(assistant: "Assistant") -> None:
        for number in range(TASKS):
            new = NewTask(f"task {number}", Source(Origin.OWNER))
            tasks.add(assistant.conn, new, datetime.now(UTC))

    assert parts.session is not None
    is_done: list[object] = []
    parts.session.change(work, on_done=is_done.append)
    _wait(lambda: bool(is_done))
    _rest(0.5)


def _all_at_once(parts: "Parts", recorder: Recorder, folder: Path) -> None:
    from desktop.places import PageName, Place
    from desktop.ui.pages import Coming

    assert parts.home is not None
    assert parts.session is not None
    session = parts.session
    home = parts.home
    home.go_to(Place(PageName.CHAT))
    _wait(lambda: not isinstance(home.page, Coming))
    sound = _spoken(session)
    documents = _written(folder / "papers")
    _rest()
    recorder.take()
    _heart(parts).forget()
    beside = [_indexing(session, documents), _hearing(session, sound)]
    done: dict[str, int] = {"tokens": 0, "answers": 0}
    model: Any = home.page.model  # type: ignore[attr-defined] # it is the chat

    def on_words(_words: str) -> None:
        done["tokens"] += 1

    model.words.connect(on_words)
    began = time.perf_counter()
    while done["tokens"] < TOKENS:
        model.say(ASKED)
        done["answers"] += 1
        _wait(lambda: not model.is_busy or done["tokens"] >= TOKENS)
    took = time.perf_counter() - began
    model.stop()
    for one in beside:
        one.job.cancel()
    papers, heard = (one.count for one in beside)
    what = f"{done['tokens']} tokens in {took:.0f} s ({done['answers']} answers)"
    _tell(f"{what}, beside it {papers} documents and {heard} transcripts", recorder, parts)
    _wait(lambda: not model.is_busy)


class _Beside:
    """Work that goes on beside the answer, and how often it came to an end."""

    job: "Job[None]"

    def __init__(self) -> None:
        self.count = 0


def _indexing(session: "Session", paths: list[Path]) -> _Beside:
    """Documents are read, kept, and given their meaning, as the page of documents does it."""
    from desktop import library, meaning
    from desktop.jobs import Lane

    made = _Beside()

    def work(job: "Job[None]") -> None:
        embedder = meaning.ready(session.paths, session.engines)
        assert embedder is not None
        for path in paths:
            job.check()
            outcome = library.take_in(session.vault, path, datetime.now(UTC))
            assert outcome.error is None, outcome.error
            library.learn_meaning(session.vault, embedder)
            made.count += 1

    made.job = session.jobs.start(Lane.IO, work)
    return made


def _hearing(session: "Session", sound: bytes) -> _Beside:
    from desktop.jobs import Lane
    from inference.types import HearingRequest

    made = _Beside()

    def work(job: "Job[None]") -> None:
        while True:
            ears = session.engines.transcriber()
            for _event in ears.transcribe(sound, HearingRequest("en"), is_file=True):
                job.check()
            made.count += 1

    made.job = session.jobs.start(Lane.VOICE, work)
    return made


def _spoken(session: "Session") -> bytes:
    """A recording, said by the weights that speak."""
    from desktop.jobs import Lane
    from inference.types import SpeakingRequest

    def work(_job: "Job[bytes]") -> bytes:
        said = list(session.engines.speaker().say(SpeakingRequest(SPOKEN)))
        whole = io.BytesIO()
        with wave.open(whole, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(said[0].rate)
            file.writeframes(b"".join(one.pcm for one in said))
        return whole.getvalue()

    made: list[bytes] = []
    session.jobs.start(Lane.VOICE, work, on_done=made.append)
    _wait(lambda: bool(made))
    return made[0]


def _written(folder: Path) -> list[Path]:
    luck = random.Random(1)
    folder.mkdir()
    paths = [folder / f"paper {number}.txt" for number in range(FILES)]
    for path in paths:
        lines = (" ".join(luck.choices(WORDS, k=12)) + "." for _ in range(FILE_WORDS // 12))
        path.write_text("\n".join(lines), encoding="utf-8")
    return paths


def _hold() -> None:
    until = time.thread_time() + 0.08
    while time.thread_time() < until:
        pass
