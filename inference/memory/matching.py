"""Which memory the owner means by a few words: “that”, a number, “where Ana lives”."""

import re

from inference import person
from inference.memory import people, rules
from inference.memory.bearing import asks_for
from inference.memory.keeping import who
from inference.memory.proposals import OWNER, bag
from inference.tools.base import Desk
from inference.tools.errors import NothingLikeThat, UnknownKey, WhichOne
from vault import entities, memories
from vault.connection import ReadConn
from vault.entities import fold
from vault.items import Kind, Sensitivity
from vault.memories import Memory, State
from vault.search import STOPWORDS, WORD, Query

KIND = "memory"
NUMBERS = re.compile(r"(?:items?|memor(?:y|ies)|facts?)?\s*#?(\d+)(?:\s*(?:,|and)\s*#?\d+)*")
POINTS = re.compile(r"(?:that|this|it|last|the last one|what you (?:just )?(?:said|told me))", re.I)
LEAD = re.compile(
    r"^(?:(?:that|about|the fact that|the memory (?:of|about|that)|what (?:i|you) (?:said|told you|"
    r"know|remember) about|anything about|everything about|all about)\s+)+",
    re.IGNORECASE,
)
SAYS_LITTLE = STOPWORDS | bag(
    "forget remember memory memories fact facts know told say said anything everything thing "
    "things please all old new now really"
)
BY_ITS_NAME = 0.1
"what a memory has before others whose words fit as well"
HALF = 0.5
LIKELY = 40


def meant(desk: Desk, said: str) -> list[Memory]:
    """The memories that are meant, all of them equally well; NothingLikeThat where none is."""
    conn, text = desk.conn, said.strip(" .")
    if NUMBERS.fullmatch(text):
        found = memories.among(conn, [int(one) for one in re.findall(r"\d+", text)])
    elif POINTS.fullmatch(text):
        found = memories.last_used(conn)
    else:
        text = LEAD.sub("", text)
        found = _entry(conn, text) or _fact(desk, text) or _by_words(desk, text)
    if not found:
        raise NothingLikeThat(KIND, said)
    return found


def one(desk: Desk, said: str) -> Memory:
    """The one memory that is meant; WhichOne where there are several."""
    found = meant(desk, said)
    if len(found) > 1:
        raise WhichOne(KIND, said, tuple((memory.id, memory.fact.text) for memory in found))
    return found[0]


def names_somebody(conn: ReadConn, said: str) -> bool:
    """Whether these words are a name and nothing else: all about them is meant."""
    bare = LEAD.sub("", said.strip(" ."))
    return any(fold(bare) == fold(one.name) for one in entities.named(conn, [bare]))


def telling(conn: ReadConn, text: str, least: int = 1) -> set[str]:
    """The words of a text that say something, as the index of words keeps them."""
    words = [word for word in WORD.findall(fold(text)) if word not in SAYS_LITTLE]
    return set(conn.stems([word for word in words if len(word) >= least]).values())


def whole(conn: ReadConn, memory: Memory) -> set[str]:
    """All telling words of a memory, and of what it is kept as."""
    fact = memory.fact
    name = fact.predicate.replace(".", " ").replace("_", " ")
    return telling(conn, f"{fact.text} {fact.subject} {name} {fact.object}")


def _entry(conn: ReadConn, text: str) -> list[Memory]:
    """What an entry of the profile was learned from."""
    try:
        key = person.key(text)
    except UnknownKey:
        return []
    found = memories.about(conn, OWNER, key.name)
    return [memory for memory in found if memory.state is State.KEPT]


def _fact(desk: Desk, text: str) -> list[Memory]:
    """A statement like one that is known: the same of the same."""
    found: list[Memory] = []
    for proposal in rules.propose(f"Remember that {text}", desk.now):
        fact = proposal.fact
        known = memories.about(desk.conn, who(desk.conn, fact.subject), fact.predicate)
        same = [one for one in known if fold(one.fact.object) == fold(fact.object)]
        kept = [one for one in same if one.state is State.KEPT]
        found += kept or same[:1]
    return found


def _by_words(desk: Desk, text: str) -> list[Memory]:
    """Those that have most of the words; those of people who are named need not name them."""
    conn = desk.conn
    named = people.named_in(conn, text)
    query = Query(text, LIKELY, (Kind.MEMORY,), most_sensitive=Sensitivity.SECRET)
    hits = [hit.item for hit in desk.find(query)]
    wanted = telling(conn, text)
    shares: list[tuple[float, Memory]] = []
    for memory in memories.among(conn, dict.fromkeys([*named.memories, *hits])):
        if memory.state is not State.KEPT:
            continue
        has = whole(conn, memory)
        if memory.id in named.memories:
            has |= telling(conn, " ".join(named.words))
        share = len(wanted & has) / len(wanted) if wanted else 0.0
        shares.append((share + (BY_ITS_NAME if asks_for(text, memory) else 0.0), memory))
    best = max((share for share, _memory in shares), default=0.0)
    return [memory for share, memory in shares if share == best and best > HALF]
