"""One entry of the profile: what it holds and since when, changed in place, with its history."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.places import PageName, Place
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, label, set_state
from desktop.viewmodels.profile import Earlier, Entry, Held, ProfileModel

NAME_WIDTH, NARROW_NAME = 240, 130
LINE = 32
"pixels: a value is as high as the buttons beside it"


class EntryRow(QWidget):
    """A name, what is held, and what can be done with it."""

    asked_for = Signal(object)
    "a Place"
    forget_wanted = Signal(str)
    "a key"
    opened = Signal()
    "there is a field to write in"

    def __init__(self, entry: Entry, model: ProfileModel) -> None:
        super().__init__()
        self.entry = entry
        self._model = model
        self.name = label(f"{entry.about[:1].upper()}{entry.about[1:]}", "quiet")
        self.name.setFixedWidth(NAME_WIDTH)
        self.name.setMinimumHeight(LINE)
        self._field: QLineEdit | None = None
        self._trouble: QLabel | None = None
        self.change = IconButton("edit", "", self.edit)
        self.more = IconButton("more", self.tr("More about “%s”") % entry.about)
        self._held = _column()
        self._history = _column()
        self._is_history_shown = False
        self._is_narrow = False
        self._asides: list[QWidget] = []
        "where a value is from, and since when"
        self._lay_out()
        self.more.clicked.connect(self._open_menu)
        self.show_entry(entry)

    @property
    def field(self) -> QLineEdit:
        """What is written in; made when it is first needed, for most never are."""
        if self._field is None:
            self._field = self._make_field()
            self._field.hide()
            self._grid.addWidget(self._field, 1, 1)
        return self._field

    @property
    def trouble(self) -> QLabel:
        """What is said beside the field."""
        if self._trouble is None:
            self._trouble = label(style="bad")
            self._trouble.hide()
            self._grid.addWidget(self._trouble, 2, 1)
        return self._trouble

    def show_entry(self, entry: Entry) -> None:
        """What it holds now."""
        self.entry = entry
        _empty(self._held)
        self._asides.clear()
        for held in entry.held:
            self._held.addWidget(self._value(held))
        if not entry.held:
            empty = label(self.tr("not known yet"), "quiet")
            empty.setMinimumHeight(LINE)
            self._held.addWidget(empty)
        self.change.set_icon("plus" if entry.is_list or not entry.held else "edit")
        held_now = ", ".join(held.text for held in entry.held)
        said = self.tr("Change %s, now: %s") % (entry.about, held_now)
        self.change.set_name(said if held_now else self.tr("Say %s") % entry.about)
        self.set_narrow(is_narrow=self._is_narrow)
        if self._is_history_shown:
            self._model.tell_history(entry.key)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Where there is little room, only the name and what is held."""
        self._is_narrow = is_narrow
        self.name.setFixedWidth(NARROW_NAME if is_narrow else NAME_WIDTH)
        for one in self._asides:
            one.setVisible(not is_narrow)

    def edit(self) -> None:
        """Write another value in the place of the one that is held; a list gets one more."""
        self.trouble.hide()
        set_state(self.field, "bad", value=False)
        self.field.setText(
            "" if self.entry.is_list else "".join(one.text for one in self.entry.held)
        )
        self.field.show()
        self.field.setFocus()
        self.field.selectAll()
        self.opened.emit()

    def refuse(self, wanted: str) -> None:
        """Say beside the field what it takes."""
        self.trouble.setText(wanted)
        self.trouble.show()
        set_state(self.field, "bad", value=True)
        self.field.setAccessibleDescription(wanted)

    def tell_history(self, found: list[Earlier]) -> None:
        _empty(self._history)
        self._is_history_shown = True
        until = ""
        for one in found:
            self._history.addWidget(self._earlier(one, until))
            until = self._model.day(one.since)
        if not found:
            self._history.addWidget(label(self.tr("It never held anything."), "small"))
        hide = button(self.tr("Hide history"), self._hide_history, style="link")
        self._history.addWidget(hide, 0, Qt.AlignmentFlag.AlignLeft)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 2, 0, 2)
        self._grid.setHorizontalSpacing(SPACE * 2)
        self._grid.setVerticalSpacing(SPACE // 2)
        top = Qt.AlignmentFlag.AlignTop
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self.change)
        buttons.addWidget(self.more)
        self._grid.addWidget(self.name, 0, 0, top)
        self._grid.addLayout(self._held, 0, 1, top)
        self._grid.addLayout(buttons, 0, 2, top)
        self._grid.addLayout(self._history, 3, 1)
        self._grid.setColumnStretch(1, 1)

    def _make_field(self) -> QLineEdit:
        made = QLineEdit(placeholderText=self.entry.wanted)
        made.setAccessibleName(self.name.text())
        made.returnPressed.connect(self._on_return)
        give_up = QShortcut(QKeySequence(Qt.Key.Key_Escape), made)
        give_up.setContext(Qt.ShortcutContext.WidgetShortcut)
        give_up.activated.connect(self._close_field)
        return made

    def _value(self, held: Held) -> QWidget:
        """A value, where it is from, and in a list the way to take it out."""
        whole = QWidget()
        whole.setMinimumHeight(LINE)
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE)
        line.addWidget(_whole(held.text), 1)
        if origin := held.origin:
            is_talk = origin.kind.value == "conversation"
            page = PageName.CHAT if is_talk else PageName.DOCUMENTS
            title = origin.title or self.tr("a conversation")
            go = partial(self.asked_for.emit, Place(page, origin.item))
            self._asides.append(button(self.tr("from “%s”") % title, go, style="link"))
            line.addWidget(self._asides[-1])
        since = label(self._model.since(held), "small")
        since.setWordWrap(False)
        self._asides.append(since)
        line.addWidget(since)
        if self.entry.is_list:
            take_out = partial(self._model.take_away, self.entry.key, held.text)
            line.addWidget(IconButton("close", self.tr("Take out: %s") % held.text, take_out))
        return whole

    def _earlier(self, one: Earlier, until: str) -> QWidget:
        whole = QWidget()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE)
        since = self._model.day(one.since)
        if one.is_now or not until or self.entry.is_list:
            when = self.tr("since %s") % since
        else:
            when = self.tr("%s to %s") % (since, until)
        line.addWidget(label(one.text or self.tr("taken away"), "small" if one.text else "quiet"))
        line.addWidget(label(when, "small"), 1)
        if one.text and not one.is_now:
            again = partial(self._model.put_back, self.entry.key, one.text)
            back = button(self.tr("Put back"), again, style="link")
            back.setAccessibleName(self.tr("Put back: %s") % one.text)
            line.addWidget(back)
        return whole

    def make_menu(self) -> QMenu:
        """What else can be done with the entry."""
        menu = QMenu(self.more)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("History"), lambda: self._model.tell_history(self.entry.key))
        take = menu.addAction(
            self.tr("Take away"), lambda: self._model.take_away(self.entry.key)
        )  # fmt: skip
        take.setEnabled(bool(self.entry.held))
        menu.addSeparator()
        menu.addAction(
            self.tr("Forget for good, with its history…"),
            lambda: self.forget_wanted.emit(self.entry.key),
        )
        return menu

    def _open_menu(self) -> None:
        self.make_menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def _on_return(self) -> None:
        text = self.field.text().strip()
        if not text:
            self.refuse(self.tr("This takes %s.") % self.entry.wanted)
        elif self._model.set(self.entry.key, text):
            self._close_field()

    def _close_field(self) -> None:
        self.field.hide()
        self.trouble.hide()
        self.change.setFocus()

    def _hide_history(self) -> None:
        self._is_history_shown = False
        _empty(self._history)


def _whole(text: str) -> QLabel:
    """A value with all of its lines: a row that is laid out again must not squash them."""
    made = label(text)
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def _column() -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(2)
    return made


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.deleteLater()
