"""The bundle without what is in it twice or belongs to nobody who uses it."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

UNPATCHED = ("libpython3", "libllama", "libggml")
VERSIONED = re.compile(r"\.so(\.\d+)*$")


def trim(bundle: Path) -> int:
    """Bytes that were saved."""
    before = weight(bundle)
    if sys.platform != "win32":
        _link_copies(bundle)
    if sys.platform.startswith("linux"):
        _strip(bundle)
    return before - weight(bundle)


def weight(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def _link_copies(bundle: Path) -> None:
    """Wheels cannot hold links, so a library that has three names is in them three times."""
    same: dict[tuple[int, str], list[Path]] = defaultdict(list)
    for path in sorted(bundle.rglob("*")):
        if VERSIONED.search(path.name) and path.is_file() and not path.is_symlink():
            same[path.stat().st_size, sha256(path.read_bytes()).hexdigest()].append(path)
    for first, *others in same.values():
        for other in others:
            other.unlink()
            other.symlink_to(os.path.relpath(first, other.parent))


def _strip(bundle: Path) -> None:
    """Names that only a debugger reads, in libraries that nobody has patched since their linking.

    Wheels are patched when they are made to carry their libraries; `strip` breaks those.
    """
    for path in bundle.rglob("*"):
        if path.name.startswith(UNPATCHED) and path.is_file() and not path.is_symlink():
            subprocess.run(["strip", "--strip-debug", str(path)], check=True)
