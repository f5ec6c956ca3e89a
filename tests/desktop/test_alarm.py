"""A moment is waited for whatever the clock does meanwhile."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from desktop.viewmodels.alarm import LONGEST_MS, Alarm
from tests.desktop.conftest import Clock


def test_it_rings_once_when_its_moment_has_come(qtbot: QtBot, clock: Clock) -> None:
    alarm, rung = Alarm(clock), list[int]()
    alarm.rang.connect(lambda: rung.append(1))
    alarm.set(clock.now + timedelta(hours=3))
    alarm.check()
    assert rung == []
    clock.now += timedelta(hours=3)
    alarm.check()
    alarm.check()
    assert rung == [1]
    assert alarm.at is None


def test_it_looks_at_the_clock_every_minute_however_far_the_moment_is(clock: Clock) -> None:
    alarm = Alarm(clock)
    alarm.set(clock.now + timedelta(days=400))
    assert alarm._timer.interval() == LONGEST_MS
    clock.now += timedelta(days=400, seconds=-30)
    alarm.check()
    assert alarm._timer.interval() == 30_000


def test_a_clock_that_is_set_back_makes_it_wait_longer(clock: Clock) -> None:
    alarm = Alarm(clock)
    alarm.set(clock.now + timedelta(seconds=1))
    clock.now -= timedelta(hours=1)
    alarm.check()
    assert alarm.at is not None
    assert alarm._timer.interval() == LONGEST_MS


def test_what_is_past_rings_by_itself_and_nothing_is_waited_for_without_a_moment(
    qtbot: QtBot, clock: Clock
) -> None:
    alarm = Alarm(clock)
    with qtbot.waitSignal(alarm.rang):
        alarm.set(clock.now - timedelta(days=1))
    alarm.set(clock.now + timedelta(days=1))
    alarm.set(None)
    assert not alarm._timer.isActive()
