"""Filling the form of a question about a table from the owner's words, where those are clear.

What the question says is looked for among the heads and the cells of a table; the words that the
table knows speak for it. A table that knows too few of them, or not every name, is not meant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.asking import wording
from inference.asking.sheets import Column, Date, Kind, Table
from inference.asking.sums import Condition, Form, Operation, Test
from inference.asking.wording import Question
from inference.memory.gather import clean
from inference.times.names import MONTHS
from vault.connection import ReadConn
from vault.entities import fold
from vault.search import WORD

_OPERATIONS = (
    (Operation.MEAN, (
        r"\b(?:average|mean|on average|durchschnitt\w*|im schnitt|mittelwert)\b"
    )),
    (Operation.MAX, (
        r"\b(?:highest|largest|biggest|greatest|maximum|max|most expensive|latest|newest|best|"
        r"heaviest|höchste[rsnm]?|grösste[rsnm]?|größte[rsnm]?|teuerste[rsnm]?|meisten|maximal)\b"
        r"|\bmost\b(?! of\b)(?<!at most)"
    )),
    (Operation.MIN, (
        r"\b(?:lowest|smallest|least|minimum|min|cheapest|earliest|oldest|fewest|longest|"
        r"niedrigste[rsnm]?|kleinste[rsnm]?|billigste[rsnm]?|geringste[rsnm]?|wenigsten|"
        r"früheste[rsnm]?)\b(?<!at least)"
    )),
    (Operation.SUM, (
        r"\b(?:total|sum|altogether|overall|add up|in all|summe|insgesamt|gesamt\w*|zusammen)\b"
    )),
    (Operation.COUNT, r"\b(?:how many|number of|count|wie ?viele|anzahl)\b"),
    (Operation.SUM, (
        r"\b(?:how much .*(?:spen[dt]|pa(?:y|id)|cost|earn|sold|sell|made?)|"
        r"how much (?:money )?(?:was|were|did)|wie ?viel .*(?:ausgegeben|bezahlt))\b"
    )),
)  # fmt: skip
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
"as in the words of a question that are left"
_FOUND = tuple((one, re.compile(pattern.translate(_FOLDED), re.IGNORECASE))
               for one, pattern in _OPERATIONS)  # fmt: skip
_NUMBER = (
    r"(?:[€$£]\s?)?(\d[\d.,']*)(?:\s?(?:[€$£%]|(?:euros?|eur|dollars?|usd|pounds?|chf|kg|g|mg|km|m|"
    r"cm|mm|l|ml|kwh|days?|tagen?|hours?|stunden?)\b))?"
)
_TESTS = (
    (Test.LEAST, "at least|no less than|mindestens|or more"),
    (Test.MOST, "at most|no more than|up to|höchstens"),
    (Test.ABOVE, (
        "above|over|more than|greater than|higher than|larger than|exceeding|über|mehr als|"
        "größer als"
    )),
    (Test.BELOW, (
        "below|under|less than|lower than|smaller than|fewer than|cheaper than|unter|"
        "weniger als|kleiner als"
    )),
)  # fmt: skip
_COMPARISONS = tuple(
    (one, re.compile(rf"\b(?:{words.translate(_FOLDED)})\s+(?:of )?{_NUMBER}", re.IGNORECASE))
    for one, words in _TESTS
)
_EACH = re.compile(
    r"\b(?:(?:in |for |of )?(?:each|every)|per|by|je|pro|jede[rsnm]?)\s+([^\W\d]+)",
    re.IGNORECASE,
)
_WHICH = re.compile(r"\b(?:which|what|in which|welche[rsnm]?)\s+([^\W\d]+)", re.IGNORECASE)
_WHO = re.compile(r"^\W*(?:who|whose|wer)\b", re.IGNORECASE)
_BEYOND = re.compile(
    r"\b(?:percent\w*|share|proportion|ratio|median|difference|compared?|trend|grow\w*|"
    r"increase\w*|decrease\w*|not|n't|except|excluding|without|other than|second|third|"
    r"top \d+|prozent\w*|anteil|verhältnis|differenz|nicht|kein\w*|ausser|außer|ohne|"
    r"zweit\w*|dritt\w*)\b|n't\b|%",
    re.IGNORECASE,
)
"what no form here can say: then nothing is worked out rather than something else"
_DIFFERENT = re.compile(
    r"\b(?:different|distinct|unique|verschiedene\w*|unterschiedliche\w*)\s+([^\W\d]+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\b(?:between|zwischen)\s+{_NUMBER}\s+(?:and|und)\s+{_NUMBER}", re.IGNORECASE
)
_IN_TIME = re.compile(
    r"\b(?:earliest|oldest|latest|newest|most recent|fruheste\w*|alteste\w*|neueste\w*)\b"
)
_IN_TOTAL = re.compile(
    r"\b(?:in total|altogether|overall|in all|insgesamt|in sum)\b", re.IGNORECASE
)
_MONTHS = {name.casefold(): at for names in MONTHS.values() for at, name in enumerate(names, 1)}
_PERIOD = re.compile(
    r"\b(?:(since|from|after|before|until|in|during|of|ab|seit|nach|vor|bis|im)\s+)?"
    rf"(?:({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\s+)?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ROWS = frozenset(
    "row rows entry entries record records line lines people person persons employee employees "  # noqa: SIM905
    "staff item items expense expenses member members mitglied mitglieder order orders customer "
    "customers product products work works working based come comes zeile zeilen einträge company "
    "single value values table sheet list column columns spent spend spending got expenditure "
    "sold sell pay paid payment payments kommen start started date am are since".split()
)
"what rows are called, and what is said of them, whatever stands in them"
_AMOUNTS = frozenset("amount price cost costs total value sum betrag preis kosten summe".split())  # noqa: SIM905
_MONEY = frozenset("spent spend pay paid cost costs expense expenses expensive ausgegeben bezahlt "  # noqa: SIM905
                   "payment payments spending".split())  # fmt: skip
_PEOPLE = frozenset("name names person people employee member mitglied kunde customer".split())  # noqa: SIM905
SHORTEST_CELL = 2
"signs of a cell that a question may name"
LEAST_TOLD = 0.55
"of a question's telling words that a table has to know"
OF_VALUE, OF_HEAD, OF_TITLE = 1.0, 1.0, 0.7


def read(conn: ReadConn, question: Question, tables: Sequence[Table]) -> Form | None:
    """The form that the question fills, of the table that fits best; None where none does."""
    forms = [form for table in tables if (form := _Reading(conn, question, table).form())]
    return max(forms, key=lambda one: one.score, default=None)


class _Reading:
    """One question, read for one table."""

    def __init__(self, conn: ReadConn, question: Question, table: Table) -> None:
        self._conn = conn
        self._question = question
        self._text = question.text
        self._table = table
        self._terms = dict.fromkeys(question.terms, 0.0)
        "by how much each telling word is known to the table"
        self._left = f" {fold(clean(question.text))} "
        "the words that are not yet taken as a value of a cell"

    def form(self) -> Form | None:
        if _BEYOND.search(self._text):
            return None
        conditions = [*self._values(), *self._periods()]
        operation = self._operation()
        named = self._named()
        conditions += self._comparisons(named)
        by = self._by(operation)
        form = self._filled(operation, conditions, named, by)
        if form is None:
            return None
        self._know(wording.said_in(self._conn, tuple(self._terms), self._table.title), OF_TITLE)
        if any(not self._terms.get(name, 1.0) for name in self._question.names):
            return None  # it is about somebody or something that this table does not know
        told = self._told()
        if told < LEAST_TOLD or (form.operation is Operation.VALUE and not conditions):
            return None
        return replace(form, score=sum(self._terms.values()) + told)

    def _operation(self) -> Operation | None:
        for operation, pattern in _FOUND:
            if found := pattern.search(self._left):
                words = WORD.findall(found[0])
                self._know({words[0], words[-1]} & set(self._terms), 1.0)
                return operation
        return None

    def _filled(
        self, operation: Operation | None, conditions: Sequence[Condition],
        named: Sequence[Column], by: Column | None,
    ) -> Form | None:  # fmt: skip
        used = {one.column.name for one in conditions}
        numbers = [one for one in named if one.kind is Kind.NUMBER and one.name not in used]
        table, held = self._table, tuple(conditions)
        if operation is None:
            asked = [one for one in named if one.name not in used and one is not by]
            if not asked and _WHICH.search(self._text) and any(not one.is_of_text for one in held):
                asked = [one for one in (self._first_text(),) if one is not None]
            if len(asked) != 1:
                return None
            return Form(table, Operation.VALUE, asked[0], held)
        if operation is Operation.COUNT:
            if numbers:  # “how many units” are not rows
                return Form(table, Operation.SUM, numbers[0], held, by)
            is_distinct = by is not None and bool(_DIFFERENT.search(self._text))
            return Form(table, Operation.COUNT, None, held, by, is_distinct=is_distinct)
        if operation in (Operation.MAX, Operation.MIN):
            return self._best(operation, held, named, used)
        some = numbers or self._amounts(used)
        if not some:
            return None
        return Form(
            table,
            operation,
            some[0],
            held,
            by,
            columns=tuple(some) if len(some) > 1 and not numbers else (),
        )

    def _best(
        self, operation: Operation, held: tuple[Condition, ...], named: Sequence[Column],
        used: set[str],
    ) -> Form | None:  # fmt: skip
        """The row, or the group of rows, that has most or least of something."""
        counted = [one for one in named if one.kind is not Kind.TEXT and one.name not in used]
        dated = [one for one in self._table.columns if one.kind is Kind.DATE]
        measured = counted or (_IN_TIME.search(self._left) and dated) or self._amounts(used)
        if not measured:
            return None
        column, shown = measured[0], self._shown()
        if column.kind is Kind.DATE and re.search(r"\blongest\b", self._left) is None:
            late = re.search(r"\b(?:newest|latest|most recent|neueste\w*)\b", self._left)
            operation = Operation.MAX if late else operation
        if shown is not None and _IN_TOTAL.search(self._text):
            return Form(self._table, operation, column, held, by=shown, shown=shown)
        return Form(self._table, operation, column, held, shown=shown,
                    columns=() if counted else _open(measured))  # fmt: skip

    def _shown(self) -> Column | None:
        """What is asked for of the best row: “which supplier”, “who”."""
        if _WHO.search(self._text):
            people = [one for one in self._table.columns if set(_words(one.name)) & _PEOPLE]
            return people[0] if people else self._first_text()
        if (found := _WHICH.search(self._text)) and (named := self._column_of(found[1])):
            self._know({fold(found[1])} & set(self._terms), OF_HEAD)
            return named
        return self._first_text() if _WHICH.search(self._text) else None

    def _first_text(self) -> Column | None:
        return next((one for one in self._table.columns if one.kind is Kind.TEXT), None)

    def _by(self, operation: Operation | None) -> Column | None:
        found = _EACH.search(self._text) or _DIFFERENT.search(self._text)
        if operation is None or found is None:
            return None
        named = self._column_of(found[1])
        if named is not None:
            self._know({*WORD.findall(fold(found[0]))} & set(self._terms), OF_HEAD)
        return named

    def _column_of(self, word: str) -> Column | None:
        """The column that a word names."""
        for column in self._table.columns:
            if wording.said_in(self._conn, (fold(word),), column.name):
                return column
        return None

    def _named(self) -> list[Column]:
        """Columns whose head the question says; numbers first, then as they are said."""
        found = []
        words = tuple(word for word in WORD.findall(self._left) if word in self._terms)
        for column in self._table.columns:
            said = wording.said_in(self._conn, words, column.name)
            if said:
                self._know(said, OF_HEAD)
                found.append((min(map(words.index, said)), column))
        found.sort(key=lambda one: (one[1].kind is not Kind.NUMBER, one[0]))
        return [column for _, column in found]

    def _amounts(self, used: set[str]) -> list[Column]:
        """Columns of numbers that may be meant where none is named."""
        numbers = [one for one in self._table.columns
                   if one.kind is Kind.NUMBER and one.name not in used]  # fmt: skip
        money = [one for one in numbers if set(_words(one.name)) & _AMOUNTS]
        return money[:1] if money and (set(self._terms) & _MONEY or len(money) == 1) else numbers

    def _values(self) -> list[Condition]:
        """Cells that the question says, the longest first; two of one column are either."""
        found: dict[int, list[str]] = {}
        known = [(cell, at) for at, column in enumerate(self._table.columns)
                 if column.kind is Kind.TEXT for cell in dict.fromkeys(column.cells)]  # fmt: skip
        for cell, at in sorted(known, key=lambda one: -len(one[0])):
            words = WORD.findall(fold(cell))
            if sum(map(len, words)) < SHORTEST_CELL or words[0] not in self._left:
                continue
            if (place := self._said(words)) is not None:
                found.setdefault(at, []).append(cell)
                self._know({*WORD.findall(place)} & set(self._terms), OF_VALUE)
                self._left = self._left.replace(place, " ", 1)
        return [Condition(self._table.columns[at], Test.IS, tuple(cells))
                for at, cells in found.items()]  # fmt: skip

    def _said(self, words: Sequence[str]) -> str | None:
        """Where the question says these words, one after the other; the last may be a plural."""
        whole = r"\W+".join(map(re.escape, words))
        found = re.search(rf"(?<=\W){whole}(?:s|es|en|n)?(?=\W)", self._left)
        if found is None and len(words) == 2:  # “Sommer, Simon” is Simon Sommer, too
            turned = r"\W+".join(map(re.escape, reversed(words)))
            found = re.search(rf"(?<=\W){turned}(?=\W)", self._left)
        return found[0] if found else None

    def _periods(self) -> list[Condition]:
        dates = [one for one in self._table.columns if one.kind is Kind.DATE]
        found = _PERIOD.search(self._text)
        if not dates or found is None:
            return []
        self._know({*WORD.findall(fold(found[0]))} & set(self._terms), OF_VALUE)
        word, month, year = (found[1] or "in").casefold(), found[2], int(found[3])
        first = (year, _MONTHS[month.casefold()] if month else 1, 1)
        last = (year, _MONTHS[month.casefold()] if month else 12, 31)
        self._left = self._left.replace(fold(found[0]), " ", 1)
        since, until = _bounds(word, first, last)
        said = " ".join(found[0].split())
        return [Condition(dates[0], Test.IS, since=since, until=until, said=said)]

    def _comparisons(self, named: list[Column]) -> list[Condition]:
        """“above 500”: of the column that is named, or the only one that can be meant."""
        found = []
        numbers = [column for column in named if column.kind is Kind.NUMBER]
        numbers = numbers or self._amounts(set())
        if numbers and (one := _BETWEEN.search(self._left)):
            self._know({*WORD.findall(one[0])} & set(self._terms), OF_VALUE)
            least, most = map(numbers[0].meant, (one[1], one[2]))
            if least is not None and most is not None:
                return [Condition(numbers[0], Test.LEAST, number=least),
                        Condition(numbers[0], Test.MOST, number=most)]  # fmt: skip
        for test, pattern in _COMPARISONS:
            for one in pattern.finditer(self._left):
                value = numbers[0].meant(one[1]) if numbers else None
                if value is not None:
                    self._know({*WORD.findall(one[0])} & set(self._terms), OF_VALUE)
                    found.append(Condition(numbers[0], test, number=value))
            if found:
                break
        return found

    def _know(self, terms: set[str], weight: float) -> None:
        for term in terms:
            self._terms[term] = max(self._terms.get(term, 0.0), weight)

    def _told(self) -> float:
        """The share of the telling words that the table knows."""
        counted = {term: weight for term, weight in self._terms.items()
                   if weight or term not in (_ROWS | wording.SAYS_LITTLE)}  # fmt: skip
        if not counted or not any(counted.values()):
            return 0.0
        return sum(counted.values()) / len(counted)


def _open(some: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of which any may be meant; none where it is clear."""
    return tuple(some) if len(some) > 1 else ()


def _bounds(word: str, first: Date, last: Date) -> tuple[Date | None, Date | None]:
    if word in ("since", "from", "ab", "seit"):
        return first, None
    if word in ("after", "nach"):
        return (last[0], last[1], 32), None
    if word in ("before", "vor"):
        return None, (first[0], first[1], 0)
    return (None, last) if word in ("until", "bis") else (first, last)


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
