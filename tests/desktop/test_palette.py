"""The field for everything, and the keys that work everywhere: a real vault, no pointer."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.app import LOCKING, Parts
from desktop.places import NEW, PRIVATE, PageName, Place
from desktop.session import Session
from desktop.ui.home import Home
from desktop.ui.palette import Palette
from inference.tools.base import by_owner
from tests.desktop.conftest import WAIT_MS
from tests.vault.conftest import NOW
from vault import conversations
from vault.connection import WriteConn
from vault.conversations import Said, Speaker
from vault.documents import NewDocument
from vault.documents import add as add_document
from vault.items import Origin, Passage, Sensitivity, Source

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _has_the_keyboard(qtbot: QtBot, home: Home) -> None:
    qtbot.waitUntil(home.isActiveWindow, timeout=WAIT_MS)


@pytest.fixture
def palette(qtbot: QtBot, home: Home) -> Palette:
    qtbot.keyClick(home, Qt.Key.Key_K, CONTROL)
    palette = home.palette_above
    assert palette.isVisible()
    QAbstractItemModelTester(palette.viewmodel.model, palette)
    qtbot.waitUntil(lambda: not palette.viewmodel.is_waiting, timeout=WAIT_MS)
    return palette


@pytest.fixture
def filled(qtbot: QtBot, session: Session) -> int:
    """A vault with a little of everything about Rome; the number of the conversation."""

    def fill(conn: WriteConn) -> int:
        talk = conversations.begin(conn, "Trip to Rome", NOW)
        conversations.say(conn, talk, Said(Speaker.OWNER, "The hotel is near the Trevi"), NOW)
        secret = Said(Speaker.OWNER, "The Roman safe is 4711", sensitivity=Sensitivity.SECRET)
        conversations.say(conn, conversations.begin(conn, "Codes", NOW), secret, NOW)
        new = NewDocument(
            "Rome guide.pdf", "application/pdf", "0" * 64, Source(Origin.FILE, "/x"), NOW,
            ["Ruins"], [Passage("The ruins are old", 1)],
        )  # fmt: skip
        add_document(conn, new, NOW)
        return talk

    with qtbot.waitCallback(timeout=WAIT_MS) as told:
        session.change(lambda one: fill(one.conn), on_done=told)
    for call in (
        by_owner("create_task", title="Book the train to Rome"),
        by_owner("create_note", title="Rome wifi", text="On the fridge"),
        by_owner("remember", text="I love Rome"),
    ):
        with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
            session.act(call)
    return int(told.args[0])


def shown(palette: Palette) -> list[str]:
    model = palette.viewmodel.model
    return [model.index(row).data() for row in range(model.rowCount())]


def type_in(qtbot: QtBot, palette: Palette, text: str) -> None:
    qtbot.keyClicks(palette.field, text)
    qtbot.waitUntil(lambda: not palette.viewmodel.is_waiting, timeout=WAIT_MS)


def went_to(home: Home, act: Callable[[], None]) -> list[Place]:
    """Where the window goes meanwhile."""
    places: list[Place] = []
    before = home.go_to
    home.go_to = lambda place: (places.append(place), before(place))[1]  # type: ignore[method-assign,func-returns-value]
    act()
    home.go_to = before  # type: ignore[method-assign]
    return places


def test_everything_is_found_by_words_under_what_it_is(
    qtbot: QtBot, filled: int, palette: Palette
) -> None:
    type_in(qtbot, palette, "rom")
    assert shown(palette) == [
        "Conversations", "Trip to Rome", "Tasks", "Book the train to Rome", "Notes", "Rome wifi",
        "Memories", "You like Rome.", "Documents", "Rome guide.pdf",
    ]  # fmt: skip
    palette.field.clear()
    type_in(qtbot, palette, "trev")
    assert shown(palette) == ["Conversations", "Trip to Rome"]
    palette.field.clear()
    type_in(qtbot, palette, "nonsense")
    assert shown(palette) == ["Nothing like this is here"]


def test_it_is_led_by_keys_alone(qtbot: QtBot, home: Home, filled: int, palette: Palette) -> None:
    type_in(qtbot, palette, "rom")
    assert palette.list.currentIndex().data() == "Trip to Rome"
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().data() == "Book the train to Rome"
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    qtbot.keyClick(palette.field, Qt.Key.Key_Up)
    assert palette.list.currentIndex().data() == "Rome guide.pdf"
    qtbot.keyClick(palette.field, Qt.Key.Key_PageUp)
    assert palette.list.currentIndex().data() == "Trip to Rome"
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is palette.field
    places = went_to(home, lambda: qtbot.keyClick(palette.field, Qt.Key.Key_Return))
    assert places == [Place(PageName.CHAT, filled)]
    assert not palette.isVisible()


def test_pages_and_actions_are_there_with_the_letter(
    qtbot: QtBot, parts: Parts, home: Home, palette: Palette
) -> None:
    qtbot.keyClicks(palette.field, "appr")
    assert shown(palette)[:2] == ["Go to", "Approvals"]  # before the vault has answered
    assert palette.viewmodel.model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Approvals, Ctrl+6"
    )
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert home.page.accessibleName() == "Approvals"
    home.find_anything()
    qtbot.keyClicks(palette.field, "ne pri")
    places = went_to(home, lambda: qtbot.keyClick(palette.field, Qt.Key.Key_Return))
    assert places == [Place(PageName.CHAT, PRIVATE)]
    home.find_anything()
    qtbot.keyClicks(palette.field, "lock")
    left: list[int] = []
    parts.leave = left.append
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert left == [LOCKING]


def test_an_answer_to_older_letters_is_never_shown(
    qtbot: QtBot, filled: int, palette: Palette
) -> None:
    seen: list[tuple[str, list[str]]] = []
    palette.viewmodel.listed.connect(lambda: seen.append((palette.field.text(), shown(palette))))
    type_in(qtbot, palette, "rome")
    palette.field.setText("trevi")
    palette.field.setText("fridge")
    qtbot.waitUntil(lambda: not palette.viewmodel.is_waiting, timeout=WAIT_MS)
    assert shown(palette) == ["Notes", "Rome wifi"]
    assert ("rome", "Trip to Rome") in [(text, one) for text, rows in seen for one in rows]
    assert not [rows for text, rows in seen if text == "fridge" and "Trip to Rome" in rows]
    assert not [rows for text, rows in seen if text == "trevi" and "Rome wifi" in rows]


def test_without_letters_it_shows_what_is_recent(
    qtbot: QtBot, filled: int, palette: Palette
) -> None:
    rows = shown(palette)
    assert rows[0] == "Do"
    recent = rows[rows.index("Recent") + 1 : rows.index("Go to")]
    assert {"Rome wifi", "Trip to Rome", "Rome guide.pdf"} <= set(recent)


def test_esc_and_a_click_beside_it_go_back_to_where_one_was(
    qtbot: QtBot, home: Home, session: Session
) -> None:
    before = QLineEdit(home)
    before.show()
    before.setFocus()
    home.sidebar.search_wanted.emit()
    assert QApplication.focusWidget() is home.palette_above.field
    qtbot.keyClick(home.palette_above.field, Qt.Key.Key_Escape)
    assert not home.palette_above.isVisible()
    assert QApplication.focusWidget() is before
    home.find_anything()
    corner = home.palette_above.rect().bottomRight()
    qtbot.mouseClick(home.palette_above, Qt.MouseButton.LeftButton, pos=corner)
    assert not home.palette_above.isVisible()


def test_keys_begin_a_chat_from_anywhere(qtbot: QtBot, home: Home) -> None:
    both = CONTROL | SHIFT
    assert went_to(home, lambda: qtbot.keyClick(home, Qt.Key.Key_N, CONTROL)) == [
        Place(PageName.CHAT, NEW)
    ]
    assert went_to(home, lambda: qtbot.keyClick(home, Qt.Key.Key_P, both)) == [
        Place(PageName.CHAT, PRIVATE)
    ]


def test_the_sheet_of_shortcuts_comes_and_goes(qtbot: QtBot, home: Home) -> None:
    qtbot.keyClick(home, Qt.Key.Key_F1)
    assert home.shortcuts.isVisible()
    qtbot.keyClick(home.shortcuts.first(), Qt.Key.Key_Escape)
    assert not home.shortcuts.isVisible()
    qtbot.keyClick(home, Qt.Key.Key_Slash, CONTROL)
    assert home.shortcuts.isVisible()
    qtbot.keyClick(home, Qt.Key.Key_F1)
    assert not home.shortcuts.isVisible()


def test_ctrl_z_takes_back_unless_a_field_is_written_in(
    qtbot: QtBot, home: Home, session: Session
) -> None:
    taken: list[str] = []
    field = QLineEdit(home)
    field.show()
    field.setFocus()
    qtbot.keyClicks(field, "words")
    session.offers.emit("Archived", lambda: taken.append("back"))
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert (field.text(), taken) == ("", [])
    home.page.setFocus()
    qtbot.keyClick(home.page, Qt.Key.Key_Z, CONTROL)
    assert taken == ["back"]


def test_no_key_means_two_things_at_once(qtbot: QtBot, home: Home) -> None:
    """Qt carries out neither of two shortcuts that are alike."""
    for page in PageName:
        home.go_to(Place(page))
        heard = Counter(_keys(home))
        assert heard["Ctrl+K"] == 1
        assert {keys for keys, count in heard.items() if count > 1} == set(), page


def _keys(home: Home) -> list[str]:
    """What the window listens for while it is as it is."""
    shortcuts = home.window().findChildren(QShortcut)
    keys = [
        one.key().toString() for one in shortcuts
        if one.context() == Qt.ShortcutContext.WindowShortcut and _is_seen(one.parent())
    ]  # fmt: skip
    buttons = home.findChildren(QAbstractButton)
    keys += [one.shortcut().toString() for one in buttons if _is_seen(one)]
    return [one for one in keys if one]


def _is_seen(widget: QObject | None) -> bool:
    return isinstance(widget, QWidget) and widget.isVisible()
