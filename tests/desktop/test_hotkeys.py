"""Keys from anywhere: on a real X server, with keys that a person's fingers would press."""

import os
import subprocess
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop import hotkeys
from desktop.cards import ErrorCard
from desktop.hotkeys import SUGGESTED, Hotkeys
from desktop.hotkeys_x11 import X11Keys
from tests.desktop.conftest import WAIT_MS

Press = Callable[[str], None]


@pytest.fixture
def keys(qtbot: QtBot, display: str) -> Iterator[X11Keys]:
    made = X11Keys(display=display)
    assert made.can_bind
    yield made
    made.close()


@pytest.fixture
def press(display: str) -> Press:
    def typed(keys: str) -> None:
        subprocess.run(["xdotool", "key", keys], env={**os.environ, "DISPLAY": display}, check=True)

    return typed


def bound(keys: Hotkeys, name: str, wanted: str) -> ErrorCard | None:
    """What keeps these from working."""
    keys.bind(name, wanted)
    return keys.now.troubles.get(name)


def test_keys_are_heard_until_they_are_let_go(qtbot: QtBot, keys: X11Keys, press: Press) -> None:
    assert bound(keys, "quick_ask", SUGGESTED) is None
    with qtbot.waitSignal(keys.pressed, timeout=WAIT_MS) as heard:
        press("ctrl+shift+space")
    assert heard.args == ["quick_ask"]
    assert bound(keys, "quick_ask", "Ctrl+Alt+J") is None
    names: list[str] = []
    keys.pressed.connect(names.append)
    assert bound(keys, "listen", "F9") is None
    press("ctrl+shift+space")
    press("ctrl+alt+j")
    press("F9")
    qtbot.waitUntil(lambda: len(names) == 2, timeout=WAIT_MS)
    assert names == ["quick_ask", "listen"]
    assert bound(keys, "quick_ask", "") is None
    press("ctrl+alt+j")
    press("F9")
    qtbot.waitUntil(lambda: len(names) == 3, timeout=WAIT_MS)
    assert names[-1] == "listen"


def test_a_key_that_is_held_is_pressed_once_and_let_go_once(
    qtbot: QtBot, keys: X11Keys, display: str
) -> None:
    assert bound(keys, "listen", "Ctrl+F9") is None
    told: list[str] = []
    keys.pressed.connect(lambda name: told.append(f"{name} down"))
    keys.released.connect(lambda name: told.append(f"{name} up"))

    def fingers(*words: str) -> None:
        subprocess.run(["xdotool", *words], env={**os.environ, "DISPLAY": display}, check=True)

    fingers("keydown", "ctrl", "keydown", "F9", "sleep", "1.5")  # long enough to be repeated
    qtbot.waitUntil(lambda: told == ["listen down"], timeout=WAIT_MS)
    fingers("keyup", "ctrl", "keyup", "F9")
    qtbot.waitUntil(lambda: told == ["listen down", "listen up"], timeout=WAIT_MS)


def test_keys_work_with_the_locks_on(qtbot: QtBot, keys: X11Keys, press: Press) -> None:
    assert bound(keys, "quick_ask", SUGGESTED) is None
    press("Caps_Lock")
    press("Num_Lock")
    with qtbot.waitSignal(keys.pressed, timeout=WAIT_MS):
        press("ctrl+shift+space")


def test_keys_of_another_program_are_said_to_be_taken(
    qtbot: QtBot, keys: X11Keys, display: str, press: Press
) -> None:
    other = X11Keys(display=display)
    assert bound(other, "quick_ask", SUGGESTED) is None
    card = bound(keys, "quick_ask", SUGGESTED)
    assert card is not None
    assert card.title == "These keys are taken"
    other.close()
    assert bound(keys, "quick_ask", SUGGESTED) is None
    card = bound(keys, "listen", SUGGESTED)
    assert card is not None
    with qtbot.waitSignal(keys.pressed, timeout=WAIT_MS):
        press("ctrl+shift+space")


@pytest.mark.parametrize("text", ["A", "Shift+A", "Ctrl+K, Ctrl+C", "nonsense", "Ctrl+", "Ctrl+中"])
def test_keys_in_the_way_of_typing_are_refused(keys: X11Keys, text: str) -> None:
    card = bound(keys, "quick_ask", text)
    assert card is not None
    assert SUGGESTED in card.action


def test_a_screen_that_is_not_there_binds_nothing(qtbot: QtBot) -> None:
    made = X11Keys(display=":987")
    assert not made.can_bind
    assert bound(made, "quick_ask", SUGGESTED) is not None
    made.close()


def test_where_no_program_can_bind_keys_the_way_is_named(qtbot: QtBot) -> None:
    made = hotkeys.of_this_system(environ={"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"})
    assert type(made) is Hotkeys
    assert bound(made, "quick_ask", "") is None
    card = bound(made, "quick_ask", SUGGESTED)
    assert card is not None
    assert "--quick-ask" in card.action
