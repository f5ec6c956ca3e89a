"""The list of conversations, used like a person uses it: a real vault, keys, menus, undo."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.export import Format
from desktop.session import Session
from desktop.ui.conversations_panel import ConversationsPanel
from desktop.ui.folder_targets import FolderTarget, FolderTargets
from desktop.ui.home import Home
from desktop.viewmodels.conversations import FORMAT
from desktop.viewmodels.listed import PAGE
from tests.desktop.conftest import WAIT_MS, Clock, looked
from vault import conversations
from vault.connection import WriteConn
from vault.conversations import Said, Shelf, Speaker
from vault.vault import Vault

NOW = Clock.now
Do = Callable[[Callable[[WriteConn], object]], object]


@pytest.fixture
def do(qtbot: QtBot, clock: Clock, session: Session) -> Do:
    """Something done to the vault, by whoever."""

    def carry_out(work: Callable[[WriteConn], object]) -> object:
        with qtbot.waitCallback(timeout=WAIT_MS) as told:
            session.change(lambda one: work(one.conn), on_done=told)
        return told.args[0]

    return carry_out


@pytest.fixture
def panel(qtbot: QtBot, clock: Clock, session: Session) -> ConversationsPanel:
    made = ConversationsPanel(session)
    qtbot.addWidget(made)
    QAbstractItemModelTester(made.viewmodel.model, made)
    made.resize(280, 600)
    return made


def talk(title: str, said: str = "", *, hours_ago: float = 0) -> Callable[[WriteConn], int]:
    def work(conn: WriteConn) -> int:
        now = NOW - timedelta(hours=hours_ago)
        number = conversations.begin(conn, title, now)
        if said:
            conversations.say(conn, number, Said(Speaker.OWNER, said), now)
        return number

    return work


def shown(panel: ConversationsPanel) -> list[str]:
    model = panel.viewmodel.model
    return [model.index(row).data() for row in range(model.rowCount())]


def show(qtbot: QtBot, panel: ConversationsPanel) -> None:
    with qtbot.waitSignal(panel.viewmodel.listed, timeout=WAIT_MS):
        panel.show()


def choose(panel: ConversationsPanel, *titles: str) -> None:
    panel.list.clearSelection()
    rows = shown(panel)
    for title in titles:
        index = panel.viewmodel.model.index(rows.index(title))
        panel.list.selectionModel().setCurrentIndex(
            index, panel.list.selectionModel().SelectionFlag.Select
        )


def pick(menu: QMenu, *names: str) -> None:
    """Choose a line of a menu, or of a menu in it."""
    for name in names:
        (found,) = [one for one in menu.actions() if one.text().partition("\t")[0] == name]
        inner = found.menu()
        if isinstance(inner, QMenu):
            menu = inner
        else:
            found.trigger()


def test_conversations_stand_under_when_they_were(
    qtbot: QtBot, panel: ConversationsPanel, do: Do
) -> None:
    do(talk("Old", hours_ago=24 * 30))
    do(talk("Midweek", hours_ago=24 * 3))
    do(talk("Last night", hours_ago=14))
    do(talk("Just now"))
    pinned = do(talk("Kept above", hours_ago=24 * 90))
    do(lambda conn: conversations.pin(conn, [int(str(pinned))], is_pinned=True))
    show(qtbot, panel)
    assert shown(panel) == [
        "Pinned", "Kept above", "Today", "Just now", "Yesterday", "Last night", "This week",
        "Midweek", "Older", "Old",
    ]  # fmt: skip
    model = panel.viewmodel.model
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole).endswith("pinned")
    assert not model.index(0).flags() & Qt.ItemFlag.ItemIsSelectable


def test_it_says_what_belongs_here_while_there_is_nothing(
    qtbot: QtBot, panel: ConversationsPanel
) -> None:
    show(qtbot, panel)
    assert panel.empty.isVisible()
    panel.search.setText("rome")
    qtbot.waitUntil(lambda: "words" in panel.empty.text(), timeout=WAIT_MS)


def test_a_long_list_is_fetched_as_it_is_scrolled(
    qtbot: QtBot, panel: ConversationsPanel, do: Do
) -> None:
    def many(conn: WriteConn) -> None:
        with conn.transaction():
            for number in range(PAGE * 2 + 50):
                talk(f"Talk {number}", hours_ago=number)(conn)

    do(many)
    show(qtbot, panel)
    model = panel.viewmodel.model
    assert PAGE < model.rowCount() < PAGE + 10
    panel.list.setFocus()
    for _ in range(2):
        before = model.rowCount()
        qtbot.keyClick(panel.list, Qt.Key.Key_End)
        qtbot.waitUntil(lambda before=before: model.rowCount() > before, timeout=WAIT_MS)  # type: ignore[misc]
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    assert panel.list.currentIndex().data() == f"Talk {PAGE * 2 + 49}"
    titles = [one for one in shown(panel) if one.startswith("Talk")]
    assert titles == [f"Talk {number}" for number in range(PAGE * 2 + 50)]
    assert not model.canFetchMore()


def test_news_leave_what_is_seen_where_it_is_and_let_go_of_what_is_not(
    qtbot: QtBot, panel: ConversationsPanel, do: Do
) -> None:
    def many(conn: WriteConn) -> None:
        with conn.transaction():
            for number in range(PAGE * 3):
                talk(f"Talk {number}", hours_ago=number)(conn)

    do(many)
    show(qtbot, panel)
    model = panel.viewmodel.model
    while model.canFetchMore():
        with qtbot.waitSignal(panel.viewmodel.listed, timeout=WAIT_MS):
            qtbot.keyClick(panel.list, Qt.Key.Key_End)
    choose(panel, f"Talk {PAGE + 50}")
    panel.list.scrollTo(panel.list.currentIndex())
    seen = panel.list.verticalScrollBar().value()
    do(talk("Something new"))
    qtbot.waitUntil(lambda: "Something new" in shown(panel), timeout=WAIT_MS)
    assert panel.list.currentIndex().data() == f"Talk {PAGE + 50}"
    assert panel.list.verticalScrollBar().value() >= seen
    assert PAGE * 2 < model.rowCount() < PAGE * 3
    assert model.canFetchMore()


def test_words_find_titles_and_what_was_said(
    qtbot: QtBot, panel: ConversationsPanel, do: Do
) -> None:
    do(talk("Train to Rome"))
    number = do(talk("Plans", "The hotel in Rome is booked"))
    do(talk("Bike", "New tyres"))
    show(qtbot, panel)
    panel.start_search()
    for letter in "rome":
        qtbot.keyClick(panel.search, letter)
    found = ["In the title", "Train to Rome", "In what was said", "Plans"]
    qtbot.waitUntil(lambda: shown(panel) == found, timeout=WAIT_MS)
    qtbot.keyClick(panel.search, Qt.Key.Key_Down)
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert chosen.args == [number]
    qtbot.keyClick(panel.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(shown(panel)) == 4, timeout=WAIT_MS)


def test_f2_gives_another_title(qtbot: QtBot, panel: ConversationsPanel, do: Do) -> None:
    number = int(str(do(talk("Rome"))))
    show(qtbot, panel)
    choose(panel, "Rome")
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.findChild(QLineEdit, "inline")
    assert editor is not None
    assert editor.text() == "Rome"
    editor.setText("  Rome in   May ")
    with qtbot.waitSignal(panel.viewmodel.session.changed, timeout=WAIT_MS):
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert do(lambda conn: conversations.get(conn, number).title) == "Rome in May"
    assert "Rome in May" in shown(panel)


def test_what_is_being_written_survives_news(
    qtbot: QtBot, panel: ConversationsPanel, do: Do
) -> None:
    do(talk("Rome", hours_ago=2))
    show(qtbot, panel)
    choose(panel, "Rome")
    panel.list.edit(panel.list.currentIndex())
    editor = panel.list.findChild(QLineEdit, "inline")
    assert editor is not None
    editor.setText("Half a na")
    do(talk("Something new"))
    qtbot.waitUntil(lambda: "Something new" in shown(panel), timeout=WAIT_MS)
    assert panel.list.findChild(QLineEdit, "inline") is editor
    assert editor.text() == "Half a na"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_several_are_deleted_and_come_back(
    qtbot: QtBot, home: Home, panel: ConversationsPanel, do: Do
) -> None:
    first, second = do(talk("Rome")), do(talk("Bike"))
    do(talk("Stays"))
    show(qtbot, panel)
    choose(panel, "Rome", "Bike")
    panel.mark(int(str(first)))
    choose(panel, "Rome", "Bike")
    with qtbot.waitSignal(panel.chosen, timeout=WAIT_MS) as chosen:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert chosen.args == [None]
    qtbot.waitUntil(lambda: shown(panel) == ["Today", "Stays"], timeout=WAIT_MS)
    assert home.toast.text() == "Deleted 2 conversations"
    with qtbot.waitSignal(panel.chosen, timeout=WAIT_MS) as chosen:
        home.toast.undo()
    assert chosen.args == [first]
    qtbot.waitUntil(lambda: len(shown(panel)) == 4, timeout=WAIT_MS)
    assert do(lambda conn: conversations.get(conn, int(str(second))).title) == "Bike"


def test_what_is_deleted_is_forgotten_when_undo_is_over(
    qtbot: QtBot, clock: Clock, home: Home, session: Session, panel: ConversationsPanel, do: Do
) -> None:
    do(talk("Rome", "The hotel is booked"))
    show(qtbot, panel)
    choose(panel, "Rome")
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(panel) == [], timeout=WAIT_MS)
    clock.now += timedelta(minutes=1)
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        panel.viewmodel.forget_hidden()
    assert do(lambda conn: conn.value("SELECT count(*) FROM message")) == 0
    home.toast.undo()
    qtbot.waitUntil(lambda: "for good" in home.toast.text(), timeout=WAIT_MS)


def test_the_menu_pins_archives_and_puts_into_folders(
    qtbot: QtBot, panel: ConversationsPanel, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(talk("Rome"))
    do(talk("Bike", hours_ago=1))
    show(qtbot, panel)
    choose(panel, "Bike")
    pick(panel.menu(), "Pin")
    qtbot.waitUntil(lambda: shown(panel) == ["Pinned", "Bike", "Today", "Rome"], timeout=WAIT_MS)
    choose(panel, "Rome")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Journeys", True))
    pick(panel.menu(), "Move to folder", "New folder…")
    qtbot.waitUntil(lambda: panel.viewmodel.folders == ("Journeys",), timeout=WAIT_MS)
    pick(panel.shelf_menu(), "Journeys")
    qtbot.waitUntil(lambda: shown(panel) == ["Today", "Rome"], timeout=WAIT_MS)
    assert panel.shelf.text() == "Journeys"
    choose(panel, "Rome")
    pick(panel.menu(), "Archive")
    qtbot.waitUntil(lambda: shown(panel) == [], timeout=WAIT_MS)
    pick(panel.shelf_menu(), "Archived")
    qtbot.waitUntil(lambda: shown(panel) == ["Today", "Rome"], timeout=WAIT_MS)
    assert panel.shelf.text() == "Archived"
    choose(panel, "Rome")
    pick(panel.menu(), "Take out of the archive")
    qtbot.waitUntil(panel.empty.isVisible, timeout=WAIT_MS)


@pytest.mark.parametrize("kind", list(Format))
def test_a_conversation_is_taken_along_after_a_warning(
    qtbot: QtBot, home: Home, panel: ConversationsPanel, do: Do, kind: Format, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    number = int(str(do(talk("Rome: plans/May", "The hotel is booked"))))
    show(qtbot, panel)
    choose(panel, "Rome: plans/May")
    asked: list[str] = []

    def save_to(_parent: object, _title: str, suggested: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(suggested).name)
        return str(tmp_path / f"out.{kind.value}"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save_to)
    panel.taking.export([number], kind, "Rome: plans/May")
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    asked.append(box.informativeText())
    (yes,) = [one for one in box.findChildren(QPushButton) if one.text() == "Choose a place…"]
    yes.click()
    qtbot.waitUntil(lambda: "Saved" in home.toast.text(), timeout=WAIT_MS)
    assert "in clear" in asked[0]
    assert asked[1] == f"Rome plans May.{kind.value}"
    path = tmp_path / f"out.{kind.value}"
    assert path.stat().st_mode & 0o777 == 0o600
    content = path.read_bytes()
    assert content.startswith(b"%PDF") if kind is Format.PDF else b"hotel is booked" in content


def test_nothing_is_written_without_a_yes(
    qtbot: QtBot, panel: ConversationsPanel, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = int(str(do(talk("Rome"))))

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: pytest.fail("asked where to"))
    panel.taking.export([number], Format.TEXT)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=WAIT_MS)


def test_the_menu_key_opens_the_menu_at_the_row(
    qtbot: QtBot, panel: ConversationsPanel, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(talk("Rome"))
    show(qtbot, panel)
    choose(panel, "Rome")
    opened: list[tuple[list[str], QPoint]] = []

    def popup(menu: QMenu, where: QPoint) -> None:  # the offscreen screen warns of real ones
        names = [one.text().partition("\t")[0] for one in menu.actions() if one.text()]
        opened.append((names, panel.list.viewport().mapFromGlobal(where)))

    monkeypatch.setattr(QMenu, "popup", popup)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    QApplication.sendEvent(panel.list.viewport(), event)
    ((names, where),) = opened
    assert names == ["Open", "Rename", "Pin", "Move to folder", "Archive", "Export", "Delete"]
    assert panel.list.visualRect(panel.list.currentIndex()).contains(where)


def test_what_is_deleted_goes_for_good_when_the_window_is_locked(
    qtbot: QtBot, clock: Clock, session: Session
) -> None:
    number = looked(qtbot, session, lambda one: talk("Rome", "The hotel is booked")(one.conn))
    looked(qtbot, session, lambda one: conversations.hide(one.conn, [number], NOW))
    session.jobs.close()
    with session.vault.reader() as conn:
        assert conn.value("SELECT count(*) FROM message") == 0


def test_what_was_deleted_before_a_crash_is_forgotten_by_the_next_unlocking(
    qtbot: QtBot, clock: Clock, vault: Vault, parts: Parts
) -> None:
    with vault.writer() as conn:
        conversations.hide(conn, [talk("Rome", "The hotel is booked")(conn)], NOW)
    parts.clock = clock
    parts.enter(vault)
    assert parts.session is not None
    count = looked(qtbot, parts.session, lambda one: one.conn.value("SELECT count(*) FROM message"))
    assert count == 0


def dropped_on(target: FolderTarget, data: QMimeData) -> None:
    where = QPointF(target.rect().center())
    entering = QDragEnterEvent(
        where.toPoint(), Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(target, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(
        target,
        QDropEvent(
            where,
            Qt.DropAction.MoveAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        ),
    )


def test_conversations_are_dragged_onto_a_folder_and_out_of_it(
    qtbot: QtBot, panel: ConversationsPanel, do: Do, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [int(str(do(talk(one)))) for one in ("Rome", "Oslo", "Bike")]
    do(lambda conn: conversations.put_into(conn, "Trips", numbers[:1]))
    show(qtbot, panel)
    wanted: list[str] = ["Trips"]

    def drag(begun: QDrag, _actions: Qt.DropAction) -> Qt.DropAction:
        assert panel.targets.isVisible()
        named = {one.accessibleName(): one for one in panel.targets.targets}
        assert ("Out of the folder" in named) is (wanted[0] == "Out of the folder")
        dropped_on(named[wanted[0]], begun.mimeData())
        return Qt.DropAction.MoveAction

    monkeypatch.setattr(QDrag, "exec", drag)
    choose(panel, "Oslo", "Bike")
    panel.list.startDrag(Qt.DropAction.MoveAction)
    assert not panel.targets.isVisible()

    def inside() -> list[int]:
        found = do(lambda conn: conversations.recent(conn, shelf=Shelf("Trips")))
        assert isinstance(found, list)
        return sorted(one.id for one in found)

    assert inside() == numbers
    qtbot.waitUntil(lambda: all(
        one.conversation.folder for one in panel.viewmodel.model.lines if one.conversation
    ), timeout=WAIT_MS)  # fmt: skip
    wanted[0] = "Out of the folder"
    choose(panel, "Rome")
    panel.list.startDrag(Qt.DropAction.MoveAction)
    assert inside() == numbers[1:]


def test_a_heading_cannot_be_dragged(qtbot: QtBot, panel: ConversationsPanel, do: Do) -> None:
    do(talk("Rome"))
    show(qtbot, panel)
    model = panel.viewmodel.model
    flags = [bool(model.index(row).flags() & Qt.ItemFlag.ItemIsDragEnabled) for row in range(2)]
    assert flags == [False, True]


def test_a_new_folder_is_asked_for_once_the_drop_is_over(qtbot: QtBot) -> None:
    targets = FolderTargets()
    qtbot.addWidget(targets)
    targets.offer((), can_leave=False)
    wanted: list[object] = []
    targets.new_wanted.connect(wanted.append)
    data = QMimeData()
    data.setData(FORMAT, b"4 7")
    dropped_on(targets.targets[0], data)
    assert not wanted
    qtbot.waitUntil(lambda: wanted == [(4, 7)], timeout=WAIT_MS)
