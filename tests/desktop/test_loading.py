"""Native libraries come while the rest goes on; each test in a process that has none yet."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing changes")
LOADED = """
import sys
from desktop import loading

loading.let_others_go_on()
loading.let_others_go_on()
"""


def said(code: str) -> list[str]:
    command = [sys.executable, "-c", LOADED + code]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_what_the_window_needs_can_be_loaded_so() -> None:
    code = """
import numpy, faiss, sqlcipher3, cryptography.hazmat.bindings._rust as rust, PySide6.QtWidgets
index = faiss.IndexFlatIP(2)
index.add(numpy.eye(2, dtype="float32"))
print(index.ntotal, sqlcipher3.connect(":memory:").execute("select 1").fetchone()[0])
print(*(type(one.__loader__).__name__ for one in (rust, PySide6.QtWidgets, sys)))
print(sum(type(one).__name__ == "_Finder" for one in sys.meta_path))
"""
    assert said(code) == ["2 1", "_Loader _Loader type", "1"]


def test_a_library_that_cannot_be_loaded_is_told_as_ever() -> None:
    code = """
import pathlib, tempfile
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "broken.abi3.so").write_bytes(b"no library")
    sys.path.insert(0, folder)
    try:
        import broken
    except ImportError as error:
        print(error.name, "broken.abi3.so" in str(error))
try:
    import is_nowhere
except ModuleNotFoundError as error:
    print(error.name)
"""
    assert said(code) == ["broken True", "is_nowhere"]
