"""Half an hour of conversation without a pause: `python -m benchmarks.voice --only long`.

Question after question is spoken and answered, a new conversation after every ten. After each turn
the memory of the window's process and of each engine is read, and how much sound came for the time
that the microphone was open. In the end everything that was written since the beginning, in the
folders of Tacit and where the system keeps passing files, is searched for what was said.
"""

import os
import random
import statistics
import tempfile
import time
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import listening
from benchmarks.listening import Line
from benchmarks.voice_room import Room, captured, written

WARM_S = 300.0
"after which memory is to stay as it is"
MOST_GROWTH = 24.0
"MiB in half an hour, of one process: a conversation is kept meanwhile"
MOST_DRIFT_S = 0.1
TURNS_TOGETHER = 10
TEXTS = (
    "What is a good way to cook rice for four people?",
    "Why does the moon look larger when it is close to the horizon?",
    "Remind me to water the tomatoes on the balcony tomorrow at eight.",
    "Explain why bread rises when it is baked in the oven.",
    "Add a task to send the photographs of the wedding to Maria.",
    "What is on my list for tomorrow?",
    "What would you answer somebody who says that poems are useless?",
    "My brother in law repairs old sailing boats near the harbour.",
)
ENOUGH_WORDS = 5
"of what was said, one after the other, that no file holds by chance"


@dataclass
class Course:
    """What was noted in the course of it."""

    began: float = field(default_factory=time.perf_counter)
    since: float = field(default_factory=time.time)
    "the same, as files tell it"
    memory: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    "MiB of each process, with the second"
    late: list[tuple[float, float]] = field(default_factory=list)
    "by how much less sound came than time went by while the microphone was open"
    said: set[str] = field(default_factory=set)
    turns: int = 0
    unheard: int = 0
    unanswered: int = 0

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began


def talked(room: Room, files: Sequence[Path], texts: Sequence[str], minutes: float) -> Course:
    """All of it."""
    course = Course()
    course.said.update(texts)
    while course.seconds < 60 * minutes:
        number = course.turns
        if number % TURNS_TOGETHER == 0:
            room.chat.begin()
        room.forget()
        with captured() as pcm:
            let_go = room.speak(files[number % len(files)])
            room.settle()
        opened = room.marks.get("open", let_go)
        course.late.append((course.seconds, let_go - opened - len(pcm) / 32_000))
        course.turns += 1
        course.unheard += not "".join(room.said).strip()
        course.unanswered += not room.first_at
        course.said.update(room.said)
        reply = room.talking.talk.reply
        if reply is not None:
            course.said.add("".join(piece.text for piece in reply.pieces))
        _weigh(room, course)
        if number % 10 == 0:
            sizes = ", ".join(f"{name} {kept[-1][1]:.0f}" for name, kept in course.memory.items())
            print(f"  {course.seconds / 60:4.1f} min, {course.turns} turns, MiB: {sizes}, "
                  f"load {os.getloadavg()[0]:.1f}", flush=True)  # fmt: skip
    return course


def _weigh(room: Room, course: Course) -> None:
    pids = {"window": os.getpid()}
    pids |= {name: one.pid for name, one in room.session.engines.conditions().items()}
    for name, pid in pids.items():
        course.memory.setdefault(name, []).append((course.seconds, _own_mib(pid)))


def _own_mib(pid: int) -> float:
    """Memory of a process without the weights that the system maps for it."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()
    except OSError:
        return 0.0
    return (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE") / 2**20


def lines(course: Course, minutes: float, places: Sequence[Path]) -> Iterator[Line]:
    yield Line("turns; not heard; not answered aloud",
               f"{course.turns}; {course.unheard}; {course.unanswered} in {minutes:.0f} minutes",
               "0; 0", not (course.unheard or course.unanswered))  # fmt: skip
    for name, kept in course.memory.items():
        late = [one for one in kept if one[0] >= min(WARM_S, 60 * minutes / 3)]
        grown = _slope(late) * 1800
        yield Line(f"memory of {name}, MiB: warm, at the end, growth in half an hour",
                   f"{late[0][1]:.0f}, {late[-1][1]:.0f}, {grown:+.1f}", f"≤ {MOST_GROWTH:.0f}",
                   grown <= MOST_GROWTH)  # fmt: skip
    drift = _slope(course.late) * 1800
    yield Line("sound that is missing at the release; drift in half an hour",
               f"{statistics.median(one[1] for one in course.late):.3f}; {drift:+.3f} s",
               f"±{MOST_DRIFT_S}", abs(drift) <= MOST_DRIFT_S)  # fmt: skip
    found, looked = in_clear(course, places)
    yield Line("files with something of it in clear", f"{len(found)} of {looked}: "
               f"{', '.join(found)}", "0", not found)  # fmt: skip


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """A second, by the line that fits best."""
    if len(points) < 2:
        return 0.0
    return statistics.linear_regression(*zip(*points, strict=True)).slope


def in_clear(course: Course, places: Sequence[Path]) -> tuple[list[str], int]:
    """Files written meanwhile that hold words of it; a control shows that it would be seen."""
    phrases = _phrases(course.said)
    with tempfile.TemporaryDirectory() as folder:
        control = Path(folder) / "control"
        control.write_text("… " + max(course.said, key=len), encoding="utf-16-le")
        assert _holds(control, phrases)
    found, looked = [], 0
    for place in places:
        for file in place.rglob("*"):
            if _is_new(file, course.since):
                looked += 1
                if _holds(file, phrases):
                    found.append(str(file))
    return found, looked


def _phrases(said: set[str]) -> set[bytes]:
    found: set[bytes] = set()
    for text in said:
        some = text.split()
        for at in range(0, len(some) - ENOUGH_WORDS + 1, ENOUGH_WORDS):
            phrase = " ".join(some[at : at + ENOUGH_WORDS])
            found |= {phrase.encode(), phrase.encode("utf-16-le")}
    return found


def _is_new(file: Path, since: float) -> bool:
    try:
        return file.is_file() and not file.is_symlink() and file.stat().st_mtime >= since
    except OSError:
        return False


def _holds(file: Path, phrases: set[bytes]) -> bool:
    try:
        raw = file.read_bytes()
    except OSError:
        return False
    return raw.startswith((b"RIFF", b"OggS", b"fLaC")) or any(one in raw for one in phrases)


def long(room: Room, folder: Path, given: Namespace) -> Iterator[Line]:
    """The whole of it."""
    rng, files = random.Random(30), list[Path]()
    for number, text in enumerate(TEXTS):
        what = ("plain", "slow", "noise", "fast")[number % 4]
        sound = listening.said(room.session.engines, text, what, rng)
        files.append(written(folder, f"long{number}", sound))
    course = talked(room, files, TEXTS, given.minutes)
    here = room.session.paths
    places = [here.data, here.config, here.cache, here.logs, Path(tempfile.gettempdir())]
    yield from lines(course, given.minutes, places)
