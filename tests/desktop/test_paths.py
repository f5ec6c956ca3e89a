"""Folders: where they should be, the owner's alone, and the same for set-up and program."""

import os
import stat
import sys
from pathlib import Path

import pytest
from bootstrap import places

from desktop import paths


def test_tacit_home_moves_everything(tmp_path: Path) -> None:
    found = paths.find({"TACIT_HOME": str(tmp_path / "over here")})
    for folder in (found.data, found.config, found.cache, found.logs, found.weights):
        assert folder.is_relative_to(tmp_path / "over here")


def test_weights_can_be_shared(tmp_path: Path) -> None:
    environ = {"TACIT_HOME": str(tmp_path / "home"), "TACIT_WEIGHTS": str(tmp_path / "shared")}
    assert paths.find(environ).weights == tmp_path / "shared"
    assert paths.find(environ).data.is_relative_to(tmp_path / "home")


@pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")
def test_folders_are_the_owner_s_alone(tmp_path: Path) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True, mode=0o755)
    (tmp_path / "home").chmod(0o700)
    found = paths.find({"TACIT_HOME": str(tmp_path / "home")}).prepare()
    for folder in (found.data, found.config, found.cache, found.logs, found.weights):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("environ", [{}, {"TACIT_HOME": "/x/home"}, {"TACIT_WEIGHTS": "/x/shared"}])
def test_set_up_and_program_agree(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TACIT_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    found = paths.find(os.environ)
    assert places.weights() == found.weights
    assert places.cache() == found.cache


@pytest.mark.skipif(sys.platform != "linux", reason="others are asked for each time")
@pytest.mark.parametrize("told", ["", " ", "/somewhere else", " /x ", "relative", "~/mine"])
@pytest.mark.parametrize("name", ["DATA", "CONFIG", "CACHE", "STATE"])
def test_the_usual_folders_are_those_of_other_programs(
    name: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for one in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.delenv(f"XDG_{one}_HOME", raising=False)
    monkeypatch.setenv(f"XDG_{name}_HOME", told)
    monkeypatch.delenv("TACIT_HOME")
    assert paths.find(os.environ) == paths._elsewhere()


@pytest.mark.skipif(os.name != "posix", reason="folders have no such modes elsewhere")
def test_folders_that_are_closed_already_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = paths.find({"TACIT_HOME": str(tmp_path / "home")}).prepare()
    made.logs.chmod(0o755)
    changed: list[Path] = []
    monkeypatch.setattr(Path, "chmod", lambda folder, _mode: changed.append(folder))
    made.prepare()  # the disk of the others may be closed to writing
    assert changed == [made.logs]
