"""The profile: typed entries, said in plain words, with their whole history."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from inference import person
from inference.person_words import told
from inference.tools.base import Desk
from inference.tools.errors import UnknownKey, ValueRefused
from tests.inference.memory.told import NOW, Tell
from vault import items, profile

SAID = {
    "I work from 9 to 5:30": ("work.hours", "09:00-17:30"),
    "My working hours are 8:30 to 17:00.": ("work.hours", "08:30-17:00"),
    "I work 9am to 6 pm": ("work.hours", "09:00-18:00"),
    "I usually work from nine to five": ("work.hours", "09:00-17:00"),
    "I work Monday to Thursday": ("work.days", ["mon", "tue", "wed", "thu"]),
    "I only work on Tuesdays and Fridays": ("work.days", ["tue", "fri"]),
    "call me Sam": ("identity.name", "Sam"),
    "Please call me sam from now on": ("identity.name", "Sam"),
    "my name is jean-luc picard": ("identity.name", "Jean-Luc Picard"),
    "I prefer meetings in the afternoon": ("scheduling.preferred_times", ["afternoon"]),
    "I prefer morning meetings": ("scheduling.preferred_times", ["morning"]),
    "I like meetings between 10 and 12": ("scheduling.preferred_times", ["10:00-12:00"]),
    "keep 15 minutes between meetings": ("scheduling.buffer_minutes", 15),
    "I need half an hour between meetings": ("scheduling.buffer_minutes", 30),
    "keep 9 to 11 free for deep work": ("scheduling.focus_blocks", ["09:00-11:00"]),
    "no meetings on Fridays": ("scheduling.no_meeting_days", ["fri"]),
    "remind me 10 minutes before meetings": ("scheduling.reminder_minutes", 10),
    "my goal is to finish the thesis by June": ("goals.short_term", "finish the thesis by June"),
    "My long-term goal is to retire early": ("goals.long_term", "retire early"),
    "please answer in German": ("communication.language", "German"),
    "keep your answers short": ("communication.length", "short"),
    "I prefer a formal tone": ("communication.tone", "formal"),
    "My time zone is Lisbon": ("work.zone", "Europe/Lisbon"),
    "my birthday is 12 May 1985": ("identity.birthday", "1985-05-12"),
    "I was born on May 3rd": ("identity.birthday", "05-03"),
    "I have lunch from 12:30 to 1:30": ("work.lunch", "12:30-13:30"),
    "I work best in the morning": ("productivity.best_time", ["morning"]),
}


@pytest.mark.parametrize("clause", SAID)
def test_entries_are_said_in_plain_words(clause: str) -> None:
    found = told(clause)
    assert found is not None
    assert (found.key.name, found.value) == SAID[clause]


@pytest.mark.parametrize(
    "clause",
    ["Call me tomorrow", "call me back", "Call me a taxi", "I work at Miller", "I work hard",
     "I work from home", "keep the change", "my birthday is soon", "I was born in Porto",
     "I prefer meetings with Ana", "my goal is", "no meetings"],
)  # fmt: skip
def test_what_only_sounds_like_an_entry_is_none(clause: str) -> None:
    assert told(clause) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [("work.hours", "whenever"), ("work.hours", "17:00 to 09:00"), ("work.days", "Blursday"),
     ("time zone", "Atlantis"), ("buffer", "a while"), ("buffer", "2000 hours"),
     ("tone", "sarcastic"), ("birthday", "31 February"), ("birthday", "2026-13-01"),
     ("name", " "), ("name", "x" * 300), ("preferred times", "sometimes")],
)  # fmt: skip
def test_a_value_of_another_form_is_refused_with_the_form(words: str, value: str) -> None:
    key = person.key(words)
    with pytest.raises(ValueRefused) as caught:
        person.read(key, value)
    assert (caught.value.key, caught.value.wanted) == (key.name, key.wanted)


def test_every_entry_is_found_by_its_names() -> None:
    for one in person.KEYS:
        assert person.key(one.name) is one
        for alias in one.aliases:
            assert person.key(f"my {alias}") is one
    with pytest.raises(UnknownKey):
        person.key("shoe size")


def test_what_other_parts_need_in_one_go(desk: Desk, tell: Tell) -> None:
    assert person.used(desk.conn) == person.Person()
    for text in (
        "My name is Sam.", "My time zone is Lisbon.", "I work from 9 to 5:30.",
        "I work Monday to Thursday.", "I prefer meetings in the afternoon.",
        "Keep 15 minutes between meetings.", "My goal is to finish the thesis.",
        "My goal is to run a marathon.",
    ):  # fmt: skip
        tell(text)
    found = person.used(desk.conn)
    assert (found.name, found.zone) == ("Sam", ZoneInfo("Europe/Lisbon"))
    assert (found.hours, found.days) == ((time(9), time(17, 30)), (0, 1, 2, 3))
    assert (found.preferred_times, found.buffer_minutes) == (((time(13), time(17)),), 15)
    assert found.goals == ("finish the thesis", "run a marathon")


def test_history_and_difference(desk: Desk, tell: Tell) -> None:
    tell("Call me Sam.")
    later = NOW + timedelta(hours=1)
    profile.put(desk.conn, "identity.name", "Sammy", later)
    profile.put(desk.conn, "work.days", ["mon"], later)
    assert [one.value for one in person.history(desk.conn, "name")] == ["Sam", "Sammy"]
    changes = {one.key: (one.before, one.now) for one in person.diff(desk.conn, later)}
    assert changes == {"identity.name": ("Sam", "Sammy"), "work.days": (None, ["mon"])}
    assert person.diff(desk.conn, later + timedelta(hours=1)) == []


def test_one_goal_goes_and_the_other_stays(desk: Desk, tell: Tell) -> None:
    (first,) = tell("My goal is to finish the thesis.")
    tell("My goal is to run a marathon.")
    assert first.memory
    items.delete(desk.conn, [first.memory])
    assert person.get(desk.conn, "goals") == ["run a marathon"]
    assert [one.value for one in person.history(desk.conn, "goals")] == ["run a marathon"]
