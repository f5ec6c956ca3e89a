"""`tacit work`: a goal that takes several steps, planned, shown, started by the owner, reported.

A yes to the plan is a yes to what is shown in it word for word and can be undone. All else asks
when its turn comes. What is under way is kept in the vault: it goes on after a pause or a restart,
and nothing of it happens twice.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from desktop.cards import ErrorCard, command
from desktop.commands import terminal, working
from desktop.commands.acting import DONE, NEEDS_YES, WRONG, Hand, answered, at_hand
from desktop.commands.approving import settled
from desktop.commands.changing import Editor
from desktop.commands.chat import STOPPED, Stopper
from desktop.commands.numbers import at_least
from desktop.commands.vault import common_options
from desktop.errors import describe
from desktop.output import Output
from desktop.paths import Paths
from inference.agents import journal
from inference.agents.clauses import ByWords
from inference.agents.plan import Act, Step
from inference.agents.planner import Planner
from inference.agents.report import Pace, foresee, report
from inference.agents.rewriting import ByRewriting
from inference.agents.runner import Limits, Runner, Waits
from inference.errors import InferenceError
from inference.tools.base import OWNER, Effect
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken
from vault import runs
from vault.errors import NotThere
from vault.runs import Answer, RunState

MOST_STEPS = 12
MOST_LISTED = 20
START = "Start it? [y]es, [N]ot now, [e]dit:"
NO_PLAN = ErrorCard(
    "No plan comes out of this",
    "Tacit sees no steps in it that it can do. Nothing was done.",
    f"Name the steps: {command('work')} “add two tasks: book a hotel, call Ana; and remind me on "
    "Friday at 10 to check them”",
)  # fmt: skip
TOO_MANY = ErrorCard(
    "This takes too many steps",
    "The plan is longer than it may be. Nothing was done.",
    "Ask for less at once, or allow more with --steps.",
)
NOTHING_SAID = ErrorCard("Nothing was asked for", "The words are empty.", NO_PLAN.action)


class _NotAnswered(Exception):
    """Something was open, and nobody said what."""


@dataclass
class Job:
    """One run, as the command carries it out."""

    hand: Hand
    runner: Runner
    stopper: Stopper
    number: int
    yes_to_writes: bool = False
    shown: frozenset[str] = field(default_factory=frozenset)
    "payloads that the owner saw in the plan and said yes to"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "a goal that takes several steps: planned, shown, and done after your yes"
    parser = commands.add_parser(
        "work", help=about, description=about,
        epilog="list: what was begun · show N · go N: begin or go on · pause N · stop N",
    )  # fmt: skip
    parser.add_argument("words", nargs="*", default=["list"],
                        help="the goal; or list, show N, go N, pause N, stop N")  # fmt: skip
    parser.add_argument("--yes-to-plan", action="store_true",
                        help="start, with a yes to what can be undone")  # fmt: skip
    parser.add_argument("--dry", action="store_true", help="show the plan, keep and do nothing")
    parser.add_argument("--steps", type=at_least(1), default=MOST_STEPS, metavar="N",
                        help="the most that the plan may have")  # fmt: skip
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """A goal, unless the words are one of the five and a number."""
    known: dict[str, Callable[[Hand, argparse.Namespace, int], int]] = {
        "show": _show, "go": _go, "pause": _pause, "stop": _stop,
    }  # fmt: skip
    words = list(args.words) or ["list"]
    goal = " ".join(words).strip()
    with at_hand(args, paths, out) as hand:
        if words == ["list"]:
            return _list(hand)
        if words[0] in known and len(words) == 2 and words[1].isdecimal():
            return known[words[0]](hand, args, int(words[1]))
        if not goal:
            out.error(NOTHING_SAID, "NothingSaid")
            return NEEDS_YES
        return _new(hand, args, goal)


def _new(hand: Hand, args: argparse.Namespace, goal: str) -> int:
    """Plan, show, and start where the owner says so."""
    hand.out.working("Planning")
    try:
        steps = _planner(hand).plan(goal, hand.desk.now)
    except _NotAnswered:
        return NEEDS_YES
    except InferenceError as error:
        hand.out.note(describe(error).title)
        steps = ()
    if not steps or len(steps) > args.steps:
        hand.out.error(TOO_MANY if steps else NO_PLAN, "TooManySteps" if steps else "NoPlan")
        return NEEDS_YES
    if args.dry:
        _tell_plan(hand, steps, goal)
        hand.out.note("Nothing was done, and the plan was not kept.")
        return DONE
    job = _job(hand, args)
    job.number = job.runner.begin(hand.desk, goal, steps, OWNER)
    return _offered(job)


def _planner(hand: Hand) -> Planner:
    """Rules first; what they do not see, the model says again in words that they do."""
    understanding, desk = hand.assistant.mind.understanding, hand.desk

    def by_rule(text: str, now: datetime) -> Plan | None:
        found = understanding.rules.read(text, Spoken(now, desk.conventions))
        return None if found is None or found.is_guess else found

    def ask(plan: Plan) -> Plan:
        if (whole := answered(hand, plan)) is None:
            raise _NotAnswered
        return whole

    rules = ByWords(by_rule, ask)
    chat = understanding.chat
    return replace(rules, otherwise=ByRewriting(chat, rules)) if chat is not None else rules


def _job(hand: Hand, args: argparse.Namespace, number: int = 0) -> Job:
    stopper = Stopper()
    runner = Runner(hand.assistant.guard, hand.assistant.mind.chat, Limits(MOST_STEPS * 4), stopper)
    return Job(hand, runner, stopper, number, args.yes_to_plan)


def _tell_plan(hand: Hand, steps: tuple[Step, ...], goal: str, number: int | None = None) -> None:
    forecast = foresee(hand.assistant.guard, hand.desk, steps, Pace())
    done = len(runs.steps(hand.desk.conn, number)) if number is not None else 0
    working.show_plan(hand.out, steps, forecast, done=done)
    hand.out.data({**working.plan_row(steps, forecast, goal), "run": number})


def _offered(job: Job) -> int:
    """The plan shown, and carried out where the owner says so now."""
    hand = job.hand
    goal, steps = _kept(job)
    _tell_plan(hand, steps, goal, job.number)
    if job.yes_to_writes:
        return _carry(job)
    if not terminal.is_there(hand.out):
        hand.out.say(f"This is kept as work {job.number}. Nothing was done yet.")
        hand.out.say(f"To start it: {command(f'work go {job.number}')}")
        return NEEDS_YES
    while True:
        said = (terminal.ask(START) or "").lower()
        if said in ("e", "edit"):
            Editor(hand, job.runner, job.number).edit()
            goal, steps = _kept(job)
            _tell_plan(hand, steps, goal, job.number)
            continue
        if said not in ("y", "yes"):
            hand.out.say(f"All right. It is kept: {command(f'work go {job.number}')}")
            return NEEDS_YES
        literal = (one for one in steps if isinstance(one, Act) and working.is_literal(one))
        job.shown = frozenset(one.call.payload for one in literal)
        return _carry(job)


def _kept(job: Job) -> tuple[str, tuple[Step, ...]]:
    found, kept = journal.load(job.hand.desk.conn, job.number)
    return found.goal, kept.steps


def _carry(job: Job) -> int:
    """Go on until it is over, waits, or is interrupted; then the report."""
    code = None
    job.runner.resume(job.hand.desk, job.number)
    try:
        while (waits := _until_asked(job)) is not None:
            if not _answer(job, waits.approval):
                break
    except KeyboardInterrupt:
        job.runner.pause(job.hand.desk, job.number)
        code = STOPPED
    told = report(job.hand.desk.conn, job.number)
    working.show_report(job.hand.out, told)
    job.hand.out.data(working.report_row(told))
    if code is None and job.stopper():
        code = STOPPED
    codes = {RunState.DONE: DONE, RunState.FAILED: WRONG}
    return codes.get(told.state, NEEDS_YES) if code is None else code


def _until_asked(job: Job) -> Waits | None:
    """Steps as they come, until one waits for a yes or there are no more."""
    with job.stopper.listening():
        for event in job.runner.go(job.number, job.hand.assistant.desk):
            working.show_event(job.hand.out, event)
            if isinstance(event, Waits):
                return event
    return None


def _answer(job: Job, number: int) -> bool:
    """The owner's word on a question, given before or now; False where it goes on waiting."""
    assistant, conn = job.hand.assistant, job.hand.desk.conn
    asked = runs.approval(conn, number)
    try:
        if _is_given(job, asked):
            assistant.guard.approve(assistant.desk(), number)
        else:
            settled(assistant, number, job.hand.out)
    except (InferenceError, NotThere) as error:
        job.hand.out.note(describe(error).body)
    return runs.approval(conn, number).answer is not Answer.ASKED


def _is_given(job: Job, asked: runs.Approval) -> bool:
    """Whether the yes to the plan was a yes to this; never to what cannot be undone."""
    if job.hand.assistant.guard.effect(asked.tool) is not Effect.WRITE:
        return False
    return job.yes_to_writes or asked.payload in job.shown


def _list(hand: Hand) -> int:
    found = runs.of_state(hand.desk.conn, *RunState)[-MOST_LISTED:]
    for one in found:
        _, kept = journal.load(hand.desk.conn, one.id)
        done = len(runs.steps(hand.desk.conn, one.id))
        how = working.stands(one.state, kept.phase)
        goal = terminal.plain(" ".join(one.goal.split()))
        hand.out.say(f"{one.id:5}  {how}, {done} of {len(kept.steps)}  {goal}")
        hand.out.data({"run": one.id, "state": one.state.value, "phase": kept.phase.value,
                       "done": done, "steps": len(kept.steps), "goal": one.goal})  # fmt: skip
    if not found:
        hand.out.say("No work was begun yet.")
    return DONE


def _show(hand: Hand, _args: argparse.Namespace, number: int) -> int:
    told = report(hand.desk.conn, number)
    working.show_report(hand.out, told)
    hand.out.data(working.report_row(told))
    return DONE


def _go(hand: Hand, args: argparse.Namespace, number: int) -> int:
    """Begin, or go on where it was left: after a pause, a question, a kill or a restart."""
    found, _ = journal.load(hand.desk.conn, number)
    job = _job(hand, args, number)
    if found.state in journal.ENDED:
        return _show(hand, args, number)
    return _offered(job) if terminal.is_there(hand.out) else _carry(job)


def _pause(hand: Hand, args: argparse.Namespace, number: int) -> int:
    _job(hand, args).runner.pause(hand.desk, number)
    return _show(hand, args, number)


def _stop(hand: Hand, args: argparse.Namespace, number: int) -> int:
    _job(hand, args).runner.stop(hand.desk, number)
    return _show(hand, args, number)
