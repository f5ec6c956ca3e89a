"""Every way out that we could think of, tried from inside a sealed process.

Each must reach a listener on this computer's own loopback before the seal, so that a test which
could not fail would be noticed, and none may after it. No packet leaves the computer.
"""

import contextlib
import ctypes
import os
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inference.engines import sandbox


@dataclass(frozen=True)
class Outside:
    """What there is to reach: a port on loopback, and a file of the owner's."""

    port: int
    file: Path


Way = Callable[[Outside], bool]
_IO_URING_SETUP = 425


def tried(outside: Outside) -> dict[str, bool]:
    """Which of the ways lead out now."""
    return {name: _leads_out(way, outside) for name, way in WAYS.items()}


@contextlib.contextmanager
def outside(file: Path) -> Iterator[Outside]:
    """Something to reach: listeners on loopback, for TCP and for UDP, and a file."""
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen(16)
        port = int(tcp.getsockname()[1])
        udp.bind(("127.0.0.1", port))
        yield Outside(port, file)


def _leads_out(way: Way, outside: Outside) -> bool:
    try:
        return way(outside)
    except (OSError, RuntimeError, AttributeError, TypeError):  # a way that this system lacks
        return False


def _python(to: Outside) -> bool:
    with socket.create_connection(("127.0.0.1", to.port), timeout=2):
        return True


def _python_ipv6(_: Outside) -> bool:
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM):
        return True


def _udp(to: Outside) -> bool:
    with socket.socket(type=socket.SOCK_DGRAM) as out:
        return out.sendto(b"?", ("127.0.0.1", to.port)) == 1


def _name_lookup(to: Outside) -> bool:
    """What a resolver does first: a UDP socket, connected."""
    with socket.socket(type=socket.SOCK_DGRAM | getattr(socket, "SOCK_CLOEXEC", 0)) as out:
        out.connect(("127.0.0.1", to.port))
        return True


def _c_library(to: Outside) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.socket(2, 1, 0)
    if number < 0:
        return False
    try:
        address = struct.pack("=H", 2) + struct.pack(
            "!H4s8x", to.port, socket.inet_aton("127.0.0.1")
        )
        return bool(libc.connect(number, address, len(address)) == 0)
    finally:
        os.close(number)


def _local_socket(_: Outside) -> bool:
    with socket.socket(socket.AF_UNIX):
        return True


def _system_call_ring(_: Outside) -> bool:
    ring = ctypes.CDLL(None, use_errno=True).syscall(
        ctypes.c_long(_IO_URING_SETUP), 2, ctypes.create_string_buffer(120)
    )
    if ring < 0:
        return False
    os.close(ring)
    return True


def _another_program(to: Outside) -> bool:
    script = f"import socket; socket.create_connection(('127.0.0.1', {to.port}), 2)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def _a_copy_of_itself(to: Outside) -> bool:
    child = os.fork()
    if child == 0:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", to.port), 2):
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _a_file(_: Outside) -> bool:
    handle, name = tempfile.mkstemp()
    with os.fdopen(handle, "wb") as file:
        file.write(b"?")
    Path(name).unlink()
    return True


def _somebody_elses_file(to: Outside) -> bool:
    return to.file.read_bytes() == b""


def _a_mark_on_a_file(to: Outside) -> bool:
    to.file.chmod(0o640)
    return to.file.stat().st_mode & 0o777 == 0o640


def _a_signal(_: Outside) -> bool:
    os.kill(os.getppid(), 0)
    return True


WAYS: dict[str, Way] = {
    "a TCP connection from Python": _python,
    "an IPv6 socket": _python_ipv6,
    "a UDP packet": _udp,
    "a name lookup": _name_lookup,
    "a TCP connection from C": _c_library,
    "a local socket to another program": _local_socket,
    "io_uring": _system_call_ring,
    "another program": _another_program,
    "a copy of itself": _a_copy_of_itself,
    "a file of its own": _a_file,
    "a file of somebody else": _somebody_elses_file,
    "a mark on a file": _a_mark_on_a_file,
    "a signal to Tacit": _a_signal,
}


def main(file: Path) -> dict[str, dict[str, bool]]:
    """Try every way, seal, and try again; the file is the asker's to take away."""
    with outside(file) as reach:
        before = tried(reach)
        reach.file.chmod(0o600)
        sandbox.close_off(sandbox.Bounds(readable=(), memory_bytes=4 << 30))
        return {"before": before, "after": tried(reach)}
