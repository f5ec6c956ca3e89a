"""The doctor finds what is here and what is missing, and names what mends it."""

import json
import sys
from pathlib import Path

import pytest

from desktop import cli, doctor, program, selftest, weights
from desktop.display import has_display
from desktop.doctor import Finding, State
from desktop.paths import Paths, find
from desktop.selftest import PARTS, Part, PartResult
from models.fit import Verdict
from models.machine import Gpu, Machine, Speed
from models.refusals import Refusals
from models.supply import bring_in
from tests import weight_files


@pytest.fixture
def all_parts_work(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = [PartResult(p.name, p.purpose, p.package, "1", works=True, said="x") for p in PARTS]
    monkeypatch.setattr(selftest, "run_apart", lambda: parts)


def by_name(findings: list[Finding]) -> dict[str, Finding]:
    return {finding.name: finding for finding in findings}


@pytest.mark.usefixtures("all_parts_work")
def test_without_weights_it_says_what_mends_it(paths: Paths) -> None:
    findings = by_name(doctor.examine(paths, {}))
    for purpose in doctor.PURPOSES.values():
        assert findings[purpose].state is State.MISSING
        assert findings[purpose].mend == "tacit models fetch --starter"
    assert findings["screen"].state is State.NOTE
    assert findings["best for it"].mend.startswith("tacit models fetch ")


@pytest.mark.usefixtures("all_parts_work")
def test_with_the_starter_weights_nothing_is_missing(
    paths: Paths, real_weights: Path, tmp_path: Path
) -> None:
    shared = find({"TACIT_HOME": str(tmp_path / "h"), "TACIT_WEIGHTS": str(real_weights)})
    findings = doctor.examine(shared.prepare(), {"DISPLAY": ":0"})
    assert [one.name for one in findings if one.state is State.MISSING] == []
    assert {one.section for one in findings} == {
        "Tacit", "This computer", "Parts", "Weights", "It can run",
    }  # fmt: skip


def test_a_part_that_does_not_work(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = [
        PartResult("chat", "answers", "llama-cpp-python", "0.3.36", works=False, said="crashed"),
        PartResult("audio", "microphone", "sounddevice", "0.5", works=False, said="OSError"),
    ]
    monkeypatch.setattr(selftest, "run_apart", lambda: broken)
    findings = by_name(doctor.examine(paths, {}))
    assert findings["llama-cpp-python 0.3.36"].state is State.MISSING
    assert findings["llama-cpp-python 0.3.36"].mend == "python3 run.py setup --again"
    assert findings["sounddevice 0.5"].state is State.NOTE


@pytest.mark.usefixtures("all_parts_work")
def test_the_command_and_its_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.crash.close_memory", lambda: None)
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "→ tacit models fetch --starter" in said
    assert "missing." in said
    assert cli.main(["doctor", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["healthy"] is False
    assert report["findings"]


@pytest.mark.parametrize(
    ("environ", "there"),
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "w"}, True),
     ({"QT_QPA_PLATFORM": "offscreen"}, True), ({"DISPLAY": ""}, False)],
)  # fmt: skip
def test_screens(environ: dict[str, str], there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.doctor.sys.platform", "linux")
    assert has_display(environ) is there


def test_every_native_part_works_here() -> None:
    """The real thing: each part in a process of its own."""
    results = {one.name: one for one in selftest.run_apart()}
    assert [one for one in results.values() if not one.works] == []
    assert all(one.version for one in results.values())
    assert "encrypted" in results["vault"].said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("print(json.dumps({'works': False, 'said': 'OSError'}))", "OSError"),
        ("import faulthandler; faulthandler._sigsegv()", "crashed"),
        ("print('noise'); print(json.dumps({'works': True, 'said': 'done'}))", "done"),
        ("pass", "crashed"),
    ],
)
def test_a_part_that_breaks_takes_only_its_process_along(
    code: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = [sys.executable, "-c", f"import json; {code}"]
    monkeypatch.setattr(program, "command", lambda *_words: child)
    result = selftest._apart(Part("x", "a test", "no such package", lambda: ""))
    assert result.said == said
    assert result.works is (said == "done")
    assert result.version == ""


def test_a_gpu_counts_only_if_the_engine_was_built_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: Paths
) -> None:
    card = Gpu("Test", 48_000_000_000)
    small = Machine("Linux", "Test", 4, 8, (), 4_000_000_000, 3_000_000_000, (card,))
    store = weights.open_store(paths)

    def fitting() -> int:
        found = weights.choices(store, small, Speed(50e9, 400e9))
        return sum(choice.fit.verdict is not Verdict.NO for choice in found)

    monkeypatch.setattr(weights, "engine_uses_gpu", lambda: False)
    without = fitting()
    monkeypatch.setattr(weights, "engine_uses_gpu", lambda: True)
    assert fitting() > without


def test_weights_that_are_not_ready_or_were_refused_are_named(paths: Paths, tmp_path: Path) -> None:
    store = weights.open_store(paths)
    one = bring_in(weight_files.embedder(tmp_path), store)
    crashed = bring_in(weight_files.gguf(tmp_path), store)
    Refusals(store.folder).add(crashed)
    found = {finding.name: finding for finding in doctor._weights(store)}
    assert found[one.name].said == "not made ready yet; others serve"
    assert found[one.name].mend == "python3 run.py setup"
    assert found[crashed.name].said.startswith("stopped the engine last time")
    assert crashed.name in found[crashed.name].mend


def test_a_self_test_says_what_does_not_work(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = [
        PartResult("window", "the window", "x", "1", True, "Qt 6"),
        PartResult("vault", "the encrypted vault", "x", "1", False, "crashed"),
    ]
    monkeypatch.setattr(selftest, "run_apart", lambda: results)
    assert cli.main(["--self-test"]) == 1
    assert "✗ vault (the encrypted vault): crashed" in capsys.readouterr().out
    monkeypatch.setattr(selftest, "run_apart", lambda: results[:1])
    assert cli.main(["--self-test"]) == 0
    assert cli.main(["--self-test", "no such part"]) == 2
