"""Goals: taken apart by rules, said again by a model that only copies, changed step by step."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inference.agents import editing
from inference.agents.clauses import ByWords
from inference.agents.journal import Phase, load
from inference.agents.plan import Act, Step, Think, said
from inference.agents.report import Outcome, report
from inference.agents.rewriting import ByRewriting
from inference.agents.runner import Came, Ended, Runner
from inference.engines.protocols import Stopped, never
from inference.guard import Guard
from inference.tools import catalog
from inference.tools.base import MODEL, OWNER, Desk, by_owner
from inference.tools.errors import ArgumentRefused
from inference.types import ChatEvent, ChatRequest
from inference.understanding import frames, wording
from inference.understanding.plan import Plan
from inference.understanding.rules import Rules
from inference.understanding.slots import Spoken
from tests.scripted import ScriptedChat
from tests.vault.conftest import fresh
from vault import audit, recovery, tasks
from vault.runs import RunState

NOW = datetime(2026, 11, 21, 17, 5, tzinfo=ZoneInfo("Europe/Berlin"))
RULES = Rules(frames.english(), wording.english())


def sure(text: str, now: datetime) -> Plan | None:
    found = RULES.read(text, Spoken(now))
    return None if found is None or found.is_guess else found


def nobody(_plan: Plan) -> Plan:
    raise AssertionError("nobody is here to be asked")


BY_WORDS = ByWords(sure, nobody)


def lines(goal: str) -> list[str]:
    return [said(one) for one in BY_WORDS.plan(goal, NOW)]


# By rules


@pytest.mark.parametrize(
    ("goal", "steps"),
    [
        (
            "add three tasks for my move: pack books, call the movers, cancel the gym, and remind "
            "me on Friday at 10 to check them",
            [
                "create_task(title: pack books, list: move)",
                "create_task(title: call the movers, list: move)",
                "create_task(title: cancel the gym, list: move)",
                "set_reminder(text: check the tasks: pack books, call the movers, cancel the gym, "
                "at: 2026-11-27T10:00:00+01:00)",
            ],
        ),
        (
            "find my notes about Porto and make a task to book a hotel there",
            ["find_notes(query: Porto)", "create_task(title: book a hotel in Porto)"],
        ),
        (
            "Please add tasks for tomorrow: water the plants; feed the cat",
            [
                "create_task(title: water the plants, due: 2026-11-22)",
                "create_task(title: feed the cat, due: 2026-11-22)",
            ],
        ),
        (
            "add 2 tasks for work: write the report by Tuesday and send the slides to Ben, then "
            "remind me on Tuesday at 8 am to send them",
            [
                "create_task(title: write the report, due: 2026-11-24, list: work)",
                "create_task(title: send the slides to Ben, list: work)",
                "set_reminder(text: send them, at: 2026-11-24T08:00:00+01:00)",
            ],
        ),
        (
            "make 2 tasks: buy milk and eggs, call mum",
            ["create_task(title: buy milk and eggs)", "create_task(title: call mum)"],
        ),
        (
            "create a task to pack books by Friday, another to call the movers",
            [
                "create_task(title: pack books, due: 2026-11-27)",
                "create_task(title: call the movers)",
            ],
        ),
        (
            "add two tasks: a b, c d, and move report.txt to archive",
            [
                "create_task(title: a b)",
                "create_task(title: c d)",
                "move_file(path: report.txt, to: archive)",
            ],
        ),
        (
            "remind me to buy milk and eggs tomorrow at 5 pm",
            ["set_reminder(text: buy milk and eggs, at: 2026-11-22T17:00:00+01:00)"],
        ),
    ],
)
def test_a_goal_is_taken_apart(goal: str, steps: list[str]) -> None:
    assert lines(goal) == steps


@pytest.mark.parametrize(
    ("goal", "shape"),
    [
        (
            "find what my documents say about notice periods and write a note with a summary",
            ["find_documents", "think", "create_note"],
        ),
        ("summarize my notes about notice periods", ["find_notes", "think"]),
        (
            "add a task to call Ana, then look up my notes on notice periods, sum them up in a "
            "note and remind me on Monday at 9 to read it",
            ["create_task", "find_notes", "think", "create_note", "set_reminder"],
        ),
        (
            "write a note with a summary of what my papers say about notice periods",
            ["find_documents", "think", "create_note"],
        ),
    ],
)
def test_what_is_looked_up_is_summed_up(goal: str, shape: list[str]) -> None:
    steps = BY_WORDS.plan(goal, NOW)
    assert [step.call.tool if isinstance(step, Act) else "think" for step in steps] == shape
    at = shape.index("think")
    think = steps[at]
    assert isinstance(think, Think)
    assert f"{{step {at}}}" in think.task
    if "create_note" in shape:
        note = steps[at + 1]
        assert isinstance(note, Act)
        assert note.call.arguments == {"title": "Notice periods", "text": f"{{step {at + 1}}}"}
        assert note.call.origin("text") == MODEL


@pytest.mark.parametrize(
    "goal",
    [
        "plan my week",
        "add three tasks: a, b",
        "find my tax files and move them to archive",
        "",
    ],
)
def test_what_rules_do_not_see_is_no_plan(goal: str) -> None:
    assert lines(goal) == []


# By a model that copies


def rewritten(goal: str, *requests: str) -> tuple[Step, ...]:
    chat = ScriptedChat([json.dumps({"requests": requests})])
    return ByWords(sure, nobody, ByRewriting(chat, BY_WORDS)).plan(goal, NOW)


def test_a_goal_is_said_again_and_read_by_rules() -> None:
    goal = "my talk is on Monday, so I should be reading the paper; wake me at 7 am tomorrow"
    steps = rewritten(goal, "add a task to read the paper", "remind me tomorrow at 7 am of my talk")
    assert [said(one) for one in steps] == [
        "create_task(title: read the paper)",
        "set_reminder(text: my talk, at: 2026-11-22T07:00:00+01:00)",
    ]
    assert isinstance(steps[0], Act)
    assert isinstance(steps[1], Act)
    assert steps[0].call.origin("title") == MODEL
    assert steps[1].call.origin("text") == OWNER


@pytest.mark.parametrize(
    "requests",
    [
        ["add a task to pay the lawyer"],
        ["remind me at 9 to read the paper"],
        ["add a task to read the paper", "make the talk good"],
        [],
    ],
)
def test_what_was_not_said_or_is_not_understood_is_no_plan(requests: list[str]) -> None:
    assert rewritten("I should be reading the paper for the talk", *requests) == ()


def test_an_answer_that_is_no_json_is_no_plan() -> None:
    assert ByRewriting(ScriptedChat(["nonsense"]), BY_WORDS).plan("a goal", NOW) == ()


# Changing a plan

STEPS = (
    Act(by_owner("find_notes", query="a")),
    Think("Sum up {step 1}"),
    Act(by_owner("create_note", text="{step 2}")),
    Act(by_owner("create_task", title="b")),
)


def test_steps_keep_their_names_when_others_go_or_move() -> None:
    assert editing.dropped(STEPS, 4) == STEPS[:3]
    moved = editing.moved(STEPS, 4, 1)
    assert [said(one) for one in moved[2:]] == ["think: Sum up {step 2}",
                                                "create_note(text: {step 3})"]  # fmt: skip
    more = editing.replaced(STEPS, 1, [STEPS[3], STEPS[0]])
    assert more[2] == Think("Sum up {step 2}")
    assert editing.reworded(Think("Sum up {step 1}"), "In one line") == Think(
        "In one line\n{step 1}"
    )


@pytest.mark.parametrize(
    ("how", "places"),
    [("dropped", (1,)), ("dropped", (9,)), ("moved", (3, 1)), ("moved", (1, 9))],
)
def test_a_plan_is_not_changed_into_one_that_cannot_work(how: str, places: tuple[int, ...]) -> None:
    with pytest.raises(ArgumentRefused):
        getattr(editing, how)(STEPS, *places)


# Carrying out


class Interrupted(ScriptedChat):
    """Somebody presses Ctrl+C while it writes its first word."""

    is_pressed = False

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        for event in super().stream(request, stopped=stopped):
            yield event
            self.is_pressed = True

    def __call__(self) -> bool:
        return self.is_pressed


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(tmp_path / "test.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        yield Desk(conn, NOW, lambda _query: [])


def begun(desk: Desk, who: Runner, *steps: Step) -> int:
    number = who.begin(desk, "a goal", steps, OWNER)
    who.resume(desk, number)
    return number


def test_stopped_in_its_thinking_it_pauses_and_keeps_no_half_text(desk: Desk) -> None:
    chat = Interrupted(["a long text of words"])
    guard = Guard(catalog.BY_NAME, catalog.EXACT)
    steps = (Act(by_owner("tell_time")), Think("Say something"))
    number = begun(desk, Runner(guard, chat, stopped=chat), *steps)
    *_, last = Runner(guard, chat, stopped=chat).go(number, lambda: desk)
    assert isinstance(last, Ended)
    assert last.report.phase is Phase.PAUSED
    assert [one.outcome for one in last.report.steps] == [Outcome.DONE, Outcome.LEFT]
    again = Runner(guard, ScriptedChat(["whole"]))
    again.resume(desk, number)
    *_, last = again.go(number, lambda: desk)
    assert report(desk.conn, number).steps[1].says == "whole"


def test_nothing_found_is_no_matter_where_nothing_is_built_on_it(desk: Desk) -> None:
    who = Runner(Guard(catalog.BY_NAME, catalog.EXACT), ScriptedChat([]))
    search = Act(by_owner("find_documents", query="Porto"))
    alone = begun(desk, who, search, Act(by_owner("tell_time")))
    events = list(who.go(alone, lambda: desk))
    told = [one.says for one in events if isinstance(one, Came)]
    assert told[0] == "I found no document like “Porto”."
    assert report(desk.conn, alone).state is RunState.DONE
    for first in (search, Act(by_owner("find_notes", query="Porto"))):
        built = begun(desk, who, first, Think("Sum up {step 1}"))
        list(who.go(built, lambda: desk))  # the model is not asked: there is no script
        run, kept = load(desk.conn, built)
        assert (run.state, kept.phase) == (RunState.WAITING, Phase.PAUSED)
        assert kept.trouble == "NothingLikeThat"
    assert tasks.open_tasks(desk.conn) == []
