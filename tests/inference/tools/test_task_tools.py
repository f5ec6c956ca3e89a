"""Tasks do what was said, say what they understood, and refuse what they did not."""

from datetime import datetime, timedelta

import pytest

from inference import reminders
from inference.tools.base import Argument
from inference.tools.errors import ArgumentRefused, NothingLikeThat
from tests.inference.tools.trial import BERLIN, NOW, TOOLS, Trial
from vault import profile, search, tasks
from vault import reminders as stored
from vault.items import Kind
from vault.reminders import NewReminder
from vault.search import Query

FRIDAY_AT_FIVE = "2026-11-20T17:00:00+01:00"


def titles(trial: Trial, **arguments: Argument) -> list[str]:
    return [one["title"] for one in trial.do("list_tasks", **arguments).data["tasks"]]


def test_what_was_understood_is_said_with_the_date_in_plain_words(trial: Trial) -> None:
    said = trial.do("create_task", title=" Call  Ana\n", due="2026-11-27").says
    assert said == "Task: Call Ana, due Friday, 27 November 2026."
    said = trial.do("create_task", title="Post it", due=FRIDAY_AT_FIVE, list="errands",
                    importance="high", minutes=20).says  # fmt: skip
    assert said == (
        "Task: Post it, due Friday, 20 November 2026, 17:00, of high importance, 20 minutes, "
        "in the list “errands”."
    )


def test_a_time_of_another_zone_is_said_in_the_owner_s(trial: Trial) -> None:
    said = trial.do("create_task", title="Call Bo", due="2026-11-27T09:00:00-05:00").says
    assert said == "Task: Call Bo, due Friday, 27 November 2026, 15:00."


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"title": "x", "due": "tomorrow"}, "due"),
        ({"title": "x", "due": "2026-11-27T09:00:00"}, "due"),
        ({"title": "x", "minutes": 0}, "minutes"),
        ({"title": "x", "minutes": 10**9}, "minutes"),
        ({"title": "x", "importance": "huge"}, "importance"),
        ({"title": "x", "repeats": "every monday"}, "repeats"),
        ({"title": "x", "repeats": "FREQ=MINUTELY"}, "repeats"),
        ({"title": "x", "repeats": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "repeats"),
        ({"title": "x", "colour": "red"}, "colour"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(
    trial: Trial, arguments: dict[str, Argument], name: str
) -> None:
    before = trial.state()
    with pytest.raises(ArgumentRefused) as refused:
        trial.do("create_task", **arguments)
    assert refused.value.name == name
    assert trial.state() == before


def test_tasks_are_listed_by_what_matters_and_by_when(trial: Trial) -> None:
    trial.do("create_task", title="Whenever")
    trial.do("create_task", title="Next month", due="2026-12-18")
    trial.do("create_task", title="Friday", due=FRIDAY_AT_FIVE, list="Work")
    trial.do("create_task", title="Late", due="2026-11-16")
    trial.do("create_task", title="Today", due="2026-11-18", importance="high", list="work")
    assert titles(trial) == ["Today", "Late", "Friday", "Next month", "Whenever"]
    assert titles(trial, list="work") == ["Today", "Friday"]
    assert titles(trial, until="2026-11-20") == ["Today", "Late", "Friday"]
    assert titles(trial, until="2026-11-20T16:59:00+01:00") == ["Today", "Late"]
    assert titles(trial, since="2026-11-18", until="2026-11-20") == ["Today", "Friday"]
    assert titles(trial, since="2026-11-20T16:59:00+01:00") == ["Friday", "Next month"]
    assert trial.do("list_tasks", list="garden").says == "There are no open tasks like that."


def test_what_was_done_is_listed_by_when_it_was_done(trial: Trial) -> None:
    trial.do("create_task", title="One")
    trial.do("create_task", title="Two")
    trial.at(NOW - timedelta(days=3)).do("complete_task", task="one")
    trial.do("complete_task", task="two")
    assert titles(trial, state="done") == ["Two", "One"]
    assert titles(trial, state="done", since="2026-11-18") == ["Two"]
    assert titles(trial, state="done", until="2026-11-15") == ["One"]
    assert trial.do("list_tasks").says == "There are no open tasks."


def test_focus_names_three_with_reasons(trial: Trial) -> None:
    assert trial.do("focus").says == "There are no open tasks."
    profile.put(trial.conn, "goals.health", "Run a marathon in spring", NOW)
    trial.do("create_task", title="Late", due="2026-11-16")
    trial.do("create_task", title="Buy running shoes for marathons")
    trial.do("create_task", title="Friday", due=FRIDAY_AT_FIVE, importance="high")
    trial.do("create_task", title="Whenever")
    assert trial.do("focus").says == (
        "1. Late. It was due Monday, 16 November 2026.\n"
        "2. Friday. It is due on Friday. It is marked as important.\n"
        "3. Buy running shoes for marathons. It serves your goal “Run a marathon in spring”."
    )


def test_a_habit_counts_once_it_is_one(trial: Trial) -> None:
    trial.do("create_task", title="Mow the lawn", list="garden")
    trial.do("create_task", title="Sweep", list="house")
    for days in range(1, 5):
        then = trial.at(NOW - timedelta(days=days, minutes=30))
        then.do("create_task", title=f"Weed bed {days}", list="garden")
        then.do("complete_task", task=f"bed {days}")
    (first, second) = trial.do("focus").data["tasks"]
    assert (first["title"], first["score"] - second["score"]) == ("Mow the lawn", 15)
    assert first["reasons"] == ["You usually do tasks of “garden” at this hour."]


def test_a_task_that_repeats_comes_again_when_it_is_done(trial: Trial) -> None:
    made = trial.do("create_task", title="Report", due="2026-11-20T10:00:00+01:00", minutes=30,
                    repeats="FREQ=WEEKLY;BYDAY=FR", list="work", importance="high")  # fmt: skip
    assert "every Friday" in made.says
    done = trial.do("complete_task", task="report")
    assert done.says == "Done: Report. It comes again, due Friday, 27 November 2026, 10:00."
    (again,) = trial.do("list_tasks").data["tasks"]
    kept = ("title", "minutes", "list", "importance", "repeats")
    assert [again[name] for name in kept] == [made.data[name] for name in kept]


def test_what_was_missed_is_not_due_again_in_the_past(trial: Trial) -> None:
    trial.do("create_task", title="Report", due="2026-11-06", repeats="FREQ=WEEKLY;BYDAY=FR")
    assert "due Friday, 20 November 2026" in trial.do("complete_task", task="report").says


def test_the_last_of_a_series_is_the_last(trial: Trial) -> None:
    trial.do("create_task", title="Pills", due="2026-11-18", repeats="FREQ=DAILY;COUNT=2")
    assert "comes again" in trial.do("complete_task", task="pills").says
    assert trial.do("complete_task", task="pills").says == "Done: Pills. That was the last time."
    with pytest.raises(NothingLikeThat):
        trial.do("complete_task", task="pills")


def test_every_second_tuesday_begins_on_the_coming_one(trial: Trial) -> None:
    rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    said = trial.do("create_task", title="Bins", repeats=rule).says
    assert said == "Task: Bins, due Tuesday, 24 November 2026, every two weeks on Tuesday."
    assert "due Tuesday, 8 December 2026" in trial.do("complete_task", task="bins").says


def test_the_reminders_of_a_task_that_repeats_come_along(trial: Trial) -> None:
    trial.do("create_task", title="Report", due="2026-11-20T10:00:00+01:00",
             repeats="FREQ=WEEKLY;BYDAY=FR")  # fmt: skip
    (task,) = tasks.open_tasks(trial.conn)
    trial.do("set_reminder", text="report", at="2026-11-19T18:00:00+01:00")
    with trial.conn.transaction():
        weekly = NewReminder(NOW + timedelta(days=1), "Europe/Berlin", text="tables")
        cancelled = stored.add(trial.conn, task.id, weekly)
        stored.settle(trial.conn, cancelled)
    trial.do("complete_task", task="report")
    (again,) = tasks.open_tasks(trial.conn)
    (moved,) = stored.of(trial.conn, again.id)
    assert moved.due == datetime(2026, 11, 26, 18, tzinfo=BERLIN)
    assert moved.text == "Report"
    assert reminders.next_moment(trial.conn, NOW) == moved.due


def test_a_renamed_task_is_found_by_its_new_name_only(trial: Trial) -> None:
    trial.do("create_task", title="Call Ana")
    trial.do("edit_task", task="call ana", title="Write to Bo")
    found = {
        text: [hit.kind for hit in search.search(trial.conn, Query(text), NOW)]
        for text in ("Ana", "Bo")
    }
    assert found == {"Ana": [], "Bo": [Kind.TASK]}


def test_what_is_done_or_dropped_is_not_there_to_be_changed(trial: Trial) -> None:
    trial.do("create_task", title="Call Ana")
    trial.do("create_task", title="Call Bo")
    trial.do("drop_task", task="ana")
    trial.do("complete_task", task="call")  # only one is left
    for name, more in (("move_task", {"due": "2026-12-01"}), ("drop_task", {})):
        with pytest.raises(NothingLikeThat):
            trial.do(name, task="call ana", **more)


def test_moving_says_both_dates(trial: Trial) -> None:
    trial.do("create_task", title="Call Ana", due="2026-11-27")
    assert trial.do("move_task", task="ana", due=FRIDAY_AT_FIVE).says == (
        "Moved: Call Ana, now due Friday, 20 November 2026, 17:00 "
        "(it was due Friday, 27 November 2026)."
    )
    said = trial.do("prioritize_task", task="ana", importance="low").says
    assert said == "Call Ana is now of low importance."


def test_a_task_is_begun_put_into_a_list_and_freed_of_its_date(trial: Trial) -> None:
    made = trial.do("create_task", title="Call Ana", due="2026-11-27", repeats="FREQ=WEEKLY")
    number = made.data["task"]
    assert trial.do("arrange_task", task="ana", state="doing").says == "Begun: Call Ana."
    assert tasks.get(trial.conn, number).state is tasks.TaskState.DOING
    trial.do("arrange_task", task="ana", list="family", state="open")
    freed = trial.do("arrange_task", task="ana", without="due")
    now = tasks.get(trial.conn, number)
    assert (now.due, now.series, now.list) == (None, tasks.ONCE, "family")
    trial.undo(freed)
    assert tasks.get(trial.conn, number).due is not None
    assert trial.do("complete_task", task="ana").data["next"] is not None


def test_a_task_comes_again_from_now_on_and_no_more(trial: Trial) -> None:
    number = trial.do("create_task", title="Water the plants").data["task"]
    made = trial.do("repeat_task", task="plants", repeats="FREQ=WEEKLY;INTERVAL=2;BYDAY=FR")
    assert made.says == (
        "Comes again: Water the plants, due Friday, 20 November 2026, every two weeks on Friday."
    )
    assert trial.do("complete_task", task="plants").data["next"] is not None
    (again,) = tasks.open_tasks(trial.conn)
    once = trial.do("arrange_task", task="plants", without="repeats")
    now = tasks.get(trial.conn, again.id)
    assert (now.series, now.due) == (tasks.ONCE, again.due)
    trial.undo(once)
    assert tasks.get(trial.conn, again.id).series == again.series
    assert again.id != number


def test_what_belongs_to_a_task_is_written_down_and_found(trial: Trial) -> None:
    number = trial.do("create_task", title="Call Ana").data["task"]
    written = trial.do("annotate_task", task="ana", notes="Ask about the boat.\nTwo berths.")
    assert tasks.get(trial.conn, number).notes == "Ask about the boat.\nTwo berths."
    assert [hit.item for hit in search.search(trial.conn, Query("berths"), NOW)] == [number]
    trial.undo(written)
    assert tasks.get(trial.conn, number).notes == ""
    assert search.search(trial.conn, Query("berths"), NOW) == []


def test_what_was_done_is_opened_again_by_its_number_only(trial: Trial) -> None:
    number = trial.do("create_task", title="Call Ana").data["task"]
    trial.do("complete_task", task="ana")
    with pytest.raises(NothingLikeThat):
        trial.do("arrange_task", task="ana", state="open")
    trial.do("arrange_task", task=str(number), state="open")
    assert tasks.get(trial.conn, number).done is None


def test_targets_are_marked_and_undo_is_hidden() -> None:
    targets = {
        (one.name, each.name) for one in TOOLS.values() for each in one.parameters if each.is_target
    }
    changing = ("complete_task", "move_task", "prioritize_task", "drop_task", "edit_task",
                "arrange_task", "repeat_task", "annotate_task")  # fmt: skip
    assert targets == {
        *((name, "task") for name in changing),
        *((name, "reminder") for name in ("snooze_reminder", "cancel_reminder", "finish_reminder")),
        ("append_note", "note"),
    }
    assert {one.name for one in TOOLS.values() if one.is_hidden} == {
        f"{verb}_{kind}" for verb in ("restore", "remove") for kind in ("task", "reminder", "note")
    }
