"""Starting with the computer: only where it was turned on, and nothing is left when it is off."""

import plistlib
import shlex
import sys
from pathlib import Path

import pytest

from desktop import autostart

linux = pytest.mark.skipif(sys.platform != "linux", reason="the others have lists of their own")


@linux
def test_on_and_off_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert not autostart.is_on()
    autostart.turn_off()
    autostart.turn_on()
    assert autostart.is_on()
    entry = (tmp_path / "config/autostart/tacit.desktop").read_text()
    command = next(line for line in entry.splitlines() if line.startswith("Exec="))
    words = shlex.split(command.removeprefix("Exec="))
    assert Path(words[0]).is_file()
    assert words[-1] == "--start-hidden"
    icon = next(line for line in entry.splitlines() if line.startswith("Icon="))
    assert Path(icon.removeprefix("Icon=")).is_file()
    autostart.turn_off()
    assert list((tmp_path / "config/autostart").iterdir()) == []
    assert not autostart.is_on()


def test_odd_folders_are_quoted_as_the_specification_asks() -> None:
    entry = autostart._entry(["/a folder/100%/$x/tacit", "--start-hidden"]).decode()
    assert 'Exec="/a folder/100%%/\\\\$x/tacit" --start-hidden\n' in entry


def test_a_launch_agent_starts_the_same() -> None:
    row = plistlib.loads(autostart._plist(["/a/tacit", "--start-hidden"]))
    assert row["ProgramArguments"] == ["/a/tacit", "--start-hidden"]
    assert row["RunAtLoad"] is True
