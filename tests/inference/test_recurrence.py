"""What comes again keeps its clock time through clock changes, and comes once."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference import recurrence, recurrence_words
from inference.recurrence import NotARule, Rule

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from([BERLIN, NEW_YORK])
FIRST = datetime(2026, 11, 21, 9, tzinfo=BERLIN)  # a Saturday
RULES = st.sampled_from(
    [
        "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=MONTHLY;BYDAY=2SU",
        "FREQ=MONTHLY;BYMONTHDAY=29", "FREQ=YEARLY",
    ]
)  # fmt: skip


def times(rule: Rule, days: float) -> list[datetime]:
    start = rule.first.astimezone(UTC)
    return recurrence.between(rule, start - timedelta(seconds=1), start + timedelta(days=days))


@settings(max_examples=300, deadline=None)
@given(
    zone=ZONES,
    rule=RULES,
    day=st.integers(0, 500),
    minutes=st.integers(0, 24 * 60 - 1) | st.integers(60, 4 * 60),
)
def test_the_wall_clock_stays_through_clock_changes(
    zone: ZoneInfo, rule: str, day: int, minutes: int
) -> None:
    wall = datetime(2026, 1, 1) + timedelta(days=day, minutes=minutes)  # noqa: DTZ001
    made = recurrence.checked(rule, recurrence.in_zone(wall, zone))
    found = times(made, 400)
    clock = made.first.time()
    utc = [one.astimezone(UTC) for one in found]
    assert utc == sorted(set(utc))
    for one in found:
        assert one.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == one.replace(tzinfo=None)
        assert one.time() == clock or is_skipped(one, clock.hour * 60 + clock.minute)
        assert one.fold == 0 or one.time() != clock


def is_skipped(at: datetime, minutes: int) -> bool:
    """Whether the clock did not show these minutes on that day, and this is as much later."""
    wall = at.replace(hour=minutes // 60, minute=minutes % 60, tzinfo=None)
    there = recurrence.in_zone(wall, at.tzinfo or UTC)
    return there.replace(tzinfo=None) != wall and there == at


@settings(max_examples=200, deadline=None)
@given(zone=ZONES, rule=RULES, hours=st.integers(0, 24 * 500), jump=st.integers(0, 24 * 700))
def test_the_next_is_the_first_that_is_later(
    zone: ZoneInfo, rule: str, hours: int, jump: int
) -> None:
    first = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)).astimezone(zone)
    made = recurrence.checked(rule, first)
    moment = made.first.astimezone(UTC) + timedelta(hours=jump)
    following = recurrence.after(made, moment)
    assert following is not None
    assert following.astimezone(UTC) > moment
    start = made.first.astimezone(UTC) - timedelta(seconds=1)
    before = recurrence.between(made, start, moment)
    both = recurrence.between(made, start, following)
    assert both == [*before, following]


def test_a_skipped_clock_time_comes_as_much_later_and_then_as_ever() -> None:
    made = recurrence.checked("FREQ=DAILY", datetime(2027, 3, 27, 2, 30, tzinfo=BERLIN))
    assert [f"{one:%d %H:%M %z}" for one in times(made, 2)] == [
        "27 02:30 +0100",
        "28 03:30 +0200",
        "29 02:30 +0200",
    ]


def test_a_clock_time_that_a_day_has_twice_comes_once() -> None:
    made = recurrence.checked("FREQ=DAILY", datetime(2026, 10, 31, 1, 30, tzinfo=NEW_YORK))
    found = [f"{one:%d %H:%M %z}" for one in times(made, 2.1)]
    assert found == ["31 01:30 -0400", "01 01:30 -0400", "02 01:30 -0500"]


def test_hours_are_elapsed_time() -> None:
    made = recurrence.checked("FREQ=HOURLY", datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN))
    found = times(made, 4 / 24)
    assert [f"{one:%H:%M %z}" for one in found] == [
        "01:30 +0200",
        "02:30 +0200",
        "02:30 +0100",
        "03:30 +0100",
        "04:30 +0100",
    ]


def test_several_times_a_day() -> None:
    made = recurrence.checked("FREQ=DAILY;BYHOUR=8,20", FIRST)
    assert [f"{one:%d %H}" for one in times(made, 1.1)] == ["21 20", "22 08", "22 20"]


def test_two_clock_times_that_fall_on_one_come_once() -> None:
    made = recurrence.checked("FREQ=DAILY;BYHOUR=2,3", datetime(2027, 3, 27, 2, 30, tzinfo=BERLIN))
    found = [f"{one:%d %H:%M}" for one in times(made, 2)]
    assert found == ["27 02:30", "27 03:30", "28 03:30", "29 02:30", "29 03:30"]


def test_the_last_day_is_said_in_the_zone_of_the_rule() -> None:
    first = datetime(2027, 5, 1, 9, tzinfo=NEW_YORK)
    made = recurrence.checked("FREQ=DAILY;UNTIL=20270601T035959Z", first)
    assert recurrence_words.in_words(made) == "every day, until 31 May 2027"
    assert times(made, 60)[-1] == datetime(2027, 5, 31, 9, tzinfo=NEW_YORK)


def test_a_series_ends_where_it_says() -> None:
    made = recurrence.checked("FREQ=DAILY;COUNT=3", FIRST)
    assert len(times(made, 30)) == 3
    assert recurrence.after(made, FIRST + timedelta(days=2)) is None
    for until in ("20261123", "20261123T090000", "20261123T080000Z"):
        made = recurrence.checked(f"FREQ=DAILY;UNTIL={until}", FIRST)
        assert [one.day for one in times(made, 30)] == [21, 22, 23]
    made = recurrence.checked("FREQ=HOURLY;INTERVAL=2;COUNT=3", FIRST)
    assert len(times(made, 30)) == 3
    made = recurrence.checked("FREQ=HOURLY;UNTIL=20261121T110000", FIRST)
    assert [one.hour for one in times(made, 30)] == [9, 10, 11]


@pytest.mark.parametrize(
    "text",
    [
        "", "x", "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=MINUTELY;INTERVAL=4", "INTERVAL=2",
        "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;FREQ=DAILY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=",
        "FREQ=DAILY;BYHOUR=24",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;BYMONTHDAY=30", "FREQ=DAILY;UNTIL=2026",
        "FREQ=DAILY;UNTIL=20261399", "FREQ=DAILY;UNTIL=20261120", "FREQ=WEEKLY;BYDAY=2MO",
        "FREQ=HOURLY;BYDAY=MO", "FREQ=DAILY\nDTSTART:20200101T000000", "FREQ=DAILY;" + "X" * 500,
        "FREQ=DAILY;BYEASTER=1", "FREQ=MONTHLY;BYDAY=0MO",
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(NotARule):
        recurrence.checked(text, FIRST)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="FREQ=DAILYWKMONTH;BYSUINTVC,0123-+", max_size=60))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    try:
        made = recurrence.checked(f"FREQ=MONTHLY;{text}", FIRST)
    except NotARule:
        return
    assert made.first >= FIRST
    assert recurrence_words.in_words(made)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("rrule:freq=daily;interval=2", "every two days"),
        ("FREQ=WEEKLY;BYDAY=MO", "every Monday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "every Monday, Wednesday and Friday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270531T215959Z",
         "every two weeks on Tuesday, until 31 May 2027"),
        ("FREQ=MONTHLY;BYDAY=1MO", "every month on the first Monday"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "every month on the last Friday, 3 times"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last weekday"),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", "every month on the first Saturday or Sunday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "every month on the first Monday and the third Monday"),
        ("FREQ=MONTHLY;BYDAY=MO", "every month on every Monday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "every month on day 1 and last"),
        ("FREQ=DAILY;BYHOUR=8,20", "every day at 08:00 and 20:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on day 15"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "every year on day 24 in December"),
        ("FREQ=HOURLY;INTERVAL=12", "every 12 hours"),
        ("FREQ=MINUTELY;INTERVAL=30", "every 30 minutes"),
    ],
)  # fmt: skip
def test_a_rule_in_words(text: str, words: str) -> None:
    assert recurrence_words.in_words(recurrence.checked(text, FIRST)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FREQ=DAILY", "jeden Tag"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "jeden Werktag"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270531T215959Z",
         "alle zwei Wochen am Dienstag, bis 31. Mai 2027"),
        ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "jeden Monat am letzten Freitag, 3-mal"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "jeden Monat am ersten Montag und dritten Montag"),
        ("FREQ=MONTHLY;BYDAY=MO", "jeden Monat an jedem Montag"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1", "jeden Monat am 1. und letzten Tag"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", "jedes Jahr am 24. Tag im Dezember"),
        ("FREQ=DAILY;BYHOUR=8,20", "jeden Tag um 08:00 und 20:00 Uhr"),
        ("FREQ=HOURLY;INTERVAL=12", "alle 12 Stunden"),
    ],
)  # fmt: skip
def test_a_rule_in_german_words(text: str, words: str) -> None:
    made = recurrence.checked(text, FIRST)
    assert recurrence_words.in_words(made, "de") == words
    assert recurrence_words.in_words(made, "xx") == recurrence_words.in_words(made)


def test_zones_are_kept_by_name_or_distance() -> None:
    for zone, name in (
        (BERLIN, "Europe/Berlin"),
        (UTC, "UTC"),
        (timezone(timedelta(hours=-5, minutes=-30)), "-05:30"),
        (timezone(timedelta(hours=2)), "+02:00"),
    ):
        assert recurrence.zone_name(zone) == name
        assert FIRST.astimezone(recurrence.zone_named(name)).utcoffset() == (
            FIRST.astimezone(zone).utcoffset()
        )
    assert recurrence.zone_named("No/Where") is UTC
    assert recurrence.zone_named("../etc/passwd") is UTC


def test_a_time_moves_along_on_the_clock() -> None:
    evening_before = datetime(2027, 3, 24, 18, tzinfo=BERLIN)
    friday = datetime(2027, 3, 25, 10, tzinfo=BERLIN)
    moved = recurrence.moved_along(evening_before, friday, friday + timedelta(days=7), BERLIN)
    assert f"{moved:%d %H:%M %z}" == "31 18:00 +0200"
