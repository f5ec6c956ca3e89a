"""What is said of what was done, what a yes is, and which words are known beforehand."""

from datetime import UTC, datetime

import pytest

from inference.tools.base import Effect
from inference.voice import hints
from inference.voice.confirming import confirmation
from inference.voice.consent import consent, may_be_spoken
from vault import entities, notes, reminders, tasks, titles
from vault.connection import WriteConn
from vault.items import Origin, Source
from vault.reminders import NewReminder
from vault.tasks import NewTask, TaskState

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("Task: Dentist, due tomorrow at 09:00.", "Dentist, tomorrow at 09:00."),
        ("Reminder: call Anna, Sunday, 22 November 2026, 09:00.",
         "call Anna, Sunday, 22 November 2026, 09:00."),
        ("Done: Dentist. It comes again, due on Friday.",
         "Done: Dentist. It comes again, on Friday."),
        ("“Voice replies” is now always.", "“Voice replies” is now always."),
        ("Today:\nA\nB\nC", "Today:\nA\nB\nC"),
        ("Today:\nA\nB\nC\nD\nE", "Today:\nA\nB\nAnd 3 more, which you can read here."),
        ("The letter:\n> untrusted words\n> more", "The letter:\nThe text itself is here to be "
         "read."),
        ("", ""),
    ],
)  # fmt: skip
def test_what_was_done_is_said_short(says: str, said: str) -> None:
    assert confirmation(says) == said


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("Yes.", True), ("yes please", True), ("Okay, do it.", True), ("Go ahead!", True),
        ("Sure", True), ("No.", False), ("No, thanks.", False), ("Don’t.", False),
        ("Cancel that", False), ("no, don't do it", False), ("Yes, but tomorrow", None),
        ("Yesterday", None), ("What?", None), ("", None), ("yes no", None),
    ],
)  # fmt: skip
def test_a_yes_is_a_yes_and_nothing_else(text: str, means: bool | None) -> None:
    assert consent(text) is means


def test_a_word_never_sends_and_never_forgets_for_good() -> None:
    assert may_be_spoken("create_task", Effect.WRITE)
    assert not may_be_spoken("create_task", Effect.SEND)
    assert not may_be_spoken("forget", Effect.WRITE)


def test_what_is_likely_to_be_asked_for_is_expected(conn: WriteConn) -> None:
    owner = Source(Origin.OWNER)
    hints.put_own_words(conn, ["Siobhan"])
    for number in range(titles.EACH + 5):
        tasks.add(conn, NewTask(f"Repair gate {number}", owner), NOW)
    done = tasks.add(conn, NewTask("Sweep the yard", owner), NOW)
    tasks.move(conn, done, TaskState.DONE, NOW)
    reminders.add_alone(conn, NewReminder(NOW, text="Put the bins out"), owner, NOW)
    notes.add(conn, ("Boiler", "1.5 bar"), owner, NOW)
    found = hints.request(conn, "en")
    assert found.hints[:2] == ("Siobhan", f"Repair gate {titles.EACH + 4}")
    assert {"Put the bins out", "Boiler"} <= set(found.hints)
    assert not {"Repair gate 0", "Sweep the yard"} & set(found.hints)
    assert "Remind me" in found.manner
    assert not hints.request(conn, "de").manner  # no other language was tried


def test_hints_leave_room_for_the_sentences_after_them(conn: WriteConn) -> None:
    hints.put_own_words(conn, [f"{number:02} {'x' * 30}" for number in range(40)])
    found = hints.request(conn, "en").hints
    assert found[0].startswith("00")
    assert sum(map(len, found)) <= hints.MOST_CHARACTERS


def test_hints_are_the_owners_words_first_and_then_the_latest_names(conn: WriteConn) -> None:
    hints.put_own_words(conn, ["Siobhan", " Siobhan ", "a, b", "", "x" * 99])
    assert hints.own_words(conn) == ("Siobhan", "a b")
    assert hints.request(conn, "de").language == "de"
    assert hints.request(conn, "de").hints == ("Siobhan", "a b")
    assert entities.latest(conn, 5) == []
    hints.put_microphone(conn, "Desk")
    assert hints.microphone(conn) == "Desk"
