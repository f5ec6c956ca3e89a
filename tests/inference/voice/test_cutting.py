"""An answer in pieces: nothing lost, the same however it arrives, cut where a person breathes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from inference.engines.spoken import LONGEST_CLAUSE, said
from inference.voice.cutting import Cut, Piece, cut

MARKDOWN = some.lists(
    some.sampled_from(
        ["a", "Dr. ", "word ", "3.14 ", "3. ", "Mai ", "a.m. ", "e.g. ", ". ", "! ", ", ",
         "\n", "\n\n", "```", "`", "``",
         "| a | b |\n", "|---|---|\n", "[x](http://a.b/c d)", "1. ", "- ", "~~~\n", "…", " ", "\t",
         "…” ", "print(1)\n", "é", "日本", "[", "](", ")", "#"]
    ), max_size=40,
).map("".join)  # fmt: skip


def pieces(text: str, at: tuple[int, ...] = ()) -> list[Piece]:
    """The text cut as it would be if it arrived in these parts."""
    now, found, places = Cut(), list[Piece](), sorted({min(one, len(text)) for one in at})
    for start, end in zip([0, *places], [*places, len(text)], strict=True):
        now, more = cut(now, text[start:end])
        found += more
    return found + list(cut(now, "", is_end=True)[1])


def heard(text: str) -> list[str]:
    return [one.text.strip() for one in pieces(text) if not one.is_silent]


@given(MARKDOWN, some.lists(some.integers(0, 200), max_size=20))
def test_it_is_the_same_however_it_arrives(text: str, at: list[int]) -> None:
    whole = pieces(text)
    assert pieces(text, tuple(at)) == whole
    assert pieces(text, tuple(range(len(text)))) == whole
    assert "".join(one.text for one in whole) == text


@given(some.text(max_size=900))
def test_nothing_is_lost_of_any_text(text: str) -> None:
    assert "".join(one.text for one in pieces(text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yes. It is.", ["Yes.", "It is."]),
        ("Dr. Miller pays at 9 a.m. today. Good?", ["Dr. Miller pays at 9 a.m. today.", "Good?"]),
        ("It is 9 a.m. Good morning. Now.", ["It is 9 a.m.", "Good morning.", "Now."]),
        ("Am 3. Mai um 9. Dann. Gut.", ["Am 3. Mai um 9.", "Dann.", "Gut."]),
        ("Of course, I can. And more, much more.", ["Of course,", "I can.",
                                                    "And more, much more."]),
        ("One two three four five six seven eight nine ten eleven.",
         ["One two three four five six", "seven eight nine ten eleven."]),
        ("One two three four five six seven.", ["One two three four five six seven."]),
        ("One two three four five six seven eight. Nine ten eleven.",
         ["One two three four five six seven eight.", "Nine ten eleven."]),
        ("Today:\n1. Milk\n2. Bread. Fresh.\n", ["Today:", "1. Milk", "2. Bread.", "Fresh."]),
        ("See [the plan. Now](http://x.y). Done.", ["See [the plan. Now](http://x.y).", "Done."]),
        ("Use `a. b` here. Done.", ["Use `a. b` here.", "Done."]),
        ("So:\n```python\nx = 1. \ny\n```\nDone.", ["So:", "```python", "Done."]),
        ("| a | b |\n|---|---|\n| 1. x | 2 |\nDone.", ["| a | b |\n|---|---|\n| 1. x | 2 |",
                                                       "Done."]),
        ("He said “Stop.” Then he left.", ["He said “Stop.”", "Then he left."]),
        ("***\n\n", ["***"]),
        ("", []),
    ],
)  # fmt: skip
def test_it_is_cut_where_a_person_draws_breath(text: str, expected: list[str]) -> None:
    assert heard(text) == expected


def test_the_first_piece_is_there_before_its_sentence_is() -> None:
    _now, found = cut(Cut(), "Your first meeting, as far as I")
    assert [one.text for one in found] == ["Your first meeting, "]


def test_a_program_is_announced_when_it_begins_and_then_left_out() -> None:
    now, found = cut(Cut(), "```python\nx = 1\n")
    assert [said(one.text) for one in found] == ["There is some code here."]
    _now, found = cut(now, "y = 2\n```\nThat was it. ")
    assert [one.text for one in found if not one.is_silent] == ["That was it. "]


def test_no_piece_of_a_text_without_end_is_too_long() -> None:
    for text in ("word " * 500, "x" * 3000, "well, " * 400):
        assert max(len(one.text) for one in pieces(text)) <= 2 * LONGEST_CLAUSE
        assert re.sub(r"\s", "", "".join(heard(text))) == re.sub(r"\s", "", text)
