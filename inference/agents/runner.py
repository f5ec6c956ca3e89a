"""Carrying out a plan: step by step through the gate, kept so that it survives being killed.

What a step came to is kept in the transaction of its effect, so after a restart a step either
happened and is known, or did not happen. A step that waits for a yes is carried out by the yes
itself, and its result lies with the question. What cannot be undone is never tried a second time
where it is not known whether it happened.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from inference.agents.asking import think
from inference.agents.journal import (
    AGENT,
    ENDED,
    Journal,
    Phase,
    as_row,
    load,
    results,
    save,
)
from inference.agents.plan import (
    Act,
    Kept,
    Step,
    Think,
    check,
    filled,
    found_nothing,
    handed,
    said,
    sources_of,
    uses,
)
from inference.agents.report import Report, report
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import InferenceError
from inference.guard import AGENT as ASKER
from inference.guard import OUTSIDE, Guard
from inference.guard.questions import call_of
from inference.tools.base import Call, Desk, Effect, Result
from inference.tools.errors import (
    ApprovalGone,
    ApprovalNeeded,
    ArgumentRefused,
    EverythingStopped,
    NothingLikeThat,
)
from vault import audit, changes, runs
from vault.connection import WriteConn
from vault.errors import NotThere
from vault.items import Origin, Source
from vault.runs import Answer, Approval, Run, RunState

CAN_BE_SAID_BETTER = frozenset({"WhichOne", "NothingLikeThat"})
"troubles with a thing that was named: the run waits for the step to be reworded or dropped"
Desks = Callable[[], Desk]
"a desk with the time that it is now"


@dataclass(frozen=True)
class Limits:
    """How much one run may take; it ends where it would take more."""

    steps: int = 12
    tokens: int = 20_000
    seconds: float = 1_800.0


@dataclass(frozen=True)
class Began:
    """A step is being carried out."""

    place: int
    step: str


@dataclass(frozen=True)
class Came:
    """A step was carried out, and its effect is there."""

    place: int
    says: str


@dataclass(frozen=True)
class Waits:
    """A step waits for a yes; `go` goes on after the answer."""

    place: int
    approval: int


@dataclass(frozen=True)
class Ended:
    """There is nothing more to do for now: the run is over, or was paused."""

    report: Report


Event = Began | Came | Waits | Ended


class _Halted(Exception):
    """The run was stopped, paused, or gone on with by somebody else, while a step was at work."""


@dataclass(frozen=True)
class _Turn:
    """One step at one desk."""

    desk: Desk
    run: Run
    journal: Journal
    kept: dict[int, Kept]

    @property
    def place(self) -> int:
        return len(self.kept) + 1

    @property
    def step(self) -> Step:
        return self.journal.steps[len(self.kept)]


class Runner:
    """Runs of plans, behind a gate; `engine` is needed where a plan thinks.

    Where the owner wants it `stopped`, a run pauses before its next step and in its thinking.
    """

    def __init__(
        self, guard: Guard, engine: ChatEngine | None = None, limits: Limits | None = None,
        stopped: Stopped = never,
    ) -> None:  # fmt: skip
        self._guard = guard
        self._engine = engine
        self._limits = limits or Limits()
        self._stopped = stopped

    def begin(self, desk: Desk, goal: str, steps: Sequence[Step], source: Source) -> int:
        """Keep a plan, to be looked at; nothing is carried out before `resume`. Its number."""
        self._check(steps)
        with desk.conn.transaction():
            number = runs.begin(desk.conn, AGENT, goal, source, desk.now)
            run = replace(runs.get(desk.conn, number), state=RunState.WAITING)
            save(desk.conn, run, Journal(tuple(steps)), desk.now)
            self._note(desk, "planned", number)
        return number

    def edit(self, desk: Desk, number: int, steps: Sequence[Step]) -> None:
        """Put other steps in the place of those that are still to be done."""
        self._check(steps)
        with desk.conn.transaction():
            run, journal = load(desk.conn, number)
            done = len(runs.steps(desk.conn, number))
            is_still = journal.phase in (Phase.PLANNED, Phase.PAUSED)
            is_used = journal.asked is not None and _is_used(desk.conn, journal.asked)
            if not is_still or is_used or tuple(steps[:done]) != journal.steps[:done]:
                raise ArgumentRefused("plan", "under way")
            self._withdraw(desk, journal)
            changed = replace(journal, steps=tuple(steps), asked=None, exact=None)
            save(desk.conn, run, changed, desk.now)
            self._note(desk, "plan edited", number)

    def resume(self, desk: Desk, number: int) -> None:
        """The owner says go, the first time or after a pause; `go` then does it."""
        with desk.conn.transaction():
            run, journal = load(desk.conn, number)
            if run.state in ENDED or journal.phase not in (Phase.PLANNED, Phase.PAUSED):
                return
            phase = Phase.GOING if journal.asked is None else Phase.ASKED
            going = journal.with_phase(phase, trouble="")
            save(desk.conn, replace(run, state=RunState.RUNNING), going, desk.now)
            self._note(desk, "went on with a plan", number)

    def pause(self, desk: Desk, number: int) -> None:
        """Begin no further step; a step at work is taken back if it is not over yet."""
        self._halt(desk, number, RunState.WAITING)

    def stop(self, desk: Desk, number: int) -> None:
        """End the run here; what it asked is a no, what it did stays and can be undone."""
        self._halt(desk, number, RunState.STOPPED)

    def go(self, number: int, desks: Desks) -> Iterator[Event]:
        """Carry out what there is to do, until it is over or waits for somebody."""
        while True:
            desk = desks()
            run, journal = load(desk.conn, number)
            if self._stopped() and journal.phase in (Phase.GOING, Phase.ASKED):
                self.pause(desk, number)
                run, journal = load(desk.conn, number)
            turn = _Turn(desk, run, journal, results(desk.conn, number))
            if run.state in ENDED or journal.phase in (Phase.PLANNED, Phase.PAUSED):
                yield Ended(report(desk.conn, number))
                return
            if turn.place > len(journal.steps):
                self._end(turn, RunState.DONE, "")
            elif trouble := self._over_limit(journal):
                self._end(turn, RunState.FAILED, trouble)
            elif journal.asked is not None:
                if self._is_waiting(turn):
                    yield Waits(turn.place, load(desk.conn, number)[1].asked or journal.asked)
                    return
                yield from _came(turn)
            else:
                yield Began(turn.place, said(turn.step))
                self._carry_out(turn, desks)
                yield from _came(turn)

    def _carry_out(self, turn: _Turn, desks: Desks) -> None:
        """One step: done, asked about, or the end of the run."""
        try:
            if isinstance(turn.step, Think):
                self._think(turn, turn.step, desks)
            else:
                turn, call = self._exactly(turn, turn.step)
                self._act(turn, call, desks)
        except ApprovalNeeded as needed:
            asked = turn.journal.with_phase(Phase.ASKED, asked=needed.approval)
            self._save(turn, RunState.WAITING, asked)
        except EverythingStopped:
            self._save(turn, RunState.WAITING, turn.journal.with_phase(Phase.PAUSED))
        except (InferenceError, NotThere) as error:
            self._fell(turn, type(error).__name__)
        except _Halted:
            pass  # what is kept says how it stands

    def _exactly(self, turn: _Turn, step: Act) -> tuple[_Turn, Call]:
        """The call as exactly what will be done, kept before it is begun: it may be begun again."""
        if turn.journal.exact is not None:
            return turn, turn.journal.exact.call
        call = filled(step.call, turn.kept)
        exact = self._guard.exact(turn.desk, call)
        if exact == call:
            return turn, call
        self._save(turn, turn.run.state, replace(turn.journal, exact=Act(exact)))
        run, journal = load(turn.desk.conn, turn.run.id)
        if journal.exact is None:
            raise _Halted
        return replace(turn, run=run, journal=journal), exact

    def _act(self, turn: _Turn, call: Call, desks: Desks) -> None:
        outside = [call.origin(name) for name in call.arguments]
        is_read = self._guard.effect(call.tool) is Effect.READ

        def within(conn: WriteConn, result: Result) -> None:
            sources = (*outside, *sources_of(conn, result))
            change = None if is_read else changes.recent(conn, 1)[0].id
            kept = Kept(result.says, result.data, _outside(sources), change)
            _keep(conn, turn, kept, result.items, _later(turn, desks))

        try:
            self._guard.carry_out(turn.desk, call, asker=ASKER, run=turn.run.id, within=within)
        except NothingLikeThat as error:
            if not is_read or any(turn.place in uses(one) for one in turn.journal.steps):
                raise
            kept = Kept(f"I found no {error.kind} like “{error.words}”.")
            with turn.desk.conn.transaction():
                _keep(turn.desk.conn, turn, kept, (), _later(turn, desks))

    def _think(self, turn: _Turn, step: Think, desks: Desks) -> None:
        for number in uses(step):
            if found_nothing(turn.journal.steps[number - 1], turn.kept[number]):
                raise NothingLikeThat("result", f"step {number}")
        words, sources = handed(step.task, turn.kept)
        left = self._limits.tokens - turn.journal.tokens
        thought = think(self._engine, words, most=left, stopped=self._stopped)
        if self._stopped():
            raise _Halted
        spent = replace(_later(turn, desks), tokens=turn.journal.tokens + thought.tokens)
        with turn.desk.conn.transaction():
            _keep(turn.desk.conn, turn, Kept(thought.text, {}, _outside(sources)), (), spent)

    def _is_waiting(self, turn: _Turn) -> bool:
        """Whether the question of this step is still open; if not, what became of it is kept."""
        conn, asked = turn.desk.conn, turn.journal.asked
        assert asked is not None
        self._guard.expire(turn.desk)
        approval = runs.approval(conn, asked)
        while approval.answer is Answer.EDITED:
            if (later := runs.asked_next(conn, approval)) is None:
                break
            approval = later
        if approval.answer is Answer.ASKED:
            if approval.id != asked or turn.run.state is not RunState.WAITING:
                again = turn.journal.with_phase(Phase.ASKED, asked=approval.id)
                self._save(turn, RunState.WAITING, again)
            return True
        if approval.answer is not Answer.USED:
            self._end(turn, RunState.STOPPED, approval.answer.value)
            return False
        return self._is_at_work(turn, approval)

    def _is_at_work(self, turn: _Turn, approval: Approval) -> bool:
        """After a yes: whether its effect is still being made; if not, what it came to is kept."""
        if approval.result is not None:
            with turn.desk.conn.transaction():
                kept, items = _from_question(turn.desk.conn, approval)
                _keep(turn.desk.conn, turn, kept, items, turn.journal)
            return False
        outcome = audit.outcome(turn.desk.conn, approval.intent or 0)
        if outcome is None:
            return True
        said = outcome.payload or {}
        if said.get("done") is False:
            self._fell(turn, str(said.get("error", "")))
        elif self._guard.effect(approval.tool) is Effect.SEND:
            self._end(turn, RunState.FAILED, "NotKnown")
        else:  # it was stopped before its transaction ended: ask anew, about exactly the same
            exact = Act(call_of(approval)) if approval.payload else None
            going = turn.journal.with_phase(Phase.GOING, asked=None, exact=exact)
            self._save(turn, RunState.RUNNING, going)
        return False

    def _over_limit(self, journal: Journal) -> str:
        if journal.tokens >= self._limits.tokens:
            return "TooManyTokens"
        return "TooLong" if journal.seconds >= self._limits.seconds else ""

    def _check(self, steps: Sequence[Step]) -> None:
        if not 1 <= len(steps) <= self._limits.steps:
            raise ArgumentRefused("plan", "out of range")
        check(steps, self._guard.tools)

    def _end(self, turn: _Turn, state: RunState, trouble: str) -> None:
        over = turn.journal.with_phase(Phase.OVER, trouble=trouble)
        self._save(turn, state, over)

    def _fell(self, turn: _Turn, trouble: str) -> None:
        """A step that cannot be done: the end, unless the owner can say it better."""
        if trouble not in CAN_BE_SAID_BETTER:
            self._end(turn, RunState.FAILED, trouble)
            return
        paused = turn.journal.with_phase(Phase.PAUSED, trouble=trouble, asked=None, exact=None)
        self._save(turn, RunState.WAITING, paused)

    def _save(self, turn: _Turn, state: RunState, journal: Journal) -> None:
        """Unless somebody halted the run meanwhile: their word stands."""
        with turn.desk.conn.transaction():
            if _is_as_known(turn.desk.conn, turn):
                save(turn.desk.conn, replace(turn.run, state=state), journal, turn.desk.now)
                if state in ENDED:
                    self._note(turn.desk, f"plan {state.value}", turn.run.id)

    def _halt(self, desk: Desk, number: int, state: RunState) -> None:
        with desk.conn.transaction():
            run, journal = load(desk.conn, number)
            if run.state in ENDED:
                return
            if state is RunState.STOPPED:
                self._withdraw(desk, journal)
                halted = journal.with_phase(Phase.OVER, asked=None, trouble="stopped")
            else:
                halted = journal.with_phase(Phase.PAUSED)
            save(desk.conn, replace(run, state=state), halted, desk.now)
            self._note(desk, "plan stopped" if state in ENDED else "plan paused", number)

    def _withdraw(self, desk: Desk, journal: Journal) -> None:
        """What the run asked is a no."""
        if journal.asked is not None:
            try:
                self._guard.deny(desk, journal.asked)
            except ApprovalGone:
                return

    def _note(self, desk: Desk, action: str, number: int) -> None:
        audit.note(desk.conn, action, {"run": number}, desk.now, [number])


def _later(turn: _Turn, desks: Desks) -> Journal:
    """The journal with the time that this step took."""
    took = (desks().now - turn.desk.now).total_seconds()
    return replace(turn.journal, seconds=turn.journal.seconds + took)


def _came(turn: _Turn) -> Iterator[Came]:
    """That this step is done, if it is."""
    kept = results(turn.desk.conn, turn.run.id)
    if turn.place in kept:
        yield Came(turn.place, kept[turn.place].says)


def _is_used(conn: WriteConn, asked: int) -> bool:
    """Whether a yes was given, whose effect the journal does not know of yet."""
    return runs.approval(conn, asked).answer is Answer.USED


def _is_as_known(conn: WriteConn, turn: _Turn) -> bool:
    run = runs.get(conn, turn.run.id)
    return (run.state, run.journal) == (turn.run.state, turn.run.journal)


def _keep(conn: WriteConn, turn: _Turn, kept: Kept, items: Sequence[int], journal: Journal) -> None:
    """What a step came to, in the transaction of its effect; _Halted undoes both."""
    if not _is_as_known(conn, turn) or turn.place in runs.steps(conn, turn.run.id):
        raise _Halted
    runs.keep_step(conn, turn.run.id, turn.place, (as_row(kept), items), turn.desk.now)
    going = journal.with_phase(Phase.GOING, asked=None, exact=None)
    save(conn, replace(turn.run, state=RunState.RUNNING), going, turn.desk.now)


def _from_question(conn: WriteConn, approval: Approval) -> tuple[Kept, tuple[int, ...]]:
    """What a yes came to, as it was kept with its effect."""
    row = json.loads(approval.result or "{}")
    if not row:
        return Kept("", is_forgotten=True), ()
    items = tuple(row["items"])
    result = Result(row["says"], row["data"], items)
    given = [Source(Origin(one[0]), one[1]) for one in json.loads(approval.origins).values()]
    sources = _outside((*given, *sources_of(conn, result)))
    return Kept(result.says, result.data, sources, row["change"]), items


def _outside(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(one for one in sources if one.origin in OUTSIDE))
