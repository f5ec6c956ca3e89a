"""The parts of a time in any order: they mean the same, or are asked about; none is lost."""

from datetime import timedelta
from itertools import permutations

import pytest

from inference.times.find import find
from inference.times.reading import Question, Rule, Span
from tests.inference.times.rows import NOW, shown

FAMILIES = (
    ("every second Tuesday", "at 10 am", "until June"),
    ("every Tuesday", "at 10 am", "for an hour", "until June"),
    ("every Tuesday", "from 10 to 11 am", "starting in December", "until March"),
    ("every Friday", "at 5 pm", "in December"),
    ("on Fridays", "at 5 pm", "in December"),
    ("on Mondays", "at noon", "until Christmas"),
    ("daily", "at 9 pm", "until 5 December"),
    ("weekdays", "at 5 pm", "until Christmas"),
    ("every Thursday", "at 4 pm", "six times"),
    ("every Thursday", "at 4 pm", "for six weeks", "starting next week"),
    ("every day", "at 9 am", "from 1 December to 12 December"),
    ("every Wednesday", "at 9 am", "from 1 December until 1 March"),
    ("every month", "on the first Monday", "at noon"),
    ("the first Monday of every month", "at noon", "until June"),
    ("every 3 hours", "until 6 pm tomorrow"),
    ("every two weeks", "on Friday", "at 10 am", "starting next week"),
    ("every year", "on 3 May", "at noon"),
    ("every day except Sunday", "at 10 am", "until 5 December"),
    ("every morning", "at 9", "until Christmas"),
    ("monthly", "on the 20th", "at noon", "until March"),
    ("every Sunday", "at 5 pm", "until the end of January"),
    ("on Friday", "at 5 pm", "for two hours"),
    ("on 5 December", "at 4 pm", "for an hour"),
    ("tomorrow", "from 3 to 5 pm"),
    ("tomorrow", "at 5 pm", "for half an hour"),
    ("next week", "on Friday", "at 5 pm"),
    ("this Friday", "in the evening", "at 8", "for two hours"),
    ("the day after tomorrow", "at 5 pm", "for an hour"),
    ("on the last Friday of the month", "at 5 pm", "for an hour"),
    ("in March", "on the 5th", "at 9 am"),
    ("on Friday", "after 5 pm"),
)
ORDERS = [(one, " ".join(order)) for one in FAMILIES for order in permutations(one)]


def understood(text: str) -> str:
    found = find(text, NOW)
    assert [(one.start, one.end) for one in found] == [(0, len(text))]
    meaning = found[0].meaning
    if isinstance(meaning, Question):
        return ""
    lasts = meaning.lasts if isinstance(meaning, Rule) else None
    return f"{shown(meaning)} {lasts}"


@pytest.mark.parametrize(("parts", "text"), ORDERS, ids=[text for _, text in ORDERS])
def test_every_order_means_the_same_or_is_asked(parts: tuple[str, ...], text: str) -> None:
    plain = understood(" ".join(parts))
    assert plain
    assert understood(text) in (plain, "")


@pytest.mark.parametrize(
    "text",
    [
        "Friday in December at 5 pm",
        "next month at 5 pm",
        "this weekend at 10 am",
        "at 10 am until June",
        "the 5th next year",
        "Saturday 5 pm 6 pm",
        "tomorrow and on Friday at 5 pm",
        "5 and 8 December",
        "the second Tuesday",
        "every day except tomorrow",
        "Friday after lunch",
        "at twenty to",
        "at 9:15 Mon-Fri",
        "tomorrow at 3 and 5",
        "in a day or two",
        "the Friday before last",
        "every Thursday at 7 pm except 24 December",
    ],
)
def test_what_does_not_fit_together_is_asked(text: str) -> None:
    assert understood(text) == ""


def test_a_full_stop_parts_times() -> None:
    text = "Remind me tomorrow. Friday is a holiday."
    assert [text[one.start : one.end] for one in find(text, NOW)] == ["tomorrow", "Friday"]


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("every day from 10pm to 6am", 8),
        ("9 to 5 on weekdays", 8),
        ("every Friday from 11 to 1", 2),
    ],
)
def test_how_long_it_lasts_each_time(text: str, hours: int) -> None:
    meaning = find(text, NOW)[0].meaning
    assert isinstance(meaning, Rule)
    assert meaning.lasts == timedelta(hours=hours)


def test_lengths_go_with_their_day() -> None:
    for text in ("Friday 5pm 30 min", "30 min Friday 5pm", "Friday at 5 pm, for 30 minutes"):
        meaning = find(text, NOW)[0].meaning
        assert isinstance(meaning, Span)
        assert (meaning.end - meaning.start).total_seconds() == 1800
