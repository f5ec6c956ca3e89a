"""What counts as understood, in the benchmark of requests, and that its set can be trusted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from benchmarks.request_scores import (
    ANY,
    Given,
    Grade,
    Request,
    Verdict,
    Wanted,
    invalid,
    is_silent,
    judge,
    read_request,
)
from benchmarks.request_values import folded_path, folded_target, same_rule, same_time, worth
from benchmarks.requests import SET, outcome, report, requests
from inference.tools.base import Call, Desk, Effect, Result, When, by_owner, tool
from inference.understanding.slots import Spoken

NOW = "2026-11-18T11:30:00+01:00"
FIVE = "2026-11-19T17:00:00+01:00"
TUESDAY = "2026-11-24T10:00:00+01:00"
CALL_MUM = by_owner("set_reminder", text="call mum", at=FIVE)


def asked_for(
    wanted: str | None = "set_reminder", arguments: dict[str, Any] | None = None, **more: Any
) -> Request:
    given = {"text": "call mum", "at": FIVE} if arguments is None else arguments
    row = {"say": "…", "kind": "plain", "tool": wanted, "arguments": given}
    return read_request({**row, "asks": False, "now": NOW, **more})


def verdict(request: Request, *calls: Call, asked: bool = False) -> Verdict:
    return judge(request, Given(calls, asked, "rule"))


def is_right(request: Request, *calls: Call, asked: bool = False) -> bool:
    return verdict(request, *calls, asked=asked).right_arguments


def perfect(request: Request) -> Given:
    calls = tuple(by_owner(one.tool, **one.arguments) for one in request.ways[0])
    return Given(calls, request.asks, "rule")


@tool(Effect.WRITE)
def set_reminder(desk: Desk, text: str, at: When) -> Result:
    """Remind."""
    raise NotImplementedError


REGISTRY = {"set_reminder": set_reminder}


# one request


def test_the_same_call_is_right() -> None:
    assert verdict(asked_for(), CALL_MUM) == Verdict(Grade.ALL)


@pytest.mark.parametrize("text", ["Call Mum.", "“call mum”", "call the mum"])
def test_case_punctuation_and_articles_do_not_matter(text: str) -> None:
    assert is_right(asked_for(), by_owner("set_reminder", text=text, at=FIVE))


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (by_owner("set_reminder", text="call dad", at=FIVE), "text"),
        (by_owner("set_reminder", text="call mum", at="2026-11-19T17:01:00+01:00"), "at"),
        (by_owner("set_reminder", text="call mum", at="2026-11-19"), "at"),
        (by_owner("set_reminder", text="call mum"), "at"),
        (by_owner("set_reminder", text="call mum", at=FIVE, repeats="FREQ=DAILY"), "repeats"),
    ],
)
def test_an_argument_wrong_missing_or_too_many(call: Call, why: str) -> None:
    assert verdict(asked_for(), call) == Verdict(Grade.TOOL, why)


def test_another_tool_has_no_right_arguments() -> None:
    found = verdict(asked_for(), by_owner("create_task", title="call mum"))
    assert found == Verdict(Grade.WRONG, "another tool")


def test_nothing_planned_is_wrong() -> None:
    assert verdict(asked_for()) == Verdict(Grade.WRONG, "no tool")


def test_one_call_too_many_is_another_plan() -> None:
    assert not verdict(asked_for(), CALL_MUM, CALL_MUM).right_tool


def test_what_is_accepted_stands_for_what_is_expected() -> None:
    request = asked_for(accept={"text": ["call mum", "phone mum"]})
    assert is_right(request, by_owner("set_reminder", text="Phone mum", at=FIVE))
    assert not is_right(request, by_owner("set_reminder", text="mail mum", at=FIVE))


def test_words_that_have_to_be_there() -> None:
    request = asked_for("recall", {"query": "sister"}, accept={"query": ["~sister birthday"]})
    assert is_right(request, by_owner("recall", query="When is the birthday of my sister?"))
    assert not is_right(request, by_owner("recall", query="sister"))


def test_an_argument_that_may_be_left_out() -> None:
    request = asked_for(
        "list_tasks", {"until": "2026-11-18"}, accept={"since": [None, "2026-11-18"]}
    )
    assert is_right(request, by_owner("list_tasks", until="2026-11-18"))
    assert is_right(request, by_owner("list_tasks", until="2026-11-18", since="2026-11-18"))
    assert not is_right(request, by_owner("list_tasks", until="2026-11-18", since="2026-11-01"))


def test_only_what_ends_may_be_said_as_the_end_of_the_day() -> None:
    late = "2026-11-20T23:59:00+01:00"
    ends = asked_for("create_task", {"title": "x", "due": "2026-11-20"})
    assert is_right(ends, by_owner("create_task", title="x", due=late))
    begins = asked_for(arguments={"text": "call mum", "at": "2026-11-20"})
    assert not is_right(begins, by_owner("set_reminder", text="call mum", at=late))


def test_any_value_will_do() -> None:
    request = asked_for("work_out_date", {"question": "…"}, accept={"question": ANY})
    assert is_right(request, by_owner("work_out_date", question="days until Christmas"))
    assert not is_right(request, by_owner("work_out_date"))
    titled = asked_for("create_note", {"text": "x"}, accept={"title": ANY})
    assert is_right(titled, by_owner("create_note", text="x"))
    assert is_right(titled, by_owner("create_note", text="x", title="y"))


def test_a_default_may_be_said_or_left_out() -> None:
    request = asked_for("create_task", {"title": "x"})
    assert is_right(request, by_owner("create_task", title="x", importance="normal"))
    assert not is_right(request, by_owner("create_task", title="x", importance="high"))


def test_a_number_is_the_number() -> None:
    request = asked_for("create_task", {"title": "x", "minutes": 30})
    assert is_right(request, by_owner("create_task", title="x", minutes=30))
    assert not is_right(request, by_owner("create_task", title="x", minutes="30"))


def test_another_way_to_answer() -> None:
    request = asked_for("recall", {"query": "hours"}, **{"or": [
        {"tool": "show_profile", "arguments": {"key": "hours"}},
    ]})  # fmt: skip
    assert is_right(request, by_owner("recall", query="hours"))
    assert is_right(request, by_owner("show_profile", key="hours"))
    assert not is_right(request, by_owner("show_profile", key="minutes"))


def test_several_calls_in_the_order_in_which_they_were_said() -> None:
    request = asked_for(then=[{"tool": "focus", "arguments": {}}])
    assert is_right(request, CALL_MUM, by_owner("focus"))
    assert not verdict(request, by_owner("focus"), CALL_MUM).right_tool
    assert not verdict(request, CALL_MUM).right_tool


# asking, and leaving alone


def test_where_no_tool_is_wanted_nothing_is_done_or_asked() -> None:
    request = asked_for(None, {})
    assert verdict(request) == Verdict(Grade.ALL)
    assert not verdict(request, CALL_MUM).right_tool
    assert not verdict(request, asked=True).right_tool


def test_what_has_to_be_asked() -> None:
    request = asked_for(arguments={"text": "call mum"}, asks=True)
    assert is_right(request, asked=True)
    assert is_right(request, by_owner("set_reminder", text="call mum"), asked=True)
    assert is_right(request, CALL_MUM, asked=True)
    assert not is_right(request, by_owner("set_reminder", text="call dad"), asked=True)
    assert not verdict(request, by_owner("create_task", title="call mum"), asked=True).right_tool
    assert verdict(request, CALL_MUM) == Verdict(Grade.WRONG, "should have asked")


def test_silent_is_done_where_it_had_to_be_asked() -> None:
    request = asked_for(asks=True)
    assert is_silent(request, Given((CALL_MUM,), False, "rule"))
    assert not is_silent(request, Given((CALL_MUM,), True, "rule"))
    assert not is_silent(request, Given((), False, "rule"))
    assert not is_silent(asked_for(), Given((CALL_MUM,), False, "rule"))


def test_asking_without_need_knew_the_tool_only() -> None:
    assert verdict(asked_for(), CALL_MUM, asked=True) == Verdict(Grade.TOOL, "asked without need")
    assert not verdict(asked_for(), asked=True).right_tool


def test_what_may_be_asked_is_right_both_ways() -> None:
    request = asked_for(may_ask=True)
    assert is_right(request, asked=True)
    assert is_right(request, CALL_MUM)
    assert not is_right(request, by_owner("set_reminder", text="call mum", at="2026-11-20"))


# calls that can be carried out


@pytest.mark.parametrize(
    ("calls", "why"),
    [
        ([CALL_MUM], ""),
        ([by_owner("fly", to="the moon")], "no tool fly"),
        ([by_owner("set_reminder", text="x", at="soon")], "set_reminder: at of another kind"),
        ([by_owner("set_reminder", text="x")], "set_reminder: at missing"),
    ],
)
def test_a_call_is_valid_as_its_tool_reads_it(calls: Sequence[Call], why: str) -> None:
    assert invalid(Given(tuple(calls), False, "model"), REGISTRY) == why


def test_what_is_being_asked_about_may_be_missing() -> None:
    assert invalid(Given((by_owner("set_reminder", text="x"),), True, "rule"), REGISTRY) == ""
    wrong = by_owner("set_reminder", text="x", at="soon")
    assert invalid(Given((wrong,), True, "rule"), REGISTRY) != ""


# single values


@pytest.mark.parametrize(
    ("given", "is_end", "is_same"),
    [
        ("2026-11-20", False, True),
        ("2026-11-21", True, False),
        ("2026-11-20T23:59:00+01:00", True, True),
        ("2026-11-21T00:00:00+01:00", True, True),
        ("2026-11-20T23:59:00+01:00", False, False),
        ("2026-11-20T23:59:00", True, False),
        ("2026-11-20T00:00:00+01:00", True, False),
        ("Friday", True, False),
    ],
)
def test_a_day_ends_with_the_day(given: str, is_end: bool, is_same: bool) -> None:
    assert same_time("2026-11-20", given, is_end=is_end) is is_same


def test_a_moment_is_the_same_in_another_zone_but_never_without_one() -> None:
    assert same_time(FIVE, "2026-11-19T16:00:00+00:00")
    assert not same_time(FIVE, "2026-11-19T17:00:00")
    assert not same_time(FIVE, "2026-11-19")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=WEEKLY", True),
        ("FREQ=WEEKLY;BYDAY=TU", "freq=weekly;byday=tu;interval=1", True),
        ("FREQ=WEEKLY;BYDAY=TU", "FREQ=WEEKLY;BYDAY=WE", False),
        ("FREQ=WEEKLY;INTERVAL=2", "FREQ=DAILY;INTERVAL=14", True),
        ("FREQ=DAILY", "FREQ=DAILY;BYHOUR=10;BYMINUTE=0", True),
        ("FREQ=DAILY", "FREQ=DAILY;BYHOUR=9", False),
        ("FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY;UNTIL=20261130T225959Z", True),
        ("FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY;UNTIL=20261201", False),
        ("FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY;COUNT=7", True),
        ("FREQ=DAILY;UNTIL=20261130", "FREQ=DAILY", False),
        ("FREQ=DAILY", "every day", False),
        ("FREQ=DAILY", None, False),
    ],
)
def test_rules_are_the_same_where_they_come_at_the_same_times(
    one: str, other: str | None, is_same: bool
) -> None:
    assert same_rule(one, other, TUESDAY) is is_same


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("17 times 23", 391),
        ("17 x 23 =", 391),
        ("15% of 240", 36),
        ("0.15 * 240", 36),
        ("1,250 × 8 ÷ 2", 5000),
        ("(14 + 6) * 3.5", 70),
        ("2^10", 1024),
        ("-3 minus 4", -7),
        ("1/0", None),
        ("seventeen", None),
        ("__import__('os')", None),
    ],
)
def test_what_a_sum_comes_to(text: str, value: float | None) -> None:
    assert worth(text) == (None if value is None else pytest.approx(value))


def test_a_sum_may_be_written_in_another_way() -> None:
    request = asked_for("calculate", {"expression": "391"}, accept={"expression": ["=391"]})
    assert is_right(request, by_owner("calculate", expression="17*23"))
    assert not is_right(request, by_owner("calculate", expression="17*24"))


def test_a_target_is_what_it_is_called() -> None:
    assert folded_target("the “Report” task") == folded_target("my report") == "report"
    assert folded_target("the note") == "note"
    assert folded_target("the report") != folded_target("the reports")


def test_a_path_keeps_its_signs() -> None:
    assert folded_path("“./Taxes/2026/”") == folded_path("taxes/2026")
    assert folded_path("the Archive folder") == "archive"
    assert folded_path("a_b.txt") != folded_path("a-b.txt")


# the set itself


def test_the_set_is_as_large_and_as_mixed_as_it_is_said_to_be() -> None:
    every = requests(SET)
    kinds = Counter(one.kind for one in every)
    assert len(every) >= 200
    assert kinds["none"] * 3 >= len(every)
    assert set(kinds) == {
        "plain", "polite", "terse", "misspelled", "indirect", "several", "none",
    }  # fmt: skip
    assert min(kinds.values()) >= 20
    assert len({one.say.casefold() for one in every}) == len(every)


@pytest.mark.parametrize("request_", requests(SET), ids=lambda one: one.say)
def test_the_expected_answer_is_right_and_nothing_is_not(request_: Request) -> None:
    assert judge(request_, perfect(request_)) == Verdict(Grade.ALL)
    assert (request_.kind == "none") is not request_.needs_tool
    nothing = judge(request_, Given((), False, "rule"))
    assert nothing.right_tool is not request_.needs_tool


def test_no_time_of_the_set_is_over_before_it_is_said() -> None:
    for one in requests(SET):
        for wanted in (call for way in one.ways for call in way):
            for moment in _times(wanted):
                assert moment >= one.now.date().isoformat(), one.say


@dataclass(frozen=True)
class Plan:
    """As understanding makes it."""

    calls: tuple[Call, ...] = (CALL_MUM,)
    question: str | None = None
    by: str = "rule"


@pytest.mark.parametrize("question", [None, "When?"])
def test_a_request_is_planned_at_its_own_time(question: str | None) -> None:
    heard: list[tuple[str, str]] = []

    def plan(text: str, spoken: Spoken) -> Plan:
        heard.append((text, spoken.now.isoformat()))
        return Plan(question=question)

    found = outcome(asked_for(), plan, REGISTRY)
    assert heard == [("…", NOW)]
    assert found.given == Given((CALL_MUM,), question is not None, "rule")
    assert found.verdict.right_arguments is (question is None)
    assert found.invalid == ""


def test_a_report_tells_the_misses_apart(capsys: pytest.CaptureFixture[str]) -> None:
    said = [asked_for(), asked_for(None, {}), asked_for(arguments={"text": "call mum"}, asks=True)]
    outcomes = [outcome(one, lambda _text, _now: Plan(), REGISTRY) for one in said]
    report(outcomes, are_tools_known=True, shows_misses=True)
    printed = capsys.readouterr().out
    assert "right tool            50.0%" in printed
    assert "restraint              0.0%" in printed
    assert "valid calls          100.0%" in printed
    assert "done without asking 1 of 1" in printed
    assert "2 misses" in printed
    assert "no tool was wanted" in printed
    assert "should have asked" in printed


def _times(wanted: Wanted) -> list[str]:
    return [str(wanted.arguments[name])[:10] for name in ("at", "due") if name in wanted.arguments]
