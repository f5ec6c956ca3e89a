"""The file that logs go to: for the owner alone, and never longer than a few megabytes."""

import logging
import os
from io import TextIOWrapper
from pathlib import Path


class PrivateFile(logging.FileHandler):
    """A log file that only the owner can read; full, it makes room for a new one.

    Python's own that does so brings along what sends logs to other computers.
    """

    def __init__(self, path: Path, most_bytes: int, kept: int) -> None:
        self.most_bytes = most_bytes
        self._kept = kept
        super().__init__(path)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self._is_full(self.format(record)):
                self._make_room()
        except Exception:  # noqa: BLE001 - as each handler: what goes wrong here stays here
            self.handleError(record)
        else:
            super().emit(record)

    def _is_full(self, line: str) -> bool:
        if self.stream is None:  # it is opened by what is written next
            return False
        return self.stream.seek(0, os.SEEK_END) + len(line.encode()) >= self.most_bytes

    def _make_room(self) -> None:
        """The old files move on by one, and the last of them goes."""
        assert self.stream is not None
        self.stream.close()
        self.stream = None
        files = [Path(f"{self.baseFilename}.{number}") for number in range(1, self._kept + 1)]
        whole = [Path(self.baseFilename), *files]
        for older, newer in zip(whole[:0:-1], whole[-2::-1], strict=True):
            if newer.exists():
                newer.replace(older)

    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(number, "a", encoding="utf-8")
