"""Answers to questions about a request: each fills the gap, or is left to be something else."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from inference.understanding import answering, frames, wording
from inference.understanding.plan import Plan
from inference.understanding.rules import Rules
from inference.understanding.slots import Spoken

SPOKEN = Spoken(datetime(2026, 11, 18, 11, 30, tzinfo=ZoneInfo("Europe/Berlin")))


def asked(text: str) -> Plan:
    plan = Rules(frames.english(), wording.english()).read(text, SPOKEN)
    assert plan is not None
    assert plan.question is not None
    return plan


@pytest.mark.parametrize(
    ("answer", "meant"),
    [
        ("in the evening", "2026-11-19T19:00:00+01:00"),
        ("morning please", "2026-11-19T07:00:00+01:00"),
        ("7 am", "2026-11-19T07:00:00+01:00"),
        ("the second one", "2026-11-19T19:00:00+01:00"),
        ("1", "2026-11-19T07:00:00+01:00"),
        ("at 8 pm", "2026-11-19T20:00:00+01:00"),
        ("on Friday at noon", "2026-11-20T12:00:00+01:00"),
    ],
)
def test_the_hour_that_was_not_clear(answer: str, meant: str) -> None:
    plan = answering.answered(asked("remind me tomorrow at 7 to run"), answer, SPOKEN)
    assert plan is not None
    assert plan.question is None
    assert plan.calls[0].arguments["at"] == meant


@pytest.mark.parametrize("answer", ["what do you think?", "bananas", "tell me a joke"])
def test_other_words_answer_nothing(answer: str) -> None:
    assert answering.answered(asked("remind me tomorrow at 7 to run"), answer, SPOKEN) is None


def test_a_time_that_was_not_said() -> None:
    plan = answering.answered(asked("remind me to call mum"), "tomorrow at 9", SPOKEN)
    assert plan is not None
    assert plan.calls[0].arguments == {"text": "call mum", "at": "2026-11-19T09:00:00+01:00"}


def test_what_was_not_said() -> None:
    plan = answering.answered(asked("remind me at noon"), "eat something", SPOKEN)
    assert plan is not None
    assert plan.calls[0].arguments["text"] == "eat something"


@pytest.mark.parametrize("answer", ["never mind", "no", "cancel that", "Forget it"])
def test_giving_up(answer: str) -> None:
    assert answering.gives_up(answer)
    assert not answering.gives_up("in the evening")
