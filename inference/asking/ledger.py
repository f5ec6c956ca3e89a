"""Tables of money that goes out and comes in, as banks write them: seen from the side asked about.

What was spent are the rows below zero, or the column of what was paid out; their amounts count as
they are spoken of, without the sign. A table that shows no such sides is left as it is.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from inference.asking.sheets import MINUS, Column, Kind, Table
from vault.entities import fold
from vault.search import WORD


class Flow(StrEnum):
    """Which way money goes."""

    OUT = "out"
    IN = "in"


_FLOWS = (
    (Flow.OUT, re.compile(
        r"\b(?:spen[dt]|spending|expenses?|expenditures?|bills?|outgoings?|pa(?:y|ys|id)|payments?|costs?|"
        r"bought|ausgegeben|ausgaben?|ausgeb\w*|be?zahl\w*|gezahlt|kosten|gekostet|abbuchung\w*)\b|"
        r"\bgeb\w* .*\baus\b", re.IGNORECASE)),
    (Flow.IN, re.compile(
        r"\b(?:earn(?:s|ed|ings)?|incomes?|received?|deposits?|refund\w*|verdien\w*|einnahmen?|"
        r"eingenommen|bekommen|erhalten|gutschrift\w*|eingange?)\b", re.IGNORECASE)),
)  # fmt: skip
AMOUNTS = (
    frozenset(("amount", "betrag", "umsatz", "total", "gesamt", "sum", "summe", "value", "wert")),
    frozenset(("price", "preis", "cost", "costs", "kosten")),
)
"words in the heads of columns of money, those that say the whole before those of a piece"
_BALANCE = frozenset(("balance", "saldo", "kontostand"))
_PAID = {
    Flow.OUT: frozenset(("debit", "withdrawal", "withdrawals", "soll", "ausgang", "ausgaben")),
    Flow.IN: frozenset(("credit", "deposit", "deposits", "haben", "eingang", "einnahmen")),
}
_PAID_WORDS = {
    Flow.OUT: frozenset(("paid out", "money out", "amount out", "out")),
    Flow.IN: frozenset(("paid in", "money in", "amount in", "in")),
}
_SIGNS = str.maketrans("", "", f"{MINUS}+()")


def flow(text: str) -> Flow | None:
    """Which way money goes that a question asks about; nothing where it asks about both."""
    found = [one for one, pattern in _FLOWS if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def money(columns: Sequence[Column]) -> list[Column]:
    """Columns of amounts, the likeliest first."""
    numbers = [one for one in columns if one.kind is Kind.NUMBER and not is_balance(one)]
    return [one for words in AMOUNTS for one in numbers if set(_words(one)) & words]


def is_balance(column: Column) -> bool:
    """Whether a column says what was left, which is never added up."""
    return bool(set(_words(column)) & _BALANCE)


def is_ledger(table: Table) -> bool:
    """Whether its rows are money that goes out and comes in on days."""
    has_days = any(one.kind is Kind.DATE for one in table.columns)
    return has_days and (signed(table) is not None or bool(_paid(table, Flow.OUT)))


def seen(table: Table, side: Flow | None) -> Table:
    """The rows of one side, their amounts without a sign; the table itself where it has none."""
    if side is None or not is_ledger(table):
        return table
    if (paid := _paid(table, side)) is not None:
        return _side(table, paid, side, lambda value: value != 0)
    column = signed(table)
    if column is None:
        return table
    return _side(table, column, side,
                 lambda value: value < 0 if side is Flow.OUT else value > 0)  # fmt: skip


def latest(table: Table) -> int | None:
    """The row of the last day; of several on it, the one at the end that is newest."""
    dates = next((one.dates for one in table.columns if one.kind is Kind.DATE), ())
    known = [at for at, one in enumerate(dates) if one is not None]
    if not known:
        return None
    first, last = dates[known[0]], dates[known[-1]]
    assert first is not None
    assert last is not None
    return known[-1] if last >= first else known[0]


def signed(table: Table) -> Column | None:
    """The column of amounts some of which are below zero."""
    some = money(table.columns)
    return next((one for one in some if any(n is not None and n < 0 for n in one.numbers)), None)


def _paid(table: Table, side: Flow) -> Column | None:
    """The column of what went this way, where the other way has one of its own."""
    ways = {one: next((column for column in table.columns if _is_paid(column, one)), None)
            for one in Flow}  # fmt: skip
    return ways[side] if all(ways.values()) else None


def _is_paid(column: Column, side: Flow) -> bool:
    is_number = any(one is not None for one in column.numbers) and column.kind is not Kind.DATE
    words = _words(column)
    return is_number and (bool(set(words) & _PAID[side]) or " ".join(words) in _PAID_WORDS[side])


def _side(
    table: Table, column: Column, side: Flow, counts: Callable[[Decimal], bool]
) -> Table:  # fmt: skip
    kept = [at for at, one in enumerate(column.numbers) if one is not None and counts(one)]
    columns = tuple(
        Column(one.name, tuple(one.cells[at] for at in kept), one.written and
               tuple(one.written[at] for at in kept))
        for one in table.columns
    )  # fmt: skip
    at = table.columns.index(column)
    bare = tuple(cell.translate(_SIGNS).strip() for cell in columns[at].cells)
    columns = (*columns[:at], replace(columns[at], cells=bare, written=columns[at].cells),
               *columns[at + 1 :])  # fmt: skip
    pages = tuple(table.pages[one] for one in kept)
    return replace(table, columns=columns, pages=pages, side=side.value, money=at)


def _words(column: Column) -> list[str]:
    return WORD.findall(fold(column.name))
