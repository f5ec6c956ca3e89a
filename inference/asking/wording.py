"""What a question asks for: the words that tell, the names in it, and the kind of thing wanted.

Only the owner's question comes in here, and only code reads it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from inference.asking import spelling
from inference.memory.gather import clean
from inference.summarizing.checking import Text
from vault.connection import ReadConn
from vault.entities import fold
from vault.search import STOPWORDS, WORD

SAYS_LITTLE = STOPWORDS | frozenset(
    "please all tell know say says said does anything something there much many high large big "  # noqa: SIM905
    "long often old far give show find list per each every any which according document documents "
    "file files paper papers get gets got getting also just exactly happen happens called name "
    "amount number total "
    "wie viel viele was wer wo wann warum welche welcher welches welchen wessen ist sind war hat "
    "haben der die das den dem des ein eine einen einer eines und oder von vom zu zum zur im in "
    "mein meine meines meinem meinen meiner unser unsere unserem unseren unserer ich wir mich uns "
    "auf fur mit bei aus es gibt steht sagt hoch lang oft gross dokument dokumente datei bitte "
    "que cual cuanto cuando donde quien el la los las un una de del en es son por".split()
)
"words of a question that are in most questions"
KINDS_OF_THING = frozenset(
    "city town country street place person people company firm colour color day date month "  # noqa: SIM905
    "year time hour week number amount stadt ort firma person farbe tag datum monat "
    "jahr uhr zeit betrag period zeitraum nummer".split()
)
"what follows “which” and need not be said where the answer stands, for it is seen"
ALIKE = tuple(
    frozenset(group.split())
    for group in (
        "earn earns salary wage wages paid pay",
        "cost costs price prices fee charge",
        "heavy weigh weighs weight",
        "medicine medication drug drugs tablet tablets pill",
        "begin begins start starts starting began started",
        "end ends finish expire expires over",
        "buy bought purchase purchased",
        "holiday holidays leave vacation",
        "phone telephone number call reached",
        "led leads leader lead headed head",
        "fix fixed repair repairs repaired mend",
        "boss manager supervisor report reports",
        "employ employs employee employer hire hired work works",
        "cancel cancelled terminate termination notice",
        "car vehicle",
        "doctor physician",
        "decide decided decision agreed",
        "owner landlord",
        "renter tenant",
        "long lasts duration",
        "miete mietzins",
        "kosten kostet preis",
        "gehalt lohn verdient",
        "kundigung kundigungsfrist kundigen kundbar gekundigt",
        "beginn beginnt anfang",
        "electricity strom",
        "heating heizung",
        "insurance insured versicherung",
        "bike bikes bicycle bicycles",
        "quote quotes quotation quotations",
        "flat apartment",
        "auto wagen fahrzeug pkw kfz",
        "dentist dental zahnarzt",
        "tax taxes steuer einkommensteuer",
        "appointment appointments booked termin",
        "refund refunded refunds erstattung ruckzahlung",
    )
)
"words that stand for each other in questions and answers"
SHORTEST_STEM = 5
"letters of a word that others may begin with"


class Kind(StrEnum):
    """What an answer has to hold."""

    NUMBER = "number"
    DATE = "date"
    ANY = "any"


_KINDS = (
    (Kind.DATE, (
        r"\b(?:when|what (?:date|day)|which (?:date|day|year|month)|since when|until when|wann|"
        r"cuándo)\b"
    )),
    (Kind.NUMBER, (
        r"\bhow (?:much|many|high|large|big|long|heavy|old|far|often|tall|deep|wide|fast|loud|hot|"
        r"expensive)\b|\bwie ?(?:viel\w*|hoch|lange?|gross|groß|oft|schwer|alt|teuer)\b|"
        r"\bcuánt[oa]s?\b|\bup to what\b|"
        r"\bwhat (?:do|does|did|will) .{1,80}\bcosts?\b|\bwas kostet\w*\b|"
        r"\bwhat (?:is|was|are|were) the (?:\w+ ){0,2}(?:price|cost|costs|amount|sum|salary|rent|"
        r"fee|deposit|budget|percentage|rate|total|number of)\b|"
        r"\b(?:what(?:'s| is| was| are) (?:the|my|our|his|her) |"
        r"wie (?:ist|lautet) (?:die|meine|unsere) )"
        r"(?:[\w-]+ ){0,3}?[\w-]*(?:number|nummer|iban)\b"
    )),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)


_GERMAN = re.compile(
    r"\b(?:wie|welche\w*|wer|wo|wann|summen?|anzahl|der|die|das|den|und|im|aus|von|für|pro|je|ist|"
    r"sind|gesamt\w*|insgesamt|durchschnitt\w*|betrag|kosten|ausgaben|habe?n?|meine?\w?|alle[rn]?|"
    r"dieses|diesem|jahr|monat|bis|ich|mit|ein\w*|zeig\w*|nenn\w*|liste)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|what|which|how|who|when|where|is|are|did|do|does|my|our|of|from|for|all|each|every|"
    r"in|on|to|and|with|list|show|much|many|have)\b",
    re.IGNORECASE,
)
_GERMAN_LETTER = re.compile(r"[äöüß]", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """What the owner wants to know."""

    text: str
    terms: tuple[str, ...]
    "the words that tell, each once"
    kind: Kind
    names: frozenset[str] = frozenset()
    "those of its words that are of names, or numbers"

    @classmethod
    def of(cls, text: str) -> "Question":
        even = " ".join(clean(text.replace("\n", " ")).split())
        words = dict.fromkeys(WORD.findall(fold(even)))
        telling = tuple(word for word in words if word not in SAYS_LITTLE)
        return cls(even, telling or tuple(words), _kind(even), _names(even))


def _names(text: str) -> frozenset[str]:
    """Words with a capital but for the first, and whatever holds a digit."""
    words = [one[0] for one in WORD.finditer(text)]
    return frozenset(
        part for place, word in enumerate(words) for part in WORD.findall(fold(word))
        if any(sign.isdigit() for sign in word) or (place and word[0].isupper())
    )  # fmt: skip


def _kind(text: str) -> Kind:
    return next((kind for kind, one in _PATTERNS if one.search(text)), Kind.ANY)


def holds(text: str, question: Question) -> bool:
    """Whether a text holds a thing of the kind that is wanted, beyond what the question says."""
    said, asked = Text(text), Text(question.text)
    if question.kind is Kind.DATE:
        return bool(set(said.dates) - set(asked.dates)) or bool(said.values - asked.values)
    if question.kind is Kind.NUMBER:
        return bool(said.values - asked.values)
    return True


def is_german(text: str) -> bool:
    """Whether a question is in German; the answer is, then, too."""
    german, english = len(_GERMAN.findall(text)), len(_ENGLISH.findall(text))
    return german > english or (german == english and bool(_GERMAN_LETTER.search(text)))


def written(text: str, term: str) -> str:
    """A telling word as it stands in a text, by itself or at the beginning of a longer one."""
    words = WORD.findall(text)
    whole = (one for one in words if fold(one) == term)
    begun = (one[: len(term)] for one in words if fold(one).startswith(term))
    return next(whole, next(begun, term))


def alike(term: str) -> tuple[str, ...]:
    """Other words for the same."""
    same = {term, *(term.removesuffix(ending) for ending in ("s", "es", "n", "en"))}
    found = set[str]().union(*(group for group in ALIKE if group & same)) - {term}
    return tuple(sorted(found))


def forms(term: str) -> tuple[str, ...]:
    """A word, other spellings of it, and other words for the same, the word itself first."""
    others = (*alike(term), *spelling.variants(term))
    return tuple(dict.fromkeys((term, *others)))


def said_in(conn: ReadConn, terms: Sequence[str], text: str) -> set[str]:
    """Which of these words a text says, in any form or by another word for the same."""
    found = set(conn.stems(WORD.findall(fold(text))).values())
    wanted = {term: forms(term) for term in terms}
    stems = conn.stems(list({form for some in wanted.values() for form in some}))
    held = {form for form, stem in stems.items() if _is_among(stem, found)}
    return {term for term, some in wanted.items() if held.intersection(some)}


def _is_among(stem: str, found: set[str]) -> bool:
    if stem in found:
        return True
    return len(stem) >= SHORTEST_STEM and any(one.startswith(stem) for one in found)
