"""Logs without content: what happened and where, never what the owner said, wrote or received.

A log call gives a literal message and arguments. Numbers pass; text passes only as `Name`, for
words that this program made up itself; any other argument is replaced by its type and length. Of an
exception its kinds and places are written, never its message. Other libraries put content straight
into their messages, so of theirs only the logger, the level and the length stay.
"""

import logging
import os
import traceback
from enum import Enum
from pathlib import Path
from types import TracebackType

OUR_LOGGERS = ("desktop", "inference", "models", "vault", "tacit")
FILE = "tacit.log"
MAX_BYTES = 1_000_000
KEPT_FILES = 3
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Name(str):
    """A word of this program's own (a lane, a role, a class), which may be logged."""

    __slots__ = ()


class Redaction(logging.Filter):
    """Takes everything out of a record that could be content."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _message(record)
        record.args = ()
        if not _is_ours(record):
            record.name = record.name.split(".", 1)[0]  # some name loggers after accounts
        if record.exc_info and isinstance(record.exc_info, tuple):
            record.msg += "\n" + places(record.exc_info[1])
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def start(folder: Path, level: int = logging.INFO) -> None:
    """Log into the folder, to files that only the owner can read."""
    from desktop.log_file import PrivateFile

    handler = PrivateFile(folder / FILE, MAX_BYTES, KEPT_FILES)
    handler.addFilter(Redaction())
    handler.setFormatter(logging.Formatter(FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    # A handler that fails would print the record, with its content, to the terminal.
    logging.raiseExceptions = False


def stop() -> None:
    """Close what `start` opened."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if any(
        isinstance(rule, Redaction) for rule in one.filters)]:  # fmt: skip
        root.removeHandler(handler)
        handler.close()


def places(error: BaseException | None) -> str:
    """The kinds of an exception and its causes, and where each came from; no message, no values."""
    lines: list[str] = []
    while error is not None and len(lines) < 200:
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}")
        lines.extend(f"  {place}" for place in frames(error.__traceback__))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines)


def frames(trace: TracebackType | None) -> list[str]:
    """`package/file.py:line function` for each frame, without the folders above the package."""
    return [
        f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(trace)
    ]


def _short(filename: str) -> str:
    return "/".join(filename.replace(os.sep, "/").split("/")[-2:])


def _message(record: logging.LogRecord) -> str:
    if not _is_ours(record) or not isinstance(record.msg, str):
        return f"<message of {len(str(record.msg))} characters>"
    args = record.args
    if isinstance(args, dict):
        given: object = {name: _shown(value) for name, value in args.items()}
    else:
        given = tuple(_shown(value) for value in args or ())
    try:
        return record.msg % given if given else record.msg
    except (TypeError, ValueError, KeyError):
        return "<message that did not fit its arguments>"


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name.split(".", 1)[0] in OUR_LOGGERS


def _shown(value: object) -> object:
    if value is None or isinstance(value, Name) or type(value) in (int, float, bool):
        return value
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, BaseException):
        return type(value).__name__
    if isinstance(value, type):
        return value.__name__
    length = f" {len(value)}" if isinstance(value, str | bytes | list | dict | tuple) else ""
    return f"<{type(value).__name__}{length}>"
