"""Summarizing documents of the vault, for the command line and for the window."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop import engines
from inference.engines.local import Chat
from inference.engines.protocols import Stopped
from inference.summarizing.comparing import compare
from inference.summarizing.notebook import Notebook, VaultNotebook
from inference.summarizing.several import Pile, PileNotebook
from inference.summarizing.summary import (
    Paper,
    Progress,
    SummaryEvent,
    Writer,
    summarize,
)
from inference.summarizing.wish import Wish
from vault import documents
from vault.documents import Label
from vault.vault import Vault

SHOWN_AFTER = 0.05
"the share of the pages after which it can be told how long the rest takes"


@dataclass(frozen=True)
class Several:
    """Documents that are summarized as one."""

    pile: Pile
    numbers: Sequence[int]
    "of the documents on it"
    compares: bool
    "side by side; these are two"


def events(
    vault: Vault, chat: Chat | None, number: int, wish: Wish, stopped: Stopped
) -> Iterator[SummaryEvent]:
    """What comes of it, as it comes; what was noted before is not asked for again."""
    _title, paper = _paper(vault, number)
    writer = _writer(chat, _notebook(vault, number, wish))
    return summarize(paper, wish, writer, stopped=stopped)


def of_several(
    vault: Vault, chat: Chat | None, several: "Several", wish: Wish, stopped: Stopped
) -> Iterator[SummaryEvent]:
    """One text about several, or two of them side by side; its pages are those of the pile."""
    pile = several.pile
    notebook = PileNotebook(pile, [_notebook(vault, number, wish) for number in several.numbers])
    making = compare if several.compares else summarize
    return making(pile.paper, wish, _writer(chat, notebook), stopped=stopped)


def labels(vault: Vault, numbers: Sequence[int]) -> dict[tuple[int, int], Label]:
    """What their pages are called, by the document and the page."""
    with vault.reader() as conn:
        return documents.labels(conn, numbers)


def piled(vault: Vault, numbers: Sequence[int]) -> Pile:
    """Documents laid on each other; NotThere where one is not."""
    return Pile([_paper(vault, number) for number in numbers])


class Pace:
    """How long the rest takes, going by the pages until now."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()

    def left_s(self, at: Progress) -> float | None:
        """Seconds; None while too little is done to tell."""
        share = at.done / at.of if at.of else 0.0
        if share < SHOWN_AFTER or at.done >= at.of:
            return None
        return (self._clock() - self._began) * (1 - share) / share


def _paper(vault: Vault, number: int) -> tuple[str, Paper]:
    with vault.reader() as conn:
        one = documents.get(conn, number)
        return one.title, Paper(tuple(documents.pages(conn, number)), one.language)


def _notebook(vault: Vault, number: int, wish: Wish) -> Notebook:
    return VaultNotebook(vault, number, kind=wish.kind, clock=lambda: datetime.now(UTC))


def _writer(chat: Chat | None, notebook: Notebook) -> Writer:
    if chat is None:  # for what code does alone
        return Writer(None, "", engines.DEFAULT_CONTEXT, notebook)
    context = int(chat.condition.about.get("context") or engines.DEFAULT_CONTEXT)
    return Writer(chat, chat.name, context, notebook)
