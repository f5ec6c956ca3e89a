"""`tacit plan`: without a vault, with a locked one, with the owner's; nothing is ever done."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desktop import paths as places
from desktop.commands import times
from inference import guard as gate
from inference.guard import Ruling
from inference.tools.base import by_owner
from inference.understanding.plan import Plan
from tests.desktop.commanding import WORDS, Tacit, tacit

__all__ = ["tacit"]
NOW = ("--now", "2026-11-18T11:30:00+01:00")


@pytest.fixture
def homeless(tacit: Tacit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tacit:
    """Where there is no vault."""
    monkeypatch.setenv("TACIT_HOME", str(tmp_path / "another home"))
    return tacit


def test_a_plan_needs_no_vault(homeless: Tacit) -> None:
    ran = homeless("plan", "Remind me to call mum tomorrow at 5 pm.", *NOW)
    assert ran.code == 0
    assert ran.row == {
        "say": "Remind me to call mum tomorrow at 5 pm.",
        "calls": [{
            "tool": "set_reminder",
            "arguments": {"text": "call mum", "at": "2026-11-19T17:00:00+01:00"},
            "effect": "write", "needs_yes": False, "never": False,
            "times": ["Thursday, 19 November 2026, 17:00"],
        }],
        "question": None, "by": "rule", "answer": False,
    }  # fmt: skip
    said = homeless.piped("plan", "Remind me to call mum tomorrow at 5 pm.", *NOW)
    assert "There is no vault yet" in said.err
    assert "Nothing was done." in said.err
    assert "Thursday, 19 November 2026, 17:00" in said.out


def test_a_plan_can_be_made_for_another_zone(homeless: Tacit) -> None:
    words = ("plan", "Remind me on 3 May at 9 am to mow", *NOW)
    (call,) = homeless(*words, "--zone", "Europe/Berlin").row["calls"]
    assert call["arguments"]["at"] == "2027-05-03T09:00:00+02:00"
    with pytest.raises(SystemExit):
        homeless(*words, "--zone", "Europe/Nowhere")


def test_a_question_an_answer_and_what_cannot_be_undone(homeless: Tacit) -> None:
    asked = homeless("plan", "Remind me at 7 on Friday to jump", *NOW).row
    assert asked["question"]["argument"] == "at"
    assert asked["question"]["choices"] == [
        "2026-11-20T07:00:00+01:00",
        "2026-11-20T19:00:00+01:00",
    ]
    assert "at" not in asked["calls"][0]["arguments"]
    said = homeless.piped("plan", "Remind me at 7 on Friday to jump", *NOW).out
    assert "2. Friday, 20 November 2026, 19:00" in said
    talk = homeless("plan", "What do you think about love?", "--no-model").row
    assert (talk["answer"], talk["calls"]) == (True, [])
    (call,) = homeless("plan", "forget where Ana lives").row["calls"]
    assert (call["effect"], call["needs_yes"]) == ("send", True)
    several = homeless("plan", "add milk to my list and remind me tomorrow at 9 to run", *NOW).row
    assert [len(call["times"]) for call in several["calls"]] == [0, 1]


def test_people_read_words_and_no_rules(homeless: Tacit) -> None:
    said = homeless.piped("plan", "remind me every monday at 9 am to jump", *NOW).out
    assert said.startswith("Set a reminder\n")
    assert "When: every Monday" in said
    assert ("FREQ" in said, "set_reminder" in said) == (False, False)
    (call,) = homeless("plan", "remind me every monday at 9 am to jump", *NOW).row["calls"]
    assert call["arguments"]["repeats"].startswith("FREQ=WEEKLY")
    assert "  Cannot be undone. It needs your yes" in homeless.piped("plan", "forget my age").out


def test_many_requests_are_planned_a_line_each(homeless: Tacit) -> None:
    lines = ["add milk to my list", "", "what is 12 * 12?", "hello"]
    ran = homeless("plan", "-", piped="\n".join(lines))
    assert [row["say"] for row in ran.rows] == [lines[0], lines[2], lines[3]]
    assert [len(row["calls"]) for row in ran.rows] == [1, 1, 0]
    assert [row["say"] for row in homeless("plan", piped="hello\n").rows] == ["hello"]
    assert homeless("plan", " ").row["kind"] == "NothingSaid"
    assert homeless.typed("plan").code == 2


def test_the_owners_zone_and_conventions_count_where_the_vault_opens(tacit: Tacit) -> None:
    tacit("profile", "set", "time zone", "Tokyo")
    tacit("do", "change the morning hour to 8")
    (call,) = tacit("plan", "remind me tomorrow morning to run", "--now", "2026-11-18T11:30").rows[
        0
    ]["calls"]
    assert call["arguments"]["at"] == "2026-11-19T08:00:00+09:00"
    (call,) = tacit("plan", "remind me tomorrow at 9 am to run", *NOW).row["calls"]
    assert call["arguments"]["at"] == "2026-11-19T09:00:00+01:00"


def test_a_locked_vault_is_no_hindrance(tacit: Tacit) -> None:
    tacit("profile", "set", "time zone", "Tokyo")
    tacit("vault", "keychain", "off")
    words = ("plan", "remind me tomorrow at 9 am to run", "--now", "2026-11-18T11:30")
    locked = tacit(*words)
    assert locked.row["calls"][0]["arguments"]["at"] == "2026-11-19T09:00:00+01:00"
    assert "The vault is locked" in tacit.piped(*words).err
    opened = tacit(*words, "--passphrase-stdin", piped=f"{WORDS}\n")
    assert opened.row["calls"][0]["arguments"]["at"] == "2026-11-19T09:00:00+09:00"
    wrong = tacit(*words, "--passphrase-stdin", piped="wrong\n")
    assert (wrong.code, wrong.row["kind"]) == (1, "WrongPassphrase")
    many = tacit("plan", "-", "--passphrase-stdin", piped=f"{WORDS}\nhello\nhi\n")
    assert len(many.rows) == 2


def test_the_owners_rules_say_what_needs_a_yes(tacit: Tacit) -> None:
    vault = tacit.unlocked()
    with vault.writer() as conn:
        for tool, rule in (("create_task", Ruling.ASK), ("create_note", Ruling.NEVER)):
            gate.set_rule(conn, tool, gate.OWNER, rule, now=datetime.now(UTC))
    vault.close()
    (task,) = tacit("plan", "add milk to my list").row["calls"]
    assert (task["needs_yes"], task["never"]) == (True, False)
    (note,) = tacit("plan", "take a note: paint the door").row["calls"]
    assert (note["needs_yes"], note["never"]) == (False, True)
    assert tacit("tasks").rows == tacit("notes").rows == []
    refused = tacit("notes", "add", "paint the door")
    assert (refused.code, refused.row["kind"]) == (1, "NotAllowed")
    waits = tacit("tasks", "add", "milk")
    assert (waits.code, waits.row["event"]) == (2, "needs yes")
    assert tacit("tasks", "add", "milk").code == 2
    assert tacit("approvals", "approve", "1", "--yes").row["done"] is True
    assert tacit("do", "add bread to my list", "--yes").code == 0


def test_what_a_planning_changes_is_nothing(tacit: Tacit) -> None:
    before = len(tacit("audit", "--most", "1000").rows)
    for words in ("add milk to my list", "forget everything", "remember that I like tea"):
        tacit("plan", words)
    assert len(tacit("audit", "--most", "1000").rows) == before
    assert tacit("undo").rows == []


def test_a_wrong_time_is_refused_before_anything(homeless: Tacit) -> None:
    with pytest.raises(SystemExit) as ended:
        homeless("plan", "hello", "--now", "banana")
    assert ended.value.code == 2


def test_a_moment_keeps_its_offset_unless_the_zone_has_it() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert times.now_at("2026-11-18T11:30+01:00", berlin).tzinfo is berlin
    assert str(times.now_at("2026-11-18T11:30-05:00", berlin)) == "2026-11-18 11:30:00-05:00"
    assert times.now_at("2026-07-01T11:30+01:00", berlin).tzinfo is not berlin
    assert str(times.now_at("2026-03-29T02:30", berlin)) == "2026-03-29 03:30:00+02:00"


def test_times_of_several_calls_go_to_their_own() -> None:
    plain = by_owner("create_task", title="milk")
    timed = by_owner("set_reminder", text="run", at="2026-11-19T09:00:00+01:00")
    echoed = Plan((plain, timed), echoes=("by Thursday",))
    assert times.echoes(echoed) == [(), ("by Thursday",)]
    silent = Plan((timed, plain))
    assert times.echoes(silent) == [("Thursday, 19 November 2026, 09:00",), ()]


@pytest.fixture
def weighty(homeless: Tacit, real_weights: Path, monkeypatch: pytest.MonkeyPatch) -> Tacit:
    monkeypatch.setenv("TACIT_WEIGHTS", str(real_weights))
    assert places.find().weights == real_weights
    return homeless


def test_a_model_is_asked_where_no_rule_is_sure(weighty: Tacit) -> None:
    words = "would be great if you kept an eye on the tax papers by friday\n"
    ran = weighty("plan", "-", "--model", "smollm2-135m", *NOW, piped=words * 2)
    assert (ran.code, len(ran.rows)) == (0, 2)
    assert {row["by"] for row in ran.rows} == {"model"}
