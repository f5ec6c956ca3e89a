"""The page “Profile”: who the owner is and how they like things, as a document to read and edit."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.session import Session
from desktop.translation import described
from desktop.ui.clear_text import ask_for_place
from desktop.ui.memory.forget import Asking
from desktop.ui.page import TURN_MS, Page
from desktop.ui.profile_entry import EntryRow
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.widgets import button, label, line, scrolled
from desktop.viewmodels.forgetting import Forgetting
from desktop.viewmodels.profile import Document, Earlier, Entry, ProfileModel, Section

LEAST_CHARACTERS = 90
"of a line that has room for where a value is from"


class ProfilePage(Page):
    """Sections with their entries; what is still empty is folded away once something is known."""

    def __init__(self, session: Session) -> None:
        self._profile = ProfileModel(session)
        super().__init__(self._profile)
        self.set_title(self.tr("Profile"))
        self.rows: dict[str, EntryRow] = {}
        self._document: Document | None = None
        self._wanted = ""
        self._forgetting = Forgetting(session, self)
        self.asking = Asking(self, self._forgetting)
        self.all = button(self.tr("Show what is empty"), self._fold)
        self.all.setCheckable(True)
        self.export = button(self.tr("Export…"), self._on_export)
        self.buttons.addWidget(self.all)
        self.buttons.addWidget(self.export)
        self.about = label(
            self.tr("What Tacit goes by. Change anything here; what was before stays as history."),
            "quiet",
        )
        self._read = QVBoxLayout()
        self._read.setSpacing(SPACE // 2)
        self._read.setContentsMargins(0, 0, SPACE, 0)
        self._area = scrolled(self._make_sheet())
        self.content.addWidget(self.about)
        self.content.addWidget(self.asking)
        self.content.addWidget(self._area, 1)
        self._connect()

    def go_to(self, number: int | str) -> None:
        """An entry by its key: it is ready to be written in."""
        self._wanted = str(number)
        self._go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for row in self.rows.values():
            row.set_narrow(is_narrow=self._is_narrow)

    def _make_sheet(self) -> QWidget:
        page = QWidget()
        page.setMaximumWidth(READING_WIDTH + SPACE * 12)
        page.setLayout(self._read)
        around = QWidget()
        side = QHBoxLayout(around)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(page, 10)
        side.addStretch(1)
        return around

    def _connect(self) -> None:
        self._profile.looked.connect(self._on_looked)
        self._profile.refused.connect(self._on_refused)
        self._profile.history_told.connect(self._on_history)
        self._forgetting.failed.connect(lambda error: self.card.show_error(described(error)))
        self._forgetting.forgot.connect(self.card.show_word)
        self._forgetting.too_many.connect(self.card.show_word)

    @property
    def is_whole(self) -> bool:
        sections = self._document.sections if self._document else ()
        return all(entry.key in self.rows for one in sections for entry in one.entries)

    def _on_looked(self, document: Document) -> None:
        self._document = document
        if not self.rows:
            self._make_rows(list(document.sections))
            return
        for section in document.sections:
            for entry in section.entries:
                if entry.key in self.rows and self.rows[entry.key].entry != entry:
                    self.rows[entry.key].show_entry(entry)
        self._fold()

    def _make_rows(self, sections: list[Section]) -> None:
        """A section, and after a turn of the event loop the next: the window goes on meanwhile."""
        section = sections[0]
        heading = label(self._profile.section_title(section.name), "heading")
        heading.setContentsMargins(0, SPACE * 2, 0, 0)
        self._read.addWidget(heading)
        self._read.addWidget(line())
        for entry in section.entries:
            made = EntryRow(entry, self._profile)
            made.asked_for.connect(self.asked_for)
            made.opened.connect(partial(self._show_row, made))
            made.forget_wanted.connect(self._forgetting.forget_entry)
            self.rows[entry.key] = made
            self._read.addWidget(made)
            made.setVisible(self._is_seen(entry))
            made.set_narrow(is_narrow=self._is_narrow)
        if len(sections) > 1:
            QTimer.singleShot(TURN_MS, self, lambda: self._make_rows(sections[1:]))
        else:
            self._read.addStretch(1)
            self._fold()
            self._go()

    @property
    def _is_narrow(self) -> bool:
        return self.width() < self.fontMetrics().averageCharWidth() * LEAST_CHARACTERS

    def _is_seen(self, entry: Entry) -> bool:
        """Empty entries are seen where they are asked for, or where there is nothing else."""
        is_empty = self._document is None or self._document.is_empty
        return bool(entry.held) or is_empty or self.all.isChecked()

    def _fold(self) -> None:
        if self._document is None:
            return
        self.all.setVisible(not self._document.is_empty)
        for row in self.rows.values():
            row.setVisible(self._is_seen(row.entry))

    def _go(self) -> None:
        if self._wanted in self.rows:
            found, self._wanted = self.rows[self._wanted], ""
            found.show()
            found.edit()

    def _show_row(self, row: EntryRow) -> None:
        """Once it is laid out with its field."""
        QTimer.singleShot(0, row, lambda: self._area.ensureWidgetVisible(row))

    def _on_refused(self, key: str, wanted: str) -> None:
        self.rows[key].refuse(wanted)

    def _on_history(self, key: str, found: list[Earlier]) -> None:
        self.rows[key].tell_history(found)

    def _on_export(self) -> None:
        ask_for_place(self, "tacit-profile.md", self._profile.export)
