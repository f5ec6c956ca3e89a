"""Filling the form of a question about a table from the owner's words, where those are clear.

What the question says is looked for among the heads and the cells of a table; the words that the
table knows speak for it. A table that knows too few of them, or not every name, is not meant.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from inference.asking import ledger, periods, phrases, spelling, sums, wording
from inference.asking.sheets import Column, Kind, Table
from inference.asking.sums import Condition, Form, Operation, Test
from inference.asking.wording import Kind as Asked
from inference.asking.wording import Question
from inference.memory.gather import clean
from vault.connection import ReadConn
from vault.entities import fold
from vault.search import WORD

SHORTEST_CELL = 2
"signs of a cell that a question may name"
SHORTEST_PART = 3
"signs of a word that cells hold among others"
MOST_CELLS = 2_000
"different cells of a column whose other forms are looked for"
MOST_VALUES = 3
"different amounts that are an answer to “how much is the rent”"
OF_SIDE = 1.0
"what a table counts more that has the side of money that is asked about"
LEAST_TOLD = 0.55
"of a question's telling words that a table has to know"
OF_VALUE, OF_HEAD, OF_TITLE = 1.0, 1.0, 0.7


def read(conn: ReadConn, question: Question, tables: Sequence[Table]) -> list[Form]:
    """The form that the question fills, of the table that fits best.

    Tables of several documents may fit equally well: then there is one of each.
    """
    forms = [form for table in tables if (form := _of_table(conn, question, table))]
    best = max((one.score for one in forms), default=0.0)
    by_document = {one.table.document: one for one in reversed(forms) if one.score == best}
    return list(reversed(by_document.values()))


def _of_table(conn: ReadConn, question: Question, table: Table) -> Form | None:
    """The form filled of a table as it is, or of the side of money that the question is about."""
    side = ledger.flow(question.text)
    if side is not None and ledger.flow(table.title) not in (None, side):
        return None  # what is called “spending” says nothing of what came in
    sides: tuple[ledger.Flow | None, ...] = (side,) if side else (None,)
    if side is None and phrases.HOW_MUCH.search(question.text) and ledger.is_ledger(table):
        sides = (None, *ledger.Flow)
    seen = (_Reading(conn, question, ledger.seen(table, one)).form() for one in sides)
    return next(filter(None, seen), None)


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
        if phrases.BEYOND.search(self._text) or periods.is_open(self._text):
            return None
        period = self._period()
        if period is None:
            return None
        conditions = [*period, *self._values()]
        operation = self._operation()
        named = self._named()
        conditions += [*self._comparisons(named), *self._parts()]
        by = self._by(operation)
        if by is None and phrases.EACH.search(self._text):
            return None
        form = self._of_money(operation, conditions, by)
        form = form or self._filled(operation, conditions, named, by)
        if form is None:
            return None
        self._know(wording.said_in(self._conn, tuple(self._terms), self._table.title), OF_TITLE)
        if any(not self._terms.get(name, 1.0) for name in self._question.names - phrases.ROWS):
            return None  # it is about somebody or something that this table does not know
        if ledger.flow(self._text) is not None and self._unknown():
            return None  # money that went for something else
        told = self._told()
        if told < LEAST_TOLD or (form.operation is Operation.VALUE and not form.conditions):
            return None
        more = OF_SIDE if self._table.side else 0.0
        return replace(form, score=sum(self._terms.values()) + told + more)

    def _unknown(self) -> set[str]:
        """Telling words of the question that the table does not know."""
        return {one for one, weight in self._terms.items()
                if not weight and one not in (phrases.ROWS | wording.SAYS_LITTLE)}  # fmt: skip

    def _operation(self) -> Operation | None:
        for operation, pattern in phrases.FOUND:
            if found := pattern.search(self._left):
                words = WORD.findall(found[0])
                self._know({words[0], words[-1]} & set(self._terms), 1.0)
                return operation
        if self._question.kind is Asked.DATE and (last := phrases.LAST_TIME.search(self._left)):
            self._know({last[0]} & set(self._terms), 1.0)
            return Operation.MIN if phrases.FIRST_TIME.search(self._left) else Operation.MAX
        return None

    def _of_money(
        self, operation: Operation | None, held: Sequence[Condition], by: Column | None
    ) -> Form | None:
        """What is asked in words that only fit money: what it mostly went for, what is left."""
        table = self._table
        if table.side and phrases.MOST_ON.search(self._text) and table.money is not None:
            column, group = table.columns[table.money], self._grouping()
            if group is not None:
                return Form(table, Operation.MAX, column, tuple(held), by=group, shown=group)
        if operation is not None or by is not None:
            return None
        if not (table.side or ledger.is_ledger(table)):
            return None
        left = [one for one in table.columns if ledger.is_balance(one)]
        if left and not table.side and self._named()[:1] == left[:1] and not held:
            return self._left_over(left[0])
        some = ledger.money(table.columns)
        is_plain = bool(table.side) or ledger.signed(table) is None
        if some and held and is_plain and phrases.HOW_MUCH.search(self._text):
            form = Form(table, Operation.VALUE, some[0], tuple(held))
            return form if 0 < len(_values_of(form)) <= MOST_VALUES else None
        return None

    def _left_over(self, column: Column) -> Form | None:
        """What was left on the last day."""
        at = ledger.latest(self._table)
        dates = next(one for one in self._table.columns if one.kind is Kind.DATE)
        if at is None:
            return None
        last = Condition(dates, Test.IS, since=dates.dates[at], until=dates.dates[at],
                         said=dates.cells[at], only=at)  # fmt: skip
        return Form(self._table, Operation.VALUE, column, (last,))

    def _grouping(self) -> Column | None:
        """The column that says what money went for, else to whom."""
        texts = [one for one in self._table.columns if one.kind is Kind.TEXT]
        kinds = (one for one in texts if set(_words(one.name)) & phrases.KINDS)
        return next(kinds, texts[0] if texts else None)

    def _filled(
        self, operation: Operation | None, conditions: Sequence[Condition],
        named: Sequence[Column], by: Column | None,
    ) -> Form | None:  # fmt: skip
        used = {one.column.name for one in conditions}
        numbers = [one for one in named if one.kind is Kind.NUMBER and one.name not in used]
        table, held = self._table, tuple(conditions)
        if operation is None:
            asked = [one for one in named if one.name not in used and one is not by]
            if (
                not asked
                and phrases.WHICH.search(self._text)
                and any(not one.is_of_text for one in held)
            ):
                asked = [one for one in (self._first_text(),) if one is not None]
            if len(asked) != 1:
                return None
            return Form(table, Operation.VALUE, asked[0], held)
        if operation is Operation.COUNT:
            if numbers:  # “how many units” are not rows
                return Form(table, Operation.SUM, numbers[0], held, by)
            is_distinct = by is not None and bool(phrases.DIFFERENT.search(self._text))
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
        is_of_time = self._question.kind is Asked.DATE or phrases.IN_TIME.search(self._left)
        measured = counted or (is_of_time and dated) or self._amounts(used)
        if not measured:
            return None
        column, shown = measured[0], self._shown()
        if shown is None and self._table.side:
            shown = self._first_text()  # an expense is known by what it went for
        if column.kind is Kind.DATE and re.search(r"\blongest\b", self._left) is None:
            late = phrases.LATE.search(self._left)
            operation = Operation.MAX if late else operation
        if shown is not None and phrases.IN_TOTAL.search(self._text):
            return Form(self._table, operation, column, held, by=shown, shown=shown)
        return Form(self._table, operation, column, held, shown=shown,
                    columns=() if counted else _open(measured))  # fmt: skip

    def _shown(self) -> Column | None:
        """What is asked for of the best row: “which supplier”, “who”."""
        if phrases.WHO.search(self._text):
            people = [one for one in self._table.columns if set(_words(one.name)) & phrases.PEOPLE]
            return people[0] if people else self._first_text()
        if (found := phrases.WHICH.search(self._text)) and (named := self._column_of(found[1])):
            self._know({fold(found[1])} & set(self._terms), OF_HEAD)
            return named
        return self._first_text() if phrases.WHICH.search(self._text) else None

    def _first_text(self) -> Column | None:
        return next((one for one in self._table.columns if one.kind is Kind.TEXT), None)

    def _by(self, operation: Operation | None) -> Column | None:
        found = phrases.EACH.search(self._text) or phrases.DIFFERENT.search(self._text)
        if operation is None or found is None:
            return None
        named = self._column_of(found[1]) or self._calendar(found[1])
        if named is not None:
            self._know({*WORD.findall(fold(found[0]))} & set(self._terms), OF_HEAD)
        return named

    def _calendar(self, word: str) -> Column | None:
        """The months, or the years, of a table with days."""
        dates = next((one for one in self._table.columns if one.kind is Kind.DATE), None)
        if dates is None:
            return None
        if phrases.MONTHLY.fullmatch(word):
            return periods.by_month(dates)
        return periods.by_year(dates) if phrases.YEARLY.fullmatch(word) else None

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
        if self._table.money is not None:
            return [self._table.columns[self._table.money]]
        money = ledger.money(numbers)
        return (
            money[:1]
            if money and (set(self._terms) & phrases.MONEY or len(money) == 1)
            else numbers
        )

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

    def _parts(self) -> list[Condition]:
        """Words that cells hold among others: “Tesco” of “TESCO STORES 3345”."""
        taken = phrases.ROWS | wording.SAYS_LITTLE
        words = [one for one in WORD.findall(self._left) if len(one) >= SHORTEST_PART
                 and one not in taken and not self._terms.get(one, 1.0)]  # fmt: skip
        found = []
        for word in dict.fromkeys(words):
            texts = [one for one in self._table.columns if one.kind is Kind.TEXT]
            meant = self._within(word, texts) or self._alike(word, texts)[:1]
            found += meant
            self._know({word} if meant else set(), OF_VALUE)
        return found

    def _within(self, word: str, texts: Sequence[Column]) -> list[Condition]:
        """The first column whose cells say a word, as it is said there."""
        spelled = (word, *spelling.variants(word))
        for column in texts:
            held = [one for one in spelled if any(sums.says(cell, one) for cell in column.folded)]
            if held:
                return [Condition(column, Test.HAS, tuple(held))]
        return []

    def _alike(self, word: str, texts: Sequence[Column]) -> list[Condition]:
        """Cells that are this word in another form: “grocery” of “Groceries”."""
        found = []
        for column in texts:
            cells = list(dict.fromkeys(column.folded))[:MOST_CELLS]
            stems = self._conn.stems([word, *cells])
            same = {cell for cell in cells if stems.get(cell) == stems.get(word)}
            if same:
                meant = tuple(dict.fromkeys(
                    cell for cell, folded in zip(column.cells, column.folded, strict=True)
                    if folded in same))  # fmt: skip
                found.append(Condition(column, Test.IS, meant))
        return found

    def _said(self, words: Sequence[str]) -> str | None:
        """Where the question says these words, one after the other; the last may be a plural."""
        whole = r"\W+".join(map(re.escape, words))
        found = re.search(rf"(?<=\W){whole}(?:s|es|en|n)?(?=\W)", self._left)
        if found is None and len(words) == 2:  # “Sommer, Simon” is Simon Sommer, too
            turned = r"\W+".join(map(re.escape, reversed(words)))
            found = re.search(rf"(?<=\W){turned}(?=\W)", self._left)
        return found[0] if found else None

    def _period(self) -> list[Condition] | None:
        """The time that is named; None where this table cannot tell it."""
        dates = next((one for one in self._table.columns if one.kind is Kind.DATE), None)
        found = periods.named(self._text, dates)
        if found is None:
            return []
        words = {*WORD.findall(fold(found.words))} & set(self._terms)
        if dates is None:  # a table for March may say so above it
            said = wording.said_in(self._conn, tuple(words), self._table.title)
            return [] if words and words <= said else None
        if not (found.since or found.until):
            return None
        self._know(words, OF_VALUE)
        self._left = self._left.replace(fold(found.words), " ", 1)
        return [Condition(dates, Test.IS, since=found.since, until=found.until, said=found.said)]

    def _comparisons(self, named: list[Column]) -> list[Condition]:
        """“above 500”: of the column that is named, or the only one that can be meant."""
        found = []
        numbers = [column for column in named if column.kind is Kind.NUMBER]
        numbers = numbers or self._amounts(set())
        if numbers and (one := phrases.BETWEEN.search(self._left)):
            self._know({*WORD.findall(one[0])} & set(self._terms), OF_VALUE)
            least, most = map(numbers[0].meant, (one[1], one[2]))
            if least is not None and most is not None:
                return [Condition(numbers[0], Test.LEAST, number=least),
                        Condition(numbers[0], Test.MOST, number=most)]  # fmt: skip
        for test, pattern in phrases.COMPARISONS:
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
                   if weight or term not in (phrases.ROWS | wording.SAYS_LITTLE)}  # fmt: skip
        if not counted and self._table.side:
            return 1.0  # “what did I spend”: that is all that is asked
        if not counted or not any(counted.values()):
            return 0.0
        return sum(counted.values()) / len(counted)


def _values_of(form: Form) -> set[str]:
    assert form.column is not None
    rows = (at for at in range(len(form.table)) if all(one.holds(at) for one in form.conditions))
    return {form.column.cells[at] for at in rows}


def _open(some: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of which any may be meant; none where it is clear."""
    return tuple(some) if len(some) > 1 else ()


def _words(text: str) -> list[str]:
    return WORD.findall(fold(text))
