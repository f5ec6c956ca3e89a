"""Whatever was done to tasks, reminders and notes can be put back exactly, or not at all."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference import reminders
from inference.tools.base import Argument, Effect
from inference.tools.errors import ToolError, UndoGone
from tests.inference.tools.trial import NOW, TOOLS, Trial, passing
from tests.vault.conftest import fresh

TEXTS = st.text(min_size=1, max_size=40).filter(str.strip) | st.sampled_from(
    ["Call Ana", "Write the report", "Pay rent", "Zürich ☂", "a\nb", "report 12"]
)
RULES = st.sampled_from(
    ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=MONTHLY", "FREQ=DAILY;COUNT=1", "FREQ=HOURLY"]
)
DAYS = st.integers(1, 400).map(lambda days: (NOW + timedelta(days=days)).date().isoformat())
MOMENTS = st.integers(1, 500_000).map(
    lambda minutes: (NOW + timedelta(minutes=minutes)).isoformat()
)
WHEN = DAYS | MOMENTS
TASK = st.sampled_from(["rent", "call ana", "the report task"])
CALLS: dict[str, dict[str, st.SearchStrategy[Argument]]] = {
    "create_task": {
        "title": TEXTS, "due": st.none() | WHEN, "list": st.none() | TEXTS,
        "importance": st.sampled_from(["low", "normal", "high"]),
        "minutes": st.none() | st.integers(1, 600), "repeats": st.none() | RULES,
    },
    "complete_task": {"task": TASK},
    "move_task": {"task": TASK, "due": WHEN},
    "prioritize_task": {"task": TASK, "importance": st.sampled_from(["low", "normal", "high"])},
    "drop_task": {"task": TASK},
    "arrange_task": {
        "task": TASK, "state": st.none() | st.sampled_from(["open", "doing", "waiting"]),
        "list": st.none() | TEXTS,
        "without": st.none() | st.sampled_from(["due", "list", "repeats"]),
    },
    "wait_for": {"what": TASK | TEXTS, "who": st.none() | TEXTS},
    "repeat_task": {"task": TASK, "repeats": RULES, "due": st.none() | WHEN},
    "annotate_task": {"task": TASK, "notes": TEXTS},
    "edit_task": {"task": TASK, "title": TEXTS},
    "set_reminder": {"text": TEXTS, "at": WHEN, "repeats": st.none() | RULES},
    "snooze_reminder": {"reminder": st.sampled_from(["plants", "stretch"]), "until": WHEN},
    "cancel_reminder": {"reminder": st.sampled_from(["plants", "stretch"])},
    "finish_reminder": {"reminder": st.sampled_from(["plants", "stretch"])},
    "create_note": {"text": TEXTS, "title": st.none() | TEXTS},
    "append_note": {"note": st.sampled_from(["wifi", "shopping"]), "text": TEXTS},
}  # fmt: skip

MAY_CHANGE_NOTHING = (
    "annotate_task", "arrange_task", "edit_task", "finish_reminder", "move_task", "prioritize_task",
    "repeat_task", "snooze_reminder",
)  # fmt: skip


def furnished(trial: Trial) -> Trial:
    trial.do("create_task", title="Pay rent", due="2026-11-30", repeats="FREQ=MONTHLY", list="home")
    trial.do("create_task", title="Call Ana", importance="high")
    trial.do("create_task", title="Write the report", due="2026-11-20T17:00:00+01:00")
    trial.do("set_reminder", text="Pay rent", at="2026-11-29T18:00:00+01:00")
    trial.do("set_reminder", text="Water the plants", at="2026-11-19", repeats="FREQ=DAILY")
    trial.do("set_reminder", text="Stretch", at="2026-11-18T12:00:00+01:00")
    trial.do("create_note", text="The wifi code is 1234")
    trial.do("create_note", text="oats\nmilk", title="Shopping")
    return trial


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """Never changed for good: every test of it passes without a trace."""
    return furnished(Trial(fresh(Path(tmp_path_factory.mktemp("undo")) / "x.db")))


def test_every_tool_that_writes_is_tried() -> None:
    writing = {one.name for one in TOOLS.values() if one.effect is Effect.WRITE}
    hidden = {one.name for one in TOOLS.values() if one.is_hidden}
    assert set(CALLS) == writing - hidden


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_undo_puts_back_exactly_what_was(world: Trial, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(CALLS)))
    arguments = {key: data.draw(one) for key, one in CALLS[name].items()}
    with passing(world.conn):
        before = world.state()
        try:
            done = world.do(name, **arguments)
        except ToolError:
            assert world.state() == before  # what is refused changes nothing
            return
        assert world.state() != before or name in MAY_CHANGE_NOTHING
        world.undo(done)
        assert world.state() == before


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_several_changes_are_undone_from_the_last_on(world: Trial, data: st.DataObject) -> None:
    names = data.draw(st.lists(st.sampled_from(sorted(CALLS)), min_size=2, max_size=5))
    with passing(world.conn):
        states, undone = [], []
        for name in names:
            arguments = {key: data.draw(one) for key, one in CALLS[name].items()}
            before = world.state()
            try:
                undone.append(world.do(name, **arguments))
            except ToolError:
                continue
            states.append(before)
        for before, done in zip(reversed(states), reversed(undone), strict=True):
            world.undo(done)
            assert world.state() == before


def test_an_undo_never_overwrites_what_came_later(trial: Trial) -> None:
    furnished(trial)
    first = trial.do("move_task", task="report", due="2026-12-01")
    trial.do("move_task", task="report", due="2026-12-02")
    before = trial.state()
    with pytest.raises(UndoGone):
        trial.undo(first)
    assert trial.state() == before


def test_an_undo_leaves_other_changes_of_the_same_task_alone(trial: Trial) -> None:
    furnished(trial)
    moved = trial.do("move_task", task="report", due="2026-12-01")
    trial.do("edit_task", task="report", title="Write the long report")
    trial.undo(moved)
    assert trial.do("list_tasks", until="2026-11-20").data["tasks"][0]["title"] == (
        "Write the long report"
    )


def test_what_was_made_is_not_taken_away_with_what_was_added_since(trial: Trial) -> None:
    note = trial.do("create_note", text="one")
    trial.do("append_note", note="one", text="two")
    task = trial.do("create_task", title="Call Bo")
    trial.do("set_reminder", text="call bo", at="2026-12-01")
    rent = trial.do("create_task", title="Pay rent", due="2026-11-30", repeats="FREQ=MONTHLY")
    done = trial.do("complete_task", task="rent")
    trial.do("edit_task", task="rent", title="Pay the new rent")
    for made in (note, task, rent, done):
        with pytest.raises(UndoGone):
            trial.undo(made)


def test_an_undo_works_once(trial: Trial) -> None:
    made = trial.do("create_task", title="Call Bo")
    trial.undo(made)
    with pytest.raises(UndoGone):
        trial.undo(made)


def test_a_task_that_is_done_is_not_reminded_of_until_that_is_undone(trial: Trial) -> None:
    furnished(trial)
    later = NOW + timedelta(days=30)
    done = trial.do("complete_task", task="rent")
    with passing(trial.conn):
        said = [one.text for one in reminders.announce(trial.conn, later)]
        assert said == ["Stretch", "Water the plants"]
    trial.undo(done)
    said = [one.text for one in reminders.announce(trial.conn, later)]
    assert said == ["Stretch", "Water the plants", "Pay rent"]
