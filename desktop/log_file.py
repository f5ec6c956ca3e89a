"""The file that logs go to: for the owner alone, and never longer than a few megabytes."""

import logging.handlers
import os
from io import TextIOWrapper


class PrivateFile(logging.handlers.RotatingFileHandler):
    """A log file that only the owner can read, also after it was rotated."""

    def _open(self) -> TextIOWrapper:
        number = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(number, "a", encoding="utf-8")
