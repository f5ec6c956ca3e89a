"""What the system lacks is named, with the one command of its family that brings it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from bootstrap import system
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.system import COMPILER, LIBRARIES, family, install_command, missing, require_space

EVERYTHING: Callable[[str], bool] = lambda _name: True  # noqa: E731
NOTHING: Callable[[str], bool] = lambda _name: False  # noqa: E731


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        ("ID=debian", "debian"),
        ("ID=ubuntu\nID_LIKE=debian", "debian"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"', "debian"),
        ("ID=fedora", "fedora"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"', "fedora"),
        ("ID=arch", "arch"),
        ("ID=manjaro\nID_LIKE=arch", "arch"),
        ("ID=nixos", None),
        ("", None),
        ("# nothing\nrubbish", None),
    ],
)
def test_families(tmp_path: Path, release: str, expected: str | None) -> None:
    path = tmp_path / "os-release"
    path.write_text(release)
    assert family(path) == expected


def test_no_os_release_at_all(tmp_path: Path) -> None:
    assert family(tmp_path / "nothing") is None


@pytest.mark.parametrize("kind", ["debian", "fedora", "arch"])
def test_one_command_names_every_package_once(kind: str) -> None:
    command = install_command(kind, [*LIBRARIES, COMPILER])
    packages = command[command.index(system.INSTALL[kind][-1]) + 1 :]
    assert len(packages) == len(set(packages))
    assert len(packages) > 10


def test_missing_libraries_are_found_by_loading() -> None:
    assert missing(compiler=False, load=EVERYTHING) == []
    assert missing(compiler=False, load=NOTHING) == list(LIBRARIES)
    assert system.loads("libc.so.6")
    assert not system.loads("libnosuchthing.so.99")


def test_the_compiler_counts_only_if_something_is_compiled(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing(compiler=False, load=EVERYTHING) == []
    assert missing(compiler=True, load=EVERYTHING) == [COMPILER]


def test_without_permission_the_exact_command_is_printed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(system, "missing", lambda **_: [LIBRARIES[1], COMPILER])
    monkeypatch.setattr(system, "family", lambda: "debian")
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(SetupProblem) as caught:
        system.ensure(None, compiler=True)  # type: ignore[arg-type]
    assert caught.value.code is ExitCode.SYSTEM_LIBRARIES
    assert caught.value.next_step == (
        "sudo apt-get update && sudo apt-get install --yes --no-install-recommends "
        "libegl1 build-essential"
    )


def test_an_unknown_family_is_told_what_it_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "missing", lambda **_: [LIBRARIES[1]])
    monkeypatch.setattr(system, "family", lambda: None)
    monkeypatch.setattr("sys.platform", "linux")
    with pytest.raises(SetupProblem, match=r"libEGL\.so\.1"):
        system.ensure(None, compiler=False)  # type: ignore[arg-type]


def test_space_is_asked_for_before_anything_is_written(tmp_path: Path) -> None:
    require_space({tmp_path: 10, tmp_path / "new": 10}, free=lambda _path: 20)
    with pytest.raises(SetupProblem) as caught:
        require_space(
            {tmp_path: 2_000_000_000, tmp_path / "not yet" / "there": 1_500_000_000},
            free=lambda _path: 2_900_000_000,
        )
    assert caught.value.code is ExitCode.DISK_FULL
    assert "needs 3.5 GB" in caught.value.says
    assert "free 600 MB" in caught.value.next_step


def test_real_disks_have_room_for_nothing(tmp_path: Path) -> None:
    require_space({tmp_path: 0})
    with pytest.raises(SetupProblem):
        require_space({tmp_path: 1 << 60})
