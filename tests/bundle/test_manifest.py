"""Whose a release is: a list that `sha256sum` reads, and a key that only its keeper has."""

import stat
from pathlib import Path

import pytest
from bundle import manifest


def test_the_list_is_in_order_and_as_sha256sum_has_it(tmp_path: Path) -> None:
    files = [tmp_path / "tacit.tar.zst", tmp_path / "tacit.deb"]
    for file in files:
        file.write_bytes(b"abc")
    listed = manifest.write(tmp_path, files).read_text().splitlines()
    of_abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert listed == [f"{of_abc}  tacit.deb", f"{of_abc}  tacit.tar.zst"]


def test_a_key_is_for_its_keeper_and_never_written_over(tmp_path: Path) -> None:
    public = manifest.new_key(tmp_path / "key")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert manifest.public_half(tmp_path / "key") == public
    with pytest.raises(FileExistsError):
        manifest.new_key(tmp_path / "key")
