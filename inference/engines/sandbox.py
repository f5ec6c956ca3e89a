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

# What the seccomp program compares: audit architecture and system call numbers, by machine.
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
CALLS: dict[str, dict[str, int]] = {
    "x86_64": {
        "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49,
        "listen": 50, "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101,
        "mount": 165, "init_module": 175, "kexec_load": 246, "add_key": 248, "request_key": 249,
        "keyctl": 250, "unshare": 272, "accept4": 288, "perf_event_open": 298,
        "open_by_handle_at": 304, "sendmmsg": 307, "setns": 308, "process_vm_readv": 310,
        "process_vm_writev": 311, "finit_module": 313, "bpf": 321, "execveat": 322,
        "userfaultfd": 323,
    },
    "aarch64": {
        "mount": 40, "unshare": 97, "kexec_load": 104, "init_module": 105, "ptrace": 117,
        "socket": 198, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206,
        "sendmsg": 211, "add_key": 217, "request_key": 218, "keyctl": 219, "clone": 220,
        "execve": 221, "perf_event_open": 241, "accept4": 242, "open_by_handle_at": 265,
        "setns": 268, "sendmmsg": 269, "process_vm_readv": 270, "process_vm_writev": 271,
        "finit_module": 273, "bpf": 280, "execveat": 281, "userfaultfd": 282,
    },
}  # fmt: skip
# The same on every machine: io_uring could open sockets past the filter, pidfd_getfd take them.
COMMON_CALLS = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "pidfd_getfd": 438,
}  # fmt: skip
CLONE3 = 435
FIRST_X32_CALL = 0x40000000
CLONE_THREAD = 0x00010000
AF_UNIX = 1

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
GPU_PLACES = ("/dev", "/proc", "/sys")
MAC_PROFILE = """(version 1)(allow default)(deny network*)(deny process-exec*)(deny process-fork)
(deny file-write*)(allow file-write-data (literal "/dev/null"))"""


@dataclass(frozen=True)
class Bounds:
    """What this process keeps: these files, this much memory, and the GPU if it needs one."""

    readable: tuple[str, ...]
    memory_bytes: int
    gpu: bool = False


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
        return _on_macos()
    return Seal(network=False, programs=False, files=False, memory=False)


def _on_linux(bounds: Bounds) -> Seal:
    memory = _limit(bounds.memory_bytes)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise NotSealed("no_new_privs")
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no other program of this user may look in
    files = _landlock(libc, bounds)
    _seccomp(libc, may_use_unix_sockets=bounds.gpu)
    return Seal(network=True, programs=True, files=files, memory=memory)


def _limit(memory_bytes: int) -> bool:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    # Not the address space: weights are mapped, and a GPU's driver reserves terabytes of it.
    if not memory_bytes:
        return False
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
        return sys.platform == "linux"
    return False


def _seccomp(libc: ctypes.CDLL, *, may_use_unix_sockets: bool) -> None:
    machine = platform.machine()
    if machine not in CALLS:
        raise NotSealed(machine)
    code = _program(machine, may_use_unix_sockets=may_use_unix_sockets)
    buffer = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: a length, padding, a pointer
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    number = ctypes.c_long(_SECCOMP_CALL[machine])
    if libc.syscall(number, _SECCOMP_SET_FILTER, _SECCOMP_EVERY_THREAD, program) != 0:
        raise NotSealed(errno.errorcode.get(ctypes.get_errno(), "seccomp"))


def _program(machine: str, *, may_use_unix_sockets: bool) -> bytes:
    """The filter: what is not named is allowed, what is named answers "not permitted"."""
    refuse = _step(_RETURN, _REFUSE | errno.EPERM)
    calls = {**CALLS[machine], **COMMON_CALLS}
    clone = calls.pop("clone")
    socket = calls.pop("socket")
    if may_use_unix_sockets:
        for name in ("connect", "sendto", "sendmsg", "sendmmsg"):
            del calls[name]
    code = [_step(_LOAD, _ARCH), _step(_EQUAL, ARCHITECTURES[machine], 1, 0)]
    code += [_step(_RETURN, _KILL), _step(_LOAD, _NR)]
    if machine == "x86_64":
        code += [_step(_AT_LEAST, FIRST_X32_CALL, 0, 1), refuse]
    for number in calls.values():
        code += [_step(_EQUAL, number, 0, 1), refuse]
    # Threads are made with clone; the C library falls back to it when clone3 does not exist.
    code += [_step(_EQUAL, CLONE3, 0, 1), _step(_RETURN, _REFUSE | errno.ENOSYS)]
    code += [_step(_EQUAL, clone, 0, 3), _step(_LOAD, _FIRST_ARGUMENT)]
    code += [_step(_ANY_BIT, CLONE_THREAD, 5 if may_use_unix_sockets else 3, 0), refuse]
    code += [_step(_EQUAL, socket, 0, 3 if may_use_unix_sockets else 1)]
    if may_use_unix_sockets:
        code += [_step(_LOAD, _FIRST_ARGUMENT), _step(_EQUAL, AF_UNIX, 1, 0)]
    code += [refuse, _step(_RETURN, _ALLOW)]
    return b"".join(code)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)


def _landlock(libc: ctypes.CDLL, bounds: Bounds) -> bool:
    version = libc.syscall(ctypes.c_long(_CREATE_RULES), None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = sum(rights for since, rights in _FILE_RIGHTS.items() if since <= version)
    tcp = _TCP_RIGHTS if version >= _TCP_SINCE else 0
    scopes = _SCOPES if version >= _SCOPES_SINCE and not bounds.gpu else 0
    attributes = struct.pack("QQQ", handled, tcp, scopes)
    size = 24 if version >= _SCOPES_SINCE else 16 if version >= _TCP_SINCE else 8
    rules = libc.syscall(ctypes.c_long(_CREATE_RULES), attributes, ctypes.c_size_t(size), 0)
    if rules < 0:
        return False
    try:
        for path in (*_libraries(), *ABOUT_THE_MACHINE, *bounds.readable):
            _allow(libc, rules, path, (_READ_FILE | _READ_FOLDER) & handled)
        writable = (_READ_FILE | _READ_FOLDER | _WRITE_FILE | _TRUNCATE | _DEVICE) & handled
        for path in HARMLESS_DEVICES + (GPU_PLACES if bounds.gpu else ()):
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


def _libraries() -> set[str]:
    """Where this program and its libraries lie: what is imported later comes from there."""
    own = str(Path(__file__).resolve().parents[1])
    bundle = str(getattr(sys, "_MEIPASS", own))
    return {*LIBRARIES, own, bundle, sys.prefix, sys.base_prefix, sys.exec_prefix}


def _on_macos() -> Seal:
    _limit(0)
    library = ctypes.CDLL("/usr/lib/libSystem.dylib")
    problem = ctypes.c_char_p()
    if library.sandbox_init(MAC_PROFILE.encode(), ctypes.c_uint64(0), ctypes.byref(problem)) != 0:
        raise NotSealed("sandbox_init")
    return Seal(network=True, programs=True, files=False, memory=False)
