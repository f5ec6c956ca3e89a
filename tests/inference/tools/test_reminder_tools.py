"""Reminders are said when they were meant, once, and listen to the owner."""

from datetime import datetime, timedelta

import pytest

from inference import reminders
from inference.tools.base import Argument
from inference.tools.errors import ArgumentRefused, NothingLikeThat, WhichOne
from tests.inference.tools.trial import BERLIN, NOW, Trial

NOON = "2026-11-18T12:00:00+01:00"


def said(trial: Trial, at: datetime) -> list[str]:
    return [one.text for one in reminders.announce(trial.conn, at)]


def test_what_was_understood_is_said(trial: Trial) -> None:
    assert trial.do("set_reminder", text="Stretch", at=NOON).says == (
        "Reminder: Stretch, Wednesday, 18 November 2026, 12:00."
    )
    assert trial.do("set_reminder", text="Rent", at="2026-11-27").says == (
        "Reminder: Rent, Friday, 27 November 2026, 09:00."
    )
    rule = "FREQ=WEEKLY;BYDAY=MO"
    bins = trial.do("set_reminder", text="Bins", at="2026-11-18T19:00:00+01:00", repeats=rule)
    assert bins.says == "Reminder: Bins, Monday, 23 November 2026, 19:00, every Monday."


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"text": "x", "at": "2026-11-18T11:30:00+01:00"}, "at"),
        ({"text": "x", "at": "2026-11-18"}, "at"),  # nine in the morning is over
        ({"text": "", "at": NOON}, "text"),
        ({"text": "x"}, "at"),
        ({"text": "x", "at": NOON, "repeats": "FREQ=SECONDLY"}, "repeats"),
        ({"text": "x", "at": "2026-11-10", "repeats": "FREQ=DAILY;UNTIL=20261115"}, "at"),
    ],
)
def test_what_does_not_fit_is_refused(
    trial: Trial, arguments: dict[str, Argument], name: str
) -> None:
    before = trial.state()
    with pytest.raises(ArgumentRefused) as refused:
        trial.do("set_reminder", **arguments)
    assert refused.value.name == name
    assert trial.state() == before


def test_a_series_that_began_earlier_goes_on(trial: Trial) -> None:
    done = trial.do(
        "set_reminder", text="Pills", at="2026-11-01T08:00:00+01:00", repeats="FREQ=DAILY"
    )
    assert done.data["at"] == "2026-11-19T08:00:00+01:00"


def test_reminders_are_listed_the_next_first(trial: Trial) -> None:
    assert trial.do("list_reminders").says == "There are no reminders."
    trial.do("set_reminder", text="Later", at="2026-11-20")
    trial.do("set_reminder", text="Soon", at=NOON)
    assert [one["text"] for one in trial.do("list_reminders").data["reminders"]] == [
        "Soon",
        "Later",
    ]
    for until in ("2026-11-19", "2026-11-20T08:59:00+01:00"):
        (only,) = trial.do("list_reminders", until=until).data["reminders"]
        assert only["text"] == "Soon"
    assert len(trial.do("list_reminders", until="2026-11-20").data["reminders"]) == 2


def test_snoozed_until_then_and_no_earlier(trial: Trial) -> None:
    trial.do("set_reminder", text="Stretch", at=NOON)
    noon = NOW + timedelta(minutes=30)
    assert said(trial, noon) == ["Stretch"]
    trial.at(noon).do("snooze_reminder", reminder="it", until="2026-11-18T12:10:00+01:00")
    assert said(trial, noon + timedelta(minutes=9)) == []
    assert said(trial, noon + timedelta(minutes=10)) == ["Stretch"]
    assert said(trial, noon + timedelta(days=1)) == []
    with pytest.raises(ArgumentRefused):
        trial.at(noon).do("snooze_reminder", reminder="it", until=NOON)


def test_snoozing_one_time_leaves_the_series_as_it_is(trial: Trial) -> None:
    trial.do("set_reminder", text="Pills", at=NOON, repeats="FREQ=DAILY")
    noon = NOW + timedelta(minutes=30)
    assert said(trial, noon) == ["Pills"]
    then = trial.at(noon).do("snooze_reminder", reminder="pills", until="2026-11-18T13:00:00+01:00")
    assert then.says == (
        "Snoozed: Pills, until Wednesday, 18 November 2026, 13:00, and then again every day."
    )
    assert said(trial, noon + timedelta(hours=1)) == ["Pills"]
    assert reminders.next_moment(trial.conn, NOW) == noon + timedelta(days=1)


def test_it_means_what_was_just_said(trial: Trial) -> None:
    trial.do("set_reminder", text="Stretch", at=NOON)
    trial.do("set_reminder", text="Rent", at="2026-11-27")
    with pytest.raises(WhichOne):
        trial.do("cancel_reminder", reminder="it")
    noon = NOW + timedelta(minutes=30)
    said(trial, noon)
    assert trial.at(noon).do("cancel_reminder", reminder="it").says == (
        "Cancelled: Stretch, Wednesday, 18 November 2026, 12:00."
    )
    with pytest.raises(NothingLikeThat):
        trial.at(noon).do("cancel_reminder", reminder="stretch")


def test_what_was_said_long_ago_is_not_snoozed(trial: Trial) -> None:
    trial.do("set_reminder", text="Stretch", at=NOON)
    said(trial, NOW + timedelta(minutes=30))
    with pytest.raises(NothingLikeThat):
        trial.at(NOW + timedelta(days=2)).do(
            "snooze_reminder", reminder="stretch", until="2026-12-01"
        )


def test_what_was_said_is_put_aside_and_a_series_goes_on(trial: Trial) -> None:
    trial.do("set_reminder", text="Stretch", at="2026-11-18T12:00:00+01:00")
    trial.do("set_reminder", text="Drink", at="2026-11-18T12:00:00+01:00", repeats="FREQ=DAILY")
    later = trial.at(NOW + timedelta(hours=1))
    assert said(later, later.now) == ["Stretch", "Drink"]
    done = later.do("finish_reminder", reminder="stretch")
    assert done.says == "Put aside: Stretch."
    assert reminders.standing(trial.conn, later.now) == []
    later.do("finish_reminder", reminder="drink")
    assert reminders.next_moment(trial.conn, NOW) is not None
    later.undo(done)
    assert len(reminders.standing(trial.conn, later.now)) == 1


def test_a_cancelled_series_is_over(trial: Trial) -> None:
    trial.do("set_reminder", text="Pills", at=NOON, repeats="FREQ=DAILY")
    cancelled = trial.do("cancel_reminder", reminder="pills")
    assert said(trial, NOW + timedelta(days=5)) == []
    trial.undo(cancelled)
    assert said(trial, NOW + timedelta(days=5)) == ["Pills"]


def test_a_reminder_with_the_name_of_a_task_belongs_to_it(trial: Trial) -> None:
    trial.do("create_task", title="Call Ana")
    done = trial.do("set_reminder", text="call ana", at=NOON)
    assert done.says.endswith("It belongs to the task of that name.")
    trial.do("edit_task", task="ana", title="Call Bo")
    assert [one["text"] for one in trial.do("list_reminders").data["reminders"]] == ["Call Bo"]
    trial.do("complete_task", task="bo")
    assert said(trial, NOW + timedelta(days=1)) == []


def test_times_are_kept_in_their_zone(trial: Trial) -> None:
    """Nine in Berlin is nine in Berlin on both sides of the clock change."""
    trial.do("set_reminder", text="Pills", at="2027-03-27T09:00:00+01:00", repeats="FREQ=DAILY")
    first = datetime(2027, 3, 27, 9, tzinfo=BERLIN)
    said(trial, first)
    assert reminders.next_moment(trial.conn, NOW) == datetime(2027, 3, 28, 9, tzinfo=BERLIN)
