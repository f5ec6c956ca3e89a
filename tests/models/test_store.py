"""The store never takes half for whole, never replaces what is in use, finds every flipped byte."""

import json
import os
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.catalog import Role
from models.errors import (
    AlreadyArriving,
    AlreadyInstalled,
    NoDefaultWeights,
    UnknownWeights,
    WeightsDamaged,
    WeightsInUse,
    WrongRole,
)
from models.progress import Progress
from models.store import Installed, Origin, Store, StoredFile, hashed
from models.supply import bring_in
from tests import weight_files


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "weights", tmp_path / "config" / "weights.json")


def note(folder: Path, path: str) -> StoredFile:
    found = hashed(folder, path)
    assert found is not None
    return found


def make(store: Store, name: str, *, role: Role = Role.CHAT, size: int = 10_000) -> Installed:
    """Weights in the incoming folder, as a fetch leaves them."""
    with store.incoming(name) as folder:
        (folder / "sub").mkdir(exist_ok=True)
        for path in ("model.gguf", "sub/config.json"):
            (folder / path).write_bytes(os.urandom(size))
    return Installed(
        name=name, title=name.title(), role=role, family="test", quantization="Q4_0",
        licence="MIT", context=2048, memory_bytes=1, origin=Origin.IMPORTED, trusted=True,
        folder=folder, added_at=datetime(2026, 1, 2, tzinfo=UTC),
        files=tuple(note(folder, path)
                    for path in ("model.gguf", "sub/config.json")),
    )  # fmt: skip


def flip(path: Path, at: int = 5000) -> None:
    """One bit, with the time of last change put back, as a failing disk would."""
    before = path.stat()
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_what_was_added_is_read_back_the_same(store: Store) -> None:
    added = store.add(make(store, "one"))
    assert store.get("one") == added
    assert store.installed() == [added]
    assert added.path().read_bytes()
    assert added.path("sub/config.json").is_file()
    assert not (store.folder / ".incoming" / "one").exists()


def test_what_is_still_arriving_is_not_there(store: Store) -> None:
    make(store, "half")
    assert store.installed() == []
    assert not store.has("half")
    with pytest.raises(UnknownWeights):
        store.get("half")


def test_a_folder_that_is_not_ours_is_ignored(store: Store) -> None:
    (store.folder / "notes").mkdir(parents=True)
    (store.folder / "notes" / "tacit.json").write_text('{"version": 99}')
    (store.folder / "broken").mkdir()
    (store.folder / "broken" / "tacit.json").write_text("{")
    assert store.installed() == []


def test_the_same_name_twice(store: Store) -> None:
    first = store.add(make(store, "one"))
    with pytest.raises(AlreadyInstalled):
        store.add(make(store, "one"))
    assert store.get("one") == first


def test_verify_finds_one_flipped_bit_and_use_refuses(store: Store) -> None:
    one = store.add(make(store, "one"))
    flip(one.path("sub/config.json"))
    assert store.verify("one").damaged == ("sub/config.json",)
    with pytest.raises(WeightsDamaged) as caught, store.use("one"):
        pass
    assert caught.value.files == ("sub/config.json",)


def test_use_notices_a_change_that_nobody_checked(store: Store) -> None:
    one = store.add(make(store, "one"))
    with one.path().open("r+b") as file:
        file.seek(100)
        file.write(b"changed")
    with pytest.raises(WeightsDamaged), store.use("one"):
        pass


def test_use_notices_a_missing_file(store: Store) -> None:
    one = store.add(make(store, "one"))
    one.path().unlink()
    with pytest.raises(WeightsDamaged), store.use("one"):
        pass


def test_a_touched_file_with_the_same_bytes_is_fine(store: Store) -> None:
    one = store.add(make(store, "one"))
    os.utime(one.path())
    with store.use("one") as used:
        assert not used.damaged


def test_a_file_made_whole_again_is_used_again(store: Store) -> None:
    one = store.add(make(store, "one"))
    flip(one.path())
    assert store.verify("one").damaged
    flip(one.path())
    assert not store.verify("one").damaged
    with store.use("one"):
        pass


def test_damaged_weights_are_replaced(store: Store) -> None:
    flip(store.add(make(store, "one")).path())
    store.verify("one")
    assert store.add(make(store, "one")).damaged == ()
    assert not store.verify("one").damaged


def test_verify_reports_every_byte_and_can_be_stopped(store: Store) -> None:
    store.add(make(store, "one"))
    reports: list[Progress] = []
    store.verify("one", reports.append)
    assert reports[-1].done_bytes == reports[-1].total_bytes == 20_000

    def stop(_progress: Progress) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        store.verify("one", stop)
    assert not store.get("one").damaged


def test_what_is_in_use_is_neither_removed_nor_replaced(store: Store) -> None:
    one = store.add(make(store, "one"))
    with store.use("one"):
        with pytest.raises(WeightsInUse):
            store.remove("one")
        flip(one.path())
        store.verify("one")
        with pytest.raises(WeightsInUse):
            store.add(make(store, "one"))
        assert one.path().exists()
    store.remove("one")
    assert store.installed() == []


def test_a_user_that_died_holds_nothing(store: Store) -> None:
    store.add(make(store, "one"))
    code = (
        "import os, sys; from pathlib import Path; from models.store import Store\n"
        "store = Store(Path(sys.argv[1]), Path('x'))\n"
        "with store.use('one'):\n"
        "    os._exit(9)\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(store.folder)], cwd=root, check=False)
    store.remove("one")
    assert store.installed() == []


def test_two_users_at_once(store: Store) -> None:
    store.add(make(store, "one"))
    with store.use("one"):
        with store.use("one"):
            pass
        with pytest.raises(WeightsInUse):
            store.remove("one")


def test_a_file_that_stays_in_its_place(store: Store, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.gguf"
    theirs.write_bytes(b"weights")
    one = replace(
        make(store, "one"), origin=Origin.IN_PLACE, folder=tmp_path,
        files=(note(tmp_path, "theirs.gguf"),),
    )  # fmt: skip
    store.add(one)
    assert store.get("one").path() == theirs
    with store.use("one") as used:
        assert used.path().read_bytes() == b"weights"
    store.remove("one")
    assert theirs.exists()
    assert store.installed() == []


def test_defaults(store: Store) -> None:
    with pytest.raises(NoDefaultWeights):
        store.default(Role.CHAT)
    store.add(make(store, "small", size=1000))
    store.add(make(store, "large", size=5000))
    store.add(make(store, "voice", role=Role.SPEAK))
    assert store.default(Role.CHAT).name == "large"
    store.set_default(Role.CHAT, "small")
    assert store.default(Role.CHAT).name == "small"
    with pytest.raises(WrongRole):
        store.set_default(Role.CHAT, "voice")
    with pytest.raises(UnknownWeights):
        store.set_default(Role.CHAT, "nothing")
    store.remove("small")
    assert store.default(Role.CHAT).name == "large"


def test_damaged_weights_are_no_default(store: Store) -> None:
    store.add(make(store, "small", size=1000))
    flip(store.add(make(store, "large")).path())
    store.verify("large")
    assert store.default(Role.CHAT).name == "small"


@pytest.mark.parametrize("content", ["", "{", "[]", '"text"', '{"chat": "gone"}'])
def test_defaults_that_make_no_sense(store: Store, tmp_path: Path, content: str) -> None:
    store.add(make(store, "one"))
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "weights.json").write_text(content)
    assert store.default(Role.CHAT).name == "one"


def test_a_file_of_the_same_contents_is_found(store: Store) -> None:
    one = store.add(make(store, "one"))
    file = one.files[1]
    assert store.file_with(file.sha256) == one.path(file.path)
    assert store.file_with("0" * 64) is None
    flip(one.path(file.path))
    store.verify("one")
    assert store.file_with(file.sha256) is None


def test_an_interrupted_manifest_leaves_the_old_one(store: Store) -> None:
    one = store.add(make(store, "one"))
    (store.folder / "one" / "tacit.json.new").write_text("{ half")
    assert store.get("one") == one
    json.loads((store.folder / "one" / "tacit.json").read_text())


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_folders_are_the_owner_s_alone(store: Store) -> None:
    make(store, "one")
    mode = stat.S_IMODE((store.folder / ".incoming" / "one").stat().st_mode)
    assert mode == 0o700


@pytest.mark.parametrize("name", ["../outside", "..", "", "a/b", "/etc", "A b"])
def test_names_that_leave_the_folder_are_none(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    for use in (store.get, store.remove, store.verify):
        with pytest.raises(UnknownWeights):
            use(name)
    with pytest.raises(UnknownWeights), store.use(name):
        pass
    with pytest.raises(UnknownWeights), store.incoming(name):
        pass
    assert (tmp_path / "outside").exists()


@pytest.mark.parametrize(
    "change",
    [{"files": []}, {"files": [{"path": "../../x", "bytes": 1, "sha256": "", "changed_ns": 1}]},
     {"name": "other"}, {"role": "cook"}, {"added_at": "never"}, {"folder": 3}],
)  # fmt: skip
def test_manifests_that_make_no_sense_are_passed_over(
    store: Store, change: dict[str, object]
) -> None:
    store.add(make(store, "good"))
    store.add(make(store, "bad"))
    manifest = store.folder / "bad" / "tacit.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), **change}))
    assert [one.name for one in store.installed()] == ["good"]


@pytest.mark.parametrize("content", ['"x"', "5", "null", "[]", "[" * 100_000])
def test_manifests_that_are_none(store: Store, content: str) -> None:
    store.add(make(store, "good"))
    (store.folder / "bad").mkdir()
    (store.folder / "bad" / "tacit.json").write_text(content)
    assert [one.name for one in store.installed()] == ["good"]


def test_weights_are_brought_in_by_one_at_a_time(store: Store) -> None:
    with store.incoming("one"):
        with pytest.raises(AlreadyArriving), store.incoming("one"):
            pass
        with store.incoming("two"):
            pass
    with store.incoming("one"):
        pass


def test_in_place_weights_do_not_replace_what_is_in_use(store: Store, tmp_path: Path) -> None:
    old = store.add(make(store, "one"))
    theirs = tmp_path / "theirs.gguf"
    theirs.write_bytes(b"weights")
    new = replace(
        old, origin=Origin.IN_PLACE, folder=tmp_path, files=(note(tmp_path, theirs.name),)
    )
    with store.use("one"):
        flip(old.path())
        store.verify("one")
        with pytest.raises(WeightsInUse):
            store.add(new)
    store.add(new)
    assert store.get("one").path() == theirs
    assert not (store.folder / "one" / "model.gguf").exists()


def test_a_file_that_changes_while_it_is_hashed_is_not_noted(tmp_path: Path) -> None:
    path = tmp_path / "growing"
    path.write_bytes(b"x" * 100)

    def grow(_count: int) -> None:
        with path.open("ab") as file:
            file.write(b"y")

    assert hashed(tmp_path, "growing", grow) is None


def test_where_all_are_damaged_it_is_that_which_is_said(store: Store, tmp_path: Path) -> None:
    one = bring_in(weight_files.gguf(tmp_path), store)
    one.path().write_bytes(b"short")
    with pytest.raises(WeightsDamaged):
        store.default(Role.CHAT)
