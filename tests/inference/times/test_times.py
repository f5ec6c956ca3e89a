"""Times in plain words, as of Wednesday, 18 November 2026, half past eleven in Berlin."""

import random
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.times.echo import echo
from inference.times.find import find, read
from inference.times.reading import (
    Conventions,
    Doubt,
    Moment,
    Question,
    Reading,
    Span,
    spoken,
)
from tests.inference.times.rows import LISTS, NOW, Row, rows, shown, understood

ROWS = list(dict.fromkeys(row for name in LISTS for row in rows(name)))


def whole(text: str, now: datetime = NOW, conventions: Conventions | None = None) -> Reading:
    found = read(text, now, conventions or Conventions())
    assert found is not None, text
    return found


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.text} {row.now:%d.%m.}" for row in ROWS])
def test_the_lists(row: Row) -> None:
    assert understood(row) == (row.stretches, row.expected)


def test_there_are_enough_rows() -> None:
    assert len({row.text for row in ROWS}) >= 1900
    assert len({(row.text, row.now, row.language) for row in ROWS}) == len(ROWS)
    for name in LISTS:
        assert len(set(rows(name))) == len(rows(name)), name


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("remind me to call Anna tomorrow at nine", ["tomorrow at nine"]),
        ("Meet Bob on Friday, 3pm at the café", ["on Friday, 3pm"]),
        ("Dentist next Tuesday at 10:15, please.", ["next Tuesday at 10:15"]),
        ("move it from Monday to the 27th", ["from Monday to the 27th"]),
        ("water it every other day and call Tom on Sunday", ["every other day", "on Sunday"]),
        ("Pay the rent by the end of the month!", ["by the end of the month"]),
        ("What did we decide last week?", ["last week"]),
        ("wake me in half an hour", ["in half an hour"]),
        ("She said: tomorrow, 14:00.", ["tomorrow, 14:00"]),
    ],
)  # fmt: skip
def test_times_are_found_within_sentences(sentence: str, words: list[str]) -> None:
    found = find(sentence, NOW)
    assert [sentence[one.start : one.end] for one in found] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "I may go home",
        "we march on",
        "room 12",
        "chapter 3, page 4",
        "version 2.0",
        "five apples and a pear",
        "call 555 1234",
        "the quick brown fox",
        "a question of style",
        "",
        "?!",
        "he sat down",
        "an 8 kg parcel",
    ],
)
def test_what_is_no_time(sentence: str) -> None:
    assert find(sentence, NOW) == []


def test_questions_offer_what_could_be_meant() -> None:
    meaning = whole("tomorrow at 7").meaning
    assert isinstance(meaning, Question)
    assert meaning.doubt is Doubt.MORNING_OR_EVENING
    assert [choice.at.hour for choice in meaning.choices] == [7, 19]
    slashed = whole("3/4").meaning
    assert isinstance(slashed, Question)
    assert [shown(choice) for choice in slashed.choices] == ["Sat 2027-04-03", "Thu 2027-03-04"]
    twice = whole("2026-10-25 at 02:30", NOW - timedelta(days=60)).meaning
    assert isinstance(twice, Question)
    assert twice.choices[1].at.astimezone(UTC) - twice.choices[0].at.astimezone(UTC) == timedelta(
        hours=1
    )


def test_hours_are_elapsed_time_and_days_are_calendar_time() -> None:
    # the clocks go forward that night
    evening = datetime(2027, 3, 27, 22, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert shown(whole("in 6 hours", evening).meaning) == "Sun 2027-03-28 05:00"
    assert shown(whole("in 2 days at 10pm", evening).meaning) == "Mon 2027-03-29 22:00"


def test_what_was_understood_can_be_echoed() -> None:
    meaning = whole("tomorrow at 3").meaning
    assert isinstance(meaning, Moment)
    assert spoken(meaning) == "Thursday, 19 November 2026, 15:00"


def test_conventions_are_settings() -> None:
    coming = Conventions(next_weekday_is_next_week=False)
    assert shown(whole("next Friday", conventions=coming).meaning) == "Fri 2026-11-20"
    american = Conventions(day_before_month=False)
    european = Conventions(day_before_month=True)
    assert shown(whole("3/4", conventions=american).meaning) == "Thu 2027-03-04"
    assert shown(whole("3/4", conventions=european).meaning) == "Sat 2027-04-03"
    early = Conventions(morning_hour=7)
    assert shown(whole("tomorrow morning", conventions=early).meaning) == "Thu 2026-11-19 07:00"


WORDS = [row.text for row in ROWS if row.language == "en"]


@given(
    some.sampled_from(WORDS),
    some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - the zone comes later
    some.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC"]),
)
def test_at_any_time_in_any_zone_it_is_a_meaning_or_a_question(
    text: str, now: datetime, zone: str
) -> None:
    here = now.replace(tzinfo=ZoneInfo(zone))
    for found in find(text, here):
        if isinstance(found.meaning, Moment) and re.match(r"(in|at) ", text):
            assert found.meaning.at >= here.replace(hour=0, minute=0, second=0)
        if isinstance(found.meaning, Span):
            assert found.meaning.start <= found.meaning.end


@given(
    some.text(max_size=60) | some.lists(some.sampled_from(" ".join(WORDS).split())).map(" ".join)
)
def test_any_words_are_read_without_harm(text: str) -> None:
    for found in find(text, NOW):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_rows_put_together_at_random_are_read_without_harm(language: str) -> None:
    dice = random.Random(5)
    texts = [row.text for row in ROWS if row.language == language]
    for _ in range(300):
        one, two = dice.choice(texts).split(), dice.choice(texts).split()
        text = " ".join(one[: dice.randint(0, len(one))] + two[dice.randint(0, len(two)) :])
        for found in find(text, NOW, Conventions(language=language)):
            assert echo(found, language)


def test_times_counted_from_times_without_end_are_read_without_harm() -> None:
    assert find("three days before " * 500 + "Friday", NOW)
