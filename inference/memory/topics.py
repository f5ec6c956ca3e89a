"""What a text is about, by plain words: which entries bear on it, what else it may be called."""

from collections.abc import Collection

from inference.memory.proposals import bag
from vault.search import WORD

ALWAYS = frozenset(("identity.name", "communication.tone", "communication.length",
                    "communication.language"))  # fmt: skip
"entries that bear on every answer, a little"
A_LITTLE = 0.2
A_WORD = 0.3
MEETING = bag(
    "meeting meetings call calls appointment schedule calendar slot free arrange plan book when "
    "tomorrow agenda invite availability available focus block buffer between"
)
BEARS: dict[str, frozenset[str]] = {
    "identity": bag("introduce bio profile"),
    "identity.name": bag("name called sign introduce who"),
    "identity.birthday": bag("birthday born old age"),
    "identity.phone": bag("phone number mobile call reach"),
    "identity.email": bag("email mail address reach"),
    "identity.address": bag("address street live home deliver delivery"),
    "identity.home": bag("live home city town where weather"),
    "identity.company": bag("work job company employer office where"),
    "identity.role": bag("work job role title living do"),
    "identity.expertise": bag("know expert good skills"),
    "work": MEETING | bag("work working hours start stop day deadline remind reminder"),
    "work.zone": MEETING | bag("zone timezone time"),
    "work.lunch": MEETING | bag("lunch eat noon"),
    "work.days": MEETING | bag("work working days weekend"),
    "communication": bag("write mail email draft reply letter message answer notify"),
    "scheduling": MEETING | bag("time times prefer like have"),
    "productivity": MEETING | bag("focus task tasks priority prioritize break work best"),
    "goals": bag("goal goals plan priority prioritize important want reach year task term"),
}
ALIKE = tuple(map(bag, (
    "like likes love loves enjoy enjoys prefer prefers favourite favorite hobby fond",
    "work works job employer company profession occupation living",
    "live lives home moved house city town",
    "child children kid kids son daughter",
    "boss manager supervisor",
    "wife husband partner spouse married",
    "mother mum mom parent parents",
    "father dad parent parents",
    "teach teaches teacher tutor lesson",
    "allergic allergy allergies intolerant",
    "eat eats food meat vegetarian vegan diet",
    "car drive drives vehicle",
    "writer author",
    "instrument plays play piano cello guitar violin",
    "sport sports running football tennis swimming padel",
    "health ill sick disease suffer",
    "dog cat pet",
    "wedding anniversary married",
    "deadline due ends",
    "money budget cost costs price rent pay",
    "dislike dislikes hate hates",
    "call called name",
)))  # fmt: skip


PREDICATES: dict[str, frozenset[str]] = {
    "is a": bag("job work profession occupation do living"),
    "works as": bag("job profession occupation do living"),
    "works at": bag("job employer company do"),
    "studies at": bag("school university study college"),
    "lives in": bag("live home address city where"),
    "age": bag("old age"),
    "diet": bag("eat food meat cook dinner restaurant"),
    "allergic to": bag("eat food allergy allergies cook dinner restaurant"),
    "eats not": bag("eat drink food cook dinner restaurant"),
    "likes": bag("enjoy love favourite gift present"),
    "dislikes": bag("like enjoy hate avoid"),
    "child": bag("children kids son daughter family"),
    "sister": bag("siblings family"),
    "brother": bag("siblings family"),
    "dog": bag("pet pets"),
    "cat": bag("pet pets"),
    "drives": bag("car"),
    "is kept": bag("where find put keep"),
    "health": bag("health ill sick condition"),
    "did": bag("when last happened did"),
}


def asks_about(predicate: str, said: set[str]) -> bool:
    """Whether the words of a text ask for such a fact, by another name."""
    return bool(PREDICATES.get(predicate, frozenset()) & said)


def bearing(key: str, text: str) -> float:
    """How much an entry of the profile bears on a text, from 0 to 1."""
    said = set(WORD.findall(text.casefold()))
    topic = BEARS.get(key) or BEARS.get(key.partition(".")[0], frozenset())
    score = A_WORD * len(said & topic) + (A_LITTLE if key in ALWAYS else 0.0)
    return min(score, 1.0)


def asked_for(key: str, asked: Collection[str]) -> float:
    """The share of the words of a question that name this entry, from 0 to 1."""
    topic = BEARS.get(key) or BEARS.get(key.partition(".")[0], frozenset())
    own = bag(key.rpartition(".")[2].replace("_", " "))
    return sum(word in topic | own for word in asked) / len(asked) if asked else 0.0


def widened(text: str) -> str:
    """A text with other words for what it asks about."""
    said = set(WORD.findall(text.casefold()))
    more = set[str]().union(*(group for group in ALIKE if said & group)) - said
    return f"{text} {' '.join(sorted(more))}" if more else ""
