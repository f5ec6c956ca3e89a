"""Documents dropped on the page: read in a real process, kept, found, forgotten."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QMessageBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop import library
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.as_tall import AsTall
from desktop.ui.document_questions import FilePassword, Forgetting
from desktop.ui.documents_page import DocumentsPage
from desktop.ui.home import Home
from desktop.viewmodels.summary import Chosen, Told
from inference.engines.client import Condition
from inference.reading.reader import read_bytes
from inference.summarizing.summary import (
    Noted,
    Progress,
    Statement,
    Summarized,
    SummaryEvent,
)
from inference.types import Loading
from tests.desktop.conftest import WAIT_MS
from tests.inference.reading.made import pdf
from vault import audit, documents


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> DocumentsPage:
    home.go_to(Place(PageName.DOCUMENTS))
    shown = home.page
    assert isinstance(shown, DocumentsPage)
    return shown


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    (folder / "more").mkdir(parents=True)
    (folder / "lease.md").write_text("# Lease\n\nThe rent is 900 a month.\n")
    (folder / "more" / "garden.txt").write_text("The garden gate is green and squeaks.\n")
    (folder / ".hidden.txt").write_text("not meant")
    return folder


def drop(page: DocumentsPage | Home, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))


def titles(page: DocumentsPage) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_dropped_folder_is_read_and_found_again(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    drop(page, papers)
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)
    assert sorted(titles(page)) == ["Lease", "garden"]
    assert "Read: 2." in page.card.text()
    page.search.setText("squeaks")
    page.search.returnPressed.emit()
    qtbot.waitUntil(lambda: page.hits.model().rowCount() == 1, timeout=WAIT_MS)
    page.hits.selectRow(0)
    qtbot.waitUntil(lambda: "garden gate" in page.view.text.toPlainText(), timeout=WAIT_MS)
    assert page.view.text.extraSelections()
    page.search.setText("unicorns")
    page.search.returnPressed.emit()
    qtbot.waitUntil(lambda: page.hits.model().rowCount() == 0, timeout=WAIT_MS)


def test_files_are_dropped_anywhere_on_the_window(qtbot: QtBot, home: Home, papers: Path) -> None:
    home.go_to(Place(PageName.PROFILE))
    drop(home, papers / "lease.md")
    shown = home.page
    assert isinstance(shown, DocumentsPage)
    qtbot.waitUntil(lambda: titles(shown) == ["Lease"], timeout=WAIT_MS)


def test_the_same_bytes_are_kept_once(qtbot: QtBot, page: DocumentsPage, papers: Path) -> None:
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: "Read: 1." in page.card.text(), timeout=WAIT_MS)
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: "Here already: 1." in page.card.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)


def test_a_file_that_cannot_be_read_stops_no_other(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    (papers / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    drop(page, papers)
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    assert "broken.pdf" in page.card.text()
    assert "Read: 2. Not read: 1." in page.card.text()
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)


def test_odd_names_and_links_that_lead_nowhere_stop_no_other(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    odd = papers / os.fsdecode(b"caf\xe9.md")
    odd.write_text("# Coffee\n\nTwo spoons a cup.\n")
    loop = papers / "loop.md"
    loop.symlink_to(loop)
    page.take_in([odd, loop, papers / "lease.md"])
    qtbot.waitUntil(lambda: "Read: 2. Not read: 1." in page.card.text(), timeout=WAIT_MS)
    qtbot.waitUntil(lambda: sorted(titles(page)) == ["Coffee", "Lease"], timeout=WAIT_MS)


def test_what_is_not_there_is_said(qtbot: QtBot, page: DocumentsPage, tmp_path: Path) -> None:
    page.take_in([tmp_path / "nowhere.txt"])
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    page.card.hide()
    (tmp_path / "empty").mkdir()
    page.take_in([tmp_path / "empty"])
    qtbot.waitUntil(lambda: "no file to read" in page.card.text(), timeout=WAIT_MS)


def test_a_document_is_forgotten_after_a_yes(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session
) -> None:
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    page.table.selectRow(0)
    qtbot.waitUntil(page.forget.isEnabled, timeout=WAIT_MS)
    page.forget.click()
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is not None, timeout=WAIT_MS)
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text() == "Forget it").click()
    qtbot.waitUntil(lambda: titles(page) == [], timeout=WAIT_MS)
    assert (papers / "lease.md").exists()


def test_what_was_forgotten_is_found_no_more(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session
) -> None:
    drop(page, papers)
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)
    page.search.setText("squeaks")
    page.search.returnPressed.emit()
    qtbot.waitUntil(lambda: page.hits.model().rowCount() == 1, timeout=WAIT_MS)
    page.hits.selectRow(0)
    qtbot.waitUntil(lambda: page.view.title.text() == "garden", timeout=WAIT_MS)
    number = page.view.number
    assert number is not None
    page._library.forget([number])
    page._library.open(number)  # as where a list was filled anew just then
    qtbot.waitUntil(lambda: page.hits.model().rowCount() == 0, timeout=WAIT_MS)
    qtbot.waitUntil(page.view.isHidden, timeout=WAIT_MS)
    assert page.card.text() == "Forgotten: 1. The files themselves are untouched."


def test_a_long_title_is_shortened_where_it_is_asked_about(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = Forgetting(parent, f"Lease of {'Mill Lane 7, ' * 50}", 0)
    assert len(box.text()) < 110
    assert box.text().endswith("…”?")


def test_documents_of_one_title_are_told_apart(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    (papers / "more" / "lease.md").write_text("# Lease\n\nThe rent is 700 a month.\n")
    drop(page, papers)
    qtbot.waitUntil(lambda: len(titles(page)) == 3, timeout=WAIT_MS)
    assert "Lease (more)" in titles(page)


def test_the_page_is_seen_however_much_stands_above_it(qtbot: QtBot) -> None:
    inner = QWidget()
    QVBoxLayout(inner).addWidget(QLabel("\n" * 40))
    whole, below = QWidget(), QLabel("below")
    below.setMinimumHeight(60)
    layout = QVBoxLayout(whole)
    layout.addWidget(AsTall(inner))
    layout.addWidget(below, 1)
    qtbot.addWidget(whole)
    whole.resize(200, 240)
    whole.show()
    area = whole.findChild(AsTall)
    assert isinstance(area, AsTall)
    assert (below.height() >= 60, area.verticalScrollBar().maximum() > 0) == (True, True)
    whole.resize(200, 2_000)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0, timeout=WAIT_MS)
    assert area.height() == area.sizeHint().height()


def test_what_is_shown_is_what_is_forgotten(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    """The row that was chosen in the list is out of sight while something is looked for."""
    drop(page, papers)
    qtbot.waitUntil(lambda: len(titles(page)) == 2, timeout=WAIT_MS)
    page.table.selectRow(titles(page).index("Lease"))
    qtbot.waitUntil(lambda: page.view.title.text() == "Lease", timeout=WAIT_MS)
    page.search.setText("squeaks")
    page.search.returnPressed.emit()
    qtbot.waitUntil(lambda: page.hits.model().rowCount() == 1, timeout=WAIT_MS)
    page.hits.selectRow(0)
    qtbot.waitUntil(lambda: page.view.title.text() == "garden", timeout=WAIT_MS)
    page.forget.click()
    qtbot.waitUntil(lambda: page.findChild(QMessageBox) is not None, timeout=WAIT_MS)
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert box.text() == "Forget “garden”?"
    assert box.textFormat() == Qt.TextFormat.PlainText
    next(one for one in box.buttons() if one.text() == "Forget it").click()
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)


def test_a_link_leads_to_the_page(
    qtbot: QtBot, page: DocumentsPage, home: Home, papers: Path
) -> None:
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    number = page._library.documents.row(0)
    assert number is not None
    home.go_to(Place(PageName.DOCUMENTS, f"{number.id}:1"))
    qtbot.waitUntil(lambda: "900 a month" in page.view.text.toPlainText(), timeout=WAIT_MS)


def told(*_words: object) -> Iterator[SummaryEvent]:
    """What a model might say of the lease."""
    yield Progress(0, 1)
    yield Noted(Statement("The rent is 900.", (1,)))
    yield Statement("The rent is 900.", (1,))
    yield Statement("It ends in 2030.", (1,), ("2030",))
    yield Summarized("whole", statements=2, unproven=1)


class Silent:
    """Loads nothing."""

    name = "silent"
    condition = Condition()

    def load(self, **_words: object) -> Iterator[Loading]:
        return iter(())


def test_a_document_is_summarized_with_its_pages(
    qtbot: QtBot, page: DocumentsPage, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.summaries.events", told)
    monkeypatch.setattr("inference.engines.local.Engines.chat", lambda *_words: Silent())
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    page.table.selectRow(0)
    view = page.view.summary
    qtbot.waitUntil(view.start.isVisible, timeout=WAIT_MS)
    view.start.click()
    qtbot.waitUntil(lambda: "1 of them" in view.said.text(), timeout=WAIT_MS)
    lines = [view.statements.item(row).text() for row in range(view.statements.count())]
    assert lines == ["The rent is 900.", "It ends in 2030. Not found there: 2030"]
    assert not view.export.isHidden()
    with qtbot.waitSignal(view.page_wanted, timeout=WAIT_MS) as asked:
        view.statements.itemActivated.emit(view.statements.item(0))
    assert asked.args == [1]
    assert view.start.isEnabled()
    assert view.stop.isHidden()


def test_without_weights_a_summary_says_so(qtbot: QtBot, page: DocumentsPage, papers: Path) -> None:
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    page.table.selectRow(0)
    qtbot.waitUntil(page.view.summary.start.isVisible, timeout=WAIT_MS)
    page.view.summary.start.click()
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    assert page.view.summary.start.isEnabled()


def test_adding_is_in_the_log_and_the_original_is_kept_only_if_wanted(
    session: Session, papers: Path
) -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    kept = library.take_in(session.vault, papers / "lease.md", now,
                           library.Way(keeps_originals=True))  # fmt: skip
    other = library.take_in(session.vault, papers / "more" / "garden.txt", now)
    assert kept.document is not None
    assert other.document is not None
    with session.vault.reader() as conn:
        assert documents.original(conn, kept.document) == (papers / "lease.md").read_bytes()
        assert documents.original(conn, other.document) is None
        assert [one.action for one in audit.records(conn)][-2:] == ["document added"] * 2


def test_a_file_that_is_kept_stays_kept_when_it_changes(session: Session, papers: Path) -> None:
    from datetime import UTC, datetime

    now, path = datetime.now(UTC), papers / "lease.md"
    kept = library.take_in(session.vault, path, now, library.Way(keeps_originals=True))
    path.write_text("# Lease\n\nThe rent is 950 from May.\n")
    changed = library.take_in(session.vault, path, now)
    assert changed.is_newer
    assert kept.document is not None
    with session.vault.reader() as conn:
        assert documents.original(conn, kept.document) == path.read_bytes()


def test_folders_give_what_is_in_them_and_nothing_linked(papers: Path) -> None:
    (papers / "link.txt").symlink_to(papers / "lease.md")
    found = [path.name for path in library.files([papers, papers / "lease.md"])]
    assert found == ["lease.md", "garden.txt", "lease.md"]


def chosen_two(qtbot: QtBot, page: DocumentsPage, papers: Path) -> None:
    """Two versions of a lease, both selected."""
    (papers / "new.md").write_text("# New lease\n\nThe rent is 950 a month.\n")
    drop(page, papers / "lease.md", papers / "new.md")
    qtbot.waitUntil(lambda: set(titles(page)) == {"Lease", "New lease"}, timeout=WAIT_MS)
    page.table.selectAll()
    qtbot.waitUntil(page.view.summary.compare.isVisible, timeout=WAIT_MS)


def test_two_that_are_selected_are_compared_and_lead_to_their_own_pages(
    qtbot: QtBot, page: DocumentsPage, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inference.engines.local.Engines.chat", lambda *_words: Silent())
    chosen_two(qtbot, page, papers)
    view = page.view.summary
    assert not page.forget.isEnabled(), "it would forget one of them only"
    assert view.start.text() == "One brief"
    view.compare.click()
    qtbot.waitUntil(lambda: view.statements.count() == 1, timeout=WAIT_MS)
    said = view.statements.item(0).text()
    assert said.startswith("Differs: ")
    assert "900" in said
    assert "950" in said
    assert "(Lease" in said
    assert "New lease)" in said
    qtbot.waitUntil(view.start.isEnabled, timeout=WAIT_MS)
    with qtbot.waitSignal(view.place_wanted, timeout=WAIT_MS):
        view.statements.itemActivated.emit(view.statements.item(0))
    assert view.statements.count() == 1, "opening one of them keeps the comparison"


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> list[Chosen]:
    """What was to be summed up, without the weights for it."""
    found: list[Chosen] = []
    monkeypatch.setattr("desktop.viewmodels.summary.SummaryModel.summarize",
                        lambda _model, chosen: found.append(chosen))  # fmt: skip
    return found


def test_several_files_are_summed_up_as_one(
    qtbot: QtBot, page: DocumentsPage, papers: Path, wanted: list[Chosen]
) -> None:
    page.sum_up([papers])
    qtbot.waitUntil(lambda: len(wanted) == 1, timeout=WAIT_MS)
    assert sorted(wanted[0].titles) == ["Lease", "garden"]
    assert len(wanted[0].documents) == 2
    assert page.view.summary.start.text() == "One brief"
    chosen = page.table.selectionModel()
    qtbot.waitUntil(lambda: len(chosen.selectedRows()) == 2, timeout=WAIT_MS)
    page.sum_up([papers])  # all of it is in the list already
    qtbot.waitUntil(lambda: len(wanted) == 2, timeout=WAIT_MS)
    assert len(chosen.selectedRows()) == 2


def test_the_wish_for_a_summary_holds_for_its_own_files_only(
    qtbot: QtBot, page: DocumentsPage, papers: Path, wanted: list[Chosen]
) -> None:
    page.sum_up([papers / "nowhere.txt"])
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    page.take_in([papers / "lease.md"])
    qtbot.waitUntil(lambda: page.view.title.text() == "Lease", timeout=WAIT_MS)
    (papers / "locked.pdf").write_bytes(pdf("Nobody may see this.", password="moon"))
    page.sum_up([papers / "locked.pdf"])
    qtbot.waitUntil(lambda: page.findChild(FilePassword) is not None, timeout=WAIT_MS)
    assert wanted == []
    asking = page.findChild(FilePassword)
    assert isinstance(asking, FilePassword)
    asking.password.setText("moon")
    asking.yes.click()
    qtbot.waitUntil(lambda: [one.titles for one in wanted] == [("locked",)], timeout=WAIT_MS)


def test_a_timeline_needs_no_weights(qtbot: QtBot, page: DocumentsPage, papers: Path) -> None:
    (papers / "lease.md").write_text("# Lease\n\nIt ends on 3 May 2030. It began on 2 May 2020.\n")
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    page.table.selectRow(0)
    view = page.view.summary
    qtbot.waitUntil(view.start.isVisible, timeout=WAIT_MS)
    view.kinds.setCurrentIndex(view.kinds.findData("timeline"))
    view.start.click()
    qtbot.waitUntil(lambda: "in the order of the days" in view.said.text(), timeout=WAIT_MS)
    lines = [view.statements.item(row).text() for row in range(view.statements.count())]
    assert lines == [
        "2020-05-02  It began on 2 May 2020.", "2030-05-03  It ends on 3 May 2030."
    ]  # fmt: skip


def test_early_notes_are_read_until_the_end_is_known(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    view = page.view.summary
    for text in ("An early note.", "Another one."):
        view.model.noted.emit(Told(text, "p. 1", "", "", 1, 1))
    assert view.statements.count() == 2
    view.model.stated.emit(Told("What it comes to.", "p. 1", "", "", 1, 1))
    assert [view.statements.item(0).text()] == ["What it comes to. (p. 1)"]
    assert view.statements.count() == 1


@pytest.mark.parametrize("kind", ["md", "docx", "pdf"])
def test_a_summary_is_written_into_a_file_after_a_warning(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session, kind: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("desktop.summaries.events", told)
    monkeypatch.setattr("inference.engines.local.Engines.chat", lambda *_words: Silent())
    drop(page, papers / "lease.md")
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    page.table.selectRow(0)
    view = page.view.summary
    qtbot.waitUntil(view.start.isVisible, timeout=WAIT_MS)
    view.start.click()
    qtbot.waitUntil(view.export.isVisible, timeout=WAIT_MS)
    path = papers / f"summary.{kind}"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_words: (str(path), "")
    )
    view.export_as(kind)
    box = next(one for one in view.findChildren(QMessageBox) if one.isVisible())
    assert "in clear" in box.informativeText()
    assert not path.exists()
    next(one for one in box.buttons() if one.text() == "Choose a place…").click()
    qtbot.waitUntil(path.exists, timeout=WAIT_MS)
    text = read_bytes(path.read_bytes(), path.name).untrusted_text
    assert "The rent is 900." in text
    assert "Not found there: 2030" in text
    assert "In 1 of them something was not found" in text
    with session.vault.reader() as conn:
        assert [one.action for one in audit.records(conn)][-1] == "exported"
