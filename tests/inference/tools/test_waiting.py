"""What the owner waits for: whose turn it is, since when, and that it can be taken back."""

from datetime import timedelta

import pytest

from inference.tools.errors import NothingLikeThat
from inference.tools.waiting import waited_for
from tests.inference.tools.trial import NOW, Trial
from vault import tasks
from vault.tasks import TaskState


@pytest.mark.parametrize(
    ("what", "whom"),
    [
        ("Anna's answer on the lease", "Anna"),
        ("the plumber’s quote", "the plumber"),
        ("my accountant's reply", "your accountant"),
        ("the approval from the City Council on the extension", "the City Council"),
        ("feedback from Mira", "Mira"),
        ("an answer", ""),
        ("the refund for the flight from Lisbon yesterday", ""),
    ],
)
def test_whose_turn_it_is_stands_in_the_words_or_is_nobody_s(what: str, whom: str) -> None:
    assert waited_for(what) == whom


def test_something_new_is_waited_for_and_taken_back(trial: Trial) -> None:
    before = trial.state()
    said = trial.do("wait_for", what="the answer from Anna on the lease")
    one = tasks.get(trial.conn, said.data["task"])
    assert said.says == (
        "Waiting: The answer from Anna on the lease, "
        "waiting for Anna since Wednesday, 18 November 2026."
    )
    assert one.state is TaskState.WAITING
    assert one.waiting is not None
    assert (one.waiting.whom, one.waiting.since) == ("Anna", NOW)
    trial.undo(said)
    assert trial.state() == before


def test_a_task_that_there_is_becomes_somebody_else_s_turn(trial: Trial) -> None:
    number = trial.do("create_task", title="Send the visa form").data["task"]
    before = trial.state()
    said = trial.do("wait_for", what="visa form", who="the embassy")
    assert said.data["task"] == number
    assert (said.data["state"], said.data["waits_for"]) == ("waiting", "the embassy")
    trial.undo(said)
    assert trial.state() == before


def test_it_waits_since_then_whoever_it_is_for_and_no_longer_when_it_goes_on(trial: Trial) -> None:
    number = trial.do("create_task", title="Lease").data["task"]
    trial.do("wait_for", what=str(number))
    tasks.move(trial.conn, number, TaskState.WAITING, NOW + timedelta(days=2), waits_for="Bo")
    waits = tasks.get(trial.conn, number).waiting
    assert waits is not None
    assert (waits.whom, waits.since) == ("Bo", NOW)
    trial.do("arrange_task", task=str(number), state="doing")
    assert tasks.get(trial.conn, number).waiting is None


def test_what_waits_is_listed_and_is_in_no_focus(trial: Trial) -> None:
    trial.do("create_task", title="Mine")
    trial.do("wait_for", what="Anna's answer")
    found = trial.do("list_tasks", state="waiting").data["tasks"]
    assert [one["title"] for one in found] == ["Anna's answer"]
    assert [one["title"] for one in trial.do("focus").data["tasks"]] == ["Mine"]
    assert len(trial.do("list_tasks").data["tasks"]) == 2


def test_a_number_that_is_no_task_s_makes_none(trial: Trial) -> None:
    before = trial.state()
    with pytest.raises(NothingLikeThat):
        trial.do("wait_for", what="task 99")
    assert trial.state() == before
