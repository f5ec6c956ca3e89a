"""What is due is said once: not lost while nobody looked, not repeated, and in its own zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference import preferences, recurrence, reminders
from inference.recurrence import Rule
from tests.vault.conftest import fresh
from vault import reminders as stored
from vault import tasks
from vault.connection import WriteConn
from vault.items import Origin, Sensitivity, Source
from vault.reminders import NewReminder, ReminderState
from vault.tasks import Due, NewTask, Series, TaskState

OWNER = Source(Origin.OWNER)
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 18, 11, 30, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def conn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WriteConn]:
    with fresh(Path(tmp_path_factory.mktemp("reminders")) / "x.db") as opened:
        yield opened


@pytest.fixture(autouse=True)
def _empty(conn: WriteConn) -> None:
    clear(conn)


def clear(conn: WriteConn) -> None:
    with conn.transaction():
        conn.run("DELETE FROM item")


def remind(conn: WriteConn, text: str, due: datetime, rule: str = "") -> int:
    zone = recurrence.zone_name(due.tzinfo)
    new = NewReminder(due.astimezone(UTC), zone, Series(rule, due), text)
    return stored.add_alone(conn, new, OWNER, NOW)


def test_what_is_due_is_said_once_in_its_order(conn: WriteConn) -> None:
    remind(conn, "second", NOW)
    remind(conn, "first", NOW - timedelta(minutes=1))
    remind(conn, "later", NOW + timedelta(minutes=1))
    said = reminders.announce(conn, NOW)
    assert [one.says for one in said] == ["Reminder: first", "Reminder: second"]
    assert reminders.announce(conn, NOW) == []
    assert reminders.next_moment(conn, NOW) == NOW + timedelta(minutes=1)
    (later,) = reminders.announce(conn, NOW + timedelta(minutes=1))
    assert later.text == "later"
    assert reminders.next_moment(conn, NOW) is None


def test_what_was_missed_while_the_computer_slept_is_said_once_as_late(conn: WriteConn) -> None:
    remind(conn, "call Ana", NOW - timedelta(days=2))
    remind(conn, "pills", NOW - timedelta(days=3), "FREQ=DAILY")
    pills, ana = reminders.announce(conn, NOW + timedelta(hours=1))
    assert ana.says == "Reminder: call Ana (was due Monday, 16 November 2026, 11:30)"
    assert pills.says == (
        "Reminder: pills (was due Wednesday, 18 November 2026, 11:30, and 3 more before)"
    )
    assert pills.again == NOW + timedelta(days=1)
    assert reminders.announce(conn, NOW + timedelta(hours=1)) == []


def test_on_time_is_not_late(conn: WriteConn) -> None:
    remind(conn, "pills", NOW, "FREQ=DAILY")
    for days in range(4):
        (one,) = reminders.announce(conn, NOW + timedelta(days=days, seconds=40))
        assert (one.says, one.missed, one.is_late) == ("Reminder: pills", 0, False)


def test_what_was_said_stands_until_it_is_put_aside(conn: WriteConn) -> None:
    number = remind(conn, "call Ana", NOW)
    reminders.announce(conn, NOW)
    assert [one.text for one in reminders.standing(conn, NOW)] == ["call Ana"]
    assert reminders.standing(conn, NOW + timedelta(days=1)) == []
    stored.settle(conn, number)
    assert reminders.standing(conn, NOW) == []


def test_nothing_is_noted_as_said_where_saying_failed(conn: WriteConn) -> None:
    remind(conn, "call Ana", NOW)
    with pytest.raises(ZeroDivisionError), conn.transaction():
        _ = len(reminders.announce(conn, NOW)) / 0
    assert [one.text for one in reminders.announce(conn, NOW)] == ["call Ana"]


def test_what_is_private_can_be_told_apart(conn: WriteConn) -> None:
    number = remind(conn, "clinic", NOW)
    remind(conn, "milk", NOW)
    item = stored.get(conn, number).item
    with conn.transaction():
        conn.run("UPDATE item SET sensitivity = ? WHERE id = ?", (int(Sensitivity.PERSONAL), item))
    clinic, milk = reminders.announce(conn, NOW)
    assert (clinic.is_private, milk.is_private) == (True, False)
    assert "clinic" not in clinic.says_outside


def test_a_series_ends(conn: WriteConn) -> None:
    number = remind(conn, "pills", NOW, "FREQ=DAILY;COUNT=2")
    (first,) = reminders.announce(conn, NOW)
    assert first.again == NOW + timedelta(days=1)
    (last,) = reminders.announce(conn, NOW + timedelta(days=1))
    assert last.again is None
    assert stored.get(conn, number).state is ReminderState.ANNOUNCED
    assert reminders.announce(conn, NOW + timedelta(days=9)) == []


def test_a_reminder_of_another_zone_keeps_its_own_time(conn: WriteConn) -> None:
    due = datetime(2026, 10, 30, 8, tzinfo=NEW_YORK)
    remind(conn, "call the office", due, "FREQ=DAILY")
    seen = []
    now = due.astimezone(BERLIN)
    for _ in range(4):
        (one,) = reminders.announce(conn, now)
        seen.append(f"{one.due:%d %H:%M}")
        assert one.again is not None
        now = one.again.astimezone(BERLIN)
    assert seen == ["30 08:00", "31 08:00", "01 08:00", "02 08:00"]


@settings(max_examples=60, deadline=None)
@given(
    zone=st.sampled_from([BERLIN, NEW_YORK]),
    rule=st.sampled_from(["FREQ=DAILY", "FREQ=HOURLY;INTERVAL=5", "FREQ=WEEKLY;BYDAY=SU,MO"]),
    start=st.integers(0, 24 * 365),
    naps=st.lists(st.integers(1, 200), min_size=1, max_size=12),
)
def test_however_long_it_slept_each_time_is_said_or_counted_once(
    conn: WriteConn, zone: ZoneInfo, rule: str, start: int, naps: list[int]
) -> None:
    clear(conn)
    began = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=start)).astimezone(zone)
    first = recurrence.checked(rule, began).first
    remind(conn, "pills", first, rule)
    now, told = first.astimezone(UTC) - timedelta(minutes=1), 0
    for hours in naps:
        now += timedelta(hours=hours)
        for one in reminders.announce(conn, now.astimezone(zone)):
            told += 1 + one.missed
            assert one.due.astimezone(UTC) <= now
        following = reminders.next_moment(conn, NOW)
        assert following is not None
        assert following > now
    since = first.astimezone(UTC) - timedelta(seconds=1)
    assert told == len(recurrence.between(Rule(rule, first), since, now))


def task(conn: WriteConn, title: str, due: datetime, *, made: datetime = NOW) -> int:
    new = NewTask(title, OWNER, due=Due(due.astimezone(UTC), "Europe/Berlin"))
    return tasks.add(conn, new, made)


def test_a_task_with_an_hour_is_reminded_of_as_long_before_as_the_owner_wants(
    conn: WriteConn,
) -> None:
    due = NOW + timedelta(hours=3)
    number = task(conn, "Call Ana", due)
    assert reminders.next_moment(conn, NOW) == due - timedelta(minutes=10)
    preferences.put(conn, "reminders.lead_minutes", 60)
    assert reminders.next_moment(conn, NOW) == due - timedelta(hours=1)
    (one,) = reminders.announce(conn, due - timedelta(hours=1))
    assert one.says == "Reminder: Call Ana, at 14:30"
    assert not one.is_late
    assert reminders.next_moment(conn, due - timedelta(hours=1)) is None
    tasks.postpone(conn, number, Due((due + timedelta(days=1)).astimezone(UTC), "Europe/Berlin"))
    assert reminders.next_moment(conn, due) == due + timedelta(hours=23)


def test_who_was_to_be_reminded_otherwise_is_reminded_only_so(conn: WriteConn) -> None:
    due = NOW + timedelta(hours=3)
    number = task(conn, "Call Ana", due)
    stored.add(conn, number, NewReminder((due - timedelta(minutes=5)).astimezone(UTC)))
    assert reminders.next_moment(conn, NOW) == due - timedelta(minutes=5)
    assert len(reminders.announce(conn, due)) == 1
    assert reminders.next_moment(conn, due) is None


def test_what_is_written_down_shortly_before_its_hour_is_said_then(conn: WriteConn) -> None:
    due = NOW + timedelta(minutes=4)
    task(conn, "Call Ana", due)
    assert reminders.announce(conn, NOW) == []
    assert [one.says for one in reminders.announce(conn, due)] == ["Reminder: Call Ana"]


def test_a_task_of_a_day_and_one_that_is_long_over_are_not_reminded_of(conn: WriteConn) -> None:
    task(conn, "Last week", NOW - timedelta(days=7), made=NOW - timedelta(days=8))
    day = (NOW + timedelta(days=1)).date()
    at = datetime(day.year, day.month, day.day, tzinfo=BERLIN)
    tasks.add(conn, NewTask("Some time", OWNER, due=Due(at, "Europe/Berlin", day)), NOW)
    done = task(conn, "Done", NOW + timedelta(hours=1))
    tasks.move(conn, done, TaskState.DONE, NOW)
    assert reminders.next_moment(conn, NOW) is None
    assert reminders.announce(conn, NOW + timedelta(days=2)) == []
