"""What pip says becomes a sentence; each failure is made by the real pip."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

from bootstrap.environment import LockProgress, explain
from bootstrap.problem import ExitCode
from bootstrap.screen import Screen

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-cache-dir"]


def pip_says(*arguments: str, **env: str) -> list[str]:
    """The output of a pip that fails."""
    done = subprocess.run(
        [*PIP, *arguments], capture_output=True, text=True, check=False,
        env={"PATH": "", "HOME": "/nonexistent", "PIP_CONFIG_FILE": "/dev/null", **env},
    )  # fmt: skip
    assert done.returncode != 0
    return (done.stdout + done.stderr).splitlines()


def test_no_network(tmp_path: Path) -> None:
    said = pip_says("download", "--retries", "1", "--dest", str(tmp_path), "six==1.16.0",
                    "--index-url", "http://127.0.0.1:9/simple")  # fmt: skip
    problem = explain(said)
    assert problem.code is ExitCode.OFFLINE
    assert "what was fetched is kept" in problem.next_step


def test_a_damaged_download(tmp_path: Path) -> None:
    wheel = tmp_path / "thing-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr(
            "thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n"
        )
        archive.writestr("thing-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    lock = tmp_path / "lock.txt"
    lock.write_text("thing==1.0 --hash=sha256:" + "0" * 64)
    said = pip_says("install", "--no-index", "--find-links", str(tmp_path), "--require-hashes",
                    "--target", str(tmp_path / "t"), "-r", str(lock))  # fmt: skip
    assert explain(said).code is ExitCode.DAMAGED_DOWNLOAD


def test_something_else_is_told_in_pip_s_words(tmp_path: Path) -> None:
    said = pip_says("install", "--no-index", "nothing-of-this-name")
    problem = explain(said)
    assert problem.code is ExitCode.INSTALL_FAILED
    assert "nothing-of-this-name" in problem.says


def test_a_full_disk() -> None:
    said = ["ERROR: Could not install packages: [Errno 28] No space left on device"]
    assert explain(said).code is ExitCode.DISK_FULL


def test_silence_is_explained_too() -> None:
    assert explain([]).code is ExitCode.INSTALL_FAILED


def test_progress_is_read_from_pip_s_own_lines() -> None:
    screen = Screen(io.StringIO())
    screen.step("x")
    report = LockProgress(packages=3, total_bytes=1000, screen=screen)
    for line in (
        "Collecting a==1",
 "  Downloading a-1.whl.metadata (1 kB)", "  Downloading a-1.whl (400 kB)",
        "Progress 0 of 400", "Progress 400 of 400", "Collecting b==1",
        "  Using cached b-1.whl (200 kB)", "  Downloading https://x/y/c-1.whl (300 kB)",
        "Progress 100 of 300",
    ):  # fmt: skip
        report(line)
    assert " 50% · 3 of 3 · 500 bytes of 1.0 kB · c" in screen.state()
    report("Installing collected packages: a, b, c")
    assert "unpacking 3 packages" in screen.state()
