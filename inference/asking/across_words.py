"""What many papers say together, as sentences: how many were meant, what came of them, what lacks.

In the language of the question where that is German, else in English.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from inference.asking.across import MOST, Paper, Together
from inference.asking.figures import DAYS, Thing
from inference.asking.many import Operation
from inference.asking.sheets import Date
from inference.asking.sorts import Sort
from inference.asking.wording import is_german, written
from inference.times.reading import spoken_date

MOST_NAMED = 8
MOST_TOLD = 100
"papers that are told one by one"
DATED = frozenset((Thing.TOTAL, Thing.TAX, Thing.PAY, Thing.GROSS))
"what is of one day, and not the same for a long time"
CENT = Decimal("0.01")


@dataclass(frozen=True)
class _Language:
    code: str
    papers: Mapping[Sort, tuple[str, str, str]]
    "one; several; several of which some"
    said: Mapping[object, str]
    things: Mapping[Thing, tuple[str, str]]
    "one; what several are called"
    days: Mapping[Thing, tuple[str, str]]
    "what one does, what several do, where a language says it so"
    each: Mapping[str, str]


_ENGLISH = _Language(
    "en",
    {
        Sort.INVOICE: ("invoice", "invoices", "invoices"),
        Sort.RECEIPT: ("receipt", "receipts", "receipts"),
        Sort.LEASE: ("lease", "leases", "leases"),
        Sort.CONTRACT: ("contract", "contracts", "contracts"),
        Sort.INSURANCE: ("insurance", "insurances", "insurances"),
        Sort.STATEMENT: ("statement", "statements", "statements"),
        Sort.PAYSLIP: ("payslip", "payslips", "payslips"),
    },
    {
        "could": "{papers} could be meant:", "part": "{count} of {all} {noun}",
        "any": "paper", "anies": "papers", "of anies": "papers",
        "naming": " naming {words}", "or": " or ", "and": " and ", "dated": " dated {said}",
        Operation.SUM: "{papers} {come} to {sum} in all.",
        "comes": "comes", "come": "come",
        "sum of": "{thing} of {papers}: {sum} in all.",
        "apart": "{thing} of {papers}: {sum}. Different currencies and intervals are not added up.",
        Operation.COUNT: "There {are} {papers}.", "is": "is", "are": "are",
        Operation.HIGHEST: "The highest of {papers} is {sum}.",
        Operation.LOWEST: "The lowest of {papers} is {sum}.",
        "extremes apart": "Of {papers}, {which} of each currency and interval: {sum}. "
        "They are not compared with each other.",
        "most": "the highest", "least": "the lowest",
        Operation.NEXT: "Of {papers}, the next one that {does}:",
        Operation.LATEST: "Of {papers}, the latest:",
        "none next": "Of {papers}, none {does} from today on.",
        "day": "When {papers} {do}:",
        "in time": "Of {papers}, {count} {do} {said}.",
        "none in time": "Of {papers}, none {does} {said}.",
        Operation.LIST: "From {papers}:",
        "none": "There are no {papers} among your documents.",
        "unsaid": "{thing} was not found, or not just one, in {names}.",
        "undated": "No date was found in {names}.",
        "twice": "Counted once, since it is the same bill with the same number: {names}.",
        "open": "Whether they are paid, they do not say.",
        "rest": "And {count} more, which are not listed here.",
        "cut": "Only the latest {count} documents were looked through.",
        "more": " and {count} more", "row": "{said} ({day})", "quote": "“{title}”",
    },
    {
        Thing.TOTAL: ("A total", "Totals"),
        Thing.PREMIUM: ("A premium", "Premiums"),
        Thing.PAY: ("A net pay", "Net pay"),
        Thing.GROSS: ("A gross pay", "Gross pay"),
        Thing.TAX: ("A tax", "Tax"),
        Thing.DEPOSIT: ("A deposit", "Deposits"),
        Thing.EXCESS: ("An excess", "Excesses"),
        Thing.RENT: ("A price", "Prices"),
        Thing.DUE: ("A due day", "Due days"),
        Thing.END: ("An end", "Ends"),
        Thing.START: ("A beginning", "Beginnings"),
        Thing.CANCEL: ("A day or period of notice", "Notice"),
    },
    {
        Thing.DUE: ("is due", "are due"), Thing.END: ("ends", "end"),
        Thing.START: ("begins", "begin"),
        Thing.CANCEL: ("can be cancelled", "can be cancelled"),
    },
    {"year": " a year", "half": " every half-year", "quarter": " a quarter", "month": " a month",
     "week": " a week"},
)  # fmt: skip
_DEUTSCH = _Language(
    "de",
    {
        Sort.INVOICE: ("Rechnung", "Rechnungen", "Rechnungen"),
        Sort.RECEIPT: ("Quittung", "Quittungen", "Quittungen"),
        Sort.LEASE: ("Mietvertrag", "Mietverträge", "Mietverträgen"),
        Sort.CONTRACT: ("Vertrag", "Verträge", "Verträgen"),
        Sort.INSURANCE: ("Versicherung", "Versicherungen", "Versicherungen"),
        Sort.STATEMENT: ("Kontoauszug", "Kontoauszüge", "Kontoauszügen"),
        Sort.PAYSLIP: ("Gehaltsabrechnung", "Gehaltsabrechnungen", "Gehaltsabrechnungen"),
    },
    {
        "could": "Gemeint sein können {papers}:", "part": "{count} von {all} {noun}",
        "any": "Beleg", "anies": "Belege", "of anies": "Belegen",
        "naming": " zu {words}", "or": " oder ", "and": " und ", "dated": " mit Datum {said}",
        Operation.SUM: "{papers} {come} zusammen {sum}.",
        "comes": "ergibt", "come": "ergeben",
        "sum of": "{thing} von {papers}: zusammen {sum}.",
        "apart": "{thing} von {papers}: {sum}. Verschiedene Währungen und Zeiträume werden nicht "
        "zusammengezählt.",
        Operation.COUNT: "Es {are} {papers}.", "is": "ist", "are": "sind",
        Operation.HIGHEST: "Am höchsten von {papers}: {sum}.",
        Operation.LOWEST: "Am niedrigsten von {papers}: {sum}.",
        "extremes apart": "Von {papers} {which} je Währung und Zeitraum: {sum}. Untereinander "
        "sind sie nicht verglichen.",
        "most": "am höchsten", "least": "am niedrigsten",
        Operation.NEXT: "{thing} – von {papers} als Nächstes:",
        Operation.LATEST: "Von {papers} zuletzt:",
        "none next": "{thing} – von {papers} ab heute keine.",
        "day": "{thing} von {papers}:",
        "in time": "{thing} {said}: {count} von {papers}.",
        "none in time": "{thing} {said}: nichts von {papers}.",
        Operation.LIST: "Aus {papers}:",
        "none": "Unter deinen Dokumenten sind keine {papers}.",
        "unsaid": "{thing} wurde nicht oder nicht eindeutig gefunden in {names}.",
        "undated": "Kein Datum wurde gefunden in {names}.",
        "twice": "Nur einmal gezählt, weil es dieselbe Rechnung mit derselben Nummer ist: {names}.",
        "open": "Ob sie bezahlt sind, steht nicht darin.",
        "rest": "Und {count} weitere, die hier nicht einzeln stehen.",
        "cut": "Nur die neuesten {count} Dokumente wurden durchgesehen.",
        "more": " und {count} weiteren", "row": "{said} ({day})", "quote": "„{title}“",
    },
    {
        Thing.TOTAL: ("Ein Gesamtbetrag", "Gesamtbeträge"),
        Thing.PREMIUM: ("Ein Beitrag", "Beiträge"),
        Thing.PAY: ("Ein Nettobetrag", "Netto"),
        Thing.GROSS: ("Ein Bruttobetrag", "Brutto"),
        Thing.TAX: ("Eine Steuer", "Steuer"),
        Thing.DEPOSIT: ("Eine Kaution", "Kautionen"),
        Thing.EXCESS: ("Eine Selbstbeteiligung", "Selbstbeteiligungen"),
        Thing.RENT: ("Ein Preis", "Preise"),
        Thing.DUE: ("Eine Fälligkeit", "Fälligkeit"),
        Thing.END: ("Ein Ende", "Ende"),
        Thing.START: ("Ein Beginn", "Beginn"),
        Thing.CANCEL: ("Eine Kündigungsfrist", "Kündigung"),
    },
    {},
    {"year": " im Jahr", "half": " im Halbjahr", "quarter": " im Quartal", "month": " im Monat",
     "week": " in der Woche"},
)  # fmt: skip
_GOVERNED = frozenset(
    (Operation.HIGHEST, Operation.LOWEST, Operation.NEXT, Operation.LATEST, Operation.LIST, "day",
     "in time", "none in time", "none next", "extremes apart", "sum of", "apart")
)  # fmt: skip
"sentences that say “of” papers"


def head(told: Together) -> str:
    """The sentence above the figures."""
    return _Saying(told).head()


def after(told: Together) -> tuple[str, ...]:
    """What is to be known of them beside that: what lacks, what was left out."""
    return _Saying(told).after()


def row(told: Together, paper: Paper) -> str:
    """What one paper says, and of which day it is."""
    return _Saying(told).row(paper)


class _Saying:
    def __init__(self, told: Together) -> None:
        self._told = told
        self._wish = told.wish
        self._in = _DEUTSCH if is_german(told.wish.text) else _ENGLISH
        self._words = self._in.said

    def head(self) -> str:
        told, wish = self._told, self._wish
        if wish.is_one:
            return self._put("could") if len(told.papers) > 1 else ""
        if wish.operation is Operation.COUNT:
            is_one = len(told.chosen) == 1
            return self._put(Operation.COUNT, are=self._words["is" if is_one else "are"])
        if wish.thing in DAYS:
            return self._of_days()
        if not told.chosen:
            return self._put("none") if not told.papers else ""
        if wish.operation in (Operation.HIGHEST, Operation.LOWEST):
            return self._of_extremes(wish.operation)
        if wish.operation is Operation.SUM:
            come = self._words["comes" if len(told.papers) == 1 else "come"]
            if len(told.sums) > 1:
                return self._put("apart")
            return self._put(Operation.SUM if wish.thing is Thing.TOTAL else "sum of", come=come)
        return self._put(wish.operation)

    def after(self) -> tuple[str, ...]:
        told, said = self._told, list[str]()
        if told.unsaid:
            undated = [one for one in told.unsaid if one.figure is not None]
            lacking = [one for one in told.unsaid if one.figure is None]
            if self._wish.operation is Operation.COUNT:
                undated, lacking = list(told.unsaid), []
            if lacking:
                thing = self._in.things[self._wish.thing][0]
                said.append(self._words["unsaid"].format(thing=thing, names=self._names(lacking)))
            if undated:
                said.append(self._words["undated"].format(names=self._names(undated)))
        if told.twice:
            said.append(self._words["twice"].format(names=self._names(told.twice)))
        if self._wish.is_open and told.chosen:
            said.append(self._words["open"])
        if (rest := len(told.chosen) - MOST_TOLD) > 0:
            said.append(self._words["rest"].format(count=rest))
        if told.is_cut:
            said.append(self._words["cut"].format(count=MOST))
        return tuple(said)

    def row(self, paper: Paper) -> str:
        is_counted = self._wish.operation is Operation.COUNT and self._wish.thing is not Thing.TOTAL
        said = paper.figure.said if paper.figure and not is_counted else paper.title
        said = " ".join(said.strip("| ").replace("|", " ").split())
        if self._wish.thing not in DATED or paper.own_day is None:
            return said
        return self._words["row"].format(said=said, day=self._day(paper.own_day))

    def _of_days(self) -> str:
        wish, chosen = self._wish, self._told.chosen
        if wish.operation is Operation.NEXT:
            return self._put(Operation.NEXT if chosen else "none next")
        if wish.operation is Operation.LATEST and chosen:
            return self._put(Operation.LATEST)
        if wish.period is not None:
            return self._put("in time" if chosen else "none in time")
        return self._put("day") if chosen else ""

    def _of_extremes(self, operation: Operation) -> str:
        if len(self._told.sums) == 1:
            return self._put(operation)
        which = self._words["most" if operation is Operation.HIGHEST else "least"]
        return self._put("extremes apart", which=which)

    def _put(self, key: object, **more: str) -> str:
        wish = self._wish
        does, do = self._in.days.get(wish.thing, ("", ""))
        count = len(self._told.chosen)
        text = self._words[key].format(
            papers=self._papers(is_governed=key in _GOVERNED, is_bare=key == "none"),
            sum=self._sums(), does=does, do=does if count == 1 and key == "in time" else do,
            thing=self._in.things[wish.thing][1], count=count,
            said=wish.period.said if wish.period else "", **more,
        )  # fmt: skip
        return text[:1].upper() + text[1:]

    def _papers(self, *, is_governed: bool, is_bare: bool) -> str:
        """How many of which papers: “4 invoices naming “electricity” dated in 2026”."""
        wish, count = self._wish, len(self._told.papers)
        one, many, governed = self._words["any"], self._words["anies"], self._words["of anies"]
        if len(wish.sorts) == 1 or wish.is_named:
            one, many, governed = self._in.papers[wish.sorts[0]]
        noun = governed if is_governed else many
        noun = one if count == 1 and not is_bare else noun
        said = noun if is_bare else f"{count} {noun}"
        counted = len(self._told.chosen) + len(self._told.twice)
        if wish.operation is Operation.SUM and not is_bare and counted < count:
            said = self._words["part"].format(count=counted, all=count, noun=governed)
        if wish.topic:
            words = [self._words["quote"].format(title=one) for one in self._topic()]
            link = self._words["or"] if wish.is_either else ", "
            said += self._words["naming"].format(words=link.join(words))
        if wish.period is not None and wish.thing not in DAYS and wish.period.said:
            said += self._words["dated"].format(said=wish.period.said)
        return said

    def _topic(self) -> list[str]:
        """The words as the owner wrote them."""
        return [written(self._wish.text, one) for one in self._wish.topic]

    def _sums(self) -> str:
        found = self._told.sums
        if self._wish.operation in (Operation.HIGHEST, Operation.LOWEST):
            known = [one.figure for one in self._told.chosen if one.figure is not None]
            found = {(one.currency, one.each): one.amount for one in known
                     if one.amount is not None}  # fmt: skip
        said = [self._money(amount, *key) for key, amount in found.items()]
        return (
            self._words["and"].join((", ".join(said[:-1]), said[-1])) if said[1:] else "".join(said)
        )

    def _money(self, amount: Decimal, currency: str, each: str) -> str:
        text = f"{amount.quantize(CENT, ROUND_HALF_UP):,f}"
        is_german = self._in.code == "de"
        if is_german:
            text = text.translate(str.maketrans(",.", ".,"))
        is_behind = is_german or currency.isalpha()
        put = f"{text} {currency}".strip() if is_behind else f"{currency}{text}"
        return put + self._in.each.get(each, "")

    def _names(self, papers: Sequence[Paper]) -> str:
        shown = [self._words["quote"].format(title=" ".join(one.title.split()))
                 for one in papers[:MOST_NAMED]]  # fmt: skip
        more = len(papers) - len(shown)
        return ", ".join(shown) + (self._words["more"].format(count=more) if more else "")

    def _day(self, day: Date) -> str:
        try:
            return spoken_date(date(*day), self._in.code)
        except ValueError:  # 31 February, as it stands there
            return "-".join(f"{part:02}" for part in day)
