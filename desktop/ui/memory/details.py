"""All around one memory: where it is from, what it was before, what was made from it."""

from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QVBoxLayout, QWidget

from desktop.places import PageName, Place
from desktop.translation import in_window
from desktop.ui.theme import SPACE
from desktop.ui.widgets import button, label, scrolled
from desktop.viewmodels import memory_words as words

if TYPE_CHECKING:
    from desktop.known import Around, Before

WIDTH = 300


class Details(QFrame):
    """At the right of the list; empty while nothing is chosen."""

    asked_for = Signal(object)
    "a Place"
    somebody_wanted = Signal(int)
    "an entity"

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("About the chosen memory"))
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._shown: QWidget | None = None
        self.say(self.tr("Choose a memory to see where it is from."))

    def say(self, text: str) -> None:
        """A word in place of details."""
        about = label(text, "quiet")
        about.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._show(about)

    def tell(self, around: "Around", zone: tzinfo | None) -> None:
        inside = QWidget()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        layout.setSpacing(SPACE)
        text = label(words.breakable(around.line.text), "strong")
        layout.addWidget(text)
        if around.now:
            layout.addWidget(label(self.tr("Now: %s") % words.breakable(around.now), "quiet"))
        layout.addLayout(self._facts(around, zone))
        self._add_people(layout, around)
        if around.before:
            layout.addWidget(label(self.tr("Before"), "quiet"))
        for one in around.before:
            layout.addWidget(self._before(one, zone))
        if around.derived:
            layout.addWidget(label(self.tr("Made from this"), "quiet"))
        for said in around.derived:
            layout.addWidget(label(words.breakable(said)))
        layout.addStretch(1)
        self._show(scrolled(inside))

    def _facts(self, around: "Around", zone: tzinfo | None) -> QFormLayout:
        line, form = around.line, QFormLayout()
        form.setHorizontalSpacing(SPACE * 2)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(_quiet(self.tr("From")), self._source(around))
        uses = self.tr("never")
        if line.used is not None:
            uses = words.day(line.used, zone)
        if around.uses > 1:
            uses = self.tr("%s, and %s times before") % (uses, in_window.number(around.uses - 1))
        told = [
            (self.tr("Learned"), words.moment(line.learned, zone)),
            (self.tr("Kind"), words.kind(line.tier)),
            (self.tr("How sure"), f"{words.sure(line.confidence)} ({line.confidence:.0%})"),
            (self.tr("Last used"), uses),
            (self.tr("Until"), words.moment(line.expires, zone) if line.expires else ""),
            (self.tr("Privacy"), words.privacy(line.sensitivity)),
        ]
        for name, value in told:
            if value:
                form.addRow(_quiet(name), label(value))
        return form

    def _source(self, around: "Around") -> QWidget:
        """A link where there is a place to go to."""
        origin = around.origin
        if origin is None:
            return label(words.source(around.line))
        is_talk = origin.kind.value == "conversation"
        page = PageName.CHAT if is_talk else PageName.DOCUMENTS
        title = origin.title or self.tr("a conversation")
        link = button(title, lambda: self.asked_for.emit(Place(page, origin.item)), style="link")
        link.setAccessibleName(self.tr("Go to “%s”") % title)
        return link

    def _add_people(self, layout: QVBoxLayout, around: "Around") -> None:
        for one in around.about:
            go = partial(self.somebody_wanted.emit, one.id)
            link = button(self.tr("All about %s") % one.name, go, style="link")
            layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _before(self, one: "Before", zone: tzinfo | None) -> QWidget:
        until = words.day(one.until, zone)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(label(words.breakable(one.text)))
        said = self.tr("%s to %s") % (words.day(one.since, zone), until)
        layout.addWidget(label(said, "small"))
        return whole

    def _show(self, widget: QWidget) -> None:
        if self._shown is not None:
            self._whole.removeWidget(self._shown)
            self._shown.deleteLater()
        self._shown = widget
        self._whole.addWidget(widget)


def _quiet(text: str) -> QLabel:
    made = label(text, "quiet")
    made.setWordWrap(False)
    return made
