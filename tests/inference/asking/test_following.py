"""Questions that lean on the one before them, and questions about two things at once."""

import pytest

from inference.asking import following, joining
from inference.asking.answer import Answered, AskEvent, Statement, ask
from inference.asking.finding import Desk
from inference.asking.following import Before
from tests.inference.asking.conftest import Put
from tests.scripted import ScriptedChat

RENT = "How much is the monthly rent for Mill Lane 7 in the first year?"


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("And in the second year?",
         "How much is the monthly rent for Mill Lane 7 in the second year?"),
        ("and the deposit?", "How much is the deposit for Mill Lane 7?"),
        ("What about the notice period", "How much is the notice period for Mill Lane 7?"),
        ("What about Elm Road 3?",
         "How much is the monthly rent for Elm Road 3 in the first year?"),
        ("And when does it end?", "When does it end?"),
        ("since when is it let?", "Since when is it let?"),
    ],
)  # fmt: skip
def test_what_the_last_question_said_is_put_in(said: str, whole: str) -> None:
    assert following.meant(said, Before(RENT, (7,))).text == whole


def test_in_german_too() -> None:
    before = Before("Wie hoch ist die Miete für Mill Lane 7?", (7,))
    found = following.meant("Und die Kaution?", before)
    assert found.text == "Wie hoch ist die Kaution für Mill Lane 7?"


def test_it_leads_to_the_same_document_but_for_another_name() -> None:
    before = Before(RENT, (7,))
    assert following.meant("And in the second year?", before).documents == (7,)
    assert not following.meant("when does it end?", before).is_open
    assert following.meant("And how high is the deposit?", before).is_open
    assert following.meant("And for Elm Road 3?", before).documents == ()


@pytest.mark.parametrize(
    "said",
    ["What is the capital of France?", "And remind me to call Anna", "and add a task", "Thanks!",
     "And?", "", "Then call the landlord."],
)  # fmt: skip
def test_what_does_not_lean_on_anything(said: str) -> None:
    assert not following.follows(said)
    assert following.meant(said, Before(RENT, (7,))).text == said


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ("Who earns more, Hugo Nilsson or Anna Weber?",
         ("How much does Hugo Nilsson earn?", "How much does Anna Weber earn?")),
        ("Is the rent for Mill Lane 7 higher than for Elm Road 3?",
         ("How much is the rent for Mill Lane 7?", "How much is the rent for Elm Road 3?")),
        ("When do the contracts of Anna Weber and Hugo Nilsson begin?",
         ("When do the contracts of Anna Weber begin?",
          "When do the contracts of Hugo Nilsson begin?")),
        ("What is the rent for Mill Lane 7?", ()),
        ("How long may a guest and a dog stay?", ()),
        ("What is the blood type of Jonas Brandt?", ()),
    ],
)  # fmt: skip
def test_two_things_are_two_questions(asked: str, parts: tuple[str, ...]) -> None:
    assert joining.parts(asked) == parts


@pytest.fixture
def two(put: Put) -> tuple[int, int]:
    text = "# Lease {}\n\nThe monthly rent for {} is {} euros.\n\nThe deposit for {} is {} euros.\n"
    mill = put("mill.md", text.format("Mill Lane 7", "Mill Lane 7", 900, "Mill Lane 7", 1800))
    elm = put("elm.md", text.format("Elm Road 3", "Elm Road 3", 700, "Elm Road 3", 2100))
    return mill, elm


def heard(events: list[AskEvent]) -> tuple[list[tuple[str, int]], Answered]:
    last = events[-1]
    assert isinstance(last, Answered)
    return [(one.text, one.document) for one in events if isinstance(one, Statement)], last


def test_each_of_two_documents_answers_its_part(two: tuple[int, int], desk: Desk) -> None:
    chat = ScriptedChat(["[1] The monthly rent for Mill Lane 7 is 900 euros.",
                         "[1] The monthly rent for Elm Road 3 is 700 euros."])  # fmt: skip
    asked = "Is the monthly rent for Mill Lane 7 higher than for Elm Road 3?"
    said, end = heard(list(ask(asked, desk, chat)))
    assert [number for _, number in said] == list(two)
    assert ["900" in said[0][0], "700" in said[1][0]] == [True, True]
    assert (end.reason, end.statements) == ("whole", 2)
    assert len(chat.requests) == 2, "no document has both names: the whole question is not asked"


def test_where_only_one_part_is_answered_that_is_said(two: tuple[int, int], desk: Desk) -> None:
    chat = ScriptedChat(["[1] The monthly rent for Mill Lane 7 is 900 euros.",
                         "[1] The monthly rent for Oak Street 4 is 900 euros."])  # fmt: skip
    asked = "What are the monthly rents of Mill Lane 7 and Oak Street 4?"
    said, end = heard(list(ask(asked, desk, chat)))
    assert [number for _, number in said] == [two[0]]
    assert end.reason == "part"


def test_a_question_goes_on_in_the_document_of_the_last(two: tuple[int, int], desk: Desk) -> None:
    chat = ScriptedChat(["[1] The monthly rent for Elm Road 3 is 700 euros.",
                         "[1] The deposit for Elm Road 3 is 2100 euros."])  # fmt: skip
    _, first = heard(list(ask("How much is the monthly rent for Elm Road 3?", desk, chat)))
    assert first.before == Before("How much is the monthly rent for Elm Road 3?", (two[1],))
    said, end = heard(list(ask("And the deposit?", desk, chat, before=first.before)))
    assert [number for _, number in said] == [two[1]]
    assert "Question: How much is the deposit for Elm Road 3?" in chat.requests[1].messages[-1].text
    assert "Mill Lane" not in chat.requests[1].messages[-1].text
    assert end.before == Before("How much is the deposit for Elm Road 3?", (two[1],))


def test_other_documents_answer_what_may_be_there(two: tuple[int, int], desk: Desk) -> None:
    asked = "And how high is the deposit for Mill Lane 7?"
    before = Before("How much is the monthly rent for Elm Road 3?", (two[1],))
    chat = ScriptedChat(["[1] The deposit for Elm Road 3 is 2100 euros.",
                         "[1] The deposit for Mill Lane 7 is 1800 euros."])  # fmt: skip
    said, _ = heard(list(ask(asked, desk, chat, before=before)))
    assert [number for _, number in said] == [two[0]]


def test_documents_of_one_title_are_told_apart(put: Put, desk: Desk) -> None:
    old = put("2024/lease.md", "# Lease\n\nThe monthly rent is 700 euros.\n")
    new = put("2025/lease.md", "# Lease\n\nThe monthly rent is 800 euros.\n")
    chat = ScriptedChat(["[1] The monthly rent is 800 euros."])
    events = list(ask("How much is the monthly rent in the 2025 lease?", desk, chat))
    (one,) = [each for each in events if isinstance(each, Statement)]
    assert (one.document, one.title) == (new, "Lease (2025)")
    assert "Lease (2024)" in chat.requests[0].messages[-1].text
    assert old != new
