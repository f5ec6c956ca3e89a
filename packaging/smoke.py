"""Try a bundle out where nothing helps it: a bare Debian without Python and without a network.

    sudo .venv/bin/python packaging/smoke.py dist/tacit-….tar.zst
    sudo .venv/bin/python packaging/smoke.py --weights FOLDER dist/tacit-….deb


A bundle's folder does as well. A bare system is made with debootstrap in build/bare/ and kept
there; Tacit is installed in a copy of it. Everything is done in a network namespace that holds no
interface but a dead loopback. One line for each thing that was tried; the exit code is 0 where all
of them worked.
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

sys.path.insert(0, str(ROOT))  # a screen and a keyboard, as the tests have them

from tests.desktop import real_screen

BARE = ROOT / "build" / "bare"
SUITE = "bookworm"
OPENING = "correct horse battery staple\n"
SAID = "The meeting with Anna is on Tuesday at nine."
PAPER = """# Lease

The notice period is three months. The rent is 840 euros a month, due on the third.
The landlord is Anna Berg. The lease began on 1 May 2024.
"""
TAKES_FOCUS_S = 1.0


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
               lambda said: "840" in said and "were all found" in said, given=OPENING)  # fmt: skip
    yield _try("a sentence is spoken", bare, ["say", SAID, "-o", "/root/said.wav"], bool)
    yield _try("and understood", bare, ["transcribe", "/root/said.wav"],
               lambda said: "Anna" in said and "Tuesday" in said)  # fmt: skip
    yield from _window(bare)


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


def _window(bare: Bare) -> Iterator[Tried]:
    """The window by keyboard, on a screen that is reached by a socket in /tmp.

    Whether it is unlocked shows in what a command can do that knows no passphrase.
    """
    sockets = bare.root / "tmp" / ".X11-unix"
    sockets.mkdir(exist_ok=True)
    with (
        real_screen.screen() as screen,
        _mounted("/tmp/.X11-unix", sockets),  # noqa: S108 - where X servers listen
    ):
        window = subprocess.Popen(bare.command(DISPLAY=screen.display), stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)  # fmt: skip
        try:
            yield _waited("the window opens", lambda: screen.window() is not None)
            _type(screen, OPENING.strip())
            yield _waited("the passphrase opens it", lambda: _is_open(bare))
            screen.press("ctrl+l")
            yield _waited("Ctrl+L locks it: another process", lambda: _is_fresh(window.pid))
            yield Tried("nothing is to be had from it", not _is_open(bare), "")
            _type(screen, OPENING.strip())
            yield _waited("and it opens again", lambda: _is_open(bare))
        finally:
            window.terminate()
            window.communicate(timeout=60)


def _type(screen: real_screen.Screen, words: str) -> None:
    window = real_screen.until(screen.window, "the window")
    screen.focus(window)
    time.sleep(TAKES_FOCUS_S)
    screen.write(words)
    screen.press("Return")


def _is_open(bare: Bare) -> bool:
    return bare.run("tasks", "list").returncode == 0


def _is_fresh(pid: int) -> bool:
    """Locking puts another program in the place of the one that knew the key."""
    return "--locked" in Path(f"/proc/{pid}/cmdline").read_text()


def _waited(what: str, look: Callable[[], bool], within_s: float = 90) -> Tried:
    until = time.monotonic() + within_s
    while not (is_so := look()) and time.monotonic() < until:
        time.sleep(0.5)
    return Tried(what, is_so, "")


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
        real = Path(os.path.realpath(root / program.relative_to("/")))
        place = real if real.is_relative_to(root) else root / real.relative_to("/")
        beside = place.parent / "weights"
        subprocess.run(["cp", "-a", str(weights), str(beside)], check=True)
    with _mounted("/proc", root / "proc"), _mounted("/dev", root / "dev"):
        yield Bare(root, str(program))


def _unpack(bundle: Path, into: Path) -> Path:
    """Where the program lies, as seen from within."""
    if bundle.is_dir():
        subprocess.run(["cp", "-a", str(bundle), str(into / "tacit")], check=True)
        return Path("/opt/tacit/tacit")
    if bundle.suffix == ".deb":
        subprocess.run(["dpkg", "--root", str(into.parent), "--force-depends", "-i", str(bundle)],
                       check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        return Path("/usr/bin/tacit")
    subprocess.run(["tar", "--zstd", "-xf", str(bundle), "-C", str(into)], check=True)
    (unpacked,) = into.glob("tacit-*")
    subprocess.run(
        ["chroot", str(into.parent), "/usr/bin/env", "-i", "HOME=/root", "PATH=/usr/bin:/bin",
         f"/opt/{unpacked.name}/install.sh"], check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    shutil.rmtree(unpacked)
    return Path("/root/.local/share/tacit-program/tacit")


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
