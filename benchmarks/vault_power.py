"""The power goes out: `.venv/bin/python -m benchmarks.vault_power [--every 1]`, on Linux.

A session (unlock, save, check point, change the passphrase, back up, close) runs once under
`strace`, which writes down every call that changes a file. For each moment of it the disk is then
put together as a power cut could have left it: what was synced is there; of what was not, nothing,
everything, or some of it, torn between sectors; names (made, renamed, removed) that were not synced
survive as far as a random one of them, in order. The vault is opened from there: what had been
acknowledged before that moment must be in it, every page whole, and no alarm raised. The control
does the same with `synchronous=OFF`, and must lose.

It is a model: disks that acknowledge a sync and lie, or reorder names, are not in it.
"""

import argparse
import os
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.vault_full import CLOSED, LAX, NOW, TEXT, prepare, run_session
from vault.places import Places
from vault.vault import Vault, with_recovery

CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink,sendto"
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (\d+)(?:<([^>]*)>)?$")
FILE = re.compile(r"^\d+<([^>]*)>")
QUOTED = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
SECTOR = 512
WAYS = ("nothing", "everything", "some")

Change = tuple[int, bytes | None]
"where bytes were written, or where the file was cut off (None)"


@dataclass
class Inode:
    """One file: what is surely on the disk, and what may be."""

    synced: bytes = b""
    loose: list[Change] = field(default_factory=list)

    def sync(self) -> None:
        self.synced = _applied(self.synced, self.loose)
        self.loose = []


@dataclass
class Disk:
    """Files and their names as the session changes them."""

    names: dict[str, Inode]
    synced_names: dict[str, Inode] = field(default_factory=dict)
    loose_names: list[tuple[str, Inode | None]] = field(default_factory=list)
    acknowledged: int = 0

    def name(self, path: str, inode: Inode | None) -> None:
        if inode is None:
            self.names.pop(path, None)
        else:
            self.names[path] = inode
        self.loose_names.append((path, inode))

    def sync_names(self) -> None:
        self.synced_names = dict(self.names)
        self.loose_names = []


def _applied(raw: bytes, changes: list[Change]) -> bytes:
    whole = bytearray(raw)
    for at, data in changes:
        if data is None:
            del whole[at:]
            continue
        if len(whole) < at:
            whole.extend(bytes(at - len(whole)))
        whole[at : at + len(data)] = data
    return bytes(whole)


def read_log(log: Path, home: Path) -> Iterator[tuple[str, list[str], int, str]]:
    """Each call that succeeded: its name, what it was given, its answer, the file of it."""
    for line in log.read_text().splitlines():
        if not (found := LINE.match(line)):
            continue
        call, given, answer, opened = found.groups()
        strings = [
            bytes.fromhex(one.replace("\\x", "")).decode("latin-1") for one in QUOTED.findall(given)
        ]
        file = FILE.match(given)
        path = opened or (file.group(1) if file else "")
        if "\\x" in path:
            path = bytes.fromhex(path.replace("\\x", "")).decode()
        if call in ("rename", "unlink", "sendto") or path.startswith(str(home)):
            yield call, [given, *strings], int(answer), path


def replay(log: Path, home: Path, disk: Disk) -> Iterator[None]:
    """Do to the disk what the session did, pausing after each step."""
    positions: dict[str, int] = {}
    for call, (given, *strings), answer, path in read_log(log, home):
        inode = disk.names.get(path)
        if call == "openat":
            _opened(disk, path, given)
            positions[path] = 0
        elif call in ("fsync", "fdatasync"):
            inode.sync() if inode else disk.sync_names()
        elif call == "rename":
            moved = disk.names[strings[0]]
            disk.name(strings[1], moved)
            disk.name(strings[0], None)
        elif call == "unlink":
            disk.name(strings[0], None)
        elif call == "sendto":
            disk.acknowledged += strings[0].startswith("said")
        elif inode is not None:
            at = int(given.rsplit(",", 1)[1]) if call != "write" else positions[path]
            data = None if call == "ftruncate" else strings[0][:answer].encode("latin-1")
            inode.loose.append((at, data))
            positions[path] = at + answer
        yield


def _opened(disk: Disk, path: str, given: str) -> None:
    if path not in disk.names and "O_CREAT" in given:
        disk.name(path, Inode())
    elif "O_TRUNC" in given:
        disk.names[path].loose.append((0, None))


def remains(disk: Disk, way: str, rng: random.Random) -> dict[str, bytes]:
    """The files as a power cut leaves them."""
    share = {"nothing": 0, "everything": len(disk.loose_names)}
    kept = share.get(way, rng.randint(0, len(disk.loose_names)))
    names: dict[str, Inode | None] = {**disk.synced_names, **dict(disk.loose_names[:kept])}
    return {
        path: _applied(inode.synced, _survivors(inode.loose, way, rng))
        for path, inode in names.items()
        if inode is not None
    }


def _survivors(loose: list[Change], way: str, rng: random.Random) -> list[Change]:
    if way != "some":
        return loose if way == "everything" else []
    survived: list[Change] = []
    for at, data in loose:
        luck = rng.random()
        if data is not None and luck < 1 / 3:
            sectors = rng.randint(0, len(data) // SECTOR)
            survived.append((at, data[: sectors * SECTOR]))
        elif luck < 2 / 3:
            survived.append((at, data))
    return survived


def look(files: dict[str, bytes], home: Path, recovery_key: str, acknowledged: int) -> str:
    """Open what remains: "" if it is as it should be."""
    shutil.rmtree(home)
    for path, raw in files.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(raw)
    places = Places.of(home / "vault", home / "elsewhere")
    try:
        vault = Vault.unlock(places, with_recovery(recovery_key), NOW)
        vault.verify()
        with vault.reader() as conn:
            texts = conn.column("SELECT text FROM message ORDER BY item")
        vault.close()
    except Exception as error:  # noqa: BLE001 - any fault counts
        return type(error).__name__
    there = sum(text == f"{number} {TEXT}" for number, text in enumerate(texts))
    if there < acknowledged:
        return "lost"
    return "" if len(texts) - acknowledged in (0, 1) else "more than was said"


def cuts(home: Path, recovery_key: str, every: int, *, is_lax: bool) -> tuple[int, dict[str, int]]:
    """Cut the power at each moment of a session, in each way; what was found, by kind."""
    log = home.with_name("log")
    before = {str(path): path.read_bytes() for path in home.rglob("*") if path.is_file()}
    strace = ["strace", "-f", "-y", "-xx", "-s", "8000000", "-o", str(log), "-e", f"trace={CALLS}"]
    lines = run_session(home, recovery_key, strace, mode=LAX if is_lax else "")
    assert lines[-1] == CLOSED, lines
    names = {path: Inode(raw) for path, raw in before.items()}
    disk = Disk(names, dict(names))
    rng = random.Random(3)
    tried, found = 0, dict[str, int]()
    for step, _ in enumerate(replay(log, home, disk)):
        for way in WAYS if step % every == 0 else ():
            files = remains(disk, way, rng)
            tried += 1
            if kind := look(files, home, recovery_key, disk.acknowledged):
                found[f"{kind} ({way})"] = found.get(f"{kind} ({way})", 0) + 1
    return tried, found


def main() -> None:
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # nobody's real one
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="try each so-manyth moment")
    args = parser.parse_args()
    say: Callable[[dict[str, int]], str] = lambda found: str(found or "nothing")  # noqa: E731
    for is_lax in (False, True):
        with tempfile.TemporaryDirectory() as name:
            home = Path(name) / "home"
            recovery_key = prepare(home)
            tried, found = cuts(home, recovery_key, args.every, is_lax=is_lax)
            what = "the control, synchronous=OFF" if is_lax else "as Tacit writes"
            print(f"{what}: {tried} power cuts, wrong afterwards: {say(found)}", flush=True)


if __name__ == "__main__":
    main()
