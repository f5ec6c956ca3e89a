"""The weights page without its window: what is here, what there is, and the actions on it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont

from desktop.jobs import Job, JobRunner, Lane
from desktop.paths import Paths
from desktop.translation import in_window, size
from desktop.viewmodels.page import PageModel
from desktop.weights import Choice, choices, open_store, probed_speed
from models import machine, supply
from models.errors import ModelsError, WeightsDamaged
from models.fit import Verdict
from models.progress import Progress, Report
from models.store import Installed, Store

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 6
LONGEST_LICENCE = 34


@dataclass(frozen=True)
class Row:
    """One set of weights as the page shows it."""

    name: str
    title: str
    role: str
    size_bytes: int
    fits: str
    licence: str
    state: str
    is_installed: bool
    is_damaged: bool
    choice: Choice | None = None

    def cells(self) -> tuple[str, ...]:
        long = len(self.licence) > LONGEST_LICENCE
        licence = self.licence[: LONGEST_LICENCE - 1] + "…" if long else self.licence
        role = _role(self.role)
        return (self.title, role, size(self.size_bytes), self.fits, licence, self.state)


class WeightsModel(QAbstractTableModel):
    """Rows in the order: what is here, then what could be fetched."""

    RowRole = Qt.ItemDataRole.UserRole

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def replace(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.cells()[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row)
        if role == Qt.ItemDataRole.FontRole and row.is_damaged:
            return _bold()
        return row if role == self.RowRole else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Name"), self.tr("For"), self.tr("Size"), self.tr("Fits this computer"),
                self.tr("Licence"), self.tr("State"),
            )[section]  # fmt: skip
        return None

    def _tip(self, row: Row) -> str:
        limit = in_window(row.choice.entry.licence_limit) if row.choice else ""
        return f"{row.name}\n{row.licence}{': ' + limit if limit else ''}"


class WeightsViewModel(PageModel):
    """What the page can do; one long thing at a time, with progress and a stop."""

    busy_changed = Signal()
    progressed = Signal(str, float)
    "what is going on, and how much of it is done (0 to 1)"

    def __init__(self, paths: Paths, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = WeightsModel(self)
        self._paths = paths
        self._jobs = jobs
        self._job: Job[Any] | None = None

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def refresh(self) -> None:
        """Read the store and judge the catalogue, off the window's thread."""
        self._jobs.start(
            Lane.IO, lambda _job: rows(self._paths), on_done=self.model.replace, on_error=self.fail
        )

    def check(self, names: list[str]) -> None:
        """Read every byte of these weights again; damage is an error like any other."""

        def work(store: Store, report: Report) -> str:
            checked = [store.verify(name, report) for name in names]
            for one in checked:
                if one.damaged:
                    raise WeightsDamaged(one.name, one.damaged)
            titles = ", ".join(f"“{one.title}”" for one in checked)
            return self.tr("%s: every byte is as it should be.") % titles

        self._run(work)

    def bring_in(self, paths: list[Path]) -> None:
        """Take in files or folders that the owner has; one that cannot be taken stops no other."""

        def work(store: Store, report: Report) -> str:
            taken, errors = [], []
            for path in paths:
                try:
                    taken.append(supply.bring_in(path, store, report))
                except ModelsError as error:
                    errors.append(error)
            if errors:
                raise errors[0]
            word = self.tr("In: %s.") % ", ".join(f"“{one.title}”" for one in taken)
            if all(one.trusted for one in taken):
                return word
            return f"{word} " + self.tr(
                "The catalogue does not know everything here: trust it as much as its source."
            )

        self._run(work)

    def fetch(self, offer: supply.Offer) -> None:
        """Fetch what the owner just said yes to."""

        def work(store: Store, report: Report) -> str:
            return self.tr("“%s” is in.") % supply.fetch(offer.accept(), store, report).title

        self._run(work)

    def make_default(self, name: str) -> None:
        def work(store: Store, _report: Report) -> str:
            one = store.get(name)
            store.set_default(one.role, name)
            return self.tr("“%s” is now used for %s.") % (one.title, _role(one.role))

        self._run(work)

    def remove(self, name: str) -> None:
        def work(store: Store, _report: Report) -> str:
            title = store.get(name).title
            store.remove(name)
            return self.tr("“%s” is gone.") % title

        self._run(work)

    def stop(self) -> None:
        """Ask the running work to stop; the page stays busy until it has."""
        if self._job is not None:
            self._job.cancel()
            self.progressed.emit(self.tr("Stopping"), 0.0)

    def _run(self, work: Callable[[Store, Report], str]) -> None:
        if self.is_busy:
            return
        self._job = self._jobs.start(
            Lane.IO,
            lambda job: work(open_store(self._paths), job.emit),
            on_event=self._on_progress,
            on_done=self._on_done,
            on_error=self._on_error,
            on_stopped=self._on_stopped,
        )
        self.busy_changed.emit()

    def _on_progress(self, at: Progress) -> None:
        self.progressed.emit(at.what, at.done_bytes / max(at.total_bytes, 1))

    def _on_done(self, word: str) -> None:
        self._end()
        self.said.emit(word)

    def _on_stopped(self) -> None:
        self._end()
        self.said.emit(self.tr("Stopped. What had arrived is kept."))

    def _on_error(self, error: BaseException) -> None:
        self._end()
        self.fail(error)

    def _end(self) -> None:
        self._job = None
        self.busy_changed.emit()
        self.refresh()


def _bold() -> QFont:
    font = QFont()
    font.setBold(True)
    return font


def rows(paths: Paths) -> list[Row]:
    """What is installed, and below it what could be."""
    store, computer = open_store(paths), machine.look()
    everything = choices(store, computer, probed_speed(paths, computer))
    judged = {choice.entry.name: choice for choice in everything}
    here = [_installed_row(store, one, judged.get(one.name)) for one in store.installed()]
    there = [choice for choice in everything if not choice.is_installed]
    there.sort(key=lambda choice: not choice.is_recommended)
    return here + [_catalog_row(choice) for choice in there]


def _installed_row(store: Store, one: Installed, choice: Choice | None) -> Row:
    return Row(
        name=one.name,
        title=one.title,
        role=one.role,
        size_bytes=one.bytes,
        fits=_fits(choice) if choice else "",
        licence=one.licence or tr("not stated"),
        state=_state(store, one),
        is_installed=True,
        is_damaged=bool(one.damaged),
        choice=choice,
    )


def _catalog_row(choice: Choice) -> Row:
    entry = choice.entry
    licence = tr("%s (limited)") % entry.licence if entry.licence_limit else entry.licence
    return Row(
        name=entry.name,
        title=entry.title,
        role=entry.role,
        size_bytes=entry.bytes,
        fits=_fits(choice),
        licence=licence,
        state=tr("best for this computer") if choice.is_recommended else tr("can be fetched"),
        is_installed=False,
        is_damaged=False,
        choice=choice,
    )


def _fits(choice: Choice) -> str:
    speed = choice.fit.tokens_per_second
    words = {
        Verdict.FITS: tr("yes"), Verdict.TIGHT: tr("barely"), Verdict.NO: tr("no, too big"),
    }[choice.fit.verdict]  # fmt: skip
    return tr("%s, %s tokens/s") % (words, in_window.number(speed)) if speed else words


def _state(store: Store, one: Installed) -> str:
    if one.damaged:
        return tr("damaged")
    try:
        is_used = store.default(one.role).name == one.name
    except ModelsError:
        is_used = False
    state = tr("in use by default") if is_used else tr("here")
    return state if one.trusted else tr("%s, from you") % state


def _role(role: str) -> str:
    """What weights are for."""
    return {
        "chat": tr("answering"), "embed": tr("meaning"), "listen": tr("listening"),
        "speak": tr("speaking"),
    }[role]  # fmt: skip


def tr(text: str) -> str:
    return QCoreApplication.translate("WeightsPage", text)
