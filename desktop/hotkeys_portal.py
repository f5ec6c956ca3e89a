"""Keys from anywhere on Wayland: its portal binds them, and may ask the owner first.

What is asked for is a wish: the owner or the system may give other keys, or none. A session of the
portal takes its keys once, so other keys mean another session. Nothing here waits; what the owner
is asked may stay open for as long as they like.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, Properties, new_method_call
from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.cards import ErrorCard
from desktop.hotkeys import Hotkeys, bind_yourself, unfit
from desktop.session_bus import PATIENCE_MS, SessionBus, address

NAME, PATH = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST, SESSION = "org.freedesktop.portal.Request", "org.freedesktop.portal.Session"
REGISTRY = "org.freedesktop.host.portal.Registry"
BUS = "org.freedesktop.DBus"
KEYS_TELL = ("Activated", "Deactivated")
GRANTED = 0
MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "CTRL", Qt.KeyboardModifier.AltModifier: "ALT",
    Qt.KeyboardModifier.ShiftModifier: "SHIFT", Qt.KeyboardModifier.MetaModifier: "LOGO",
}  # fmt: skip
NAMED = {
    Qt.Key.Key_Space: "space", Qt.Key.Key_Return: "Return", Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Escape: "Escape", Qt.Key.Key_Insert: "Insert", Qt.Key.Key_Pause: "Pause",
    Qt.Key.Key_Home: "Home", Qt.Key.Key_End: "End", Qt.Key.Key_PageUp: "Page_Up",
    Qt.Key.Key_PageDown: "Page_Down", Qt.Key.Key_Left: "Left", Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Right: "Right", Qt.Key.Key_Down: "Down",
}  # fmt: skip

Results = Mapping[str, tuple[str, Any]]
Answered = Callable[[Results | None], None]
"hears what came of it; None where it was declined"


def tr(text: str) -> str:
    return QCoreApplication.translate("Keys", text)


class PortalKeys(Hotkeys):
    """Keys by `org.freedesktop.portal.GlobalShortcuts`."""

    tells_release = True
    binds_for_a_moment = False
    is_known = False

    def __init__(
        self, parent: QObject | None = None, environ: Mapping[str, str] = os.environ
    ) -> None:
        super().__init__(parent)
        self._wanted: dict[str, tuple[str, str]] = {}
        "keys as the owner wrote them, and as the portal reads them"
        self._portal = ""
        "its own name on the bus; empty while it is not there"
        self._session = ""
        self._asked: dict[str, Answered] = {}
        "what the portal has still to answer, by the path of the request"
        self._round = 0
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self._renew)
        self._bus = SessionBus(address(environ), self)
        self._bus.opened.connect(self._look)
        self._bus.lost.connect(self._on_lost)
        self._bus.heard.connect(self._on_signal)
        self._bus.open()

    def close(self) -> None:
        self._soon.stop()
        self._wanted.clear()
        self._bus.close()

    def _take(self, name: str, keys: str, found: QKeyCombination) -> ErrorCard | None:
        if self.is_known and not self.can_bind:
            return bind_yourself(name)
        trigger = _trigger(found)
        if not trigger:
            return unfit(keys)
        self._wanted[name] = (keys, trigger)
        self._soon.start()
        return None

    def _free(self, name: str) -> None:
        if self._wanted.pop(name, None) is not None:
            self._soon.start()

    def _look(self) -> None:
        """Whether there is a portal for keys; it may want to know first who asks."""
        self._bus.hear((
            MatchRule(type="signal", sender=NAME, interface=SHORTCUTS),
            MatchRule(type="signal", sender=NAME, interface=SESSION, member="Closed"),
            _coming_and_going(),
        ))  # fmt: skip
        registry = DBusAddress(PATH, NAME, REGISTRY)
        who = new_method_call(registry, "Register", "sa{sv}", (QApplication.desktopFileName(), {}))
        self._bus.ask(who, lambda _answer: self._look_for_keys())

    def _look_for_keys(self) -> None:
        about = Properties(DBusAddress(PATH, NAME, SHORTCUTS))
        self._bus.ask(about.get("version"), self._on_looked)

    def _on_looked(self, answer: Message | None) -> None:
        if answer is None:
            self._bus.close()
            self._on_lost()
            return
        self._portal = str(answer.header.fields.get(HeaderFields.sender, ""))
        self.is_known = self.can_bind = True
        self._renew()
        self.told.emit()

    def _on_lost(self) -> None:
        """No bus, or no portal for keys: whoever wants keys has to bind them."""
        self._portal = self._session = ""
        self._asked.clear()
        self.is_known, self.can_bind = True, False
        self.given.clear()
        self.troubles |= {name: bind_yourself(name) for name in self._wanted}
        self.told.emit()

    def _renew(self) -> None:
        """A session with the keys that are wanted now, in place of the one before."""
        if not self._bus.name:
            if self._wanted:
                self._bus.open()
            return
        if not self._portal:
            return
        self._end_session()
        self.given.clear()
        if self._wanted:
            self._round += 1
            token = {"session_handle_token": ("s", f"tacit{self._round}")}
            self._request("CreateSession", "", (), token, self._on_session, PATIENCE_MS)
        else:
            self._bus.close()

    def _end_session(self) -> None:
        """What is still asked is asked no longer, and what was given is given back."""
        asked, self._asked = list(self._asked), {}
        for path in asked:
            self._close_there(path, REQUEST)
        if self._session:
            self._close_there(self._session, SESSION)
            self._session = ""

    def _close_there(self, path: str, interface: str) -> None:
        self._bus.ask(new_method_call(DBusAddress(path, NAME, interface), "Close"), _nothing)

    def _on_session(self, results: Results | None) -> None:
        self._session = str((results or {}).get("session_handle", ("s", ""))[1])
        if not self._session:
            self._on_bound(None)
            return
        wishes = [
            (name, {"description": ("s", _meaning(name)), "preferred_trigger": ("s", trigger)})
            for name, (_keys, trigger) in self._wanted.items()
        ]
        self._request("BindShortcuts", "oa(sa{sv})s", (self._session, wishes, ""), {},
                      self._on_bound)  # fmt: skip

    def _on_bound(self, results: Results | None) -> None:
        found = dict((results or {}).get("shortcuts", ("", []))[1])
        self.given.clear()
        for name, (keys, _trigger) in self._wanted.items():
            self.troubles.pop(name, None)
            given = str(found.get(name, {}).get("trigger_description", ("s", ""))[1])
            if given:
                self.given[name] = given
            elif name in found:
                self.troubles[name] = _unnamed(keys)
            else:
                self.troubles[name] = _not_given(keys)
        self.told.emit()

    def _request(  # noqa: PLR0913 - a call, and what comes of it
        self, method: str, signature: str, body: tuple[Any, ...],
        options: dict[str, tuple[str, Any]], then: Answered, patience_ms: int = 0,
    ) -> None:  # fmt: skip
        """Ask the portal for what it answers later, by a signal at a path that is known before."""
        token = f"tacit{self._round}{method}"
        sender = self._bus.name.removeprefix(":").replace(".", "_")
        path = f"{PATH}/request/{sender}/{token}"
        self._asked[path] = then
        options = {**options, "handle_token": ("s", token)}
        call = new_method_call(
            DBusAddress(PATH, NAME, SHORTCUTS), method, f"{signature}a{{sv}}", (*body, options)
        )
        self._bus.ask(call, lambda answer: self._on_called(path, answer))
        if patience_ms:
            QTimer.singleShot(patience_ms, self, lambda: self._on_answered(path, None))

    def _on_called(self, path: str, answer: Message | None) -> None:
        """Taken as a request; what comes of it is said at its path. Else nothing comes."""
        if answer is None:
            self._on_answered(path, None)

    def _on_answered(self, path: str, results: Results | None) -> None:
        then = self._asked.pop(path, None)
        if then is not None:
            then(results)

    def _on_signal(self, message: Message) -> None:
        fields = message.header.fields
        told, body = fields.get(HeaderFields.member), message.body
        sender, path = fields.get(HeaderFields.sender), str(fields.get(HeaderFields.path))
        if sender == BUS and told == "NameOwnerChanged" and body[0] == NAME:
            self._on_portal_changed(str(body[2]))
        elif sender != self._portal:
            return  # anybody on the bus can send anything
        elif told == "Response":
            self._on_answered(path, body[1] if body[0] == GRANTED else None)
        elif told == "Closed" and path == self._session:
            self._session = ""
            self._on_bound(None)
        elif told in KEYS_TELL and body[0] == self._session and body[1] in self._wanted:
            (self.pressed if told == "Activated" else self.released).emit(str(body[1]))

    def _on_portal_changed(self, owner: str) -> None:
        """It went, or came again without knowing of any session."""
        if owner == self._portal:
            return
        self._portal = self._session = ""
        self._asked.clear()
        self.given.clear()
        self.told.emit()
        if owner:
            self._look_for_keys()


def _trigger(keys: QKeyCombination) -> str:
    """The keys as portals read them; empty for one that has no name there."""
    key = keys.key()
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        name = f"F{key - Qt.Key.Key_F1 + 1}"
    elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9 or Qt.Key.Key_A <= key <= Qt.Key.Key_Z:
        name = chr(key).lower()
    else:
        name = NAMED.get(key, "")
    held = [words for one, words in MODIFIERS.items() if keys.keyboardModifiers() & one]
    return "+".join([*held, name]) if name else ""


def _coming_and_going() -> MatchRule:
    rule = MatchRule(type="signal", sender=BUS, interface=BUS, member="NameOwnerChanged")
    rule.add_arg_condition(0, NAME)
    return rule


def _meaning(name: str) -> str:
    """What the system's own settings say the keys are for."""
    return {
        "quick_ask": tr("Ask a quick question"), "listen": tr("Begin and end listening"),
        "dictate": tr("Dictate into the window that is open"),
    }[name]  # fmt: skip


def _not_given(keys: str) -> ErrorCard:
    return ErrorCard(
        tr("The system gave no keys"),
        tr("It was asked for %s, and this was declined, so they do nothing here.") % keys,
        tr("Choose other keys, or give Tacit some in the system’s own settings."),
    )


def _unnamed(keys: str) -> ErrorCard:
    return ErrorCard(
        tr("The system has not said which keys"),
        tr("It was asked for %s, and leaves the choice to its own settings.") % keys,
        tr("Look for Tacit among the keyboard shortcuts there."),
    )


def _nothing(_answer: Message | None) -> None:
    """A session that is closed needs no answer."""
