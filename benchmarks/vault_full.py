"""A disk that fills up: `.venv/bin/python -m benchmarks.vault_full [--every 1]`, on Linux.

A scripted session (unlock, save, check point, change the passphrase, back up, close) is run again
and again, each time with another one of its writes as the first that fails; `strace` makes it and
every later one answer "no space left". Afterwards the vault is opened without faults: what had been
acknowledged must be there, every page whole, and the error must have been one with a card. The
control acknowledges too early, on purpose: the same count has to see the loss. Without `strace`
(and in the tests) the size that files may have is what runs out.
"""

import argparse
import errno
import os
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vault import conversations
from vault.conversations import Said, Speaker
from vault.errors import VaultFull, VaultReadOnly
from vault.keyslots import Cost
from vault.places import Places
from vault.vault import Vault, with_recovery

NOW = datetime(2026, 3, 4, tzinfo=UTC)
PASSPHRASE = "correct horse battery staple"
SAID = 12
TEXT = "word " * 700
WRITES = ("pwrite64", "write", "ftruncate", "fsync", "fdatasync")
CLOSED = "closed"
FULL = "full"
LIE = "lie"
LAX = "lax"


@dataclass(frozen=True)
class Outcome:
    """What a session acknowledged, how it ended, and what was found afterwards."""

    acknowledged: int
    ending: str
    lost: int
    is_whole: bool


def session(folder: Path, recovery_key: str, told: socket.socket, mode: str) -> None:
    """Do everything that writes; say over a socket, which no full disk stops, what is done.

    As a control it may "lie", and say so before it is done, or be "lax", and sync nothing.
    """
    try:
        vault = Vault.unlock(places(folder), with_recovery(recovery_key), NOW)
        with vault.writer() as conn:
            if mode == LAX:
                conn.pragma("synchronous=OFF")
            talk = conversations.begin(conn, "", NOW)
            for number in range(SAID):
                if mode == LIE:
                    told.send(b"said\n")
                conversations.say(conn, talk, Said(Speaker.OWNER, f"{number} {TEXT}"), NOW)
                if mode != LIE:
                    told.send(b"said\n")
                if number == SAID // 2:
                    conn.checkpoint()
        vault.change_passphrase(PASSPHRASE + "!", NOW, Cost())
        vault.backup()
        vault.close()
        told.send(CLOSED.encode())
    except (VaultFull, VaultReadOnly):
        told.send(FULL.encode())
    except OSError as error:
        told.send(FULL.encode() if error.errno in (errno.ENOSPC, errno.EFBIG) else b"bug")


def places(folder: Path) -> Places:
    return Places.of(folder / "vault", folder / "elsewhere")


def prepare(folder: Path) -> str:
    """A closed vault to start each session from; its recovery key."""
    vault, recovery_key = Vault.create(places(folder), PASSPHRASE, NOW, Cost())
    vault.close()
    return recovery_key


def run(
    start: Path, recovery_key: str, prefix: Iterable[str] = (), *, limit: int = 0, mode: str = ""
) -> Outcome:
    """One session on a copy of `start`, and what became of the vault."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "home"
        shutil.copytree(start, folder)
        lines = run_session(folder, recovery_key, prefix, limit=limit, mode=mode)
        ending = lines[-1] if lines and lines[-1] != "said" else "died"
        return _look(folder, recovery_key, lines.count("said"), ending)


def run_session(
    folder: Path, recovery_key: str, prefix: Iterable[str] = (), *, limit: int = 0, mode: str = ""
) -> list[str]:
    """One session in a process of its own; what it said."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        subprocess.run(
            [*prefix, sys.executable, "-m", "benchmarks.vault_full", "--session", str(folder),
             recovery_key, str(theirs.fileno()), str(limit), mode],
            pass_fds=[theirs.fileno()], check=False, stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        theirs.close()
        return b"".join(iter(lambda: ours.recv(4096), b"")).decode().splitlines()


def _look(folder: Path, recovery_key: str, said: int, ending: str) -> Outcome:
    """Open it as the owner would when there is space again."""
    try:
        vault = Vault.unlock(places(folder), with_recovery(recovery_key), NOW)
        vault.verify()
        with vault.reader() as conn:
            texts = conn.column("SELECT text FROM message ORDER BY item")
        vault.close()
    except Exception:  # noqa: BLE001 - any fault counts
        return Outcome(said, ending, said, is_whole=False)
    there = sum(text == f"{number} {TEXT}" for number, text in enumerate(texts))
    return Outcome(said, ending, max(0, said - there), is_whole=len(texts) - said in (0, 1))


def tracing(log: Path) -> list[str]:
    return ["strace", "-f", "--seccomp-bpf", "-o", str(log), "-e", f"trace={','.join(WRITES)}"]


def injecting(call: str, first: int, log: Path) -> list[str]:
    """From this call on the disk is full."""
    return [*tracing(log), "-e", f"inject={call}:error=ENOSPC:when={first}+"]


def count_writes(start: Path, recovery_key: str, log: Path) -> Counter[str]:
    """How often a session that goes well calls the system for each way of writing."""
    outcome = run(start, recovery_key, tracing(log))
    assert outcome == Outcome(SAID, CLOSED, 0, is_whole=True), outcome
    return Counter(re.findall(r"^\d+ +(\w+)\(", log.read_text(), re.MULTILINE))


def sweep(every: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        start, log = Path(name) / "start", Path(name) / "log"
        recovery_key = prepare(start)
        writes = count_writes(start, recovery_key, log)
        outcomes, failing = [], 0
        for call, count in writes.items():
            for first in range(1, count + 1, every):
                outcomes.append(run(start, recovery_key, injecting(call, first, log)))
                failing += "INJECTED" in log.read_text()
        lies = [
            run(start, recovery_key, injecting("pwrite64", first, log), mode=LIE)
            for first in random.Random(1).sample(range(20, writes["pwrite64"] // 2), 5)
        ]
    print(f"writes in the session: {dict(writes)}; {len(outcomes)} tried as the first to fail, "
          f"{failing} seen failing")  # fmt: skip
    print(f"said to be full {sum(o.ending == FULL for o in outcomes)}, all went well "
          f"{sum(o.ending == CLOSED for o in outcomes)}, something else "
          f"{sum(o.ending not in (FULL, CLOSED) for o in outcomes)}")  # fmt: skip
    print(f"acknowledged {sum(o.acknowledged for o in outcomes)}, "
          f"lost {sum(o.lost for o in outcomes)}, "
          f"vaults broken {sum(not o.is_whole for o in outcomes)}; "
          f"the control, acknowledging too early, lost {sum(o.lost for o in lies)}")  # fmt: skip


def main() -> None:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's real one
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="try each so-manyth write")
    parser.add_argument("--session", nargs=5, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if not args.session:
        sweep(args.every)
        return
    folder, recovery_key, number, limit, mode = args.session
    if int(limit):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
    with socket.socket(fileno=int(number)) as told:
        session(Path(folder), recovery_key, told, mode)


if __name__ == "__main__":
    main()
