"""Files that strangers made, or that anybody may have changed, tried with bad ones.

A target makes one bad input of a generator of chance. It ends in silence where the input was read,
or refused by an error of the kinds that have a card; whatever else it raises is a finding.
"""

import json
import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from desktop import engines, settings, weights
from desktop.paths import Paths
from inference.engines.client import Child
from inference.errors import FileDamaged, InferenceError
from inference.reading.document import Limits
from inference.reading.reader import Asked
from models import connections, gguf, recognize, shipped, store
from models.catalog import Role
from models.errors import ModelsError
from models.refusals import Refusals
from models.store import Store
from tests.fuzz import nasty
from tests.fuzz.trying import LONGEST_S, Attempt
from tests.gguf_files import F32, SENSIBLE, Gguf, pair
from tests.inference.reading import fuzzing, made
from tests.inference.tools.test_undo import furnished
from tests.inference.tools.trial import NOW, Trial
from tests.vault.conftest import COST, PASSPHRASE
from vault import header_file, keyslots, recovery
from vault.anchor import unseal
from vault.errors import TooManyTries, VaultError
from vault.places import Places
from vault.tries import Tries
from vault.vault import Vault, with_recovery


def gguf_header(folder: Path) -> Iterator[Attempt]:
    """The header of weights."""
    sensible = Gguf(pairs=(*SENSIBLE, pair("rope.scale", F32, 0.5))).bytes()
    path = folder / "x.gguf"

    def attempt(rng: random.Random) -> None:
        path.write_bytes(fuzzing.broken(sensible, rng))
        with suppress(ModelsError):
            gguf.read_header(path)

    yield attempt


VOICE = {"audio": {"sample_rate": 22050}, "espeak": {"voice": "en"}, "num_symbols": 256}
WHISPER = {"alignment_heads": [[1, 2]], "lang_ids": [50259], "suppress_ids": []}
BERT = {"model_type": "bert", "hidden_size": 384}
TABLE = {"__metadata__": {}, "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}


def _safetensors() -> bytes:
    head = json.dumps(TABLE).encode()
    return len(head).to_bytes(8, "little") + head + bytes(4)


def imported_weights(folder: Path) -> Iterator[Attempt]:
    """Folders and files that somebody drops on the window as weights."""
    files: dict[str, Any] = {
        "voice/x.onnx": b"\x08\x07rest", "voice/x.onnx.json": VOICE,
        "whisper/model.bin": b"\x06\0\0\0\x0c\0WhisperSpec\0rest", "whisper/config.json": WHISPER,
        "bert/config.json": BERT, "bert/modules.json": [{"idx": 0}],
        "bert/model.safetensors": _safetensors(), "llama/a.gguf": Gguf().bytes(),
    }  # fmt: skip

    def write(name: str, raw: bytes) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(raw)

    def good(name: str) -> bytes:
        kept = files[name]
        return kept if isinstance(kept, bytes) else json.dumps(kept).encode()

    for name in files:
        write(name, good(name))

    def attempt(rng: random.Random) -> None:
        name = rng.choice(sorted(files))
        is_bytes = isinstance(files[name], bytes)
        write(
            name, fuzzing.broken(good(name), rng) if is_bytes else nasty.written(files[name], rng)
        )
        with suppress(ModelsError):
            recognize.recognize(folder / name.partition("/")[0])
        write(name, good(name))

    yield attempt


def own_files(folder: Path) -> Iterator[Attempt]:
    """Settings and notes, which anybody can edit: none may keep the window from opening."""
    paths = Paths(*(folder / one for one in ("data", "config", "cache", "logs", "weights")))
    paths.prepare()
    home = paths.weights / "tiny"
    home.mkdir()
    (home / "a.gguf").write_bytes(b"GGUFrest")
    row = {
        "version": 1, "name": "tiny", "title": "Tiny", "role": "chat", "family": "llama",
        "quantization": "Q4", "licence": "mit", "context": 2048, "memory_bytes": 10**9,
        "origin": "imported", "trusted": False, "added_at": "2026-03-04T09:00:00+00:00",
        "folder": None, "damaged": [],
        "files": [{"path": "a.gguf", "bytes": 8, "sha256": "0" * 64, "changed_ns": 0}],
    }  # fmt: skip
    known: dict[Path, Any] = {
        paths.settings: {"theme": "dark", "text_percent": 120, "page": "chat", "window": "AdnQ"},
        paths.default_weights: {"chat": "tiny", "embed": "none"},
        home / store.MANIFEST: row,
        paths.weights / ".refused.json": ["0" * 64],
        paths.weights / shipped.NOTE: ["tiny"],
        paths.weights / connections.LIST: {"at": "2026-03-04", "host": "x", "purpose": "y"},
        paths.cache / "speed.json": {"machine": "x", "read_bytes_per_s": 1.0,
                                     "operations_per_s": 1.0},
        paths.cache / "threads.json": {"cores": 2, "threads": {"tiny": [2, 2]}},
        paths.data / "tries": [3, 1_770_000_000.0],
    }  # fmt: skip

    def attempt(rng: random.Random) -> None:
        path = rng.choice(sorted(known))
        path.write_bytes(nasty.written(known[path], rng))
        read_all()
        path.unlink(missing_ok=True)

    def read_all() -> None:
        settings.save(paths.settings, settings.load(paths.settings))
        kept = Store(paths.weights, paths.default_weights)
        with suppress(ModelsError):
            Refusals(paths.weights).has(kept.default(Role.CHAT))
        for one in kept.installed():
            assert one.name == "tiny"
        shipped.take_over(kept, folder / "brought")
        connections.known(paths.weights)
        weights._remembered_speed(paths.cache / "speed.json", "x")
        engines._known_threads(paths, 2)
        tries = Tries(paths.data / "tries", lambda: 1_770_000_001.0)
        with suppress(TooManyTries):
            tries.check()
        assert 0 <= tries.failed() <= 300

    yield attempt


def key_slots(_folder: Path) -> Iterator[Attempt]:
    """The header with the ways in, and what is kept outside of the vault."""
    new = keyslots.create(PASSPHRASE, COST)
    row = json.loads(header_file.serialize(new.header))
    whole = new.master.derive("x")

    def attempt(rng: random.Random) -> None:
        with suppress(VaultError):
            header = header_file.parse(nasty.written(row, rng))
            assert header_file.parse(header_file.serialize(header)) == header
            assert keyslots.open_with_recovery(header, new.recovery_key).derive("x") == whole
        with suppress(VaultError):
            slot = header_file.read_slot(nasty.changed(row["slots"][0], rng))
            keyslots.put(new.header, new.master, slot)
        assert (
            unseal(nasty.written({"anchor": {"revision": 1}, "mac": "0"}, rng), new.master) is None
        )
        text = fuzzing.broken(new.recovery_key.encode(), rng).decode("latin-1")
        with suppress(VaultError):
            recovery.read(text)

    yield attempt


def vault_files(folder: Path) -> Iterator[Attempt]:
    """Every file of a vault, and a backup of it: damaged, cut, or of somebody else."""
    good = folder / "good"
    places = Places.of(good / "vault", good / "elsewhere")
    vault, recovery_key = Vault.create(places, PASSPHRASE, NOW, COST)
    with vault.writer() as conn:
        furnished(Trial(conn))
    saved = vault.backup()
    vault.close()
    opener = with_recovery(recovery_key)

    def attempt(rng: random.Random) -> None:
        bad = folder / "bad"
        shutil.rmtree(bad, ignore_errors=True)
        shutil.copytree(good, bad)
        there = Places.of(bad / "vault", bad / "elsewhere")
        backup = there.backups / saved.name
        path = rng.choice((there.database, there.header, there.anchor, backup))
        raw = fuzzing.broken(path.read_bytes(), rng)
        path.write_bytes(raw)
        with suppress(VaultError):
            if path == backup:
                again = Places.of(bad / "restored", bad / "restored elsewhere")
                opened = Vault.restore(backup, again, opener, NOW)
            else:
                opened = Vault.unlock(there, opener, NOW, accept_older=rng.random() < 0.5)
            try:
                opened.verify()
            finally:
                opened.close()

    yield attempt


LETTERS = (made.letter, made.letters, made.outlook, made.calendar, made.contacts)
NOT_TYPED = ("AttributeError", "TypeError", "NameError", "UnboundLocalError", "ImportError",
             "no frame", "an answer")  # fmt: skip
"mistakes of our own, rather than of a file"


def letters(_folder: Path) -> Iterator[Attempt]:
    """Mail, calendars and contacts."""
    yield from _papers(LETTERS)


def papers(_folder: Path) -> Iterator[Attempt]:
    """PDF, Office, OpenDocument, books, web pages, tables, archives."""
    yield from _papers(tuple(one for one in made.ALL if one not in LETTERS))


def _papers(makers: tuple[made.Maker, ...]) -> Iterator[Attempt]:
    files = [make() for make in makers]
    limits = Limits(seconds=6 * LONGEST_S)
    process: list[Child] = []

    def attempt(rng: random.Random) -> None:
        file = rng.choice(files)
        data = next(fuzzing.mutants(file, 1 + rng.randrange(2), rng.randrange(1 << 30)))
        if not process:
            process.append(Asked(file.name, limits).process(1 << 20))
        try:
            Asked(file.name, limits).ask(process[0], data, None)
        except FileDamaged as error:
            if error.what.startswith(NOT_TYPED):
                raise AssertionError(f"{file.name}: {error.what}") from error
        except InferenceError as error:
            if type(error).__name__.startswith(("Engine", "ReadingTooLong")):
                raise

    try:
        yield attempt
    finally:
        for one in process:
            one.close_for_good()
