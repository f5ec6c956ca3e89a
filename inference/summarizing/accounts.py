"""What an account statement comes to: added up by code, for no model can add three hundred rows.

Only of a document that is little else than one table of money that goes out and comes in on days.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from inference.asking import ledger, phrases, sheets, sums, telling
from inference.asking.ledger import Flow
from inference.asking.sheets import Column, Kind, Table
from inference.asking.sums import Form, Operation
from vault.documents import Page
from vault.entities import fold
from vault.search import WORD

LEAST_ROWS = 10
LEAST_SHARE = 0.7
"of the lines of a document that are rows of the table"


@dataclass(frozen=True)
class Said:
    """Something that the table comes to."""

    text: str
    pages: tuple[int, ...]


def summed_up(pages: Sequence[Page], language: str) -> list[Said]:
    """What went out and came in, for what, and the largest; nothing of any other document."""
    table = _only_table(pages)
    if table is None:
        return []
    pages_of = tuple(dict.fromkeys(table.pages))
    found = (telling.told(one, is_german=language == "de") for one in _worked(table))
    return [Said(text, pages_of) for text in found]


def _only_table(pages: Sequence[Page]) -> Table | None:
    if not pages or not all("| " in page.text for page in pages):
        return None
    tables = sheets.tables(0, "", pages)
    lines = sum(bool(line.strip()) for page in pages for line in page.text.splitlines())
    if len(tables) != 1 or len(tables[0]) < max(LEAST_ROWS, LEAST_SHARE * lines):
        return None
    return tables[0] if ledger.is_ledger(tables[0]) else None


def _worked(table: Table) -> Iterator[sums.Worked]:
    for side in Flow:
        seen = ledger.seen(table, side)
        if seen.money is None or not len(seen):
            continue
        money, group = seen.columns[seen.money], _kinds(seen)
        forms = [Form(seen, Operation.SUM, money)]
        if side is Flow.OUT:
            forms += [Form(seen, Operation.MAX, money, by=group, shown=group)] if group else []
            shown = next((one for one in seen.columns if one.kind is Kind.TEXT), None)
            forms.append(Form(seen, Operation.MAX, money, shown=shown))
        yield from filter(None, map(sums.work, forms))


def _kinds(table: Table) -> Column | None:
    texts = (one for one in table.columns if one.kind is Kind.TEXT)
    return next((one for one in texts if set(WORD.findall(fold(one.name))) & phrases.KINDS), None)
