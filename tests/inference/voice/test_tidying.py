"""Tidied dictation is still what was said."""

import pytest

from inference.voice.tidying import accepted, request, without_fillers


@pytest.mark.parametrize(
    ("said", "tidied", "kept"),
    [
        ("so um we we meet on monday at nine", "So we meet on Monday at nine.",
         "So we meet on Monday at nine."),
        ("what is the capital of france", "The capital of France is Paris.",
         "what is the capital of france"),
        ("tell her I cannot come", "Unfortunately I am unable to attend.",
         "tell her I cannot come"),
        ("call 0171 5550 um tomorrow", "Call tomorrow.", "call 0171 5550 tomorrow"),
        ("Um, I like it", "", "I like it"),
        ("we meet at nine", "Sure! Here is the text:\nWe meet at nine.", "we meet at nine"),
    ],
)  # fmt: skip
def test_only_the_owners_own_words_count(said: str, tidied: str, kept: str) -> None:
    assert accepted(said, tidied) == kept


def test_fillers_go_without_a_model_and_words_that_look_like_them_stay() -> None:
    assert without_fillers("Um, so uh I err on the side of umbrellas") == (
        "So I err on the side of umbrellas"
    )


def test_the_model_is_asked_for_little_more_than_was_said() -> None:
    assert request("word " * 100).max_tokens < 500
