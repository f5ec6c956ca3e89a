"""When something breaks: a report on this computer without content, and no memory on disk.

A report says versions, the kinds of the errors and the places they came from. Core dumps, which
would hold the key and everything in memory, are off, and other programs of the same owner cannot
attach to this process.
"""

import ctypes
import faulthandler
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT_REPORTS = 10
NATIVE_REPORT = "crash-native.txt"
PR_SET_DUMPABLE = 4
PT_DENY_ATTACH = 31

OnCrash = Callable[[BaseException, Path], None]
_native_report: Any = None  # faulthandler writes to it until the process ends


def close_memory() -> None:
    """No core dumps; not readable by other processes of the same owner, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).ptrace(PT_DENY_ATTACH, 0, 0, 0)


def watch(folder: Path, on_crash: OnCrash = lambda _error, _report: None) -> None:
    """Write a report for every exception that nothing caught, also in threads and native code."""
    global _native_report  # noqa: PLW0603 - the file must outlive this call
    path = folder / NATIVE_REPORT
    path.touch(mode=0o600)
    _native_report = path.open("a")
    faulthandler.enable(_native_report)

    def on_exception(error: BaseException) -> None:
        if not isinstance(error, KeyboardInterrupt):
            on_crash(error, write_report(folder, error))

    sys.excepthook = lambda _kind, error, _trace: on_exception(error)
    threading.excepthook = lambda args: on_exception(args.exc_value or args.exc_type())
    sys.unraisablehook = lambda args: on_exception(args.exc_value or args.exc_type())


def write_report(folder: Path, error: BaseException) -> Path:
    """The report's file; only the last few are kept."""
    now = datetime.now(UTC)
    path = folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    path.touch(mode=0o600)
    path.write_text(report(error, now), encoding="utf-8")
    for old in sorted(folder.glob("crash-2*.txt"))[:-KEPT_REPORTS]:
        old.unlink()
    return path


def report(error: BaseException, now: datetime) -> str:
    """Everything that a developer needs and nothing that the owner wrote."""
    import platform  # what only a crash needs does not slow down every start
    from importlib.metadata import version

    from desktop.logs import places

    return "\n".join(
        [
            f"Tacit {version('tacit')}, {now:%Y-%m-%d %H:%M} UTC",
            f"Python {platform.python_version()}, PySide6 {version('PySide6-Essentials')}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "",
            places(error),
            "",
        ]
    )
