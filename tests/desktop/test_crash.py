"""A crash leaves a report without content, and no memory on the disk."""

import json
import os
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop import crash
from desktop.crash import report, write_report

ROOT = Path(__file__).parents[2]
CANARY = "Canary-91bc dear diary"


def break_with(text: str) -> Exception:
    secret_local = text
    try:
        try:
            raise KeyError(secret_local)
        except KeyError as error:
            raise ValueError(f"could not {secret_local}") from error
    except ValueError as error:
        return error


def test_a_report_says_where_and_never_what() -> None:
    text = report(break_with(CANARY), datetime(2026, 1, 2, tzinfo=UTC))
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "desktop/test_crash.py:" in text
    assert "PySide6" in text
    for piece in ("Canary", "91bc", "diary", "secret_local", str(ROOT)):
        assert piece not in text


def test_only_the_last_reports_are_kept(tmp_path: Path) -> None:
    last = [write_report(tmp_path, break_with(CANARY)) for _ in range(crash.KEPT_REPORTS + 3)][-1]
    reports = sorted(tmp_path.glob("crash-*.txt"))
    assert len(reports) == crash.KEPT_REPORTS
    assert reports[-1] == last
    if os.name == "posix":
        assert stat.S_IMODE(last.stat().st_mode) == 0o600


def run_child(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    head = "import sys; from pathlib import Path; from desktop import crash\n"
    return subprocess.run(
        [sys.executable, "-c", head + code, str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "breaking",
    [
        f"raise ValueError('{CANARY}')",
        f"import threading\ndef work(): raise ValueError('{CANARY}')\n"
        "thread = threading.Thread(target=work); thread.start(); thread.join()",
        f"class Bad:\n    def __del__(self): raise ValueError('{CANARY}')\nBad()",
    ],
)
def test_whatever_nobody_caught_is_reported(tmp_path: Path, breaking: str) -> None:
    done = run_child(f"crash.watch(Path(sys.argv[1]))\n{breaking}", tmp_path)
    (found,) = tmp_path.glob("crash-2*.txt")
    assert "builtins.ValueError" in found.read_text()
    assert CANARY not in found.read_text() + done.stdout + done.stderr


def test_a_native_crash_leaves_its_stacks(tmp_path: Path) -> None:
    code = "crash.watch(Path(sys.argv[1]))\nimport faulthandler; faulthandler._sigsegv()"
    assert run_child(code, tmp_path).returncode != 0
    assert "Segmentation fault" in (tmp_path / crash.NATIVE_REPORT).read_text()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux")
def test_no_core_dump_and_no_one_may_look_in(tmp_path: Path) -> None:
    code = (
        "import ctypes, json, resource\n"
        "crash.close_memory()\n"
        "print(json.dumps([resource.getrlimit(resource.RLIMIT_CORE),"
        " ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)]))"
    )
    limits, dumpable = json.loads(run_child(code, tmp_path).stdout)
    assert limits == [0, 0]
    assert dumpable == 0


def test_stopping_from_the_keyboard_is_no_crash(tmp_path: Path) -> None:
    run_child("crash.watch(Path(sys.argv[1]))\nraise KeyboardInterrupt", tmp_path)
    assert not list(tmp_path.glob("crash-2*.txt"))
