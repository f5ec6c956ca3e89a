"""The list of pages at the side; it folds to its icons."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.keys import Keys
from desktop.places import PageName
from desktop.ui import icons
from desktop.ui.theme import SPACE, tokens
from desktop.ui.widgets import ICON, IconButton

FOLDED = 64
OPEN = 208


@dataclass(frozen=True)
class Entry:
    """A page as the sidebar shows it."""

    page: PageName
    title: str
    icon: str
    starts_group: bool = False


def page_keys(number: int) -> str:
    """Which keys lead to the page at this place; the first ten have some."""
    return f"Ctrl+{number % 10}" if number <= 10 else ""


class Sidebar(QFrame):
    """Says which page the owner chose."""

    chosen = Signal(object)
    "a PageName"
    lock_wanted = Signal()
    search_wanted = Signal()
    folded = Signal(bool)

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self.setAccessibleName(self.tr("Pages"))
        self._entries = {one.page: one for one in entries}
        self._buttons: dict[PageName, QPushButton] = {}
        self._badges: dict[PageName, QLabel] = {}
        self._group = QButtonGroup(self)
        self._is_folded = False
        self._search = self._make_button(self.tr("Search"), "search")
        self._search.setToolTip(self._tip(self.tr("Find anything"), Keys.FIND_ANYTHING))
        self._search.clicked.connect(self.search_wanted)
        self._lock = self._make_button(self.tr("Lock"), "lock")
        self._lock.setToolTip(self._tip(self.tr("Lock"), Keys.LOCK))
        self._lock.clicked.connect(self.lock_wanted)
        self._fold = IconButton("sidebar", self.tr("Fold the sidebar"), self.toggle)
        self._lay_out(entries)
        self.set_folded(False)

    @property
    def is_folded(self) -> bool:
        return self._is_folded

    def choose(self, page: PageName) -> None:
        """Mark a page as the one that is seen."""
        self._buttons[page].setChecked(True)
        self._colour()

    def set_badge(self, page: PageName, count: int) -> None:
        """A number beside a page: so many things there wait for the owner."""
        badge = self._badges[page]
        badge.setText(str(count) if count < 100 else "99+")
        badge.setVisible(count > 0 and not self._is_folded)
        title = self._entries[page].title
        name = self.tr("%s, %s waiting") % (title, count) if count else title
        self._buttons[page].setAccessibleName(name)

    def toggle(self) -> None:
        self.set_folded(not self._is_folded)
        self.folded.emit(self._is_folded)

    def set_folded(self, is_folded: bool) -> None:
        self._is_folded = is_folded
        self.setFixedWidth(FOLDED if is_folded else OPEN)
        for page, one in self._buttons.items():
            one.setText("" if is_folded else self._entries[page].title)
        self._search.setText("" if is_folded else self.tr("Search"))
        self._lock.setText("" if is_folded else self.tr("Lock"))
        for badge in self._badges.values():
            badge.setVisible(not is_folded and badge.text() not in ("", "0"))
        name = self.tr("Unfold the sidebar") if is_folded else self.tr("Fold the sidebar")
        self._fold.set_name(name)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_fold"):
            self._colour()
        super().changeEvent(event)

    def put_above_lock(self, widget: QWidget) -> None:
        """Something that is to be seen on every page."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.indexOf(self._lock), widget)

    def _lay_out(self, entries: Sequence[Entry]) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, SPACE * 2, SPACE, SPACE * 2)
        layout.setSpacing(2)
        layout.addWidget(self._search)
        layout.addSpacing(SPACE)
        for number, one in enumerate(entries, start=1):
            if one.starts_group:
                layout.addSpacing(SPACE * 2)
            made = self._page_button(one, number)
            layout.addWidget(made)
        layout.addStretch(1)
        layout.addWidget(self._lock)
        layout.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._colour()

    def _page_button(self, entry: Entry, number: int) -> QPushButton:
        made = self._make_button(entry.title, entry.icon)
        made.setCheckable(True)
        made.setToolTip(self._tip(entry.title, page_keys(number)))
        made.clicked.connect(lambda _checked=False: self.chosen.emit(entry.page))
        badge = QLabel("0")
        badge.setObjectName("badge")
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        badge.hide()
        inside = QHBoxLayout(made)
        inside.setContentsMargins(0, 0, SPACE, 0)
        inside.addStretch(1)
        inside.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._group.addButton(made)
        self._buttons[entry.page] = made
        self._badges[entry.page] = badge
        return made

    def _make_button(self, title: str, icon: str) -> QPushButton:
        made = QPushButton(title)
        made.setIconSize(QSize(ICON.width(), ICON.height()))
        made.setIcon(icons.icon(icon))
        made.setAccessibleName(title)
        return made

    def _colour(self) -> None:
        for page, one in self._buttons.items():
            colour = tokens().accent if one.isChecked() else ""
            one.setIcon(icons.icon(self._entries[page].icon, colour=colour))
        self._search.setIcon(icons.icon("search"))
        self._lock.setIcon(icons.icon("lock"))

    def _tip(self, title: str, keys: str) -> str:
        if not keys:
            return title
        shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        return f"{title} ({shown})"
