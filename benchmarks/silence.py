"""Shows that nothing leaves: `sudo .venv/bin/python -m benchmarks.silence`.

Everything that a person does with Tacit is done in a network of its own whose only interface leads
nowhere and is listened to: making a vault, remembering, documents, a summary, speaking, listening,
and the window from unlocking to locking, driven by a keyboard on a real screen. Each packet is
counted, whatever its kind, and each internet socket that any of the processes asked for.

At the end packets are sent on purpose: an ear that hears none of those proves nothing. Exit code 0
where nothing was heard before and everything after.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from desktop import paths
from tests.desktop import real_screen

ROOT = Path(__file__).resolve().parent.parent
INTERFACE = "out0"
NEAR, FAR, FAR_6 = "10.66.0.1/24", "10.66.0.2", "fd66::2"
STRANGER = "02:00:00:00:00:01"
EVERY_PROTOCOL = 0x0003
PASSPHRASE = b"correct horse battery staple\n"
QUIET_S = 4.0
"after the interface came up, the system itself has said what it says"
PAPER = "# Lease\n\nThe notice period is three months. The landlord is Anna Berg.\n"
INTERNET = re.compile(r"socket\(AF_(INET6?|PACKET)\b")
WINDOW = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
          "tests/desktop/test_person.py"]  # fmt: skip
"a person at a screen and a keyboard: unlocks, tells, asks, approves, locks, unlocks, quits"
ON_PURPOSE = [sys.executable, "-c", "import socket; socket.socket()"]
TRACED = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=socket", "-o"]


@dataclass(frozen=True)
class Step:
    """Something that a person does."""

    what: str
    words: list[str]
    given: bytes = PASSPHRASE


class Ear:
    """Hears every frame on every interface of this network."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                                     socket.htons(EVERY_PROTOCOL))  # fmt: skip
        self._socket.settimeout(0)

    def heard(self) -> Counter[str]:
        """What has been heard since the last time, by kind."""
        found: Counter[str] = Counter()
        while True:
            try:
                frame, where = self._socket.recvfrom(65_535)
            except BlockingIOError:
                return found
            found[f"{where[0]}: {_kind(frame, where[1])}"] += 1


def main() -> int:
    if sys.platform != "linux" or os.geteuid() != 0:
        print("A network of its own can only be made on Linux, as root: run this with sudo.")
        return 2
    if missing := real_screen.missing():
        print(f"The window's part {missing}.")
        return 2
    if "--inside" not in sys.argv:
        command = [sys.executable, "-m", "benchmarks.silence", "--inside"]
        return subprocess.run(["unshare", "--net", *command], cwd=ROOT, check=False).returncode
    _build_network()
    ear = Ear()
    with tempfile.TemporaryDirectory() as folder:
        done = [_do(step, Path(folder)) for step in _steps(Path(folder))]
        done.append(_traced("the window, from unlocking to locking", WINDOW, Path(folder)))
        before = ear.heard()
        control = _heard_on_purpose(ear)
        control += _traced("a socket on purpose", ON_PURPOSE, Path(folder))[1]
    sockets = sum(one for _works, one in done)
    wrong = sum(not works for works, _one in done)
    print(f"\n{sum(before.values())} packets, {sockets} internet sockets, in {len(done)} steps")
    for kind, count in before.items():
        print(f"  {count} of {kind}")
    print(f"sent or asked for on purpose, to see that it is noticed: {control} of 5 noticed")
    return 0 if not before and not sockets and not wrong and control == 5 else 1


def _steps(folder: Path) -> Iterator[Step]:
    (folder / "lease.md").write_text(PAPER)
    secret = "--passphrase-stdin"
    sound = str(folder / "said.wav")
    yield Step("make a vault", ["vault", "create", secret], 2 * PASSPHRASE)
    yield Step("remember", ["remember", secret, "My locker number is 4417"])
    yield Step("ask the assistant", ["do", secret, "Remind me tomorrow at nine to call Anna"])
    yield Step("ask the model", ["ask", "What is a lighthouse?"])
    yield Step("take a document in", ["documents", "add", secret, str(folder / "lease.md")])
    yield Step("sum it up", ["summarize", secret, str(folder / "lease.md")])
    yield Step("ask about it", ["documents", "ask", secret, "How long is the notice period?"])
    yield Step("search", ["search", secret, "locker"])
    yield Step("speak", ["say", "The meeting is on Tuesday at nine.", "-o", sound])
    yield Step("listen", ["transcribe", sound])
    yield Step("look through the vault", ["vault", "verify", secret])
    yield Step("look over everything", ["doctor"])


def _do(step: Step, folder: Path) -> tuple[bool, int]:
    """Whether it worked, and how many internet sockets were asked for."""
    return _traced(step.what, [sys.executable, "-P", "-m", "desktop", *step.words], folder,
                   given=step.given)  # fmt: skip


def _traced(what: str, command: list[str], folder: Path, *, given: bytes = b"") -> tuple[bool, int]:
    trace = folder / "trace"
    env = {
        **os.environ, "TACIT_HOME": str(folder / "home"), "HOME": str(folder / "user"),
        "TACIT_WEIGHTS": str(paths.find().weights), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run([*TRACED, str(trace), *command], cwd=ROOT, env=env, input=given,
                          capture_output=True, check=False)  # fmt: skip
    asked = INTERNET.findall(trace.read_text(errors="replace"))
    said = (done.stdout + done.stderr).decode(errors="replace").strip().splitlines()
    verdict = "ok" if done.returncode == 0 else f"FAILED: {said[-1] if said else ''}"
    print(f"{what}: {verdict}, {len(asked)} internet sockets", flush=True)
    return done.returncode == 0, len(asked)


def _build_network() -> None:
    """An interface that everything would go out by, with an address of each kind, and nobody."""
    for words in (
        ["link", "add", INTERFACE, "type", "veth", "peer", "name", "nobody"],
        ["link", "set", "lo", "up"],
        ["link", "set", INTERFACE, "addrgenmode", "none"],  # or the system looks for routers
        ["link", "set", "nobody", "addrgenmode", "none"],
        ["link", "set", "nobody", "up"],
        ["link", "set", INTERFACE, "up"],
        ["address", "add", NEAR, "dev", INTERFACE],
        ["-6", "address", "add", "fd66::1/64", "dev", INTERFACE, "nodad"],
        ["route", "add", "default", "via", FAR],
        ["-6", "route", "add", "default", "via", FAR_6],
        ["neighbor", "add", FAR, "lladdr", STRANGER, "dev", INTERFACE],
        ["-6", "neighbor", "add", FAR_6, "lladdr", STRANGER, "dev", INTERFACE],
    ):
        subprocess.run(["ip", *words], check=True)
    time.sleep(QUIET_S)


def _heard_on_purpose(ear: Ear) -> int:
    """Of a name asked for, a connection begun, a word to everybody near, and IPv6: how many."""
    heard = 0
    for send in (_ask_for_a_name, _connect, _tell_everybody_near, _over_ipv6):
        with _as_it_may_fail():
            send()
        time.sleep(0.2)
        heard += bool(ear.heard())
    return heard


@contextmanager
def _as_it_may_fail() -> Iterator[None]:
    try:
        yield
    except OSError:  # nobody answers there; what counts is whether it was sent
        return


def _ask_for_a_name() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"\0" * 12, (FAR, 53))


def _connect() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as line:
        line.settimeout(0.3)
        line.connect(("192.0.2.1", 443))


def _tell_everybody_near() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.sendto(b"\0" * 12, ("224.0.0.251", 5353))


def _over_ipv6() -> None:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as line:
        line.sendto(b"\0" * 12, (FAR_6, 53))


def _kind(frame: bytes, protocol: int) -> str:
    names = {0x0800: "IPv4", 0x86DD: "IPv6", 0x0806: "ARP"}
    return f"{names.get(protocol, hex(protocol))}, {len(frame)} bytes"


if __name__ == "__main__":
    sys.exit(main())
