"""What this computer has to run weights on: memory, cores, instruction sets, GPUs.

Everything is asked from the system in milliseconds; only `probe` works, for two seconds.
"""

import ctypes
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Instruction sets that change llama.cpp's speed, by the names the system gives them.
FEATURES = ("sse4_2", "avx", "avx2", "fma", "f16c", "avx512f", "avx512_vnni", "avx512_bf16",
            "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm", "sve")  # fmt: skip
PROBE_BYTES = 256 << 20
PROBE_SECONDS = 2.0


@dataclass(frozen=True)
class Gpu:
    """A GPU and the memory that it can use."""

    name: str
    memory_bytes: int


@dataclass(frozen=True)
class Machine:
    """What the system says about itself."""

    system: str
    processor: str
    physical_cores: int
    logical_cores: int
    features: tuple[str, ...]
    memory_bytes: int
    available_bytes: int
    gpus: tuple[Gpu, ...]


def look() -> Machine:
    """This computer, as it is now."""
    total, available = _memory()
    info = _cpuinfo()
    return Machine(
        system=f"{platform.system()} {platform.release()}",
        processor=_processor_name(info),
        physical_cores=_physical_cores(info),
        logical_cores=_usable_cores(),
        features=_features(info),
        memory_bytes=total,
        available_bytes=available,
        gpus=_gpus(total),
    )


@dataclass(frozen=True)
class Speed:
    """What a probe measured with all cores together."""

    read_bytes_per_s: float
    "memory bandwidth: writing a token reads every active weight once"
    operations_per_s: float
    "32-bit multiplications and additions: reading a prompt is bound by these"


def probe(seconds: float = PROBE_SECONDS) -> Speed:
    """Measure what bounds llama.cpp on a processor, half the time for each."""
    import numpy as np  # costs a tenth of a second, and only the probe needs it

    columns = 4096
    matrix = np.ones((PROBE_BYTES // 4 // columns, columns), dtype=np.float32)
    vector = np.ones(columns, dtype=np.float32)
    square = np.ones((1024, 1024), dtype=np.float32)
    reading = _best_time(lambda: matrix @ vector, seconds / 2)
    computing = _best_time(lambda: square @ square, seconds / 2)
    return Speed(PROBE_BYTES / reading, 2 * 1024**3 / computing)


def _best_time(work: Callable[[], object], seconds: float) -> float:
    work()
    best, until = float("inf"), time.perf_counter() + seconds
    while (began := time.perf_counter()) < until:
        work()
        best = min(best, time.perf_counter() - began)
    return best


def _memory() -> tuple[int, int]:
    if sys.platform == "win32":
        return _windows_memory()
    if sys.platform == "darwin":
        total = int(_output(["sysctl", "-n", "hw.memsize"]) or 0)
        return total, total // 2  # macOS gives memory back on demand; half is a careful guess
    said = {}
    for line in Path("/proc/meminfo").read_text().splitlines():
        name, value = line.split(":", 1)
        said[name] = int(value.split()[0]) * 1024
    limit = _container_limit()
    total = min(said["MemTotal"], limit)
    return total, min(said["MemAvailable"], total)


def _container_limit() -> int:
    """What a container may use, where this is one."""
    try:
        return int(Path("/sys/fs/cgroup/memory.max").read_text())
    except (OSError, ValueError):
        return 1 << 62


class _WindowsMemory(ctypes.Structure):
    _fields_ = [
        ("length", ctypes.c_ulong),
        ("load", ctypes.c_ulong),
        ("total", ctypes.c_ulonglong),
        ("available", ctypes.c_ulonglong),
        ("rest", ctypes.c_ulonglong * 5),
    ]


def _windows_memory() -> tuple[int, int]:
    state = _WindowsMemory(length=ctypes.sizeof(_WindowsMemory))
    ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(state))  # type: ignore[attr-defined,unused-ignore]
    return state.total, state.available


def _cpuinfo() -> str:
    try:
        return Path("/proc/cpuinfo").read_text()
    except OSError:
        return ""


def _processor_name(cpuinfo: str) -> str:
    if match := re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE):
        return match[1]
    if sys.platform == "darwin":
        return _output(["sysctl", "-n", "machdep.cpu.brand_string"])
    return platform.processor() or platform.machine()


def _physical_cores(cpuinfo: str) -> int:
    if sys.platform == "darwin":
        return int(_output(["sysctl", "-n", "hw.physicalcpu"]) or _usable_cores())
    pairs = re.findall(r"^physical id\s*:\s*(\d+)(?:\n.+)*?\ncore id\s*:\s*(\d+)", cpuinfo, re.M)
    return min(len(set(pairs)) or _usable_cores(), _usable_cores())


def _usable_cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _features(cpuinfo: str) -> tuple[str, ...]:
    if match := re.search(r"^(?:flags|Features)\s*:\s*(.+)$", cpuinfo, re.MULTILINE):
        has = set(match[1].split())
        return tuple(name for name in FEATURES if name in has)
    return ("asimd", "asimddp") if platform.machine() == "arm64" else ()


def _gpus(memory_bytes: int) -> tuple[Gpu, ...]:
    if sys.platform == "darwin" and platform.machine() == "arm64":
        return (Gpu("Apple GPU", memory_bytes * 2 // 3),)
    query = ["nvidia-smi", "--query-gpu=name,memory.total", "--format=csv,noheader,nounits"]
    found = []
    for line in _output(query).splitlines() if shutil.which("nvidia-smi") else ():
        name, _, mebibytes = line.rpartition(",")
        if mebibytes.strip().isdigit():
            found.append(Gpu(name.strip(), int(mebibytes) << 20))
    return tuple(found)


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
