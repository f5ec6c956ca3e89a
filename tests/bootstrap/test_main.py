"""What `python3 run.py` decides to do, and what it says before it can do anything."""

import subprocess
import sys
from pathlib import Path

import pytest
from bootstrap import engine, environment, main
from bootstrap.main import Request, parse, plan
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.stamp import Stamp, identity, lock_digest, project_digest

ROOT = Path(__file__).parents[2]
TEST = Request(words=["test"])
OPEN = Request()


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stamp:
    """The stamp of a finished set-up for tests, with one small file as starter weights."""
    weights = tmp_path / "weights"
    weights.write_bytes(b"four")
    monkeypatch.setattr(environment, "usable", lambda: True)
    return Stamp(
        identity=identity(),
        packages={name: lock_digest(name) for name in ("build", "runtime", "dev")},
        engine="x",
        engine_choice=engine.choice(processor_only=False),
        project=project_digest(),
        weights=[(str(weights), 4)],
    )


def test_nothing_is_left_to_do_the_second_time(done: Stamp) -> None:
    assert plan(OPEN, done) == []
    assert plan(TEST, done) == []


def test_the_first_time_everything_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "usable", lambda: False)
    everything = ["system", "environment", "packages", "engine", "project", "weights"]
    assert plan(OPEN, Stamp()) == everything
    assert plan(Request(with_weights=False), Stamp()) == everything[:-1]


@pytest.mark.parametrize(
    ("field", "value", "steps"),
    [
        ("packages", {}, ["packages"]),
        ("engine_choice", "", ["engine"]),
        ("project", "", ["project"]),
        ("weights", [], ["weights"]),
        ("weights", [("/nonexistent", 4)], ["weights"]),
    ],
)
def test_only_what_changed_is_done_again(
    done: Stamp, field: str, value: object, steps: list[str]
) -> None:
    setattr(done, field, value)
    assert plan(OPEN, done) == ["system", *steps]


def test_a_cut_weight_file_is_noticed(done: Stamp) -> None:
    Path(done.weights[0][0]).write_bytes(b"fou")
    assert plan(OPEN, done) == ["system", "weights"]


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


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 8, 1), (3, 10, 13), (3, 14, 0), (4, 0, 0)])
def test_a_wrong_python_is_told_which_is_right(version: tuple[int, ...]) -> None:
    done = run_as(repr(version))
    assert done.returncode == 3
    assert f"this is Python {version[0]}.{version[1]}." in done.stdout
    assert "Next: install Python 3.12" in done.stdout
    assert "Traceback" not in done.stderr


def test_a_wrong_python_names_the_right_one_that_is_here(tmp_path: Path) -> None:
    for name in ("python3.11", "python3.12"):
        (tmp_path / name).touch()
    done = run_as("(3, 9, 0)", "doctor", path=str(tmp_path))
    assert "Next: python3.12 run.py doctor" in done.stdout


def test_help_needs_no_set_up() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "run.py"), "--help"], env={"PATH": ""},
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0
    assert "python3 run.py test" in done.stdout
