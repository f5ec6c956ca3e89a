"""Titles of conversations by rule."""

import pytest

from inference.titles import LONGEST, asked, holds, is_gist, title
from tests.scripted import ScriptedChat


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("What is a lighthouse?", "What is a lighthouse?"),
        ("hey tacit, could you please plan a trip to Rome. It is in May.", "Plan a trip to Rome"),
        ("Please", "Please"),
        ("Hi-fi speakers for the office", "Hi-fi speakers for the office"),
        ("Well-being tips", "Well-being tips"),
        ("Hello!", "Hello"),
        ("I'd like to learn Greek", "Learn Greek"),
        ("Ask Dr. Lee about the results. Then call Ana.", "Ask Dr. Lee about the results"),
        ("tell me what 3.5 times 2 is", "What 3.5 times 2 is"),
        ("Sum it up\n\n> From a.txt:\n> Dear Sir,\n> yours", "Sum it up"),
        ("> From a.txt:\n> Dear Sir,\n> yours", "From a.txt: Dear Sir, yours"),
        ("ما هي المنارة؟ أخبرني", "ما هي المنارة؟"),
        ("Would you be there?", "Would you be there?"),
        ("", ""),
    ],
)
def test_a_title_is_the_gist_of_the_first_words(said: str, expected: str) -> None:
    assert title(said) == expected


@pytest.mark.parametrize("said", ["word " * 40, "w" * 200])
def test_a_title_is_short_and_ends_with_a_whole_word(said: str) -> None:
    found = title(said)
    assert len(found) <= LONGEST
    assert found.endswith(("word…", "www…"))


SAID = (
    "I have been thinking about the kitchen for weeks, and Tomasz sent two quotes in March that "
    "differ by 4000, so which of them should I take?"
)


@pytest.mark.parametrize(
    ("found", "is_good"),
    [
        ("Kitchen quotes from Tomasz", True),
        ("Kitchen and two quotes", True),
        ("Tomasz sent two quotes", True),
        ("Quotes that differ by 4000", True),
        ("Quotes by Anna", False),
        ("Quotes that differ by 5000", False),
        ("Renovation budget advice", False),
        ("Kitchen", False),
        ("I have been thinking about the kitchen", False),
        ("so I", False),
        ("", False),
    ],
)
def test_a_model_s_title_says_only_what_was_said(found: str, is_good: bool) -> None:
    assert holds(found, SAID) is is_good


def test_a_model_is_asked_with_a_form_and_believed_only_where_it_holds() -> None:
    chat = ScriptedChat(["two quotes in March", "Renovation with Anna"])
    assert asked(chat, [SAID]) == "Two quotes in March"
    assert asked(chat, [SAID]) == ""
    assert all(one.form is not None for one in chat.requests)
    assert asked(ScriptedChat(["two quotes in March"]), [SAID], lambda: True) == ""


def test_what_is_short_by_rule_needs_no_model() -> None:
    assert is_gist(title("What is a lighthouse?"))
    assert not is_gist(title(SAID))
