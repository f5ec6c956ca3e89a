"""Cutting this process off: no network, no programs, no files but weights and libraries.

`close_off` is called once, before any library with native code is loaded and before any weights are
opened; nothing here can be undone. On Linux seccomp refuses every kind of socket for good (threads
and children included) and Landlock refuses files; macOS has its own sandbox; on Windows nothing of
the kind can be done from inside, and the seal says so.
"""

import contextlib
import ctypes
import errno
import os
import platform
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

from inference.errors import NotSealed

# What the seccomp program compares: audit architecture and system call numbers, by machine. Refused
# are sockets, programs, other processes, and whatever changes files or speaks to others without
# opening a file, which Landlock does not see.
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CALLS: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49,
        "listen": 50, "accept4": 288, "sendmmsg": 307,
        "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311, "kill": 62, "tkill": 200,
        "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "setpriority": 141,
        "sched_setaffinity": 203,
        "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "semctl": 66,
        "semtimedop": 220, "msgget": 68, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "mq_open": 240,
        "mq_unlink": 241, "mq_timedsend": 242, "add_key": 248, "request_key": 249, "keyctl": 250,
        "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260,
        "fchmodat": 268, "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280,
        "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197,
        "lremovexattr": 198, "fremovexattr": 199, "inotify_init": 253, "inotify_add_watch": 254,
        "inotify_init1": 294, "fanotify_init": 300, "name_to_handle_at": 303,
        "open_by_handle_at": 304, "pivot_root": 155, "chroot": 161, "acct": 163, "mount": 165,
        "umount2": 166, "swapon": 167, "reboot": 169, "sethostname": 170, "setdomainname": 171,
        "iopl": 172, "ioperm": 173, "init_module": 175, "delete_module": 176, "syslog": 103,
        "personality": 135, "clock_settime": 227, "settimeofday": 164, "adjtimex": 159,
        "kexec_load": 246, "kexec_file_load": 320, "unshare": 272, "setns": 308,
        "perf_event_open": 298, "finit_module": 313, "bpf": 321, "userfaultfd": 323,
    },
    "aarch64": {
        "socket": 198, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206,
        "sendmsg": 211, "accept4": 242, "sendmmsg": 269,
        "execve": 221, "execveat": 281,
        "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271, "kill": 129,
        "tkill": 130, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "setpriority": 140,
        "sched_setaffinity": 122,
        "shmget": 194, "shmctl": 195, "shmat": 196, "semget": 190, "semctl": 191,
        "semtimedop": 192, "semop": 193, "msgget": 186, "msgctl": 187, "msgrcv": 188,
        "msgsnd": 189, "mq_open": 180, "mq_unlink": 181, "mq_timedsend": 182, "add_key": 217,
        "request_key": 218, "keyctl": 219,
        "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88,
        "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15,
        "fremovexattr": 16, "inotify_init1": 26, "inotify_add_watch": 27, "fanotify_init": 262,
        "name_to_handle_at": 264, "open_by_handle_at": 265, "umount2": 39, "mount": 40,
        "pivot_root": 41, "chroot": 51, "acct": 89, "swapon": 224, "reboot": 142,
        "sethostname": 161, "setdomainname": 162, "init_module": 105, "delete_module": 106,
        "syslog": 116, "personality": 92, "clock_settime": 112, "settimeofday": 170,
        "adjtimex": 171, "kexec_load": 104, "kexec_file_load": 294, "unshare": 97, "setns": 268,
        "perf_event_open": 241, "finit_module": 273, "bpf": 280, "userfaultfd": 282,
    },
}  # fmt: skip
# The same on every machine: io_uring could open sockets past the filter, pidfd_getfd take them.
COMMON_CALLS = {
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426,
    "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431,
    "fsmount": 432, "fspick": 433, "pidfd_open": 434, "pidfd_getfd": 438, "mount_setattr": 442,
    "fchmodat2": 452, "setxattrat": 463, "removexattrat": 466,
}  # fmt: skip
# Allowed for threads of this process alone: these look at an argument.
CLONE = {"x86_64": 56, "aarch64": 220}
TGKILL = {"x86_64": 234, "aarch64": 131}
PRLIMIT = {"x86_64": 302, "aarch64": 261}
CLONE3 = 435
FIRST_X32_CALL = 0x40000000
CLONE_THREAD = 0x00010000

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
_NR, _ARCH, _FIRST_ARGUMENT = 0, 4, 16
_PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 4, 38
_SECCOMP_SET_FILTER, _SECCOMP_EVERY_THREAD = 1, 1
_SECCOMP_CALL = {"x86_64": 317, "aarch64": 277}

# Landlock: what exists since which version of its interface.
_CREATE_RULES, _ADD_RULE, _RESTRICT = 444, 445, 446
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}
_READ_FILE, _READ_FOLDER, _WRITE_FILE, _TRUNCATE, _DEVICE = 1 << 2, 1 << 3, 1 << 1, 1 << 14, 1 << 15
_TCP_RIGHTS, _TCP_SINCE = 3, 4
_SCOPES, _SCOPES_SINCE = 3, 6

LIBRARIES = ("/usr", "/lib", "/lib64", "/nix/store", "/etc/ld.so.cache", "/etc/localtime")
ABOUT_THE_MACHINE = (
    "/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/sys/vm",
    "/sys/devices/system", "/sys/fs/cgroup", "/sys/kernel/mm/transparent_hugepage",
)  # fmt: skip
HARMLESS_DEVICES = ("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom")
GPU_DEVICES = ("/dev/dri", "/dev/kfd")
GPU_DRIVER = ("/proc/driver/nvidia", "/sys")
MAC_PROFILE = """(version 1)(allow default)(deny network*)(deny process-exec*)(deny process-fork)
(deny file-write*)(allow file-write-data (literal "/dev/null"))"""


@dataclass(frozen=True)
class Bounds:
    """What this process keeps: these files, so much memory and time, and the GPU if needed."""

    readable: tuple[str, ...]
    memory_bytes: int
    gpu: bool = False
    cpu_s: int = 0


@dataclass(frozen=True)
class Seal:
    """What the system now refuses this process."""

    network: bool
    programs: bool
    files: bool
    memory: bool


def close_off(bounds: Bounds) -> Seal:
    """Give up, for good, whatever an engine does not need."""
    if sys.platform == "linux":
        return _on_linux(bounds)
    if sys.platform == "darwin":
        return _on_macos(bounds)
    return Seal(network=False, programs=False, files=False, memory=False)


def _on_linux(bounds: Bounds) -> Seal:
    memory = _limit(bounds)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise NotSealed("no_new_privs")
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no other program of this user may look in
    files = _landlock(libc, bounds)
    _seccomp(libc)
    return Seal(network=True, programs=True, files=files, memory=memory)


def _limit(bounds: Bounds) -> bool:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if bounds.cpu_s:
        resource.setrlimit(resource.RLIMIT_CPU, (bounds.cpu_s, bounds.cpu_s + 5))
    # Not the address space: weights are mapped, and a GPU's driver reserves terabytes of it.
    if not bounds.memory_bytes:
        return False
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (bounds.memory_bytes, bounds.memory_bytes))
        return sys.platform == "linux"
    return False


def _seccomp(libc: ctypes.CDLL) -> None:
    machine = platform.machine()
    if machine not in CALLS:
        raise NotSealed(machine)
    code = _program(machine)
    buffer = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: a length, padding, a pointer
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    number = ctypes.c_long(_SECCOMP_CALL[machine])
    if libc.syscall(number, _SECCOMP_SET_FILTER, _SECCOMP_EVERY_THREAD, program) != 0:
        raise NotSealed(errno.errorcode.get(ctypes.get_errno(), "seccomp"))


def _program(machine: str) -> bytes:
    """The filter: what is not named is allowed, what is named answers "not permitted"."""
    refuse, allow = _step(_RETURN, _REFUSE | errno.EPERM), _step(_RETURN, _ALLOW)
    code = [_step(_LOAD, _ARCH), _step(_EQUAL, ARCHITECTURES[machine], 1, 0)]
    code += [_step(_RETURN, _KILL), _step(_LOAD, _NR)]
    if machine == "x86_64":
        code += [_step(_AT_LEAST, FIRST_X32_CALL, 0, 1), refuse]
    for number in (*CALLS[machine].values(), *COMMON_CALLS.values()):
        code += [_step(_EQUAL, number, 0, 1), refuse]
    # Threads are made with clone; the C library falls back to it when clone3 does not exist.
    code += [_step(_EQUAL, CLONE3, 0, 1), _step(_RETURN, _REFUSE | errno.ENOSYS)]
    for number, holds in (
        (CLONE[machine], _step(_ANY_BIT, CLONE_THREAD, 1, 0)),
        (TGKILL[machine], _step(_EQUAL, os.getpid(), 1, 0)),
        (PRLIMIT[machine], _step(_EQUAL, 0, 1, 0)),
    ):
        code += [_step(_EQUAL, number, 0, 4), _step(_LOAD, _FIRST_ARGUMENT), holds, refuse, allow]
    return b"".join([*code, allow])


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _landlock(libc: ctypes.CDLL, bounds: Bounds) -> bool:
    version = libc.syscall(ctypes.c_long(_CREATE_RULES), None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = sum(rights for since, rights in _FILE_RIGHTS.items() if since <= version)
    tcp = _TCP_RIGHTS if version >= _TCP_SINCE else 0
    scopes = _SCOPES if version >= _SCOPES_SINCE else 0
    attributes = struct.pack("QQQ", handled, tcp, scopes)
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _TCP_SINCE else 8
    rules = libc.syscall(ctypes.c_long(_CREATE_RULES), attributes, ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        driver = GPU_DRIVER if bounds.gpu else ()
        for path in (*_libraries(), *ABOUT_THE_MACHINE, *driver, *bounds.readable):
            _allow(libc, rules, path, (_READ_FILE | _READ_FOLDER) & handled)
        writable = (_READ_FILE | _READ_FOLDER | _WRITE_FILE | _TRUNCATE | _DEVICE) & handled
        for path in (*HARMLESS_DEVICES, *(_gpu_devices() if bounds.gpu else ())):
            _allow(libc, rules, path, writable)
        return bool(libc.syscall(ctypes.c_long(_RESTRICT), rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # not on this machine
    try:
        if not Path(path).is_dir():
            rights &= ~_READ_FOLDER
        rule = struct.pack("=Qi", rights, folder)
        libc.syscall(ctypes.c_long(_ADD_RULE), rules, 1, rule, 0)
    finally:
        os.close(folder)


def _gpu_devices() -> list[str]:
    return [*GPU_DEVICES, *map(str, Path("/dev").glob("nvidia*"))]


def _libraries() -> set[str]:
    """Where this program and its libraries lie: what is imported later comes from there."""
    own = str(Path(__file__).resolve().parents[1])
    bundle: set[str] = set()
    if folder := getattr(sys, "_MEIPASS", None):  # installed: the modules lie in the program itself
        bundle = {str(folder), str(Path(sys.executable).resolve())}
    return {*LIBRARIES, *bundle, own, sys.prefix, sys.base_prefix, sys.exec_prefix}


def _on_macos(bounds: Bounds) -> Seal:
    _limit(Bounds((), 0, cpu_s=bounds.cpu_s))
    library = ctypes.CDLL("/usr/lib/libSystem.dylib")
    problem = ctypes.c_char_p()
    if library.sandbox_init(MAC_PROFILE.encode(), ctypes.c_uint64(0), ctypes.byref(problem)) != 0:
        raise NotSealed("sandbox_init")
    return Seal(network=True, programs=True, files=False, memory=False)
