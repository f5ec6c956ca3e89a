"""Bringing weights in, whole, and by every way: hub, packages, copy, in place."""

import errno
import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models import connections, supply
from models.catalog import Entry, Hub, MemoryFigure, Role, WeightsFile
from models.download import Patience, Source
from models.errors import AlreadyInstalled, DiskFull, NotWeights, WeightsMalformed, WrongBytes
from models.fit import Fit, Verdict
from models.progress import Progress, silent
from models.store import Origin, Store
from models.supply import Offer, bring_in, fetch
from tests import weight_files
from tests.gguf_files import Gguf
from tests.servers import FileServer

WHEN = datetime(2026, 5, 4, 12, tzinfo=UTC)
QUICK = Patience(timeout_s=0.5, attempts=2, pause=lambda _s: None)
BODY = Gguf(data=bytes(100_000)).bytes()


def entry(body: bytes = BODY, name: str = "test") -> Entry:
    return Entry(
        name=name, title="Test", role=Role.CHAT, family="llama", quantization="Q4_0",
        licence="MIT", memory_bytes=10, memory=MemoryFigure.MEASURED, languages=("en",),
        files=(WeightsFile("model.gguf", len(body), hashlib.sha256(body).hexdigest()),),
        hub=Hub("owner/name", "a" * 40),
    )  # fmt: skip


def accepted(one: Entry) -> supply.Accepted:
    return Offer(one, Fit(Verdict.FITS, 10, 100, None)).accept()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "weights", tmp_path / "weights.json")


@pytest.fixture
def on_loopback(monkeypatch: pytest.MonkeyPatch) -> list[FileServer]:
    """The hub is the server that the test puts in here."""
    servers: list[FileServer] = []
    monkeypatch.setattr(
        Source, "on_hub", lambda _hub, _path: Source(servers[0].url, ("127.0.0.1",))
    )
    return servers


@pytest.mark.loopback
def test_fetched_from_a_hub(store: Store, on_loopback: list[FileServer]) -> None:
    reports: list[Progress] = []
    with FileServer(BODY).running() as server:
        on_loopback.append(server)
        one = fetch(accepted(entry()), store, reports.append, now=lambda: WHEN, patience=QUICK)
    assert (one.origin, one.trusted, one.added_at) == (Origin.HUB, True, WHEN)
    assert one.path().read_bytes() == BODY
    assert store.get("test") == one
    assert reports[-1].done_bytes == reports[-1].total_bytes
    with pytest.raises(AlreadyInstalled):
        fetch(accepted(entry()), store)
    made = connections.known(store.folder)
    assert [(one.at, one.host) for one in made] == [(WHEN, "127.0.0.1")]


@pytest.mark.loopback
def test_other_bytes_are_never_installed(store: Store, on_loopback: list[FileServer]) -> None:
    with FileServer(BODY, "other bytes").running() as server:
        on_loopback.append(server)
        with pytest.raises(WrongBytes):
            fetch(accepted(entry()), store, patience=QUICK)
    assert store.installed() == []


@pytest.mark.loopback
def test_damaged_weights_are_mended_by_fetching_them_again(
    store: Store, on_loopback: list[FileServer]
) -> None:
    """Not by copying the damaged file over itself because its hash was right once."""
    with FileServer(BODY).running() as server:
        on_loopback.append(server)
        path = fetch(accepted(entry()), store, patience=QUICK).path()
        raw = bytearray(path.read_bytes())
        raw[500] ^= 1
        path.write_bytes(raw)
        assert store.verify("test").damaged
        fetch(accepted(entry()), store, patience=QUICK)
        assert len(server.asked) == 2
    assert not store.verify("test").damaged


def test_a_file_that_other_weights_have_is_copied(store: Store, tmp_path: Path) -> None:
    bring_in(weight_files.gguf(tmp_path, "mine.gguf", Gguf(data=bytes(100_000))), store)
    assert fetch(accepted(entry()), store).path().read_bytes() == BODY


@pytest.mark.loopback
def test_an_arrived_file_that_was_spoilt_since_is_fetched_anew(
    store: Store, on_loopback: list[FileServer]
) -> None:
    with store.incoming("test") as folder:
        (folder / "model.gguf").write_bytes(bytes(len(BODY)))
    with FileServer(BODY).running() as server:
        on_loopback.append(server)
        assert fetch(accepted(entry()), store, patience=QUICK).path().read_bytes() == BODY
        assert len(server.asked) == 1


def test_a_copy_of_the_owner_s_file(store: Store, tmp_path: Path) -> None:
    theirs = weight_files.gguf(tmp_path, "my model.gguf")
    reports: list[Progress] = []
    one = bring_in(theirs, store, reports.append, now=lambda: WHEN)
    assert (one.name, one.trusted, one.origin) == ("test-llama", False, Origin.IMPORTED)
    assert one.path() != theirs
    assert theirs.exists()
    assert reports[-1].done_bytes == reports[-1].total_bytes == theirs.stat().st_size
    assert not store.verify(one.name).damaged
    with pytest.raises(AlreadyInstalled):
        bring_in(theirs, store)
    assert store.get(one.name) == one


def test_in_place(store: Store, tmp_path: Path) -> None:
    theirs = weight_files.gguf(tmp_path / "theirs", "my model.gguf")
    one = bring_in(theirs, store, in_place=True)
    assert one.origin is Origin.IN_PLACE
    assert store.get(one.name).path() == theirs
    assert list((store.folder / one.name).iterdir()) == [store.folder / one.name / "tacit.json"]


def test_two_files_of_one_title(store: Store, tmp_path: Path) -> None:
    first = bring_in(weight_files.gguf(tmp_path, "a.gguf"), store)
    second = bring_in(weight_files.gguf(tmp_path, "b.gguf", Gguf(data=bytes(5000))), store)
    assert first.name != second.name
    assert second.name.startswith(first.name)


def test_a_stranger_cannot_take_a_catalogue_name(store: Store, tmp_path: Path) -> None:
    folder = weight_files.whisper(tmp_path / "whisper-base")
    one = bring_in(folder, store)
    assert not one.trusted
    assert one.name != "whisper-base"


@pytest.mark.parametrize("make", [weight_files.whisper, weight_files.voice, weight_files.embedder])
def test_folders_and_voices(store: Store, tmp_path: Path, make: object) -> None:
    path = make(tmp_path / "theirs")  # type: ignore[operator]
    one = bring_in(path, store)
    assert all(one.path(file.path).is_file() for file in one.files)
    with store.use(one.name):
        pass


def test_one_more_file_than_the_catalogue_knows_is_not_trusted(
    store: Store, real_weights: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "whisper"
    shutil.copytree(real_weights / "whisper-base", theirs)
    (theirs / "tacit.json").unlink()
    (theirs / "preprocessor_config.json").write_text("{}")
    assert not bring_in(theirs, store, in_place=True).trusted
    (theirs / "preprocessor_config.json").unlink()
    assert bring_in(theirs, store, in_place=True).trusted


def test_what_is_not_weights_leaves_nothing_behind(store: Store, tmp_path: Path) -> None:
    (tmp_path / "letter.gguf").write_text("Dear all")
    with pytest.raises(NotWeights):
        bring_in(tmp_path / "letter.gguf", store)
    (tmp_path / "cut.gguf").write_bytes(BODY[:200])
    with pytest.raises(WeightsMalformed):
        bring_in(tmp_path / "cut.gguf", store)
    assert store.installed() == []


def test_a_disk_that_fills_up_is_told(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    bring_in(weight_files.gguf(tmp_path, "mine.gguf", Gguf(data=bytes(100_000))), store)
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(DiskFull):
        fetch(accepted(entry()), store)


def test_a_stopped_copy_is_not_taken_for_whole(store: Store, tmp_path: Path) -> None:
    def stop(_progress: Progress) -> None:
        raise InterruptedError

    theirs = weight_files.gguf(tmp_path)
    with pytest.raises(InterruptedError):
        bring_in(theirs, store, stop)
    assert store.installed() == []
    bring_in(theirs, store, silent)


@pytest.mark.parametrize(
    ("title", "name"),
    [("Test Llama 3.2 (1B)", "test-llama-3.2-1b"), ("../../etc", "etc"), ("日本語", "weights"),
     ("", "weights"), (".incoming", "incoming"), ("x" * 200, "x" * 60)],
)  # fmt: skip
def test_titles_become_safe_names(title: str, name: str) -> None:
    assert supply.slug(title) == name
