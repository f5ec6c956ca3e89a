"""The time here and elsewhere, and questions about dates, said plainly."""

from datetime import datetime
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.tools import cities
from inference.tools.base import Desk
from inference.tools.clock import tell_time, work_out_date
from inference.tools.errors import NothingLikeThat, ToolError, WhichOne
from vault.connection import WriteConn

NOW = datetime(2026, 11, 21, 15, 4, tzinfo=ZoneInfo("Europe/Berlin"))
DESK = Desk(cast("WriteConn", None), NOW, lambda _query: [])
TABLE = (Path(__file__).parent / "dates.txt").read_text().splitlines()
QUESTIONS = [line.split(" => ") for line in TABLE if " => " in line]


def asked(question: str) -> str:
    return work_out_date.run(DESK, {"question": question}).says


@pytest.mark.parametrize(("question", "said"), QUESTIONS)
def test_questions_about_dates(question: str, said: str) -> None:
    assert asked(question) == said


def test_there_are_many() -> None:
    assert len(QUESTIONS) >= 60


@pytest.mark.parametrize("question", [
    "how long until my birthday", "what is love", "31 february", "how old is the universe",
    "easter 9999", "??", "when", "the second half after christmas",
    "what day is the third friday after easter", "christmas or easter",
])  # fmt: skip
def test_what_names_no_date_is_not_guessed(question: str) -> None:
    with pytest.raises(NothingLikeThat):
        asked(question)


def test_what_could_be_two_days_is_asked() -> None:
    with pytest.raises(WhichOne) as error:
        asked("what day is 3/4/2027")
    assert [text for _number, text in error.value.choices] == [
        "Saturday, 3 April 2027", "Thursday, 4 March 2027",
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_no_question_breaks_it(question: str) -> None:
    try:
        assert asked(f"what day is {question}").endswith(".")
    except ToolError:
        return


@given(st.dates(), st.integers(-4000, 4000))
def test_days_between_are_counted(day: object, apart: int) -> None:
    from datetime import date, timedelta

    assert isinstance(day, date)
    first = max(date(1600, 1, 1), min(day, date(2900, 1, 1)))
    second = first + timedelta(days=apart)
    question = f"how many days between {first.isoformat()} and {second.isoformat()}"
    assert work_out_date.run(DESK, {"question": question}).data["days"] == abs(apart)


@given(st.dates())
def test_working_days_are_those_from_monday_to_friday(day: object) -> None:
    from datetime import date, timedelta

    from inference.tools.clock import _workdays

    assert isinstance(day, date)
    first = min(day, date(9990, 1, 1))
    for apart in (0, 1, 5, 6, 7, 13, 30):
        days = [first + timedelta(days=step + 1) for step in range(apart)]
        assert _workdays(first, first + timedelta(days=apart)) == sum(
            one.weekday() < 5 for one in days
        )


# the time

OTHERS = {"Pacific/Samoa", "America/Argentina/San_Juan", "America/Argentina/Cordoba"}
"zones that are called after another place of the same name"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (None, "It is 15:04 on Saturday, 21 November 2026."),
        ("here", "It is 15:04 on Saturday, 21 November 2026."),
        ("Tokyo", "In Tokyo it is 23:04, 8 hours ahead."),
        ("in new york?", "In New York it is 09:04, 6 hours behind."),
        ("Sydney", "In Sydney it is 01:04 on Sunday, 22 November 2026, 10 hours ahead."),
        ("Nepal", "In Nepal it is 19:49, 4 hours and 45 minutes ahead."),
        ("Zürich", "In Zürich it is 15:04, the same as here."),
        ("Paris, France", "In Paris it is 15:04, the same as here."),
        ("America/Chicago", "In Chicago it is 08:04, 7 hours behind."),
        ("Indonesia", "In Jakarta it is 21:04, 6 hours ahead; in Bali it is 22:04, 7 hours ahead; "
                      "in Jayapura it is 23:04, 8 hours ahead."),
        ("Portugal",
         "In Lisbon it is 14:04, 1 hour behind; in Azores it is 13:04, 2 hours behind."),
    ],
)  # fmt: skip
def test_the_time_anywhere(place: str | None, said: str) -> None:
    assert tell_time.run(DESK, {"place": place}).says == said


def test_a_country_with_several_zones_says_each_main_one() -> None:
    found = tell_time.run(DESK, {"place": "the United States"})
    assert [row["place"] for row in found.data["times"]] == [
        "New York", "Chicago", "Denver", "Los Angeles", "Anchorage", "Honolulu",
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["Springfield", "Atlantis", "my house", "??", "../../etc"])
def test_an_unknown_place_is_said_to_be_one(place: str) -> None:
    with pytest.raises(NothingLikeThat):
        tell_time.run(DESK, {"place": place})


def test_every_place_of_the_table_has_a_zone() -> None:
    known = cities.known()
    assert len(known) >= 600
    for _name, zone in known.values():
        assert ZoneInfo(zone).key == zone
    for name in cities._countries():
        assert len(cities.zones(name)) >= 1


def test_the_table_and_the_system_agree_on_cities() -> None:
    """Where a zone is called after a city of the table, it is that city's zone."""
    for name, (shown, zone) in cities.known().items():
        own = cities._names().get(name)
        if own is not None and "/" in own and own not in OTHERS:
            here, there = (NOW.astimezone(ZoneInfo(one)).utcoffset() for one in (zone, own))
            assert here == there, (shown, zone, own)
