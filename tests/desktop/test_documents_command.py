"""`tacit documents`, on a vault of its own and real files."""

from pathlib import Path

import pytest

from tests.desktop.commanding import Tacit, tacit

__all__ = ["tacit"]


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "lease.md").write_text("# Lease\n\nThe rent is 900 a month.\n")
    (folder / "garden.txt").write_text("The garden gate is green and squeaks.\n")
    return folder


def test_a_folder_is_read_and_found(tacit: Tacit, papers: Path) -> None:
    assert tacit.piped("documents").out.startswith("There are no documents yet.")
    said = tacit.piped("documents", "add", str(papers))
    assert (said.code, said.out.count("is read.")) == (0, 2)
    listed = tacit("documents", "list").rows
    assert sorted(one["title"] for one in listed) == ["Lease", "garden"]
    assert tacit("search", "--words", "squeaks").rows[0]["page"] == 1
    again = tacit.piped("documents", "add", str(papers / "lease.md"))
    assert "is here already" in again.out


def test_a_file_that_cannot_be_read_stops_no_other(tacit: Tacit, papers: Path) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    said = tacit.piped("documents", "add", str(papers), str(papers / "nowhere.txt"))
    assert said.code == 1
    assert said.out.count("is read.") == 2
    assert "broken.pdf" in said.err
    assert "nowhere.txt" in said.err


def test_a_document_is_shown_and_forgotten(tacit: Tacit, papers: Path) -> None:
    row = tacit("documents", "add", str(papers / "lease.md")).rows[-1]
    number = str(row["document"])
    shown = tacit.piped("documents", "show", number)
    assert "The rent is 900 a month." in shown.out
    assert tacit("documents", "show", number, "--page", "7").code == 1
    assert tacit("documents", "forget", number).code == 2
    assert tacit("documents", "forget", number, "--yes").code == 0
    assert tacit("documents", "show", number).code == 1
    assert (papers / "lease.md").exists()
