"""The approvals page without its window: what waits, what came of the rest, and the one switch."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.session import Session
from desktop.translation import in_window
from desktop.viewmodels.approvals import Outcome
from desktop.viewmodels.page import SessionModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant

Index = QModelIndex | QPersistentModelIndex
COLUMNS = 5


class Result(Enum):
    """What a question came to, as the history is filtered by."""

    ALL = "all"
    DONE = "done"
    NO = "no"
    EXPIRED = "expired"
    EDITED = "edited"


@dataclass(frozen=True)
class Past:
    """A question that is over."""

    when: str
    wish: str
    asker: str
    outcome: Outcome
    result: Result

    def cells(self) -> tuple[str, ...]:
        return (self.when, self.wish, self.asker, self.outcome.word, self.outcome.says)


@dataclass(frozen=True)
class Standing:
    """Everything that the page shows."""

    numbers: tuple[int, ...]
    is_stopped: bool
    past: tuple[Past, ...]


class PastModel(QAbstractTableModel):
    """Questions that are over, the newest first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Past, ...] = ()
        self._rows: list[Past] = []
        self._result = Result.ALL
        self._asker = ""

    @property
    def askers(self) -> list[str]:
        """Whoever asked for something."""
        return sorted({one.asker for one in self._all})

    def replace(self, rows: tuple[Past, ...]) -> None:
        if rows != self._all:
            self._all = rows
            self._sift()

    def show_only(self, result: Result) -> None:
        self._result = result
        self._sift()

    def show_asker(self, asker: str) -> None:
        """What one asked for; everybody where it is empty."""
        self._asker = asker
        self._sift()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()].cells()[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles()[section]
        return None

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("When"), self.tr("What"), self.tr("Asked by"), self.tr("Answer"),
            self.tr("What came of it"),
        )  # fmt: skip

    def _sift(self) -> None:
        self.beginResetModel()
        wanted, asker = self._result, self._asker
        self._rows = [
            one for one in self._all
            if wanted in (Result.ALL, one.result) and asker in ("", one.asker)
        ]  # fmt: skip
        self.endResetModel()


class ApprovalsViewModel(SessionModel):
    """What the page can do."""

    changed = Signal(object)
    "a Standing"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.past = PastModel(self)

    def refresh(self) -> None:
        self.session.look(_standing, on_done=self._on_read, on_error=self.fail)

    def stop_everything(self) -> None:
        """From now on nothing is changed or sent; what waits goes on waiting."""
        self.session.change(_stop, on_error=self.fail)

    def go_on(self) -> None:
        self.session.change(_go_on, on_error=self.fail)

    def _on_read(self, standing: Standing) -> None:
        self.past.replace(standing.past)
        self.changed.emit(standing)


def _standing(assistant: "Assistant") -> Standing:
    from inference import guard
    from vault import runs
    from vault.runs import Answer

    desk = assistant.desk()
    assistant.guard.expire(desk)
    over = [one for one in Answer if one is not Answer.ASKED]
    return Standing(
        tuple(one.id for one in runs.waiting(desk.conn, desk.now)),
        guard.is_stopped(desk.conn),
        tuple(_past(one, desk.zone) for one in runs.past(desk.conn, over)),
    )


def _past(approval: Any, zone: Any) -> Past:
    from desktop.viewmodels.approval_reading import outcome
    from inference.guard.questions import ASKERS, in_words
    from vault.runs import Answer

    result = {
        Answer.NO: Result.NO, Answer.EXPIRED: Result.EXPIRED, Answer.EDITED: Result.EDITED,
    }.get(approval.answer, Result.DONE)  # fmt: skip
    wish = in_window(in_words(approval.tool))
    return Past(
        when=f"{approval.asked.astimezone(zone):%Y-%m-%d %H:%M}",
        wish=wish[:1].upper() + wish[1:],
        asker=in_window(ASKERS.get(approval.asker, approval.asker)),
        outcome=outcome(approval),
        result=result,
    )


def _stop(assistant: "Assistant") -> None:
    from inference import guard

    desk = assistant.desk()
    guard.stop_everything(desk.conn, desk.now)


def _go_on(assistant: "Assistant") -> None:
    from inference import guard

    desk = assistant.desk()
    guard.go_on(desk.conn, desk.now)
