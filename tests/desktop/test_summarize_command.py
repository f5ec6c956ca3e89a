"""`tacit summarize`, on a vault of its own, with the smallest real weights.

They are too small for good summaries: what is looked at is the shape.
"""

import json
from pathlib import Path

import pytest

from inference.reading.reader import read_bytes
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
    assert f"– {said[0]['text']}" in people


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


def test_a_timeline_is_made_by_code(tacit: Tacit, tmp_path: Path) -> None:
    path = tmp_path / "lease.md"
    path.write_text(LEASE + "\nIt was signed on 3 March 2025.\n")
    *said, end = tacit("summarize", str(path), "--kind", "timeline").rows
    assert [(row["when"], row["pages"]) for row in said] == [
        ("2025-03-03", [1]), ("2026-04-01", [1])
    ]  # fmt: skip
    assert end["read_tokens"] == 0
    people = tacit.piped("summarize", str(end["document"]), "--kind", "timeline").out
    assert "– 2025-03-03  It was signed on 3 March 2025." in people
    assert "in the order of the days" in people


def two(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "old.md").write_text(LEASE)
    (tmp_path / "new.md").write_text(LEASE.replace("900", "950") + "\nDogs are not allowed here.\n")
    return str(tmp_path / "old.md"), str(tmp_path / "new.md")


def test_two_versions_are_compared_word_by_word(tacit: Tacit, tmp_path: Path, lease: Path) -> None:
    assert lease.exists()
    old, new = two(tmp_path)
    *said, end = tacit("summarize", "--compare", old, new, "--model", TINY).rows
    assert [(row["about"], row.get("against", "")) for row in said] == [
        ("differs", "The rent is 950 euros a month."), ("second", "")
    ]  # fmt: skip
    first, second = end["document"]
    assert said[0]["pages"] == [
        {"document": first, "page": 1}, {"document": second, "page": 1}
    ]  # fmt: skip
    assert end["read_tokens"] == 0
    people = tacit.piped("summarize", "--compare", str(first), str(second), "--model", TINY).out
    assert "– Differs: The rent is 900 euros a month. → The rent is 950 euros a month. [" in people
    assert "– Only in Lease: Dogs are not allowed here. [Lease]" in people


@pytest.mark.parametrize("words", [("1",), ("1", "2", "3")])
def test_only_two_are_compared(tacit: Tacit, words: tuple[str, ...]) -> None:
    ran = tacit("summarize", "--compare", *words)
    assert (ran.code, ran.row["kind"]) == (1, "NotTwo")


def test_several_become_one_timeline_and_one_that_is_missing_stops_it(
    tacit: Tacit, tmp_path: Path
) -> None:
    old, new = two(tmp_path)
    words = ("summarize", "--together", "--kind", "timeline", old, new)
    *said, end = tacit(*words).rows
    assert [place["document"] for row in said for place in row["pages"]] == end["document"]
    ran = tacit(*words, str(tmp_path / "nowhere.md"))
    assert (ran.code, [row["event"] for row in ran.rows]) == (1, ["error"])


@pytest.mark.parametrize("kind", ["md", "docx", "pdf"])
def test_a_summary_is_written_into_a_file_after_a_yes(
    tacit: Tacit, tmp_path: Path, kind: str
) -> None:
    path, file = tmp_path / "lease.md", tmp_path / f"times.{kind}"
    path.write_text(LEASE)
    words = ("summarize", str(path), "--kind", "timeline", "--export", str(file))
    refused = tacit(*words)
    assert refused.code == 2
    assert not file.exists()
    asked = tacit.typed(*words, lines=["n"])
    assert "in clear" in asked.out + asked.err
    assert not file.exists()
    ran = tacit(*words, "--yes")
    assert ran.code == 0
    assert ran.rows[-1] == {"event": "written", "file": str(file)}
    text = read_bytes(file.read_bytes(), file.name).untrusted_text
    assert "It begins on 1 April 2026 and runs without an end." in text
    assert file.stat().st_mode & 0o077 == 0
    assert tacit("audit").rows[-1]["action"] == "exported"


def test_other_kinds_of_files_are_refused_before_anything_is_read(
    tacit: Tacit, tmp_path: Path
) -> None:
    ran = tacit("summarize", str(tmp_path / "x.md"), "--export", str(tmp_path / "x.exe"), "--yes")
    assert (ran.code, ran.row["kind"]) == (2, "UnknownFormat")
