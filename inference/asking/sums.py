"""Working out what a table says: a form of what is wanted, and what code makes of it.

Which operation, over which column, of which rows: that is all there is in a form, each a choice
among what the table has. Code counts, adds and compares; nothing of it is guessed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from inference.asking.sheets import Column, Date, Kind, Table
from vault.entities import fold


class Operation(StrEnum):
    """What is done with the rows."""

    SUM = "sum"
    COUNT = "count"
    MEAN = "mean"
    MAX = "max"
    MIN = "min"
    VALUE = "value"


class Test(StrEnum):
    """How a cell is compared."""

    IS = "is"
    HAS = "has"
    ABOVE = "above"
    BELOW = "below"
    LEAST = "at least"
    MOST = "at most"


@dataclass(frozen=True)
class Condition:
    """What rows must hold to count."""

    column: Column
    test: Test
    values: tuple[str, ...] = ()
    number: Decimal = Decimal()
    since: Date | None = None
    until: Date | None = None
    "of dates, both included"
    said: str = ""
    "a date as the owner said it"
    only: int | None = None
    "the one row that is meant"

    @property
    def is_of_text(self) -> bool:
        return self.test in (Test.IS, Test.HAS) and not (self.since or self.until)

    def holds(self, at: int) -> bool:
        if self.only is not None:
            return at == self.only
        if self.test is Test.HAS:
            return any(says(self.column.folded[at], one) for one in self.values)
        if self.since or self.until:
            found = self.column.dates[at]
            return found is not None and _within(found, self.since, self.until)
        if self.test is Test.IS:
            return self.column.cells[at] in self.values
        value = self.column.numbers[at]
        return value is not None and _COMPARE[self.test](value, self.number)


@dataclass(frozen=True)
class Form:
    """A question about a table, filled in."""

    table: Table
    operation: Operation
    column: Column | None
    "whose cells are added or compared; none where rows are counted"
    conditions: tuple[Condition, ...] = ()
    by: Column | None = None
    "a column by which the rows are put together first"
    shown: Column | None = None
    "of the best row, what is asked for"
    is_distinct: bool = False
    "whether it is asked how many groups there are"
    columns: tuple[Column, ...] = ()
    "any of which may be meant, where that is not clear"
    score: float = 0.0


@dataclass(frozen=True)
class Worked:
    """What came of a form."""

    form: Form
    rows: tuple[int, ...]
    "that counted"
    value: Decimal | None = None
    groups: tuple[tuple[str, Decimal], ...] = ()
    best: tuple[int, ...] = ()
    "rows that have the highest or the lowest"
    unread: int = 0
    "rows left out since what stands in them is no number or date"


_CURRENCIES = frozenset(("currency", "wahrung"))
"heads, folded, of columns that say what the numbers beside them are of"
_COMPARE: Mapping[Test, Callable[[Decimal, Decimal], bool]] = {
    Test.ABOVE: lambda one, other: one > other,
    Test.BELOW: lambda one, other: one < other,
    Test.LEAST: lambda one, other: one >= other,
    Test.MOST: lambda one, other: one <= other,
}


def work(form: Form) -> Worked | None:
    """What the rows of the table say; None where there is nothing to say it of.

    Euros and dollars, or grams and kilograms, are neither added nor compared.
    """
    worked = _worked(form)
    if worked is None or _is_mixed(form, worked.rows):
        return None
    return replace(worked, unread=_unread(form))


def _is_mixed(form: Form, rows: Sequence[int]) -> bool:
    """Whether numbers of several units or currencies would be put together."""
    columns = [one.column for one in form.conditions if not one.is_of_text]
    if form.column is not None and form.operation is not Operation.VALUE:
        columns.append(form.column)
    numbers = [one for one in columns if one.kind is Kind.NUMBER]
    if any(len(one.units) > 1 for one in numbers):
        return True
    said = [one for one in form.table.columns if fold(one.name) in _CURRENCIES]
    return bool(numbers) and any(
        one is not form.by and len({one.cells[at] for at in rows} - {""}) > 1 for one in said
    )


def _unread(form: Form) -> int:
    """Rows that would count, did not a cell say something else than a number or a date."""
    held = [one for one in form.conditions if not one.is_of_text]
    columns = [one.column for one in held]
    if form.column is not None and form.operation is not Operation.VALUE:
        columns.append(form.column)
    return sum(
        any(one.is_unread(at) for one in columns)
        and all(one.holds(at) or (one in held and one.column.is_unread(at))
                for one in form.conditions)
        for at in range(len(form.table))
    )  # fmt: skip


def _worked(form: Form) -> Worked | None:
    rows = tuple(at for at in range(len(form.table))
                 if all(one.holds(at) for one in form.conditions))  # fmt: skip
    if form.operation is Operation.COUNT and form.by is None:
        return Worked(form, rows, Decimal(len(rows)))
    if form.by is not None:
        return _grouped(form, rows)
    if form.column is None:
        return None
    if form.operation is Operation.VALUE:
        return Worked(form, rows, best=rows) if rows else None
    filled = tuple(at for at in rows if _worth(form.column, at) is not None)
    if not filled:
        return None
    if form.operation in (Operation.MAX, Operation.MIN):
        return _extreme(form, filled)
    whole = sum((form.column.numbers[at] or Decimal() for at in filled), Decimal())
    return Worked(form, filled, whole if form.operation is Operation.SUM else whole / len(filled))


def _extreme(form: Form, rows: tuple[int, ...]) -> Worked:
    assert form.column is not None
    pick = max if form.operation is Operation.MAX else min
    best = pick(_worth(form.column, at) for at in rows)  # type: ignore[type-var]
    held = tuple(at for at in rows if _worth(form.column, at) == best)
    return Worked(form, rows, form.column.numbers[held[0]], best=held)


def _grouped(form: Form, rows: tuple[int, ...]) -> Worked | None:
    assert form.by is not None
    parts: dict[str, list[int]] = {}
    if form.column is not None:
        rows = tuple(at for at in rows if form.column.numbers[at] is not None)
    for at in rows:
        parts.setdefault(form.by.cells[at], []).append(at)
    groups = list[tuple[str, Decimal]]()
    for name, some in parts.items():
        ones: list[Decimal | None] = [Decimal(1)] * len(some)
        numbers = [form.column.numbers[at] for at in some] if form.column else ones
        known = [one for one in numbers if one is not None]
        whole = sum(known, Decimal())
        if form.operation is Operation.MEAN:
            whole /= len(known)
        groups.append((name, whole))
    if not groups:
        return None
    if form.operation in (Operation.MAX, Operation.MIN):
        groups.sort(key=lambda one: one[1], reverse=form.operation is Operation.MAX)
    return Worked(form, rows, groups=tuple(groups))


def _worth(column: Column, at: int) -> Decimal | Date | None:
    return column.dates[at] if column.kind is Kind.DATE else column.numbers[at]


def says(text: str, word: str) -> bool:
    """Whether a folded text says a word, with the s of several or of whose it is, too."""
    return re.search(rf"\b{re.escape(word)}(?:['’]?s)?\b", text) is not None


def _within(found: Date, since: Date | None, until: Date | None) -> bool:
    day = found if found[2] else (found[0], found[1], 1)
    return (since is None or day >= since) and (until is None or day <= until)
