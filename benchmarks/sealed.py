"""Shows that what is told to Tacit stays in the vault: `sudo .venv/bin/python -m benchmarks.sealed`

Words that stand nowhere else are told in every way that a person has: chat by keyboard and by
command, memory, profile, tasks, reminders, notes, documents and their names, a watched folder,
speech, a passphrase, a draft that is never sent. Tacit is used, locked, crashed (its engines and
its window) and killed, and looked for are these words, as text in several encodings, base64, hex
and compressed, and the keys: in every file of the person's folders and in every other that changed
meanwhile, in the words and environments of its processes, on the clipboard and in the selections,
in the names of windows, on the session's bus, in core files; after locking in all memory.

What the person's own papers say in clear lies in one folder, which is left out. At the end a word
is put into each of these places on purpose: an eye that misses one proves nothing. Exit code 0
where nothing was found before and everything after.
"""

import base64
import bz2
import gzip
import io
import lzma
import os
import pty
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import zstandard

from benchmarks.canaries import (
    STEM,
    Tally,
    Wanted,
    Where,
    canary,
    in_files,
    in_memory,
    in_process,
)
from benchmarks.living import ROOT, Life, life
from tests.desktop import real_screen
from tests.desktop.real_screen import Screen, family, until
from vault import header_file, keyslots

ELSEWHERE = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/root", "/home", "/var/log", "/var/crash",
             "/var/lib/systemd/coredump")  # fmt: skip
"where else something of a person may come to lie"
PASSPHRASE = f"velvet {canary('passphrase')} otter 94"
SPOKEN = "sallerbmu neetenin speek surlaw elprup ehT"[::-1]
"turned round, so that no copy of this file says it"
UNDERSTOOD = SPOKEN[4:17]
PAGES = 9
DUE_S = 75
SHOWN = 20
CHAT = (
    f"Remember that my locker word is {canary('memory')}",
    f"My name is {canary('profile').capitalize()} Berg",
    f"Add a task: buy {canary('task')}",
    f"Remind me tomorrow at nine to call {canary('tomorrow')}",
    f"Note: the garden code is {canary('note')}",
    f"What is a {canary('question')}? Answer in five words.",
)
CLIPBOARD = """
import sys
from PySide6.QtGui import QClipboard, QGuiApplication
app = QGuiApplication(sys.argv[:1])
board = app.clipboard()
for mode in (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection):
    if len(sys.argv) > 1:
        board.setText(sys.argv[1], mode)
    else:
        print(repr(board.text(mode)))
if len(sys.argv) > 1:
    print("held", flush=True)
    app.exec()
"""


class Bus:
    """A session bus of its own, and everything that is said on it."""

    def __init__(self, folder: Path) -> None:
        self.heard = folder / "bus.heard"
        done = subprocess.run(
            ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        self.address, pid = done.stdout.split()
        self._pid = int(pid)
        self._out = self.heard.open("wb")
        env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": self.address}
        self._monitor = subprocess.Popen(["dbus-monitor", "--session"], stdout=self._out, env=env)
        until(lambda: self.heard.stat().st_size, "the bus")

    def look(self, tally: Tally, place: str, wanted: Wanted) -> None:
        tally.note(place, "the bus", wanted.within(self.heard.read_bytes()))

    def notify(self, text: str) -> None:
        env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": self.address}
        words = ["dbus-send", "--session", "--dest=org.freedesktop.Notifications", "/x",
                 "x.y.Notify", f"string:{text}"]  # fmt: skip
        subprocess.run(words, env=env, check=True)

    def close(self) -> None:
        self._monitor.terminate()
        self._monitor.wait()
        self._out.close()
        os.kill(self._pid, signal.SIGTERM)


class Eye:
    """Looks at the processes of a life again and again, while things are done."""

    def __init__(self, one: Life, wanted: Wanted, tally: Tally) -> None:
        self._one, self._wanted, self._tally = one, wanted, tally
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(1.0):
            if self._one.program is not None:
                in_process(self._tally, PROCESSES, self._wanted, family(self._one.program.pid))


FILES, OTHERS, PROCESSES = "files of the person", "other files changed", "words and environments"
CLIP, TITLES, BUS, MEMORY = "clipboard and selections", "names of windows", "the bus", "memory"
OUTPUT = "what the window says"


class Proof:
    """One life, and what was found in it."""

    def __init__(self, one: Life, bus: Bus, papers: Path) -> None:
        self.one, self.bus, self.papers = one, bus, papers
        self.tally = Tally()
        self.wanted = Wanted.of(UNDERSTOOD)
        self.began = time.time()
        self.problems: list[str] = []

    def told(self, *words: str, given: str) -> str:
        done = self.one.tacit(*words, given=given)
        if done.returncode not in (0, 2):
            self.problems.append(f"{words[0]} ended with {done.returncode}: {done.stderr[-200:]}")
        return done.stdout

    def look(self, when: str, *, is_last: bool = False) -> None:
        """Everywhere but in memory; outside of the person's own folders once, at the end."""
        before = {one for found in self.tally.found.values() for one in found}
        own = self.one.folder
        in_files(self.tally, FILES, self.wanted, Where((own,), without=(self.papers,)))
        if is_last:
            others = Where(tuple(map(Path, ELSEWHERE)), self.began, (own, ROOT))
            in_files(self.tally, OTHERS, self.wanted, others)
        self.tally.note(CLIP, "X", self.wanted.within(_clipboard(self.one).encode()))
        self.tally.note(TITLES, "X", self.wanted.within(_titles(self.one.screen).encode()))
        found = {one for found in self.tally.found.values() for one in found} - before
        after = time.time() - self.began
        print(f"{when}, after {after:.0f} s: {len(found)} found", flush=True)
        for one in sorted(found)[:SHOWN]:
            print(f"  {one}", flush=True)

    def memory(self, place: str) -> None:
        assert self.one.program is not None
        in_memory(self.tally, place, self.wanted, family(self.one.program.pid))


def _clipboard(one: Life) -> str:
    words = [sys.executable, "-c", CLIPBOARD]
    return subprocess.run(words, env=one.env, capture_output=True, text=True, check=False).stdout


def _titles(screen: Screen) -> str:
    numbers = screen.tool("search", "--name", "").split()
    names = [screen.tool("getwindowname", one) for one in numbers]
    env = {**os.environ, "DISPLAY": screen.display}
    rows = [
        subprocess.run(["xprop", "-id", one], env=env, capture_output=True, text=True,
                       check=False).stdout
        for one in numbers
    ]  # fmt: skip
    return "\n".join([*names, *rows])


def papers(folder: Path) -> Path:
    """What the person has in clear: that is theirs."""
    watched = folder / f"watched {canary('folder')}"
    watched.mkdir(parents=True)
    text = f"# Lease\n\nThe notice period is {canary('document')} months.\n"
    (folder / f"lease {canary('filename')}.md").write_text(text)
    (watched / "letter.txt").write_text(f"Dear Anna, the code is {canary('watched')}.")
    return folder


def live(proof: Proof) -> None:
    """Everything that a person does, and what may happen to them meanwhile."""
    one = proof.one
    made = one.tacit("vault", "create", "--passphrase-stdin", given=f"{PASSPHRASE}\n" * 2)
    assert made.returncode == 0, made.stderr
    _keys(proof)
    one.start()
    with Eye(one, proof.wanted, proof.tally):
        one.unlock(PASSPHRASE)
        proof.told("chat", given="\n".join(CHAT))
        proof.told("do", "--yes", "-", given=f"Create a note: {canary('second')} is the gate code")
        proof.told("documents", "add", str(proof.papers), given="")
        proof.told("documents", "watch", str(next(proof.papers.glob("watched*"))), given="")
        _spoken(proof)
        _by_keyboard(proof)
        _in_terminal(proof)
        proof.look("used")
        proof.memory("memory while open")
        _lock_before_it_is_due(proof)
        proof.memory("memory after locking")
        proof.look("locked")
        proof.bus.look(proof.tally, BUS, proof.wanted)
        one.unlock(PASSPHRASE)
        proof.told("chat", given=f"What is a {canary('again')}?")
        _crash_engines(proof)
        proof.look("engines crashed")
        _end(proof, signal.SIGSEGV)
        proof.look("window crashed")
        one.start()
        one.unlock(PASSPHRASE)
        proof.told("chat", given=f"Add a task: fetch {canary('killed')}")
        _end(proof, signal.SIGKILL)
        proof.look("window killed")
        one.start()
        one.unlock(PASSPHRASE)
        one.lock()
        proof.memory("memory after locking")
        proof.look("locked again", is_last=True)


def _lock_before_it_is_due(proof: Proof) -> None:
    """What is said about a reminder while the vault is locked is said to everybody."""
    proof.told("chat", given=f"Remind me in 1 minute to call {canary('reminder')}")
    proof.one.lock()
    time.sleep(DUE_S)


def _keys(proof: Proof) -> None:
    """What must not be in memory either; known here since the passphrase is."""
    header = header_file.load(proof.one.places.header)
    master = keyslots.open_with_passphrase(header, PASSPHRASE)
    key = master.derive("database")
    secrets = {"master": bytes(master._raw), "key": key}  # noqa: SLF001
    proof.wanted = Wanted.of(UNDERSTOOD, **secrets)


def _spoken(proof: Proof) -> None:
    """Said aloud, understood, and told."""
    sound = proof.papers / "said.wav"
    proof.told("say", "-", "-o", str(sound), given=SPOKEN)
    heard = proof.told("transcribe", str(sound), given="").strip()
    if UNDERSTOOD not in heard.casefold():
        proof.problems.append(f"the recogniser understood {heard!r}")
    proof.told("do", "--yes", "-", given=f"Remember that {heard}")


def _by_keyboard(proof: Proof) -> None:
    """Each page is seen; something is asked, and something is only begun."""
    screen = proof.one.screen
    window = until(screen.window, "the window")
    screen.focus(window)
    for number in range(1, PAGES + 1):
        screen.press(f"ctrl+{number}")
        time.sleep(0.5)
    screen.press("ctrl+2")
    time.sleep(1)
    screen.write(f"Remember that the cellar word is {canary('typed')}")
    screen.press("Return")
    time.sleep(4)
    screen.write(f"I have not decided about {canary('draft')}")
    screen.press("ctrl+a")
    screen.press("ctrl+c")  # the person's own copy; taken back by copying something else
    time.sleep(0.5)
    _copied(proof.one, "nothing")
    screen.press("End")


@contextmanager
def _held(one: Life, text: str) -> Iterator[None]:
    """Somebody holds a text on the clipboard and in the selection."""
    words = [sys.executable, "-c", CLIPBOARD, text]
    holder = subprocess.Popen(words, env=one.env, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        yield
    finally:
        holder.kill()
        holder.communicate()


def _copied(one: Life, text: str) -> None:
    with _held(one, text):
        pass


def _in_terminal(proof: Proof) -> None:
    """With line editing, as at a real terminal: what is typed may not become a history."""
    ours, theirs = pty.openpty()
    words = [sys.executable, "-P", "-m", "desktop", "chat"]
    child = subprocess.Popen(words, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True,
                             env=proof.one.env, cwd=proof.one.folder)  # fmt: skip
    os.close(theirs)
    reader = threading.Thread(target=_drained, args=(ours,), daemon=True)
    reader.start()
    time.sleep(4)
    os.write(ours, f"Add a task: mend {canary('terminal')}\n".encode())
    time.sleep(6)
    os.write(ours, b"\x04")
    with suppress(subprocess.TimeoutExpired):
        child.wait(20)
    child.kill()
    child.wait()
    os.close(ours)


def _drained(descriptor: int) -> None:
    with suppress(OSError):
        while os.read(descriptor, 65_536):
            pass


def _crash_engines(proof: Proof) -> None:
    assert proof.one.program is not None
    engines = family(proof.one.program.pid)[1:]
    if not engines:
        proof.problems.append("no engine was running")
    for pid in engines:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGSEGV)
    time.sleep(1)


def _end(proof: Proof, how: signal.Signals) -> None:
    program = proof.one.program
    assert program is not None
    program.send_signal(how)
    program.wait()
    proof.one.program = None
    until(lambda: proof.one.screen.window() is None, "the window to go")


ZIPPED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress, "zlib": zlib.compress, "xz": lzma.compress, "bz2": bz2.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}  # fmt: skip


def _packed(raw: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("x.txt", raw)
    return held.getvalue()


def planted(person: Path) -> dict[Path, bytes]:
    """A word in every kind of file, in every form."""
    word = f"so {canary('planted')} it is".encode()
    forms = {"utf-16-le": word.decode().encode("utf-16-le"), "hex": word.hex().encode(),
             "utf-16-be": word.decode().encode("utf-16-be"), "upper": word.upper(),
             **{f"base64 {n}": base64.b64encode(bytes(n) + word) for n in range(3)},
             **{name: b"head" + pack(word) for name, pack in ZIPPED.items()},
             "zip": _packed(word)}  # fmt: skip
    files = {person / f"planted {name}": raw for name, raw in forms.items()}
    usual = (".local/share/recently-used.xbel", ".cache/thumbnails/normal/1.png", ".bash_history",
             ".config/tacit/tacit.conf", ".python_history", ".local/share/tacit/x.log",
             ".cache/tacit/examples.npy", "core")  # fmt: skip
    return {**files, **{person / name: b"x" * 50 + word for name in usual},
            person / canary("named"): b""}  # fmt: skip


def control(proof: Proof) -> tuple[int, int]:
    """Of how many places a word that was put there on purpose was seen, and how many those are."""
    one, wanted = proof.one, Wanted.of()
    seen: dict[str, bool] = {}

    def looks(place: str, look: Callable[[Tally], None]) -> None:
        tally = Tally()
        look(tally)
        seen[place] = bool(tally.found)

    for path, raw in planted(one.folder / "person").items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        looks(
            path.name, lambda tally: in_files(tally, "x", wanted, Where((one.folder / "person",)))
        )
        path.unlink()
    for folder in ("/tmp", "/dev/shm", "/var/tmp"):
        since = time.time() - 1
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(canary("elsewhere").encode())
            file.flush()
            looks(folder, lambda tally: in_files(tally, "x", wanted, Where((Path(folder),), since)))  # noqa: B023
    with _held(one, canary("copied")):
        looks(
            "clipboard", lambda tally: tally.note("x", "x", wanted.within(_clipboard(one).encode()))
        )
    proof.bus.notify(canary("notified"))
    looks("notification", lambda tally: _heard(proof, tally, wanted))
    _processes(looks, wanted)
    _title(one, looks, wanted)
    _core(one, looks, wanted)
    memory = proof.tally.found.get("memory while open", set())
    seen["memory while open"] = any(STEM in each.casefold() for each in memory)
    seen["key while open"] = any("key" in each for each in memory)
    missed = [place for place, is_seen in seen.items() if not is_seen]
    if missed:
        print(f"not seen though put there: {', '.join(missed)}")
    return len(seen) - len(missed), len(seen)


def _heard(proof: Proof, tally: Tally, wanted: Wanted) -> None:
    def look() -> bool:
        proof.bus.look(tally, "x", wanted)
        return bool(tally.found)

    until(look, "what was said on the bus")


Looks = Callable[[str, Callable[[Tally], None]], None]


def _processes(looks: Looks, wanted: Wanted) -> None:
    sleep = ["sleep", "60"]
    told = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", canary("word")])
    around = subprocess.Popen(sleep, env={**os.environ, "X": canary("environment")})
    code = f"x = bytes(bytearray(b'{STEM}') + b'held'); import time; time.sleep(60)"
    holds = subprocess.Popen([sys.executable, "-c", code])
    time.sleep(1)
    looks("words", lambda tally: in_process(tally, "x", wanted, [told.pid]))
    looks("environment", lambda tally: in_process(tally, "x", wanted, [around.pid]))
    looks("memory", lambda tally: in_memory(tally, "x", wanted, [holds.pid]))
    for one in (told, around, holds):
        one.kill()
        one.wait()


def _title(one: Life, looks: Looks, wanted: Wanted) -> None:
    window = until(one.screen.window, "the window")
    one.screen.tool("set_window", "--name", canary("title"), window.number)
    looks("title", lambda tally: tally.note("x", "x", wanted.within(_titles(one.screen).encode())))
    one.screen.tool("set_window", "--name", "Tacit", window.number)


def _core(one: Life, looks: Looks, wanted: Wanted) -> None:
    """A core file of somebody who lets the system write them; where it writes none here, say so."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if pattern.startswith(("|", "/")):
        print(f"core files go to {pattern} here, and are looked for only where they are files")
        return
    code = (
        "import os, resource; resource.setrlimit(resource.RLIMIT_CORE, (-1, -1));"
        f"x = bytes(bytearray(b'{STEM}') + b'core'); os.kill(os.getpid(), 11)"
    )
    folder = one.folder / "cores"
    folder.mkdir()
    subprocess.run([sys.executable, "-c", code], cwd=folder, check=False)
    looks("core file", lambda tally: in_files(tally, "x", wanted, Where((folder,))))


def main() -> int:
    if sys.platform != "linux" or os.geteuid() != 0:
        print("Other processes' memory can only be read on Linux, as root: run this with sudo.")
        return 2
    if missing := real_screen.missing():
        print(f"The window's part {missing}.")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bus = Bus(folder)
        try:
            more = {"DBUS_SESSION_BUS_ADDRESS": bus.address}
            with life(folder / "life", more=more) as one:
                proof = Proof(one, bus, papers(folder / "life" / "papers"))
                live(proof)
                noticed, of = control(proof)
        finally:
            bus.close()
    return _report(proof, noticed, of)


def _report(proof: Proof, noticed: int, of: int) -> int:
    total = 0
    for place, count in proof.tally.looked.items():
        found = proof.tally.found.get(place, set())
        if place == "memory while open":
            continue
        total += len(found)
        print(f"{place}: {len(found)} found in {count}")
        for each in sorted(found)[:SHOWN]:
            print(f"  {each}")
    if not Path("/proc/swaps").read_text().splitlines()[1:]:
        print("swap: none on this computer")
    for problem in proof.problems:
        print(f"NOT DONE: {problem}")
    print(f"{total} found; put there on purpose, to see that it is noticed: {noticed} of {of}")
    return 0 if not total and not proof.problems and noticed == of else 1


if __name__ == "__main__":
    sys.exit(main())
