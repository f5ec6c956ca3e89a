"""Sums as people say them: worked out exactly, said plainly, and told apart from other numbers."""

import contextlib
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.arithmetic.numerals import spelled
from inference.arithmetic.quantity import Refused
from inference.arithmetic.sums import is_sum, work_out
from inference.arithmetic.tokens import Unreadable
from inference.arithmetic.units import NAMED, UNITS

TABLE = (Path(__file__).parent / "sums.txt").read_text().splitlines()
SUMS = [tuple(line.split(" => ")) for line in TABLE if " => " in line]
NO_SUMS = [line.removeprefix("no: ") for line in TABLE if line.startswith("no: ")]


@pytest.mark.parametrize(("text", "said"), SUMS)
def test_a_sum_is_said_as_a_person_would(text: str, said: str) -> None:
    assert work_out(text).says == said
    assert is_sum(text) or re.fullmatch(r"\d+/\d", text)


def test_there_are_many() -> None:
    assert len(SUMS) >= 100
    assert len(NO_SUMS) >= 80


@pytest.mark.parametrize("text", NO_SUMS)
def test_other_numbers_are_no_sums(text: str) -> None:
    assert not is_sum(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("9**9**9", "too long"),
        ("2^100000", "too long"),
        ("10 / 0", "by zero"),
        ("5 mod 0", "by zero"),
        ("0^-1", "by zero"),
        ("sqrt(-4)", "negative"),
        ("1000 factorial", "too long"),
        ("100 dollars in euros", "exchange rates"),
        ("$5 + €5", "exchange rates"),
        ("5 kg + 3 km", "turned into"),
        ("5 kg * 3 km", "do not go together"),
        ("20 celsius + 5 celsius", "temperatures"),
        ("-300 c in f", "that cold"),
        ("3 years in days", "different lengths"),
        ("(" * 60 + "1" + ")" * 60 + "+1", "deep"),
        ("2^0.00001", "too fine"),
    ],
)
def test_what_has_no_result_says_why(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        work_out(text)
    assert is_sum(text)


@pytest.mark.parametrize(
    "text",
    ["", "?", "hello", "2 +", "* 3", "1.2.3 + 1", "1,23,4 + 1", "12.5 + 1,5 + 3", "0.567 + 2,5",
     "5 5", "(2 + 3", "2 + 3)", "3 of 12", "17 % 5", "__import__('os')", "1" * 600,
     "1+" * 150 + "1", "x = 3"],
)  # fmt: skip
def test_what_cannot_be_read_is_not_guessed(text: str) -> None:
    with pytest.raises((Unreadable, Refused)):
        work_out(text)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    with contextlib.suppress(Unreadable, Refused):
        work_out(text)
    is_sum(text)


PIECES = "1 12 3.5 1,000 + - * / ^ % ( ) of half km in € split between sqrt dozen percent a third"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=14))
def test_no_row_of_pieces_breaks_it(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        answer = work_out(text)
    except (Unreadable, Refused):
        return
    assert answer.says.endswith(".")
    assert len(answer.says) < 2_000


WHOLE = st.integers(-(10**6), 10**6)


@given(WHOLE, WHOLE, st.sampled_from("+-*"))
def test_it_agrees_with_python(one: int, two: int, sign: str) -> None:
    expected = {"+": one + two, "-": one - two, "*": one * two}[sign]
    assert work_out(f"{one} {sign} ({two})").amount == expected


@given(st.decimals(0, 10**6, places=2), st.integers(1, 99))
def test_shares_are_exact(whole: object, percent: int) -> None:
    assert work_out(f"{percent}% of {whole}").amount == Fraction(str(whole)) * percent / 100


@given(st.integers(0, 10**6))
def test_thousands_and_decimal_commas_are_told_apart(number: int) -> None:
    english, other = f"{number:,}.25", f"{number:,}".replace(",", ".") + ",25"
    assert work_out(f"{english} + 0").amount == number + Fraction(1, 4)
    assert work_out(f"{other} + 0").amount == number + Fraction(1, 4)


ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int) -> str:
    if number < 20:
        return ONES.split()[number]
    if number < 100:
        return TENS.split()[number // 10] + (f" {ONES.split()[number % 10]}" if number % 10 else "")
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {in_words(number % size)}" if number % size else ""
            return f"{in_words(number // size)} {name}{rest}"
    raise AssertionError


@given(st.integers(0, 999_999_999))
def test_numbers_in_words_are_read(number: int) -> None:
    words = in_words(number).split()
    assert spelled(words) == (Fraction(number), len(words))


@given(st.integers(1, 10_000), st.sampled_from([one for one in UNITS if not one.is_money]))
def test_turning_there_and_back_changes_nothing(number: int, unit: object) -> None:
    from inference.arithmetic.quantity import Quantity, to

    alike = [one for one in UNITS if one.dimension == unit.dimension]  # type: ignore[attr-defined]
    for other in alike:
        start = Quantity(Fraction(number), unit)  # type: ignore[arg-type]
        assert to(to(start, other), unit) == start  # type: ignore[arg-type]


def test_no_two_units_share_a_name() -> None:
    assert len(NAMED) == sum(len(one.names) for one in UNITS)
