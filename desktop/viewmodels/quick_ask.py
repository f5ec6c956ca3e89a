"""A question asked from anywhere: one conversation for as long as the small window stays open.

Its turns are led like every other's, and it is found among the conversations afterwards.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.jobs import Job, Lane
from desktop.places import PageName, Place
from desktop.viewmodels.chat_lead import Lead
from desktop.viewmodels.chat_shown import Attached
from desktop.viewmodels.chat_turns import Turns

LONGEST_BROUGHT = 20_000
"characters that are brought along"
MOST_FILES = 5


class QuickAskModel(Turns):
    """Asks, and tells what comes."""

    files_read = Signal(str)
    "the text of files that were dropped, to be brought along"
    files_failed = Signal(object)
    "an ErrorCard"

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

    def read(self, paths: Sequence[Path]) -> None:
        """The text of files, to be asked about; they are read apart, as every file is."""

        def work(job: Job[str]) -> str:
            from inference.reading.reader import read

            found = [read(path, stopped=lambda: job.is_cancelled) for path in paths[:MOST_FILES]]
            return "\n\n".join(f"{one.title}\n\n{one.untrusted_text}" for one in found)

        def failed(error: BaseException) -> None:
            from desktop.translation import described

            self.files_failed.emit(described(error))

        self.session.jobs.start(Lane.IO, work, on_done=self.files_read.emit, on_error=failed)

    def ask(self, text: str, brought: str = "") -> None:
        """The owner's words, and a text that they bring along to be read: it is never an order."""
        from_outside = Attached(self.tr("the clipboard"), brought[:LONGEST_BROUGHT])
        self.say(text, (from_outside,) if brought else ())
