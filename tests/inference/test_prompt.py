"""How much of what a model can hold in view a conversation takes."""

from datetime import UTC, datetime

from inference import prompt
from vault.conversations import Message, Speaker

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)
CONTEXT = 8_192


def spoken(count: int, letters: int) -> list[Message]:
    return [
        Message(at, 1, at - 1, Speaker.ASSISTANT if at % 2 else Speaker.OWNER, "a" * letters, NOW)
        for at in range(count)
    ]


def test_an_empty_conversation_takes_little_room() -> None:
    room = prompt.room([], "", CONTEXT)
    assert room.share < 0.3
    assert room.left_out == 0


def test_a_long_one_fills_it_and_leaves_out_the_oldest() -> None:
    shares = [prompt.room(spoken(count, 600), "", CONTEXT).share for count in (2, 8, 12, 14)]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    full = prompt.room(spoken(40, 600), "", CONTEXT)
    assert full.share == 1.0
    assert full.left_out == len(spoken(40, 600)) - len(prompt._recent(spoken(40, 600)))
    assert full.left_out > 20


def test_what_is_being_written_counts() -> None:
    assert prompt.room([], "a" * 30_000, CONTEXT).share == 1.0
