"""Who a text names, by name or by what they are to the owner, and what is known of them."""

import re
from dataclasses import dataclass

from inference.memory import words
from inference.memory.proposals import OWNER
from vault import entities, memories
from vault.connection import ReadConn
from vault.entities import Entity
from vault.memories import State
from vault.search import STOPWORDS, WORD

KIN = re.compile(rf"\b(?:my|our)\s+({words.KIN})(?:'s|s)?\b", re.IGNORECASE)
OWN = re.compile(r"\b(i|i'm|me|my|mine|myself|we|our)\b", re.IGNORECASE)
TOKEN = re.compile(r"[\w&][\w'’&.-]*")
LONGEST_NAME = 3
"words of a name that are looked for"
LEAST_NAME = 3
"letters of a part of a name"


@dataclass(frozen=True)
class Named:
    """Those who are named, and the memories about them, the closest first."""

    entities: tuple[Entity, ...] = ()
    memories: tuple[int, ...] = ()
    closest: frozenset[int] = frozenset()
    "those about somebody who is named through another: “Ana’s husband”"
    words: tuple[str, ...] = ()
    "what they are to the owner, as it was said"


def named_in(conn: ReadConn, text: str) -> Named:
    """People, places and companies of a text; “my sister” is whoever that is."""
    found = {one.id: one for one in entities.named(conn, _names(text))}
    subjects = []
    kin_said = KIN.findall(text.replace("’", "'"))
    for kin in dict.fromkeys(map(words.kin, kin_said)):
        subjects.append(f"your {kin}")
        for memory in memories.about(conn, OWNER, kin):
            if memory.state is State.KEPT:
                subjects.append(memory.fact.object)
                found.update({one.id: one for one in entities.named(conn, [memory.fact.object])})
    through = _through(conn, text, tuple(one.name for one in found.values()))
    closest = [memory.id for one in through for memory in memories.of_subject(conn, one)]
    numbers = closest + [
        memory.id for one in subjects for memory in memories.of_subject(conn, one)
    ]  # fmt: skip
    for one in found.values():
        if one.kind != "owner":
            numbers += [memory.id for memory in memories.mentioning(conn, one.id)]
    known = tuple(dict.fromkeys(numbers))
    return Named(tuple(found.values()), known, frozenset(closest), tuple(kin_said))


def is_about_owner(text: str) -> bool:
    """Whether a text asks about the owner, and not only about somebody of theirs."""
    return OWN.search(KIN.sub("", text.replace("’", "'"))) is not None


def _through(conn: ReadConn, text: str, names: tuple[str, ...]) -> list[str]:
    """Those who are named by somebody else: “Ana’s husband” is whoever that is."""
    said = set(WORD.findall(text.casefold()))
    return [
        memory.fact.object
        for name in names for memory in memories.of_subject(conn, name)
        if memory.fact.predicate in words.ALL_KIN and memory.fact.predicate in said
    ]  # fmt: skip


def _names(text: str) -> list[str]:
    """Everything in a text that could be a name."""
    tokens = [one.rstrip(".'’") for one in TOKEN.findall(text)]
    tokens = [re.sub(r"['’]s$", "", one) for one in tokens]
    found = []
    for length in range(LONGEST_NAME, 0, -1):
        for start in range(len(tokens) - length + 1):
            name = " ".join(tokens[start : start + length])
            if len(name) >= LEAST_NAME and name.casefold() not in STOPWORDS:
                found.append(name)
    return found
