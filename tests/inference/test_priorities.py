"""Scores stay within their bounds, each part counts as the owner was told, and reasons are true."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference import priorities
from inference.priorities import Done, Owner, Reason, Why
from vault.tasks import ONCE, Due, Task, TaskState

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 18, 11, 30, tzinfo=BERLIN)  # a Wednesday


def task(title: str = "x", due: Due | None = None, priority: int = 2, **more: str) -> Task:
    return Task(
        id=1, title=title, notes=more.get("notes", ""), state=TaskState.OPEN,
        list=more.get("list", ""), due=due, priority=priority, minutes=None, done=None, series=ONCE,
    )  # fmt: skip


def on(day: date) -> Due:
    return Due(datetime(day.year, day.month, day.day, tzinfo=BERLIN), "Europe/Berlin", day)


@pytest.mark.parametrize(
    ("due", "points", "reason"),
    [
        (None, 0, ""),
        (on(date(2026, 11, 17)), 50, "It was due Tuesday, 17 November 2026."),
        (on(date(2026, 11, 18)), 50, "It is due today."),
        (Due(NOW + timedelta(hours=1)), 50, "It is due today at 12:30."),
        (Due(NOW - timedelta(hours=1)), 50, "It was due today at 10:30."),
        (on(date(2026, 11, 19)), 30, "It is due tomorrow."),
        (on(date(2026, 11, 24)), 30, "It is due on Tuesday."),
        (on(date(2026, 11, 25)), 10, "It is due Wednesday, 25 November 2026."),
        (Due(datetime(2026, 11, 18, 23, 30, tzinfo=UTC)), 30, "It is due tomorrow."),
    ],
)
def test_urgency_by_due_date(due: Due | None, points: int, reason: str) -> None:
    found, why = priorities.urgency(due, NOW)
    assert (found, why.told(NOW) if why else "") == (points, reason)


def test_importance_times_ten() -> None:
    assert [priorities.importance(one)[0] for one in (1, 2, 3)] == [10, 20, 30]
    assert priorities.importance(3)[1] == Reason(Why.IMPORTANT)
    assert [priorities.importance(one)[0] for one in (-5, 99)] == [0, 30]


def test_a_task_serves_a_goal_that_it_names() -> None:
    owner = Owner(goals=("Learn Portuguese", "Run a marathon every year"))
    assert priorities.goal(task("Portuguese lesson"), owner) == (
        20,
        Reason(Why.GOAL, name="Learn Portuguese"),
    )
    assert priorities.goal(task("Shoes", notes="for the marathon"), owner)[0] == 20
    assert priorities.goal(task("Every year: a tax return"), owner) == (0, None)
    assert priorities.goal(task("Lessons"), Owner(("Lesson",)))[0] == 0
    assert priorities.goal(task("Lessons"), Owner(("Lesson",), stem=lambda w: w.rstrip("s")))[0]


def done(name: str, days: int, hour: float) -> Done:
    midnight = NOW.replace(hour=0, minute=0) - timedelta(days=days)
    return Done(name, midnight + timedelta(hours=hour))


def test_a_habit_is_what_was_done_often_at_this_hour() -> None:
    often = [done("garden", day, 11) for day in range(1, 5)]
    elsewhere = [done("garden", day, 20) for day in range(1, 5)]
    assert priorities.habit("Garden", NOW, often)[0] == 15
    assert priorities.habit("garden", NOW, often[:3]) == (0, None)
    assert priorities.habit("garden", NOW, elsewhere) == (0, None)
    assert priorities.habit("garden", NOW, often + elsewhere)[0] == 15
    assert priorities.habit("garden", NOW, often[:3] + elsewhere) == (0, None)
    assert priorities.habit("", NOW, [done("", day, 11) for day in range(9)]) == (0, None)
    late = NOW.replace(hour=23, minute=50)
    assert priorities.habit("garden", late, [done("garden", d, 0.5) for d in range(1, 5)])[0] == 15


def test_a_habit_is_also_what_is_done_first() -> None:
    days = [one for day in range(1, 5) for one in (done("mail", day, 7), done("work", day, 9))]
    assert priorities.habit("mail", NOW, days) == (15, Reason(Why.HABIT_FIRST, name="mail"))
    assert priorities.habit("work", NOW.replace(hour=15), days) == (0, None)
    begun = [*days, done("work", 0, 8)]
    assert priorities.habit("mail", NOW, begun) == (0, None)


DUES = st.none() | st.integers(-900, 900).map(lambda days: on(NOW.date() + timedelta(days=days)))
TASKS = st.builds(
    task,
    st.sampled_from(["run", "marathon", "☂", ""]),
    DUES,
    st.integers(-3, 9),
    list=st.sampled_from(["", "garden"]),
)
OWNERS = st.builds(
    Owner,
    goals=st.lists(st.sampled_from(["run a marathon", "", "☂"]), max_size=2).map(tuple),
    history=st.lists(
        st.builds(done, st.sampled_from(["garden", ""]), st.integers(0, 9), st.integers(0, 23)),
        max_size=12,
    ).map(tuple),
)


@given(one=TASKS, owner=OWNERS)
def test_a_score_is_the_sum_of_its_parts_within_bounds(one: Task, owner: Owner) -> None:
    scored = priorities.score(one, NOW, owner)
    parts = (
        priorities.urgency(one.due, NOW)[0],
        priorities.importance(one.priority)[0],
        priorities.goal(one, owner)[0],
        priorities.habit(one.list, NOW, owner.history)[0],
    )
    assert [part in allowed for part, allowed in zip(parts, ALLOWED, strict=True)] == [True] * 4
    assert scored.score == min(100, sum(parts))
    assert 0 <= scored.score <= 100
    assert all(reason.told(NOW).endswith(".") for reason in scored.reasons)
    assert len(scored.reasons) <= 4


ALLOWED = ((0, 10, 30, 50), (0, 10, 20, 30), (0, 20), (0, 15))


@given(some=st.lists(TASKS, max_size=6), owner=OWNERS)
def test_what_matters_most_comes_first(some: list[Task], owner: Owner) -> None:
    scores = [one.score for one in priorities.ranked(some, NOW, owner)]
    assert scores == sorted(scores, reverse=True)


def test_the_whole_is_capped_and_equals_go_by_due_date() -> None:
    owner = Owner(("marathon",), tuple(done("garden", day, 11) for day in range(1, 9)))
    whole = task("marathon", on(NOW.date()), 3, list="garden")
    assert priorities.score(whole, NOW, owner).score == 100
    late, later = task("b", on(date(2026, 12, 5))), task("a", on(date(2026, 12, 6)))
    assert [one.task.title for one in priorities.ranked([later, late], NOW)] == ["b", "a"]
