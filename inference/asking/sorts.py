"""What sort of paper a document is, as it says itself: an invoice, a contract, an insurance.

It says so in its title, its file's name, its headings and other short lines, or by what only such
papers have (“Invoice number”). Running text does not count: a letter may speak of an invoice.
"""

import re
from enum import StrEnum

from vault.beginnings import Beginning

SHORT = 80
"signs of a line that names what it stands above"


class Sort(StrEnum):
    """Papers that people have several of, and ask about together."""

    PAYSLIP = "payslip"
    STATEMENT = "statement"
    INVOICE = "invoice"
    RECEIPT = "receipt"
    LEASE = "lease"
    INSURANCE = "insurance"
    CONTRACT = "contract"


_BILL = r"(?!\w*(?:ab|be|um|an|ver|hoch)rechnung)[\w-]*rechnung"
_INSURED = r"(?!\w*(?:renten|sozial)versicherung)[\w-]*versicherung"
_NAMES = {
    Sort.PAYSLIP: (r"pay ?slip|pay ?stub|(?:gehalts|lohn|entgelt)(?:ab)?rechnung",
                   r"pay ?slips|pay ?stubs|(?:gehalts|lohn|entgelt)(?:ab)?rechnungen"),
    Sort.STATEMENT: (r"(?:bank|account|card) statement|kontoauszug",
                     r"(?:bank|account|card) statements|kontoauszüge"),
    Sort.INVOICE: (rf"invoice|bill|{_BILL}", rf"invoices|bills|{_BILL}en"),
    Sort.RECEIPT: (r"receipt|quittung|kassenbon|kassenzettel|kaufbeleg",
                   r"receipts|quittungen|kassenbons|kassenzettel|kaufbelege|belege"),
    Sort.LEASE: (r"lease|tenancy|(?:tenancy|rental) agreement|(?:miet|pacht)vertrag",
                 r"leases|tenancies|(?:tenancy|rental) agreements|(?:miet|pacht)verträge"),
    Sort.INSURANCE: (
        (r"insurance(?: policy)?|insurance contract|policy|versicherungs(?:police|schein|vertrag)|"
         rf"{_INSURED}"),
        (r"insurances|(?:insurance )?policies|insurance contracts|versicherungspolicen|policen|"
         rf"versicherungsverträge|{_INSURED}en"),
    ),
    Sort.CONTRACT: (
        (r"contract|agreement|subscription|membership|[\w-]*vertrag|abo|abonnement|"
         r"mitgliedschaft"),
        (r"contracts|agreements|subscriptions|memberships|[\w-]*verträge|abos|abonnements|"
         r"mitgliedschaften"),
    ),
}  # fmt: skip
"one and several of each, as questions name them; the narrower before the wider"
_ONE = {sort: re.compile(rf"(?<!\w)(?:{one})(?!\w)", re.IGNORECASE)
        for sort, (one, _) in _NAMES.items()}  # fmt: skip
_MANY = {sort: re.compile(rf"(?<!\w)(?:{many})n?(?!\w)", re.IGNORECASE)
         for sort, (_, many) in _NAMES.items()}  # fmt: skip
_BARE_POLICY = re.compile(r"(?<!insurance )\bpolicy\b", re.IGNORECASE)
"of a school or a website: a question may mean an insurance by it, a title need not"
_NUMBERED = r"(?:\s?(?:number|no\b|nr\b|#|date|nummer|datum))"
_HAS: dict[Sort, re.Pattern[str]] = {
    Sort.INVOICE: re.compile(
        rf"\b(?:(?:invoice|bill){_NUMBERED}|rechnungs?[- ]?{_NUMBERED}|rechnungsbetrag|"
        r"bill to:)", re.IGNORECASE,
    ),
    Sort.RECEIPT: re.compile(
        r"^\W*(?:card|cash|change|visa|mastercard|contactless|bar|gegeben|rückgeld|girocard|"
        r"ec[- ]?karte)\b\W{1,6}(?:EUR|GBP|USD|CHF)?\W{0,3}\d+[.,]\d\d|"
        r"\btotal \d+[.,]\d\d (?:card|cash)\b", re.IGNORECASE | re.MULTILINE,
    ),
    Sort.INSURANCE: re.compile(r"\b(?:policyholder|policy number|versicherungsnehmer(?:in)?|"
                               r"versicherungsschein)\b", re.IGNORECASE),
    Sort.PAYSLIP: re.compile(r"\b(?:net pay\b.{0,200}\d|auszahlungsbetrag|gesamtbrutto)",
                             re.IGNORECASE),
}  # fmt: skip
"what only papers of a sort have"
_COMPOUND = re.compile(
    r"(\w{3,}?-?)(?<!miet)(?<!pacht)(?:rechnung|versicherung|vertrag|verträge)\w*", re.IGNORECASE
)
_WITHIN = {Sort.CONTRACT: (Sort.CONTRACT, Sort.LEASE)}
"a lease is a contract, too"


def named(text: str) -> tuple[tuple[Sort, ...], bool, str]:
    """The sorts that a question names, whether it names several of them, and what is left."""
    found, is_many, rest = list[Sort](), False, text
    for sort in Sort:
        many, one = _MANY[sort].search(rest), _ONE[sort].search(rest)
        if many or one:
            found.append(sort)
            is_many = is_many or bool(many)
            rest = _ONE[sort].sub(_before_it, _MANY[sort].sub(_before_it, rest))
    return tuple(found), is_many, rest


def of(beginning: Beginning) -> frozenset[Sort]:
    """What sorts a document is of."""
    name = re.split(r"[/\\]", beginning.ref)[-1].rpartition(".")[0]
    titles = re.sub(r"[_.]+", " ", f"{beginning.title}\n{name}")
    short = "\n".join(filter(_is_short, beginning.text.splitlines()))
    said = f"{titles}\n{short}"
    found = {sort for sort, one in _ONE.items() if _says(sort, one, said)}
    found |= {sort for sort, one in _MANY.items() if one.search(titles)}
    found |= {sort for sort, has in _HAS.items() if has.search(_without_bars(beginning.text))}
    return frozenset(found)


def is_among(wanted: tuple[Sort, ...], found: frozenset[Sort]) -> bool:
    """Whether a document of these sorts is of one that is wanted."""
    return any(one in found for sort in wanted for one in _WITHIN.get(sort, (sort,)))


def _before_it(found: re.Match[str]) -> str:
    """What a compound says beside the sort: “Strom” of “Stromrechnungen”."""
    one = _COMPOUND.fullmatch(found[0])
    return f" {one[1].rstrip('-').removesuffix('s')} " if one else " "


def _says(sort: Sort, pattern: re.Pattern[str], said: str) -> bool:
    if sort is Sort.INSURANCE:
        said = _BARE_POLICY.sub(" ", said)
    return bool(pattern.search(said))


def _is_short(line: str) -> bool:
    return 0 < len(line) <= SHORT and line[0] != "|" and line.rstrip()[-1:] not in ".?!,;"


def _without_bars(text: str) -> str:
    return re.sub(r"^\| ", "", text, flags=re.MULTILINE)
