"""What is dictated, as it is written."""

import pytest

from inference.voice.dictation import Dictated, joined, written


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Dear Anna comma", "Dear Anna,"),
        ("Dear Anna, comma, new paragraph, thank you for your letter. Full stop.",
         "Dear Anna,\n\nThank you for your letter."),
        ("how are you question mark I am well period", "how are you? I am well."),
        ("Bread, new line, milk, new line, eggs", "Bread\nMilk\nEggs"),
        ("He said open quote come in close quote", "He said “come in”"),
        ("The list colon bread semicolon milk", "The list: bread; milk"),
        ("See me open bracket soon close bracket period", "See me (soon)."),
        ("It was a period of rest.", "It was a period of rest."),
        ("Put a comma there.", "Put a comma there."),
        ("well hyphen known", "well-known"),
        ("We met on Monday. It was good. Scratch that. It was fine.",
         "We met on Monday. It was fine."),
        ("I hate scratch that I like it", "I like it"),
        ("Hello, Comma, The train is late", "Hello, the train is late"),
        ("", ""),
    ],
)  # fmt: skip
def test_spoken_signs_become_signs(said: str, text: str) -> None:
    assert written(said).text == text


def test_what_was_said_before_can_be_taken_back() -> None:
    assert written("Scratch that.") == Dictated("", takes_back=True)
    assert written("Scratch that. Come at nine.") == Dictated("Come at nine.", takes_back=True)
    assert not written("Come at nine. Scratch that.").takes_back


def test_german_has_its_own_words() -> None:
    said = "Liebe Anna Komma neue Zeile danke Ausrufezeichen"
    assert written(said, "de").text == "Liebe Anna,\nDanke!"
    assert written("Das ist der Punkt.", "de").text == "Das ist der Punkt."
    assert written("Liebe Anna comma", "de").text == "Liebe Anna comma"


def test_a_text_goes_on_where_another_ended() -> None:
    assert joined("Dear Anna", "thanks") == " thanks"
    assert joined("Dear Anna", ", thanks") == ", thanks"
    assert joined("Dear Anna\n", "thanks") == "thanks"
    assert joined("", "thanks") == "thanks"
