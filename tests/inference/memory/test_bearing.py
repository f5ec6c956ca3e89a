"""What does not bear on a question is not recalled; what is otherwise by now is not offered."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from inference.memory import gather
from inference.tools import memory
from inference.tools.base import Desk
from tests.inference.memory.told import NOW, Tell, teller
from vault import conversations, embedding, memories, profile, search
from vault.conversations import Said, Speaker
from vault.documents import NewDocument
from vault.documents import add as add_document
from vault.index import Index
from vault.items import Origin, Passage, Source
from vault.memories import Fact, NewMemory, Tier
from vault.search import Query
from vault.vectors import Vectors

NOTHING = "I know nothing about that."


class Topics:
    """An embedder in which every text is a little like every other, and much like its topic."""

    model = "topics"
    dimensions = 32

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.array([self._row(text.casefold()) for text in texts], dtype=np.float32)

    def _row(self, text: str) -> Vectors:
        row = np.zeros(self.dimensions, dtype=np.float32)
        about = [place for place, topic in enumerate(TOPICS) if any(w in text for w in topic)]
        row[about or [4 + sum(map(ord, text)) % 28]] = 1.0
        row[3] = 0.4
        return row / np.float32(np.linalg.norm(row))


TOPICS = (
    ("shrimp", "shellfish"),
    ("blockchain", "peru", "where do i", "to live"),
    ("olives", "porto", "bank"),
)


def by_meaning(desk: Desk) -> Desk:
    """The same desk, which finds by meaning as well."""
    embedder = Topics()
    embedding.catch_up(desk.conn, embedder, None)
    index = Index.load(desk.conn)

    def find(query: Query) -> list[search.Hit]:
        row = embedder.embed([query.text])[0]
        return search.search(desk.conn, query, NOW, index, row)

    return replace(desk, find=find)


def recall(desk: Desk, query: str) -> str:
    return memory.recall.run(desk, {"query": query}).says


def say(desk: Desk, *lines: str) -> None:
    """Said, and nothing learned from it."""
    talk = conversations.begin(desk.conn, "", NOW)
    for line in lines:
        conversations.say(desk.conn, talk, Said(Speaker.OWNER, line), NOW)


@pytest.fixture
def full(desk: Desk, tell: Tell) -> Desk:
    for line in ("My name is Sam.", "I like olives.", "I live in Porto.", "My bank is Banco Azul.",
                 "I'm allergic to shellfish.", "The lease was signed with noise."):  # fmt: skip
        tell(line)
    text = "The lease ends on 31 May."
    source = Source(Origin.FILE, "/lease.pdf")
    new = NewDocument("Lease", "text/plain", "ab" * 32, source, NOW, [text], [Passage(text)])
    add_document(desk.conn, new, NOW)
    return by_meaning(desk)


@pytest.mark.parametrize(
    "query", ["blockchain in Peru", "what do you know about blockchain?", "tell me about my boat"]
)
def test_what_nothing_bears_on_is_not_known(full: Desk, query: str) -> None:
    assert full.find(Query(query)) != [], "the search itself always has a best"
    assert recall(full, query) == NOTHING
    assert gather.own_words(full, query) == []
    assert gather.documents(full, query) == []


def test_what_bears_on_it_is_found_by_words_meaning_and_slips(full: Desk) -> None:
    assert recall(full, "shrimp").startswith("You are allergic to shellfish.")
    assert "Banco" not in recall(full, "shrimp")
    assert recall(full, "who am I?").splitlines() == [
        "Your name is Sam. (You said so on 4 March 2026.)"
    ]
    assert recall(full, "olive").startswith("You like olives.")
    assert recall(full, "my olivse").startswith("You like olives.")
    assert [one.text for one in gather.documents(full, "lease")] == ["The lease ends on 31 May."]
    assert "The lease was signed" in recall(full, "lease")


def test_the_likeness_of_a_hit_is_seen(full: Desk) -> None:
    hits = {hit.text: hit.likeness for hit in full.find(Query("shrimp"))}
    assert hits["You are allergic to shellfish."] == pytest.approx(1.0, abs=1e-3)
    assert 0.1 < hits["You like olives."] < 0.3


def test_wishes_and_single_words_are_no_words_of_the_owner_s(desk: Desk) -> None:
    say(desk, "Lease", "Show the lease", "Remind me of the lease on Monday", "Please find my lease",
        "what is the lease about", "The lease made me nervous.")  # fmt: skip
    assert [one.text for one in gather.own_words(desk, "lease", 9)] == [
        "The lease made me nervous.",
    ]  # fmt: skip


def test_an_older_message_is_not_offered_where_a_newer_value_is_known(desk: Desk) -> None:
    say(desk, "I live in Leeds too.", "We like Leeds in the rain.", "Ana lives in Leeds now.")
    assert len(gather.own_words(desk, "Leeds live", 9)) == 3
    memory.remember.run(desk, {"text": "I live in Bath now"})
    memory.remember.run(desk, {"text": "Ana lives in Rome"})
    assert [one.text for one in gather.own_words(desk, "Leeds live", 9)] == [
        "We like Leeds in the rain.",
    ]  # fmt: skip
    assert "Leeds" not in recall(desk, "where do I live?")


def test_an_entry_that_was_set_later_counts_as_newer(desk: Desk) -> None:
    say(desk, "I live in Leeds too.")
    profile.put(desk.conn, "identity.home", "Leeds", NOW + timedelta(days=1))
    assert len(gather.own_words(desk, "Leeds", 9)) == 1
    profile.put(desk.conn, "identity.home", "Bath", NOW + timedelta(days=1))
    assert gather.own_words(desk, "Leeds", 9) == []


def test_the_home_comes_first_where_it_is_asked_for(desk: Desk) -> None:
    tell = teller(desk)
    tell("My address is 5 High Street")
    tell("I live in Bath.")
    for line in ("I live with my brother near the trams", "I want to live where I live well"):
        memory.remember.run(desk, {"text": line})
    for asked in ("where do I live?", "Where do I live now?", "in which city do I live"):
        assert recall(desk, asked).startswith("You live in Bath."), asked


def test_the_home_is_ahead_of_what_goes_by_the_very_word(desk: Desk) -> None:
    teller(desk)("I live in Bath.")
    fact = Fact("You live to live.", "owner", "live", "to live")
    new = NewMemory(Tier.SEMANTIC, fact, Source(Origin.OWNER), NOW)
    memories.remember(desk.conn, new, NOW)
    assert recall(by_meaning(desk), "where do I live?").splitlines() == [
        "You live in Bath. (You said so on 4 March 2026.)",
        "You live to live. (You said so on 4 March 2026.)",
    ]
