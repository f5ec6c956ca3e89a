"""The library in the window: tags, earlier texts, files that are gone, watched folders, pasting."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QGuiApplication,
    QImage,
    QPainter,
)
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop import pasting
from desktop.app import Parts
from desktop.pixels import Pixels, png
from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.documents_page import DocumentsPage, _pixels
from desktop.ui.home import Home
from desktop.ui.memory_page import MemoryPage
from desktop.ui.watched_folders import WatchedFolders
from desktop.viewmodels import library
from desktop.watched_live import (
    AGAIN_MS,
    FAILED_MS,
    SOON_MS,
    Doing,
    Following,
    Standing,
    _Step,
)
from tests.desktop.conftest import WAIT_MS, looked
from tests.inference.reading.test_looks import pdf
from vault import documents, entities, items, versions
from vault.documents import NewDocument
from vault.items import Origin, Source

OWNS = Source(Origin.OWNER)
LEASE = "# Lease\n\nAnna Berg rents it from 4 March 2026 for 900 a month.\n"


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> DocumentsPage:
    home.go_to(Place(PageName.DOCUMENTS))
    shown = home.page
    assert isinstance(shown, DocumentsPage)
    return shown


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    write(folder / "lease.md", LEASE)
    write(folder / "garden.txt", "The garden gate is green and squeaks.\n")
    return folder


def write(path: Path, text: str, at: int = 0) -> None:
    path.write_text(text)
    os.utime(path, (at, at))


def titles(page: DocumentsPage) -> list[str]:
    model = page.table.model()
    return sorted(str(model.index(row, 0).data()) for row in range(model.rowCount()))


def added(qtbot: QtBot, page: DocumentsPage, *paths: Path) -> None:
    with qtbot.waitSignal(page._library.taken, timeout=WAIT_MS):
        page.take_in(list(paths))


def shown(qtbot: QtBot, page: DocumentsPage, title: str) -> None:
    """Choose a document, and wait until it is there."""
    qtbot.waitUntil(lambda: any(one.startswith(title) for one in titles(page)), timeout=WAIT_MS)
    model = page.table.model()
    rows = range(model.rowCount())
    page.table.selectRow(next(at for at in rows if model.index(at, 0).data().startswith(title)))
    qtbot.waitUntil(lambda: page.view.title.text() == title, timeout=WAIT_MS)


def test_one_file_that_is_added_is_shown(qtbot: QtBot, page: DocumentsPage, papers: Path) -> None:
    QAbstractItemModelTester(page.table.model())
    added(qtbot, page, papers / "lease.md")
    qtbot.waitUntil(lambda: "900 a month" in page.view.text.toPlainText(), timeout=WAIT_MS)
    assert page.view.facts.people.text() == "Names: Anna Berg"
    assert page.view.facts.open_file.isVisible()
    assert not page.view.facts.save.isVisible()


def test_reading_on_disturbs_neither_the_page_nor_what_is_selected(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    write(papers / "long.txt", "\n".join(f"This is line {at} of a long text." for at in range(900)))
    added(qtbot, page, papers)
    shown(qtbot, page, "long")
    cursor = page.view.text.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.movePosition(cursor.MoveOperation.PreviousWord, cursor.MoveMode.KeepAnchor)
    page.view.text.setTextCursor(cursor)
    read = page.view.text.verticalScrollBar().value()
    assert read > 0
    page._library.shelf.tag(1, "red")
    qtbot.waitUntil(lambda: any("#red" in one for one in titles(page)), timeout=WAIT_MS)
    page._library.shelf.tag(page.view.number or 0, "blue")
    qtbot.waitUntil(lambda: any("#blue" in one for one in titles(page)), timeout=WAIT_MS)
    seen = lambda: page.view.opened is not None and page.view.opened.document.tags  # noqa: E731
    qtbot.waitUntil(lambda: seen() == ("blue",), timeout=WAIT_MS)
    assert page.view.text.verticalScrollBar().value() == read
    assert page.view.text.textCursor().selectedText() == cursor.selectedText() != ""
    page.table.selectAll()
    assert len(page.table.selectionModel().selectedRows()) == 3
    page._library.shelf.tag(1, "green")
    qtbot.waitUntil(lambda: any("#green" in one for one in titles(page)), timeout=WAIT_MS)
    assert len(page.table.selectionModel().selectedRows()) == 3
    assert page.view.summary.start.text() == "One brief"


def test_tags_are_put_on_and_taken_off(
    qtbot: QtBot, page: DocumentsPage, papers: Path, home: Home
) -> None:
    added(qtbot, page, papers)
    shown(qtbot, page, "Lease")
    page.view.facts.new_tag.setText("Flat & more")
    page.view.facts.new_tag.returnPressed.emit()
    tagged = ["Lease   #Flat & more", "garden"]
    qtbot.waitUntil(lambda: titles(page) == tagged, timeout=WAIT_MS)
    assert page.view.title.text() == "Lease"
    page.view.facts._on_untag("Flat & more")
    qtbot.waitUntil(lambda: titles(page) == ["Lease", "garden"], timeout=WAIT_MS)
    home.toast.undo()
    qtbot.waitUntil(lambda: titles(page) == tagged, timeout=WAIT_MS)


def test_the_list_is_narrowed_by_tag_person_and_month(
    qtbot: QtBot, page: DocumentsPage, papers: Path
) -> None:
    added(qtbot, page, papers)

    def offered() -> list[str]:
        return [page.shown.itemText(at) for at in page._choosable()]

    wanted = ["All documents", "Names Anna Berg (1)", "About 2026-03 (1)"]
    qtbot.waitUntil(lambda: offered() == wanted, timeout=WAIT_MS)
    for words in wanted[1:]:
        at = page.shown.findText(words)
        page.shown.setCurrentIndex(at)
        page.shown.activated.emit(at)
        qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)
    page.shown.setCurrentIndex(0)
    page.shown.activated.emit(0)
    qtbot.waitUntil(lambda: titles(page) == ["Lease", "garden"], timeout=WAIT_MS)


def test_an_earlier_text_can_be_looked_at(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session
) -> None:
    added(qtbot, page, papers / "lease.md")
    write(papers / "lease.md", LEASE.replace("900", "950"), 60)
    added(qtbot, page, papers / "lease.md")
    assert "It has changed" in page.card.text()
    qtbot.waitUntil(lambda: "950 a month" in page.view.text.toPlainText(), timeout=WAIT_MS)
    qtbot.waitUntil(page.view.facts.versions.isVisible, timeout=WAIT_MS)
    page.view.facts.version_menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: "900 a month" in page.view.text.toPlainText(), timeout=WAIT_MS)
    assert page.view.before.isVisible()
    page.view.back_to_now.click()
    assert "950 a month" in page.view.text.toPlainText()
    assert not page.view.before.isVisible()
    number = looked(qtbot, session, lambda one: documents.listed(one.conn)[0].id)
    assert len(looked(qtbot, session, lambda one: versions.listed(one.conn, number))) == 1


def test_a_copy_of_what_is_kept_is_saved_after_a_word(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session,
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    keep(session, "documents.keep_originals", value=True)
    added(qtbot, page, papers / "lease.md")
    qtbot.waitUntil(page.view.facts.save.isVisible, timeout=WAIT_MS)
    (tmp_path / "out.md").write_text("what lay there before")
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName",
                        lambda *_words: (str(tmp_path / "out.md"), ""))  # fmt: skip
    page.view.facts.save.click()
    box = page.view.facts.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text() == "Choose a place…").click()
    qtbot.waitUntil(lambda: "Saved as “out.md”" in page.card.text(), timeout=WAIT_MS)
    assert (tmp_path / "out.md").read_text() == LEASE
    assert sorted(one.name for one in tmp_path.glob("*out*")) == ["out.md"]


def keep(session: Session, key: str, *, value: bool) -> None:
    from inference import preferences

    with session.vault.writer() as conn:
        preferences.put(conn, key, value)


def test_a_file_that_is_gone_is_said(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session
) -> None:
    added(qtbot, page, papers / "lease.md")
    qtbot.waitUntil(page.view.facts.open_file.isVisible, timeout=WAIT_MS)
    (papers / "lease.md").unlink()
    page.view.facts.open_file.click()
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: titles(page) == ["Lease (file gone)"], timeout=WAIT_MS)
    qtbot.waitUntil(page.view.facts.gone.isVisible, timeout=WAIT_MS)


def test_a_file_on_a_disk_that_is_away_is_not_gone(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session
) -> None:
    added(qtbot, page, papers / "lease.md")
    qtbot.waitUntil(page.view.facts.open_file.isVisible, timeout=WAIT_MS)
    papers.rename(papers.with_name("disk"))
    page.view.facts.open_file.click()
    qtbot.waitUntil(lambda: page.card.property("bad") is True, timeout=WAIT_MS)
    gone = lambda one: documents.listed(one.conn)[0].is_gone  # noqa: E731
    assert looked(qtbot, session, gone) is False


@pytest.mark.parametrize("ending", ["txt", "bat", "desktop", "PS1", "html"])
def test_only_what_is_looked_at_is_opened_and_of_the_rest_the_folder(
    qtbot: QtBot, page: DocumentsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("desktop.ui.document_facts.QDesktopServices.openUrl",
                        lambda url: opened.append(url.toLocalFile()))  # fmt: skip
    path = tmp_path / f"notes.{ending}"
    write(path, "Some words that say nothing of use.\n")
    added(qtbot, page, path)
    qtbot.waitUntil(page.view.facts.open_file.isVisible, timeout=WAIT_MS)
    page.view.facts.open_file.click()
    qtbot.waitUntil(lambda: len(opened) == 1, timeout=WAIT_MS)
    assert opened == [str(path if ending == "txt" else tmp_path)]
    assert ("may do things by itself" in page.card.text()) == (ending != "txt")


def test_a_folder_is_followed_while_the_window_is_open(
    qtbot: QtBot, page: DocumentsPage, papers: Path, session: Session
) -> None:
    following = session.following
    assert following is not None
    page._ask_follow(papers)
    box = page.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text() == "Follow it").click()
    qtbot.waitUntil(lambda: titles(page) == ["Lease", "garden"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: following.standing == Standing(), timeout=WAIT_MS)
    assert str(papers.resolve()) in following._watcher.directories()
    write(papers / "new.md", "# New\n\nSomething else entirely.\n")
    qtbot.waitUntil(lambda: "New" in titles(page), timeout=WAIT_MS)
    (papers / "garden.txt").unlink()
    qtbot.waitUntil(lambda: "garden (file gone)" in titles(page), timeout=WAIT_MS)
    page.folders.click()
    dialog = page.findChild(WatchedFolders)
    assert isinstance(dialog, WatchedFolders)
    qtbot.waitUntil(lambda: len(page._library.watched.rows) == 1, timeout=WAIT_MS)
    forgets = dialog.findChildren(QCheckBox)[-1]
    forgets.click()
    qtbot.waitUntil(lambda: page._library.watched.rows[0].forgets, timeout=WAIT_MS)
    with qtbot.waitSignal(following.stood, timeout=WAIT_MS):  # by looking again
        page._library.watched.unwatch(page._library.watched.rows[0].id)
    qtbot.waitUntil(lambda: not page._library.watched.rows, timeout=WAIT_MS)
    dialog.accept()


def test_on_battery_folders_wait_unless_the_owner_wants_otherwise(
    qtbot: QtBot, home: Home, papers: Path, session: Session
) -> None:
    from desktop import watched as following

    with session.vault.writer() as conn:
        following.watch(conn, papers, session.now())
    made = Following(session, home, ask_idle=lambda: 99.0, ask_power=lambda: True)
    made.start(0)
    qtbot.waitUntil(lambda: made.standing.doing is Doing.ON_BATTERY, timeout=WAIT_MS)
    keep(session, "documents.on_battery", value=True)
    made.look()
    qtbot.waitUntil(lambda: count(session) == 2, timeout=WAIT_MS)
    made.close()


def count(session: Session) -> int:
    with session.vault.reader() as conn:
        return int(conn.value("SELECT count(*) FROM document"))


def test_nothing_is_read_while_a_question_is_answered(
    qtbot: QtBot, home: Home, papers: Path, session: Session
) -> None:
    from desktop import watched as following

    with session.vault.writer() as conn:
        following.watch(conn, papers, session.now())
    made = Following(session, home, ask_idle=lambda: None, ask_power=lambda: None)
    session.thinks.emit(True)
    with qtbot.waitSignal(made._timer.timeout, timeout=WAIT_MS):
        made.start(0)
    assert made._job is None
    assert made._timer.isActive()
    session.thinks.emit(False)
    made.look()
    qtbot.waitUntil(lambda: count(session) == 2, timeout=WAIT_MS)
    made.close()


def test_folders_that_are_not_to_be_followed_are_left_alone(
    qtbot: QtBot, home: Home, papers: Path, session: Session
) -> None:
    from desktop import watched as following

    keep(session, "documents.follow", value=False)
    with session.vault.writer() as conn:
        following.watch(conn, papers, session.now())
    made = Following(session, home, ask_idle=lambda: None, ask_power=lambda: None)
    over = lambda standing: standing == Standing()  # noqa: E731
    with qtbot.waitSignal(made.stood, check_params_cb=over, timeout=WAIT_MS):
        made.start(0)
    assert count(session) == 0
    made.close()


def following_of(session: Session, home: Home, papers: Path) -> Following:
    from desktop import watched as following

    with session.vault.writer() as conn:
        following.watch(conn, papers, session.now())
    return Following(session, home, ask_idle=lambda: None, ask_power=lambda: None)


def test_what_is_told_all_the_time_puts_nothing_off(home: Home, session: Session) -> None:
    made = Following(session, home, ask_idle=lambda: None, ask_power=lambda: None)
    made.start(100)
    made._on_told("/papers/log.txt")
    assert made._timer.interval() == 100
    made.start(AGAIN_MS)
    made._on_told("/papers")
    assert made._timer.interval() == SOON_MS
    made.close()


def test_a_file_that_is_always_written_stops_no_other(
    qtbot: QtBot, home: Home, papers: Path, session: Session
) -> None:
    write(papers / "log.txt", "line\n", at=2_000_000_000)
    made = following_of(session, home, papers)
    log = frozenset({str(papers.resolve() / "log.txt")})
    step = _Step(Standing(), has_more=False, has_changed=False, unsettled=log, watched=(),
                 has_folders=True)  # fmt: skip
    waits = []
    for _look in range(9):
        made._looks_again = False
        made._on_step(step)
        waits.append(made._timer.interval())
        made._timer.stop()
    assert waits[:3] == [SOON_MS, 2 * SOON_MS, 4 * SOON_MS]
    assert waits[-1] == AGAIN_MS
    made._looks_again = False
    made._on_told(*log)
    assert not made._looks_again
    made._on_told(str(papers))
    assert made._looks_again
    assert made._timer.interval() == SOON_MS
    made.look()
    qtbot.waitUntil(lambda: count(session) == 3, timeout=WAIT_MS)
    made.close()


def test_after_an_error_it_is_tried_again(home: Home, session: Session) -> None:
    made = Following(session, home, ask_idle=lambda: None, ask_power=lambda: None)
    made._on_error(OSError())
    assert made._timer.isActive()
    made._on_told("/papers")
    assert made._timer.interval() == FAILED_MS
    made.close()


def test_the_list_goes_on_as_far_as_there_are_documents(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "MOST", 3)
    with session.vault.writer() as conn:
        for at in range(8):
            documents.add(conn, NewDocument(f"Paper {at}", "text/plain", f"{at}", OWNS,
                                            session.now(), (), ()), session.now())  # fmt: skip
    model = library.LibraryModel(session)
    model.refresh()
    qtbot.waitUntil(lambda: model.documents.rowCount() == 3, timeout=WAIT_MS)
    assert model.documents.canFetchMore()
    model.documents.fetchMore()
    qtbot.waitUntil(lambda: model.documents.rowCount() == 6, timeout=WAIT_MS)
    model.refresh()
    qtbot.waitUntil(model.documents.canFetchMore, timeout=WAIT_MS)
    assert model.documents.rowCount() == 6
    tester = QAbstractItemModelTester(model.documents)  # which asks for more
    qtbot.waitUntil(lambda: model.documents.rowCount() == 8, timeout=WAIT_MS)
    assert not model.documents.canFetchMore()
    listed = [model.documents.row(at) for at in range(8)]
    assert [one.title[-1] for one in listed if one] == list("76543210")
    tester.deleteLater()


def test_a_text_is_pasted(qtbot: QtBot, page: DocumentsPage) -> None:
    QGuiApplication.clipboard().setText("# Shopping\n\nApples from Anna Berg.\n")
    page.paste()
    qtbot.waitUntil(lambda: titles(page) == ["Shopping"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: "Apples" in page.view.text.toPlainText(), timeout=WAIT_MS)
    assert not page.view.facts.gone.isVisible()
    assert not page.view.facts.open_file.isVisible()


def test_a_picture_is_a_file_of_the_same_points(qtbot: QtBot) -> None:
    picture = QImage(5, 3, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.setPixelColor(4, 2, Qt.GlobalColor.blue)
    made = png(_pixels(picture))
    again = QImage.fromData(made)
    assert (again.width(), again.height()) == (5, 3)
    assert again.pixelColor(4, 2) == Qt.GlobalColor.blue
    assert again.pixelColor(0, 0) == Qt.GlobalColor.red


def test_the_text_in_a_pasted_picture_is_read_and_found(
    qtbot: QtBot, page: DocumentsPage, session: Session
) -> None:
    picture = QImage(900, 260, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    font = QFont()
    font.setPixelSize(44)
    painter.setFont(font)
    for row, words in enumerate(("Invoice 4711", "Total due 900 euros", "Payable by 3 May 2026")):
        painter.drawText(30, 70 * (row + 1), words)
    painter.end()
    QGuiApplication.clipboard().setImage(picture)
    page.paste()
    qtbot.waitUntil(lambda: len(titles(page)) == 1, timeout=6 * WAIT_MS)
    assert titles(page)[0].startswith("Picture of ")
    qtbot.waitUntil(lambda: "4711" in page.view.text.toPlainText(), timeout=WAIT_MS)
    assert "900 euros" in page.view.text.toPlainText()
    with session.vault.reader() as conn:
        (one,) = documents.listed(conn)
    assert one.has_original, "there is no file of it"


def test_a_picture_without_text_is_said_and_not_kept(session: Session) -> None:
    from inference.errors import NothingReadable

    white = Pixels(40, 30, 120, b"\xff" * 3_600)
    outcome = pasting.take_picture(session.vault, white, "Picture", session.now())
    assert isinstance(outcome.error, NothingReadable)
    assert count(session) == 0


def test_files_are_dropped_on_the_small_window(
    qtbot: QtBot, home: Home, parts: Parts, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.surround()
    assert parts.surroundings is not None
    small = parts.surroundings.quick_ask
    small.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(papers / "lease.md"))])
    mouse, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, mouse, keys)
    small.dragEnterEvent(enter)
    assert enter.isAccepted()
    small.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, mouse, keys))
    qtbot.waitUntil(lambda: "900 a month" in small._brought, timeout=WAIT_MS)
    assert small._summarize.isVisible()
    summed: list[object] = []
    monkeypatch.setattr("desktop.ui.summary_view.SummaryView.sum_up",
                        lambda _view, numbers, _titles: summed.append(numbers))  # fmt: skip
    small._summarize.click()
    assert not small.isVisible()
    qtbot.waitUntil(lambda: len(summed) == 1, timeout=WAIT_MS)
    assert isinstance(home.page, DocumentsPage)


def test_the_tray_leads_to_adding_documents(
    qtbot: QtBot, home: Home, parts: Parts, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts.surround()
    assert parts.surroundings is not None
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getOpenFileNames",
                        lambda *_words: ([str(papers / "lease.md")], ""))  # fmt: skip
    parts.surroundings.tray.documents_wanted.emit()
    page = home.page
    assert isinstance(page, DocumentsPage)
    qtbot.waitUntil(lambda: titles(page) == ["Lease"], timeout=WAIT_MS)


def test_a_document_that_came_from_nowhere_is_not_gone(session: Session) -> None:
    new = NewDocument("Note", "text/plain", "x", Source(Origin.FILE), session.now(), ["x"], [])
    with session.vault.writer() as conn:
        number = documents.add(conn, new, session.now())
        assert not documents.get(conn, number).is_gone
        assert items.get(conn, number).source.ref == ""


def test_memory_leads_to_the_documents_that_name_somebody(
    qtbot: QtBot, page: DocumentsPage, papers: Path, home: Home, session: Session
) -> None:
    added(qtbot, page, papers)
    anna = looked(qtbot, session, lambda one: entities.find(one.conn, "anna berg")[0].id)
    home.go_to(Place(PageName.MEMORY))
    memory = home.page
    assert isinstance(memory, MemoryPage)
    memory.people.show_somebody(anna)
    way = lambda: memory.people.findChildren(QPushButton, "link")  # noqa: E731
    qtbot.waitUntil(lambda: [one.text() for one in way()] == ["Lease"], timeout=WAIT_MS)
    way()[0].click()
    assert home.page is page
    qtbot.waitUntil(lambda: "900 a month" in page.view.text.toPlainText(), timeout=WAIT_MS)


def test_a_kept_page_is_shown_as_it_looks_and_written_nowhere(
    qtbot: QtBot, page: DocumentsPage, session: Session, tmp_path: Path
) -> None:
    keep(session, "documents.keep_originals", value=True)
    path = tmp_path / "plan.pdf"
    path.write_bytes(pdf())
    added(qtbot, page, path)
    path.unlink()
    before = {one for one in tmp_path.rglob("*") if one.is_file()}
    qtbot.waitUntil(page.view.facts.look.isVisible, timeout=WAIT_MS)
    page.view.facts.look.click()
    qtbot.waitUntil(lambda: not page.view.picture.pixmap().isNull(), timeout=WAIT_MS)
    first = page.view.picture.pixmap().toImage()
    assert first.pixelColor(first.width() // 2, first.height() - 9) == Qt.GlobalColor.white
    page.view.forth.click()
    qtbot.waitUntil(lambda: page.view.picture.pixmap().toImage() != first, timeout=WAIT_MS)
    second = page.view.picture.pixmap().toImage()
    assert second.pixelColor(second.width() // 2, second.height() - 9) == Qt.GlobalColor.red
    page.view.facts.look.click()
    assert page.view.text.isVisible()
    after = {one for one in tmp_path.rglob("*") if one.is_file()}
    assert {one.name for one in after - before} <= {"vault.db-wal", "vault.db-shm"}
