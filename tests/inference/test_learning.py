"""What was said is gone through once, in quiet times, and can be left off anywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inference import learning
from inference.memory.asking import FACT
from inference.memory.keeping import Outcome
from inference.tools.base import Desk
from tests.scripted import ScriptedChat
from tests.vault.conftest import NOW, fresh
from vault import audit, conversations, memories, recovery, search
from vault.conversations import Said, Speaker

TOLD = ("Our cellar is flooded every spring.", "The piano was a gift from a neighbour of ours.")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with fresh(tmp_path / "vault.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        talk = conversations.begin(conn, "", NOW)
        for text in TOLD:
            conversations.say(conn, talk, Said(Speaker.OWNER, text), NOW)
            conversations.say(conn, talk, Said(Speaker.ASSISTANT, "I see."), NOW)
        yield Desk(conn, NOW, lambda query: search.search(conn, query, NOW))


def test_what_the_model_finds_waits_for_the_owner(desk: Desk) -> None:
    rounds = list(learning.reflect(desk, ScriptedChat([FACT, FACT])))
    assert [one.outcome for kept in rounds for one in kept] == [Outcome.PROPOSED] * 2
    assert len(memories.proposed(desk.conn)) == 2
    assert not memories.known(desk.conn, NOW)


def test_it_goes_on_where_it_was_left(desk: Desk) -> None:
    next(learning.reflect(desk, ScriptedChat([FACT])))
    assert [one.text for one in learning.unread(desk.conn)] == [TOLD[1]]
    list(learning.reflect(desk, ScriptedChat([FACT])))
    assert learning.unread(desk.conn) == []
    assert list(learning.reflect(desk, ScriptedChat([]))) == []


def test_nothing_is_learned_where_learning_is_off(desk: Desk) -> None:
    from inference import preferences

    preferences.put(desk.conn, learning.LEARNING, False)
    assert list(learning.reflect(desk, ScriptedChat([]))) == []
    (message,) = conversations.by_owner(desk.conn, 0, 1)
    assert learning.learn(desk, message) == []


def test_tidying_ends(desk: Desk) -> None:
    assert learning.tidy(desk).is_done
