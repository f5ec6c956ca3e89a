"""What runs first in the installed program, tried in a Python that believes to be one."""

import json
import subprocess
import sys
from pathlib import Path

HOOK = Path(__file__).parents[2] / "packaging" / "hooks" / "bare_system.py"


def said(brought: Path, *lines: str) -> object:
    """What it says after the hook and these lines."""
    code = ["import json, runpy, sys", f"sys._MEIPASS = {str(brought)!r}",
            "before = set(sys.modules)", f"runpy.run_path({str(HOOK)!r})", *lines]  # fmt: skip
    done = subprocess.run([sys.executable, "-c", "\n".join(code)],
                          capture_output=True, text=True, check=True)  # fmt: skip
    return json.loads(done.stdout)


def test_what_is_brought_is_found_first(tmp_path: Path) -> None:
    ours = tmp_path / "libc.so.9"
    for name in ("libc.so.9", "libcurious.so.1", "libtwo.so.2", "libtwo.so.1"):
        (tmp_path / name).touch()
    asked = "[find_library(name) for name in ('c', 'two', 'curiou', 'not-there-at-all')]"
    found = said(tmp_path, "from ctypes.util import find_library", f"print(json.dumps({asked}))")
    assert found == [str(ours), str(tmp_path / "libtwo.so.1"), None, None]


def test_the_system_is_asked_for_the_rest(tmp_path: Path) -> None:
    plain = "import ctypes.util; print(ctypes.util.find_library('c'))"
    done = subprocess.run([sys.executable, "-c", plain], capture_output=True, text=True, check=True)
    lines = ("import ctypes.util", "print(json.dumps(str(ctypes.util.find_library('c'))))")
    assert said(tmp_path, *lines) == done.stdout.strip()


def test_nothing_is_loaded_until_it_is_asked(tmp_path: Path) -> None:
    lines = ("loaded = set(sys.modules) - before", "print(json.dumps(sorted(loaded)))")
    loaded = said(tmp_path, *lines)
    assert isinstance(loaded, list)
    assert not {"ctypes", "ctypes.util", "subprocess", "tempfile"} & set(loaded)


def test_afterwards_everything_is_as_it_was(tmp_path: Path) -> None:
    lines = ("import ctypes.util, inspect",
             "hooks = [type(one).__name__ for one in sys.meta_path]",
             "hooks += [type(one).__name__ for one in (ctypes.util.__loader__, "
             "ctypes.util.__spec__.loader)]",
             "is_source = 'def find_library' in inspect.getsource(ctypes.util)",
             "print(json.dumps(['_WhenAskedFor' in hooks, is_source]))")  # fmt: skip
    assert said(tmp_path, *lines) == [False, True]
