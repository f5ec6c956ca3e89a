"""Starting a process that Tacit talks to, while the rest of Tacit goes on.

`subprocess` keeps Python's lock from the moment it splits off until the other program runs; where
the processors are busy that is long enough to be seen, for the window waits for the lock. Here the
C library starts it, in a call that gives the lock away. Where it cannot (not Linux, or an old C
library), `subprocess` does it. Either way the process has its two pipes, no other file of ours,
a session of its own (Ctrl+C is for Tacit alone), and nowhere to complain.
"""

import ctypes
import functools
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

_SETSIGDEF, _SETSID = 0x04, 0x80
"flags of posix_spawn in glibc"
LOOK_EVERY_S = 0.002
"how soon an end is noticed by who waits for it"
_OPAQUE_BYTES = 512
"room for what the C library keeps its wishes in: at most 336 bytes, on machines of 64 bits"


class Started:
    """A process, its pipes and its end, as `subprocess.Popen` has them."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        # In this order: no end that the process is to have can be where the other one belongs.
        requests, asking = os.pipe()
        answered, answers = os.pipe()
        self.stdin, self.stdout = os.fdopen(asking, "wb"), os.fdopen(answered, "rb")
        try:
            self.pid = _spawn(command, environment, requests, answers)
        except OSError:
            self.stdin.close()
            self.stdout.close()
            raise
        finally:
            os.close(requests)
            os.close(answers)
        self._code: int | None = None
        self._turn = threading.Lock()

    def poll(self) -> int | None:
        """How it ended, or None."""
        with self._turn:
            if self._code is None:
                self._code = _end(self.pid)
            return self._code

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while (code := self.poll()) is None:
            if until is not None and time.monotonic() > until:
                raise subprocess.TimeoutExpired((), timeout or 0.0)
            time.sleep(LOOK_EVERY_S)
        return code

    def kill(self) -> None:
        with self._turn:  # its number is its own until its end was asked for
            if self._code is None:
                os.kill(self.pid, signal.SIGKILL)


Running = Started | subprocess.Popen[bytes]


def start(command: Sequence[str], environment: Mapping[str, str] = os.environ) -> Running:
    """Start a program, with a pipe to it and one from it."""
    if _library() is not None:
        return Started(command, environment)
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )  # fmt: skip


@functools.cache
def _library() -> ctypes.CDLL | None:
    """The C library, where it can do all that is asked of it."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    is_able = hasattr(library, "posix_spawn_file_actions_addclosefrom_np")  # glibc 2.34
    return library if is_able else None


def _spawn(
    command: Sequence[str], environment: Mapping[str, str], requests: int, answers: int
) -> int:
    library = _library()
    assert library is not None
    files, wishes = (ctypes.create_string_buffer(_OPAQUE_BYTES) for _ in range(2))
    library.posix_spawn_file_actions_init(files)
    library.posix_spawnattr_init(wishes)
    nowhere = os.fsencode(os.devnull)
    try:
        for failed in (
            library.posix_spawn_file_actions_adddup2(files, requests, 0),
            library.posix_spawn_file_actions_adddup2(files, answers, 1),
            library.posix_spawn_file_actions_addopen(files, 2, nowhere, os.O_RDWR, 0),
            library.posix_spawn_file_actions_addclosefrom_np(files, 3),
            library.posix_spawnattr_setsigdefault(wishes, _ignored(library)),
            library.posix_spawnattr_setflags(wishes, ctypes.c_short(_SETSIGDEF | _SETSID)),
        ):
            if failed:
                raise OSError(failed, os.strerror(failed))
        return _spawned(library, command, environment, files, wishes)
    finally:
        library.posix_spawn_file_actions_destroy(files)
        library.posix_spawnattr_destroy(wishes)


def _spawned(
    library: ctypes.CDLL, command: Sequence[str], environment: Mapping[str, str],
    files: ctypes.Array[ctypes.c_char], wishes: ctypes.Array[ctypes.c_char],
) -> int:  # fmt: skip
    words = [os.fsencode(word) for word in command]
    given = [os.fsencode(f"{name}={value}") for name, value in environment.items()]
    pid = ctypes.c_int()
    failed = library.posix_spawnp(
        ctypes.byref(pid), words[0], files, wishes, _listed(words), _listed(given)
    )
    if failed:
        raise OSError(failed, os.strerror(failed), command[0])
    return pid.value


def _end(pid: int) -> int | None:
    try:
        ended, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:  # where ends are not kept for who asks; `subprocess` says the same
        return 0
    return os.waitstatus_to_exitcode(status) if ended else None


def _listed(words: Sequence[bytes]) -> ctypes.Array[ctypes.c_char_p]:
    """As C has lists of words: with nothing after the last."""
    return (ctypes.c_char_p * (len(words) + 1))(*words, None)


def _ignored(library: ctypes.CDLL) -> ctypes.Array[ctypes.c_char]:
    """The signals that Python ignores; other programs are not to."""
    signals = ctypes.create_string_buffer(_OPAQUE_BYTES)
    library.sigemptyset(signals)
    for one in (signal.SIGPIPE, signal.SIGXFSZ):
        library.sigaddset(signals, one)
    return signals
