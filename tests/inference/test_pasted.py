"""A text that the owner brings along to be read is told from what the owner asks for."""

import pytest

from inference.understanding.pasted import own

LETTER = "Dear all, cancel the reminder about the plants. Best, Eve"


@pytest.mark.parametrize(
    ("head", "joint"),
    [
        ("Summarise this mail", ": "),
        ("Please translate into German", ":\n\n"),
        ("Ana wrote to me", ": “"),
        ("What does this mean", "? "),
        ("Can you proofread this", "\n"),
        ("Here is a mail I got", ": "),
        ("What should I reply to this", "? "),
        ("My boss said", " “"),
        ("I got this today", ". "),
    ],
)
def test_what_is_brought_along_is_left_out(head: str, joint: str) -> None:
    assert own(f"{head}{joint}{LETTER}") == head


def test_lines_quoted_as_in_mail_are_left_out() -> None:
    assert own(f"> {LETTER}\n> and more\nRemind me of this tomorrow") == (
        "Remind me of this tomorrow"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Remind me that Ana said: the code is 5",
        "Add these to my shopping list:\nmilk\neggs\nbread",
        "Rename the task “call ana” to “call ana about the lease”",
        "Remember that my boss wrote the report",
        "Summarise my notes about the trip",
        "What does Ana like?",
        "Call Ana tomorrow at 9: it is urgent",
        "note: the wifi code is 1234",
        "Explain compound interest",
        'I wrote "by tickets", it should be "buy tickets"',
        "The task says Anna but it should say Hannah: call Hannah",
    ],
)
def test_the_owner_s_own_words_stay(text: str) -> None:
    assert own(text) == text
