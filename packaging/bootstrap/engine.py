"""llama.cpp, compiled once for this processor (or GPU) and kept as a wheel for the next time.

A GPU build is made only where a GPU *and* its toolkit are both here. The kept wheel lies in a
folder named after everything that it was made from, beside its sha256; a wheel that does not match
is made again.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bootstrap import places
from bootstrap.children import environment, watch
from bootstrap.environment import explain
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen
from bootstrap.stamp import Stamp, lock_digest

# Tacit reads pictures with its own text recognition: the vision tools only cost compile time.
COMMON = ("-DLLAVA_BUILD=OFF", "-DMTMD_BUILD=OFF", "-DLLAMA_CURL=OFF", "-DGGML_NATIVE=ON")
COMPILED = re.compile(r"\s*\[(\d+)/(\d+)\]")
BUILD_TREE_BYTES = 500_000_000
"what the unpacked sources and objects took at their largest, rounded up"


@dataclass(frozen=True)
class Backend:
    """What llama.cpp is compiled for."""

    name: str
    flags: tuple[str, ...] = ()
    why: str = ""


PROCESSOR = Backend("cpu", (), "this processor")


def choose(*, processor_only: bool) -> Backend:
    """The fastest backend whose GPU and toolkit are both here."""
    if processor_only:
        return PROCESSOR
    for found in (_cuda(), _metal(), _vulkan()):
        if found:
            return found
    return PROCESSOR


def _cuda() -> Backend | None:
    compiler = shutil.which("nvcc") or shutil.which("nvcc", path="/usr/local/cuda/bin")
    if compiler is None or "GPU 0" not in _output(["nvidia-smi", "-L"]):
        return None
    flags = ("-DGGML_CUDA=ON", "-DCMAKE_CUDA_ARCHITECTURES=native",
             f"-DCMAKE_CUDA_COMPILER={compiler}")  # fmt: skip
    return Backend("cuda", flags, "an NVIDIA GPU and its toolkit are here")


def _metal() -> Backend | None:
    if sys.platform != "darwin" or platform.machine() != "arm64":
        return None
    return Backend("metal", ("-DGGML_METAL=ON",), "an Apple GPU is here")


def _vulkan() -> Backend | None:
    """Vulkan needs its shader compiler, its headers, and a device that is not a processor."""
    if shutil.which("glslc") is None:
        return None
    headers = [Path(os.environ.get("VULKAN_SDK", "/usr"), "include/vulkan/vulkan.h")]
    summary = _output(["vulkaninfo", "--summary"])
    kinds = re.findall(r"deviceType\s*=\s*PHYSICAL_DEVICE_TYPE_(\w+)", summary)
    if not any(path.exists() for path in headers) or not set(kinds) - {"CPU"}:
        return None
    return Backend("vulkan", ("-DGGML_VULKAN=ON",), "a Vulkan GPU and its toolkit are here")


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if done.returncode == 0 else ""


def processor_features() -> str:
    """What tells one processor's instruction set from another's."""
    if sys.platform.startswith("linux"):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith(("flags", "Features")):
                return " ".join(sorted(line.split(":", 1)[1].split()))
    if sys.platform == "darwin":
        return _output(["sysctl", "-n", "machdep.cpu.brand_string", "hw.optional"])
    return platform.processor()


def kept_folder(backend: Backend) -> Path:
    """Where the wheel for this backend, version, processor and set of flags is kept."""
    made_from = "|".join([lock_digest("engine"), *COMMON, *backend.flags, processor_features(),
                          platform.system(), platform.machine()])  # fmt: skip
    short = hashlib.sha256(made_from.encode()).hexdigest()[:16]
    return places.cache() / "engines" / f"{backend.name}-{short}"


def kept_wheel(folder: Path) -> Path | None:
    """The wheel in the folder if it is the one that was put there, byte for byte."""
    wheels = list(folder.glob("*.whl"))
    noted = folder / "sha256"
    if len(wheels) != 1 or not noted.exists():
        return None
    found = hashlib.sha256(wheels[0].read_bytes()).hexdigest()
    return wheels[0] if noted.read_text().strip() == found else None


def choice(*, processor_only: bool) -> str:
    """What the engine in the environment depends on, cheap enough to ask at every start."""
    wish = "cpu" if processor_only else "any"
    features = hashlib.sha256(processor_features().encode()).hexdigest()
    return f"{lock_digest('engine')}|{wish}|{features}"


def is_kept(*, processor_only: bool) -> bool:
    """Whether nothing has to be compiled."""
    return kept_wheel(kept_folder(choose(processor_only=processor_only))) is not None


def install(screen: Screen, *, processor_only: bool) -> None:
    """Put llama-cpp-python into the environment, compiling it if this was not done before."""
    backend = choose(processor_only=processor_only)
    screen.note(f"for {backend.name}: {backend.why}")
    wheel = kept_wheel(kept_folder(backend))
    if wheel is None:
        wheel, backend = _build_or_fall_back(backend, screen)
    _install_wheel(wheel, screen)
    stamp = Stamp.read()
    stamp.engine_choice = choice(processor_only=processor_only)
    stamp.write()


def _build_or_fall_back(backend: Backend, screen: Screen) -> tuple[Path, Backend]:
    try:
        return build(backend, screen), backend
    except SetupProblem as problem:
        if backend is PROCESSOR or problem.code is not ExitCode.COMPILE_FAILED:
            raise
        screen.note(f"llama.cpp did not compile for {backend.name}, so it is made for the "
                    "processor; Tacit works the same, more slowly")  # fmt: skip
    return kept_wheel(kept_folder(PROCESSOR)) or build(PROCESSOR, screen), PROCESSOR


def build(backend: Backend, screen: Screen) -> Path:
    """Compile, then move the finished wheel into its folder in one step."""
    folder = kept_folder(backend)
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left_over in folder.parent.glob("building-*"):  # of a build that was killed
        shutil.rmtree(left_over, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix="building-") as scratch:
        made = Path(scratch, "wheel")
        said = _compile(made, [*COMMON, *backend.flags], Path(scratch), screen)
        wheels = list(made.glob("*.whl"))
        if len(wheels) != 1:
            raise _failed(said)
        (made / "sha256").write_text(hashlib.sha256(wheels[0].read_bytes()).hexdigest())
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    wheel = kept_wheel(folder)
    assert wheel is not None
    return wheel


def _compile(into: Path, flags: list[str], scratch: Path, screen: Screen) -> list[str]:
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        if match := COMPILED.match(line):
            screen.progress(int(match[1]), int(match[2]), f"compiled {match[1]} of {match[2]}")

    screen.progress(0, 0, "fetching and unpacking the sources")
    watch(
        [str(places.PYTHON), "-m", "pip", "wheel", "--verbose", "--no-deps", "--require-hashes",
         # pip would take a wheel that was once built with other flags from its cache.
         "--no-cache-dir",
         "--no-build-isolation", "--no-input", "--disable-pip-version-check", "--retries", "3",
         "--wheel-dir", str(into), "--requirement", str(places.LOCKS / "engine.txt")],
        screen,
        on_line=hear,
        env=environment(
            CMAKE_ARGS=" ".join(flags),
            TMPDIR=str(scratch),
            PATH=str(places.SCRIPTS) + os.pathsep + os.environ["PATH"],
        ),
    )  # fmt: skip
    return said


def _failed(said: list[str]) -> SetupProblem:
    told = explain(said)
    if told.code is not ExitCode.INSTALL_FAILED:
        return told
    log = places.cache() / "llama-build.log"
    log.write_text("\n".join(said))
    error = next((line.strip() for line in said if re.search(r"\berror\b", line, re.I)), "")
    return SetupProblem(
        ExitCode.COMPILE_FAILED,
        f"llama.cpp did not compile. {error[:200]}".strip(),
        f"read {log}; a newer compiler (GCC 11, Clang 14, Xcode 14 or Visual Studio 2022) "
        "usually mends it. Then run this again.",
    )


def _install_wheel(wheel: Path, screen: Screen) -> None:
    said: list[str] = []
    command = [str(places.PYTHON), "-m", "pip", "install", "--no-deps", "--no-index",
               "--force-reinstall", "--no-input", str(wheel)]  # fmt: skip
    if watch(command, screen, on_line=said.append):
        raise explain(said)
