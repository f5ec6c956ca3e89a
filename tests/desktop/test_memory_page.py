"""The page “Memory” on a lived-in vault, used like a person uses it."""

from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.ui.home import Home
from desktop.ui.memory.forget import ForgetDialog, TopicDialog
from desktop.ui.memory_page import EVERYTHING, KNOWN, NOTES, PEOPLE, REVIEW, MemoryPage
from desktop.viewmodels.memories import MemoriesModel, ReviewModel
from tests.desktop import demo_home
from tests.desktop.conftest import WAIT_MS
from vault import entities, memories, memory_lists, notes, runs
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, State, Tier
from vault.memory_lists import View, Which
from vault.vault import Vault

Settle = Callable[[], None]
Texts = Callable[[QTableView], list[str]]
Choose = Callable[[QTableView, str], None]


@pytest.fixture
def vault(paths: Paths, lived_in: Path) -> Vault:
    return demo_home.copied(lived_in, paths)


@pytest.fixture
def home(parts: Parts, vault: Vault) -> Home:
    return demo_home.entered(parts, vault)


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> MemoryPage:
    shown = demo_home.shown(qtbot, home, Place(PageName.MEMORY))
    assert isinstance(shown, MemoryPage)
    return shown


@pytest.fixture
def settle(qtbot: QtBot, home: Home) -> Settle:
    return lambda: demo_home.settle(qtbot, home)


@pytest.fixture
def texts(qtbot: QtBot) -> Texts:
    return lambda table: demo_home.texts(qtbot, table)


@pytest.fixture
def choose(texts: Texts) -> Choose:
    def chosen(table: QTableView, text: str) -> None:
        row = next(at for at, one in enumerate(texts(table)) if text in one)
        table.selectRow(row)
        table.setFocus()

    return chosen


def read(widget: QWidget) -> str:
    """All words of a widget that are there to be read."""
    labels = [one.text() for one in widget.findChildren(QLabel)]
    return "\n".join([*labels, *(one.text() for one in widget.findChildren(QAbstractButton))])


def dialog(qtbot: QtBot, page: QWidget, kind: type[QDialog] = ForgetDialog) -> QDialog:
    def found() -> list[QDialog]:
        return [one for one in page.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(found()), timeout=WAIT_MS)
    return found()[0]


def known(vault: Vault) -> list[str]:
    with vault.reader() as conn:
        return [one.fact.text for one in memories.known(conn, demo_home.NOW)]


def test_everything_is_searched_filtered_and_sorted(
    qtbot: QtBot, page: MemoryPage, settle: Settle, texts: Texts
) -> None:
    part = page.everything
    assert len(texts(part.table)) > 50
    assert texts(part.table)[0] == "Your locker code is 4417."
    part.search.setText("mira ber")
    qtbot.waitUntil(lambda: part.table.model().rowCount() == 0, timeout=WAIT_MS)
    assert "Nothing like that" in read(part)
    part.parts.setCurrentIndex(part.parts.findData(Which.ENDED))
    qtbot.waitUntil(lambda: part._stack.currentWidget() is not part.table, timeout=WAIT_MS)
    part.search.setText("bergen")
    qtbot.waitUntil(lambda: part.table.model().rowCount() == 1, timeout=WAIT_MS)
    part.search.clear()
    part.parts.setCurrentIndex(part.parts.findData(Which.OUTSIDE))
    qtbot.waitUntil(lambda: part.table.model().rowCount() == 3, timeout=WAIT_MS)
    part.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    settle()
    assert texts(part.table) == sorted(texts(part.table))


def test_a_memory_tells_where_it_is_from_and_leads_there(
    page: MemoryPage, home: Home, settle: Settle, choose: Choose
) -> None:
    choose(page.everything.table, "Mira lives in Oslo")
    settle()
    told = read(page.everything.details)
    for words in ("Mira lives in Oslo.", "Mira lives in Bergen.", "Mira – lives in – Oslo",
                  "All about Mira", "sure (100%)"):  # fmt: skip
        assert words in told
    asked: list[Place] = []
    page.asked_for.connect(asked.append)
    links = {one.text(): one for one in page.everything.details.findChildren(QPushButton)}
    links["Family"].click()
    assert asked[0].page is PageName.CHAT
    assert isinstance(asked[0].number, int)
    home.go_to(Place(PageName.MEMORY))
    links["All about Mira"].click()
    settle()
    assert page.tabs.chosen == PEOPLE
    assert page.people.name.text() == "Mira"


def test_a_memory_is_corrected_in_place_and_taken_back(
    qtbot: QtBot, page: MemoryPage, home: Home, vault: Vault, settle: Settle, choose: Choose
) -> None:
    table = page.everything.table
    choose(table, "Luis lives in Porto")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("Luis lives in Braga")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert "Luis lives in Braga." in known(vault)
    assert "Luis lives in Porto." not in known(vault)
    home.toast.undo()
    settle()
    assert "Luis lives in Porto." in known(vault)


def test_what_is_chosen_is_forgotten_with_what_goes_along_after_a_yes(
    qtbot: QtBot, page: MemoryPage, vault: Vault, settle: Settle, choose: Choose
) -> None:
    table = page.everything.table
    choose(table, "Your shoe size is 40")
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    asked = dialog(qtbot, page)
    assert isinstance(asked, ForgetDialog)
    assert "- Your shoe size is 39." in asked.lines.text()
    assert "message" in asked.lines.text()
    asked.reject()
    settle()
    assert "Your shoe size is 40." in known(vault)
    page.everything.forget.click()
    asked = dialog(qtbot, page)
    asked.accept()
    settle()
    assert "Forgotten" in page.card.text()
    with vault.reader() as conn:
        assert not memory_lists.numbers(conn, View(words="shoe"), demo_home.NOW)
        assert not memory_lists.numbers(conn, View(Which.ENDED, "shoe"), demo_home.NOW)


def test_somebody_and_some_days_are_forgotten(
    qtbot: QtBot, page: MemoryPage, vault: Vault, settle: Settle
) -> None:
    page.asking.by_topic("Mira")
    dialog(qtbot, page, TopicDialog).accept()
    asked = dialog(qtbot, page)
    assert isinstance(asked, ForgetDialog)
    assert "- Mira is allergic to hazelnuts." in asked.lines.text()
    asked.accept()
    settle()
    with vault.reader() as conn:
        assert not entities.find(conn, "Mira")
    day = demo_home.NOW.date()
    page._forgetting.forget_days(day, day)
    asked = dialog(qtbot, page)
    assert isinstance(asked, ForgetDialog)
    assert "- Your locker code is 4417." in asked.lines.text()
    asked.accept()
    settle()
    assert "Your locker code is 4417." not in known(vault)
    page._forgetting.forget_about("somebody unheard of")
    qtbot.waitUntil(lambda: "no such memory" in page.card.text(), timeout=WAIT_MS)


def test_looking_at_what_goes_along_takes_its_time_and_can_be_stopped(
    qtbot: QtBot, page: MemoryPage, vault: Vault, settle: Settle
) -> None:
    going_on = Event()
    page._session.look(lambda _assistant: going_on.wait())
    page._forgetting.forget_about("Mira")
    qtbot.waitUntil(page.asking.isVisible, timeout=WAIT_MS)
    assert "Looking at what goes along" in page.asking.words.text()
    page.asking.stop.click()
    assert not page.asking.isVisible()
    going_on.set()
    settle()
    assert not page.findChildren(ForgetDialog)
    with vault.reader() as conn:
        assert entities.find(conn, "Mira")
        about = [one.tool for one in runs.waiting(conn, demo_home.NOW)]
    assert "forget" not in about


def test_everything_is_forgotten_only_after_the_words_are_typed(
    qtbot: QtBot, page: MemoryPage, vault: Vault, settle: Settle
) -> None:
    actions = page.more.menu().actions()
    actions[-1].trigger()
    asked = dialog(qtbot, page)
    assert isinstance(asked, ForgetDialog)
    assert not asked.go_on.isEnabled()
    asked.typed.setText("forget something")
    assert not asked.go_on.isEnabled()
    asked.typed.setText(" Forget everything ")
    assert asked.go_on.isEnabled()
    asked.go_on.click()
    settle()
    assert known(vault) == []
    assert "Nothing is remembered yet" in read(page.everything)


def test_what_waits_is_kept_edited_and_dropped_by_keys(
    qtbot: QtBot,
    page: MemoryPage,
    home: Home,
    vault: Vault,
    settle: Settle,
    texts: Texts,
    choose: Choose,
) -> None:
    page.go_to("review")
    settle()
    table = page.review.table
    before = texts(table)
    assert page.tabs.bar.tabText(REVIEW) == f"Review ({len(before)})"
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_K)
    settle()
    assert before[0] in known(vault)
    qtbot.keyClick(table, Qt.Key.Key_D)
    settle()
    assert texts(table) == before[2:]
    home.toast.undo()
    settle()
    assert before[1] in texts(table)
    choose(table, before[-1])
    qtbot.keyClick(table, Qt.Key.Key_E)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.setText("Bilal wants comments in the file")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settle()
    assert any("comments in the file" in one for one in known(vault))
    page.review.drop_all.click()
    boxes = [one for one in page.findChildren(QMessageBox) if one.isVisible()]
    next(one for one in boxes[0].buttons() if one.text() == "Drop all").click()
    settle()
    assert table.model().rowCount() == 0
    assert page.tabs.bar.tabText(REVIEW) == "Review"
    home.toast.undo()
    settle()
    page.review.keep_all.click()
    settle()
    with vault.reader() as conn:
        assert memory_lists.count(conn, State.PROPOSED) == 0


def test_the_sidebar_tells_how_much_waits(page: MemoryPage, home: Home, settle: Settle) -> None:
    assert home.sidebar._badges[PageName.MEMORY].text() == "8"
    page.go_to("review")
    settle()
    page.review.keep_all.click()
    settle()
    assert home.sidebar._badges[PageName.MEMORY].text() == "0"


def test_people_are_found_in_the_list_and_in_the_picture(
    qtbot: QtBot, page: MemoryPage, settle: Settle, texts: Texts, choose: Choose
) -> None:
    page.go_to("people")
    settle()
    part = page.people
    part.search.setText("jon")
    qtbot.waitUntil(lambda: texts(part.list) == ["Jonas"], timeout=WAIT_MS)
    qtbot.keyClick(part.search, Qt.Key.Key_Return)
    settle()
    assert part.name.text() == "Jonas"
    assert "Jonas likes short mails." in read(part._panel)
    jonas = part._model.chosen
    assert jonas is not None
    assert "Lumen Bikes" in part.graph.accessibleDescription()
    spot = part.graph.place(jonas).toPoint()
    part.graph.choose(None)
    part.graph.left.emit()
    assert part.name.text() == ""
    qtbot.mouseClick(part.graph, Qt.MouseButton.LeftButton, pos=spot)
    settle()
    assert part.name.text() == "Jonas"
    part.graph.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Plus, Qt.Key.Key_0):
        qtbot.keyClick(part.graph, key)
    qtbot.keyClick(part.graph, Qt.Key.Key_Escape)
    assert part._model.chosen is None
    part.show_somebody(jonas)
    settle()
    part.everything.click()
    settle()
    assert page.tabs.chosen == EVERYTHING
    assert page.everything.table.model().rowCount() == 4
    page.everything.about.click()
    settle()
    assert page.everything.table.model().rowCount() > 50


def test_notes_are_written_found_added_to_and_forgotten(
    qtbot: QtBot,
    page: MemoryPage,
    home: Home,
    vault: Vault,
    settle: Settle,
    texts: Texts,
    choose: Choose,
) -> None:
    page.go_to("notes")
    settle()
    part = page.notes
    part.new.click()
    part.title.setText("Sourdough")
    part.text.setPlainText("Rye\nSalt")
    assert part.is_changed
    part.keep.click()
    settle()
    assert part.list.currentIndex().data() == "Sourdough"
    part.text.setPlainText("Rye\nSalt\nWater")
    part.text.setFocus()
    qtbot.keyClick(part.text, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle()
    qtbot.waitUntil(lambda: not part.is_changed, timeout=WAIT_MS)
    settle()
    part.line.setText("Caraway")
    qtbot.keyClick(part.line, Qt.Key.Key_Return)
    settle()
    assert part.text.toPlainText() == "Rye\nSalt\nWater\nCaraway"
    home.toast.undo()
    settle()
    assert part.text.toPlainText() == "Rye\nSalt\nWater"
    part.search.setText("ferry")
    qtbot.waitUntil(lambda: part.list.model().rowCount() == 1, timeout=WAIT_MS)
    assert texts(part.list) == ["Ferry timetable, first round"]
    part.search.clear()
    qtbot.waitUntil(lambda: "Sourdough" in texts(part.list), timeout=WAIT_MS)
    choose(part.list, "Sourdough")
    part.forget.click()
    asked = dialog(qtbot, page)
    assert isinstance(asked, ForgetDialog)
    assert "- the note “Sourdough”" in asked.lines.text()
    asked.accept()
    settle()
    with vault.reader() as conn:
        assert "Sourdough" not in [one.title for one in notes.every(conn)]


def test_what_is_being_written_is_not_lost(page: MemoryPage, settle: Settle) -> None:
    page.go_to("notes")
    settle()
    part = page.notes
    part.list.selectRow(0)
    part.text.setPlainText("half a thought")
    page._memories.session.tell_changed()
    settle()
    assert part.text.toPlainText() == "half a thought"
    assert not part.list.isEnabled()
    part.back.click()
    assert "half" not in part.text.toPlainText()
    assert part.list.isEnabled()


def test_what_is_known_is_read_and_exported(
    page: MemoryPage, tmp_path: Path, settle: Settle
) -> None:
    page.go_to("known")
    settle()
    assert "How you like things" in page.known.text.toPlainText()
    assert "Your sister is Mira." in page.known.text.toPlainText()
    page._memories.export(tmp_path / "known.md")
    settle()
    assert "readable to anyone" in page.card.text()
    written = (tmp_path / "known.md").read_text(encoding="utf-8")
    assert "not encrypted" in written
    assert "- Your locker code is 4417. (conversation, 20 Nov 2026, sure" in written
    assert (tmp_path / "known.md").stat().st_mode & 0o077 == 0
    page._memories.export(tmp_path / "nowhere" / "known.md")
    settle()
    assert "cannot be written" in page.card.text()


def test_learning_is_paused_and_goes_on(page: MemoryPage, settle: Settle) -> None:
    assert page.pause.text() == "Pause learning"
    page.pause.click()
    settle()
    assert page.pause.isChecked()
    assert "paused" in page.pause.text()
    page.pause.click()
    settle()
    assert not page.pause.isChecked()


def test_every_part_can_be_reached_and_named(
    qtbot: QtBot, page: MemoryPage, settle: Settle, choose: Choose
) -> None:
    for part in (EVERYTHING, REVIEW, PEOPLE, NOTES, KNOWN):
        page.tabs.choose(part)
        settle()
        page.tabs.bar.setFocus()
        reached: set[QWidget] = set()
        for _ in range(40):
            focus = QApplication.focusWidget()
            assert focus is not None
            reached.add(focus)
            assert focus.accessibleName() or getattr(focus, "text", lambda: "x")(), focus
            qtbot.keyClick(focus, Qt.Key.Key_Tab)
        wanted = [one for one in page.findChildren(QLineEdit) if one.isVisible()]
        wanted_tables = [one for one in page.findChildren(QTableView) if one.isVisible()]
        assert {*wanted, *wanted_tables} <= reached, part


def test_a_place_leads_to_a_memory_and_to_a_note(
    page: MemoryPage, vault: Vault, settle: Settle
) -> None:
    with vault.reader() as conn:
        number = memory_lists.numbers(conn, View(words="hazelnuts"), demo_home.NOW)[0]
        note = notes.every(conn)[2]
        mira = entities.find(conn, "Mira")[0].id
        relation = entities.relations(conn, mira)[0].item
    page.go_to(relation)
    settle()
    assert "Mira" in read(page.everything.details)
    page.go_to(number)
    settle()
    assert "Mira is allergic to hazelnuts." in read(page.everything.details)
    page.go_to(note.id)
    settle()
    assert page.tabs.chosen == NOTES
    assert page.notes.title.text() == note.title


def test_the_models_keep_qt_s_rules(page: MemoryPage, settle: Settle) -> None:
    strict = QAbstractItemModelTester.FailureReportingMode.Warning
    models = [page._memories.table, page.review._model.table]
    testers = [QAbstractItemModelTester(one, strict) for one in models]
    page._memories.show_part(Which.ENDED)
    settle()
    page._memories.show_part(Which.KNOWN)
    settle()
    page._memories.refresh()
    settle()
    for one in models:
        assert one.headerData(0, Qt.Orientation.Vertical) is None
        assert one.line(10_000) is None
        assert one.data(QModelIndex()) is None
        assert not one.setData(one.index(0, 1), "x")
    assert len(testers) == 2


def test_a_hundred_pages_are_asked_for_only_where_somebody_looks(
    qtbot: QtBot, page: MemoryPage, vault: Vault, settle: Settle
) -> None:
    with vault.writer() as conn, conn.transaction():
        for number in range(3_000):
            fact = Fact(f"Line {number} of a long list.", "owner", "note", str(number))
            new = NewMemory(Tier.SEMANTIC, fact, Source(Origin.OWNER), demo_home.NOW)
            memories.remember(conn, new, demo_home.NOW)
    asked: list[int] = []
    model = page._memories.table
    model.wanted.connect(asked.append)
    page._memories.refresh()
    settle()
    assert model.rowCount() > 3_000
    assert len(set(asked)) == 1
    page.everything.table.scrollToBottom()
    qtbot.waitUntil(lambda: len(set(asked)) >= 2, timeout=WAIT_MS)
    settle()
    assert len(set(asked)) <= 3
    assert model.index(model.rowCount() - 1, 0).data()
    page.everything.table.selectAll()
    assert len(page.everything.chosen()) == model.rowCount()
    page.everything.forget.click()
    settle()
    assert "too many to look at" in page.card.text()
    assert isinstance(page._memories, MemoriesModel)
    assert isinstance(page.review._model, ReviewModel)
