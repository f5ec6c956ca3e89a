"""What `python3 run.py` decides to do, and what it says before it can do anything."""

import argparse
import errno
import io
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from bootstrap import converter, engine, environment, main, places
from bootstrap.children import environment as environment_of_children
from bootstrap.main import Request, parse, plan
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen
from bootstrap.stamp import Stamp, identity, lock_digest, project_digest

ROOT = Path(__file__).parents[2]
TEST = Request(words=["test"])
OPEN = Request()


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stamp:
    """The stamp of a finished set-up for tests, with one small file as starter weights."""
    weights = places.weights() / "starter"
    weights.parent.mkdir(parents=True)
    weights.write_bytes(b"four")
    monkeypatch.setattr(environment, "usable", lambda: True)
    return Stamp(
        identity=identity(),
        packages={name: lock_digest(name) for name in ("build", "runtime", "dev")},
        engine_choice=engine.choice(processor_only=False),
        project=project_digest(),
        weights_folders=[str(places.weights())],
        weights=[(str(weights), 4)],
    )


def test_nothing_is_left_to_do_the_second_time(done: Stamp) -> None:
    assert plan(OPEN, done) == []
    assert plan(TEST, done) == []


def test_the_first_time_everything_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "usable", lambda: False)
    everything = [
        "system", "environment", "packages", "engine", "project", "weights", "search",
    ]  # fmt: skip
    assert plan(OPEN, Stamp()) == everything
    assert plan(Request(with_weights=False), Stamp()) == everything[:-2]


@pytest.mark.parametrize(
    ("field", "value", "steps"),
    [
        ("packages", {}, ["packages"]),
        ("engine_choice", "", ["engine"]),
        ("project", "", ["project"]),
        ("weights_folders", [], ["weights", "search"]),
        ("weights_folders", ["/another/home"], ["weights", "search"]),
    ],
)
def test_only_what_changed_is_done_again(
    done: Stamp, field: str, value: object, steps: list[str]
) -> None:
    setattr(done, field, value)
    assert plan(OPEN, done) == ["system", *steps]


def test_weights_once_brought_are_the_owner_s_to_remove_but_tests_need_them(done: Stamp) -> None:
    Path(done.weights[0][0]).write_bytes(b"fou")
    assert plan(OPEN, done) == []
    assert plan(TEST, done) == ["system", "weights", "search"]
    done.weights = []
    assert plan(OPEN, done) == []
    assert plan(TEST, done) == ["system", "weights", "search"]


def test_tests_need_more_packages_than_the_window(done: Stamp) -> None:
    del done.packages["dev"]
    assert plan(OPEN, done) == []
    assert plan(TEST, done) == ["system", "packages"]


def test_the_wish_for_the_processor_is_remembered(done: Stamp) -> None:
    assert plan(Request(processor_only=True), done) == ["system", "engine"]
    done.processor_only = True
    done.engine_choice = engine.choice(processor_only=True)
    assert plan(OPEN, done) == []
    assert plan(Request(processor_only=False), done) == ["system", "engine"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"unknown": 1}'])
def test_a_stamp_that_cannot_be_read_is_no_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    path = tmp_path / "stamp.json"
    path.write_text(content)
    monkeypatch.setattr("bootstrap.stamp.STAMP", path)
    assert Stamp.read() == Stamp()


def test_an_interrupted_installation_is_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PYTHON", "UNFINISHED"):
        monkeypatch.setattr(environment, name, tmp_path / name)
    monkeypatch.setattr("bootstrap.stamp.STAMP", tmp_path / "stamp.json")
    Stamp(identity=identity()).write()
    assert not environment.usable()
    (tmp_path / "PYTHON").touch()
    assert environment.usable()
    (tmp_path / "UNFINISHED").touch()
    assert not environment.usable()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], Request()),
        (["--cpu"], Request(processor_only=True)),
        (["--gpu", "--no-weights", "test", "-x"],
         Request(words=["test", "-x"], processor_only=False, with_weights=False)),
        (["ask", "--cpu", "what is it?"], Request(words=["ask", "--cpu", "what is it?"])),
    ],
)  # fmt: skip
def test_words(arguments: list[str], expected: Request) -> None:
    assert parse(arguments) == expected


def test_a_problem_is_a_sentence_a_next_step_and_a_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def problem(*_args: object) -> list[str]:
        raise SetupProblem(ExitCode.OFFLINE, "It is so.", "do this.")

    monkeypatch.setattr(main, "plan", problem)
    assert main.main([]) == 6
    assert capsys.readouterr().out == "\nIt is so.\nNext: do this.\n"


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.ENOSPC, ExitCode.DISK_FULL), (errno.EROFS, ExitCode.INSTALL_FAILED),
     (errno.EACCES, ExitCode.INSTALL_FAILED), (errno.EIO, ExitCode.INSTALL_FAILED)],
)  # fmt: skip
def test_what_the_system_refuses_is_a_sentence_too(
    number: int, code: ExitCode, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(*_args: object) -> list[str]:
        raise OSError(number, "refused", "/some/where")

    monkeypatch.setattr(main, "plan", refused)
    assert main.main([]) == code
    assert "\nNext: " in capsys.readouterr().out


def test_stopped_from_the_keyboard(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_args: object) -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "plan", stopped)
    assert main.main([]) == 130
    assert "go on from here" in capsys.readouterr().out


def run_as(version: str, *words: str, path: str = "") -> subprocess.CompletedProcess[str]:
    """run.py under a Python that says it is another version."""
    code = (
        f"import runpy, sys; sys.version_info = {version}\n"
        f"sys.argv = ['run.py', *{list(words)!r}]\n"
        f"runpy.run_path({str(ROOT / 'run.py')!r}, run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 1), (3, 10, 13)])
def test_a_wrong_python_is_told_which_is_right(version: tuple[int, ...]) -> None:
    done = run_as(repr(version))
    assert done.returncode == 3
    assert f"this is Python {version[0]}.{version[1]}." in done.stdout
    assert "Next: install Python 3.12" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_wrong_python_names_the_right_one_that_is_here(tmp_path: Path) -> None:
    for name, code in (("python3.11", 0), ("python3.12", 0), ("python3.13", 127)):
        (tmp_path / name).write_text(f"#!/bin/sh\nexit {code}\n")
        (tmp_path / name).chmod(0o755)
    done = run_as("(3, 9, 0)", "doctor", path=str(tmp_path))
    assert shlex.split(done.stdout.split("Next: ")[1]) == [
        "python3.12", str(ROOT / "run.py"), "doctor",
    ]  # fmt: skip
    quoted = run_as("(3, 9, 0)", "ask", "what's up; rm x", path=str(tmp_path))
    assert shlex.split(quoted.stdout.split("Next: ")[1])[2:] == ["ask", "what's up; rm x"]


def test_help_needs_no_set_up() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "run.py"), "--help"], env={"PATH": ""},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0
    assert "python3 run.py test" in done.stdout


def test_the_folder_that_somebody_stands_in_is_not_looked_into(tmp_path: Path) -> None:
    """A models.py or pip.py among somebody's own files must not run in place of ours."""
    for name in ("models.py", "desktop.py", "pip.py", "json.py"):
        (tmp_path / name).write_text("print('hijacked'); raise SystemExit(7)")
    done = subprocess.run(
        main.tacit_command(["--version"]), cwd=tmp_path, capture_output=True, text=True,
        check=False, env={**os.environ, **environment_of_children()},
    )  # fmt: skip
    assert done.stdout.startswith("tacit ")
    pip = [sys.executable, "-m", "pip", "--version"]
    asked = subprocess.run(pip, cwd=tmp_path, capture_output=True, text=True, check=False,
                           env=environment_of_children())  # fmt: skip
    assert "hijacked" not in asked.stdout + asked.stderr
    assert "hijacked" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_an_interruption_ends_what_was_started(tmp_path: Path) -> None:
    """A compile is a tree of processes; none of it may go on behind a stopped set-up."""
    note = tmp_path / "number"
    code = (
        "import io, sys\n"
        "from bootstrap.children import watch\nfrom bootstrap.screen import Screen\n"
        "def stop(line): raise KeyboardInterrupt\n"
        f"watch(['sh', '-c', 'sleep 60 & echo $! > {note}; echo started; wait'],"
        " Screen(io.StringIO()), on_line=stop)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT / "packaging", check=False,
                   capture_output=True)  # fmt: skip
    number = note.read_text().strip()
    state = Path(f"/proc/{number}/stat")
    assert not state.exists() or state.read_text().split()[2] == "Z"


def test_a_slip_of_the_keyboard_begins_no_set_up(capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["setpu"], ["--bogus"], ["setup", "extra"], ["frobnicate", "x"]):
        assert main.main(words) == ExitCode.USAGE
        said = capsys.readouterr().out
        assert "Tacit does not know" in said
        assert "python3 run.py test" in said
    for words in (["setup", "--help"], ["test", "--help"], ["--help"]):
        assert main.main(words) == 0
        assert "python3 run.py test" in capsys.readouterr().out


def test_set_up_knows_every_command_of_tacit() -> None:
    from desktop.cli import COMMANDS

    commands = argparse.ArgumentParser().add_subparsers()
    for subject in COMMANDS:
        subject.add(commands)
    assert set(commands.choices) == {word for word in main.TACIT_WORDS if not word.startswith("-")}


def test_weights_left_for_later_stay_left(
    done: Stamp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nothing else was to be done, and for each home by itself."""
    monkeypatch.setattr("bootstrap.stamp.STAMP", tmp_path / "stamp.json")
    done.write()
    monkeypatch.setenv("TACIT_HOME", str(tmp_path / "another home"))
    assert plan(OPEN, Stamp.read()) == ["system", "weights", "search"]
    assert main.main(["--no-weights", "setup"]) == 0
    assert plan(OPEN, Stamp.read()) == []
    monkeypatch.setenv("TACIT_HOME", str(tmp_path / "tacit home"))
    assert plan(OPEN, Stamp.read()) == []
    assert plan(TEST, Stamp.read()) == []


def embedder(folder: Path, *, ready: bool = False, origin: str = "starter") -> None:
    """An installed search model, as the weights folder shows it."""
    folder.mkdir(parents=True)
    names = ["model.safetensors", *(["model.onnx"] if ready else [])]
    row = {"role": "embed", "origin": origin, "files": [{"path": name} for name in names]}
    (folder / "tacit.json").write_text(json.dumps(row))


def test_search_models_are_made_ready_once(done: Stamp) -> None:
    embedder(places.weights() / "ready", ready=True)
    embedder(places.weights() / "elsewhere", origin="in place")
    (places.weights() / "odd").mkdir()
    (places.weights() / "odd" / "tacit.json").write_text("[]")
    assert converter.pending() == []
    assert plan(OPEN, done) == []
    embedder(places.weights() / "mine")
    assert converter.pending() == ["mine"]
    assert plan(OPEN, done) == ["system", "search"]
    assert plan(Request(words=["setup"], with_weights=False), done) == []


@pytest.fixture
def own_stamp(done: Stamp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bootstrap.stamp.STAMP", tmp_path / "stamp.json")
    done.write()


@pytest.mark.usefixtures("own_stamp")
def test_what_could_not_be_converted_is_tried_again_only_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    embedder(places.weights() / "mine")
    monkeypatch.setattr(converter, "_prepare", lambda _folder, _screen: None)
    screen = Screen(io.StringIO())
    converter.convert(screen)
    tried = Stamp.read()
    assert plan(OPEN, tried) == []
    assert plan(Request(words=["setup"]), tried) == ["system", "search"]


@pytest.mark.parametrize(
    "problem", [SetupProblem(ExitCode.OFFLINE, "No network.", "later."), OSError(28, "full")]
)
@pytest.mark.usefixtures("own_stamp")
def test_a_conversion_that_fails_does_not_fail_the_set_up(
    monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    embedder(places.weights() / "mine")

    def fail(folder: Path, _screen: Screen) -> Path:
        folder.mkdir(parents=True)
        raise problem

    monkeypatch.setattr(converter, "_prepare", fail)
    said = io.StringIO()
    converter.convert(Screen(said))
    assert "compact" in said.getvalue()
    assert not (places.cache() / "converter").exists()
