"""Forgetting in the middle of a conversation: it goes on, and what was forgotten is not in it."""

from pathlib import Path

from inference.conversation import Conversation, Mind
from inference.guard import Guard
from inference.memory.forgetting import INSTEAD
from inference.tools.base import Desk
from inference.tools.catalog import BY_NAME, EXACT, OFFERED
from inference.turn import ApprovalWaits
from inference.understanding import frames, wording
from inference.understanding.rules import Rules
from inference.understanding.understand import Understanding
from tests.inference.memory.everywhere import places
from tests.inference.memory.told import NOW
from tests.scripted import ScriptedChat
from tests.vault.conftest import fresh
from vault import audit, recovery, search


def test_a_conversation_goes_on_without_what_was_forgotten(tmp_path: Path) -> None:
    with fresh(tmp_path / "talk.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        desk = Desk(conn, NOW, lambda query: search.search(conn, query, NOW))
        guard = Guard(BY_NAME, EXACT)
        known = Understanding(Rules(frames.english(), wording.english()), OFFERED)
        chat = ScriptedChat(["Of course."])
        talk = Conversation(Mind(known, guard, chat, lambda: desk))
        list(talk.turn("I like olives."))
        list(talk.turn("I suffer from hay fever."))
        for event in talk.turn("Forget that I suffer from hay fever"):
            if isinstance(event, ApprovalWaits):
                guard.approve(desk, event.approval)
        assert places(conn, "hay fever") == []
        list(talk.turn("Tell me about the sea."))
        assert "hay fever" not in str(chat.requests[-1])
        assert [one.text for one in talk.branch] == [
            "I like olives.",
            "Noted: You like olives.",
            INSTEAD,
            "Tell me about the sea.",
            "Of course.",
        ]
