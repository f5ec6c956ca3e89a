"""The virtual environment and the locked packages in it.

While packages are being installed a marker lies in the environment: one that is found at the next
start tells of an interruption, and the environment is made anew. What pip fetched is still cached.
"""

import json
import re
import shutil
import subprocess
import venv
from pathlib import Path

from bootstrap.children import environment, watch
from bootstrap.places import LOCKS, PYTHON, ROOT, UNFINISHED, VENV
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen, size
from bootstrap.stamp import Stamp, identity, lock_digest, project_digest

FETCHING = re.compile(r"\s*(?:Downloading|Using cached|Processing) (?:\S*/)?(\S+)")
BYTES = re.compile(r"Progress (\d+) of (\d+)")
# pip's ways of saying what happened, each with the sentence a person gets.
OFFLINE = re.compile(
    r"NewConnectionError|Failed to establish|Name or service not known|Network is unreachable"
    r"|Temporary failure in name resolution|ConnectTimeout|Connection refused|ProxyError"
    r"|nodename nor servname|getaddrinfo failed|Read timed out|Connection broken"
    r"|ReadTimeout|Max retries exceeded|connection error"
)
DAMAGED = re.compile(
    r"DO NOT MATCH THE HASHES|Hash(?:es)? (?:is )?required|BadZipFile|invalid wheel"
)
FULL = re.compile(r"No space left on device|Errno 28|not enough space")


def usable() -> bool:
    """Whether the environment is whole and was made here, by this Python."""
    return PYTHON.exists() and not UNFINISHED.exists() and Stamp.read().identity == identity()


def _why_not() -> str:
    if UNFINISHED.exists():
        return "the last set-up was interrupted"
    if not PYTHON.exists():
        return "the Python in the old one is gone"
    return "the old one was made for another folder or another Python"


def sizes(locks: list[str]) -> list[dict[str, int]]:
    """What these locks weigh, to fetch and installed."""
    weighed = json.loads((LOCKS / "sizes.json").read_text())
    return [weighed[name] for name in locks]


def create(screen: Screen) -> None:
    """Make the environment, after taking away one that is broken, moved or from another Python."""
    if VENV.exists():
        screen.note(f"{_why_not()}, so it is made anew; what was fetched is kept")
        aside = VENV.with_name(f"{VENV.name}.old")
        shutil.rmtree(aside, ignore_errors=True)
        VENV.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except OSError:
        shutil.rmtree(VENV, ignore_errors=True)
        raise
    except subprocess.CalledProcessError as error:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupProblem(
            ExitCode.INSTALL_FAILED,
            f"Python could not make a virtual environment in {VENV}.",
            "make sure this folder can be written to and Python's venv module is complete, "
            "then run this again.",
        ) from error
    Stamp(identity=identity()).write()


def install(locks: list[str], screen: Screen) -> None:
    """Install what the locks name, and nothing else."""
    UNFINISHED.touch()
    for name in locks:
        if name == "build":
            _install_installer(screen)
        install_lock(name, screen)
        stamp = Stamp.read()
        stamp.packages[name] = lock_digest(name)
        stamp.write()
    UNFINISHED.unlink()


def install_project(screen: Screen) -> None:
    """Put Tacit itself into the environment, pointing at this folder."""
    _pip(["install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], screen)
    stamp = Stamp.read()
    stamp.project = project_digest()
    stamp.write()


def _install_installer(screen: Screen) -> None:
    """Python brings an older pip, whose progress cannot be read; ours comes first."""
    lock = (LOCKS / "build.txt").read_text()
    block = re.search(r"^pip==.*(?:\n[ \t].*)*", lock, re.MULTILINE)
    assert block is not None
    only_pip = VENV / "pip.txt"
    only_pip.write_text(block[0])
    _pip(["install", "--no-deps", "--require-hashes", "--requirement", str(only_pip)], screen,
         raw_progress=False)  # fmt: skip


def install_lock(name: str, screen: Screen, *, into: Path | None = None) -> None:
    """Install what one lock names, each file checked against its hash."""
    lock = LOCKS / f"{name}.txt"
    report = LockProgress(
        packages=len(re.findall(r"^\S+==", lock.read_text(), re.MULTILINE)),
        total_bytes=sizes([name])[0]["download"],
        screen=screen,
    )
    _pip(["install", "--no-deps", "--require-hashes", "--requirement", str(lock)], screen,
         on_line=report, into=into)  # fmt: skip


class LockProgress:
    """Reads pip's output as bytes fetched out of what the lock weighs."""

    def __init__(self, *, packages: int, total_bytes: int, screen: Screen) -> None:
        self._packages = packages
        self._total_bytes = total_bytes
        self._screen = screen
        self._seen = 0
        self._whole_files = 0
        self._this_file = (0, 0)
        self._name = ""

    def __call__(self, line: str) -> None:
        if match := BYTES.match(line):
            self._this_file = (int(match[1]), int(match[2]))
        elif (match := FETCHING.match(line)) and not match[1].endswith(".metadata"):
            self._whole_files += self._this_file[1]
            self._this_file = (0, 0)
            self._seen += 1
            self._name = match[1].split("-")[0]
        elif line.startswith("Installing collected"):
            self._name = "unpacking"
            self._screen.progress(0, 0, f"unpacking {self._packages} packages")
            return
        if self._name != "unpacking":
            fetched = self._whole_files + self._this_file[0]
            self._screen.progress(fetched, self._total_bytes, self._what(fetched))

    def _what(self, fetched: int) -> str:
        total = max(self._total_bytes, fetched)
        return f"{self._seen} of {self._packages} · {size(fetched)} of {size(total)} · {self._name}"


def _pip(arguments: list[str], screen: Screen, *, on_line: object = None,
         raw_progress: bool = True, into: Path | None = None) -> None:  # fmt: skip
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        if callable(on_line):
            on_line(line)

    bar = ["--progress-bar", "raw"] if raw_progress else ["--progress-bar", "off"]
    elsewhere = ["--python", str(into)] if into else []
    command = [str(PYTHON), "-m", "pip", *elsewhere, arguments[0], *bar, "--retries", "3",
               "--timeout", "30", "--no-input", "--disable-pip-version-check",
               *arguments[1:]]  # fmt: skip
    if watch(command, screen, on_line=hear, env=environment()):
        raise explain(said)


def explain(said: list[str]) -> SetupProblem:
    """Turn what pip said into a sentence and a next step."""
    text = "\n".join(said)
    if FULL.search(text):
        return SetupProblem(
            ExitCode.DISK_FULL,
            "The disk filled up while packages were being installed.",
            "free some space and run this again; what was fetched is kept.",
        )
    if DAMAGED.search(text):
        return SetupProblem(
            ExitCode.DAMAGED_DOWNLOAD,
            "A package arrived different from the one that was locked, so it was thrown away.",
            "run this again; if it happens twice, something between you and the package index "
            "changes what you download.",
        )
    if OFFLINE.search(text):
        return SetupProblem(
            ExitCode.OFFLINE,
            "The Python packages could not be fetched: the package index cannot be reached.",
            "connect this computer once and run this again; what was fetched is kept, and after "
            "set-up no network is needed.",
        )
    last = [line for line in said if line.startswith("ERROR")] or said[-1:] or ["nothing"]
    return SetupProblem(
        ExitCode.INSTALL_FAILED,
        f"A package could not be installed. pip says: {last[-1].removeprefix('ERROR: ')}",
        "run this again; if it stays, the line above is what to search for.",
    )
