"""A question asked from anywhere: one conversation for as long as the small window stays open.

Its turns are led like every other's, and it is found among the conversations afterwards.
"""

from desktop.places import PageName, Place
from desktop.viewmodels.chat_lead import Lead
from desktop.viewmodels.chat_shown import Attached
from desktop.viewmodels.chat_turns import Turns

LONGEST_BROUGHT = 20_000
"characters that are brought along"


class QuickAskModel(Turns):
    """Asks, and tells what comes."""

    @property
    def place(self) -> Place:
        """Where the conversation goes on in the window."""
        return Place(PageName.CHAT, self.number)

    def begin(self) -> None:
        """Another conversation; the one before is kept."""
        self._lead = Lead()
        self._waiting.clear()
        self._which = None
        self.busy_changed.emit(self.is_busy)

    def ask(self, text: str, brought: str = "") -> None:
        """The owner's words, and a text that they bring along to be read: it is never an order."""
        from_outside = Attached(self.tr("the clipboard"), brought[:LONGEST_BROUGHT])
        self.say(text, (from_outside,) if brought else ())
