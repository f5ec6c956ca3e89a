"""Putting right what was just asked for: only plain words do it, and they change one thing."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from inference.tools.base import Argument, Call, by_owner
from inference.understanding.correcting import corrected
from inference.understanding.slots import Spoken

SPOKEN = Spoken(datetime(2026, 11, 18, 11, 30, tzinfo=ZoneInfo("Europe/Berlin")))
AT_FIVE = by_owner("set_reminder", text="call Ana", at="2026-11-19T17:00:00+01:00")
ON_FRIDAY = by_owner("create_task", title="fix the bike", due="2026-11-20")
WITHOUT = by_owner("create_task", title="fix the bike")
SNOOZED = by_owner("snooze_reminder", reminder="tea", until="2026-11-18T12:00:00+01:00")
BERLIN = by_owner("tell_time", place="Berlin")


@pytest.mark.parametrize(
    ("call", "words", "name", "meant"),
    [
        (AT_FIVE, "actually make it 6", "at", "2026-11-19T18:00:00+01:00"),
        (AT_FIVE, "no, 6 am", "at", "2026-11-19T06:00:00+01:00"),
        (AT_FIVE, "Sorry, I meant at half past four.", "at", "2026-11-19T16:30:00+01:00"),
        (AT_FIVE, "make that Friday instead", "at", "2026-11-20T17:00:00+01:00"),
        (AT_FIVE, "no wait, on Monday at 8 am", "at", "2026-11-23T08:00:00+01:00"),
        (AT_FIVE, "not at 5, at 7", "at", None),
        (AT_FIVE, "no, not at 5, at 7", "at", "2026-11-19T19:00:00+01:00"),
        (AT_FIVE, "make it half an hour earlier", "at", "2026-11-19T16:30:00+01:00"),
        (AT_FIVE, "actually two days later", "at", "2026-11-21T17:00:00+01:00"),
        (AT_FIVE, "make it every day", "repeats", "FREQ=DAILY"),
        (AT_FIVE, "no, I meant call Anna", "text", "call Anna"),
        (ON_FRIDAY, "can you make it Monday please", "due", "2026-11-23"),
        (ON_FRIDAY, "oh, a week later", "due", "2026-11-27"),
        (WITHOUT, "make it Saturday", "due", "2026-11-21"),
        (WITHOUT, "sorry I meant fix the scooter", "title", "fix the scooter"),
        (SNOOZED, "make it 10 minutes longer", "until", "2026-11-18T12:10:00+01:00"),
        (BERLIN, "no, I meant Bern", "place", "Bern"),
    ],
)
def test_one_thing_is_put_right(call: Call, words: str, name: str, meant: Argument) -> None:
    found = corrected(call, words, SPOKEN)
    if meant is None:
        assert found is None
        return
    assert found is not None
    assert found.tool == call.tool
    assert found.arguments[name] == meant
    rest = {key: value for key, value in found.arguments.items() if key != name}
    assert rest == {key: value for key, value in call.arguments.items() if key != name}


@pytest.mark.parametrize(
    "words",
    ["6", "thanks", "actually, how is the weather in May?", "no", "make it shorter", "no thanks",
     "I meant that as a joke", "remind me at 6 to run", "at 6 the train leaves",
     "make it 8 am today", "actually I think you are right about that", "sorry about yesterday"],
)  # fmt: skip
def test_other_words_put_nothing_right(words: str) -> None:
    call = by_owner("set_reminder", text="call Ana", at="2026-11-18T17:00:00+01:00")
    assert corrected(call, words, SPOKEN) is None
