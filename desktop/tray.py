"""Tacit in the system's tray: what goes on, and the few things that are wanted from anywhere.

While the vault is locked the menu tells nothing of what is in it. Quitting here really quits. Files
cannot be dropped on the sign: no system hands a tray's sign what is dropped there through Qt.
"""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from desktop.ui.mark import State, mark
from desktop.viewmodels.glance import Coming, Glance, GlanceModel

AGAIN_MS, MOST_TRIES = 5_000, 12
"a minute in all"
LONGEST_TITLE = 48
"characters in a menu"


def is_there() -> bool:
    """Whether this system has a tray at all; everything else works without one."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """The sign in the tray and its menu."""

    open_wanted = Signal()
    quick_ask_wanted = Signal()
    listen_wanted = Signal()
    documents_wanted = Signal()
    lock_wanted = Signal()
    approvals_wanted = Signal()
    today_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._model: GlanceModel | None = None
        self._tries = 0
        self.icon = QSystemTrayIcon(mark(State.LOCKED), self)
        self.menu = QMenu(parent)
        self._open = self._entry(self.tr("Open Tacit"), self.open_wanted)
        self._ask = self._entry(self.tr("Quick ask…"), self.quick_ask_wanted)
        self._listen = self._entry(self.tr("Speak"), self.listen_wanted)
        self._is_listening = False
        self._stands_by = ""
        self._add = self._entry(self.tr("Add documents…"), self.documents_wanted)
        self._before_agenda = self.menu.addSeparator()
        self._agenda: list[QAction] = []
        self._waiting = self._entry("", self.approvals_wanted)
        self._after_agenda = self.menu.addSeparator()
        self._pause = QAction(self.tr("Pause learning"), self.menu, checkable=True)
        self._pause.triggered.connect(self._on_pause)
        self.menu.addAction(self._pause)
        self._lock = self._entry(self.tr("Lock now"), self.lock_wanted)
        self.menu.addSeparator()
        self._entry(self.tr("Quit Tacit"), self.quit_wanted)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.menu.aboutToShow.connect(self._on_about_to_show)
        self._show()

    def show(self) -> None:
        """Now, or when the system has a tray: after logging in it may come up later than Tacit."""
        if is_there():
            self.icon.show()
        elif self._tries < MOST_TRIES:
            self._tries += 1
            QTimer.singleShot(AGAIN_MS, self, self.show)

    def hide(self) -> None:
        self.icon.hide()

    def set_keys(self, keys: str) -> None:
        """Which keys open the small window from anywhere; shown beside it."""
        shown = self.tr("Quick ask…")
        self._ask.setText(f"{shown}\t{keys}" if keys else shown)

    def set_listening(self, is_listening: bool) -> None:
        """Whether the microphone is open: that is always to be seen."""
        self._is_listening = is_listening
        self._show()

    def set_standing_by(self, says: str) -> None:
        """What the microphone is held open for while nobody speaks; empty where it is not."""
        self._stands_by = says
        self._show()

    def enter(self, model: GlanceModel) -> None:
        """The vault is open."""
        self._model = model
        model.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        is_open = self._model is not None
        glance = self._model.glance if self._model is not None else Glance()
        for one in (self._listen, self._add, self._pause, self._lock, self._before_agenda):
            one.setVisible(is_open)
        self._open.setText(self.tr("Open Tacit") if is_open else self.tr("Unlock Tacit…"))
        self._listen.setText(self.tr("End listening") if self._is_listening else self.tr("Speak"))
        self._waiting.setVisible(glance.waiting > 0)
        self._waiting.setText(self.tr("Waiting for your yes (%s)") % glance.waiting)
        self._pause.setChecked(not glance.learns)
        self._show_agenda(glance)
        self.icon.setIcon(mark(self._state(glance)))
        self.icon.setToolTip(self._tip(glance))

    def _show_agenda(self, glance: Glance) -> None:
        for old in self._agenda:
            self.menu.removeAction(old)
            old.deleteLater()
        self._agenda = []
        for one in glance.agenda:
            made = QAction(self._line(one), self.menu)
            made.triggered.connect(lambda _checked=False: self.today_wanted.emit())
            self.menu.insertAction(self._waiting, made)
            self._agenda.append(made)
        if self._model is not None and not glance.agenda:
            made = QAction(self.tr("Nothing more for today"), self.menu, enabled=False)
            self.menu.insertAction(self._waiting, made)
            self._agenda.append(made)

    def _line(self, one: Coming) -> str:
        title = " ".join(one.title.split()) or self.tr("Something private")
        if len(title) > LONGEST_TITLE:
            title = f"{title[: LONGEST_TITLE - 1]}…"
        title = title.replace("&", "&&")  # else a letter would become its shortcut
        return self.tr("%s   %s") % (one.when, title) if one.when else title

    def _state(self, glance: Glance) -> State:
        if self._model is None:
            return State.LOCKED
        if self._is_listening or self._stands_by:
            return State.LISTENING
        if self._model.is_thinking:
            return State.THINKING
        return State.WAITING if glance.waiting else State.QUIET

    def _tip(self, glance: Glance) -> str:
        if self._model is None:
            return self.tr("Tacit is locked")
        if self._is_listening:
            return self.tr("Tacit is listening: the microphone is open")
        if self._stands_by:
            return self.tr("The microphone is open. %s") % self._stands_by
        if self._model.is_thinking:
            return self.tr("Tacit is thinking")
        if glance.waiting == 1:
            return self.tr("Tacit: a question waits for your yes")
        if glance.waiting:
            return self.tr("Tacit: %s questions wait for your yes") % glance.waiting
        return self.tr("Tacit")

    def _entry(self, text: str, wanted: object) -> QAction:
        made = QAction(text, self.menu)
        made.triggered.connect(lambda _checked=False: wanted.emit())  # type: ignore[attr-defined]
        self.menu.addAction(made)
        return made

    def _on_pause(self, is_paused: bool) -> None:
        if self._model is not None:
            self._model.set_learning(is_on=not is_paused)

    def _on_about_to_show(self) -> None:
        if self._model is not None:
            self._model.look()  # what was to come may be over by now

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.open_wanted.emit()
