"""Facts in plain statements, by rules: what they find is sure enough to be kept at once.

A rule takes a whole clause. What none of them knows is no fact; a wrong memory costs more than a
missing one.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from inference.memory import words
from inference.memory.proposals import GUESS, OWNER, PLAIN, Change, Proposal, bag, is_single
from inference.memory.statements import Statement, statements, turned
from inference.person import says as entry_says
from inference.person_words import Told, told
from vault.items import Sensitivity
from vault.memories import Fact, Tier
from vault.search import STOPWORDS, WORD

STEM = 4
"letters by which a word is known again in another form"
RETOLD = bag(
    "am name names named called love loves loved hate hates enjoy enjoys move moved moving live "
    "lives living work works working born got house now just recently currently too also"
)
"words that a fact says in its own way"
SURER = 1.0
"said with “remember that”"


@dataclass(frozen=True)
class Clause:
    """A clause on its way through the rules."""

    text: str
    person: str = ""
    "who “he” or “she” is"


Rule = Callable[[Clause], Iterator[Proposal]]


def propose(message: str, now: datetime, person: str = "") -> tuple[Proposal, ...]:
    """What a message of the owner's says that is worth keeping; `person` is who “she” is."""
    found: list[Proposal] = []
    for one in statements(message):
        here = list(of_statement(one, person, now))
        found += [one for one in here if one not in found]
        person = next((name for p in here for kind, name in p.names if kind == "person"), person)
    return tuple(found)


def of_statement(one: Statement, person: str, now: datetime) -> Iterator[Proposal]:
    """The facts of one statement; one that was ordered to be kept is kept as it stands."""
    clause = Clause(words.plain(one.text), person)
    found = next((some for rule in RULES if (some := tuple(rule(clause)))), ())
    if one.is_order and _is_lost(clause.text, found):
        found = _with_rest(one.text, found)
    for proposal in found:
        sure = SURER if one.is_order else proposal.confidence
        happened = words.told_time(one.text, now) if proposal.tier is Tier.EPISODIC else None
        yield replace(
            proposal, confidence=sure, sensitivity=words.sensitivity(proposal.fact),
            happened=happened,
        )  # fmt: skip


def _with_rest(said: str, found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """What stands in no fact is kept too: with the one value it is about, to end with it."""
    rest = turned(said)
    if len(found) == 1 and is_single(found[0].fact.predicate):
        fact = replace(found[0].fact, text=f"{found[0].fact.text} {rest}")
        return (replace(found[0], fact=fact),)
    return (*found, Proposal(Fact(rest, OWNER, "note", said)))


def _is_lost(said: str, found: tuple[Proposal, ...]) -> bool:
    """Whether something of what was to be kept stands in none of the facts."""
    kept = " ".join(one.fact.text for one in found).casefold()
    telling = [one for one in WORD.findall(said.casefold()) if one not in STOPWORDS | RETOLD]
    return any(one[:STEM] not in kept for one in telling if len(one) > 1)


def _profile(clause: Clause) -> Iterator[Proposal]:
    found = told(clause.text)
    if found is not None:
        yield of_entry(found)


def of_entry(found: Told) -> Proposal:
    """An entry of the profile as a fact."""
    one, value = found.key, found.value
    sensitivity = Sensitivity.ORDINARY
    tier = Tier.SEMANTIC if one.name.startswith(("identity.", "goals.")) else Tier.PREFERENCE
    fact = Fact(entry_says(one, value), OWNER, one.name, found.said)
    return Proposal(fact, tier, sensitivity, profile=(one.name, value))


def _ends(clause: Clause) -> Iterator[Proposal]:
    """“I no longer …”, “Ana does not … any more”: what held is over."""
    positive = words.without_end(clause.text)
    if positive is None:
        if found := words.LEFT.fullmatch(clause.text):
            fact = Fact(turned(clause.text), OWNER, "identity.company", found["o"] or "")
            yield Proposal(fact, change=Change.ENDS)
        return
    for rule in (_profile, _relation, _verb, _diet, _trait):
        for one in rule(Clause(positive, clause.person)):
            fact = replace(one.fact, text=turned(_with_subject(clause)))
            yield replace(one, fact=fact, change=Change.ENDS, profile=None)
            return
    if found := words.NO_LONGER.fullmatch(clause.text):
        fact = Fact(turned(clause.text), OWNER, "no longer", found["o"] or found["o2"])
        yield Proposal(fact, Tier.PREFERENCE)


def _relation(clause: Clause) -> Iterator[Proposal]:
    """“My sister is Ana”, “my sister Ana works at …”, “Ana is my sister”."""
    for pattern in words.KIN_IS:
        if found := pattern.fullmatch(clause.text):
            kin = words.kin(found["kin"])
            for name in words.names(found["name"]):
                yield _related(kin, name)
            return
    if found := words.KIN_NAME_VERB.fullmatch(clause.text):
        kin, name = words.kin(found["kin"]), words.capital(found["name"])
        yield _related(kin, name)
        rest = Clause(f"{name} {found['rest']}")
        yield from next((some for rule in OF_SOMEBODY if (some := tuple(rule(rest)))), ())
    elif found := words.MARRIED.fullmatch(clause.text):
        yield _related("partner", words.capital(found["name"]))


def _related(kin: str, name: str) -> Proposal:
    kind = "pet" if kin in words.PETS else "person"
    text = f"Your {kin} is {name}."
    return Proposal(Fact(text, OWNER, kin, name), names=((kind, name),))


def _verb(clause: Clause) -> Iterator[Proposal]:
    """Somebody does, has or is something that lasts."""
    for verb in words.VERBS:
        found = verb.pattern.fullmatch(clause.text)
        if found is None:
            continue
        subject = words.subject(found["s"], clause.person)
        thing = words.trimmed(found["o"])
        if subject is None or not words.lasts(thing):
            continue
        if verb.predicate == "works as" and (both := words.ROLE_AT.fullmatch(thing)):
            yield _fact(subject, verb, both["role"], "")
            at = next(one for one in words.VERBS if one.predicate == "works at")
            yield _fact(subject, at, both["at"], "")
            return
        for one in words.each(thing) if verb.is_list else (thing,):
            yield _fact(subject, verb, one, _with_subject(clause))
        return


def _moved(clause: Clause) -> Iterator[Proposal]:
    """“Last May I moved to York”: York is where they live from then on."""
    found = words.MOVED.fullmatch(clause.text)
    subject = words.subject(found["s"], clause.person) if found else None
    if found and subject:
        home = next(one for one in words.VERBS if one.predicate == "lives in")
        yield _fact(subject, home, words.trimmed(found["o"]), "")


def _fact(subject: str, verb: words.Verb, thing: str, said: str) -> Proposal:
    text = words.sentence(subject, verb, thing) if verb.yours else turned(said)
    names: list[tuple[str, str]] = []
    if subject != OWNER and not subject.startswith("your "):
        names.append(("person", subject))
    if verb.names and thing[:1].isupper():
        names.append((verb.names, thing))
    profile = None
    predicate = verb.predicate
    if subject == OWNER and (key := words.PROFILE.get(verb.predicate)):
        predicate, profile = key, (key, thing)
    fact = Fact(text, subject, predicate, thing)
    return Proposal(fact, verb.tier if subject == OWNER else Tier.SEMANTIC, names=tuple(names),
                    profile=profile)  # fmt: skip


def _diet(clause: Clause) -> Iterator[Proposal]:
    found = words.DIET.fullmatch(clause.text)
    subject = words.subject(found["s"], clause.person) if found else None
    if found and subject:
        yield _about(subject, "diet", found["o"], clause)


def _trait(clause: Clause) -> Iterator[Proposal]:
    """“I am a teacher”, “Ana is 34”, “I am Sam”."""
    for pattern, predicate in ((words.AGE, "age"), (words.OCCUPATION, "is a")):
        found = pattern.fullmatch(clause.text)
        subject = words.subject(found["s"], clause.person) if found else None
        if found and subject:
            yield _about(subject, predicate, words.trimmed(found["o"]), clause)
            return
    if found := words.I_AM_NAME.fullmatch(clause.text):
        name = found["o"]
        if name.casefold() not in words.NOT_NAMES:
            fact = Fact(f"Your name is {name}.", OWNER, "identity.name", name)
            yield Proposal(fact, confidence=GUESS, profile=("identity.name", name))


def _attribute(clause: Clause) -> Iterator[Proposal]:
    """“My favourite colour is blue”, “Ana's phone number is 555”."""
    clause = replace(clause, text=words.NOT_SO.sub("", clause.text))
    found = words.ATTRIBUTE.fullmatch(clause.text)
    if found is None:
        return
    name, value = found["a"].casefold(), words.trimmed(found["o"])
    if words.KNOWN_ATTRIBUTE.fullmatch(name):
        value = re.sub(r"^(on|with|at) ", "", value)
    subject = words.subject(found["s"], clause.person)
    if subject is None or not words.lasts(value) or words.PASSING.match(value):
        return
    if words.KNOWN_ATTRIBUTE.fullmatch(name):
        yield _about(subject, name, value, clause)
    elif words.SOMEBODY.fullmatch(name) and re.fullmatch(words.NAMES, value):
        one = _about(subject, words.kin(name), value, clause)
        yield replace(one, names=(*one.names, ("person", value)))
    elif words.MAYBE_VALUE.match(value) and not words.PASSING.search(f"{name} {value}"):
        yield replace(_about(subject, name, value, clause), confidence=GUESS)


def _habit(clause: Clause) -> Iterator[Proposal]:
    """“I always …”, “never call me before nine”, “from now on …”."""
    if words.POINTS_BACK.search(clause.text):
        return
    if (found := words.HABIT.fullmatch(clause.text)) and not words.IN_THE_PAST.match(found["o"]):
        how = words.HOW.get(found["how"].casefold(), found["how"].casefold())
        fact = Fact(turned(clause.text), OWNER, how, words.trimmed(found["o"]))
        yield Proposal(fact, Tier.PREFERENCE)
    elif found := words.ON_DAYS.fullmatch(clause.text) or words.DOES_ON_DAYS.fullmatch(clause.text):
        fact = Fact(turned(clause.text), OWNER, "usually", words.trimmed(found["o"]))
        yield Proposal(fact, Tier.PREFERENCE)
    elif found := words.NOT_WHEN.fullmatch(clause.text):
        fact = Fact(turned(clause.text), OWNER, "never", words.trimmed(found["o"]))
        yield Proposal(fact, Tier.PREFERENCE)
    elif found := words.WANTS.fullmatch(clause.text):
        order = words.trimmed(found["o"] or found["o2"] or found["o3"])
        fact = Fact(f"You want Tacit to do this: {order}.", OWNER, "wants", order)
        yield Proposal(fact, Tier.PREFERENCE)


def _place(clause: Clause) -> Iterator[Proposal]:
    """Where something is kept, and what the owner says of things of theirs."""
    places = (words.KEPT_IN, words.LIES_IN, words.IN_A_PLACE)
    if found := next((one for place in places if (one := place.fullmatch(clause.text))), None):
        thing = found["thing"].casefold()
        yield Proposal(Fact(turned(clause.text), f"the {thing}", "is kept", found["o"]))
    elif found := words.THING_IS.fullmatch(clause.text):
        value = words.trimmed(found["o"])
        if not words.PASSING.search(value):
            qualities, _, kind = found["thing"].rpartition(" ")
            of = words.trimmed(found["of"] or "") or qualities
            name = found["thing"].casefold() if found["of"] or not qualities else kind.casefold()
            of = of or name
            yield Proposal(Fact(turned(clause.text), f"the {of}", name, value))


def _episode(clause: Clause) -> Iterator[Proposal]:
    """Something that happened, with its time."""
    if words.DID.search(clause.text) and words.told_when(clause.text):
        fact = Fact(turned(clause.text), OWNER, "did", words.trimmed(clause.text))
        yield Proposal(fact, Tier.EPISODIC, confidence=PLAIN - 0.1)


def _about(subject: str, predicate: str, thing: str, clause: Clause) -> Proposal:
    is_named = subject != OWNER and not subject.startswith(("your ", "the "))
    names = (("person", subject),) if is_named else ()
    said = turned(_with_subject(clause))
    return Proposal(Fact(said, subject, predicate, thing), names=names)


def _with_subject(clause: Clause) -> str:
    """The clause with the name in place of “he” or “she”."""
    if not clause.person:
        return clause.text
    said = re.sub(r"^(he|she)\b", clause.person, clause.text, flags=re.IGNORECASE)
    return re.sub(r"^(his|her)\b", f"{clause.person}'s", said, flags=re.IGNORECASE)


OF_SOMEBODY: tuple[Rule, ...] = (_diet, _verb, _trait)
RULES: tuple[Rule, ...] = (
    _ends, _profile, _relation, _diet, _habit, _moved, _verb, _trait, _attribute, _place, _episode,
)  # fmt: skip
