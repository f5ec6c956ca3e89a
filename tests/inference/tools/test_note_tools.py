"""Notes are kept whole, found by what they say, and added to."""

import pytest

from inference.tools.errors import ArgumentRefused, NothingLikeThat, WhichOne
from tests.inference.tools.trial import Trial
from vault import notes


def found(trial: Trial, query: str) -> list[str]:
    return [one["title"] for one in trial.do("find_notes", query=query).data["notes"]]


def test_a_note_has_its_first_line_for_a_title(trial: Trial) -> None:
    done = trial.do("create_note", text="  The wifi code is 1234\nbehind the router ")
    assert done.says == "Note: The wifi code is 1234 behind the router"
    assert done.data["title"] == "The wifi code is 1234"
    assert done.data["text"] == "The wifi code is 1234\nbehind the router"
    titled = trial.do("create_note", text="oats, milk", title="Shopping")
    assert titled.says == "Note: Shopping: oats, milk"
    long = trial.do("create_note", text="many words " * 30)
    assert long.data["title"] == "many words many words many words many words many words many…"


def test_notes_are_found_by_title_text_and_misspelled(trial: Trial) -> None:
    trial.do("create_note", text="oats and milk", title="Shopping")
    trial.do("create_note", text="Ana likes olives")
    trial.do("create_task", title="Buy olives")
    assert found(trial, "shopping") == ["Shopping"]
    assert found(trial, "milk") == ["Shopping"]
    assert found(trial, "what does Ana like") == ["Ana likes olives"]
    assert found(trial, "olievs") == ["Ana likes olives"]
    assert found(trial, "passport") == []
    assert trial.do("find_notes", query="passport").says == "There is no note like that."


def test_what_is_far_less_like_the_query_than_the_best_is_left_out(trial: Trial) -> None:
    trial.do("create_note", text="olives and capers from the market in Porto")
    trial.do("create_note", text="the market opens at nine")
    trial.do("create_note", text="Porto by train, then on foot")
    assert found(trial, "olives capers market") == ["olives and capers from the market in Porto"]
    assert len(found(trial, "market")) == 2


def test_a_long_note_is_found_by_its_end(trial: Trial) -> None:
    text = "\n".join(f"line {number} " + "filling " * 20 for number in range(40))
    trial.do("create_note", text=f"{text}\nand the olives {'x' * 3000}", title="Long")
    assert found(trial, "olives") == ["Long"]


def test_adding_to_a_note(trial: Trial) -> None:
    trial.do("create_note", text="oats", title="Shopping")
    trial.do("create_note", text="Ana likes olives")
    done = trial.do("append_note", note="the shopping note", text=" milk ")
    assert done.says == "Added to the note “Shopping”: milk"
    assert done.data["text"] == "oats\nmilk"
    trial.do("append_note", note="olives", text="and capers")  # by what it says
    assert found(trial, "capers") == ["Ana likes olives"]
    assert found(trial, "milk") == ["Shopping"]


def test_a_title_goes_before_what_another_note_says(trial: Trial) -> None:
    trial.do("create_note", text="oats", title="Shopping")
    trial.do("create_note", text="before shopping", title="Morning")
    assert trial.do("append_note", note="shopping", text="milk").data["title"] == "Shopping"


def test_which_note_is_asked(trial: Trial) -> None:
    trial.do("create_note", text="one", title="Trip to Rome")
    trial.do("create_note", text="two", title="Trip to Porto")
    with pytest.raises(WhichOne) as asked:
        trial.do("append_note", note="trip", text="x")
    assert len(asked.value.choices) == 2
    with pytest.raises(NothingLikeThat):
        trial.do("append_note", note="diary", text="x")


def test_what_is_too_long_is_refused(trial: Trial) -> None:
    with pytest.raises(ArgumentRefused):
        trial.do("create_note", text="x" * 100_001)
    made = trial.do("create_note", text="x " * 50_000, title="Long")
    for _ in range(9):
        trial.do("append_note", note="long", text="x " * 50_000)
    with pytest.raises(ArgumentRefused):
        trial.do("append_note", note="long", text="x " * 50_000)
    assert len(notes.get(trial.conn, made.data["note"]).text) < 1_000_001
