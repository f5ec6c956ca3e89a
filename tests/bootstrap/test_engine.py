"""A GPU build needs a GPU and its toolkit; a kept wheel is used only if it is whole."""

import hashlib
import io
import sys
from pathlib import Path

import pytest
from bootstrap import engine, places
from bootstrap.engine import PROCESSOR, choose, kept_folder, kept_wheel
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen

CARD = "GPU 0: NVIDIA Test (UUID: GPU-1)"
REAL_VULKAN = "GPU0:\n\tdeviceType = PHYSICAL_DEVICE_TYPE_DISCRETE_GPU"
SOFTWARE_VULKAN = "GPU0:\n\tdeviceType = PHYSICAL_DEVICE_TYPE_CPU"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="stands in for Linux programs")


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, for programs that say what the test wants."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("VULKAN_SDK", str(tmp_path / "sdk"))
    return folder


def program(folder: Path, name: str, says: str = "", code: int = 0) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\nprintf '%s\\n' '{says}'\nexit {code}\n")
    path.chmod(0o755)


def headers(programs: Path) -> None:
    path = programs.parent / "sdk" / "include" / "vulkan" / "vulkan.h"
    path.parent.mkdir(parents=True)
    path.touch()


@pytest.mark.usefixtures("programs")
def test_nothing_here_is_the_processor() -> None:
    assert choose(processor_only=False) is PROCESSOR


def test_a_lone_compiler_is_no_gpu(programs: Path) -> None:
    program(programs, "nvcc")
    assert choose(processor_only=False) is PROCESSOR


def test_a_lone_gpu_is_no_toolkit(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(programs, "nvidia-smi", CARD)
    monkeypatch.setattr("shutil.which", lambda name, **_: None if "nvcc" in name else name)
    assert choose(processor_only=False) is PROCESSOR


@pytest.mark.parametrize(("says", "code"), [("", 0), ("No devices were found", 0), (CARD, 9)])
def test_a_driver_that_sees_no_card(programs: Path, says: str, code: int) -> None:
    program(programs, "nvcc")
    program(programs, "nvidia-smi", says, code)
    assert choose(processor_only=False) is PROCESSOR


def test_card_and_compiler_make_cuda_unless_refused(programs: Path) -> None:
    program(programs, "nvcc")
    program(programs, "nvidia-smi", CARD)
    backend = choose(processor_only=False)
    assert backend.name == "cuda"
    assert "-DGGML_CUDA=ON" in backend.flags
    assert choose(processor_only=True) is PROCESSOR


@pytest.mark.parametrize(
    ("summary", "has_headers", "name"),
    [(REAL_VULKAN, True, "vulkan"), (REAL_VULKAN, False, "cpu"), (SOFTWARE_VULKAN, True, "cpu"),
     (f"{SOFTWARE_VULKAN}\n{REAL_VULKAN}", True, "vulkan"), ("", True, "cpu")],
)  # fmt: skip
def test_vulkan_needs_compiler_headers_and_a_real_device(
    programs: Path, summary: str, has_headers: bool, name: str
) -> None:
    program(programs, "glslc")
    program(programs, "vulkaninfo", summary)
    if has_headers:
        headers(programs)
    assert choose(processor_only=False).name == name


def test_a_kept_wheel_is_checked(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    assert kept_wheel(folder) is None
    wheel = folder / "llama.whl"
    wheel.write_bytes(b"wheel")
    assert kept_wheel(folder) is None
    (folder / "sha256").write_text(hashlib.sha256(b"wheel").hexdigest())
    assert kept_wheel(folder) == wheel
    wheel.write_bytes(b"wheal")
    assert kept_wheel(folder) is None


def test_another_processor_backend_or_set_of_flags_is_another_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folders = {kept_folder(PROCESSOR), kept_folder(engine.Backend("cuda", ("-DX",)))}
    monkeypatch.setattr(engine, "processor_features", lambda: "another processor")
    folders.add(kept_folder(PROCESSOR))
    monkeypatch.setattr(engine, "COMMON", ("-DOTHER=ON",))
    folders.add(kept_folder(PROCESSOR))
    assert len(folders) == 4


def test_a_failed_gpu_build_falls_back_to_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    def build(backend: engine.Backend, _screen: Screen) -> Path:
        if backend is not PROCESSOR:
            raise SetupProblem(ExitCode.COMPILE_FAILED, "x", "y")
        return Path("made")

    monkeypatch.setattr(engine, "build", build)
    monkeypatch.setattr(engine, "kept_wheel", lambda _folder: None)
    out = io.StringIO()
    made = engine._build_or_fall_back(engine.Backend("cuda"), Screen(out))
    assert made == (Path("made"), PROCESSOR)
    assert "more slowly" in out.getvalue()
    monkeypatch.setattr(engine, "build", lambda *_: build(engine.Backend("cpu"), Screen(out)))
    with pytest.raises(SetupProblem):
        engine._build_or_fall_back(PROCESSOR, Screen(out))


def test_a_failed_compile_is_told_with_the_compiler_s_words(tmp_path: Path) -> None:
    places.cache().mkdir(parents=True)
    problem = engine._failed(["[1/2] g++ x", "x.cpp:3:1: error: expected ';'", "ERROR: Failed"])
    assert problem.code.name == "COMPILE_FAILED"
    assert "expected ';'" in problem.says
    assert "llama-build.log" in problem.next_step
