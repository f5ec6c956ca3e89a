"""The owner's words lead to one thing, to a question, or to nothing; never to the wrong thing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.spelling import distance
from inference.tools import finding
from inference.tools.errors import NothingLikeThat, WhichOne
from inference.tools.finding import Candidate
from tests.inference.tools.trial import Trial

TITLES = {
    1: "Call Ana",
    2: "Call Ana about the lease",
    3: "Write the quarterly report",
    4: "Send report to Bob",
    5: "Pay invoice 12",
    6: "Pay invoice 13",
    7: "Buy oat milk",
    8: "Überweisung an Müller",
    9: "Book the dentist",
    12: "Renew the passport",
    20: "Water the plants",
    21: "water the plants!",
}
AMONG = [Candidate(number, title) for number, title in TITLES.items()]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Call Ana", 1), ("ana call", 1), ("the call ana task", 1), ("calling Ana", 1),
        ("the lease", 2), ("lease call", 2), ("ana's lease call", 2), ("quarterly report", 3),
        ("quaterly reprot", 3), ("report to bob", 4), ("bob's report", 4), ("invoice 13", 6),
        ("milk", 7), ("the milk task", 7), ("buying oat milk", 7), ("uberweisung muller", 8),
        ("denist", 9), ("dentist booking", 9), ("passport renewal", 12), ("12", 12), ("#12", 12),
        ("task 12", 12), ("number 3", 3), ("task number 3", 3), ("no. 3", 3), ("passprot", 12),
        ("paid invoice 12", 5), ("bought milk", 7), ("sent the report to bob", 4),
        ("called ana", 1), ("the task called buy oat milk", 7), ("task named call ana", 1),
        ("wrote the quarterly report", 3), ("booked dentist", 9),
    ],
)  # fmt: skip
def test_words_that_fit_one_thing(trial: Trial, words: str, number: int) -> None:
    assert finding.find(trial.conn, "task", words, AMONG) == number


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("the report", {3, 4}), ("report", {3, 4}), ("reprot", {3, 4}), ("invoice", {5, 6}),
        ("pay the invoice", {5, 6}), ("water the plants", {20, 21}), ("ana", {1, 2}),
        ("write the yearly report", {3}), ("call ana today", {1, 2}), ("the task", set(TITLES)),
        ("it", set(TITLES)),
    ],
)  # fmt: skip
def test_words_that_fit_several_things_or_not_wholly_are_asked_about(
    trial: Trial, words: str, numbers: set[int]
) -> None:
    with pytest.raises(WhichOne) as asked:
        finding.find(trial.conn, "task", words, AMONG)
    shown = {number for number, _text in asked.value.choices}
    assert shown == numbers or len(shown) == finding.MOST_CHOICES <= len(numbers)


@pytest.mark.parametrize("words", ["tax return", "99", "invoice 14", "call", "☂", "pay invoice 14"])
def test_words_that_fit_nothing(trial: Trial, words: str) -> None:
    among = [one for one in AMONG if one.number not in (1, 2)]
    with pytest.raises(NothingLikeThat):
        finding.find(trial.conn, "task", words, among)


def test_a_number_within_words_is_no_number_of_a_task(trial: Trial) -> None:
    among = [Candidate(2, "Weed bed 1"), Candidate(3, "Weed bed 2"), Candidate(4, "Call Bo")]
    assert finding.find(trial.conn, "task", "bed 2", among) == 3
    assert finding.find(trial.conn, "task", "task 2", among) == 2
    with pytest.raises(NothingLikeThat):
        finding.find(trial.conn, "task", "bed 4", among)


def test_the_only_one_needs_no_name(trial: Trial) -> None:
    assert finding.find(trial.conn, "task", "the task", AMONG[:1]) == 1
    with pytest.raises(NothingLikeThat):
        finding.find(trial.conn, "task", "the task", [])


def test_a_title_of_empty_words_is_found_by_them(trial: Trial) -> None:
    among = [Candidate(1, "To do"), Candidate(2, "The thing")]
    assert finding.find(trial.conn, "task", "to do", among) == 1


def test_a_title_without_words_is_found_as_it_is_written(trial: Trial) -> None:
    among = [Candidate(1, "☂"), Candidate(2, "☀ ☀")]
    assert finding.find(trial.conn, "task", " ☂", among) == 1
    with pytest.raises(NothingLikeThat):
        finding.find(trial.conn, "task", "☀", among)


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_never_a_guess_between_equals(data: st.DataObject, words_conn: Trial) -> None:
    """Two things of the same words, in any order and form, are always asked about."""
    words = data.draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True))
    other = data.draw(st.permutations(words))
    query = " ".join(data.draw(st.permutations(words)))
    among = [Candidate(1, " ".join(words)), Candidate(2, " ".join(other).title() + ".")]
    with pytest.raises(WhichOne):
        finding.find(words_conn.conn, "task", query, among)


WORDS = ["call", "ana", "report", "milk", "garden", "müller", "invoice", "12"]


@given(one=st.text("abcde", max_size=7), other=st.text("abcde", max_size=7))
def test_slips_are_counted_the_same_from_both_sides(one: str, other: str) -> None:
    slips = distance(one, other)
    assert slips == distance(other, one)
    assert abs(len(one) - len(other)) <= slips <= max(len(one), len(other))
    assert (slips == 0) == (one == other)


def test_two_letters_that_changed_places_are_one_slip() -> None:
    assert distance("reprot", "report") == 1
    assert not finding.is_alike("12", "13")
    assert not finding.is_alike("bob", "rob")
