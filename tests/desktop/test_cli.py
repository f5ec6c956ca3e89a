"""The `tacit` command as people and programs use it: words, JSON, exit codes."""

import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop import paths
from desktop.cli import main
from desktop.output import Output
from models.machine import Speed
from models.progress import Progress
from models.store import Store
from tests import weight_files
from tests.gguf_files import Gguf

ROOT = Path(__file__).parents[2]
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _memory_stays_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing this process's memory would close the test runner's."""
    monkeypatch.setattr("desktop.crash.close_memory", lambda: None)


@pytest.fixture
def quick_probe(paths: paths.Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.machine.probe", lambda: Speed(50e9, 800e9))


def rows(capsys: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def open_store() -> Store:
    from desktop.weights import open_store as opened

    return opened(paths.find())


def add(path: Path, capsys: Captured) -> str:
    """Take weights in, and say under which name."""
    assert main(["models", "add", str(path), "--json"]) == 0
    return str(rows(capsys)[-1]["name"])


def test_version_and_help_read_well(capsys: Captured) -> None:
    for words, expected in ((["--version"], "tacit 0.1.0"), (["--help"], "exit codes")):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 0
        assert expected in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nonsense"], ["models", "nonsense"], ["--nonsense"]])
def test_words_that_are_not_understood(words: list[str], capsys: Captured) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: tacit" in capsys.readouterr().err


def test_an_empty_list_says_how_to_begin(capsys: Captured) -> None:
    assert main(["models", "list"]) == 0
    assert "tacit models fetch --starter" in capsys.readouterr().out
    assert main(["models", "list", "--json"]) == 0
    assert capsys.readouterr().out == ""


def test_json_may_stand_before_or_after(capsys: Captured, tmp_path: Path) -> None:
    add(weight_files.gguf(tmp_path), capsys)
    for words in (["--json", "models", "list"], ["models", "list", "--json"]):
        assert main(words) == 0
        assert [row["name"] for row in rows(capsys)] == ["test-llama"]


def test_add_list_default_verify_remove(tmp_path: Path, capsys: Captured) -> None:
    name = add(weight_files.gguf(tmp_path, "one.gguf"), capsys)
    other = add(weight_files.gguf(tmp_path, "two.gguf", Gguf(data=bytes(9000))), capsys)
    assert main(["models", "default", name, "--json"]) == 0
    assert {"role": "chat", "name": name} in rows(capsys)
    assert main(["models", "list", "--json"]) == 0
    assert {row["name"]: row["default"] for row in rows(capsys)} == {name: True, other: False}
    assert main(["models", "verify"]) == 0
    assert "every byte as it should be" in capsys.readouterr().out
    assert main(["models", "remove", other, "--yes", "--json"]) == 0
    assert rows(capsys) == [{"removed": other}]
    assert main(["models", "list"]) == 0
    assert other not in capsys.readouterr().out


def test_a_flipped_byte_is_found(tmp_path: Path, capsys: Captured) -> None:
    name = add(weight_files.gguf(tmp_path), capsys)
    path = open_store().get(name).path()
    raw = bytearray(path.read_bytes())
    raw[-1] ^= 1
    path.write_bytes(raw)
    assert main(["models", "verify", name, "--json"]) == 1
    assert rows(capsys)[-1] == {"name": name, "whole": False, "damaged": ["tiny.gguf"]}
    assert main(["models", "verify"]) == 1
    assert "changed since it was checked" in capsys.readouterr().out
    assert main(["models", "list"]) == 0
    assert "DAMAGED" in capsys.readouterr().out


def test_errors_are_sentences_with_a_next_step(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "letter.gguf").write_text("Dear all")
    assert main(["models", "add", str(tmp_path / "letter.gguf")]) == 1
    said = capsys.readouterr().err
    assert "“letter.gguf” is no GGUF file" in said
    assert "Traceback" not in said
    assert main(["models", "verify", "nonsense", "--json"]) == 1
    assert rows(capsys)[-1]["kind"] == "UnknownWeights"


@pytest.mark.usefixtures("quick_probe")
def test_nothing_is_fetched_without_a_yes(capsys: Captured) -> None:
    """There is no terminal to ask on, so the answer is no; and what a yes would mean is shown."""
    assert main(["models", "fetch", "smollm2-135m"]) == 2
    said = capsys.readouterr().out
    for piece in ("SmolLM2 135M", "92.9 MB", "Apache-2.0", "400.0 MB", "tokens a second", "--yes"):
        assert piece in said
    assert open_store().installed() == []


@pytest.mark.usefixtures("quick_probe")
@pytest.mark.parametrize(("answer", "code"), [("n", 2), ("", 2), ("nope", 2)])
def test_a_no_on_a_terminal(
    answer: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer + "\n"))
    assert main(["models", "fetch", "piper-lessac"]) == code
    assert "may not be used commercially" in capsys.readouterr().out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_removing_needs_a_yes_too(tmp_path: Path, capsys: Captured) -> None:
    name = add(weight_files.gguf(tmp_path), capsys)
    assert main(["models", "remove", name]) == 2
    assert "needs a yes" in capsys.readouterr().out
    assert open_store().has(name)


def test_fetch_without_a_name(capsys: Captured) -> None:
    assert main(["models", "fetch"]) == 2
    assert "tacit models catalog" in capsys.readouterr().out


@pytest.mark.usefixtures("quick_probe")
def test_the_catalogue_in_words_and_json(capsys: Captured) -> None:
    assert main(["models", "catalog"]) == 0
    said = capsys.readouterr().out
    assert "best for this computer" in said
    assert "10 million US dollars" in said
    assert main(["models", "catalog", "--json"]) == 0
    entries = rows(capsys)
    assert len(entries) == 17
    assert sum(one["recommended"] for one in entries) == 1
    assert {"fit", "licence", "memory_bytes", "tokens_per_second"} <= set(entries[0])


def test_scan_finds_other_apps_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("OLLAMA_MODELS", "HF_HOME", "HF_HUB_CACHE", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    assert main(["models", "scan"]) == 0
    assert "LM Studio" in capsys.readouterr().out
    path = weight_files.gguf(tmp_path / ".lmstudio" / "models" / "someone", "their.gguf")
    assert main(["models", "scan"]) == 0
    said = capsys.readouterr().out
    assert f"tacit models add --in-place {path}" in said
    assert main(["models", "add", "--in-place", str(path), "--json"]) == 0
    assert rows(capsys)[-1]["origin"] == "in place"


def test_the_command_that_scan_prints_is_safe_to_paste(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    nasty = "x$(touch pwned)`id`\" ' \x1b[31m.gguf"
    path = weight_files.gguf(tmp_path / ".lmstudio" / "models" / "someone", nasty)
    assert main(["models", "scan"]) == 0
    said = capsys.readouterr().out
    command = next(line for line in said.splitlines() if "--in-place" in line)
    assert shlex.split(command)[-1] == str(path)


def test_old_code_pages_get_a_mark_instead_of_an_error() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "models", "list"], cwd=ROOT, capture_output=True,
        check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    wrong = subprocess.run(
        [sys.executable, "-m", "desktop", "models", "verify", "nothing"], cwd=ROOT,
        capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert b"under the name" in wrong.stderr


def test_a_mistake_of_ours_leaves_a_report_and_a_sentence(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> int:
        raise ZeroDivisionError("canary-5511")

    monkeypatch.setattr("desktop.commands.models.open_store", broken)
    assert main(["models", "list"]) == 1
    captured = capsys.readouterr()
    assert "a mistake in Tacit" in captured.err
    (report,) = paths.find().logs.glob("crash-2*.txt")
    assert str(report) in captured.err
    assert "canary-5511" not in report.read_text() + captured.out + captured.err


def test_stopped_from_the_keyboard(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_args: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("desktop.commands.models.open_store", stopped)
    assert main(["models", "list"]) == 130
    assert "kept" in capsys.readouterr().err


def test_no_screen_is_one_sentence(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("desktop.doctor.sys.platform", "linux")
    assert main([]) == 1
    said = capsys.readouterr().err
    assert said.startswith("No screen. There is no screen here")
    assert "tacit doctor" in said


def test_progress_is_rewritten_on_a_terminal_and_silent_elsewhere() -> None:
    terminal, pipe, quiet = Terminal(), io.StringIO(), io.StringIO()
    Output(as_json=False, out=quiet, err=terminal).progress(Progress("x", 50, 100))
    Output(as_json=False, out=quiet, err=pipe).progress(Progress("x", 50, 100))
    assert "50%" in terminal.getvalue()
    assert pipe.getvalue() == quiet.getvalue() == ""


def test_a_reader_that_goes_away_is_no_error() -> None:
    """As in `tacit models catalog | head -1`."""
    code = (
        "import os, sys; from desktop.cli import main\n"
        "r, w = os.pipe(); os.dup2(w, 1); os.close(w); os.close(r)\n"
        "sys.exit(main(['models', 'scan', '--json']) or main(['models', 'scan']))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


def test_nothing_half_shown_is_left_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(shown, "isatty", lambda: True)
    out = Output(as_json=False, err=shown)
    out.working("Reading the vault: 100%")
    out.clear()
    assert shown.getvalue().split("\r")[-2:] == [" " * 79, ""]
