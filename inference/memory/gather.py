"""The context of a turn or task in one call: what was said, and what is known that bears on it.

Each part has its share of a budget of tokens; what does not fit is left out by its score. Text from
outside is kept apart and quoted. A secret is taken only where the owner asks for just that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from inference import person
from inference.memory import people, topics
from inference.memory.bearing import CLOSE, Bearing, asks_for, still_tells, telling
from inference.memory.proposals import OWNER
from inference.tools.base import Desk
from vault import conversations, items, memories, profile, traces
from vault.connection import ReadConn
from vault.conversations import Message
from vault.items import Kind, Origin, Sensitivity, Source
from vault.memories import Memory, State, Tier
from vault.search import WORD, Hit, Query

Count = Callable[[str], int]
NOT_KNOWLEDGE = frozenset((Kind.MEMORY, Kind.RELATION, Kind.MESSAGE, Kind.CONVERSATION, Kind.RUN))
BY_NAME = 0.5
"how well a memory fits whose person is named"
BY_OTHER_WORDS = 0.8
CLOSER = 0.8
OTHERS = 0.7
"of what words count for, where it is about somebody else"
ITS_NAME, ITS_TOPIC = 0.3, 0.2
FIRST = 1.0
"what an entry has ahead that is just what is asked for"
LIKELIEST = 40
"hits that are looked at for each part"


class Part(StrEnum):
    """What a piece of the context is."""

    TURN = "turn"
    PREFERENCE = "preference"
    EPISODE = "episode"
    KNOWLEDGE = "knowledge"


SHARES = {Part.TURN: 0.4, Part.PREFERENCE: 0.15, Part.KNOWLEDGE: 0.3, Part.EPISODE: 0.15}


@dataclass(frozen=True)
class Piece:
    """A text of the context, and where it comes from."""

    part: Part
    text: str
    item: int | None
    source: Source
    happened: datetime
    score: float
    kind: Kind = Kind.MEMORY
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    speaker: str = ""
    "of a turn"
    page: int | None = None

    @property
    def is_outside(self) -> bool:
        """Whether somebody else than the owner, or Tacit in this conversation, wrote it."""
        own = (Origin.OWNER, Origin.ASSISTANT) if self.part is Part.TURN else (Origin.OWNER,)
        return self.source.origin not in own


@dataclass(frozen=True)
class Context:
    """What an answer may draw on, each part best first, turns in their order."""

    turns: tuple[Piece, ...] = ()
    preferences: tuple[Piece, ...] = ()
    episodes: tuple[Piece, ...] = ()
    knowledge: tuple[Piece, ...] = ()
    untrusted_pieces: tuple[Piece, ...] = ()
    "of any part: never instructions, and shown to no step that chooses tools or targets"
    left_out: int = 0
    tokens: int = 0

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return (*self.turns, *self.preferences, *self.episodes, *self.knowledge,
                *self.untrusted_pieces)  # fmt: skip

    @property
    def remembered(self) -> tuple[Piece, ...]:
        """What an answer says it used: all but the turns of this conversation."""
        return tuple(one for one in self.pieces if one.part is not Part.TURN)

    @property
    def used(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(one.item for one in self.remembered if one.item is not None))

    @property
    def sensitivity(self) -> Sensitivity:
        """How private an answer from this is."""
        return max((one.sensitivity for one in self.pieces), default=Sensitivity.ORDINARY)

    def known(self) -> str:
        """What is known, as lines for a prompt."""
        said = [*self.preferences, *self.knowledge]
        lines = [f"- {one.text}" for one in said]
        lines += [f"- On {day(one.happened)}: {one.text}" for one in self.episodes]
        return "\n".join(lines)

    def untrusted_quotes(self) -> str:
        """Text from outside, each line marked as quoted."""
        return "\n".join(quoted(one) for one in self.untrusted_pieces)


@dataclass(frozen=True)
class Wanted:
    """What a context is gathered for."""

    text: str
    budget: int
    "tokens, all parts together"
    count: Count
    branch: Sequence[Message] = ()
    "the conversation so far, without what is asked now"
    asked: Message | None = None
    "what is asked now, where that is kept already: it is no memory of itself"
    is_private: bool = False
    "nothing is written down, not even what was used"
    shares: dict[Part, float] = field(default_factory=lambda: SHARES)


def gather(desk: Desk, wanted: Wanted) -> Context:
    """Everything that bears on a text, within the budget; what was taken is marked as used."""
    named = people.named_in(desk.conn, wanted.text)
    facts = _facts(desk, wanted.text, named)
    said = [*wanted.branch, *([wanted.asked] if wanted.asked else [])]
    here = {one.id for one in said} | {one.conversation for one in said}
    pieces = [
        *_turns(wanted.branch, desk.conn),
        *_entries(desk.conn, wanted.text),
        *facts,
        *_others(desk, wanted.text, here),
    ]
    told_in = {number for one in facts for number in _told_in(desk.conn, one)}
    pieces = [one for one in pieces if one.part is Part.TURN or one.item not in told_in]
    context = _fitted(_without_doubles(pieces), wanted)
    if not wanted.is_private:
        items.mark_used(desk.conn, context.used, desk.now)
    return context


def recalled(desk: Desk, text: str, most: int = 10) -> list[Memory]:
    """The memories that bear on a text, best first."""
    named = people.named_in(desk.conn, text)
    facts = [*_asked_entries(desk.conn, text), *_facts(desk, text, named)]
    pieces = sorted(facts, key=lambda one: -one.score)
    numbers = dict.fromkeys(one.item for one in pieces if one.item is not None)
    return memories.among(desk.conn, list(numbers)[:most])


def own_words(desk: Desk, text: str, most: int = 3) -> list[Piece]:
    """What the owner said on a topic that no memory holds, best first."""
    known = {number for one in recalled(desk, text) for number in traces.origins(desk.conn, one.id)}
    said = [one for one in _said_before(desk, text, set()) if one.item not in known]
    return sorted(said, key=lambda one: -one.score)[:most]


def of_owner(desk: Desk) -> list[Memory]:
    """What is known about the owner, the newest first; no secrets."""
    return [
        one for one in memories.known(desk.conn, desk.now)
        if one.item.sensitivity is not Sensitivity.SECRET and one.fact.predicate != "summary"
    ]  # fmt: skip


def documents(desk: Desk, text: str, most: int = 3) -> list[Piece]:
    """What documents and notes say on a topic, best first."""
    kinds = tuple(kind for kind in Kind if kind not in NOT_KNOWLEDGE)
    hits = Bearing(desk.conn, text).close(desk.find(Query(text, most, kinds)))
    return [_found(hit, Part.KNOWLEDGE) for hit in hits]


def quoted(piece: Piece) -> str:
    """A text from outside, so that it can be told from what the owner or Tacit says."""
    place = piece.source.ref.replace("\\", "/").rstrip("/").rpartition("/")[2]
    named = f"{piece.source.origin.value} {clean(place)}".strip()
    page = f", page {piece.page}" if piece.page else ""
    lines = "\n".join(f"> {line}" for line in clean(piece.text).splitlines() if line.strip())
    return f"[{piece.item}] quoted from {named}{page}:\n{lines}"


def clean(text: str) -> str:
    """Without characters that are not seen, or that turn the order of others round."""
    return "".join(one for one in text if one == "\n" or (one.isprintable() and one not in UNSEEN))


UNSEEN = frozenset(map(chr, (
    0x00AD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF,
    *range(0xE0000, 0xE0080),
)))  # fmt: skip


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _turns(branch: Sequence[Message], conn: ReadConn) -> Iterable[Piece]:
    kept = set(traces.there(conn, [one.id for one in branch]))
    for place, one in enumerate(branch):
        turn = Piece(
            Part.TURN, one.text, None, Source(conversations.SOURCES[one.speaker]), one.happened,
            float(place), Kind.MESSAGE, speaker=one.speaker.value,
        )  # fmt: skip
        if one.id > 0 and one.id not in kept:
            continue  # forgotten meanwhile
        if one.id in kept:  # not what is said in private
            item = items.get(conn, one.id)
            turn = replace(turn, item=one.id, source=item.source, sensitivity=item.sensitivity)
        yield turn


def _entries(conn: ReadConn, text: str) -> Iterable[Piece]:
    """The entries of the profile that bear on a text."""
    for one in profile.current(conn):
        key = person.owner_of(one.key)
        score = topics.bearing(key.name, text) if key else 0.0
        if key is not None and score:
            yield Piece(Part.PREFERENCE, person.says(key, one.value), one.origin,
                        Source(Origin.OWNER), one.since, score)  # fmt: skip


def _asked_entries(conn: ReadConn, text: str) -> Iterable[Piece]:
    """The entries of the profile that are asked for; those first that the whole text asks for."""
    asked = telling(text) or WORD.findall(text.casefold())
    is_own = people.is_about_owner(text)
    for one in profile.current(conn):
        key = person.owner_of(one.key)
        score = topics.asked_for(key.name, asked) if key else 0.0
        if key is not None and score:
            is_whole = is_own and key.name.startswith("identity.") and score >= 1.0
            score += topics.bearing(key.name, text) * ITS_TOPIC
            yield Piece(Part.PREFERENCE, person.says(key, one.value), one.origin,
                        Source(Origin.OWNER), one.since, score + FIRST * is_whole)  # fmt: skip


def _facts(desk: Desk, text: str, named: people.Named) -> list[Piece]:
    """Memories by words, by meaning, and of those who are named."""
    query = Query(text, LIKELIEST, (Kind.MEMORY,), most_sensitive=Sensitivity.SECRET)
    found_by = _found_by(desk, query, topics.widened(text))
    about = dict.fromkeys(named.memories[:LIKELIEST], BY_NAME)
    about.update(dict.fromkeys(named.closest, CLOSER))
    known = memories.among(desk.conn, dict.fromkeys([*found_by, *about]))
    known = [one for one in known if _may_be_taken(one, text, desk.now)]
    by_text = Bearing(desk.conn, text).of_facts(known, found_by, about)
    best = max(by_text.values(), default=0.0)
    asked = _Asked(text, named)
    found = []
    for one in known:
        fits = by_text.get(one.id, 0.0)
        if one.id in about or (one.id in by_text and fits >= best * CLOSE):
            fits *= asked.share(one)
            score = (fits + about.get(one.id, 0.0)) * (0.5 + one.confidence / 2)
            found.append(_piece(one, score + asked.bonus(one)))
    return found


class _Asked:
    """Whom and what a text asks about, beyond its words."""

    def __init__(self, text: str, named: people.Named) -> None:
        self._said = set(WORD.findall(text.casefold()))
        self._named = frozenset(named.memories)
        self._is_own = people.is_about_owner(text)

    def share(self, memory: Memory) -> float:
        """What words and meaning count for: less, where others are asked about."""
        if self._named:
            return 1.0 if memory.id in self._named else OTHERS
        return 1.0 if not self._is_own or memory.fact.subject == OWNER else OTHERS

    def bonus(self, memory: Memory) -> float:
        """What a fact has ahead whose very name is asked for."""
        name = memory.fact.predicate.rpartition(".")[2].replace("_", " ").casefold()
        telling = set(WORD.findall(name))
        if telling and telling <= self._said:
            return ITS_NAME
        return ITS_TOPIC if topics.asks_about(memory.fact.predicate, self._said) else 0.0


def _found_by(desk: Desk, query: Query, wider: str) -> dict[int, Hit]:
    """Items by their words and meaning; by other words for the same, a little behind."""
    found = {hit.item: hit for hit in desk.find(query)}
    if wider:
        for hit in desk.find(replace(query, text=wider)):
            held = found.get(hit.item)
            score = max(held.score if held else 0.0, hit.score * BY_OTHER_WORDS)
            found[hit.item] = replace(held or hit, score=score)
    return found


def _piece(memory: Memory, score: float) -> Piece:
    part = PARTS.get(memory.tier, Part.KNOWLEDGE)
    return Piece(part, memory.fact.text, memory.id, memory.item.source, memory.item.happened,
                 score, Kind.MEMORY, memory.item.sensitivity)  # fmt: skip


PARTS = {Tier.PREFERENCE: Part.PREFERENCE, Tier.EPISODIC: Part.EPISODE}


def _told_in(conn: ReadConn, piece: Piece) -> list[int]:
    """The messages that a fact was learned from say it once more."""
    return traces.origins(conn, piece.item) if piece.item is not None else []


def _may_be_taken(memory: Memory, text: str, now: datetime) -> bool:
    if memory.state is not State.KEPT or (memory.expires is not None and memory.expires <= now):
        return False
    return memory.item.sensitivity is not Sensitivity.SECRET or asks_for(text, memory)


def _others(desk: Desk, text: str, here: set[int]) -> Iterable[Piece]:
    """Documents, notes and the like; and what the owner said on other days."""
    kinds = tuple(kind for kind in Kind if kind not in NOT_KNOWLEDGE)
    for hit in Bearing(desk.conn, text).close(desk.find(Query(text, LIKELIEST // 2, kinds))):
        yield _found(hit, Part.KNOWLEDGE)
    yield from _said_before(desk, text, here)


def _said_before(desk: Desk, text: str, here: set[int]) -> Iterable[Piece]:
    """The owner’s own words of other conversations, where they tell something that still holds."""
    said = desk.find(Query(text, LIKELIEST, (Kind.MESSAGE,)))
    closed = traces.private(desk.conn)
    for hit in Bearing(desk.conn, text).close(said):
        is_elsewhere = hit.item not in here and hit.parent not in here
        is_open = hit.parent not in closed and not traces.is_over(desk.conn, hit.item)
        if is_open and is_elsewhere and still_tells(desk, hit):
            yield _found(hit, Part.EPISODE)


def _found(hit: Hit, part: Part) -> Piece:
    return Piece(part, hit.text, hit.item, hit.source, hit.happened, hit.score, hit.kind,
                 page=hit.page)  # fmt: skip


def _without_doubles(pieces: Iterable[Piece]) -> list[Piece]:
    """One piece of each memory and of each text, the best; turns are all kept."""
    found: dict[tuple[str, str], Piece] = {}
    by_memory: dict[int, tuple[str, str]] = {}
    for one in pieces:
        key = (str(one.item), one.text) if one.part is Part.TURN else ("", one.text)
        if one.kind is Kind.MEMORY and one.item is not None:
            key = by_memory.setdefault(one.item, key)
        if key not in found or found[key].score < one.score:
            found[key] = one
    return list(found.values())


def _fitted(pieces: list[Piece], wanted: Wanted) -> Context:
    """Each part within its share, then what is left of the budget to the best of the rest."""
    chosen: list[Piece] = []
    rest: list[tuple[Piece, int]] = []
    spent = 0
    for part, share in wanted.shares.items():
        room = int(wanted.budget * share)
        for one in sorted((p for p in pieces if p.part is part), key=lambda p: -p.score):
            cost = wanted.count(quoted(one) if one.is_outside else one.text)
            if cost <= room:
                room, spent = room - cost, spent + cost
                chosen.append(one)
            else:
                rest.append((one, cost))
                room = 0 if part is Part.TURN else room  # no gap in what was said
    for one, cost in rest:
        if spent + cost <= wanted.budget and _joins(one, chosen):
            spent += cost
            chosen.append(one)
    return replace(_sorted(chosen), left_out=len(pieces) - len(chosen), tokens=spent)


def _joins(one: Piece, chosen: list[Piece]) -> bool:
    """A turn belongs only where the next one is in."""
    if one.part is not Part.TURN:
        return True
    places = [piece.score for piece in chosen if piece.part is Part.TURN]
    return not places or min(places) == one.score + 1


def _sorted(chosen: list[Piece]) -> Context:
    def of(part: Part) -> tuple[Piece, ...]:
        own = [one for one in chosen if one.part is part and not one.is_outside]
        return tuple(sorted(own, key=lambda one: one.score if part is Part.TURN else -one.score))

    outside = tuple(one for one in chosen if one.is_outside)
    return Context(of(Part.TURN), of(Part.PREFERENCE), of(Part.EPISODE), of(Part.KNOWLEDGE),
                   outside)  # fmt: skip
