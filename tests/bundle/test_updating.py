"""An update is what the maker of the installed program signed, newer, whole, and works here."""

import os
import platform
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle import manifest, packing
from bundle.packing import Placed

from desktop import updating
from desktop.update_cards import (
    DoesNotRunHere,
    ForAnotherComputer,
    NoReleaseKey,
    NotAnUpdate,
    NotNewer,
    NotOursToChange,
    NotSigned,
    TooLittleRoom,
)
from models.progress import silent

WORKS = "#!/bin/sh\nexit 0\n"
Make = Callable[..., Path]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A program with the key that its releases are signed with, and weights beside it."""
    folder = tmp_path / "home" / "tacit-program"
    (folder / "weights").mkdir(parents=True)
    (folder / "weights" / "one.gguf").write_bytes(b"weights")
    (folder / "tacit").write_text("the old one")
    key = manifest.new_key(tmp_path / "key")
    (folder / updating.KEY_FILE).write_text(key + "\n")
    return folder


@pytest.fixture
def release(tmp_path: Path) -> Make:
    """Makes the file of an update."""

    def make(
        program: str = WORKS, *, name: str = f"tacit-99.1-{platform.machine()}",
        key: Path = tmp_path / "key", inside: str = "program",
    ) -> Path:  # fmt: skip
        out = tmp_path / "dist"
        out.mkdir(exist_ok=True)
        placed = [Placed(f"{name}/{inside}/tacit", text=program.encode(), mode=0o755),
                  Placed(f"{name}/{inside}/lib/new.so", text=b"library"),
                  Placed(f"{name}/{inside}/lib/also.so", link="new.so"),
                  Placed(f"{name}/install.sh", text=b"of no use here")]  # fmt: skip
        archive = packing.compressed_tar(placed, 1_700_000_000, out / f"{name}.tar.zst")
        manifest.write(out, [archive])
        manifest.sign(out, key)
        return manifest.update(out, archive)

    return make


def kept(folder: Path) -> bool:
    return (folder / "tacit").read_text() == "the old one" and [*folder.parent.iterdir()] == [
        folder
    ]


def changed(file: Path, at: int) -> Path:
    raw = bytearray(file.read_bytes())
    raw[at] ^= 1
    file.write_bytes(raw)
    return file


def test_an_update_takes_the_old_one_s_place_and_weights_stay(
    installed: Path, release: Make
) -> None:
    update = updating.look(release(), installed)
    assert update.version == "99.1"
    said: list[int] = []
    new = updating.bring_in(update, installed, lambda at: said.append(at.done_bytes))
    assert (installed / "tacit").read_text() == "the old one"
    updating.swap(new, installed)
    assert (installed / "tacit").read_text() == WORKS
    assert os.access(installed / "tacit", os.X_OK)
    assert (installed / "lib" / "also.so").read_bytes() == b"library"
    assert (installed / "weights" / "one.gguf").read_bytes() == b"weights"
    assert not (installed / "install.sh").exists()
    assert [*installed.parent.iterdir()] == [installed]
    assert said[-1] == update.size


def test_a_system_without_the_single_step_takes_three(
    installed: Path, release: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctypes.CDLL", lambda _name: object())
    new = updating.bring_in(updating.look(release(), installed), installed, silent)
    updating.swap(new, installed)
    assert (installed / "tacit").read_text() == WORKS
    assert [*installed.parent.iterdir()] == [installed]


def test_somebody_else_s_is_refused(installed: Path, release: Make, tmp_path: Path) -> None:
    manifest.new_key(tmp_path / "other")
    with pytest.raises(NotSigned):
        updating.look(release(key=tmp_path / "other"), installed)


def test_a_changed_list_is_refused(installed: Path, release: Make) -> None:
    file = release()
    with tarfile.open(file) as held:
        at = held.getmember(updating.SUMS).offset_data
    with pytest.raises(NotSigned):
        updating.look(changed(file, at), installed)


def test_a_changed_program_is_never_unpacked(installed: Path, release: Make) -> None:
    update = updating.look(release(), installed)
    changed(update.file, update.offset + update.size // 2)
    with pytest.raises(NotSigned):
        updating.bring_in(update, installed, silent)
    assert kept(installed)


def test_what_was_signed_under_another_name_is_refused(
    installed: Path, release: Make, tmp_path: Path
) -> None:
    """An old release with the name of a new one is no new one."""
    old = f"tacit-0.0.1-{platform.machine()}.tar.zst"
    file = release(name=old.removesuffix(".tar.zst"))
    renamed = tmp_path / "renamed.tacit-update"
    with tarfile.open(file) as held, tarfile.open(renamed, "w:") as made:
        for row in held:
            source = held.extractfile(row)
            row.name = row.name.replace("0.0.1", "99.9")
            made.addfile(row, source)
    with pytest.raises(NotSigned):
        updating.look(renamed, installed)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        (f"tacit-0.0.1-{platform.machine()}", NotNewer),
        ("tacit-99.1-pdp11", ForAnotherComputer),
        ("something-99.1", NotAnUpdate),
    ],
)
def test_older_ones_and_those_of_other_computers(
    installed: Path, release: Make, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        updating.look(release(name=name), installed)


@pytest.mark.parametrize("end", [0, 100, 1500, 3000])
def test_a_file_that_is_not_whole(installed: Path, release: Make, end: int) -> None:
    file = release()
    file.write_bytes(file.read_bytes()[:end])
    with pytest.raises(NotAnUpdate):
        updating.look(file, installed)


def test_a_program_that_knows_no_key_takes_none(installed: Path, release: Make) -> None:
    (installed / updating.KEY_FILE).unlink()
    with pytest.raises(NoReleaseKey):
        updating.look(release(), installed)


@pytest.mark.parametrize("program", ["#!/bin/sh\nexit 1\n", "no program at all"])
def test_what_does_not_work_here_does_not_come(
    installed: Path, release: Make, program: str
) -> None:
    update = updating.look(release(program), installed)
    with pytest.raises(DoesNotRunHere):
        updating.bring_in(update, installed, silent)
    assert kept(installed)


def test_stopped_in_the_middle_nothing_is_left(installed: Path, release: Make) -> None:
    class Stopped(Exception):
        pass

    def stop(at: object) -> None:
        if "Unpacking" in str(at):
            raise Stopped

    with pytest.raises(Stopped):
        updating.bring_in(updating.look(release(), installed), installed, stop)
    assert kept(installed)


def test_a_full_disk_is_said_before_anything_is_unpacked(
    installed: Path, release: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Free", (), {"free": 3})())
    with pytest.raises(TooLittleRoom):
        updating.bring_in(updating.look(release(), installed), installed, silent)
    assert kept(installed)


def test_run_from_its_sources_tacit_replaces_nothing() -> None:
    with pytest.raises(NotOursToChange):
        updating.program()
