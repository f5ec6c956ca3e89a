"""Set-up's only error: a sentence, the next step, and an exit code of its own."""

import errno
from enum import IntEnum


class ExitCode(IntEnum):
    """What `python3 run.py` ends with when it cannot go on."""

    USAGE = 2  # and 3, a wrong Python, which run.py says itself
    SYSTEM_LIBRARIES = 4
    DISK_FULL = 5
    OFFLINE = 6
    DAMAGED_DOWNLOAD = 7
    COMPILE_FAILED = 8
    INSTALL_FAILED = 9
    WEIGHTS = 10
    INTERRUPTED = 130


class SetupProblem(Exception):
    """Set-up cannot go on; `says` is for a person, `next_step` is what to do about it."""

    def __init__(self, code: ExitCode, says: str, next_step: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says
        self.next_step = next_step


def of_the_system(error: OSError) -> SetupProblem:
    """What the system refused, in words."""
    place = error.filename or "the folder"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return SetupProblem(
            ExitCode.DISK_FULL,
            "The disk filled up.",
            "free some space and run this again; what was fetched is kept.",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return SetupProblem(
            ExitCode.INSTALL_FAILED,
            f"{place} cannot be written to.",
            "put this folder and your home where you may write, then run this again.",
        )
    return SetupProblem(
        ExitCode.INSTALL_FAILED,
        f"The system refused something: {error.strerror or type(error).__name__} ({place}).",
        "mend that and run this again; what was done so far is kept.",
    )
