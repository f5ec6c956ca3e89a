"""Try a bundle out where nothing helps it: a bare Debian without Python and without a network.

    sudo .venv/bin/python packaging/smoke.py dist/tacit-….tar.zst     # or build/bundle/tacit
    sudo .venv/bin/python packaging/smoke.py --weights FOLDER build/bundle/tacit

A bare system is made with debootstrap in build/bare/ and kept there; Tacit is unpacked into a copy
of it. Everything is done in a network namespace that holds no interface but a dead loopback. One
line for each thing that was tried; the exit code is 0 where all of them worked.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bootstrap.places import ROOT

BARE = ROOT / "build" / "bare"
SUITE = "bookworm"
OPENING = "correct horse battery staple\n"
SAID = "The meeting with Anna is on Tuesday at nine."
PAPER = """# Lease

The notice period is three months. The rent is 840 euros a month, due on the third.
The landlord is Anna Berg. The lease began on 1 May 2024.
"""
SCREEN = ":73"


@dataclass(frozen=True)
class Tried:
    """One thing that a person would do, and whether it came about."""

    what: str
    works: bool
    said: str


class Bare:
    """A system with Tacit on it and nothing else."""

    def __init__(self, root: Path, program: str) -> None:
        self.root = root
        self.program = program

    def command(self, *words: str, **settings: str) -> list[str]:
        """One `tacit …`, as an ordinary process in an empty network."""
        env = {"HOME": "/root", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **settings}
        known = [f"{name}={value}" for name, value in env.items()]
        return ["unshare", "--net", "chroot", str(self.root), "/usr/bin/env", "-i", *known,
                self.program, *words]  # fmt: skip

    def run(self, *words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*words), input=given, capture_output=True, text=True,
                              timeout=600, check=False)  # fmt: skip


def main() -> int:
    args = _parse()
    if os.geteuid() != 0:
        print("A bare system can only be made and entered by root: run this with sudo.")
        return 2
    with _bare(args.bundle, args.weights) as bare:
        tried = [_report(one) for one in _everything(bare)]
    wrong = [one for one in tried if not one.works]
    print(f"{len(tried)} tried, {len(wrong)} did not work")
    return 1 if wrong else 0


def _everything(bare: Bare) -> Iterator[Tried]:
    yield _no_helpers(bare)
    yield _try("every native part loads", bare, ["--self-test"], _all_parts)
    yield _try("the seal of engines holds", bare, ["doctor", "--network"],
               lambda said: "can leave this computer" in said)  # fmt: skip
    yield _try("a vault is made", bare, ["vault", "create", "--passphrase-stdin"], bool,
               given=2 * OPENING)  # fmt: skip
    yield _try("a conversation", bare, ["ask", "Say the word yes."], lambda said: len(said) > 1)
    (bare.root / "root" / "lease.md").write_text(PAPER)
    yield _try("a summary", bare,
               ["summarize", "--passphrase-stdin", "/root/lease.md"],
               lambda said: "p. 1" in said or "part 1" in said, given=OPENING)  # fmt: skip
    yield _try("a sentence is spoken", bare, ["say", SAID, "-o", "/root/said.wav"], bool)
    yield _try("and understood", bare, ["transcribe", "/root/said.wav"],
               lambda said: "Anna" in said and "Tuesday" in said)  # fmt: skip
    yield _window(bare)


def _no_helpers(bare: Bare) -> Tried:
    found = [name for name in ("python3", "python", "ip", "curl", "gcc")
             if (bare.root / "usr/bin" / name).exists()]  # fmt: skip
    return Tried("nothing helps: no Python, no compiler", not found, ", ".join(found))


def _try(
    what: str, bare: Bare, words: list[str], is_good: Callable[[str], bool], *, given: str = ""
) -> Tried:
    done = bare.run(*words, given=given)
    said = (done.stdout + done.stderr).strip()
    works = done.returncode == 0 and is_good(done.stdout)
    return Tried(what, works, said.splitlines()[-1] if said else "")


def _all_parts(said: str) -> bool:
    return said.count("✓") > 10 and "✗" not in said


def _window(bare: Bare) -> Tried:
    """The window comes up and draws, on a screen that is reached by a socket in /tmp."""
    sockets = bare.root / "tmp" / ".X11-unix"
    sockets.mkdir(exist_ok=True)
    screen = subprocess.Popen(
        ["Xvfb", SCREEN, "-screen", "0", "1200x800x24", "-nolisten", "tcp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with _mounted("/tmp/.X11-unix", sockets):  # noqa: S108 - where X servers listen
            window = subprocess.Popen(bare.command(DISPLAY=SCREEN), stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True)  # fmt: skip
            titled = _wait_for_window()
            window.terminate()
            said = window.communicate(timeout=60)[0]
            return Tried("the window opens", titled, said.strip().splitlines()[-1] if said else "")
    finally:
        screen.terminate()
        screen.wait()


def _wait_for_window(within_s: float = 90) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Tacit"],
            env={**os.environ, "DISPLAY": SCREEN}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if found.stdout.strip():
            return True
        time.sleep(0.5)
    return False


@contextlib.contextmanager
def _bare(bundle: Path, weights: Path | None) -> Iterator[Bare]:
    """A copy of the bare system with Tacit in /opt."""
    base, root = BARE / "base", BARE / "with-tacit"
    if not base.is_dir():
        BARE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["debootstrap", "--variant=minbase", SUITE, str(base)], check=True)
    shutil.rmtree(root, ignore_errors=True)
    subprocess.run(["cp", "-a", str(base), str(root)], check=True)
    program = _unpack(bundle, root / "opt")
    if weights:
        beside = root / program.parent.relative_to("/") / "weights"
        subprocess.run(["cp", "-a", str(weights), str(beside)], check=True)
    with _mounted("/proc", root / "proc"), _mounted("/dev", root / "dev"):
        yield Bare(root, str(program))


def _unpack(bundle: Path, into: Path) -> Path:
    """Where the program lies, as seen from within."""
    if bundle.is_dir():
        subprocess.run(["cp", "-a", str(bundle), str(into / "tacit")], check=True)
        return Path("/opt/tacit/tacit")
    subprocess.run(["tar", "--zstd", "-xf", str(bundle), "-C", str(into)], check=True)
    (unpacked,) = into.glob("tacit-*")
    return Path("/opt") / unpacked.name / "program" / "tacit"


@contextlib.contextmanager
def _mounted(source: str, target: Path) -> Iterator[None]:
    subprocess.run(["mount", "--bind", source, str(target)], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(target)], check=False)


def _report(one: Tried) -> Tried:
    print(f"{'ok    ' if one.works else 'FAILED'} {one.what}: {one.said[:100]}", flush=True)
    return one


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try a bundle out on a bare system.")
    parser.add_argument("bundle", type=Path, help="a bundle's folder, or a .tar.zst")
    parser.add_argument("--weights", type=Path, help="weights to put beside the program")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
