"""Forgetting for good, as the window asks for it: through the gate, with all that goes along shown.

The question that the gate keeps is answered at once, yes or no; what was shown is what goes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.jobs import Job
from desktop.session import Session
from desktop.translation import in_window

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.guard import Done
    from inference.tools.base import Call

MOST = 1_000
"things that are forgotten in one go; more are forgotten by topic, by time, or all at once"


class _TooMany(Exception):
    """More than anybody looks at."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@dataclass(frozen=True)
class Question:
    """What would go, for the owner to say yes or no to."""

    approval: int
    lines: tuple[str, ...]
    is_everything: bool = False


class Forgetting(QObject):
    """Asks the gate, and brings it the owner's answer."""

    asked = Signal(object)
    "a Question"
    failed = Signal(object)
    "the error"
    began = Signal(str, bool)
    "what goes on, and whether it can still be stopped"
    ended = Signal()
    "nothing is looked at or taken away any more"
    forgot = Signal(str)
    "what went, in words"
    too_many = Signal(str)
    "that so much cannot be shown before it goes, and what to do"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._looking: Job[Question] | None = None

    def stop(self) -> None:
        """Look no further at what would go along; nothing is forgotten."""
        job, self._looking = self._looking, None
        if job is not None:
            job.cancel()
            self.ended.emit()

    def forget_items(self, numbers: list[int]) -> None:
        """These, with what goes along."""
        self._ask(lambda assistant: _of_items(assistant, numbers))

    def forget_about(self, topic: str) -> None:
        """Everything about somebody or something."""
        self._ask(lambda assistant: _call(assistant, f"everything about {topic}"))

    def forget_days(self, first: date, last: date) -> None:
        """What was learned from one day to another, both included."""
        self._ask(lambda assistant: _of_days(assistant, first, last))

    def forget_entry(self, key: str) -> None:
        """An entry of the profile, with all that it ever held."""
        self._ask(lambda assistant: _of_entry(assistant, key))

    def forget_everything(self) -> None:
        from inference.tools.base import by_owner

        self._ask(lambda _assistant: by_owner("forget_everything", what="everything"))

    def yes(self, question: Question) -> None:
        """Do exactly what was shown."""

        def done(done: "Done") -> None:
            self.ended.emit()
            self._session.heard_of(done)
            self.forgot.emit(done.result.says)

        self.began.emit(self.tr("Forgetting for good. This cannot be stopped any more."), False)  # noqa: FBT003 - a signal's
        self._session.look(
            lambda assistant: assistant.guard.approve(assistant.desk(), question.approval),
            on_done=done, on_error=self._fail,
        )  # fmt: skip

    def no(self, question: Question) -> None:
        def work(assistant: "Assistant") -> None:
            from inference.tools.errors import ApprovalGone

            try:
                assistant.guard.deny(assistant.desk(), question.approval)
            except ApprovalGone:  # it ran out meanwhile, which is a no as well
                return

        self._session.change(work, on_error=self._fail)

    def _ask(self, make: "Callable[[Assistant], Call]") -> None:
        self.stop()
        jobs: list[Job[Question]] = []

        def work(assistant: "Assistant") -> Question:
            question = _question(assistant, make(assistant))
            if any(one.is_cancelled for one in jobs):  # nobody is there to answer it
                assistant.guard.deny(assistant.desk(), question.approval)
            return question

        def done(question: Question) -> None:
            self._looking = None
            self.ended.emit()
            self.asked.emit(question)

        self.began.emit(self.tr("Looking at what goes along …"), True)  # noqa: FBT003
        self._looking = self._session.look(work, on_done=done, on_error=self._fail)
        jobs.append(self._looking)

    def _fail(self, error: BaseException) -> None:
        self._looking = None
        self.ended.emit()
        if isinstance(error, _TooMany):
            said = self.tr(
                "%s are too many to look at before they go. Choose up to %s, or forget everything."
            )
            self.too_many.emit(said % (in_window.number(error.count), in_window.number(MOST)))
        else:
            self.failed.emit(error)


def _question(assistant: "Assistant", call: "Call") -> Question:
    """The gate's question, shown."""
    from inference.guard import OWNER
    from inference.tools.errors import ApprovalNeeded

    try:
        assistant.guard.carry_out(assistant.desk(), call, asker=OWNER)
    except ApprovalNeeded as needed:
        shown = assistant.guard.show(assistant.desk(), needed.approval)
        return Question(needed.approval, shown.along, call.tool == "forget_everything")
    raise AssertionError("forgetting always asks")


def _call(assistant: "Assistant", what: str) -> "Call":
    from inference.memory import forgetting
    from inference.tools.base import by_owner

    return by_owner("forget", what=forgetting.plan(assistant.desk(), what).target)


def _of_items(assistant: "Assistant", numbers: list[int]) -> "Call":
    if len(numbers) > MOST:
        raise _TooMany(len(numbers))
    return _call(assistant, f"items {', '.join(map(str, numbers))}: chosen")


def _of_days(assistant: "Assistant", first: date, last: date) -> "Call":
    from inference.tools.errors import NothingLikeThat
    from vault import memory_lists

    zone = assistant.desk().zone
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    found = memory_lists.between(assistant.conn, since, until)
    if not found:
        raise NothingLikeThat("memory", f"{first.isoformat()} – {last.isoformat()}")
    return _of_items(assistant, found)


def _of_entry(assistant: "Assistant", key: str) -> "Call":
    from inference.memory.proposals import OWNER
    from inference.tools.errors import NothingLikeThat
    from vault import memories

    found = [one.id for one in memories.about(assistant.conn, OWNER, key)]
    if not found:
        raise NothingLikeThat("profile entry", key)
    return _of_items(assistant, found)
