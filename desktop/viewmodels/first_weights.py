"""Weights at the first run: what is here, what would be best, and what other programs have.

What comes in to answer with is used from then on. Nothing is fetched without the owner's click.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.jobs import JobRunner, Lane
from desktop.paths import Paths
from desktop.translation import size
from desktop.viewmodels.weights import Row, WeightsViewModel
from models import supply
from models.catalog import Role
from models.fit import Verdict
from models.progress import Report
from models.store import Installed, Store

WORDS_PER_TOKEN = 0.75
ORDER = ("chat", "listen", "speak", "embed")


@dataclass(frozen=True)
class Offer:
    """Weights that could be fetched, in words, before anything is."""

    title: str
    facts: tuple[str, ...]
    size: str
    row: Row


@dataclass(frozen=True)
class Elsewhere:
    """What another program on this computer has."""

    title: str
    about: str
    "whose it is, and how large"
    path: Path


class FirstWeights(WeightsViewModel):
    """The weights step without its window."""

    found = Signal(object)
    "a tuple of Elsewhere"

    def __init__(self, paths: Paths, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(paths, jobs, parent)
        self.is_looking = False

    def here(self) -> list[Row]:
        """What is installed and whole, what answers first."""
        rows = (self.model.row(number) for number in range(self.model.rowCount()))
        whole = [row for row in rows if row and row.is_installed and not row.is_damaged]
        return sorted(whole, key=lambda row: ORDER.index(row.role))

    def does(self, row: Row) -> str:
        """What weights are for, in a word."""
        return {
            "chat": self.tr("answers"), "listen": self.tr("listens"), "speak": self.tr("speaks"),
            "embed": self.tr("finds by meaning"),
        }[row.role]  # fmt: skip

    def offer(self) -> Offer | None:
        """What would be best for this computer, where that is not here yet."""
        for number in range(self.model.rowCount()):
            row = self.model.row(number)
            if row and row.choice and row.choice.is_recommended and not row.is_installed:
                return Offer(
                    row.title, self._facts(row), size(row.choice.entry.download_bytes), row
                )
        return None

    def fetch_offer(self, offer: Offer) -> None:
        """The owner's click: exactly this, from the place that it names."""
        choice = offer.row.choice
        assert choice is not None

        def work(store: Store, report: Report) -> str:
            return self._used(store, supply.fetch(choice.offer.accept(), store, report))

        self._run(work)

    def bring_in(self, paths: list[Path]) -> None:
        """A file that the owner has."""

        def work(store: Store, report: Report) -> str:
            return "\n".join(
                self._used(store, supply.bring_in(path, store, report)) for path in paths
            )

        self._run(work)

    def scan(self) -> None:
        """Look into the folders of other programs; only headers are read."""

        def look() -> tuple[Elsewhere, ...]:
            from models import neighbours

            found = neighbours.scan(neighbours.neighbours(Path.home(), os.environ))
            return tuple(
                Elsewhere(one.title, f"{one.app} · {size(one.bytes)}", one.path) for one in found
            )

        self.is_looking = True
        self.busy_changed.emit()
        self._jobs.start(
            Lane.IO, lambda _job: look(), on_done=self._on_found, on_error=self._on_error
        )

    def take(self, found: Elsewhere) -> None:
        """Use what another program has where it lies; it is read once, to know it again."""

        def work(store: Store, report: Report) -> str:
            return self._used(store, supply.bring_in(found.path, store, report, in_place=True))

        self._run(work)

    def _on_found(self, found: tuple[Elsewhere, ...]) -> None:
        self.is_looking = False
        self.busy_changed.emit()
        self.found.emit(found)

    def _facts(self, row: Row) -> tuple[str, ...]:
        choice = row.choice
        assert choice is not None
        entry, fit = choice.entry, choice.fit
        fits = {
            Verdict.FITS: self.tr("fits this computer"),
            Verdict.TIGHT: self.tr("barely fits this computer"),
            Verdict.NO: self.tr("too big for this computer"),
        }[fit.verdict]
        source = "huggingface.co" if entry.hub else self.tr("the Python package index")
        facts = [
            self.tr("needs %s of memory: %s") % (size(entry.memory_bytes), fits),
            self.tr("licence: %s") % entry.licence,
            self.tr("comes from %s, once; after that no network is needed") % source,
        ]
        if fit.tokens_per_second:
            words = max(1, round(fit.tokens_per_second * WORDS_PER_TOKEN))
            facts.insert(1, self.tr("writes about %s words a second here") % words)
        return tuple(facts)

    def _used(self, store: Store, one: Installed) -> str:
        """What answers is used from now on."""
        if one.role is Role.CHAT and one.is_ready:
            store.set_default(one.role, one.name)
            return self.tr("“%s” is here, and answers from now on.") % one.title
        return self.tr("“%s” is here.") % one.title
