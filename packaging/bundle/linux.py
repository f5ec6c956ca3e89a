"""Tacit for Linux: a Debian package, and an archive that installs for one person without rights."""

import gzip
import io
import platform
import re
from dataclasses import dataclass
from pathlib import Path

from bootstrap.places import ROOT

from bundle import packing
from bundle.packing import Placed
from bundle.trimming import weight

FILES = ROOT / "packaging" / "linux"
ICON = ROOT / "desktop" / "ui" / "tacit.svg"
APP_ID = "org.tacit.Tacit"
PROGRAM = "opt/tacit"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
CONTROL = """\
Package: tacit
Version: {version}
Architecture: {architecture}
Maintainer: Tacit <tacit@localhost>
Installed-Size: {kilobytes}
Depends: libc6 (>= {glibc})
Recommends: fonts-dejavu-core | fonts-noto-core | fonts-liberation, xdg-desktop-portal
Suggests: tacit-weights
Section: utils
Priority: optional
Description: private executive assistant that lives on this computer
 Tacit answers, remembers, reads documents and speaks with models that run on
 this computer. Everything it knows is kept in an encrypted vault, and nothing
 leaves the computer.
"""
WEIGHTS_CONTROL = """\
Package: tacit-weights
Version: {version}
Architecture: all
Maintainer: Tacit <tacit@localhost>
Installed-Size: {kilobytes}
Enhances: tacit
Section: utils
Priority: optional
Description: starter weights for Tacit, for computers that never see a network
 What Tacit thinks, searches, listens and speaks with. Each has a licence of its
 own; "tacit models list" names it.
"""
MACHINE = platform.machine()
GLIBC = re.compile(rb"GLIBC_(\d+)\.(\d+)\0")


@dataclass(frozen=True)
class Ready:
    """A bundle that was put together and looked over, and what goes with it."""

    bundle: Path
    version: str
    weights: Path | None = None

    @property
    def title(self) -> str:
        kind = "-with-weights" if self.weights else ""
        return f"tacit{kind}-{self.version}-{MACHINE}"


def debian(ready: Ready, out: Path) -> Path:
    """A .deb: the program in /opt, its entry in menus, its word in the terminal."""
    placed = [
        *packing.tree(ready.bundle, f"./{PROGRAM}"),
        Placed("./usr/bin/tacit", link=f"/{PROGRAM}/tacit"),
        Placed("./usr/share/applications/tacit.desktop", FILES / "tacit.desktop"),
        Placed(f"./usr/share/metainfo/{APP_ID}.metainfo.xml", FILES / f"{APP_ID}.metainfo.xml"),
        Placed("./usr/share/icons/hicolor/scalable/apps/tacit.svg", ICON),
        Placed("./usr/share/doc/tacit/copyright", ROOT / "LICENSE"),
    ]
    control = CONTROL.format(
        version=ready.version, architecture=ARCHITECTURES.get(MACHINE, MACHINE),
        kilobytes=weight(ready.bundle) // 1024,
        glibc="{}.{}".format(*newest_glibc(ready.bundle)),
    )  # fmt: skip
    return _package(placed, control, out / f"tacit-{ready.version}-{MACHINE}.deb")


def debian_weights(ready: Ready, out: Path) -> Path:
    """The starter weights as a .deb of their own: another version of the program leaves them."""
    assert ready.weights is not None
    placed = list(packing.tree(ready.weights, f"./{PROGRAM}/weights"))
    control = WEIGHTS_CONTROL.format(version=ready.version, kilobytes=weight(ready.weights) // 1024)
    return _package(placed, control, out / f"tacit-weights-{ready.version}.deb")


def _package(placed: list[Placed], control: str, path: Path) -> Path:
    when = packing.moment()
    data = packing.compressed_tar(placed, when, path.with_name("data.tar.zst"))
    told = io.BytesIO()
    packing.tar([Placed("./control", text=control.encode())], when, told)
    packed = gzip.compress(told.getvalue(), mtime=when)
    members: list[tuple[str, Path | bytes]] = [
        ("debian-binary", b"2.0\n"), ("control.tar.gz", packed), ("data.tar.zst", data),
    ]  # fmt: skip
    packing.ar(members, when, path)
    data.unlink()
    return path


def archive(ready: Ready, out: Path) -> Path:
    """A .tar.zst that runs where it is unpacked, and installs for one person."""
    root = ready.title
    placed = [
        *packing.tree(ready.bundle, f"{root}/program"),
        *_weights(ready, f"{root}/program"),
        Placed(f"{root}/install.sh", FILES / "install.sh", mode=0o755),
        Placed(f"{root}/uninstall.sh", FILES / "uninstall.sh", mode=0o755),
        Placed(f"{root}/share/tacit.desktop", FILES / "tacit.desktop"),
        Placed(f"{root}/share/{APP_ID}.metainfo.xml", FILES / f"{APP_ID}.metainfo.xml"),
        Placed(f"{root}/share/tacit.svg", ICON),
        Placed(f"{root}/LICENSE", ROOT / "LICENSE"),
    ]
    return packing.compressed_tar(placed, packing.moment(), out / f"{root}.tar.zst")


def _weights(ready: Ready, program: str) -> list[Placed]:
    if ready.weights is None:
        return []
    return list(packing.tree(ready.weights, f"{program}/weights"))


def newest_glibc(bundle: Path) -> tuple[int, int]:
    """The oldest C library of a system that the bundle runs on."""
    found = [(2, 28)]
    for path in bundle.rglob("*"):
        if (
            path.is_file()
            and not path.is_symlink()
            and (".so" in path.name or "." not in path.name)
        ):
            found += [(int(one), int(two)) for one, two in GLIBC.findall(path.read_bytes())]
    return max(found)
