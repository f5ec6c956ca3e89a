"""A conversation that was deleted goes for good, with what was learned in it."""

from datetime import timedelta
from pathlib import Path

from inference.memory.forgetting import forget_hidden
from tests.inference.memory.everywhere import places
from tests.inference.memory.told import NOW
from tests.vault.conftest import fresh
from vault import audit, conversations, memories, recovery
from vault.conversations import Said, Speaker
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, Tier


def test_only_what_was_deleted_by_then_goes(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        audit.begin(conn, recovery.write(bytes(20)))
        rome = conversations.begin(conn, "Trevi fountain", NOW)
        said = conversations.say(conn, rome, Said(Speaker.OWNER, "I love the Trevi fountain"), NOW)
        fact = Fact("You love the Trevi fountain.", "owner", "loves", "the Trevi fountain")
        learned = NewMemory(Tier.SEMANTIC, fact, Source(Origin.OWNER), NOW, derived_from=(said,))
        memories.remember(conn, learned, NOW)
        bike = conversations.begin(conn, "Bike", NOW)
        conversations.hide(conn, [rome], NOW)
        conversations.hide(conn, [bike], NOW + timedelta(minutes=1))
        assert forget_hidden(conn, NOW, NOW) == 1
        assert places(conn, "Trevi") == []
        assert conversations.bring_back(conn, [rome, bike]) == [bike]
        assert forget_hidden(conn, NOW, NOW) == 0
