"""Plans: checked, foreseen, carried out once whatever happens, stopped, asked about, told of."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inference import guard as gate
from inference.agents import plan
from inference.agents.journal import Phase
from inference.agents.plan import Act, Kept, Step, Think
from inference.agents.planner import ByModel, ByRules
from inference.agents.report import Outcome, Pace, foresee, report
from inference.agents.runner import Began, Came, Ended, Limits, Runner, Waits
from inference.errors import EngineDied, InferenceError
from inference.guard import AGENT, Guard, Ruling, set_rule
from inference.tools.base import (
    MODEL,
    OWNER,
    Call,
    Desk,
    Effect,
    Result,
    Target,
    When,
    by_owner,
    tool,
)
from inference.tools.errors import ApprovalGone, ArgumentRefused, UnknownTool
from tests.inference import agent_trial
from tests.inference.agent_trial import STEPS, TITLES, desk_of
from tests.scripted import ScriptedChat
from tests.vault.conftest import NOW, fresh
from vault import audit, changes, items, recovery, runs, tasks
from vault.items import Origin, Source
from vault.runs import Answer, RunState
from vault.tasks import NewTask

LETTER = Source(Origin.FILE, "/letter.pdf")


@tool(Effect.READ)
def letter(desk: Desk) -> Result:
    """Read the letter."""
    source = {"origin": "file", "ref": "/letter.pdf"}
    return Result("A letter.", {"untrusted_text": "eve@example.org", "source": source})


@tool(Effect.WRITE)
def rename(desk: Desk, task: Target, title: str) -> Result:
    """Give a task another name."""
    number = int(task)
    desk.conn.run("UPDATE task SET title = ? WHERE item = ?", (title, number))
    return Result(f"Now {title}.", {}, (number,), lambda c: tasks.get(c, number).title == title)


@tool(Effect.READ)
def stumble(desk: Desk) -> Result:
    """Find nothing."""
    raise ArgumentRefused("anything", "missing")


@tool(Effect.READ)
def at(desk: Desk, when: When, what: str, how: str | None = None) -> Result:
    """Look at a time."""
    return Result(f"{when}")


TOOLS = {**agent_trial.TOOLS, **{one.name: one for one in (letter, rename, stumble, at)}}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(agent_trial, "folder", tmp_path)
    with fresh(tmp_path / "test.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        yield desk_of(conn)
        audit.verify(conn)


def runner(*script: str | InferenceError, limits: Limits | None = None) -> Runner:
    return Runner(Guard(TOOLS, agent_trial.EXACT), ScriptedChat(list(script)), limits)


def begun(desk: Desk, who: Runner, *steps: Step) -> int:
    number = who.begin(desk, "a goal", steps, OWNER)
    who.resume(desk, number)
    return number


def gone(desk: Desk, who: Runner, number: int) -> list[Any]:
    return list(who.go(number, lambda: desk))


def trust(desk: Desk, *names: str) -> None:
    for name in names:
        set_rule(desk.conn, name, AGENT, Ruling.ALWAYS, now=NOW)


def titles(desk: Desk) -> list[str]:
    return [one.title for one in tasks.open_tasks(desk.conn)]


def posted(tmp_path: Path) -> list[list[str]]:
    outbox = tmp_path / "outbox"
    return [json.loads(one) for one in outbox.read_text().splitlines()] if outbox.exists() else []


def jot(title: str) -> Act:
    return Act(by_owner("jot", title=title))


# Plans


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ((Act(by_owner("launch")),), UnknownTool),
        ((Act(by_owner("unjot", task=1)),), UnknownTool),
        ((jot("{step 1}"),), ArgumentRefused),
        ((jot("a"), jot("{step 3}"), jot("b")), ArgumentRefused),
        ((Act(by_owner("jot", title=3)),), ArgumentRefused),
        ((Act(by_owner("jot", name="x")),), ArgumentRefused),
        ((Act(by_owner("jot")),), ArgumentRefused),
        ((Think(" "),), ArgumentRefused),
        ((), ArgumentRefused),
        ((jot("a"),) * 13, ArgumentRefused),
    ],
)
def test_a_plan_that_cannot_work_is_refused(
    desk: Desk, steps: tuple[Step, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        runner().begin(desk, "a goal", steps, OWNER)
    assert runs.of_state(desk.conn, *RunState) == []


def test_results_are_handed_on_and_never_read_for_names_themselves() -> None:
    kept = {1: Kept("{step 2}", {"list": [{"task": 7}], "ok": True}), 2: Kept("two")}
    call = by_owner("jot", title="{step 1} and {step 2}, {step 1.list.0.task}, {step 1.ok}")
    assert plan.filled(call, kept).arguments["title"] == "{step 2} and two, 7, true"
    for missing in ("{step 3}", "{step 1.list.9}", "{step 1.other}", "{step 1.ok.more}"):
        with pytest.raises(ArgumentRefused):
            plan.filled(by_owner("jot", title=missing), kept)
    with pytest.raises(ArgumentRefused):
        plan.filled(by_owner("jot", title="{step 1}"), {1: Kept("", is_forgotten=True)})


def test_where_a_value_comes_from_is_handed_on_too() -> None:
    mail = Source(Origin.MAIL, "<1>")
    kept = {1: Kept("a", sources=(LETTER,)), 2: Kept("b"), 3: Kept("c", sources=(mail,))}
    assert plan.filled(by_owner("jot", title="{step 2}"), kept).origin("title") == MODEL
    assert plan.filled(by_owner("jot", title="plain"), kept).origin("title") == OWNER
    outside = plan.filled(by_owner("jot", title="{step 1} {step 3}"), kept).origin("title")
    assert (outside.origin, outside.ref) == (Origin.FILE, "/letter.pdf, <1>")
    assert plan.handed("of {step 1} and {step 2}", kept) == ("of a and b", (LETTER,))


def test_what_a_result_holds_is_known_by_its_items_too(desk: Desk) -> None:
    number = tasks.add(desk.conn, NewTask("x", LETTER), NOW)
    assert plan.sources_of(desk.conn, Result("x", {}, (number,))) == (LETTER,)
    deep = {"rows": [{"untrusted_text": "x"}]}
    assert plan.sources_of(desk.conn, Result("x", deep))[0].origin is Origin.FILE
    assert plan.sources_of(desk.conn, Result("x", {"source": {"origin": "owner"}})) == ()


def test_a_plan_is_foreseen_with_what_it_costs_and_risks(desk: Desk) -> None:
    trust(desk, "jot", "move_file")
    steps = (*STEPS, Act(Call("rename", {"task": "1", "title": "x"}, {"task": LETTER})))
    told = foresee(Guard(TOOLS), desk, steps, Pace(reading_a_s=100, writing_a_s=10))
    assert (told.asked, told.for_good, told.refused) == ((6,), (6,), (8,))
    assert told.tokens > 300
    assert told.seconds > 30
    assert told.steps[1].step == "jot(title: first)"
    assert titles(desk) == []


# Carrying out


def test_nothing_happens_before_the_owner_says_go(desk: Desk) -> None:
    trust(desk, "jot")
    who = runner("hello")
    number = who.begin(desk, "a goal", [jot("a")], OWNER)
    (ended,) = gone(desk, who, number)
    assert isinstance(ended, Ended)
    assert ended.report.phase is Phase.PLANNED
    assert titles(desk) == []


def test_a_whole_run(desk: Desk, tmp_path: Path) -> None:
    trust(desk, "jot", "move_file")
    agent_trial.lay_files()
    who = runner("hello")
    number = begun(desk, who, *STEPS)
    events = gone(desk, who, number)
    waits = events[-1]
    assert isinstance(waits, Waits)
    assert [type(one) for one in events] == [Began, Came] * 5 + [Began, Waits]
    assert runs.get(desk.conn, number).state is RunState.WAITING
    assert [one.outcome for one in report(desk.conn, number).steps][4:6] == [
        Outcome.DONE,
        Outcome.ASKED,
    ]
    assert isinstance(gone(desk, who, number)[-1], Waits)  # asking again changes nothing
    Guard(TOOLS).approve(desk, waits.approval)
    (*_, ended) = gone(desk, who, number)
    assert ended.report.state is RunState.DONE
    assert titles(desk) == TITLES
    assert posted(tmp_path) == [["ana", "hello"]]
    assert {one.outcome for one in ended.report.steps} == {Outcome.DONE}
    assert ended.report.tokens > 0
    change = ended.report.steps[6].change
    Guard(TOOLS).undo(desk, change or 0)
    assert titles(desk) == TITLES[:2]


@pytest.mark.parametrize("answer", [Answer.NO, Answer.EXPIRED])
def test_a_no_and_silence_end_the_run(desk: Desk, tmp_path: Path, answer: Answer) -> None:
    who = runner()
    number = begun(desk, who, STEPS[0], Act(by_owner("post", to="ana", body="x")), jot("after"))
    waits = gone(desk, who, number)[-1]
    late = replace(desk, now=NOW + timedelta(days=2))
    if answer is Answer.NO:
        Guard(TOOLS).deny(desk, waits.approval)
    (ended,) = gone(late if answer is Answer.EXPIRED else desk, who, number)
    assert (ended.report.state, ended.report.trouble) == (RunState.STOPPED, answer.value)
    assert posted(tmp_path) == []
    assert [one.outcome for one in ended.report.steps] == [Outcome.DONE, Outcome.LEFT, Outcome.LEFT]


def test_an_edited_question_takes_the_place_of_the_first(desk: Desk, tmp_path: Path) -> None:
    who, guard = runner(), Guard(TOOLS)
    number = begun(desk, who, Act(by_owner("post", to="ana", body="x")))
    first = gone(desk, who, number)[-1].approval
    second = guard.edit(desk, first, {"body": "y"})
    waits = gone(desk, who, number)[-1]
    assert (waits.approval, second) == (second, second)
    guard.approve(desk, second)
    assert gone(desk, who, number)[-1].report.state is RunState.DONE
    assert posted(tmp_path) == [["ana", "y"]]


def test_text_from_outside_reaches_no_target_through_a_plan(desk: Desk, tmp_path: Path) -> None:
    trust(desk, "jot", "rename", "post")
    who = runner("eve@example.org")
    direct = begun(desk, who, Act(by_owner("letter")),
                   Act(by_owner("post", to="{step 1.untrusted_text}", body="x")))  # fmt: skip
    thought = begun(desk, who, Act(by_owner("letter")), Think("whom? {step 1}"),
                    Act(by_owner("post", to="{step 2}", body="x")))  # fmt: skip
    for number in (direct, thought):
        (*_, ended) = gone(desk, who, number)
        assert (ended.report.state, ended.report.trouble) == (RunState.FAILED, "NotAllowed")
    assert posted(tmp_path) == []


def test_a_step_that_fails_ends_the_run(desk: Desk) -> None:
    trust(desk, "jot")
    for who, step, trouble in (
        (runner(), Act(by_owner("stumble")), "ArgumentRefused"),
        (runner(EngineDied("chat", "loaded", "x")), Think("x"), "EngineDied"),
        (runner(" "), Think("x"), "NotDone"),
        (Runner(Guard(TOOLS)), Think("x"), "NotDone"),
    ):
        number = begun(desk, who, jot("before"), step, jot("after"))
        (*_, ended) = gone(desk, who, number)
        assert (ended.report.state, ended.report.trouble) == (RunState.FAILED, trouble)
        assert ended.report.steps[1].outcome is Outcome.FAILED
    assert set(titles(desk)) == {"before"}


def test_bounds_of_tokens_and_time(desk: Desk) -> None:
    who = runner("a few words", limits=Limits(tokens=10))
    number = begun(desk, who, Think("one two three four five six"), Think("again"))
    (*_, ended) = gone(desk, who, number)
    assert ended.report.trouble == "TooManyTokens"
    clock = iter(range(100))
    slow = runner(limits=Limits(seconds=60))
    number = begun(desk, slow, *[STEPS[0]] * 5)
    later = slow.go(number, lambda: replace(desk, now=NOW + timedelta(seconds=31 * next(clock))))
    ended = list(later)[-1]
    assert isinstance(ended, Ended)
    assert ended.report.trouble == "TooLong"
    assert 0 < len(runs.steps(desk.conn, number)) < 5


def test_pause_edit_and_go_on(desk: Desk) -> None:
    trust(desk, "jot")
    who = runner()
    number = begun(desk, who, jot("a"), jot("b"), jot("c"))
    for event in who.go(number, lambda: desk):
        if isinstance(event, Came):
            who.pause(desk, number)
    assert titles(desk) == ["a"]
    with pytest.raises(ArgumentRefused):
        who.edit(desk, number, [jot("x"), jot("b")])  # the first is done already
    who.edit(desk, number, [jot("a"), jot("d")])
    who.resume(desk, number)
    with pytest.raises(ArgumentRefused):
        who.edit(desk, number, [jot("a")])  # under way
    gone(desk, who, number)
    assert titles(desk) == ["a", "d"]


def test_a_plan_is_not_changed_over_a_yes_that_it_does_not_know_of(
    desk: Desk, tmp_path: Path
) -> None:
    who = runner()
    number = begun(desk, who, Act(by_owner("post", to="ana", body="x")))
    waits = gone(desk, who, number)[-1]
    who.pause(desk, number)
    Guard(TOOLS).approve(desk, waits.approval)
    with pytest.raises(ArgumentRefused):
        who.edit(desk, number, [Act(by_owner("post", to="ana", body="x"))])
    who.resume(desk, number)
    assert gone(desk, who, number)[-1].report.state is RunState.DONE
    assert len(posted(tmp_path)) == 1


def test_stop_while_a_step_is_at_work_takes_it_back(desk: Desk) -> None:
    trust(desk, "jot")
    who = runner()
    number = begun(desk, who, jot("a"), jot("b"))
    for event in who.go(number, lambda: desk):
        if event == Began(2, "jot(title: b)"):
            who.stop(desk, number)
    assert runs.get(desk.conn, number).state is RunState.STOPPED
    assert titles(desk) == ["a"]
    assert audit.unfinished(desk.conn) == []


def test_stop_ends_the_run_and_withdraws_its_question(desk: Desk, tmp_path: Path) -> None:
    who, guard = runner(), Guard(TOOLS)
    number = begun(desk, who, Act(by_owner("post", to="ana", body="x")))
    waits = gone(desk, who, number)[-1]
    who.stop(desk, number)
    assert runs.approval(desk.conn, waits.approval).answer is Answer.NO
    with pytest.raises(ApprovalGone):
        guard.approve(desk, waits.approval)
    (ended,) = gone(desk, who, number)
    assert ended.report.state is RunState.STOPPED
    who.resume(desk, number)
    assert runs.get(desk.conn, number).state is RunState.STOPPED
    assert posted(tmp_path) == []


def test_the_stop_switch_pauses_a_run(desk: Desk) -> None:
    trust(desk, "jot")
    who = runner()
    number = begun(desk, who, jot("a"))
    gate.stop_everything(desk.conn, NOW)
    (*_, ended) = gone(desk, who, number)
    assert ended.report.phase is Phase.PAUSED
    gate.go_on(desk.conn, NOW)
    who.resume(desk, number)
    gone(desk, who, number)
    assert titles(desk) == ["a"]


def test_two_who_carry_out_the_same_run_do_nothing_twice(desk: Desk) -> None:
    trust(desk, "jot")
    who = runner()
    number = begun(desk, who, jot("a"), jot("b"), jot("c"))
    one, other = who.go(number, lambda: desk), who.go(number, lambda: desk)
    for _ in range(20):
        next(one, None)
        next(other, None)
    assert titles(desk) == ["a", "b", "c"]


def test_what_was_forgotten_leaves_the_run(desk: Desk) -> None:
    trust(desk, "jot")
    who = runner()
    number = begun(desk, who, jot("a"), Act(by_owner("post", to="ana", body="{step 1}")))
    gone(desk, who, number)
    (task,) = changes.recent(desk.conn)[0].items
    items.delete(desk.conn, [task])
    told = report(desk.conn, number)
    assert told.steps[0].outcome is Outcome.FORGOTTEN
    assert "Noted" not in str(told)


# Planning


def test_the_model_s_plan_in_forced_forms() -> None:
    goal = "Look at the list tomorrow at 9 for Ana, note it, then write to her"
    script = [
        json.dumps({"steps": [{"use": "at", "what": "look at the list"},
                              {"use": "think", "what": "sum up {step 1}"},
                              {"use": "jot", "what": "{step 2}"}]}),
        json.dumps({"when": "tomorrow at 9", "what": "the list", "how": "gladly"}),
        json.dumps({"title": "{step 2}"}),
    ]  # fmt: skip
    engine = ScriptedChat(script)
    steps = ByModel(engine, TOOLS).plan(goal, NOW)
    assert steps[0] == Act(
        Call(
            "at",
            {"when": "2026-03-05T09:00:00+00:00", "what": "the list", "how": "gladly"},
            {"when": OWNER, "what": OWNER, "how": MODEL},
        )
    )
    assert steps[1] == Think("sum up {step 1}")
    form = engine.requests[0].form
    assert form is not None
    assert form.schema is not None
    items_of = form.schema["properties"]["steps"]
    assert items_of["maxItems"] == 6
    offered = items_of["items"]["properties"]["use"]["enum"]
    assert "unjot" not in offered
    assert {*offered} == {name for name in TOOLS if not TOOLS[name].is_hidden} | {"think"}


@pytest.mark.parametrize(
    ("script", "count"),
    [
        ([json.dumps({"steps": []})], 0),
        (["not JSON"], 0),
        ([json.dumps({"steps": [{"use": "look", "what": "x"}] * 20})], 6),
    ],
)
def test_plans_of_no_and_of_too_many_steps(script: Sequence[str], count: int) -> None:
    assert len(ByModel(ScriptedChat(script), TOOLS).plan("a goal", NOW)) == count


def test_a_plan_that_waits_for_the_future_is_refused() -> None:
    script = [json.dumps({"steps": [{"use": "think", "what": "{step 2}"}]})]
    with pytest.raises(ArgumentRefused):
        ByModel(ScriptedChat(script), TOOLS).plan("a goal", NOW)


def test_rules_come_before_the_model() -> None:
    calls = [by_owner("look"), by_owner("jot", title="x")]
    model = ByModel(ScriptedChat([json.dumps({"steps": []})]), TOOLS)
    assert ByRules(lambda *_: calls, model).plan("x", NOW) == tuple(Act(one) for one in calls)
    assert ByRules(lambda *_: [], model).plan("x", NOW) == ()
    assert ByRules(lambda *_: []).plan("x", NOW) == ()


# Killed


def killed(folder: Path, points: int, *how: str) -> dict[str, Any]:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "tests.inference.agent_trial", str(folder), str(points), *how],
        capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2], timeout=1_500,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def is_once(one: dict[str, Any]) -> bool:
    """Everything once; or an end where it is not known whether the one thing was sent."""
    if one["files"] != ["new.txt"]:
        return False
    if one["state"] == "done":
        return (one["titles"], one["posted"]) == (TITLES, 1)
    is_unknown = (one["state"], one["trouble"]) == ("failed", "NotKnown")
    return is_unknown and one["titles"] == TITLES[:2] and one["posted"] <= 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trial forks")
def test_killed_anywhere_every_effect_happens_once(tmp_path: Path) -> None:
    points = 100_000 if os.environ.get("TACIT_MANY") else 60
    found = killed(tmp_path / "x", points)
    assert found["calls"] > 1_000
    assert len(found["found"]) > min(points, found["calls"]) * 0.9
    assert [one for one in found["found"] if not is_once(one) or one["unfinished"]] == []
    done = [one for one in found["found"] if one["state"] == "done"]
    assert len(done) > 0.9 * len(found["found"])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the trial forks")
def test_the_trial_sees_an_effect_that_happens_twice(tmp_path: Path) -> None:
    found = killed(tmp_path / "x", 60, "careless")
    assert any(len(one["titles"]) > len(TITLES) for one in found["found"])
