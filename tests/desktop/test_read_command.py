"""`tacit read`: for people and for programs, with passwords, and with what cannot be read."""

import io
import json
import sys
from pathlib import Path

import pytest

from desktop.cli import main
from desktop.reading_cards import missing
from inference.reading.document import Document, Gap, Page
from tests.inference.reading import made

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.crash.close_memory", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))


def kept(folder: Path, file: made.Made) -> str:
    path = folder / file.name
    path.write_bytes(file.data)
    return str(path)


def test_for_people(capsys: Captured, tmp_path: Path) -> None:
    assert main(["read", kept(tmp_path, made.sheet())]) == 0
    said = capsys.readouterr()
    assert said.out.startswith(
        "stores (stores.xlsx, 2 sheets)\n\n── sheet 1: Stores ──\n\n| Item |"
    )
    assert "── sheet 2: Days ──" in said.out
    assert said.err == "Some formulas have no result in the file, so the formulas are shown (1).\n"


def test_for_programs(capsys: Captured, tmp_path: Path) -> None:
    assert main(["read", "--json", kept(tmp_path, made.report())]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["event"], row["file"], row["unit"], row["page_count"]) == (
        "document", "report.pdf", "page", 2,
    )  # fmt: skip
    assert [page["number"] for page in row["pages"]] == [1, 2]
    assert row["pages"][0]["blocks"][0] == {
        "kind": "heading", "text": "The storehouse", "level": 1, "rows": [],
    }  # fmt: skip
    assert row["pages"][0]["text"].startswith("# The storehouse")


def test_one_bad_file_does_not_keep_the_others_from_being_read(
    capsys: Captured, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 cut off")
    names = [str(bad), str(tmp_path / "none.txt"), kept(tmp_path, made.text())]
    assert main(["read", *names]) == 1
    said = capsys.readouterr()
    assert "Weigh twice" in said.out
    assert "The file is damaged" in said.err
    assert "Not found" in said.err
    assert main(["read", "--json", str(bad)]) == 1
    assert json.loads(capsys.readouterr().out)["kind"] == "FileDamaged"


def test_passwords(capsys: Captured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = tmp_path / "locked.pdf"
    locked.write_bytes(made.pdf(password="grain"))
    assert main(["read", str(locked)]) == 1
    assert "It opens with a password" in capsys.readouterr().err
    for given, code, said in (("grain\n", 0, "harbour"), ("chaff\n", 1, "does not open it")):
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        assert main(["read", "--password-stdin", str(locked)]) == code
        captured = capsys.readouterr()
        assert said in captured.out + captured.err


def test_what_is_missing_is_said_precisely() -> None:
    pages = tuple(Page(number, ()) for number in range(1, 41))
    gaps = (
        Gap("no text", 2, "7, 9"), Gap("garbled", 1, "12"), Gap("hidden", 3),
        Gap("protected", 1, "locked.pdf"), Gap("unsupported", 1, "a.exe"),
        Gap("recording", 1, "song.mp3"), Gap("damaged"), Gap("past the limit", 1, "big.txt"),
    )  # fmt: skip
    document = Document("T", "en", "application/pdf", "page", 42, gaps, pages)
    assert missing(document, len(pages)) == [
        "Of 42 pages, the first 40 were read.",
        "2 pages of 42 have no text (7, 9): blank, or a picture.",
        "1 page of 42 has letters that mean nothing (12) and is left out.",
        "Hidden text was left out.",
        "“locked.pdf” needs a password of its own and was not read.",
        "“a.exe” is of a kind that is not read.",
        "“song.mp3” is a recording; it was not listened to.",
        "The file is damaged; what could be read of it is here.",
        "“big.txt” holds more than is read of one file; the rest was left out.",
    ]
