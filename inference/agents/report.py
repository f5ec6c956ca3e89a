"""What a run would do, what it did, and what it did not, in plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from inference.agents.journal import Phase, load, results
from inference.agents.plan import Act, Step, Think, refers, said
from inference.guard import AGENT, Guard, Ruling
from inference.tools.base import Argument, Call, Desk, Effect
from inference.tools.errors import ArgumentRefused
from vault.connection import ReadConn
from vault.runs import RunState

TOKENS_OF_THINKING = 300
LETTERS_A_TOKEN = 4
TOKENS_HANDED = 1_000
"of each earlier result, as a guess"
SECONDS_A_CALL = 0.1


@dataclass(frozen=True)
class Pace:
    """How fast the model is here."""

    reading_a_s: float = 60.0
    writing_a_s: float = 8.0


@dataclass(frozen=True)
class Foreseen:
    """One step, before it is carried out."""

    place: int
    step: str
    effect: Effect | None
    "None for thinking"
    ruling: Ruling
    can_be_undone: bool
    tokens: int
    seconds: float


@dataclass(frozen=True)
class Forecast:
    """What a plan would cost and risk."""

    steps: tuple[Foreseen, ...]

    @property
    def tokens(self) -> int:
        return sum(one.tokens for one in self.steps)

    @property
    def seconds(self) -> float:
        return sum(one.seconds for one in self.steps)

    @property
    def for_good(self) -> tuple[int, ...]:
        """Steps that cannot be taken back."""
        return tuple(one.place for one in self.steps if not one.can_be_undone)

    @property
    def asked(self) -> tuple[int, ...]:
        """Steps that will wait for a yes."""
        return tuple(one.place for one in self.steps if one.ruling is Ruling.ASK)

    @property
    def refused(self) -> tuple[int, ...]:
        return tuple(one.place for one in self.steps if one.ruling is Ruling.NEVER)


class Outcome(StrEnum):
    """What became of a step."""

    DONE = "done"
    FORGOTTEN = "done, and forgotten since"
    ASKED = "waits for a yes"
    FAILED = "failed"
    LEFT = "not done"


@dataclass(frozen=True)
class StepReport:
    """One step, afterwards."""

    place: int
    step: str
    outcome: Outcome
    says: str = ""
    change: int | None = None
    "by which it can be taken back"


@dataclass(frozen=True)
class Report:
    """A run, as far as it got."""

    run: int
    goal: str
    state: RunState
    phase: Phase
    trouble: str
    steps: tuple[StepReport, ...]
    approval: int | None
    tokens: int
    seconds: float


def foresee(guard: Guard, desk: Desk, steps: Sequence[Step], pace: Pace) -> Forecast:
    """What a plan would do, without doing anything."""
    return Forecast(
        tuple(_foreseen(guard, desk, place, step, pace) for place, step in enumerate(steps, 1))
    )


def report(conn: ReadConn, number: int) -> Report:
    run, journal = load(conn, number)
    kept = results(conn, number)
    found: list[StepReport] = []
    for place, step in enumerate(journal.steps, start=1):
        is_next = place == len(kept) + 1
        if place in kept:
            one = kept[place]
            how = Outcome.FORGOTTEN if one.is_forgotten else Outcome.DONE
            found.append(StepReport(place, said(step), how, one.says, one.change))
        elif is_next and journal.asked is not None and run.state is RunState.WAITING:
            found.append(StepReport(place, said(step), Outcome.ASKED))
        elif is_next and run.state is RunState.FAILED:
            found.append(StepReport(place, said(step), Outcome.FAILED))
        else:
            found.append(StepReport(place, said(step), Outcome.LEFT))
    return Report(number, run.goal, run.state, journal.phase, journal.trouble, tuple(found),
                  journal.asked, journal.tokens, journal.seconds)  # fmt: skip


def _foreseen(guard: Guard, desk: Desk, place: int, step: Step, pace: Pace) -> Foreseen:
    if isinstance(step, Think):
        prompt = len(step.task) // LETTERS_A_TOKEN + 100
        prompt += TOKENS_HANDED * step.task.count("{step ")
        seconds = prompt / pace.reading_a_s + TOKENS_OF_THINKING / pace.writing_a_s
        return Foreseen(place, said(step), None, Ruling.ALWAYS, True,  # noqa: FBT003
                        prompt + TOKENS_OF_THINKING, seconds)  # fmt: skip
    effect = guard.tools[step.call.tool].effect
    return Foreseen(place, said(step), effect, _ruling(guard, desk, step),
                    effect is not Effect.SEND, 0, SECONDS_A_CALL)  # fmt: skip


def _ruling(guard: Guard, desk: Desk, step: Act) -> Ruling:
    """As far as it can be known before the results that it uses."""
    try:
        return guard.ruling(desk, _literal(step.call), AGENT)
    except ArgumentRefused:
        return Ruling.ASK


def _literal(call: Call) -> Call:
    known: Mapping[str, Argument] = {
        name: value for name, value in call.arguments.items() if not refers(value)
    }
    missing = set(call.arguments) - set(known)
    return replace(call, arguments={**known, **dict.fromkeys(missing, "later")})
