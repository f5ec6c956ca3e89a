"""What has been set up, remembered in the virtual environment so that the next start is instant.

A step is done when what it was made from is still the same; anything else is done again.
"""

import hashlib
import json
import platform
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bootstrap.places import LOCKS, ROOT, STAMP


def digest(*paths: Path) -> str:
    """One fingerprint over some files."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(path.read_bytes())
    return whole.hexdigest()


def identity() -> str:
    """Folder, Python and kind of machine: a virtual environment serves no other."""
    return "|".join([str(ROOT), sys.version, sys.base_prefix, platform.machine()])


@dataclass
class Stamp:
    """One field per step: the fingerprint of what it was made from, empty while it is not done."""

    identity: str = ""
    packages: dict[str, str] = field(default_factory=dict)
    "lock name -> fingerprint of the lock that is installed"
    engine_choice: str = ""
    "the engine lock, the wish for the processor and the processor that the engine was made from"
    project: str = ""
    weights_folders: list[str] = field(default_factory=list)
    "where the starter weights were brought, or were left for later on purpose"
    weights: list[tuple[str, int]] = field(default_factory=list)
    "path and size of each starter file"
    processor_only: bool = False
    converted: str = ""
    "what the last conversion of search models was tried with"

    @classmethod
    def read(cls) -> "Stamp":
        """The last stamp, or an empty one if there is none that can be read."""
        try:
            return cls(**json.loads(STAMP.read_text()))
        except (OSError, ValueError, TypeError, RecursionError):
            return cls()

    def write(self) -> None:
        new = STAMP.with_suffix(".new")
        new.write_text(json.dumps(asdict(self), indent=2))
        new.replace(STAMP)

    def packages_missing(self, wanted: list[str]) -> list[str]:
        """The locks among `wanted` that are not installed as they stand now."""
        return [name for name in wanted if self.packages.get(name) != lock_digest(name)]

    def weights_complete(self, folder: Path) -> bool:
        """Whether each starter file is still there, whole by its size; what tests need."""
        try:
            return bool(self.weights) and all(
                Path(path).is_relative_to(folder) and Path(path).stat().st_size == size
                for path, size in self.weights
            )
        except OSError:
            return False


def lock_digest(name: str) -> str:
    return digest(LOCKS / f"{name}.txt")


def project_digest() -> str:
    return digest(ROOT / "pyproject.toml")
