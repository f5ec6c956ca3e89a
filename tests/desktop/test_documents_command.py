"""`tacit documents`, on a vault of its own and real files."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desktop.commanding import Tacit, tacit
from vault import documents
from vault.documents import NewDocument
from vault.items import Origin, Source

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


def test_all_documents_are_listed_however_many(tacit: Tacit) -> None:
    now, owns = datetime(2026, 3, 4, tzinfo=UTC), Source(Origin.OWNER)
    vault = tacit.unlocked()
    with vault.writer() as conn, conn.transaction():
        for at in range(501):
            documents.add(conn, NewDocument(f"Paper {at}", "text/plain", f"{at}", owns, now,
                                            (), ()), now)  # fmt: skip
    vault.close()
    assert len(tacit("documents", "list").rows) == 501


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


def test_a_folder_is_watched_refreshed_and_let_go(tacit: Tacit, papers: Path) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing")
    for path in papers.iterdir():
        os.utime(path, (0, 0))
    assert "No folder is watched." in tacit.piped("documents", "watched").out
    row = tacit("documents", "watch", str(papers)).row
    assert (row["documents"], row["unread"], row["state"]) == (2, 1, "here")
    (papers / "lease.md").write_text("# Lease\n\nThe rent is 950 a month.\n")
    os.utime(papers / "lease.md", (60, 60))
    (papers / "garden.txt").unlink()
    row = tacit("documents", "refresh").row
    assert (row["new"], row["changed"], row["gone"]) == (0, 1, 1)
    assert "(file gone)" in tacit.piped("documents", "list", "--gone").out
    said = tacit.piped("documents", "watched")
    assert "gone: 1" in said.out
    assert "The file is damaged" in said.err
    assert tacit("documents", "unwatch", str(papers)).row["watched"] is False
    assert tacit("documents", "unwatch", str(papers)).code == 1
    assert len(tacit("documents").rows) == 2
    assert tacit("documents", "watch", "/").code == 1
    assert tacit("documents", "watch", str(tacit.paths.data)).code == 1


def test_documents_are_found_by_tag_person_and_time(tacit: Tacit, papers: Path) -> None:
    text = "# Visit\n\nAnna Berg comes on 4 March 2026.\n"
    (papers / "visit.md").write_text(text)
    tacit("documents", "add", str(papers))
    number = next(one["document"] for one in tacit("documents").rows if one["title"] == "Visit")
    assert tacit("documents", "tag", str(number), "Guests", "spring").row["tags"] == [
        "Guests", "spring",
    ]  # fmt: skip
    assert tacit("documents", "untag", str(number), "SPRING").row["tags"] == ["Guests"]
    for limit in (("--tag", "guests"), ("--person", "Anna Berg"), ("--about", "March 2026")):
        assert [one["title"] for one in tacit("documents", "list", *limit).rows] == ["Visit"]
    assert tacit("documents", "list", "--person", "Nobody").rows == []
    assert tacit("documents", "list", "--about", "April 2026").rows == []
    assert tacit("documents", "list", "--about", "the lease").code == 1
    assert "Names in it: Anna Berg" in tacit.piped("documents", "show", str(number)).err


def test_a_file_that_is_kept_comes_out_again(tacit: Tacit, papers: Path, tmp_path: Path) -> None:
    kept = str(tacit("documents", "add", "--keep", str(papers / "lease.md")).row["document"])
    other = str(tacit("documents", "add", str(papers / "garden.txt")).row["document"])
    (papers / "lease.md").unlink()
    said = tacit.piped("documents", "save", kept, str(tmp_path / "out.md"))
    assert "in clear" in said.out
    assert (tmp_path / "out.md").read_text() == "# Lease\n\nThe rent is 900 a month.\n"
    assert tacit("documents", "save", kept, str(tmp_path / "out.md")).code == 1
    assert tacit("documents", "save", other, str(tmp_path / "other.md")).code == 1


def test_another_version_is_said(tacit: Tacit, papers: Path) -> None:
    words = " ".join(f"clause {n} of the lease costs {n * 13} a month" for n in range(60))
    (papers / "old.txt").write_text(words)
    tacit("documents", "add", str(papers / "old.txt"))
    (papers / "new.txt").write_text(words.replace("clause 7 ", "paragraph 7 "))
    said = tacit.piped("documents", "add", str(papers / "new.txt"))
    assert "another version of “old”" in said.err
    (papers / "new.txt").write_text("Something else entirely.")
    assert "has changed" in tacit.piped("documents", "add", str(papers / "new.txt")).out
