"""What has to be on the system before Python packages help: libraries, a compiler, disk space.

Libraries are looked for by loading them, which works the same on every distribution; only the
command that installs what is missing differs.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.children import watch
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen, size


@dataclass(frozen=True)
class Need:
    """Something the system must have, and the package that brings it on each family of Linux."""

    name: str
    debian: str
    fedora: str
    arch: str

    def package(self, family: str) -> str:
        return {"debian": self.debian, "fedora": self.fedora, "arch": self.arch}[family]


# Qt's own needs, then what its X11 and Wayland windows load, then the microphone.
LIBRARIES = (
    Need("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil",
         "xcb-util-renderutil"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Need("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
    Need("libportaudio.so.2", "libportaudio2", "portaudio", "portaudio"),
)  # fmt: skip
COMPILER = Need("a C++ compiler", "build-essential", "gcc-c++", "base-devel")
VENV_MODULE = Need("Python's venv module",
                   f"python3.{sys.version_info.minor}-venv", "python3-libs", "python")  # fmt: skip

INSTALL = {
    "debian": ["apt-get", "install", "--yes", "--no-install-recommends"],
    "fedora": ["dnf", "install", "--assumeyes"],
    "arch": ["pacman", "-S", "--needed", "--noconfirm"],
}
REFRESH = {"debian": ["apt-get", "update"]}
IDS = {
    "debian": "debian", "ubuntu": "debian", "fedora": "fedora", "rhel": "fedora",
    "centos": "fedora", "arch": "arch",
}  # fmt: skip


def family(os_release: Path = Path("/etc/os-release")) -> str | None:
    """The family of distributions this one belongs to, by its own word and by its ancestors'."""
    try:
        lines = os_release.read_text().splitlines()
    except OSError:
        return None
    said = dict(line.split("=", 1) for line in lines if "=" in line)
    words = [said.get("ID", ""), *said.get("ID_LIKE", "").strip('"').split()]
    return next((IDS[word.strip('"')] for word in words if word.strip('"') in IDS), None)


def loads(name: str) -> bool:
    """Whether the system finds this shared library."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_compiler() -> bool:
    if sys.platform == "win32":
        root = os.environ.get("PROGRAMFILES(X86)", r"C:\Program Files (x86)")
        return (
            bool(shutil.which("cl"))
            or Path(root, "Microsoft Visual Studio", "Installer", "vswhere.exe").exists()
        )
    if sys.platform == "darwin":
        asked = subprocess.run(["xcode-select", "-p"], capture_output=True, check=False)
        return asked.returncode == 0
    return any(shutil.which(name) for name in ("c++", "g++", "clang++"))


def missing(*, compiler: bool, load: Callable[[str], bool] = loads) -> list[Need]:
    """What this Linux system lacks; the compiler counts only if something is to be compiled."""
    lacking = [need for need in LIBRARIES if not load(need.name)]
    if importlib.util.find_spec("ensurepip") is None:
        lacking.append(VENV_MODULE)
    if compiler and not has_compiler():
        lacking.append(COMPILER)
    return lacking


def install_command(kind: str, lacking: list[Need]) -> list[str]:
    packages = list(dict.fromkeys(need.package(kind) for need in lacking))
    return [*INSTALL[kind], *packages]


def ensure(screen: Screen, *, compiler: bool) -> None:
    """Have everything the system must bring, installing it where that is allowed."""
    if sys.platform.startswith("linux"):
        if lacking := missing(compiler=compiler):
            _install(lacking, screen)
            if still := missing(compiler=compiler):
                raise _unmet(still, None)
    elif compiler and not has_compiler():
        raise SetupProblem(
            ExitCode.SYSTEM_LIBRARIES,
            "There is no C++ compiler here, and llama.cpp has to be compiled once.",
            _elsewhere(),
        )


def _install(lacking: list[Need], screen: Screen) -> None:
    kind = family()
    prefix = _permission(lacking) if kind else None
    if kind is None or prefix is None:
        raise _unmet(lacking, kind)
    screen.note("installing " + ", ".join(need.package(kind) for need in lacking))
    for command in filter(None, (REFRESH.get(kind), install_command(kind, lacking))):
        said: list[str] = []
        if watch([*prefix, *command], screen, on_line=said.append):
            screen.note(said[-1] if said else "the package manager said nothing")
            raise _unmet(lacking, kind)


def _permission(lacking: list[Need]) -> list[str] | None:
    """What to put before the command, or None if we may not install."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo") or not sys.stdin.isatty():
        return None
    names = ", ".join(need.name for need in lacking)
    if input(f"      Missing: {names}. Install with sudo now? [Y/n] ").lower() not in ("", "y"):
        return None
    # Asked for here, where the password prompt has the terminal to itself.
    allowed = subprocess.run(["sudo", "--validate"], check=False).returncode == 0
    return ["sudo", "--non-interactive"] if allowed else None


def _unmet(lacking: list[Need], kind: str | None) -> SetupProblem:
    names = ", ".join(need.name for need in lacking)
    if kind is None:
        step = f"install what provides {names} with your package manager, then run this again."
    else:
        refresh = "sudo apt-get update && " if kind == "debian" else ""
        step = refresh + "sudo " + " ".join(install_command(kind, lacking))
    return SetupProblem(
        ExitCode.SYSTEM_LIBRARIES, f"The system lacks what Tacit builds on: {names}.", step
    )


def _elsewhere() -> str:
    if sys.platform == "darwin":
        return "xcode-select --install"
    return (
        "winget install Microsoft.VisualStudio.2022.BuildTools --override "
        '"--passive --add Microsoft.VisualStudio.Workload.VCTools --includeRecommended"'
    )


def require_space(needs: Mapping[Path, int], free: Callable[[Path], int] | None = None) -> None:
    """Refuse to begin when a disk cannot hold what will be put on it.

    Folders on the same disk share its space, so their needs are added up.
    """
    free = free or (lambda folder: shutil.disk_usage(folder).free)
    per_disk: dict[int, tuple[Path, int]] = {}
    for folder, need in needs.items():
        there = next(place for place in (folder, *folder.parents) if place.exists())
        first, so_far = per_disk.get(there.stat().st_dev, (there, 0))
        per_disk[there.stat().st_dev] = (first, so_far + need)
    for place, need in per_disk.values():
        if free(place) < need:
            raise SetupProblem(
                ExitCode.DISK_FULL,
                f"Set-up needs {size(need)} on the disk of {place}, "
                f"and {size(free(place))} are free.",
                f"free {size(need - free(place))} there and run this again; "
                "nothing was changed so far.",
            )
