"""The table of sentences, held to a list of what people say."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inference.tools.catalog import OFFERED
from inference.understanding import examples, frames, wording
from inference.understanding.plan import Plan
from inference.understanding.replies import REPLIES
from inference.understanding.rules import Rules
from inference.understanding.slots import Spoken
from inference.understanding.understand import Understanding
from inference.understanding.wording import Wording

NOW = datetime(2026, 11, 18, 11, 30, tzinfo=ZoneInfo("Europe/Berlin"))
SETS = sorted((Path(__file__).parents[3] / "benchmarks" / "data").glob("requests*.jsonl"))
ROWS = [
    line.split(" => ")
    for line in (Path(__file__).parent / "english.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules(frames.english(), wording.english())


def written(plan: Plan | None) -> str:
    if plan is None or (plan.is_guess and plan.calls and plan.calls[0].tool == "set_profile"):
        return "?"
    if plan.is_answer:
        return "-"
    return "; ".join(
        f"{call.tool}({', '.join(f'{name}={value}' for name, value in call.arguments.items())})"
        for call in plan.calls
    )


def sorted_out(text: str) -> str:
    """Arguments in any order."""
    calls = []
    for call in text.split("); "):
        tool, _, inside = call.rstrip(")").partition("(")
        calls.append((tool, sorted(inside)))
    return str(calls)


@pytest.mark.parametrize(("said", "meant"), ROWS, ids=[row[0] for row in ROWS])
def test_the_list(rules: Rules, said: str, meant: str) -> None:
    assert sorted_out(written(rules.read(said, Spoken(NOW)))) == sorted_out(meant)


def test_what_is_not_clear_about_a_time_is_asked(rules: Rules) -> None:
    plan = rules.read("remind me tomorrow at 7 to run", Spoken(NOW))
    assert plan is not None
    assert plan.question is not None
    assert plan.question.choices == ("2026-11-19T07:00:00+01:00", "2026-11-19T19:00:00+01:00")
    assert "at" not in plan.calls[0].arguments


def test_a_time_that_is_over_is_asked_about(rules: Rules) -> None:
    plan = rules.read("remind me yesterday at 3 pm to call Eva", Spoken(NOW))
    assert plan is not None
    assert plan.question is not None


def test_a_whole_page_is_no_request(rules: Rules) -> None:
    assert rules.read("remind me to " + "write " * 500, Spoken(NOW)) is None


def test_every_call_can_be_read_by_its_tool(rules: Rules) -> None:
    for said, _ in ROWS:
        plan = rules.read(said, Spoken(NOW))
        for call in plan.calls if plan is not None and plan.question is None else ():
            OFFERED[call.tool].read(call.arguments)


def test_gaps_give_back_what_the_owner_wrote(rules: Rules) -> None:
    plan = rules.read("plz rmd me tomorow at 9 to email José’s “Ünit” – asap", Spoken(NOW))
    assert plan is not None
    assert plan.calls[0].arguments["text"] == "email José’s “Ünit” – asap"


def test_every_section_of_the_table_is_a_tool_or_talk() -> None:
    assert set(frames.english().tools) == {*OFFERED, frames.ANSWER, *REPLIES}


def test_every_example_is_of_a_tool_and_its_arguments() -> None:
    for one in examples.english():
        assert one.tool == frames.ANSWER or one.tool in OFFERED, one
        if one.tool in OFFERED:
            known = {parameter.name for parameter in OFFERED[one.tool].parameters}
            assert {name for name, _ in one.arguments} <= known, one


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("remnid", "remind"), ("tomorow", "tomorrow"), ("calcualte", "calculate"),
     ("moved", None), ("form", None), ("Berlin", None), ("reminded", None), ("meat", None)],
)  # fmt: skip
def test_slips_are_mended_and_other_words_left(typed: str, meant: str | None) -> None:
    assert wording.english().mended(typed.lower()) == meant


def test_plain_words_know_their_original() -> None:
    words = Wording.of("rmd me").replace(0, 3, "remind")
    assert words.text == "remind me"
    assert words.original(0, len(words.text)) == "rmd me"
    assert words.without([(0, 6)]).original(0, 4) == "  me"


def test_no_sure_rule_takes_talk_for_a_request(rules: Rules) -> None:
    """Of 900 sentences that only mention what Tacit does; a few are known to be too alike."""
    talk = [one.says for one in examples.english() if one.tool == frames.ANSWER]
    plans = [(says, rules.read(says, Spoken(NOW))) for says in talk]
    taken = [says for says, plan in plans if plan and plan.calls and not plan.is_guess]
    assert len(talk) > 900
    assert len(taken) <= len(talk) / 100, taken


def test_what_rules_understand_of_all_requests_can_be_carried_out() -> None:
    """Every call without a question is one that its tool reads, also of requests that are none."""
    known = Understanding(Rules(frames.english(), wording.english()), OFFERED)
    lines = [line for path in SETS for line in path.read_text("utf-8").splitlines() if line]
    assert len(lines) > 1_000
    for line in lines:
        plan = known.plan(json.loads(line)["say"], Spoken(NOW))
        for call in plan.calls if plan.question is None else ():
            OFFERED[call.tool].read(call.arguments)
