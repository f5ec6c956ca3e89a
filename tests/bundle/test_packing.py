"""What is packed comes out again the same, whoever packs it and whenever."""

import io
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
import zstandard
from bundle import linux, packing
from bundle.linux import Ready
from bundle.packing import Placed

WHEN = 1_700_000_000


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A small bundle: a program, a library and its second name."""
    folder = tmp_path / "bundle"
    (folder / "lib").mkdir(parents=True)
    (folder / "tacit").write_text("#!/bin/sh\necho tacit\n")
    (folder / "tacit").chmod(0o700)
    (folder / "lib" / "libone.so.1").write_bytes(b"library")
    (folder / "lib" / "libone.so").symlink_to("libone.so.1")
    return folder


def unpacked(path: Path) -> tarfile.TarFile:
    with path.open("rb") as file:
        return tarfile.open(
            fileobj=io.BytesIO(zstandard.ZstdDecompressor().stream_reader(file).read())
        )


def test_a_tree_is_packed_with_its_links_and_rights(program: Path, tmp_path: Path) -> None:
    placed = list(packing.tree(program, "./opt/tacit"))
    packed = unpacked(packing.compressed_tar(placed, WHEN, tmp_path / "x.tar.zst"))
    rows = {row.name: row for row in packed}
    assert list(rows) == [
        "./opt", "./opt/tacit", "./opt/tacit/lib", "./opt/tacit/lib/libone.so",
        "./opt/tacit/lib/libone.so.1", "./opt/tacit/tacit",
    ]  # fmt: skip
    assert rows["./opt/tacit/tacit"].mode == 0o755
    assert rows["./opt/tacit/lib/libone.so.1"].mode == 0o644
    assert rows["./opt/tacit/lib/libone.so"].linkname == "libone.so.1"
    assert {(row.uid, row.uname, row.mtime) for row in rows.values()} == {(0, "root", WHEN)}


def test_the_same_files_make_the_same_bytes(program: Path, tmp_path: Path) -> None:
    placed = list(packing.tree(program, "x"))
    first = packing.compressed_tar(placed, WHEN, tmp_path / "1").read_bytes()
    os.utime(program / "tacit", (1, 1))
    assert packing.compressed_tar(placed[::-1], WHEN, tmp_path / "2").read_bytes() == first


def test_an_ar_archive_is_padded_to_even_lengths(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_bytes(b"abc")
    made = packing.ar([("one", b"x"), ("two", odd)], WHEN, tmp_path / "x.ar").read_bytes()
    assert made.startswith(packing.AR_MAGIC)
    assert made[8 + 60 : 8 + 60 + 2] == b"x\n"
    assert made.endswith(b"`\nabc\n")
    assert len(made) == 8 + 2 * 60 + 2 + 4


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only Debian reads its packages")
def test_debian_reads_the_package(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(WHEN))
    made = linux.debian(Ready(program, "1.2.3"), tmp_path)
    said = subprocess.run(["dpkg-deb", "--info", str(made)], capture_output=True, text=True,
                          check=True).stdout  # fmt: skip
    assert "Version: 1.2.3" in said
    assert "libc6 (>= 2.28)" in said
    subprocess.run(["dpkg-deb", "--extract", str(made), str(tmp_path / "root")], check=True)
    root = tmp_path / "root"
    assert (root / "opt/tacit/tacit").read_text() == (program / "tacit").read_text()
    assert str((root / "usr/bin/tacit").readlink()) == "/opt/tacit/tacit"
    assert (root / "usr/share/applications/tacit.desktop").is_file()


def test_the_archive_installs_and_goes_again(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(WHEN))
    ready = Ready(program, "1.2.3")
    unpacked(linux.archive(ready, tmp_path)).extractall(tmp_path / "out", filter="data")
    folder, home = tmp_path / "out" / ready.title, tmp_path / "somebody's home"
    home.mkdir()
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}

    def run(script: Path, answer: str = "") -> str:
        return subprocess.run(["sh", str(script)], env=env, input=answer, capture_output=True,
                              text=True, check=True).stdout  # fmt: skip

    run(folder / "install.sh")
    brought = home / ".local/share/tacit-program/weights"
    brought.mkdir()
    run(folder / "install.sh")  # over itself, as an update does
    assert brought.is_dir()
    started = subprocess.run([home / ".local/bin/tacit"], capture_output=True, text=True,
                             check=True)  # fmt: skip
    assert started.stdout == "tacit\n"
    entry = (home / ".local/share/applications/tacit.desktop").read_text()
    assert f'Exec="{home}/.local/share/tacit-program/tacit" %F' in entry
    vault = home / ".local/share/tacit/data"
    vault.mkdir(parents=True)
    uninstall = home / ".local/share/tacit-program/uninstall.sh"
    assert "was kept" in run(uninstall, "\n")
    assert vault.is_dir()
    assert not (home / ".local/share/tacit-program").exists()
    run(folder / "install.sh")
    assert "are gone" in run(uninstall, "erase\n")
    assert not vault.exists()
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_files_are_made_while_packing(tmp_path: Path) -> None:
    packed = unpacked(packing.compressed_tar([Placed("a/b", text=b"c")], WHEN, tmp_path / "x"))
    member = packed.extractfile("a/b")
    assert member is not None
    assert member.read() == b"c"


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="only Debian reads its packages")
def test_weights_are_a_package_of_their_own(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(WHEN))
    weights = tmp_path / "weights" / "one"
    weights.mkdir(parents=True)
    (weights / "one.gguf").write_bytes(b"weights")
    ready = Ready(program, "1.2.3", weights.parent)
    first, second = linux.debian(ready, tmp_path), linux.debian_weights(ready, tmp_path)
    held = [subprocess.run(["dpkg-deb", "--contents", str(one)], capture_output=True, text=True,
                           check=True).stdout for one in (first, second)]  # fmt: skip
    assert "one.gguf" not in held[0]
    assert "./opt/tacit/weights/one/one.gguf" in held[1]
    assert "./opt/tacit/tacit\n" not in held[1]
