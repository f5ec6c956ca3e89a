"""One question that waits for the owner's yes, and what can be answered to it.

What is shown is what the gate shows: the very payload that would be carried out, every character to
be seen. A yes is for that payload and no other; whatever is written anew is a new question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop import goals
from desktop.alive import while_alive
from desktop.session import Session
from desktop.viewmodels.effect_words import effect

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.guard import Done, Ruling

TICK_MS = 1_000
SLOW_TICK_MS = 60_000
COUNTED_S = 60 * 60
"from here on seconds are counted, before that the hour is said"
LOOKS_AGAIN = timedelta(seconds=30)
"while somebody is at it, a question that runs out soon is looked at anew"


@dataclass(frozen=True)
class Line:
    """One argument of what would be done."""

    name: str
    source: str
    value: str
    "every character to be seen"
    note: str
    "what to look at twice, or what a time is in plain words"
    is_doubtful: bool
    "somebody else than the owner chose what it is done to"


@dataclass(frozen=True)
class Field:
    """One argument as it can be written anew."""

    name: str
    title: str
    text: str
    choices: tuple[str, ...] = ()
    is_needed: bool = False
    has_lines: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked, for a card."""

    number: int
    wish: str
    "what Tacit needs a yes to"
    effect: str
    is_final: bool
    "whether it cannot be undone"
    asker: str
    goal: str
    "of the run that asks"
    run: int | None
    "that goes on after the answer"
    along: tuple[str, ...]
    lines: tuple[Line, ...]
    fields: tuple[Field, ...]
    expires: datetime
    until: str
    "the same in plain words"


@dataclass(frozen=True)
class Outcome:
    """What became of a question."""

    number: int
    state: str
    "good, bad or empty, as chips are dressed"
    word: str
    says: str
    done: "Done | None" = None
    can_take_back: bool = False
    "whether it was a rule that can be taken back"


class ApprovalModel(QObject):
    """A question from being shown to being answered."""

    shown = Signal(object)
    "a Question"
    over = Signal(object)
    "an Outcome: nothing can be answered any more"
    ticked = Signal(str)
    "how long it still waits, in words"
    failed = Signal(object)
    "an ErrorCard"

    def __init__(self, session: Session, number: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.number = number
        self.question: Question | None = None
        self._is_over = False
        self._rule: tuple[str, str, Ruling | None] | None = None
        self._looked: datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._tick)

    @property
    def is_open(self) -> bool:
        return self.question is not None and not self._is_over

    def load(self) -> None:
        """Look at the question as it stands now."""
        self._looked = self.session.now()
        number = self.number
        self.session.look(
            lambda assistant: _look(assistant, number),
            on_done=while_alive(self, self._on_looked),
            on_error=while_alive(self, self._fail),
        )

    def look_again(self) -> None:
        """Somebody is at it: what waits only while the owner is there goes on waiting."""
        question = self.question
        if not self.is_open or question is None or self._looked is None:
            return
        now = self.session.now()
        if question.is_final and now - self._looked > LOOKS_AGAIN and now < question.expires:
            self.load()

    def set_seen(self, is_seen: bool) -> None:
        """Time is counted only where somebody sees it."""
        if is_seen and self.is_open:
            self._tick()
        else:
            self._timer.stop()

    def approve(self) -> None:
        number = self.number
        if self.is_open:
            self._finish()
            self.session.change(
                lambda assistant: assistant.guard.approve(assistant.desk(), number),
                on_done=self._on_done, on_error=while_alive(self, self._on_error),
            )  # fmt: skip

    def deny(self) -> None:
        """Not now: it is answered with no, and may be asked again."""
        number = self.number
        says = self.tr("Nothing was done.")
        if self.is_open:
            self._finish()
            self.session.change(
                lambda assistant: assistant.guard.deny(assistant.desk(), number),
                on_done=while_alive(self, lambda _none: self._answered(
                    Outcome(number, "", self.tr("Not now"), says)
                )),
                on_error=while_alive(self, self._on_error),
            )  # fmt: skip

    def never(self) -> None:
        """No, and not to be asked by this asker ever again."""
        number = self.number
        if self.is_open:
            self._finish()
            self.session.change(
                lambda assistant: _never(assistant, number),
                on_done=while_alive(self, self._on_never),
                on_error=while_alive(self, self._on_error),
            )  # fmt: skip

    def take_rule_back(self) -> None:
        """It may be asked again."""
        if self._rule is None:
            return
        tool, asker, before = self._rule
        self._rule = None
        says = self.tr("Tacit may ask for this again.")
        outcome = Outcome(self.number, "", self.tr("Not now"), says)
        self.session.change(
            lambda assistant: _set_rule(assistant, tool, asker, before),
            on_done=while_alive(self, lambda _none: self.over.emit(outcome)),
            on_error=while_alive(self, self._fail),
        )  # fmt: skip

    def edit(self, texts: Mapping[str, str]) -> bool:
        """Ask about what the owner wrote instead, as a new question; False where that is the same.

        What does not fit is said, and the question stays as it is.
        """
        number, question = self.number, self.question
        if question is None or self._is_over:
            return False
        before = {one.name: one.text for one in question.fields}
        changed = {name: text for name, text in texts.items() if text != before.get(name)}
        if not changed:
            return False
        self.session.change(
            lambda assistant: _edit(assistant, number, changed),
            on_done=while_alive(self, self._on_edited), on_error=while_alive(self, self._fail),
        )  # fmt: skip
        return True

    def left(self) -> str:
        """How long it still waits, in words."""
        assert self.question is not None
        seconds = round((self.question.expires - self.session.now()).total_seconds())
        if seconds > COUNTED_S:
            return self.tr("Waits until %s, then the answer is no.") % self.question.until
        clock = f"{max(seconds, 0) // 60}:{max(seconds, 0) % 60:02}"
        return self.tr("%s left, then the answer is no.") % clock

    def _tick(self) -> None:
        question = self.question
        if question is None or self._is_over:
            return
        seconds = (question.expires - self.session.now()).total_seconds()
        if seconds <= 0:
            self._finish()
            self.session.change(_expire)
            says = self.tr("Nobody answered in time: nothing was done.")
            self._answered(Outcome(self.number, "", self.tr("Ran out"), says))
            return
        self.ticked.emit(self.left())
        self._timer.start(TICK_MS if seconds <= COUNTED_S else SLOW_TICK_MS)

    def _on_looked(self, found: "Question | Outcome") -> None:
        if isinstance(found, Outcome):
            self._finish()
            self.over.emit(found)
            return
        self.question = found
        self.shown.emit(found)
        self._tick()

    def _on_done(self, done: "Done") -> None:
        """It can be taken back also where the card is gone by now."""
        self.session.heard_of(done)
        while_alive(self, self._on_approved)(done)

    def _on_approved(self, done: "Done") -> None:
        outcome = Outcome(self.number, "good", self.tr("Done"), effect(done.result.says), done)
        self._answered(outcome)

    def _on_never(self, rule: "tuple[str, str, Ruling | None]") -> None:
        self._rule = rule
        asker = self.question.asker if self.question else rule[1]
        says = self.tr("Nothing was done. Asked by %s, this is never done from now on.") % asker
        word = self.tr("Never")
        self._answered(Outcome(self.number, "bad", word, says, can_take_back=True))

    def _on_edited(self, number: int) -> None:
        self.number = number
        self.load()

    def _on_error(self, error: BaseException) -> None:
        """What was not carried out may still wait: look, and say why not."""
        self._is_over = False
        self._fail(error)
        self.load()

    def _finish(self) -> None:
        self._is_over = True
        self._timer.stop()

    def _answered(self, outcome: Outcome) -> None:
        """Work that waited for this goes on."""
        self.over.emit(outcome)
        if self.question is not None and self.question.run is not None:
            goals.go_on(self.session, self.question.run)

    def _fail(self, error: BaseException) -> None:
        from desktop.translation import described

        self.failed.emit(described(error))


def _look(assistant: "Assistant", number: int) -> Question | Outcome:
    from desktop.viewmodels import approval_reading

    return approval_reading.look(assistant, number)


def _edit(assistant: "Assistant", number: int, texts: Mapping[str, str]) -> int:
    from desktop.viewmodels import approval_reading

    return approval_reading.edit(assistant, number, texts)


def _never(assistant: "Assistant", number: int) -> "tuple[str, str, Ruling | None]":
    from desktop.viewmodels import approval_reading

    return approval_reading.never(assistant, number)


def _set_rule(assistant: "Assistant", tool: str, asker: str, rule: "Ruling | None") -> None:
    from desktop.viewmodels import approval_reading

    approval_reading.set_rule(assistant, tool, asker, rule)


def _expire(assistant: "Assistant") -> None:
    assistant.guard.expire(assistant.desk())
