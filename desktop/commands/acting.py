"""Doing what the owner asked for at the command line: through the gate, and saying what came of it.

`follow` asks what is open before anything is done; `act` does one thing. What cannot be undone
waits for a yes that is typed at a terminal, below the literal payload.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from desktop import assistant
from desktop.assistant import Assistant
from desktop.cards import command
from desktop.commands import approving, terminal, times
from desktop.commands.vault import opened
from desktop.output import Output
from desktop.paths import Paths
from inference.guard import OWNER, Done
from inference.tools.base import OWNER as OWN
from inference.tools.base import Call, Desk
from inference.tools.errors import ApprovalNeeded, WhichOne
from inference.understanding import answering
from inference.understanding.plan import Plan, Question
from inference.understanding.slots import Spoken

DONE, WRONG, NEEDS_YES = 0, 1, 2
NUMBERED = frozenset({"task", "reminder", "note", "memory"})
"kinds whose choices are told by the number of the thing itself"


@dataclass(frozen=True)
class Hand:
    """What a command acts with."""

    assistant: Assistant
    out: Output
    yes: bool = False
    "given in advance, to what can be undone"

    @property
    def desk(self) -> Desk:
        return self.assistant.desk()


@contextmanager
def at_hand(args: argparse.Namespace, paths: Paths, out: Output) -> Iterator[Hand]:
    """The assistant on the owner's vault, for one command."""
    model = getattr(args, "model", "")
    with (
        opened(args, paths, out) as vault,
        assistant.opened(vault, paths, model=model) as ready,
    ):
        yield Hand(ready, out, getattr(args, "yes", False))


def act(hand: Hand, call: Call) -> int:
    """Do it, and say what was done; the exit code."""
    done = carried_out(hand, call)
    if done is None:
        return NEEDS_YES
    tell(hand.out, call.tool, done)
    return DONE


def follow(hand: Hand, plan: Plan) -> int:
    """Do what was understood, one thing after the other; what is open is asked first."""
    complete = answered(hand, plan)
    if complete is None:
        return NEEDS_YES
    for call in complete.calls:
        code = act(hand, call)
        if code != DONE:
            return code
    return DONE


def carried_out(hand: Hand, call: Call) -> Done | None:
    """What came of it; None where it waits for a yes, or the owner said no."""
    guard, desk = hand.assistant.guard, hand.desk
    try:
        return guard.carry_out(desk, call, asker=OWNER)
    except ApprovalNeeded as needed:
        return approving.settled(hand.assistant, needed.approval, hand.out, yes=hand.yes)
    except WhichOne as error:
        chosen = which(hand.out, call, error)
        if chosen is None:
            raise
        return carried_out(hand, chosen)


def tell(out: Output, tool: str, done: Done) -> None:
    """What was done, and how it is taken back."""
    out.say(terminal.plain(done.result.says))
    if done.result.undo is not None:
        out.note(terminal.dim(f"To take it back: {command(f'undo {done.change}')}"))
    out.data({"tool": tool, "done": True, "says": done.result.says, "change": done.change,
              "data": dict(done.result.data)})  # fmt: skip


def answered(hand: Hand, plan: Plan) -> Plan | None:
    """The plan with nothing open any more; None where there is nobody to ask, or no answer."""
    desk = hand.desk
    while plan.question is not None:
        show_question(hand.out, plan.question)
        if not terminal.is_there(hand.out):
            hand.out.note("Nothing was done. Say it again with that.")
            return None
        said = terminal.ask(">")
        if not said or answering.gives_up(said):
            hand.out.say("All right, nothing was done.")
            return None
        plan = answering.answered(plan, said, Spoken.at(desk)) or plan
    return plan


def show_question(out: Output, question: Question) -> None:
    """A question with what could be meant."""
    out.say(question.text)
    for place, choice in enumerate(question.choices, start=1):
        out.say(f"  {place}. {spoken_choice(choice)}")
    out.data({"event": "question", **question_row(question)})


def question_row(question: Question) -> dict[str, object]:
    return {"text": question.text, "argument": question.argument, "choices": question.choices}


def spoken_choice(choice: str) -> str:
    """A choice as it is read; most are times."""
    return times.spoken_when(choice) or choice


def which(out: Output, call: Call, error: WhichOne) -> Call | None:
    """The call with the one thing that the owner picks; None where nobody picks."""
    if not terminal.is_there(out) or chosen(call, error, 0) is None:
        return None
    out.say(f"Which {error.kind} do you mean?")
    for number, text in error.choices:
        out.say(f"  {number}. {terminal.plain(text)}")
    picked = (terminal.ask("Its number:") or "").strip(" .#")
    known = {str(number): number for number, _text in error.choices}
    return chosen(call, error, known[picked]) if picked in known else None


def chosen(call: Call, error: WhichOne, number: int) -> Call | None:
    """The call with this one of the things that fit; None where they fit no argument of it."""
    name = next((one for one, value in call.arguments.items() if value == error.words), None)
    if name is None:
        return None
    value = str(number) if error.kind in NUMBERED else dict(error.choices).get(number, "")
    origins = {**call.origins, name: OWN}
    return replace(call, arguments={**call.arguments, name: value}, origins=origins)


def spoken_day(at: datetime, desk: Desk) -> str:
    """A day and time in the owner's zone, short, for lists."""
    return f"{at.astimezone(desk.zone):%Y-%m-%d %H:%M}"
