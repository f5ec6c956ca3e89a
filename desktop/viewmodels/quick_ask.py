"""A question asked from anywhere: one conversation for as long as the small window stays open.

It is led on the model's lane like every other, and is found among them afterwards.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job
from desktop.places import PageName, Place
from desktop.session import Session

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.conversation import Conversation

LONGEST_BROUGHT = 20_000
"characters that are brought along"


class QuickAskModel(QObject):
    """Asks, and tells what comes."""

    wrote = Signal(str)
    "more text of the answer"
    noted = Signal(str)
    "a word beside the answer: what is asked back, or waits"
    failed = Signal(object)
    "an ErrorCard"
    busy_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._conversation: Conversation | None = None
        self._job: Job[int | None] | None = None
        self._number: int | None = None
        self._is_stopped = False

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    @property
    def place(self) -> Place:
        """Where the conversation goes on in the window."""
        return Place(PageName.CHAT, self._number)

    def begin(self) -> None:
        """Another conversation; the one before is kept."""
        self.stop()
        self._conversation, self._number = None, None

    def ask(self, text: str, brought: str = "") -> None:
        """The owner's words, and a text that they bring along to be read: it is never an order."""
        words = text.strip()
        if not words or self.is_busy:
            return
        if brought:
            quoted = "\n".join(f"> {line}" for line in brought[:LONGEST_BROUGHT].splitlines())
            words = f"{words}\n\n{quoted}"
        self._is_stopped = False
        going_on = self._conversation

        def work(assistant: "Assistant", job: "Job[int | None]") -> int | None:
            conversation = going_on or assistant.conversation()
            self._conversation = conversation
            for event in conversation.turn(words, lambda: self._is_stopped):
                job.emit(event)
            conversation.learn()
            return conversation.number

        self._job = self._session.think(
            work, on_event=self._on_event, on_done=self._on_done, on_error=self._on_error,
            on_stopped=self._on_over,
        )  # fmt: skip
        self.busy_changed.emit()

    def stop(self) -> None:
        """What had come of the answer is kept."""
        self._is_stopped = True

    def _on_event(self, event: Any) -> None:
        from desktop.errors import describe
        from inference.guard import Done
        from inference.turn import ApprovalWaits, Asked, ToolDone, ToolFailed, TurnFailed, Words

        if isinstance(event, Words):
            self.wrote.emit(event.text)
        elif isinstance(event, ToolDone):
            self._session.heard_of(Done(event.result, event.change))
        elif isinstance(event, Asked):
            self.noted.emit("\n".join([event.question.text, *event.question.choices]))
        elif isinstance(event, ApprovalWaits):
            self._session.waits.emit(event.approval)
            self.noted.emit(self.tr("This waits for your yes. Open the window to answer."))
        elif isinstance(event, ToolFailed | TurnFailed):
            self.failed.emit(describe(event.error))

    def _on_done(self, number: int | None) -> None:
        self._number = number
        self._session.tell_changed()
        self._on_over()

    def _on_error(self, error: BaseException) -> None:
        from desktop.errors import describe

        self._on_over()
        self.failed.emit(describe(error))

    def _on_over(self) -> None:
        self._job = None
        self.busy_changed.emit()
