"""Each fault ends in a named state with a way out: `sudo .venv/bin/python -m benchmarks.faults`

A home with a vault, a backup of it and weights is broken in one way after the other: files damaged,
swapped, cut, put back or gone, the disk full or closed to writing, memory short, processes killed,
two at once. For each the command has to say the card of that very error, leave no report of a bug,
and then lead out: what the card advises is done, and everything that was told must be there again.

The control is the same table looked at without anything being broken: no card may come. Exit code 0
where each fault had its card and its way out, and the control had none.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.living import PASSPHRASE, ROOT, SMALL, Life, life
from desktop.errors import describe
from inference import errors as inference
from models import errors as models
from tests.desktop import real_screen
from tests.desktop.real_screen import family, until
from vault import errors as vault

TOLD = "Remember that my locker number is 4417"
KEY = f"{PASSPHRASE}\n"
SECRET = "--passphrase-stdin"
SHORT_KIB = 500_000
QUESTION = "Tell me a long story about a lighthouse."
Done = subprocess.CompletedProcess[str]
Happening = Callable[["Home"], "Iterator[Done]"]
"breaks it, does what a person would, and then what leads out: yields what each of both said"


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong, and the error whose card is to be seen."""

    what: str
    error: BaseException | None
    "none where nothing is to be noticed at all"
    happening: Happening


class Home:
    """What is broken and mended again."""

    def __init__(self, one: Life) -> None:
        self.one = one
        self.data, self.config = one.paths.data, one.paths.config
        self.whole = one.folder / "whole"
        self.backup = one.folder / "backup.tacit"

    def prepare(self) -> None:
        self.one.make_vault()
        self.tacit("do", "--yes", SECRET, TOLD, given=KEY)
        self.tacit("vault", "backup", SECRET, given=KEY)
        shutil.copy(next(self.one.places.backups.glob("*.tacit")), self.backup)
        shutil.copytree(self.one.folder / "person", self.whole)

    def begin(self) -> None:
        """Everything as it was before the last fault."""
        shutil.rmtree(self.one.folder / "person")
        shutil.copytree(self.whole, self.one.folder / "person")

    def tacit(self, *words: str, given: str = "") -> Done:
        return self.one.tacit(*words, given=given)

    def look(self, *more: str) -> Done:
        """Open it and find what was told."""
        return self.tacit("search", "--words", SECRET, "locker", *more, given=KEY)

    def tell(self) -> Done:
        return self.tacit("do", "--yes", SECRET, "Remember that the attic code is 9", given=KEY)

    def ask(self) -> Done:
        return self.tacit("ask", "Say yes.")

    def restore(self) -> Done:
        """Put what is left aside, and bring the backup."""
        if self.data.exists():
            self.data.rename(self.data.with_name(f"aside {time.monotonic_ns()}"))
        self.tacit("vault", "restore", str(self.backup), SECRET, given=KEY)
        return self.look()

    @property
    def crashes(self) -> list[Path]:
        return sorted(self.one.paths.logs.glob("crash-2*"))


def flip(path: Path, at: float = 0.5) -> None:
    raw = bytearray(path.read_bytes())
    raw[int(len(raw) * at)] ^= 4
    path.write_bytes(raw)


def wrong_passphrase(home: Home) -> Iterator[Done]:
    yield home.tacit("search", "x", SECRET, given="no such words here\n")
    yield home.look()


def both_headers(home: Home) -> Iterator[Done]:
    for path in (home.one.places.header, home.data / "vault.keys.copy"):
        path.write_bytes(path.read_bytes()[:100])
    yield home.look()
    yield home.restore()


def one_header(home: Home) -> Iterator[Done]:
    flip(home.one.places.header)
    yield home.look()
    yield home.look()


def flipped_vault(home: Home) -> Iterator[Done]:
    flip(home.one.places.database, 0.6)
    yield home.look()
    yield home.restore()


def salvaged_vault(home: Home) -> Iterator[Done]:
    flip(home.one.places.database, 0.98)
    yield home.look()
    new = home.data.with_name("saved")
    yield home.tacit("vault", "salvage", str(new), SECRET, given=KEY)


def cut_vault(home: Home) -> Iterator[Done]:
    os.truncate(home.one.places.database, 10_000)
    yield home.look()
    yield home.restore()


def empty_vault(home: Home) -> Iterator[Done]:
    os.truncate(home.one.places.database, 0)
    yield home.look()
    yield home.restore()


def missing_vault(home: Home) -> Iterator[Done]:
    home.one.places.database.unlink()
    yield home.look()
    yield home.restore()


def older_vault(home: Home) -> Iterator[Done]:
    kept = home.one.places.database.read_bytes()
    home.tell()
    home.one.places.database.write_bytes(kept)
    yield home.look()
    yield home.look("--accept-older")


def two_at_once(home: Home) -> Iterator[Done]:
    with talking(home) as first:
        yield home.look()
        first.kill()
        first.wait()
        yield home.look()


def killed(home: Home) -> Iterator[Done]:
    with talking(home) as first:
        first.kill()
        first.wait()
        yield home.look()
        yield home.tell()


@contextmanager
def talking(home: Home, *lines: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Somebody who is in the midst of a conversation."""
    words = [sys.executable, "-P", "-m", "desktop", "chat", SECRET]
    first = subprocess.Popen(words, env=home.one.env, cwd=home.one.folder, stdin=subprocess.PIPE,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    assert first.stdin is not None
    first.stdin.write("".join([KEY, *(f"{one}\n" for one in lines)]).encode())
    first.stdin.flush()
    try:
        until(home.one.log.exists, "the conversation")
        yield first
    finally:
        first.kill()
        first.communicate()


def full_disk(home: Home) -> Iterator[Done]:
    with own_disk(home.data, "size=3m"):
        filling = home.data / "filling"
        with suppress(OSError), filling.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield home.tell()
        filling.unlink()
        yield home.tell()


def closed_disk(home: Home) -> Iterator[Done]:
    with own_disk(home.data, "size=8m"):
        mount("-o", "remount,ro", str(home.data))
        yield home.tell()
        mount("-o", "remount,rw", str(home.data))
        yield home.tell()


def closed_config(home: Home) -> Iterator[Done]:
    with own_disk(home.config, "size=8m"):
        mount("-o", "remount,ro", str(home.config))
        yield home.tell()
        mount("-o", "remount,rw", str(home.config))
        yield home.tell()


def closed_cache(home: Home) -> Iterator[Done]:
    with own_disk(home.one.paths.cache, "size=8m"), own_disk(home.one.paths.logs, "size=8m"):
        for folder in (home.one.paths.cache, home.one.paths.logs):
            mount("-o", "remount,ro", str(folder))
        yield home.tell()
        yield home.ask()


def mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


@contextmanager
def own_disk(folder: Path, options: str) -> Iterator[None]:
    """A small disk in place of a folder, with what was in it."""
    kept = folder.with_name(f"{folder.name} before")
    shutil.copytree(folder, kept)
    mount("-t", "tmpfs", "-o", options, "tacit", str(folder))
    try:
        shutil.copytree(kept, folder, dirs_exist_ok=True)
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        shutil.rmtree(kept)


@contextmanager
def own_weights(home: Home) -> Iterator[Path]:
    """A copy of the chat weights alone; the file in it."""
    before = home.one.env["TACIT_WEIGHTS"]
    folder = home.one.folder / "weights"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(Path(before) / SMALL, folder / SMALL)
    home.one.env["TACIT_WEIGHTS"] = str(folder)
    try:
        yield max((folder / SMALL).iterdir(), key=lambda one: one.stat().st_size)
    finally:
        home.one.env["TACIT_WEIGHTS"] = before


def no_weights(home: Home) -> Iterator[Done]:
    with own_weights(home) as file:
        aside = file.parent.rename(home.one.folder / "elsewhere")
        yield home.ask()
        aside.rename(file.parent)
        yield home.ask()


def swapped_weights(home: Home) -> Iterator[Done]:
    yield from _changed_weights(home, flip)


def cut_weights(home: Home) -> Iterator[Done]:
    yield from _changed_weights(home, lambda file: os.truncate(file, 1_000_000))


def _changed_weights(home: Home, change: Callable[[Path], None]) -> Iterator[Done]:
    with own_weights(home) as file:
        kept = file.with_name("kept")
        shutil.copy(file, kept)
        change(file)
        yield home.ask()
        kept.replace(file)
        home.tacit("models", "verify")
        yield home.ask()


def killed_engine(home: Home) -> Iterator[Done]:
    words = [sys.executable, "-P", "-m", "desktop", "ask", QUESTION]
    asking = subprocess.Popen(words, env=home.one.env, cwd=home.one.folder, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    assert asking.stdout is not None
    asking.stdout.read(1)
    for pid in family(asking.pid)[1:]:
        os.kill(pid, signal.SIGKILL)
    out, err = asking.communicate()
    yield subprocess.CompletedProcess(words, asking.returncode, out, err)
    yield home.ask()


def short_memory(home: Home) -> Iterator[Done]:
    """Less room than weights need."""
    inside = f"ulimit -v {SHORT_KIB}; exec {sys.executable} -P -m desktop ask Yes"
    yield subprocess.run(["sh", "-c", inside], env=home.one.env, cwd=home.one.folder,
                         capture_output=True, text=True, check=False)  # fmt: skip
    yield home.ask()


def damaged_backup(home: Home) -> Iterator[Done]:
    home.data.rename(home.data.with_name("aside"))
    bad = home.one.folder / "bad.tacit"
    shutil.copy(home.backup, bad)
    flip(bad, 0.7)
    yield home.tacit("vault", "restore", str(bad), SECRET, given=KEY)
    yield home.restore()


def odd_weights(home: Home) -> Iterator[Done]:
    with own_weights(home) as file:
        odd = home.one.folder / "odd.gguf"
        odd.write_bytes(file.read_bytes()[:5_000])
        yield home.tacit("models", "import", str(odd))
        yield home.ask()


def odd_settings(home: Home) -> Iterator[Done]:
    for path in (home.one.paths.settings, home.one.paths.default_weights):
        path.write_text("{ nonsense")
    yield home.look()
    yield home.ask()


KILLED = inference.EngineDied("chat", "writing", "SIGKILL")
FAULTS = (
    Fault("a wrong passphrase", vault.WrongPassphrase(), wrong_passphrase),
    Fault("the keys damaged, both copies", vault.HeaderDamaged(), both_headers),
    Fault("the keys damaged, one copy", None, one_header),
    Fault("a flipped bit in the vault; a backup", vault.VaultDamaged(), flipped_vault),
    Fault("a flipped bit in the vault; salvaged", vault.VaultDamaged(), salvaged_vault),
    Fault("the vault cut short", vault.VaultDamaged(), cut_vault),
    Fault("the vault empty", vault.VaultDamaged(), empty_vault),
    Fault("the vault gone", vault.VaultMissing(Path()), missing_vault),
    Fault("an older vault put back", vault.RolledBack(1, 0), older_vault),
    Fault("two at once", vault.VaultInUse(), two_at_once),
    Fault("killed in a conversation", None, killed),
    Fault("the disk full", vault.VaultFull(), full_disk),
    Fault("the vault's disk closed to writing", vault.VaultReadOnly(), closed_disk),
    Fault("the settings' disk closed to writing", PermissionError(13, ""), closed_config),
    Fault("cache and logs closed to writing", None, closed_cache),
    Fault("no weights", models.NoDefaultWeights("chat"), no_weights),
    Fault("other weights under the same name", models.WeightsDamaged("x", ("y",)), swapped_weights),
    Fault("weights cut short", models.WeightsDamaged("x", ("y",)), cut_weights),
    Fault("an engine killed while it writes", KILLED, killed_engine),
    Fault("too little memory", inference.OutOfMemory("chat"), short_memory),
    Fault("a damaged backup", vault.BackupDamaged(Path()), damaged_backup),
    Fault("half of a file brought in as weights", models.WeightsMalformed(Path(), ""), odd_weights),
    Fault("settings that are none", None, odd_settings),
)  # fmt: skip


def try_out(home: Home, fault: Fault) -> bool:
    """Whether the right card was seen, and the way led out."""
    home.begin()
    reports = home.crashes
    told, after = fault.happening(home)
    card = describe(fault.error).title if fault.error is not None else ""
    said = told.stdout + told.stderr
    has_card = card in said and bool(told.returncode) if card else told.returncode == 0
    is_out = after.returncode == 0
    is_bug = home.crashes != reports or "Traceback" in said + after.stdout + after.stderr
    good = has_card and is_out and not is_bug
    print(
        f"{'ok    ' if good else 'FAILED'} {fault.what}: “{card or 'nothing to notice'}”",
        flush=True,
    )
    if not good:
        print(f"  card {has_card}, way out {is_out}, reported as a bug {is_bug}")
        for one in (told, after):
            print(f"  {one.returncode}: {(one.stdout + one.stderr)[-400:]}")
    return good


def control(home: Home) -> int:
    """How many cards come where nothing was broken."""
    home.begin()
    done = [home.look(), home.tell(), home.ask()]
    titles = {describe(one.error).title for one in FAULTS if one.error is not None}
    return sum(bool(one.returncode) or any(title in one.stderr for title in titles) for one in done)


def main() -> int:
    if sys.platform != "linux" or os.geteuid() != 0:
        print(
            "Disks are filled and closed on small ones of their own: run this with sudo, on Linux."
        )
        return 2
    if missing := real_screen.missing():
        print(f"The window's part {missing}.")
        return 2
    if "--inside" not in sys.argv:
        words = [sys.executable, "-m", "benchmarks.faults", "--inside", *sys.argv[1:]]
        own = ["unshare", "--mount", "--propagation", "private", *words]
        return subprocess.run(own, cwd=ROOT, check=False).returncode
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--only", default="", help="faults with these words in their name")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, life(Path(folder)) as one:
        home = Home(one)
        home.prepare()
        wanted = [fault for fault in FAULTS if args.only in fault.what]
        wrong = sum(not try_out(home, fault) for fault in wanted)
        cards = control(home)
    print(json.dumps({"faults": len(wanted), "wrong": wrong, "cards without a fault": cards}))
    return 0 if not wrong and not cards else 1


if __name__ == "__main__":
    sys.exit(main())
