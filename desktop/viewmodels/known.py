"""“What do you know about me?”: the answer as a page to read."""

from datetime import tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from desktop.translation import in_window
from desktop.viewmodels import memory_words
from desktop.viewmodels.page import SessionModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.known import Told
    from vault.memory_lists import Line

READ = 40
"memories of each part; the rest is in the list of everything"


class KnownModel(SessionModel):
    """The tab without its window."""

    told = Signal(object)
    "a list of Told"

    def refresh(self) -> None:
        def work(assistant: "Assistant") -> "tuple[list[Told], tzinfo]":
            from desktop import known

            desk = assistant.desk()
            return known.parts(desk, READ), desk.zone

        def done(found: "tuple[list[Told], tzinfo]") -> None:
            parts, self.zone = found
            self.told.emit(parts)

        self.session.look(work, on_done=done, on_error=self.fail)

    def heading(self, told: "Told") -> str:
        return f"{memory_words.part(told.part)} ({in_window.number(told.count)})"

    def where(self, line: "Line") -> str:
        """Where a line is from, and since when."""
        return f"{memory_words.source(line)}, {memory_words.day(line.learned, self.zone)}"

    def more(self, told: "Told") -> str:
        left = told.count - len(told.lines)
        return self.tr("and %s more, under “Everything”") % in_window.number(left) if left else ""
