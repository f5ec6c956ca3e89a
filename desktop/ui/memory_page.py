"""The page “Memory”: what is known, what waits, who belongs together, what was written down."""

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QMenu

from desktop.places import PageName, Place
from desktop.session import Session
from desktop.translation import described, in_window
from desktop.ui.clear_text import ask_for_place
from desktop.ui.memory.everything import EverythingPart
from desktop.ui.memory.forget import Asking
from desktop.ui.memory.known import KnownPart
from desktop.ui.memory.notes import NotesPart
from desktop.ui.memory.part import Part
from desktop.ui.memory.people import PeoplePart
from desktop.ui.memory.review import ReviewPart
from desktop.ui.page import Page
from desktop.ui.tabs import Tabs
from desktop.ui.widgets import button
from desktop.viewmodels.forgetting import Forgetting
from desktop.viewmodels.known import KnownModel
from desktop.viewmodels.memories import MemoriesModel, ReviewModel, WaitingMemories
from desktop.viewmodels.notes import NotesModel
from desktop.viewmodels.people import PeopleModel

EVERYTHING, REVIEW, PEOPLE, NOTES, KNOWN = range(5)
SECTIONS = {"review": REVIEW, "people": PEOPLE, "notes": NOTES, "known": KNOWN}
"names of the tabs, as links say them"


Some = TypeVar("Some", bound=Part)


class MemoryPage(Page):
    """Five tabs, and what holds for all of them: learning, export, forgetting.

    Each tab is made when it is first chosen.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting = WaitingMemories(session)
        super().__init__(self._waiting)
        self.set_title(self.tr("Memory"))
        self._memories = MemoriesModel(session)
        self.everything = EverythingPart(self._memories)
        self._forgetting = Forgetting(session, self)
        self.asking = Asking(self, self._forgetting)
        self.pause = button(self.tr("Pause learning"), self._on_pause)
        self.pause.setCheckable(True)
        self.more = button(self.tr("More"), self._on_nothing)
        self.more.setMenu(self._make_menu())
        for one in (self.pause, self.more):
            self.buttons.addWidget(one)
        self.tabs = Tabs(self.tr("Parts of memory"))
        self._add_parts()
        self._connect()

    @cached_property
    def review(self) -> ReviewPart:
        return self._joined(ReviewPart(ReviewModel(self._session)))

    @cached_property
    def people(self) -> PeoplePart:
        made = self._joined(PeoplePart(PeopleModel(self._session)))
        made.everything_wanted.connect(self._on_everything_about)
        made.forget_wanted.connect(self.asking.by_topic)
        made.document_wanted.connect(
            lambda where: self.asked_for.emit(Place(PageName.DOCUMENTS, where))
        )
        return made

    @cached_property
    def notes(self) -> NotesPart:
        made = self._joined(NotesPart(NotesModel(self._session)))
        made.forget_wanted.connect(self._forgetting.forget_items)
        return made

    @cached_property
    def known(self) -> KnownPart:
        return self._joined(KnownPart(KnownModel(self._session)))

    def go_to(self, number: int | str) -> None:
        """A tab by its name; a memory or a note by its number."""
        said = str(number)
        if said in SECTIONS:
            self.tabs.choose(SECTIONS[said])
        elif said.isdecimal():
            self._waiting.find(int(said))

    def _add_parts(self) -> None:
        self.tabs.add(self.tr("Everything"), self._joined(self.everything))
        self.tabs.add_later(self.tr("Review"), lambda: self.review)
        self.tabs.add_later(self.tr("People and topics"), lambda: self.people)
        self.tabs.add_later(self.tr("Notes"), lambda: self.notes)
        self.tabs.add_later(self.tr("What do you know about me?"), lambda: self.known)
        self.content.addWidget(self.asking)
        self.content.addWidget(self.tabs, 1)

    def _joined(self, part: Some) -> Some:
        part.part_model.failed.connect(self.card.show_error)
        part.part_model.said.connect(self.card.show_word)
        return part

    def _connect(self) -> None:
        self._memories.learning_changed.connect(self._on_learning)
        self.everything.forget_wanted.connect(self._forgetting.forget_items)
        self.everything.details.asked_for.connect(self.asked_for)
        self.everything.details.somebody_wanted.connect(self._on_somebody)
        self._waiting.memory_found.connect(self._on_memory)
        self._waiting.note_found.connect(self._on_note)
        self._waiting.counted.connect(self._on_counted)
        self._forgetting.failed.connect(lambda error: self.card.show_error(described(error)))
        self._forgetting.forgot.connect(self.card.show_word)
        self._forgetting.too_many.connect(self.card.show_word)
        self._forgetting.began.connect(lambda: self._busy(is_busy=True))
        self._forgetting.ended.connect(lambda: self._busy(is_busy=False))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction(self.tr("Export what is known…"), self._on_export)
        menu.addSeparator()
        menu.addAction(self.tr("Forget somebody or something…"), self._on_topic)
        menu.addAction(self.tr("Forget what was learned in some days…"), self.asking.by_days)
        menu.addAction(self.tr("Forget everything…"), self._forgetting.forget_everything)
        return menu

    def _on_topic(self) -> None:
        self.asking.by_topic()

    def _on_nothing(self) -> None:
        """The menu opens by itself."""

    def _on_pause(self) -> None:
        self._memories.set_learning(is_on=not self.pause.isChecked())

    def _on_learning(self, is_on: bool) -> None:
        with QSignalBlocker(self.pause):
            self.pause.setChecked(not is_on)
        self.pause.setText(
            self.tr("Pause learning") if is_on else self.tr("Learning is paused · resume")
        )

    def _on_export(self) -> None:
        ask_for_place(self, "tacit-memory.md", self._memories.export)

    def _on_memory(self, number: int) -> None:
        self.tabs.choose(EVERYTHING)
        self.everything.show_memory(number)

    def _on_note(self, number: int) -> None:
        self.tabs.choose(NOTES)
        self.notes.show_note(number)

    def _on_somebody(self, number: int) -> None:
        self.tabs.choose(PEOPLE)
        self.people.show_somebody(number)

    def _on_everything_about(self, number: int, name: str) -> None:
        self.tabs.choose(EVERYTHING)
        self.everything.show_about(number, name)

    def _on_counted(self, count: int) -> None:
        name = self.tr("Review (%s)") % in_window.number(count) if count else self.tr("Review")
        self.tabs.bar.setTabText(REVIEW, name)

    def _busy(self, *, is_busy: bool) -> None:
        self.more.setEnabled(not is_busy)
        self.more.setText(self.tr("Working…") if is_busy else self.tr("More"))
