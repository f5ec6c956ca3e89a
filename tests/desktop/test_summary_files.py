"""Summaries as files."""

import io
import zipfile

import docx
from markdown_it import MarkdownIt
from pytestqt.qtbot import QtBot

from desktop.commands import summary_words
from desktop.commands.painting import painted
from desktop.jobs import Lane
from desktop.session import Session
from desktop.summaries import Pace
from desktop.summary_files import FileKind, Point, Sheet, pieces, written
from inference.reading.reader import read_bytes
from inference.summarizing.summary import Progress, Summarized
from inference.summarizing.wish import Kind
from tests.desktop.conftest import WAIT_MS

ODD = "Öl & <b>Wasser</b> *x* _y_ # \x00\x0b مرحبا 😀"
SHEET = Sheet(
    "Lease of A & B", "Summary, 2026-03-04",
    (Point("The rent is 900 euros.", "[page 1]", "Differs"), Point(ODD, "[page 2]")), "Look there.",
)  # fmt: skip


def test_a_word_file_is_one_for_other_programs_too() -> None:
    data = written([SHEET], FileKind.WORD)
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    assert [one.style.name for one in paragraphs if one.style] == [
        "Heading 1", "Where", "Heading 2", "Normal", "Normal", "Where"
    ]  # fmt: skip
    assert paragraphs[0].text == "Lease of A & B"
    assert "Öl & <b>Wasser</b> *x*" in paragraphs[4].text
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert {one.date_time for one in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("Program" in one or "docProps" in one for one in packed.namelist())


HOSTILE = Sheet(
    "# [x](http://e.org)", "*", (Point("<script>1</script> | a", "`p`"),), "![](http://e.org/y)"
)


def test_what_a_document_says_stays_text_in_word() -> None:
    blocks = read_bytes(written([HOSTILE], FileKind.WORD), "x.docx").pages[0].blocks
    assert blocks[0].text == "# [x](http://e.org)"
    assert not any(block.rows for block in blocks)
    assert any("<script>1</script> | a" in block.text for block in blocks)


def test_what_a_document_says_stays_text_in_markdown() -> None:
    text = written([HOSTILE], FileKind.MARKDOWN).decode()
    shown = MarkdownIt("commonmark", {"html": True}).render(text)
    assert not any(tag in shown for tag in ("<a ", "<img", "<script", "<code"))
    assert "# [x](http://e.org)" in shown


def test_several_are_one_file() -> None:
    text = written([SHEET, SHEET], FileKind.MARKDOWN).decode()
    assert text.count("# Lease of A & B") == 2
    assert text.count("## Differs") == 2


def test_a_pdf_is_painted_by_the_windows_thread_for_another(qtbot: QtBot, session: Session) -> None:
    """As for a command that runs within the window."""
    with qtbot.waitCallback(timeout=WAIT_MS) as made:
        session.jobs.start(Lane.IO, lambda _job: painted("x", pieces([SHEET])), on_done=made)
    text = read_bytes(made.args[0], "x.pdf").untrusted_text
    assert "The rent is 900 euros. [page 1]" in text
    assert "<b>Wasser</b>" in text


def test_how_long_the_rest_takes_is_told_once_it_can_be() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    now[0] = 130.0
    assert pace.left_s(Progress(0, 40)) is None
    assert pace.left_s(Progress(1, 40)) is None
    assert pace.left_s(Progress(10, 40)) == 90.0
    assert pace.left_s(Progress(40, 40)) is None
    assert pace.left_s(Progress(0, 0)) is None


def test_that_not_all_is_listed_is_said() -> None:
    end = Summarized("whole", 400, more=1_203)
    assert summary_words.ended(end, Kind.SUMMARY).endswith(
        "There are 1,203 more differences than are listed."
    )
    assert "more" not in summary_words.ended(Summarized("whole", 400), Kind.SUMMARY)
