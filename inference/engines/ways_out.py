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
from pathlib import Path

from inference.engines import sandbox

Way = Callable[[int], bool]
_IO_URING_SETUP = 425


def tried(listener: int) -> dict[str, bool]:
    """Which of the ways lead out now."""
    return {name: _leads_out(way, listener) for name, way in WAYS.items()}


@contextlib.contextmanager
def listener() -> Iterator[int]:
    """Something to reach: the port of listeners on loopback, for TCP and for UDP."""
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen(16)
        port = int(tcp.getsockname()[1])
        udp.bind(("127.0.0.1", port))
        yield port


def _leads_out(way: Way, port: int) -> bool:
    try:
        return way(port)
    except (OSError, RuntimeError):
        return False


def _python(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return True


def _python_ipv6(port: int) -> bool:  # noqa: ARG001 - the socket itself is the way
    with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM):
        return True


def _udp(port: int) -> bool:
    with socket.socket(type=socket.SOCK_DGRAM) as out:
        return out.sendto(b"?", ("127.0.0.1", port)) == 1


def _name_lookup(port: int) -> bool:
    """What a resolver does first: a UDP socket, connected."""
    with socket.socket(type=socket.SOCK_DGRAM | getattr(socket, "SOCK_CLOEXEC", 0)) as out:
        out.connect(("127.0.0.1", port))
        return True


def _c_library(port: int) -> bool:
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.socket(2, 1, 0)
    if number < 0:
        return False
    try:
        address = struct.pack("=H", 2) + struct.pack("!H4s8x", port, socket.inet_aton("127.0.0.1"))
        return bool(libc.connect(number, address, len(address)) == 0)
    finally:
        os.close(number)


def _local_socket(port: int) -> bool:  # noqa: ARG001 - to a helper on this computer, not a port
    with socket.socket(socket.AF_UNIX):
        return True


def _system_call_ring(port: int) -> bool:  # noqa: ARG001 - it makes its own sockets
    ring = ctypes.CDLL(None, use_errno=True).syscall(
        ctypes.c_long(_IO_URING_SETUP), 2, ctypes.create_string_buffer(120)
    )
    if ring < 0:
        return False
    os.close(ring)
    return True


def _another_program(port: int) -> bool:
    script = f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], stderr=subprocess.DEVNULL, check=False
    )
    return done.returncode == 0


def _a_copy_of_itself(port: int) -> bool:
    child = os.fork()
    if child == 0:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2):
            os._exit(0)
        os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _a_file(port: int) -> bool:  # noqa: ARG001 - another program could pick it up and send it
    handle, name = tempfile.mkstemp()
    with os.fdopen(handle, "wb") as file:
        file.write(b"?")
    Path(name).unlink()
    return True


def _somebody_elses_file(port: int) -> bool:  # noqa: ARG001 - nothing but weights may be read
    return bool(Path("/etc/passwd").read_bytes())


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
}


def main() -> dict[str, dict[str, bool]]:
    """Try every way, seal, and try again."""
    with listener() as port:
        before = tried(port)
        sandbox.close_off(sandbox.Bounds(readable=(), memory_bytes=4 << 30))
        return {"before": before, "after": tried(port)}
