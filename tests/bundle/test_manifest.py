"""A release is what was signed, or it is refused."""

import stat
from pathlib import Path

import pytest
from bundle import manifest
from bundle.manifest import NotOurs


@pytest.fixture
def release(tmp_path: Path) -> tuple[Path, str]:
    """A signed release, and the key that shows it."""
    folder = tmp_path / "release"
    folder.mkdir()
    files = [folder / "tacit.deb", folder / "tacit.tar.zst"]
    for file in files:
        file.write_bytes(file.name.encode() * 1000)
    manifest.write(folder, files)
    public = manifest.new_key(tmp_path / "key")
    manifest.sign(folder, tmp_path / "key")
    return folder, public


def test_a_signed_release_is_whole(release: tuple[Path, str]) -> None:
    folder, public = release
    assert [path.name for path in manifest.check(folder, public)] == ["tacit.deb", "tacit.tar.zst"]


def test_a_changed_file_is_refused(release: tuple[Path, str]) -> None:
    folder, public = release
    raw = bytearray((folder / "tacit.deb").read_bytes())
    raw[100] ^= 1
    (folder / "tacit.deb").write_bytes(raw)
    with pytest.raises(NotOurs, match=r"tacit\.deb"):
        manifest.check(folder, public)


def test_a_changed_list_is_refused(release: tuple[Path, str]) -> None:
    folder, public = release
    (folder / "tacit.deb").write_bytes(b"something else")
    manifest.write(folder, [folder / "tacit.deb"])
    with pytest.raises(NotOurs, match="SHA256SUMS"):
        manifest.check(folder, public)


def test_somebody_else_s_signature_is_refused(release: tuple[Path, str], tmp_path: Path) -> None:
    folder, public = release
    manifest.new_key(tmp_path / "other")
    manifest.sign(folder, tmp_path / "other")
    with pytest.raises(NotOurs, match="SHA256SUMS"):
        manifest.check(folder, public)


def test_a_list_leads_nowhere_else(release: tuple[Path, str], tmp_path: Path) -> None:
    folder, public = release
    (tmp_path / "secret").write_bytes(b"x")
    sums = folder / manifest.SUMS
    sums.write_text(sums.read_text().replace("tacit.deb", "../secret"))
    manifest.sign(folder, tmp_path / "key")
    with pytest.raises(NotOurs, match="secret"):
        manifest.check(folder, public)


def test_a_key_is_for_its_keeper_and_never_written_over(tmp_path: Path) -> None:
    manifest.new_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        manifest.new_key(tmp_path / "key")
