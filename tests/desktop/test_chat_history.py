"""Branches of a conversation, and the stretches of it that are read."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.viewmodels import chat_history
from desktop.viewmodels.chat_history import STRETCH, Outline
from desktop.viewmodels.chat_shown import Who
from tests.vault.conftest import fresh
from vault import conversations
from vault.connection import WriteConn
from vault.conversations import Said, Speaker
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, Tier, remember

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[WriteConn]:
    with fresh(tmp_path / "vault.db") as conn:
        yield conn


def told(conn: WriteConn, number: int, text: str, after: int | None, *drawn: int) -> int:
    who = Speaker.OWNER if text.endswith("?") else Speaker.ASSISTANT
    said = Said(who, text, after, derived_from=drawn)
    return conversations.say(conn, number, said, NOW)


def texts(stretch: chat_history.Stretch) -> list[str]:
    return [one.text for one in stretch.messages]


def test_two_answers_to_one_question_stand_beside_each_other(conn: WriteConn) -> None:
    number = conversations.begin(conn, "Tea", NOW)
    question = told(conn, number, "Tea?", None)
    first = told(conn, number, "One", question)
    later = told(conn, number, "More?", first)
    last = told(conn, number, "Yes", later)
    second = told(conn, number, "Two", question)
    shown = chat_history.read(conn, number)
    assert texts(shown) == ["Tea?", "Two"]
    assert shown.messages[1].ways == (first, second)
    assert shown.messages[0].ways == ()
    outline = Outline.of(conn, number)
    assert outline.newest_below(first) == last
    assert texts(chat_history.read(conn, number, last)) == ["Tea?", "One", "More?", "Yes"]
    assert chat_history.where(conn, later) == (number, last)
    assert chat_history.where(conn, number) == (number, None)


def test_the_latest_stretch_is_read_and_then_what_is_before_it(conn: WriteConn) -> None:
    number = conversations.begin(conn, "Long", NOW)
    numbers: list[int] = []
    for at in range(STRETCH + 20):
        numbers.append(told(conn, number, f"{at}?", numbers[-1] if numbers else None))
    latest = chat_history.read(conn, number)
    assert [one.number for one in latest.messages] == numbers[-STRETCH:]
    assert latest.has_earlier
    earlier = chat_history.read(conn, number, latest.last, latest.messages[0].number)
    assert [one.number for one in earlier.messages] == numbers[:20]
    assert not earlier.has_earlier
    sought = chat_history.read(conn, number, latest.last, at=numbers[15])
    assert [one.number for one in sought.messages] == numbers[5:]


def test_what_an_answer_was_drawn_from_is_told_with_its_place(conn: WriteConn) -> None:
    number = conversations.begin(conn, "Tea", NOW)
    source = Source(Origin.FILE, "/home/me/papers/tea.pdf")
    fact = NewMemory(Tier.SEMANTIC, Fact("Tea is green.", "tea", "is", "green"), source, NOW)
    item = remember(conn, fact, NOW)
    question = told(conn, number, "Tea?", None)
    told(conn, number, "Green", question, item)
    answer = chat_history.read(conn, number).messages[1]
    assert answer.who is Who.TACIT
    assert [(one.item, one.text, one.place) for one in answer.used] == [
        (item, "Tea is green.", "tea.pdf")
    ]


def test_an_outline_of_a_very_long_conversation_has_no_words(conn: WriteConn) -> None:
    number = conversations.begin(conn, "Long", NOW)
    last = None
    with conn.transaction():
        for at in range(1_000):
            last = told(conn, number, f"{at}?", last)
    outline = Outline.of(conn, number)
    assert len(outline.line(last)) == 1_000
    assert outline.line(12_345) == []
    assert len(chat_history.read(conn, number).messages) == STRETCH
