"""The order of set-up, and what happens after it."""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bootstrap import checks, converter, engine, environment, places, system, weights
from bootstrap.places import PYTHON, ROOT
from bootstrap.problem import ExitCode, SetupProblem, of_the_system
from bootstrap.screen import Screen
from bootstrap.stamp import Stamp, project_digest

HELP = """\
python3 run.py                  set everything up, then open Tacit
python3 run.py test             set everything up, then run every check and test
python3 run.py setup            only set everything up; with --again, from scratch
python3 run.py doctor           what is installed, what this computer can run, what mends the rest
python3 run.py models           the AI weights: list, fetch, add, check, choose
python3 run.py vault            the encrypted vault: make, check, save, restore, export, erase
python3 run.py read FILE…      the text of a document, page by page
python3 run.py search TEXT      what the vault remembers
python3 run.py ask TEXT         ask the weights on this computer; see also say, transcribe, embed
python3 run.py bench            how fast the engines are on this computer

Before those words:
  --cpu         build llama.cpp for the processor even if there is a GPU (remembered)
  --gpu         take the GPU again
  --no-weights  leave the starter weights (1.4 GB) for later

The first time takes minutes, most of them compiling llama.cpp: about 400 MB of packages and 1.4 GB
of weights are fetched. After that, no network is needed.
"""
TACIT_WORDS = (
    "approvals", "ask", "audit", "bench", "chat", "conversations", "do", "doctor", "documents",
    "embed", "folders", "forget", "memory", "models", "notes", "plan", "profile", "read",
    "recall", "remember", "remind", "say", "search", "summarize", "tasks", "transcribe",
    "undo", "update", "vault", "work",
    "--version", "--json",
)  # fmt: skip
"what the `tacit` command knows; a slip of the keyboard must not begin a set-up"


@dataclass
class Request:
    """What the command line asked set-up for."""

    words: list[str] = field(default_factory=list)
    processor_only: bool | None = None
    with_weights: bool = True

    @property
    def locks(self) -> list[str]:
        tests = ["dev"] if self.words[:1] == ["test"] else []
        return ["build", "runtime", *tests]


def parse(arguments: list[str]) -> Request:
    request = Request()
    words = list(arguments)
    while words and words[0] in ("--cpu", "--gpu", "--no-weights"):
        option = words.pop(0)
        if option == "--no-weights":
            request.with_weights = False
        else:
            request.processor_only = option == "--cpu"
    request.words = words
    return request


def is_known(words: list[str]) -> bool:
    """Whether the words mean anything, as far as can be told before Tacit is there."""
    known: tuple[list[str], ...] = ([], ["setup"], ["setup", "--again"])
    return words in known or words[0] == "test" or words[0] in TACIT_WORDS


def main(arguments: list[str]) -> int:
    """Set up what is not set up, then hand over."""
    request = parse(arguments)
    if {"-h", "--help"} & set(request.words[:2]) and request.words[0] not in TACIT_WORDS:
        print(HELP, end="")
        return 0
    if not is_known(request.words):
        print(f"Tacit does not know “{' '.join(request.words)}”. It knows:\n\n{HELP}", end="")
        return ExitCode.USAGE
    screen = Screen(sys.stdout)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        if request.words == ["setup", "--again"] and places.VENV.exists():
            places.UNFINISHED.touch()
        if plan(request, Stamp.read()):
            with _alone(screen):
                _set_up(request, screen)
        elif request.words[:1] == ["setup"]:
            screen.say("Everything is set up.")
        if not request.with_weights:
            weights.hand_over()
    except SetupProblem as problem:
        screen.say(f"\n{problem.says}\nNext: {problem.next_step}")
        return problem.code
    except OSError as error:
        told = of_the_system(error)
        screen.say(f"\n{told.says}\nNext: {told.next_step}")
        return told.code
    except (KeyboardInterrupt, EOFError):
        screen.say("\nStopped. Run the same command again to go on from here.")
        return ExitCode.INTERRUPTED
    return _hand_over(request)


def _interrupt(_number: int, _frame: object) -> None:
    """Being ended by the system is being stopped: what was started is ended too."""
    raise KeyboardInterrupt


def plan(request: Request, stamp: Stamp) -> list[str]:
    """The steps that are still to be done, in order."""
    cpu = _processor_only(request, stamp)
    fresh = not environment.usable()
    steps = {
        "environment": fresh,
        "packages": fresh or bool(stamp.packages_missing(request.locks)),
        "engine": fresh or stamp.engine_choice != engine.choice(processor_only=cpu),
        "project": fresh or stamp.project != project_digest(),
        "weights": request.with_weights and _weights_are_due(request, stamp),
    }
    asked = request.words[:1] == ["setup"]
    steps["search"] = request.with_weights and (
        steps["weights"] or converter.is_due(stamp, asked=asked)
    )
    needed = [name for name, due in steps.items() if due]
    return ["system", *needed] if needed else []


def _weights_are_due(request: Request, stamp: Stamp) -> bool:
    """Brought once, weights are the owner's to keep or remove; only the tests insist on them."""
    if request.words[:1] == ["test"] and not stamp.weights_complete(places.weights()):
        return True
    return str(places.weights()) not in stamp.weights_folders


def _processor_only(request: Request, stamp: Stamp) -> bool:
    wish = request.processor_only
    return stamp.processor_only if wish is None else wish


def _set_up(request: Request, screen: Screen) -> None:
    stamp = Stamp.read()
    cpu = _processor_only(request, stamp)
    steps = plan(request, stamp)
    compiling = "engine" in steps and not engine.is_kept(processor_only=cpu)
    system.require_space(_space(steps, request, compiling=compiling))
    screen.plan(len(steps))
    for name in steps:
        if name == "system":
            screen.step("System libraries")
            system.ensure(screen, compiler=compiling)
        elif name == "environment":
            screen.step(f"A Python environment of its own in {places.VENV.name}")
            environment.create(screen)
        elif name == "packages":
            screen.step("Python packages, each checked against its locked hash")
            environment.install(Stamp.read().packages_missing(request.locks), screen)
        elif name == "engine":
            screen.step("llama.cpp, compiled once (minutes)" if compiling
                        else "llama.cpp, compiled earlier")  # fmt: skip
            engine.install(screen, processor_only=cpu)
        elif name == "project":
            screen.step("Tacit itself")
            environment.install_project(screen)
        elif name == "weights":
            screen.step("Starter weights, each checked against its hash")
            weights.fetch(screen)
        else:
            screen.step("The search model, made ready once (tools are fetched for it)")
            converter.convert(screen)
    stamp = Stamp.read()
    stamp.processor_only = cpu
    stamp.write()
    screen.say("Everything is set up.\n")


def _space(steps: list[str], request: Request, *, compiling: bool) -> dict[Path, int]:
    """Bytes that the steps will put into each folder."""
    needs = {places.VENV: 0, places.cache(): 0}
    if "packages" in steps:
        sizes = environment.sizes(request.locks)
        needs[places.VENV] += sum(one["installed"] for one in sizes)
        needs[Path(tempfile.gettempdir())] = sum(one["download"] for one in sizes)
        needs[places.cache()] += sum(one["download"] for one in sizes)
    if compiling:
        needs[places.cache()] += engine.BUILD_TREE_BYTES
    if "weights" in steps:
        needs[places.weights()] = weights.bytes_still_needed()
    if "search" in steps:
        needs[places.cache()] += converter.bytes_needed()
    return needs


@contextlib.contextmanager
def _alone(screen: Screen) -> Iterator[None]:
    """One set-up at a time in this folder; a second one waits for the first."""
    with (ROOT / ".setup.lock").open("a") as lock:
        if not _try_lock(lock):
            screen.say("Another set-up is at work in this folder; waiting for it.")
            _wait_for_lock(lock)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(lock: IO[str]) -> bool:
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _wait_for_lock(lock: IO[str]) -> None:
        while not _try_lock(lock):
            time.sleep(1)
else:
    import fcntl

    def _try_lock(lock: IO[str]) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _wait_for_lock(lock: IO[str]) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)


def tacit_command(words: list[str]) -> list[str]:
    """The `tacit` command; -P keeps Python from looking for modules where somebody stands."""
    return [str(PYTHON), "-P", "-m", "desktop", *words]


def _hand_over(request: Request) -> int:
    if request.words[:1] == ["test"]:
        return checks.run(request.words[1:])
    if request.words[:1] == ["setup"]:
        return 0
    command = tacit_command(request.words)
    env = {**os.environ, "TACIT_COMMAND": "python3 run.py"}
    if os.name == "nt":
        return subprocess.run(command, env=env, check=False).returncode
    sys.stdout.flush()
    os.execve(command[0], command, env)  # noqa: S606 - no shell is the point
    raise AssertionError("unreachable")
