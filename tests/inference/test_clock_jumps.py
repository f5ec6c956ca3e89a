"""A clock that jumps, years forth or back: nothing is lost, said twice, or approved for ever."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from inference import reminders
from inference.guard import AGENT, Guard
from inference.tools import catalog
from inference.tools.base import Call, Desk
from inference.tools.errors import ApprovalGone, ApprovalNeeded
from tests.inference.tools.trial import NOW, Trial
from tests.vault.conftest import fresh
from vault import audit, recovery, tasks
from vault.connection import WriteConn

YEARS = timedelta(days=40 * 365)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[WriteConn]:
    with fresh(tmp_path / "x.db") as opened:
        audit.begin(opened, recovery.write(bytes(20)))
        yield opened


def desk(conn: WriteConn, now: datetime) -> Desk:
    return Desk(conn, now, lambda _query: [])


def asked(conn: WriteConn, guard: Guard, now: datetime) -> int:
    with pytest.raises(ApprovalNeeded) as waits:
        guard.carry_out(desk(conn, now), Call("create_task", {"title": "x"}), asker=AGENT)
    return waits.value.approval


@pytest.mark.parametrize("rule", [None, "FREQ=HOURLY", "FREQ=DAILY"])
def test_a_reminder_is_said_once_however_far_the_clock_jumps(
    conn: WriteConn, rule: str | None
) -> None:
    Trial(conn).do("set_reminder", text="stretch", at="2026-11-18T12:00:00+01:00", repeats=rule)
    said = reminders.announce(conn, NOW + YEARS)
    assert [one.text for one in said] == ["stretch"]
    assert reminders.announce(conn, NOW + YEARS) == []
    # Back again: what was said is not said a second time, and what recurs is not lost for ever.
    assert reminders.announce(conn, NOW) == []
    following = reminders.next_moment(conn, NOW)
    assert (following is None) == (rule is None)


def test_a_reminder_that_lies_ahead_outlives_a_clock_turned_back(conn: WriteConn) -> None:
    Trial(conn).do("set_reminder", text="stretch", at="2026-11-18T12:00:00+01:00")
    assert reminders.announce(conn, NOW - YEARS) == []
    assert [one.text for one in reminders.announce(conn, NOW + timedelta(hours=1))] == ["stretch"]


def test_a_question_that_ran_out_stays_over_when_the_clock_goes_back(conn: WriteConn) -> None:
    guard = Guard(catalog.BY_NAME, catalog.EXACT)
    number = asked(conn, guard, NOW)
    assert guard.expire(desk(conn, NOW + YEARS)) == [number]
    for now in (NOW, NOW - YEARS):
        with pytest.raises(ApprovalGone):
            guard.approve(desk(conn, now), number)
    assert tasks.open_tasks(conn) == []


def test_a_yes_counts_once_whatever_the_clock_says(conn: WriteConn) -> None:
    guard = Guard(catalog.BY_NAME, catalog.EXACT)
    number = asked(conn, guard, NOW)
    guard.approve(desk(conn, NOW - YEARS), number)
    for now in (NOW - YEARS, NOW, NOW + YEARS):
        with pytest.raises(ApprovalGone):
            guard.approve(desk(conn, now), number)
    assert [one.title for one in tasks.open_tasks(conn)] == ["x"]


def test_the_log_holds_in_the_order_of_what_was_done(conn: WriteConn) -> None:
    moments = [NOW, NOW + YEARS, NOW - YEARS, NOW]
    for now in moments:
        audit.note(conn, "looked", {}, now)
    assert audit.verify(conn) == len(moments)
    assert [one.at for one in audit.records(conn, 0, 10)] == moments
