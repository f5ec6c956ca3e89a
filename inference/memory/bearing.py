"""What is found bears on a text only where it shares a telling word or is really like it.

A search always has a best hit, however poor; here each hit is held against the text itself. What
the owner once said is offered only where it tells something that nothing newer says otherwise.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence

from inference.memory import keeping, rules, topics
from inference.memory.proposals import Proposal, bag, is_single
from inference.memory.statements import ASKS, LEADS, TASK
from inference.spelling import distance
from inference.tools.base import Desk
from vault import memories, profile, traces
from vault.connection import ReadConn
from vault.entities import fold
from vault.items import Origin
from vault.memories import Memory, State
from vault.search import STOPWORDS, WORD, Hit

CLOSE = 0.35
"of the best hit of its kind: what is less close is about something else"
ALIKE = 0.47
"cosine from which on a text is really like another; measured with the month of benchmarks/memory"
FORGIVEN = 5
"letters from which on one slip in a word is forgiven"
SAYS_LITTLE = STOPWORDS | bag(
    "know known remember recall tell told say said anything everything something nothing thing "
    "things please am now nowadays currently"
)
ORDER = re.compile(
    r"^(?:please )?(?:recall|remind|show|snooze|postpone|undo|change|turn|switch|start|stop|mute|"
    r"wake|what's|who's|where's|when's|how's|any)\b",
    re.IGNORECASE,
)
FEWEST_WORDS = 2


class Bearing:
    """Whether what was found bears on a text."""

    def __init__(self, conn: ReadConn, text: str) -> None:
        self._conn = conn
        self._words = telling(text)
        wider = topics.widened(" ".join(self._words))
        self._stems = set(conn.stems([*self._words, *telling(wider)]).values())

    def close(self, hits: Sequence[Hit]) -> list[Hit]:
        """Those that bear on it, and are not far behind the best of them."""
        fit = [hit for hit in hits if self.holds(hit)]
        best = max((hit.score for hit in fit), default=0.0)
        return [hit for hit in fit if hit.score >= best * CLOSE]

    def holds(self, hit: Hit) -> bool:
        return hit.likeness >= ALIKE or self._shares(hit.text)

    def of_facts(
        self, known: Iterable[Memory], found: Mapping[int, Hit], named: Container[int]
    ) -> dict[int, float]:
        """How well each memory fits that bears on it at all; those of who is named do."""
        return {
            one.id: found[one.id].score for one in known
            if one.id in found
            and (one.id in named or self._asks_for(one) or self.holds(found[one.id]))
        }  # fmt: skip

    def _asks_for(self, memory: Memory) -> bool:
        """Whether the text has another name for it: “eat” for what somebody is allergic to."""
        return topics.asks_about(memory.fact.predicate, set(self._words))

    def _shares(self, text: str) -> bool:
        words = telling(text)
        if self._stems & set(self._conn.stems(words).values()):
            return True
        return any(_is_slip(mine, theirs) for mine in self._words for theirs in words)


def asks_for(text: str, memory: Memory) -> bool:
    """Whether a text asks for just this secret, by all the words of its name."""
    fact = memory.fact
    name = fact.predicate if fact.predicate != "note" else fact.text
    telling = [word for word in WORD.findall(name.casefold()) if len(word) > 1]
    said = set(WORD.findall(text.casefold()))
    if fact.predicate == "note":
        return len(said & set(telling)) >= max(2, len(telling) // 2)
    return bool(telling) and set(telling) <= said


def telling(text: str) -> list[str]:
    """The words of a text that tell what it is about."""
    return [word for word in WORD.findall(fold(text)) if word not in SAYS_LITTLE]


def _is_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < FORGIVEN or one[0] != other[0]:
        return False
    return abs(len(one) - len(other)) <= 1 and distance(one, other) == 1


def still_tells(desk: Desk, hit: Hit) -> bool:
    """Whether the owner told something there, and nothing newer says otherwise."""
    return tells(hit) and not _is_outdated(desk, hit)


def tells(hit: Hit) -> bool:
    """Whether a message is the owner’s own, and neither asks nor asked for an action."""
    said = hit.text.strip()
    while found := LEADS.match(said):
        said = said[found.end() :]
    if hit.source.origin is not Origin.OWNER or said.endswith("?"):
        return False
    asks = any(pattern.search(said) for pattern in (ASKS, TASK, ORDER))
    return len(WORD.findall(said)) >= FEWEST_WORDS and not asks


def _is_outdated(desk: Desk, hit: Hit) -> bool:
    found = rules.propose(hit.text, hit.happened)
    return any(_has_newer(desk.conn, one, hit) for one in found)


def _has_newer(conn: ReadConn, one: Proposal, hit: Hit) -> bool:
    """Whether a memory or an entry of the profile that came later has another value."""
    fact = one.fact
    if not is_single(fact.predicate):
        return False
    known = memories.about(conn, keeping.who(conn, fact.subject), fact.predicate)
    newer = (
        memory for memory in known
        if memory.state is State.KEPT and memory.id > hit.item
        and hit.item not in traces.origins(conn, memory.id)
    )  # fmt: skip
    if any(fold(memory.fact.object) != fold(fact.object) for memory in newer):
        return True
    if one.profile is None:
        return False
    key, value = one.profile
    held = profile.current(conn, key)
    return any(old.value != value and old.since > hit.happened for old in held)
