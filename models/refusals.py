"""Weights that made an engine stop, remembered so that the next start does not try them again.

Known by their bytes: others under the same name are not meant.
"""

import contextlib
import json
from pathlib import Path

from models.store import Installed


class Refusals:
    """A note beside the weights."""

    def __init__(self, folder: Path) -> None:
        self._note = folder / ".refused.json"

    def has(self, one: Installed) -> bool:
        return one.files[0].sha256 in self._read()

    def add(self, one: Installed) -> None:
        self._write(self._read() | {one.files[0].sha256})

    def remove(self, one: Installed) -> None:
        self._write(self._read() - {one.files[0].sha256})

    def _read(self) -> set[str]:
        try:
            rows = json.loads(self._note.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return set()
        return {row for row in rows if isinstance(row, str)} if isinstance(rows, list) else set()

    def _write(self, hashes: set[str]) -> None:
        with contextlib.suppress(OSError):  # a full disk costs the memory, not the answer
            self._note.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            new = self._note.with_suffix(".new")
            new.write_text(json.dumps(sorted(hashes)), encoding="utf-8")
            new.replace(self._note)
