"""“That is wrong, …”: what a memory says instead."""

import re
from dataclasses import replace
from datetime import datetime

from inference.memory import keeping, rules
from inference.memory.keeping import Kept
from inference.memory.proposals import Proposal
from inference.memory.statements import turned
from vault.connection import WriteConn
from vault.memories import Fact, Memory

LEAD = re.compile(
    r"^(?:(?:no|that is wrong|that's wrong|actually|it is|it's|it was|they are|she is|he is|i am|"
    r"should be|make it|change it to|rather|not that|to|now)\b[\s,:]*)+",
    re.IGNORECASE,
)
INSTEAD = re.compile(r"^(?P<new>.+?),? (?:not|instead of|rather than) .+$", re.IGNORECASE)


def correct(conn: WriteConn, memory: Memory, new: str, now: datetime) -> Kept:
    """Put what the owner says in the place of a memory."""
    return keeping.put_instead(conn, memory, understood(memory, new, now), now)


def understood(memory: Memory, new: str, now: datetime) -> Proposal:
    """A correction as a fact: a whole statement, or only the value that was wrong."""
    person = memory.fact.subject if memory.fact.subject[:1].isupper() else ""
    for proposal in rules.propose(f"Remember that {new}", now, person):
        if proposal.fact.predicate == memory.fact.predicate:
            return proposal
    said = LEAD.sub("", new.strip(" .!"))
    if found := INSTEAD.match(said):
        said = found["new"]
    for proposal in rules.propose(f"Remember that {said}", now, person):
        if proposal.fact.predicate != "note":
            return proposal
    fact = memory.fact
    if fact.object and fact.object in fact.text and len(said.split()) <= len(fact.text.split()):
        value = (
            said[:1].lower() + said[1:] if fact.object[:1].islower() and _is_plain(said) else said
        )
        text = fact.text.replace(fact.object, value)
        whole = Fact(text, fact.subject, fact.predicate, value)
    else:
        whole = replace(fact, text=turned(said), object=said)
    proposal = keeping.stated(whole.text, whole)
    return replace(
        proposal, tier=memory.tier, sensitivity=memory.item.sensitivity,
        profile=keeping.entry(whole.predicate, whole.object),
    )  # fmt: skip


def _is_plain(said: str) -> bool:
    """Whether a value begins a sentence only by chance: no name, no number."""
    return said.split()[0].casefold() in ("a", "an", "the", "in", "on", "at", "under", "my")
