"""Set-up's only error: a sentence, the next step, and an exit code of its own."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What `python3 run.py` ends with when it cannot go on."""

    USAGE = 2
    WRONG_PYTHON = 3
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
