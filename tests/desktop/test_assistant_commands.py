"""Tasks, reminders, notes, memory, approvals, undo, the log and folders by command."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from inference.memory import keeping, rules
from inference.memory.keeping import Heard
from inference.times.reading import Moment, spoken
from inference.tools.base import OWNER
from tests.desktop.commanding import WORDS, Tacit, tacit
from vault import reminders
from vault.items import Origin, Source
from vault.reminders import NewReminder

__all__ = ["tacit"]


def waiting_number(tacit: Tacit) -> int:
    """Of a question about forgetting where Ana lives."""
    tacit("remember", "Ana lives in Lisbon")
    ran = tacit("forget", "where Ana lives")
    assert (ran.code, ran.row["event"]) == (2, "needs yes")
    return int(ran.row["approval"])


def known(tacit: Tacit, about: str) -> list[str]:
    return [row["text"] for row in tacit("recall", about).rows]


def test_tasks_from_nothing_to_done_and_back(tacit: Tacit) -> None:
    empty = tacit.piped("tasks")
    assert (empty.code, tacit("tasks").rows) == (0, [])
    assert "tasks add" in empty.out
    made = tacit("tasks", "add", "Call Ana", "--due", "2030-03-01", "--list", "Work",
                 "--importance", "high", "--minutes", "20")  # fmt: skip
    assert (made.code, made.row["data"]["due"], made.row["change"]) == (0, "2030-03-01", 1)
    assert [row["title"] for row in tacit("tasks", "list", "--list", "work").rows] == ["Call Ana"]
    assert tacit("tasks", "--list", "home").rows == []
    assert tacit("tasks", "focus").row["title"] == "Call Ana"
    moved = tacit("tasks", "move", "ana", "2 March 2030 at 15:00")
    assert moved.row["data"]["due"] == "2030-03-02T15:00:00+01:00"
    assert tacit("tasks", "priority", "1", "low").row["data"]["importance"] == "low"
    assert tacit("tasks", "rename", "1", "Call", "Bob").row["data"]["title"] == "Call Bob"
    done = tacit("tasks", "done", "call", "bob")
    assert (done.code, tacit("tasks").rows) == (0, [])
    assert [row["title"] for row in tacit("tasks", "--done").rows] == ["Call Bob"]
    assert tacit("undo", str(done.row["change"])).code == 0
    assert tacit("tasks", "drop", "1").row["says"] == "Dropped: Call Bob."


def test_a_task_that_repeats_and_one_that_has_to_be_asked_about(tacit: Tacit) -> None:
    rent = tacit("tasks", "add", "Pay rent", "--due", "every month on the 1st").row
    assert "FREQ=MONTHLY" in rent["data"]["repeats"]
    asked = tacit("tasks", "add", "Fly", "--due", "3/4/2031")
    assert (asked.code, asked.row["choices"]) == (2, ["2031-04-03", "2031-03-04"])
    no_time = tacit("tasks", "add", "Fly", "--due", "banana")
    assert (no_time.code, no_time.row["kind"]) == (1, "ArgumentRefused")
    assert [row["title"] for row in tacit("tasks").rows] == ["Pay rent"]
    ran = tacit.typed("tasks", "add", "Fly", "--due", "3/4/2031", lines=["the second"])
    assert (ran.code, "4 March 2031" in ran.out) == (0, True)
    assert tacit.typed("tasks", "add", "Sail", "--due", "3/4/2031", lines=["never mind"]).code == 2
    assert len(tacit("tasks").rows) == 2


def test_which_of_two_tasks_is_asked_and_picked_by_its_number(tacit: Tacit) -> None:
    for name in ("Call Ana", "Call Bob"):
        tacit("tasks", "add", name)
    ran = tacit("tasks", "done", "call")
    assert (ran.code, ran.row["kind"]) == (1, "WhichOne")
    picked = tacit.typed("tasks", "done", "call", lines=["2"])
    assert (picked.code, "Done: Call Bob." in picked.out) == (0, True)
    assert [row["title"] for row in tacit("tasks").rows] == ["Call Ana"]


def test_options_count_before_the_action_and_after_it(tacit: Tacit) -> None:
    tacit("tasks", "add", "Call Ana", "--list", "Work")
    for words in (("--list", "home", "list"), ("list", "--list", "home")):
        assert tacit("tasks", *words).rows == []
    ran = tacit("tasks", "--passphrase-stdin", "list", piped=f"{WORDS}\n")
    assert (ran.code, len(ran.rows)) == (0, 1)


def test_reminders_are_set_in_words_listed_put_off_and_cancelled(tacit: Tacit) -> None:
    assert tacit("remind").rows == []
    made = tacit("remind", "me to call Ana on 3 May 2030 at 15:00")
    assert made.row["data"]["at"] == "2030-05-03T15:00:00+02:00"
    assert made.row["data"]["text"] == "call Ana"
    again = tacit("remind", "water", "the", "plants", "every", "monday", "at", "9")
    assert again.row["data"]["repeats"].startswith("FREQ=WEEKLY")
    literal = tacit("remind", "the May report", "--at", "2030-06-01T08:00")
    assert literal.row["data"]["text"] == "the May report"
    assert [row["text"] for row in tacit("remind", "list", "--until", "2030-05-04").rows] == [
        "water the plants", "call Ana",
    ]  # fmt: skip
    snoozed = tacit("remind", "snooze", "call Ana", "5 May 2030 at 9:00")
    assert snoozed.row["data"]["at"] == "2030-05-05T09:00:00+02:00"
    assert tacit("remind", "cancel", "the", "plants").code == 0
    assert len(tacit("remind").rows) == 2
    for words in (["snooze"], ["snooze", "call Ana"], ["cancel"]):
        assert tacit("remind", *words).code == 2


def test_a_reminder_without_a_time_asks_for_it(tacit: Tacit) -> None:
    asked = tacit("remind", "call the bank")
    assert (asked.code, asked.row["argument"], tacit("remind").rows) == (2, "at", [])
    ran = tacit.typed("remind", "call the bank", lines=["3 May 2030 at 15:00"])
    assert (ran.code, "3 May 2030, 15:00" in ran.out) == (0, True)


def test_what_is_due_is_said_once(tacit: Tacit) -> None:
    vault, at = tacit.unlocked(), datetime.now(UTC) - timedelta(minutes=1)
    with vault.writer() as conn:
        reminders.add_alone(conn, NewReminder(at, "Europe/Berlin", text="stretch"), OWNER, at)
    vault.close()
    assert [row["text"] for row in tacit("remind", "due").rows] == ["stretch"]
    assert tacit("remind", "due").rows == []


def test_notes_are_written_found_and_added_to(tacit: Tacit) -> None:
    assert tacit("notes").rows == []
    assert tacit("notes", "add", "-", piped="The wifi word\nis on the fridge\n").code == 0
    tacit("notes", "add", "paint", "the", "door", "--title", "Home")
    assert [row["title"] for row in tacit("notes").rows] == ["Home", "The wifi word"]
    tacit("notes", "append", "home", "and the fence")
    assert tacit("notes", "show", "home").row["text"] == "paint the door\nand the fence"
    assert [row["title"] for row in tacit("notes", "find", "fridge").rows] == ["The wifi word"]
    assert tacit("notes", "find", "zebra").rows == []
    assert tacit("notes", "add", "-").row["kind"] == "NothingToWrite"
    assert tacit("notes", "show", "zebra").row["kind"] == "NothingLikeThat"


def test_text_cannot_play_tricks_on_the_terminal(tacit: Tacit) -> None:
    tacit("notes", "add", "-", piped="\x1b]0;owned\x07\x1b[2Jinvoice \u202egpj")
    said = tacit.piped("notes", "list").out + tacit.piped("notes", "show", "1").out
    assert "invoice" in said
    assert not set(said) & {"\x1b", "\x07", "\u202e"}


def test_memory_is_kept_recalled_and_forgotten_after_a_typed_yes(tacit: Tacit) -> None:
    number = waiting_number(tacit)
    assert known(tacit, "Ana") == ["Ana lives in Lisbon."]
    shown = tacit("approvals", "show", str(number)).row
    assert "Ana lives in Lisbon" in shown["arguments"][0]["shown"]
    assert any("Ana lives in Lisbon" in line for line in shown["along"])
    no = tacit.typed("forget", "where Ana lives", lines=["n"])
    assert (no.code, known(tacit, "Ana")) == (2, ["Ana lives in Lisbon."])
    yes = tacit.typed("forget", "where Ana lives", lines=["y"])
    assert (yes.code, known(tacit, "Ana")) == (0, [])
    assert "take it back" not in yes.err


def test_nothing_but_a_typed_yes_or_the_hash_lets_forgetting_through(tacit: Tacit) -> None:
    number = str(waiting_number(tacit))
    shown = tacit("approvals", "list").row
    for words, piped in (
        (["approve", number], "y\ny\nyes\n"),
        (["approve", number, "--yes"], ""),
        (["approve", number, "--sha256", "0" * 64], ""),
        (["approve", number, "--sha256", shown["sha256"][:4]], ""),
    ):
        assert tacit("approvals", *words, piped=piped).code == 2
    assert tacit("do", "forget where Ana lives", "--yes", piped="y\n").code == 2
    assert known(tacit, "Ana") == ["Ana lives in Lisbon."]
    assert tacit("approvals", "approve", number, "--sha256", shown["sha256"]).code == 0
    assert known(tacit, "Ana") == []
    again = tacit("approvals", "approve", number, "--sha256", shown["sha256"])
    assert (again.code, again.row["kind"]) == (1, "ApprovalGone")


def test_a_question_is_denied_or_changed(tacit: Tacit) -> None:
    number = str(waiting_number(tacit))
    tacit("remember", "Bob lives in Porto")
    wrong = tacit("approvals", "edit", number, "banana=1")
    assert (wrong.code, wrong.row["kind"]) == (1, "ArgumentRefused")
    edited = tacit("approvals", "edit", number, "what=where Bob lives").row
    assert edited["approval"] != int(number)
    assert tacit("approvals", "show", number).row["kind"] == "ApprovalGone"
    assert [row["approval"] for row in tacit("approvals").rows] == [edited["approval"]]
    assert tacit("approvals", "deny", str(edited["approval"])).code == 0
    assert tacit("approvals").rows == []
    assert known(tacit, "Bob") == ["Bob lives in Porto."]


def test_a_question_is_changed_at_the_terminal_and_asked_anew(tacit: Tacit) -> None:
    tacit("remember", "Ana lives in Lisbon")
    tacit("remember", "Bob lives in Porto")
    ran = tacit.typed("forget", "where Ana lives", lines=["e", "where Bob lives", "y"])
    assert (ran.code, ran.out.count("Tacit needs your yes to forget something for good.")) == (0, 2)
    assert (known(tacit, "Ana"), known(tacit, "Bob")) == (["Ana lives in Lisbon."], [])


def test_a_question_begins_with_what_it_is_and_ends_with_until_when(tacit: Tacit) -> None:
    number = str(waiting_number(tacit))
    lines = tacit.piped("approvals", "show", number).out.splitlines()
    assert lines[0] == "Tacit needs your yes to forget something for good. This cannot be undone."
    assert lines[1] == "  │ - Ana lives in Lisbon."
    until = datetime.fromisoformat(tacit("approvals", "show", number).row["expires"])
    assert until.utcoffset() == timedelta(0)
    said = spoken(Moment(until.astimezone(ZoneInfo("Europe/Berlin"))))
    assert lines[-2] == f"Asked by you. Waits until {said}."
    assert lines[-1] == f"SHA-256 {tacit('approvals').row['sha256']}"
    assert "  forget something for good, asked by you" in tacit.piped("approvals").out


def test_how_a_yes_is_given_is_said_where_it_cannot_be_typed(tacit: Tacit) -> None:
    number = str(waiting_number(tacit))
    for words in (["approve", number], ["show", number]):
        ran = tacit.piped("approvals", *words)
        assert "typed at a terminal, or given with --sha256" in ran.out + ran.err


def test_a_question_that_never_was_and_a_change_without_a_sign(tacit: Tacit) -> None:
    number = str(waiting_number(tacit))
    for words in (["deny", "99"], ["show", "99"], ["approve", "99"], ["edit", "99", "what=x"]):
        never = tacit("approvals", *words)
        assert (never.code, never.row["title"]) == (1, "There is no question 99")
    tacit("approvals", "deny", number)
    assert tacit("approvals", "deny", number).row["title"] == "This question is over"
    other = str(waiting_number(tacit))
    ran = tacit("approvals", "edit", other, "where Bob lives")
    assert (ran.code, ran.row["kind"]) == (1, "ArgumentRefused")
    assert ("KEY=VALUE" in ran.row["title"], "what=…" in ran.row["action"]) == (True, True)
    assert tacit("approvals").row["approval"] == int(other)


def test_words_that_are_none_or_too_many_are_named_so(tacit: Tacit) -> None:
    empty = tacit("tasks", "add", "").row
    assert (empty["kind"], empty["body"]) == (
        "ArgumentRefused", "“title” is empty. Nothing was done.",
    )  # fmt: skip
    long = tacit("tasks", "add", "x" * 100_001).row
    assert long["body"] == "“title” is longer than 100,000 characters. Nothing was done."
    assert empty["action"] != long["action"]


def test_stopping_everything_stops_everything(tacit: Tacit) -> None:
    assert tacit("approvals", "stop").row == {"stopped": True}
    ran = tacit("tasks", "add", "Call Ana")
    assert (ran.code, ran.row["kind"]) == (1, "EverythingStopped")
    assert "stopped" in tacit.piped("approvals").out
    assert tacit("approvals", "go-on").row == {"stopped": False}
    assert tacit("tasks", "add", "Call Ana").code == 0


def test_do_acts_says_what_and_how_to_take_it_back(tacit: Tacit) -> None:
    ran = tacit("do", "remind me to call Ana on 3 May 2030 at 3pm and add milk to my list")
    assert [row["tool"] for row in ran.rows] == ["set_reminder", "create_task"]
    assert all(row["done"] for row in ran.rows)
    said = tacit.piped("do", "remind me to jump on 4 May 2030 at 3pm")
    assert "Saturday, 4 May 2030, 15:00" in said.err
    assert "tacit undo 3" in said.err
    assert tacit("undo", "3").code == 0
    assert [row["text"] for row in tacit("remind").rows] == ["call Ana"]


def test_do_asks_for_what_is_open(tacit: Tacit) -> None:
    asked = tacit("do", "set a reminder at 7 on 3 May 2030 to jump")
    assert (asked.code, len(asked.row["choices"])) == (2, 2)
    ran = tacit.typed("do", "set a reminder at 7 on 3 May 2030 to jump", lines=["evening"])
    assert (ran.code, "19:00" in ran.out) == (0, True)
    talk = tacit("do", "what do you think about love?")
    assert (talk.code, talk.row["event"]) == (2, "nothing to do")
    assert tacit("do", " ").row["kind"] == "NothingSaid"


def guessed(tacit: Tacit, *texts: str) -> list[int]:
    """Memories from a file, that wait for the owner's word."""
    vault, at = tacit.unlocked(), datetime.now(UTC)
    with vault.writer() as conn:
        found = [one for text in texts for one in rules.propose(text, at)]
        kept = keeping.keep(conn, found, Heard(Source(Origin.FILE, "a.txt")), at)
    vault.close()
    return [one.memory for one in kept if one.memory is not None]


def test_what_waits_to_be_remembered_is_kept_dropped_or_said_otherwise(tacit: Tacit) -> None:
    assert tacit("memory").rows == []
    first, second, third = guessed(
        tacit, *(f"{name} lives in Lisbon." for name in ("Ana", "Bob", "Cem"))
    )
    assert [row["memory"] for row in tacit("memory", "review").rows] == [first, second, third]
    assert "a.txt" in tacit.piped("memory").out
    assert tacit("memory", "keep", str(first)).row["state"] == "kept"
    assert tacit("memory", "drop", str(second)).row["state"] == "dropped"
    tacit("memory", "edit", str(third), "Cem", "lives", "in", "Rome")
    assert tacit("memory").rows == []
    assert known(tacit, "Ana") == ["Ana lives in Lisbon."]
    assert known(tacit, "Bob") == []
    assert known(tacit, "Cem") == ["Cem lives in Rome."]
    ran = tacit("memory", "keep", str(second))
    assert (ran.code, ran.row["kind"]) == (1, "NothingLikeThat")
    actions = [row["action"] for row in tacit("audit").rows]
    assert {"memory kept", "memory dropped", "memory edited"} <= set(actions)


def test_the_profile_is_set_shown_and_looked_back_at(tacit: Tacit) -> None:
    assert tacit("profile").rows == []
    assert "profile set" in tacit.piped("profile").out
    tacit("profile", "set", "work.hours", "9", "to", "17:30")
    tacit("profile", "set", "working hours", "10 to 18")
    tacit("profile", "set", "goals", "run a marathon")
    assert tacit("profile", "show", "work").row == {"key": "work.hours", "value": "10:00-18:00"}
    history = tacit("profile", "history", "work.hours").rows
    assert [row["value"] for row in history] == ["09:00-17:30", "10:00-18:00"]
    changed = {row["key"]: row["now"] for row in tacit("profile", "diff").rows}
    assert changed == {"work.hours": "10:00-18:00", "goals.short_term": "run a marathon"}
    assert tacit("profile", "diff", "--since", "2030-01-01").rows == []
    assert tacit("profile", "set", "work.hours", "banana").row["kind"] == "ValueRefused"
    assert tacit("profile", "history", "shoe").row["kind"] == "UnknownKey"
    assert len(tacit("profile", "keys").rows) > 30


def test_changes_are_listed_and_taken_back_once(tacit: Tacit) -> None:
    assert "Nothing was done yet." in tacit.piped("undo").out
    assert tacit("undo", "last").code == 0
    tacit("tasks", "add", "Call Ana")
    tacit("notes", "add", "Paint the door")
    assert [row["tool"] for row in tacit("undo").rows] == ["create_note", "create_task"]
    assert tacit("undo", "last").row["undone"] == 2
    assert tacit("notes").rows == []
    again = tacit("undo", "2")
    assert (again.code, again.row["kind"]) == (1, "UndoGone")
    assert tacit("undo", "banana").code == 2
    assert again.row["body"].startswith("It was taken back before.")
    listed = tacit.piped("undo").out
    assert "  Write a note: Paint the door  (taken back)" in listed
    assert "create_note" not in listed
    assert tacit("undo", "99").row["title"] == "There is no change 99"


def test_why_a_change_cannot_be_taken_back_is_said(tacit: Tacit) -> None:
    tacit("tasks", "add", "Call Ana")
    tacit("tasks", "rename", "1", "Call Bob")
    assert "has changed again" in tacit("undo", "1").row["body"]
    tacit("remember", "Ana lives in Lisbon")
    tacit.typed("forget", "where Ana lives", lines=["y"])
    assert "forgotten" in tacit("undo", "3").row["body"]
    assert "  Remember something, forgotten since  (cannot" in tacit.piped("undo").out
    assert "  Forget something for good  (cannot" in tacit.piped("undo").out
    said = tacit("chat", piped="/undo 3\n").rows[-1]
    assert (said["kind"], "forgotten" in said["body"]) == ("UndoGone", True)


def test_the_log_is_shown_checked_and_handed_out(tacit: Tacit, tmp_path: Path) -> None:
    tacit("tasks", "add", "Call Ana")
    last = tacit("audit", "--most", "2").rows
    assert [row["phase"] for row in last] == ["intent", "outcome"]
    assert tacit("audit", "verify").row["whole"] is True
    file = tmp_path / "log.jsonl"
    ran = tacit("audit", "export", str(file))
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert (ran.code, len(rows)) == (0, ran.row["records"])
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert file.stat().st_mode & 0o077 == 0
    again = tacit("audit", "export", str(file))
    assert (again.code, again.row["kind"]) == (1, "CannotWrite")
    assert "Call Ana" not in file.read_text()
    assert tacit.piped("audit", "export", "-").out.count("\n") == len(rows) + 1


def test_folders_are_granted_by_the_owner_and_taken_away(tacit: Tacit, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    assert tacit("folders").rows == []
    assert tacit("folders", "grant", str(tmp_path / "nowhere")).row["kind"] == "ValueRefused"
    assert tacit("folders", "grant", str(folder)).row == {"folder": str(folder), "granted": True}
    assert tacit("folders", "list").row == {"folder": str(folder)}
    assert tacit("folders", "revoke", str(folder)).code == 0
    gone = tacit("folders", "revoke", str(folder))
    assert (gone.code, gone.row["kind"]) == (1, "NotLetIn")
    actions = [row["action"] for row in tacit("audit").rows]
    assert actions.count("folder granted") == actions.count("folder revoked") == 1


@pytest.mark.parametrize("words", [["tasks"], ["remind"], ["recall"], ["chat"], ["approvals"]])
def test_without_a_vault_a_card_says_so(
    words: list[str], tacit: Tacit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TACIT_HOME", str(tmp_path / "another home"))
    ran = tacit(*words)
    assert (ran.code, ran.row["kind"]) == (1, "VaultMissing")
    assert "vault create" in ran.row["action"]
