"""What many papers say together: what invoices come to, which contracts end, what is due when.

Code finds the papers that a question means by what they say they are, takes one figure from each,
and adds up, compares or lists. Nothing is guessed: every figure is told with its place, what has
none is said by name, and different currencies are never put together.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from inference.asking import figures, periods, sorts, wording
from inference.asking.figures import DAYS, Figure, Thing
from inference.asking.finding import Desk, titles
from inference.asking.many import Operation, Wish
from inference.asking.periods import Period
from inference.asking.sheets import Column, Date
from inference.summarizing import orders
from vault import beginnings, documents
from vault.entities import fold

MOST = 2_000
"documents whose beginnings are looked at, the latest first"
SIGNS = 1_500
"of each page, by which a paper's sort is told"
MOST_SPOTS = 100_000
"passages that hold a word"
FEWEST = 2
"papers that a question means which names no sort of them"
MOST_MEANT = 8
"papers of which one is asked, where its words do not tell which"


@dataclass(frozen=True)
class Paper:
    """A document, and what was found in it."""

    document: int
    title: str
    figure: Figure | None
    own_day: Date | None
    number: str = ""

    def day(self, thing: Thing) -> Date | None:
        if thing in DAYS:
            return self.figure.day if self.figure else None
        return self.own_day


@dataclass(frozen=True)
class Meant:
    """The papers that a question is about, before they are read."""

    papers: Sequence[int]
    is_either: bool
    "whether they need to say only one of its names"
    is_cut: bool


@dataclass(frozen=True)
class Together:
    """What many papers say together."""

    wish: Wish
    papers: tuple[Paper, ...]
    "all that were meant, in the time that was asked for"
    chosen: tuple[Paper, ...]
    "those with the figure that is told"
    unsaid: tuple[Paper, ...] = ()
    "without the figure, or without the day that would tell whether they count"
    twice: tuple[Paper, ...] = ()
    "that say what another one said"
    is_cut: bool = False
    "whether there were more documents than were looked at"

    @property
    def sums(self) -> Mapping[tuple[str, str], Decimal]:
        """By currency, and by what the amounts are for."""
        found: dict[tuple[str, str], Decimal] = {}
        for one in self.chosen:
            if one.figure is not None and one.figure.amount is not None:
                key = (one.figure.currency, one.figure.each)
                found[key] = found.get(key, Decimal()) + one.figure.amount
        return found


def together(desk: Desk, asked: Wish) -> Together | None:
    """What the papers say that the question means; None where there are none to say it."""
    found = meant(desk, asked)
    if found is None:
        return None
    called = titles(desk.conn, desk.scope)
    papers = [_paper(desk, number, called[number], asked) for number in found.papers]
    asked = replace(asked, period=_period(asked, papers), is_either=found.is_either)
    told = _told(asked, papers, desk.today)
    if asked.is_one and not told.chosen:
        return None
    return replace(told, is_cut=found.is_cut)


def meant(desk: Desk, asked: Wish) -> Meant | None:
    """The papers that a question means; None where there are none."""
    begun = beginnings.of(desk.conn, desk.scope, most=MOST + 1, signs=SIGNS)
    some = [one.document for one in begun[:MOST] if sorts.is_among(asked.sorts, sorts.of(one))]
    about = _about(desk, some, asked) if some else None
    if about is None or (not asked.is_named and len(about[0]) < FEWEST):
        return None
    if asked.is_one and not 0 < len(about[0]) <= MOST_MEANT:
        return None
    return Meant(*about, is_cut=len(begun) > MOST)


def _about(desk: Desk, meant: Sequence[int], asked: Wish) -> tuple[list[int], bool] | None:
    """Those of these papers that say the words of the question; None where none knows a word.

    Of names side by side, each of which some paper says, any is meant: then the second is true.
    """
    if not asked.topic:
        return list(meant), False
    called = {number: fold(title) for number, title in titles(desk.conn, meant).items()}
    held = {word: _saying(desk, word, meant, called) for word in asked.topic}
    if any(not found and word not in asked.names for word, found in held.items()):
        return None
    both = [one for one in meant if all(one in found for found in held.values())]
    if both or not all(held.values()) or not set(asked.topic) <= asked.names:
        return (both, False) if both or asked.is_named else None
    return [one for one in meant if any(one in found for found in held.values())], True


def _saying(desk: Desk, word: str, meant: Sequence[int], called: Mapping[int, str]) -> set[int]:
    forms = wording.forms(word)
    found = {
        spot.item for form in forms for spot in documents.spots(desk.conn, form, meant, MOST_SPOTS)
    }
    begins = re.compile("|".join(rf"\b{re.escape(form)}" for form in forms))
    return found | {one for one, title in called.items() if begins.search(title)}


def _paper(desk: Desk, document: int, title: str, asked: Wish) -> Paper:
    pages = documents.pages(desk.conn, document)
    if asked.thing in DAYS:
        figure = figures.day(asked.thing, pages)
    else:
        figure = figures.amount(asked.thing, pages)
    if figure is not None and orders.without(figure.line)[1]:
        figure = None
    own = figures.own_day(pages)
    if figure is not None and figure.day is not None:
        figure = replace(figure, day=_with_year(figure, own, desk.today))
    return Paper(document, title, figure, own, figures.number(pages))


def _with_year(figure: Figure, own: Date | None, today: date | None) -> Date | None:
    """A day without its year: the next one from the paper's own day on, or from today each year."""
    if figure.day is None or figure.day[0]:
        return figure.day
    now = (today.year, today.month, today.day) if today else None
    since = now if figure.is_yearly else own
    if since is None:
        return None
    year = since[0] + (figure.day[1:] < since[1:])
    return year, figure.day[1], figure.day[2]


def _period(asked: Wish, papers: Sequence[Paper]) -> Period | None:
    """The time that is meant; a month without its year is the latest one that papers name."""
    if asked.period is None or asked.period.since or asked.period.until:
        return asked.period
    known = [one for one in (paper.day(asked.thing) for paper in papers) if one is not None]
    cells = tuple(f"{year:04}-{month:02}-{day:02}" for year, month, day in known)
    return periods.named(asked.text, Column("", cells)) or asked.period


def _told(asked: Wish, papers: Sequence[Paper], today: date | None) -> Together:
    unsaid, period, thing = list[Paper](), asked.period, asked.thing
    counted = list(papers)
    if period is not None:
        unsaid = [one for one in papers if one.day(thing) is None]
        counted = [one for one in papers if period.holds(one.day(thing))]
    meant = [*counted, *unsaid] if thing in DAYS else counted
    if asked.operation is Operation.COUNT:
        return Together(asked, tuple(meant), tuple(counted), tuple(unsaid))
    unsaid += [one for one in counted if one.figure is None]
    counted = [one for one in counted if one.figure is not None]
    once, twice = _once(counted)
    whole = tuple(papers) if thing in DAYS else tuple(meant)
    chosen = _chosen(asked, once, today)
    return Together(asked, whole, tuple(chosen), tuple(dict.fromkeys(unsaid)), tuple(twice))


def _once(papers: Sequence[Paper]) -> tuple[list[Paper], list[Paper]]:
    """Each bill once: the same number and the same amount is the same bill."""
    seen, once, twice = set[tuple[str, Decimal]](), list[Paper](), list[Paper]()
    for one in papers:
        amount = one.figure.amount if one.figure else None
        if one.number and amount is not None:
            if (one.number, amount) in seen:
                twice.append(one)
                continue
            seen.add((one.number, amount))
        once.append(one)
    return once, twice


def _chosen(asked: Wish, papers: Sequence[Paper], today: date | None) -> list[Paper]:
    """Those that are told, in the order of their days."""
    ordered = sorted(papers, key=lambda one: one.day(asked.thing) or (9999, 0, 0))
    if asked.operation in (Operation.HIGHEST, Operation.LOWEST):
        return _extremes(ordered, asked.operation)
    known = [one for one in ordered if one.day(asked.thing) is not None]
    if asked.operation is Operation.LATEST:
        return _of_day(known, known[-1:], asked.thing)
    if asked.operation is Operation.NEXT:
        now = (today.year, today.month, today.day) if today else (0, 0, 0)
        coming = [one for one in known if (one.day(asked.thing) or now) >= now]
        return _of_day(coming, coming[:1], asked.thing)
    return ordered


def _of_day(papers: Sequence[Paper], first: Sequence[Paper], thing: Thing) -> list[Paper]:
    return [one for one in papers if first and one.day(thing) == first[0].day(thing)]


def _extremes(papers: Sequence[Paper], operation: Operation) -> list[Paper]:
    """The highest or lowest of each currency, for one is not compared with another."""
    pick = max if operation is Operation.HIGHEST else min
    groups: dict[tuple[str, str], list[tuple[Decimal, Paper]]] = {}
    for one in papers:
        if one.figure is not None and one.figure.amount is not None:
            key = (one.figure.currency, one.figure.each)
            groups.setdefault(key, []).append((one.figure.amount, one))
    found = list[Paper]()
    for some in groups.values():
        best = pick(amount for amount, _ in some)
        found += [one for amount, one in some if amount == best]
    return found
