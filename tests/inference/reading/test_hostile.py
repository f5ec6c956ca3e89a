"""Files made to do harm end with a typed result, within their limits."""

import time
from pathlib import Path

import pytest

from inference.errors import FileUnread
from inference.reading.document import Document, Gap, Limits
from inference.reading.reader import read_bytes
from tests.inference.reading import hostile

LIMITS = Limits(seconds=30)
SLOW = ("bomb.xlsx",)
"wholly read, because it is only large"


def outcome(name: str) -> Document | str:
    try:
        return read_bytes(hostile.FILES[name](), name, LIMITS)
    except FileUnread as error:
        return type(error).__name__


@pytest.mark.parametrize("name", [name for name in hostile.FILES if name not in SLOW])
def test_every_file_ends_with_a_typed_result(name: str) -> None:
    began = time.monotonic()
    came = outcome(name)
    if isinstance(came, Document):
        assert came.pages
        assert len(came.untrusted_text) <= 4 * LIMITS.characters
        assert "root:" not in came.untrusted_text
    assert time.monotonic() - began < 60  # a way to fail, not a measure of speed


def test_bombs_cost_what_they_hide_and_nothing_else() -> None:
    bundle = outcome("bomb.zip")
    assert isinstance(bundle, Document)
    assert "still here" in bundle.untrusted_text
    assert [(gap.reason, gap.where) for gap in bundle.gaps] == [("past the limit", "big.txt")]
    letter = outcome("bomb.eml")
    assert isinstance(letter, Document)
    assert "The body." in letter.untrusted_text
    assert letter.gaps[0].reason == "past the limit"
    assert outcome("bomb.docx") == "ReadingTooLarge"


def test_nothing_outside_is_looked_up() -> None:
    for name in ("xxe.docx", "laughs.docx", "quadratic.docx"):
        assert outcome(name) == "FileDamaged"
    macros = outcome("macros.docm")
    assert isinstance(macros, Document)
    assert macros.untrusted_text == "Plain words."


def test_names_lead_nowhere() -> None:
    document = outcome("paths.zip")
    assert isinstance(document, Document)
    assert not Path("/tmp/tacit-was-here.txt").exists()
    assert all("\u202e" not in page.title and len(page.title) <= 200 for page in document.pages)
    assert "/etc/passwd" in document.untrusted_text  # a link is read as what it is: a few words


def test_files_within_files_end_somewhere() -> None:
    document = outcome("endless.zip")
    assert isinstance(document, Document)
    assert document.untrusted_text == "a level\n\na level\n\na level"
    assert {(gap.reason, gap.where) for gap in document.gaps} == {
        ("past the limit", "next.zip"), ("past the limit", "text.txt"),
    }  # fmt: skip


def test_a_long_document_is_read_as_far_as_is_allowed() -> None:
    document = outcome("pages.pdf")
    assert isinstance(document, Document)
    assert document.page_count == 10_000
    (gap,) = document.gaps
    whole = len(document.pages) == 5_000 and gap.reason == "past the limit"
    assert whole or gap.reason == "out of time"  # on a computer that is busy with much else


def test_fonts_that_lie_are_found_out() -> None:
    assert outcome("font.pdf") == "NothingReadable"


def test_what_was_read_before_the_process_ended_is_kept() -> None:
    """Its last page takes more memory than there is; native code then ends at once."""
    data = hostile.bomb_after(20)
    document = read_bytes(data, "late.pdf", Limits(memory_bytes=256 << 20))
    assert [page.untrusted_text for page in document.pages][:2] == ["Words", "Words"]
    assert document.page_count == 21
    assert document.gaps == (Gap("damaged"),)


def test_a_file_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from inference.errors import ReadingTooLong

    data = hostile.sheet_bomb()
    with pytest.raises(ReadingTooLong):
        read_bytes(data, "bomb.xlsx", Limits(seconds=0))
    partly = read_bytes(data, "bomb.xlsx", Limits(seconds=3))
    assert {gap.reason for gap in partly.gaps} == {"out of time"}
    assert partly.pages
