"""Hours of use in minutes: `.venv/bin/python -m benchmarks.soak --turns 300`, on Linux, as root.

The real window on a screen of its own, and one turn after the other handed to it: told things,
tasks, reminders, notes, papers, searches, questions to a model; every `--lock` turns it is locked
and unlocked. After each turn everything that could grow is looked at from outside. For each of
these the slope over the turns is given, with its 95 % interval; each unlocking begins anew, and the
first turns after it, in which engines start and what they keep fills up, do not count.

What may not grow fails it, where even the lower end of the interval is above what is allowed. The
control is a process that leaks on purpose, seen by the same eyes: all of it has to be noticed.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.living import Life, life
from tests.desktop import real_screen
from tests.desktop.real_screen import family

ALLOWED = {
    "window MiB": 4.0, "engines MiB": 8.0, "descriptors": 0.5, "threads": 0.5, "processes": 0.5,
    "log MiB": math.inf, "temporary files": 0.5, "vault MiB": math.inf,
}  # fmt: skip
"in a hundred turns; the vault grows with what is told, and its log until it is taken in"
LARGEST_LOG_MIB = 16.0
WARM = 60
"turns after an unlocking: engines start, and what is kept of the last few conversations fills up"
ENDS = ("finished", "failed")
NORMAL_95 = 1.96
MIB = 1 << 20
PAPER = "# Lease {n}\n\nThe notice period of flat {n} is {n} weeks. The landlord is Anna Berg.\n"


@dataclass(frozen=True)
class Sample:
    """What was seen after a turn."""

    session: int
    turn: int
    seen: dict[str, float]


@dataclass(frozen=True)
class Slope:
    """By how much something grows in a hundred turns."""

    mean: float
    spread: float
    "half of the 95 % interval"

    @property
    def least(self) -> float:
        return self.mean - self.spread


class Talk:
    """A conversation at a terminal, in the window: a line is said, and its turn waited for."""

    def __init__(self, one: Life) -> None:
        words = [sys.executable, "-P", "-m", "desktop", "--json", "chat"]
        self._child = subprocess.Popen(words, env=one.env, cwd=one.folder, text=True,
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip

    def say(self, line: str) -> str:
        """What is wrong with the turn; empty where it came to its end."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        print(line, file=self._child.stdin, flush=True)
        while row := self._child.stdout.readline():
            if (event := json.loads(row)).get("event") in ENDS:
                return "" if event["event"] == "finished" else row
        return "the conversation ended"

    def end(self) -> None:
        self._child.kill()
        self._child.communicate()


def _paper(one: Life, n: int) -> list[str]:
    path = one.folder / f"lease {n}.md"
    path.write_text(PAPER.format(n=n))
    return ["documents", "add", str(path)]


TURNS: tuple[str | Callable[[Life, int], list[str]], ...] = (
    "Remember that my locker number in hall {n} is {m}",
    "Add a task: order lamp {n}, important",
    "What is my locker number in hall {n}?",
    "Remind me tomorrow at nine to call number {n}",
    _paper,
    "What is a lighthouse? Answer in five words.",
    "Create a note: the code of door {n} is {m}",
    "What do I have to do?",
    lambda _one, n: ["search", f"notice period of flat {n - 4}"],
    "Undo that",
)
"said in a conversation, or done by a command of its own; each in the window"


def lived(one: Life, turns: int, lock: int, minutes: float) -> tuple[list[Sample], int]:
    """What was seen, and how many turns did not end well; time may end it early."""
    until = time.monotonic() + minutes * 60
    one.make_vault()
    one.start()
    one.unlock()
    samples, wrong, session, talk = list[Sample](), 0, 0, Talk(one)
    for turn in range(turns):
        if turn and turn % lock == 0:
            talk.end()
            one.lock()
            one.unlock()
            session, talk = session + 1, Talk(one)
        elif turn and turn % len(TURNS) == 0:  # as people do: a new one for something else
            talk.end()
            talk = Talk(one)
        if problem := _turn(one, talk, turn):
            wrong += 1
            print(f"turn {turn}: {problem}", flush=True)
        if turn % lock >= min(WARM, lock // 2):
            assert one.program is not None
            samples.append(Sample(session, turn, look(one, one.program.pid)))
        if turn % 50 == 49:
            print(f"{turn + 1} turns", flush=True)
        if time.monotonic() > until:
            break
    talk.end()
    return samples, wrong


def _turn(one: Life, talk: Talk, turn: int) -> str:
    """What is wrong with it."""
    wanted = TURNS[turn % len(TURNS)]
    if isinstance(wanted, str):
        return talk.say(wanted.format(n=turn, m=4000 + turn))
    done = one.tacit(*wanted(one, turn))
    return "" if done.returncode == 0 else (done.stdout + done.stderr)[-200:]


def look(one: Life, pid: int) -> dict[str, float]:
    """Everything that could grow, as it is now."""
    children = family(pid)[1:]
    database = one.places.database
    return {
        **of_process(pid), "engines MiB": sum(map(memory, children)), "processes": len(children),
        "log MiB": _size(one.log), "vault MiB": _size(database), **temporary(one.temporary),
    }  # fmt: skip


def of_process(pid: int) -> dict[str, float]:
    home = Path(f"/proc/{pid}")
    return {
        "window MiB": memory(pid), "descriptors": len(list((home / "fd").iterdir())),
        "threads": len(list((home / "task").iterdir())),
    }  # fmt: skip


def temporary(folder: Path) -> dict[str, float]:
    return {"temporary files": sum(one.is_file() for one in folder.rglob("*"))}


def memory(pid: int) -> float:
    """What the process has for itself; nothing where it ended meanwhile."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    own = (row.split()[1] for row in rows if row.startswith(("Private_Dirty", "Private_Clean")))
    return sum(map(int, own)) * 1024 / MIB


def _size(path: Path) -> float:
    return path.stat().st_size / MIB if path.exists() else 0.0


def slope(samples: Sequence[Sample], name: str) -> Slope:
    """Least squares, with a beginning of its own for each session."""
    sessions: dict[int, list[Sample]] = {}
    for one in samples:
        sessions.setdefault(one.session, []).append(one)
    pairs = [pair for some in sessions.values() for pair in _centred(some, name)]
    across = sum(x * x for x, _y in pairs)
    free = len(pairs) - len(sessions) - 1
    if across == 0 or free < 1:
        return Slope(0.0, math.inf)
    mean = sum(x * y for x, y in pairs) / across
    rest = sum((y - mean * x) ** 2 for x, y in pairs)
    return Slope(100 * mean, 100 * NORMAL_95 * math.sqrt(rest / free / across))


def _centred(some: Sequence[Sample], name: str) -> list[tuple[float, float]]:
    x = sum(one.turn for one in some) / len(some)
    y = sum(one.seen[name] for one in some) / len(some)
    return [(one.turn - x, one.seen[name] - y) for one in some]


def report(samples: Sequence[Sample]) -> list[str]:
    """Each slope on a line; the names of what grows though it may not."""
    grown = []
    for name, allowed in ALLOWED.items():
        if name not in samples[0].seen:
            continue
        found = slope(samples, name)
        largest = max(one.seen[name] for one in samples)
        is_too_much = found.least > allowed or (name == "log MiB" and largest > LARGEST_LOG_MIB)
        grown += [name] if is_too_much else []
        first, last = samples[0].seen[name], samples[-1].seen[name]
        print(f"  {name:16} {found.mean:+8.2f} ± {found.spread:6.2f} in 100 turns "
              f"({first:.1f} to {last:.1f}, at most {largest:.1f})"
              f"{'  GROWS' if is_too_much else ''}")  # fmt: skip
    return grown


LEAKING = """
import os, sys, tempfile, threading, time
kept = []
for line in sys.stdin:
    kept += [bytearray(os.urandom(1 << 19)), open("/dev/null")]
    tempfile.mkstemp(prefix="left")
    threading.Thread(target=time.sleep, args=(1e6,), daemon=True).start()
    print("turned", flush=True)
"""


def control(turns: int = 30) -> list[str]:
    """What is noticed of a process that leaves something behind in every turn."""
    with tempfile.TemporaryDirectory() as folder:
        leaking = subprocess.Popen([sys.executable, "-c", LEAKING], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, text=True,
                                   env={**os.environ, "TMPDIR": folder})  # fmt: skip
        assert leaking.stdin is not None
        assert leaking.stdout is not None
        samples = []
        for turn in range(turns):
            print("turn", file=leaking.stdin, flush=True)
            leaking.stdout.readline()
            seen = {**of_process(leaking.pid), **temporary(Path(folder))}
            samples.append(Sample(0, turn, seen))
        leaking.kill()
        leaking.communicate()
    return report(samples)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--lock", type=int, default=100, help="lock and unlock every so many turns")
    parser.add_argument("--minutes", type=float, default=math.inf, help="at most")
    args = parser.parse_args()
    if missing := real_screen.missing():
        print(f"The window's part {missing}.")
        return 2
    with tempfile.TemporaryDirectory() as folder, life(Path(folder)) as one:
        samples, wrong = lived(one, args.turns, args.lock, args.minutes)
    last = samples[-1]
    print(f"{last.turn + 1} turns, {wrong} of them wrong, {last.session} times locked")
    grown = report(samples)
    print("the control, which leaks on purpose:")
    noticed = control()
    everything = {"window MiB", "descriptors", "threads", "temporary files"}
    print(f"noticed of the control: {len(everything & set(noticed))} of {len(everything)}")
    return 0 if not grown and not wrong and everything <= set(noticed) else 1


if __name__ == "__main__":
    sys.exit(main())
