"""The words that wake Tacit, and the text that follows them."""

import pytest

from inference.voice.waking import SPOKEN, WakeWord, without


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        ("Hey Jarvis, what time is it?", "What time is it?"),
        ("Jarvis. Remind me of the bread.", "Remind me of the bread."),
        ("vis what is due?", "What is due?"),
        ("Hey, Jarvis!", ""),
        ("What does Jarvis mean?", "What does Jarvis mean?"),
        ("Visit Anna", "Visit Anna"),
        ("Hey, what is on today?", "Hey, what is on today?"),
        ("", ""),
    ],
)
def test_what_was_said_does_not_begin_with_the_words(heard: str, left: str) -> None:
    assert without(heard, WakeWord.HEY_JARVIS) == left


@pytest.mark.parametrize("word", WakeWord)
def test_each_of_them_is_known_as_it_is_spoken(word: WakeWord) -> None:
    assert without(f"{SPOKEN[word]}, stop.", word) == "Stop."
