"""The page “Profile” on a lived-in vault: read, changed, taken back, forgotten, exported."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.app import Parts
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.ui.home import Home
from desktop.ui.memory.forget import ForgetDialog
from desktop.ui.profile_entry import EntryRow
from desktop.ui.profile_page import ProfilePage
from desktop.viewmodels.profile import Earlier
from inference import person
from tests.desktop import demo_home
from tests.desktop.conftest import PASSPHRASE, WAIT_MS
from tests.vault.conftest import COST
from vault import profile
from vault.places import Places
from vault.vault import Vault

Settle = Callable[[], None]


@pytest.fixture
def vault(paths: Paths, lived_in: Path) -> Vault:
    return demo_home.copied(lived_in, paths)


@pytest.fixture
def home(parts: Parts, vault: Vault) -> Home:
    return demo_home.entered(parts, vault)


@pytest.fixture
def page(qtbot: QtBot, home: Home) -> ProfilePage:
    shown = demo_home.shown(qtbot, home, Place(PageName.PROFILE))
    assert isinstance(shown, ProfilePage)
    qtbot.waitUntil(lambda: len(shown.rows) == len(person.KEYS), timeout=WAIT_MS)
    return shown


@pytest.fixture
def settle(qtbot: QtBot, home: Home) -> Settle:
    return lambda: demo_home.settle(qtbot, home)


def values(row: EntryRow) -> list[str]:
    return [held.text for held in row.entry.held]


def held(vault: Vault, key: str) -> object:
    with vault.reader() as conn:
        return person.get(conn, key)


def links(row: EntryRow) -> dict[str, QPushButton]:
    return {one.text(): one for one in row.findChildren(QPushButton)}


def test_what_is_known_is_read_and_what_is_empty_is_folded(page: ProfilePage) -> None:
    said = [one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page)]
    for words in ("Nora", "08:30 to 17:00", "15 minutes", "14 March 1989", "Who you are"):
        assert words in said
    pronouns = page.rows["identity.pronouns"]
    assert not pronouns.isVisibleTo(page)
    page.all.click()
    assert pronouns.isVisibleTo(page)


def test_a_value_is_changed_in_place_and_taken_back(
    qtbot: QtBot, page: ProfilePage, home: Home, vault: Vault, settle: Settle
) -> None:
    row = page.rows["work.hours"]
    row.change.click()
    assert QApplication.focusWidget() is row.field
    assert row.field.text() == "08:30 to 17:00"
    row.field.setText("10 to 18")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    settle()
    assert values(row) == ["10:00 to 18:00"]
    assert not row.field.isVisible()
    home.toast.undo()
    settle()
    assert held(vault, "work.hours") == "08:30-17:00"
    assert values(row) == ["08:30 to 17:00"]


def test_what_does_not_fit_is_said_beside_the_field(
    qtbot: QtBot, page: ProfilePage, vault: Vault, settle: Settle
) -> None:
    row = page.rows["communication.tone"]
    row.edit()
    for wrong in ("loud", "   "):
        row.field.setText(wrong)
        qtbot.keyClick(row.field, Qt.Key.Key_Return)
        assert row.trouble.isVisible()
        assert row.trouble.text() == "This takes brief, friendly, formal or plain."
        assert row.field.property("bad") is True
    assert not page.card.isVisible()
    qtbot.keyClick(row.field, Qt.Key.Key_Escape)
    assert not row.field.isVisible()
    settle()
    assert held(vault, "communication.tone") == "brief"


def test_history_is_shown_and_an_earlier_value_put_back(
    qtbot: QtBot, page: ProfilePage, vault: Vault, settle: Settle
) -> None:
    row = page.rows["work.hours"]
    row.make_menu().actions()[0].trigger()
    settle()
    assert links(row)["Put back"].accessibleName() == "Put back: 09:00 to 18:00"
    links(row)["Put back"].click()
    settle()
    assert held(vault, "work.hours") == "09:00-18:00"
    qtbot.waitUntil(lambda: row._history.count() == 4, timeout=WAIT_MS)
    links(row)["Hide history"].click()
    assert row._history.count() == 0


def test_lists_get_one_more_and_one_less(
    qtbot: QtBot, page: ProfilePage, home: Home, settle: Settle
) -> None:
    row = page.rows["goals.short_term"]
    row.edit()
    row.field.setText("learn Welsh")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    settle()
    assert values(row)[-1] == "learn Welsh"
    buttons = {one.accessibleName(): one for one in row.findChildren(QToolButton)}
    buttons["Take out: learn Welsh"].click()
    settle()
    assert "learn Welsh" not in values(row)
    assert len(values(row)) == 2
    home.toast.undo()
    settle()
    assert "learn Welsh" in values(row)


def test_an_entry_is_taken_away_or_forgotten_with_its_history(
    qtbot: QtBot, page: ProfilePage, vault: Vault, settle: Settle
) -> None:
    row = page.rows["work.hours"]
    _history, take_away, _line, forget = row.make_menu().actions()
    take_away.trigger()
    settle()
    assert held(vault, "work.hours") is None
    assert not row.isVisibleTo(page)
    forget = row.make_menu().actions()[3]
    forget.trigger()
    dialogs = page.findChildren(ForgetDialog)
    qtbot.waitUntil(lambda: bool(page.findChildren(ForgetDialog)), timeout=WAIT_MS)
    dialogs = page.findChildren(ForgetDialog)
    assert "- You work from 09:00 to 18:00." in dialogs[0].lines.text()
    dialogs[0].accept()
    settle()
    with vault.reader() as conn:
        assert profile.history(conn, "work.hours") == []


def test_every_value_can_be_written_again_as_it_is_read(page: ProfilePage, vault: Vault) -> None:
    with vault.reader() as conn:
        for key, row in page.rows.items():
            one = person.BY_NAME[key]
            kept = [entry.value for entry in profile.current(conn, key)]
            assert [person.read(one, text) for text in values(row)] == kept, key


def test_a_link_leads_to_where_a_value_was_said(
    page: ProfilePage, vault: Vault, settle: Settle
) -> None:
    with vault.writer() as conn:
        talk = conn.value("SELECT item FROM conversation WHERE title = 'Family'")
        message = conn.value("SELECT min(item) FROM message WHERE conversation = ?", (talk,))
        origin = profile.current(conn, "work.lunch")[0].origin
        with conn.transaction():
            conn.run("INSERT INTO derivation(item, origin) VALUES (?, ?)", (origin, message))
    page._profile.refresh()
    settle()
    asked: list[Place] = []
    page.asked_for.connect(asked.append)
    links(page.rows["work.lunch"])["from “Family”"].click()
    assert asked == [Place(PageName.CHAT, talk)]


def test_the_profile_is_exported(page: ProfilePage, tmp_path: Path, settle: Settle) -> None:
    page._profile.export(tmp_path / "profile.md")
    settle()
    written = (tmp_path / "profile.md").read_text(encoding="utf-8")
    assert "not encrypted" in written
    assert "- **when you work:** 08:30 to 17:00" in written
    assert "pronouns" not in written


def test_a_place_opens_an_entry_to_write_in(
    qtbot: QtBot, page: ProfilePage, settle: Settle
) -> None:
    page.go_to("identity.pronouns")
    assert page.rows["identity.pronouns"].field.isVisible()
    told: list[tuple[str, list[Earlier]]] = []
    page._profile.history_told.connect(lambda key, found: told.append((key, found)))
    page.rows["identity.pronouns"].make_menu().actions()[0].trigger()
    settle()
    assert told == [("identity.pronouns", [])]


def test_every_entry_can_be_reached_and_named(qtbot: QtBot, page: ProfilePage) -> None:
    page.all.setFocus()
    reached = set()
    for _ in range(30):
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    rows = list(page.rows.values())[:2]
    assert {one.change for one in rows} | {one.more for one in rows} <= reached
    for button in page.findChildren(QToolButton):
        assert button.accessibleName()
    for field in page.findChildren(QLineEdit):
        assert field.accessibleName()


def test_a_new_vault_shows_what_there_could_be(qtbot: QtBot, paths: Paths, parts: Parts) -> None:
    places = Places.of(paths.data, paths.config)
    home = demo_home.entered(parts, Vault.create(places, PASSPHRASE, demo_home.NOW, COST)[0])
    page = demo_home.shown(qtbot, home, Place(PageName.PROFILE))
    assert isinstance(page, ProfilePage)
    qtbot.waitUntil(lambda: len(page.rows) == len(person.KEYS), timeout=WAIT_MS)
    assert page.rows["identity.pronouns"].isVisibleTo(page)
    assert not page.all.isVisible()
