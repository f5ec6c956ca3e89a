"""The tray, its menu and what it tells; notifications; closing into the tray."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop import running, settings
from desktop.app import Parts
from desktop.assistant import Assistant
from desktop.notifications import Notifications
from desktop.paths import Paths
from desktop.places import PageName
from desktop.session import Session
from desktop.surroundings import Surroundings
from desktop.tray import Tray
from desktop.tray import is_there as tray_is_there
from desktop.ui.home import Home
from desktop.ui.mark import State, mark
from desktop.viewmodels.glance import Coming
from inference.reminders import Announcement
from inference.tools.base import by_owner
from tests.desktop.conftest import WAIT_MS

NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)


@pytest.fixture
def surroundings(parts: Parts) -> Surroundings:
    parts.surround()
    assert parts.surroundings is not None
    return parts.surroundings


@pytest.fixture
def tray(home: Home, session: Session, surroundings: Surroundings) -> Tray:
    """Of an unlocked window, at noon."""
    return surroundings.tray


def shown(tray: Tray) -> list[str]:
    return [one.text() for one in tray.menu.actions() if one.isVisible() and one.text()]


def entry(tray: Tray, text: str) -> QAction:
    (found,) = [one for one in tray.menu.actions() if one.text().startswith(text)]
    return found


def act(qtbot: QtBot, session: Session, tool: str, **arguments: str | int) -> None:
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        session.act(by_owner(tool, **arguments))


def test_a_locked_tray_tells_nothing(surroundings: Surroundings) -> None:
    assert shown(surroundings.tray) == ["Unlock Tacit…", "Quick ask…", "Quit Tacit"]
    assert surroundings.tray.icon.toolTip() == "Tacit is locked"


def test_the_menu_shows_what_comes_today(
    qtbot: QtBot, vault: object, parts: Parts, paths: Paths
) -> None:
    parts.enter(vault)  # type: ignore[arg-type]
    session = parts.session
    assert session is not None
    session.set_clock(lambda: NOON)
    parts.surround()
    assert parts.surroundings is not None
    tray = parts.surroundings.tray
    model = tray._model
    assert model is not None
    for title, hours in (("Later & last", 9), ("Soon", 1), ("Yesterday", -20), ("Tomorrow", 30),
                         ("Then", 2)):  # fmt: skip
        due = (NOON + timedelta(hours=hours)).isoformat()
        act(qtbot, session, "create_task", title=title, due=due)
    expected = ["Yesterday", "Soon", "Then"]
    qtbot.waitUntil(lambda: [one.title for one in model.glance.agenda] == expected, timeout=WAIT_MS)
    assert [text.split("   ")[-1] for text in shown(tray)[4:7]] == expected
    assert tray._line(Coming("", "Later & last")) == "Later && last"
    assert tray._line(Coming("09:00", "")) == "09:00   Something private"
    assert len(tray._line(Coming("", "x" * 300))) < 60


def test_what_waits_is_counted_and_opened(
    qtbot: QtBot, tray: Tray, session: Session, home: Home
) -> None:
    assert not entry(tray, "Waiting").isVisible()
    with qtbot.waitSignal(session.changed, timeout=WAIT_MS):
        session.look(remember_something)
        session.act(by_owner("remember", text="Ana likes green tea"))
    with qtbot.waitSignal(session.waits, timeout=WAIT_MS):
        session.act(by_owner("forget", what="Ana likes green tea"))
    qtbot.waitUntil(lambda: entry(tray, "Waiting").isVisible(), timeout=WAIT_MS)
    assert entry(tray, "Waiting").text() == "Waiting for your yes (1)"
    assert tray.icon.toolTip() == "Tacit: a question waits for your yes"
    entry(tray, "Waiting").trigger()
    assert home.sidebar._buttons[PageName.APPROVALS].isChecked()


def remember_something(_assistant: Assistant) -> None:
    """Nothing: what is waited for is the change after it."""


def test_learning_is_paused_and_goes_on(qtbot: QtBot, tray: Tray, session: Session) -> None:
    model = tray._model
    assert model is not None
    entry(tray, "Pause learning").trigger()
    qtbot.waitUntil(lambda: not model.glance.learns, timeout=WAIT_MS)
    assert entry(tray, "Pause learning").isChecked()
    entry(tray, "Pause learning").trigger()
    qtbot.waitUntil(lambda: model.glance.learns, timeout=WAIT_MS)
    assert not entry(tray, "Pause learning").isChecked()


def test_thinking_is_seen_as_long_as_it_lasts(qtbot: QtBot, tray: Tray, session: Session) -> None:
    with qtbot.waitCallback(timeout=WAIT_MS) as done:
        session.think(lambda _assistant, _job: None, on_done=done)
        assert tray.icon.toolTip() == "Tacit is thinking"
    assert tray.icon.toolTip() == "Tacit"


def test_locking_and_quitting_from_the_tray(tray: Tray, parts: Parts) -> None:
    left: list[int] = []
    parts.leave = left.append
    entry(tray, "Lock now").trigger()
    assert len(left) == 1
    assert left[0] != 0
    entry(tray, "Quit Tacit").trigger()
    assert left[1:] == [0]


def test_the_sign_is_opened_by_a_click(tray: Tray, parts: Parts) -> None:
    parts.window.hide()
    tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert parts.window.isVisible()


def test_the_sign_differs_in_each_state() -> None:
    images = [mark(state).pixmap(22).toImage() for state in State]
    assert all(one != other for at, one in enumerate(images) for other in images[:at])


class ByItsButton(QCloseEvent):
    """As the window system sends it."""

    def spontaneous(self) -> bool:
        return True


def test_closing_into_the_tray_is_an_opt_in(parts: Parts) -> None:
    parts.window.hides_on_close = lambda: True
    event = ByItsButton()
    parts.window.closeEvent(event)
    assert not event.isAccepted()
    assert not parts.window.isVisible()
    parts.window.show()
    parts.window.close()  # as Ctrl+Q does
    assert not parts.window.isVisible()
    parts.window.hides_on_close = lambda: False
    event = ByItsButton()
    parts.window.closeEvent(event)
    assert event.isAccepted()


def test_without_a_tray_the_window_is_never_hidden_for_good(
    surroundings: Surroundings, parts: Parts
) -> None:
    parts.settings.change(close_to_tray=True)
    assert not tray_is_there()
    event = ByItsButton()
    parts.window.closeEvent(event)
    assert event.isAccepted()


def test_a_window_that_is_not_wanted_yet_can_be_reached_without_a_tray(parts: Parts) -> None:
    parts.window.hide()
    running.show_first(parts.window, ["--start-hidden"])
    assert parts.window.isMinimized()
    parts.window.showNormal()
    running.show_first(parts.window, [])
    assert parts.window.isVisible()
    assert not parts.window.isMinimized()


def test_where_the_window_was_left_is_kept(
    qtbot: QtBot, parts: Parts, home: Home, paths: Paths
) -> None:
    home.sidebar.toggle()
    home.sidebar.chosen.emit(PageName.TASKS)
    parts.close()
    saved = settings.load(paths.settings)
    assert saved.page == "tasks"
    assert saved.sidebar_folded


def test_the_window_opens_where_it_was_left(
    paths: Paths, vault: object, request: pytest.FixtureRequest
) -> None:
    settings.save(paths.settings, settings.Settings(page="memory", sidebar_folded=True))
    parts: Parts = request.getfixturevalue("parts")
    parts.enter(vault)  # type: ignore[arg-type]
    assert parts.home is not None
    assert parts.home.sidebar.is_folded
    assert parts.home.sidebar._buttons[PageName.MEMORY].isChecked()


def announced(*, is_private: bool) -> Announcement:
    return Announcement(1, 1, "Call Ana", NOON, 0, is_late=False, is_private=is_private, again=None)


class Heard(Notifications):
    """Keeps what would be shown."""

    def __init__(self) -> None:
        super().__init__(QSystemTrayIcon())
        self.heard: list[str] = []

    def _show(self, text: str) -> None:
        self.heard.append(text)


def test_a_notification_has_content_only_while_the_vault_is_open() -> None:
    told = Heard()
    told.remind(announced(is_private=False))
    told.enter()
    told.remind(announced(is_private=False))
    told.remind(announced(is_private=True))
    told.is_on = False
    told.remind(announced(is_private=False))
    assert told.heard == ["A reminder is due.", "Reminder: Call Ana", "A reminder is due."]


def test_an_open_microphone_is_to_be_seen(qtbot: QtBot, vault: object, parts: Parts) -> None:
    parts.enter(vault)  # type: ignore[arg-type]
    parts.surround()
    assert parts.surroundings is not None
    assert parts.home is not None
    tray = parts.surroundings.tray
    assert "Speak" in shown(tray)
    parts.home.microphone_changed.emit(True)
    assert tray.icon.toolTip() == "Tacit is listening: the microphone is open"
    assert "End listening" in shown(tray)
    parts.home.microphone_changed.emit(False)
    assert "Speak" in shown(tray)
