"""`tacit work`: planned, shown, changed, started by the owner, killed and gone on with."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from inference.guard import AGENT, Ruling, set_rule
from inference.tools.folders import STEPS_ARE_SAFE
from tests.desktop.commanding import WORDS, Ran, Tacit, tacit
from tests.vault.conftest import NOW

__all__ = ["tacit"]
MOVE = "add three tasks for my move: pack books, call the movers, cancel the gym"
REMIND = "remind me on 3 May 2030 at 10 am to check them"
TITLES = ["call the movers", "cancel the gym", "pack books"]
FORGET = "add a task to call Ana and forget where Ana lives"
links = pytest.mark.skipif(not STEPS_ARE_SAFE, reason="this system takes no safe steps")


def titles(tacit: Tacit) -> list[str]:
    return sorted(row["title"] for row in tacit("tasks").rows)


def last(ran: Ran) -> dict[str, Any]:
    """The report at the end."""
    return [row for row in ran.rows if row["event"] == "report"][-1]


def outcomes(ran: Ran) -> list[str]:
    return [one["outcome"] for one in last(ran)["steps"]]


def papers(tacit: Tacit, tmp_path: Path) -> Path:
    """A granted folder with a file and a folder in it."""
    folder = tmp_path / "papers"
    (folder / "archive").mkdir(parents=True)
    (folder / "notes.txt").write_text("Milk")
    tacit("folders", "grant", str(folder))
    return folder


# The plan


def test_without_a_terminal_it_is_planned_and_kept_and_nothing_is_done(tacit: Tacit) -> None:
    ran = tacit("work", f"{MOVE}, and {REMIND}")
    (row,) = ran.rows
    assert (ran.code, row["event"], row["for_good"], row["tokens"]) == (2, "plan", [], 0)
    assert [one["tool"] for one in row["steps"]] == ["create_task"] * 3 + ["set_reminder"]
    said = row["steps"][3]["arguments"]
    assert said["text"] == "check the tasks: pack books, call the movers, cancel the gym"
    assert row["needs_yes"] == [1, 2, 3, 4]
    assert titles(tacit) == []
    (kept,) = tacit("work", "list").rows
    assert (kept["run"], kept["phase"]) == (row["run"], "planned")
    assert (kept["done"], kept["steps"]) == (0, 4)


def test_a_dry_run_keeps_nothing(tacit: Tacit) -> None:
    ran = tacit("work", MOVE, "--dry")
    assert (ran.code, ran.row["run"]) == (0, None)
    assert tacit("work").rows == []
    assert titles(tacit) == []


@pytest.mark.parametrize(
    "goal", ["plan my whole life", "why is the sky blue", "add three tasks: a, b"]
)
def test_where_no_plan_comes_out_it_says_so_kindly(tacit: Tacit, goal: str) -> None:
    ran = tacit("work", goal)
    assert (ran.code, ran.row["kind"]) == (2, "NoPlan")
    assert tacit("work").rows == []


def test_more_steps_than_allowed_are_refused(tacit: Tacit) -> None:
    assert tacit("work", MOVE, "--steps", "2").row["kind"] == "TooManySteps"
    assert tacit("work", MOVE, "--steps", "3").row["event"] == "plan"


# A yes to the plan


def test_a_yes_to_the_plan_in_advance_does_it_all_and_each_can_be_taken_back(tacit: Tacit) -> None:
    ran = tacit("work", f"{MOVE}, and {REMIND}", "--yes-to-plan")
    told = last(ran)
    assert (ran.code, told["state"], outcomes(ran)) == (0, "done", ["done"] * 4)
    assert [row["event"] for row in ran.rows][1:-1] == ["began", "done"] * 4
    assert titles(tacit) == TITLES
    assert tacit("undo", str(told["steps"][0]["change"])).code == 0
    assert titles(tacit) == TITLES[:2]


def test_it_is_never_a_yes_to_what_cannot_be_undone(tacit: Tacit) -> None:
    tacit("remember", "Ana lives in Lisbon")
    ran = tacit("work", FORGET, "--yes-to-plan")
    (waits,) = [row for row in ran.rows if row["event"] == "needs yes"]
    assert (ran.code, outcomes(ran)) == (2, ["done", "waits for a yes"])
    assert ran.rows[0]["for_good"] == [2]
    assert tacit("recall", "Ana").rows
    again = tacit("work", "go", str(last(ran)["run"]), "--yes-to-plan")
    assert (again.code, last(again)["approval"]) == (2, waits["approval"])
    tacit("approvals", "approve", str(waits["approval"]), "--sha256", waits["sha256"])
    after = tacit("work", "go", str(last(ran)["run"]))
    assert (after.code, last(after)["state"]) == (0, "done")
    assert titles(tacit) == ["call Ana"]


def test_gone_on_with_from_a_pipe_it_asks_about_each_change(tacit: Tacit) -> None:
    number = str(tacit("work", MOVE).row["run"])
    ran = tacit("work", "go", number)
    assert (ran.code, outcomes(ran)) == (2, ["waits for a yes", "not done", "not done"])
    assert titles(tacit) == []


def test_at_a_terminal_a_y_starts_what_was_shown(tacit: Tacit) -> None:
    ran = tacit.typed("work", f"{MOVE}, and {REMIND}", lines=["y"])
    assert (ran.code, ran.out.count("Your yes to the plan is the yes to it.")) == (0, 4)
    assert "(tacit undo 1)" in ran.out
    assert titles(tacit) == TITLES


def test_not_now_keeps_it_for_later(tacit: Tacit) -> None:
    ran = tacit.typed("work", MOVE, lines=[""])
    assert (ran.code, "It is kept" in ran.out) == (2, True)
    assert titles(tacit) == []
    number = str(tacit("work").row["run"])
    assert tacit.typed("work", "go", number, lines=["y"]).code == 0
    assert titles(tacit) == TITLES


@links
def test_what_is_known_only_later_is_asked_word_for_word(tacit: Tacit, tmp_path: Path) -> None:
    folder = papers(tacit, tmp_path)
    goal = "move notes.txt to archive and add a task to call Ana"
    no = tacit.typed("work", goal, lines=["y", "n"])
    assert (no.code, str(folder / "archive") in no.out) == (2, True)
    assert "You said no to a step." in no.out
    assert (folder / "notes.txt").exists()
    yes = tacit.typed("work", goal, lines=["y", "y"])
    assert (yes.code, titles(tacit)) == (0, ["call Ana"])
    assert (folder / "archive" / "notes.txt").read_text() == "Milk"


# Changing it


def test_a_plan_is_changed_in_plain_lines(tacit: Tacit) -> None:
    lines = ["e", "drop 2", "move 2 to 1", "1: add a task to feed the cat", "add a task to sleep",
             "make it nicer", "drop 9", "", "y"]  # fmt: skip
    ran = tacit.typed("work", MOVE, lines=lines)
    assert ran.code == 0
    assert "“make it nicer” is no change that Tacit knows" in ran.out
    assert "“step 9” is not in the plan" in ran.out
    done = [line for line in ran.out.splitlines() if "(tacit undo" in line]
    assert ["feed the cat" in done[0], "pack books" in done[1], "sleep" in done[2]] == [True] * 3
    assert titles(tacit) == ["feed the cat", "pack books", "sleep"]


def test_a_y_counts_for_the_plan_as_it_was_changed(tacit: Tacit) -> None:
    tacit.typed("work", MOVE, lines=["e", "drop 3", "", "n"])
    assert [one["place"] for one in last(tacit("work", "show", "1"))["steps"]] == [1, 2]


def test_a_thing_that_could_be_several_is_said_better_and_done(tacit: Tacit) -> None:
    for name in ("Call Ana", "Call Bob"):
        tacit("tasks", "add", name)
    goal = "add a task to sleep and mark call as done"
    ran = tacit.typed("work", goal, lines=["y"])
    assert (ran.code, "More than one thing fits" in ran.out) == (2, True)
    number = tacit("work").row["run"]
    lines = ["e", "1: mark call Bob as done", "2: mark call Bob as done", "", "y"]
    again = tacit.typed("work", "go", str(number), lines=lines)
    assert (again.code, "done already" in again.out) == (0, True)
    assert titles(tacit) == ["Call Ana", "sleep"]


# Stopping


def test_ctrl_c_pauses_and_it_goes_on_later(tacit: Tacit) -> None:
    tacit("remember", "Ana lives in Lisbon")
    ran = tacit.typed("work", FORGET, lines=["y", KeyboardInterrupt])
    assert ran.code == 130
    number = str(tacit("work").row["run"])
    assert tacit("work").row["phase"] == "paused"
    assert tacit.typed("work", "go", number, lines=["y", "y"]).code == 0
    assert titles(tacit) == ["call Ana"]
    assert tacit("recall", "Lisbon").rows == []


def test_paused_and_stopped_by_command(tacit: Tacit) -> None:
    number = str(tacit("work", MOVE).row["run"])
    assert last(tacit("work", "pause", number))["phase"] == "paused"
    assert last(tacit("work", "stop", number))["state"] == "stopped"
    ran = tacit("work", "go", number, "--yes-to-plan")
    assert (last(ran)["state"], titles(tacit)) == ("stopped", [])
    assert tacit("work", "show", "99").row["kind"] == "NotThere"


def test_stopping_everything_pauses_it(tacit: Tacit) -> None:
    tacit("approvals", "stop")
    ran = tacit("work", MOVE, "--yes-to-plan")
    assert (ran.code, titles(tacit)) == (2, [])
    tacit("approvals", "go-on")
    assert tacit("work", "go", str(last(ran)["run"]), "--yes-to-plan").code == 0
    assert titles(tacit) == TITLES


# Killed


def killed(tacit: Tacit, where: str, *words: str) -> subprocess.CompletedProcess[str]:
    home = tacit.paths.data.parent
    return subprocess.run(
        [sys.executable, "-m", "tests.desktop.work_trial", where, *words, "--passphrase-stdin"],
        input=f"{WORDS}\n", capture_output=True, text=True, check=False, timeout=300,
        cwd=Path(__file__).parents[2], env={**os.environ, "TACIT_HOME": str(home)},
    )  # fmt: skip


EVERY = 9 if os.environ.get("TACIT_MANY") else 130
POINTS = range(1, 900, EVERY)


@links
@pytest.mark.parametrize("at", POINTS)
def test_killed_and_gone_on_with_nothing_happens_twice(
    tacit: Tacit, tmp_path: Path, at: int
) -> None:
    folder = papers(tacit, tmp_path)
    goal = f"{MOVE}, and move notes.txt to archive"
    number = str(tacit("work", goal).row["run"])
    ran = killed(tacit, str(at), "work", "go", number, "--yes-to-plan")
    assert ran.returncode == -9, ran.stderr
    after = tacit("work", "go", number, "--yes-to-plan")
    assert (after.code, outcomes(after)) == (0, ["done"] * 4)
    assert titles(tacit) == TITLES
    assert [one.name for one in folder.rglob("*.txt")] == ["notes.txt"]
    assert (folder / "archive" / "notes.txt").exists()


@links
@pytest.mark.parametrize("rule", [None, Ruling.ALWAYS], ids=["after a yes", "by a rule"])
def test_killed_after_the_move_and_before_its_record(
    tacit: Tacit, tmp_path: Path, rule: Ruling | None
) -> None:
    folder = papers(tacit, tmp_path)
    vault = tacit.unlocked()
    with vault.writer() as conn:
        set_rule(conn, "move_file", AGENT, rule, now=NOW)
    vault.close()
    number = str(tacit("work", "move notes.txt to archive and add a task to sleep").row["run"])
    ran = killed(tacit, "moved", "work", "go", number, "--yes-to-plan")
    assert (ran.returncode, (folder / "notes.txt").exists()) == (-9, False)
    after = tacit("work", "go", number, "--yes-to-plan")
    assert (after.code, outcomes(after)) == (0, ["done"] * 2)
    assert tacit("undo", str(last(after)["steps"][0]["change"])).code == 0
    assert (folder / "notes.txt").read_text() == "Milk"
