"""`tacit summarize`, on a vault of its own, with the smallest real weights.

They are too small for good summaries: what is looked at is the shape.
"""

import json
from pathlib import Path

import pytest

from models import machine
from tests.desktop.commanding import Tacit, tacit

__all__ = ["tacit"]
TINY = "smollm2-135m"
LEASE = (
    "# Lease\n\nAnna Weber lets the flat at Lindenweg 12 to Jonas Brandt.\n\nThe rent is 900 euros "
    "a month.\n\nIt begins on 1 April 2026 and runs without an end.\n"
)


@pytest.fixture
def lease(
    tacit: Tacit, tmp_path: Path, real_weights: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setenv("TACIT_WEIGHTS", str(real_weights))
    cores = machine.look().physical_cores
    known = {"cores": cores, "threads": {TINY: [cores, cores]}}
    (tacit.paths.cache / "threads.json").write_text(json.dumps(known))
    path = tmp_path / "lease.md"
    path.write_text(LEASE)
    return path


def test_a_file_is_read_in_and_summed_up_with_its_pages(tacit: Tacit, lease: Path) -> None:
    ran = tacit("summarize", str(lease), "--length", "line", "--model", TINY)
    assert ran.code == 0
    *said, end = ran.rows
    assert [row["event"] for row in said] == ["statement"]
    assert said[0]["pages"] == [1]
    assert 12 <= len(said[0]["text"]) <= 280
    assert (end["event"], end["reason"], end["statements"]) == ("finished", "whole", 1)
    assert end["read_tokens"] > 50
    number = str(end["document"])
    assert tacit("documents").row["document"] == end["document"]
    again = tacit("summarize", number, "--length", "line", "--model", TINY)
    assert again.rows[0] == said[0]
    assert again.rows[-1]["read_tokens"] == 0
    people = tacit.piped("summarize", number, "--length", "line", "--model", TINY).out
    assert f"– {said[0]['text']} [part 1]" in people


def test_what_is_not_there_is_said_and_needs_no_weights(tacit: Tacit, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    ran = tacit("summarize", "77", str(tmp_path / "nowhere.txt"), str(tmp_path / "broken.pdf"))
    assert ran.code == 1
    assert [row["kind"] for row in ran.rows] == ["NotThere", "NoSuchPath", "FileDamaged"]


def test_kinds_and_lengths_are_named_where_another_is_given(
    tacit: Tacit, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        tacit("summarize", "1", "--kind", "poem")
    said = capsys.readouterr().err
    assert all(kind in said for kind in ("summary", "points", "decisions", "figures", "plain"))
