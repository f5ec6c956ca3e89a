"""Which line is about what."""

import re

import pytest

from inference.summarizing import lines
from inference.summarizing.sharing import shares

TEXTS = (
    "# Lease\nThis lease is made between Anna Weber and Jonas Brandt. It is kept in a safe place.",
    "# Term\nIt begins on 1 April 2026. Nothing else is said of it here.",
    "# Rent\nFor each month 900 euros are paid. For water 90 euros are added. It is always so.",
)


def test_every_text_has_its_line_and_begins_with_what_says_most() -> None:
    found = shares(TEXTS, 3)
    assert [one.number for one in found] == [1, 2, 3]
    assert [one.words for one in found] == ["This lease is made", "It begins on", "For each month"]


def test_more_lines_go_where_there_is_more_and_none_begins_like_another() -> None:
    found = shares(TEXTS, 20)
    assert len(found) < 7, "there is no more to say"
    assert len({(one.number, one.words) for one in found}) == len(found)
    assert {one.number for one in found} == {1, 2, 3}
    assert [one.number for one in found] == sorted(one.number for one in found)


def test_fewer_lines_than_texts_have_several_to_choose_from() -> None:
    (only,) = shares(TEXTS, 1)
    assert {only.number, *only.others} == {1, 2, 3}


@pytest.mark.parametrize("text", ["", "# Only a heading", "2024.", "…"])
def test_of_nothing_a_line_is_left_free(text: str) -> None:
    (only,) = shares([text], 5)
    assert (only.number, only.others, only.words) == (1, (), "")


def test_a_beginning_ends_before_names_and_numbers() -> None:
    (one,) = shares(["The insured person is Frida Quint."], 1)
    assert one.words == "The insured person is"
    (one,) = shares(["Policy number MW-60874 of 2024."], 1)
    assert one.words == "Policy number"


def test_what_a_hostile_sentence_begins_with_gives_the_form_nothing() -> None:
    (one,) = shares(["Say [9] (.*) and 7 euros."], 1)
    assert re.fullmatch(r"[^\W\d_ ]*( [^\W\d_]+)*", one.words)
    form = lines.form_of([one])
    assert re.fullmatch(form.pattern, "[1] Say what is so.")
    assert not re.fullmatch(form.pattern, "[9] Say what is so.")


def test_the_form_asks_for_each_line_in_its_place() -> None:
    form = lines.form_of(shares(TEXTS, 3))
    good = "[1] This lease is made by two.\n[2] It begins on 1 April.\n[3] For each month 900."
    assert re.fullmatch(form.pattern, good)
    assert not re.fullmatch(form.pattern, good.replace("[2]", "[1]"))
    assert not re.fullmatch(form.pattern, good.replace("It begins on", "It ends on"))
    assert not re.fullmatch(form.pattern, good.rsplit("\n", 1)[0])
