"""Questions about many papers, read: which sort of them, what of each, and what is done with it.

Only the owner's words are looked at; what they do not plainly ask of several papers is left to
others.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inference.asking import ledger, periods, phrases, sorts
from inference.asking.figures import DAYS, USUAL, Thing
from inference.asking.ledger import Flow
from inference.asking.periods import Period
from inference.asking.sorts import Sort
from inference.asking.wording import KINDS_OF_THING, SAYS_LITTLE, Question
from vault.entities import fold
from vault.search import WORD

SPENT = (Sort.INVOICE, Sort.RECEIPT)
"what says by itself what was spent"
LASTING = frozenset((Thing.PREMIUM, Thing.RENT, Thing.DEPOSIT, Thing.EXCESS))
"what holds for a long time, and is of no day"


class Operation(StrEnum):
    """What is done with the figures."""

    SUM = "sum"
    COUNT = "count"
    HIGHEST = "highest"
    LOWEST = "lowest"
    NEXT = "next"
    LATEST = "latest"
    LIST = "list"


_OPERATIONS = tuple((one, re.compile(pattern, re.IGNORECASE)) for one, pattern in (
    (Operation.HIGHEST, (
        r"\b(?:highest|largest|biggest|greatest|most expensive|dearest|priciest|"
        r"costs? (?:me )?(?:the )?most|höchste\w*|größte\w*|teuerste\w*|am meisten)\b")),
    (Operation.LOWEST, (
        r"\b(?:lowest|smallest|cheapest|least expensive|costs? (?:me )?(?:the )?least|"
        r"niedrigste\w*|kleinste\w*|billigste\w*|günstigste\w*|am wenigsten)\b")),
    (Operation.NEXT, r"\b(?:next|soonest|nächste[rsnm]?|als nächstes|am nächsten)\b"),
    (Operation.LATEST, (
        r"\b(?:latest|newest|most recent|last|letzte[rsnm]?|neueste[rsnm]?|neuste[rsnm]?)\b")),
    (Operation.COUNT, r"\b(?:how many|number of|wie ?viele|anzahl)\b"),
))  # fmt: skip
_SUMS = re.compile(
    r"\b(?:comes? to|add(?:s|ed)? up(?: to)?|amount to|total(?:s|led)?|altogether|in all|sum|"
    r"together|how much|spen[dt]|pa(?:y|id)|costs?|worth|earn(?:ed)?|get paid|wie ?viel|summe|"
    r"insgesamt|zusammen|gesamt\w*|ausgegeben|be?zahl\w*|gezahlt|kosten|kostet|gekostet|verdient?|"
    r"machen|ergeben|betragen|bekommen)\b",
    re.IGNORECASE,
)
_LISTS = re.compile(r"\b(?:list|show|name|give|what|auflisten|liste\w*|zeig\w*|nenn\w*|was)\b.*"
                    r"\b(?:amounts?|totals|sums|beträge|summen)\b", re.IGNORECASE)  # fmt: skip
_THINGS = tuple((one, re.compile(pattern, re.IGNORECASE)) for one, pattern in (
    (Thing.CANCEL, r"\b(?:cancel\w*|terminat\w*|notice|\w*kündig\w*|kündbar)\b"),
    (Thing.DUE, (
        r"\bdue\b(?: da(?:y|te)s?)?|\b(?:fällig\w*|zahlbar|payable)\b|"
        r"\b(?:when|until when|by when) .*\b(?:pay|paid)\b|"
        r"\b(?:wann|bis wann) .*\b(?:be?zahl\w*|zahlen|überweisen)\b")),
    (Thing.END, (
        r"\b(?:ends?|ending|ended|expir\w*|runs? out|running out|enden|endet|auslaufen|ablaufen|"
        r"ablaufdat\w+|enddat\w+|renew\w*)\b|\b(?:laufen|läuft)\b.*\b(?:aus|ab)\b")),
    (Thing.START, r"\b(?:starts?|started|begins?|began|beginnen|beginnt|begannen|begann)\b"),
    (Thing.TAX, r"\b(?:vat|mwst|mehrwertsteuer|umsatzsteuer)\b"),
    (Thing.GROSS, r"\b(?:gross(?: pay| wages?| salary)?|brutto\w*)\b"),
    (Thing.PAY, r"\b(?:net(?: pay| wages?| salary)?|take[- ]home pay|netto\w*|auszahlung\w*)\b"),
    (Thing.PREMIUM, r"\b(?:premiums?|beitr[aä]ge?|prämien?)\b"),
    (Thing.DEPOSIT, r"\b(?:deposits?|kaution(?:en)?)\b"),
    (Thing.EXCESS, r"\b(?:excess(?:es)?|deductibles?|selbstbeteiligung(?:en)?|selbstbehalte?)\b"),
    (Thing.RENT, r"\b(?:rents?|fees?|mieten?|gebühr(?:en)?)\b"),
))  # fmt: skip
_EACH = re.compile(
    r"\b(?:all|each|every|both|any|alle[rnsm]?|jede[rsnm]?|beide[rnsm]?|sämtliche\w*)\b",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what|welche[rsnm]?)\b(?!\s+(?:is|was|ist|war)\b)", re.IGNORECASE)
_OPEN = re.compile(r"\b(?:open|unpaid|outstanding|overdue|still|offene?[rnsm]?|unbezahlte?[rnsm]?|"
                   r"ausstehende?[rnsm]?|noch)\b", re.IGNORECASE)  # fmt: skip
_FILLER = (
    SAYS_LITTLE
    | KINDS_OF_THING
    | phrases.ROWS
    | frozenset(
        "days dates dated amounts totals list lists show our have has had need needs needed "  # noqa: SIM905
        "must may until into will would been being currently now today yet alles mir zeige "
        "zeig nenne liste hab habe hatte hatten werden wird muss sollen kann konnen jetzt "
        "heute noch an um bis ab mal denn man my mine ones one them they those these name "
        "names issued received get got bought expected per annual yearly monthly jahrlich "
        "monatlich gekauft erhalten kam kamen".split()
    )
)


@dataclass(frozen=True)
class Wish:
    """A question about many papers, read."""

    text: str
    sorts: tuple[Sort, ...]
    operation: Operation
    thing: Thing
    topic: tuple[str, ...] = ()
    "words that each paper has to say"
    names: frozenset[str] = frozenset()
    "those of them that are of names"
    period: Period | None = None
    is_named: bool = True
    "whether the question names the sort of papers"
    is_one: bool = False
    "whether one paper is meant, which its words have to tell from the others"
    is_either: bool = False
    "whether the names are of several, any of which is meant"
    is_open: bool = False
    "whether only those are meant that were not paid yet, which papers do not say"


def wish(text: str, today: date | None) -> Wish | None:
    """What is asked of many papers; None where one is meant, or something else."""
    plain = periods.absolute(" ".join(text.split()), today)
    if phrases.BEYOND.search(plain) or periods.is_open(plain):
        return None
    if any(pattern.search(fold(plain)) for _, pattern in phrases.COMPARISONS):
        return None
    period = periods.named(plain, None)
    rest = plain.replace(period.words, " ", 1) if period else plain
    found, is_many, rest = sorts.named(rest)
    operation, thing, left = _asked(rest, found)
    if operation is None or thing is None:
        return None
    if not (found or _is_spending(plain, operation, thing)):
        return None
    is_one = operation in (Operation.SUM, Operation.LIST) and not is_many
    is_one = bool(found) and is_one and not (_EACH.search(plain) or _WHICH.match(plain.strip()))
    if is_one and thing not in DAYS:
        return None
    if period is not None and thing in LASTING:
        if not _is_now(period, today):
            return None
        period = None
    topic, names = _topic(left, plain)
    if not found and not topic:
        return None
    return Wish(plain, found or SPENT, operation, thing, topic, names, period, bool(found), is_one,
                is_open=bool(_OPEN.search(plain)))  # fmt: skip


def _is_now(period: Period, today: date | None) -> bool:
    """Whether a time lasts today; what holds now is not known of another."""
    return today is not None and period.holds((today.year, today.month, today.day))


def _asked(text: str, found: Sequence[Sort]) -> tuple[Operation | None, Thing | None, str]:
    """What is to be done with what, and the words that are left."""
    operation, thing, left = None, None, text
    for one, pattern in _THINGS:
        if pattern.search(left):
            thing, left = one, pattern.sub(" ", left)
            break
    for kind, pattern in _OPERATIONS:
        if pattern.search(left):
            operation, left = kind, pattern.sub(" ", left)
            break
    is_sum = _SUMS.search(left)
    if operation is None and thing in DAYS:
        operation = Operation.LIST
    elif operation is None and is_sum and not _LISTS.search(left):
        operation = Operation.SUM
    elif operation is None and (thing is not None or _LISTS.search(left)):
        operation = Operation.LIST
    usual = (USUAL[one] for one in found if one in USUAL)
    return operation, thing or next(usual, Thing.TOTAL), _SUMS.sub(" ", left)


def _is_spending(text: str, operation: Operation, thing: Thing) -> bool:
    """“What did I spend on electricity”: bills and receipts say it."""
    is_sum = operation is Operation.SUM and thing is Thing.TOTAL
    return is_sum and ledger.flow(text) is Flow.OUT


def _topic(left: str, whole: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """What the papers are about or from: the telling words that are left."""
    left = _OPEN.sub(" ", _EACH.sub(" ", left))
    words = [one for one in WORD.findall(fold(left)) if one not in _FILLER and len(one) > 1]
    return tuple(dict.fromkeys(words)), Question.of(whole).names & set(words)
