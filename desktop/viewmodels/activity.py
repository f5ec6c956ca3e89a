"""What Tacit does and did: what runs now, what was done, the log, and every connection."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.jobs import Lane
from desktop.session import Session
from desktop.translation import in_window, size
from desktop.viewmodels.effect_words import effect
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.table import TableModel

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.doings import Doing
    from models.connections import Connection
    from vault.audit import Record

MOST = 500
AT_ONCE = 200


@dataclass(frozen=True)
class Running:
    """Something that is at work, or ready for it."""

    name: str
    does: str
    memory_bytes: int


@dataclass(frozen=True)
class Network:
    """Every connection that was ever made, and those that are open now."""

    made: tuple["Connection", ...]
    open_now: int | None
    "None where this system does not tell"


@dataclass(frozen=True)
class Seen:
    """What the vault knows of it all."""

    doings: list["Doing"]
    records: list["Record"]
    goals: list[Running]
    count: int


class ActivityModel(SessionModel):
    """The page without its window."""

    looked = Signal()
    network_changed = Signal(object)
    "a Network"
    tried = Signal(object)
    "each way out of an engine's process: whether it led out before the seal, and after it"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.running: TableModel[Running] = TableModel(
            (self.tr("What"), self.tr("Does"), self.tr("Working memory")), _running_cells, self
        )
        self.doings: TableModel[Doing] = TableModel(
            (self.tr("When"), self.tr("What"), self.tr("Asked by"), self.tr("State")),
            self._doing_cells, self,
        )  # fmt: skip
        self.records: TableModel[Record] = TableModel(
            (self.tr("No."), self.tr("When"), self.tr("Step"), self.tr("What"), self.tr("Said")),
            _record_cells, self,
        )  # fmt: skip
        self.connections: TableModel[Connection] = TableModel(
            (self.tr("When"), self.tr("With whom"), self.tr("What for")), _connection_cells, self
        )
        self._goals: list[Running] = []
        self._oldest = 0

    def refresh(self) -> None:
        self.session.look(_look, on_done=self._on_seen, on_error=self.fail)
        self.look_at_network()

    def look_at_engines(self) -> None:
        """What runs weights now: told by the system, without asking any of them."""
        self.session.jobs.start(
            Lane.IO, lambda _job: _engines(self.session), on_done=self._on_engines,
            on_error=self.fail,
        )  # fmt: skip

    def look_at_network(self) -> None:
        self.session.jobs.start(
            Lane.IO, lambda _job: _network(self.session), on_done=self._on_network,
            on_error=self.fail,
        )  # fmt: skip

    def more_records(self) -> None:
        """Older records of the log, below those that are shown."""
        if self._oldest > 1:
            oldest = self._oldest
            self.session.look(
                lambda assistant: _records(assistant, oldest - 1), on_done=self._on_more,
                on_error=self.fail,
            )  # fmt: skip

    def undo(self, doing: "Doing") -> None:
        self.session.undo(doing.change, on_error=self.fail)

    def verify(self) -> None:
        """Check that nothing in the log was altered."""

        def work(assistant: "Assistant") -> int:
            from vault import audit

            return audit.verify(assistant.conn)

        def done(count: int) -> None:
            self.said.emit(
                self.tr("All %s records are as they were written.") % in_window.number(count)
            )

        self.session.look(work, on_done=done, on_error=self.fail)

    def export(self, path: Path) -> None:
        """All records into a file, in clear."""

        def work(assistant: "Assistant") -> int:
            from desktop import audit_log
            from vault import audit

            count = audit_log.write(path, assistant.conn)
            audit.note(assistant.conn, "log exported", {"records": count}, assistant.desk().now)
            return count

        def done(count: int) -> None:
            said = self.tr("%s records are in “%s”, readable to anyone who gets at it.")
            self.said.emit(said % (in_window.number(count), path.name))

        self.session.change(work, on_done=done, on_error=self.fail)

    def try_ways_out(self) -> None:
        """Start an engine's process, and try from inside it to get anything out."""

        def work(_job: object) -> dict[str, dict[str, bool]]:
            from inference.engines import client

            return client.ways_out()

        self.session.jobs.start(Lane.IO, work, on_done=self.tried.emit, on_error=self.fail)

    def _on_seen(self, seen: Seen) -> None:
        self.doings.replace(seen.doings)
        self.records.replace(seen.records)
        self._oldest = seen.records[-1].sequence if seen.records else 0
        self._goals = seen.goals
        self.looked.emit()
        self.look_at_engines()

    def _on_more(self, records: "list[Record]") -> None:
        self.records.append(records)
        self._oldest = records[-1].sequence if records else 0

    def _on_engines(self, engines: list[Running]) -> None:
        self.running.replace([*self._goals, *engines])

    def _on_network(self, network: Network) -> None:
        self.connections.replace(list(reversed(network.made)))
        self.network_changed.emit(network)

    def _doing_cells(self, one: "Doing") -> tuple[str, ...]:
        state = ""
        if one.undone is not None:
            state = self.tr("taken back")
        elif one.can_be_undone:
            state = self.tr("can be taken back")
        return (_when(one.made), effect(one.says), self._asker(one.asker), state)

    def _asker(self, asker: str) -> str:
        said = {
            "owner": self.tr("you"), "agent": self.tr("an agent"),
            "schedule": self.tr("a schedule"), "plugin": self.tr("a tool from elsewhere"),
        }  # fmt: skip
        return said.get(asker, asker)


def _look(assistant: "Assistant") -> Seen:
    from desktop import doings
    from vault import audit, runs
    from vault.runs import RunState

    last = audit.head(assistant.conn).sequence
    working = runs.of_state(assistant.conn, RunState.RUNNING, RunState.WAITING)
    goals = [Running(one.goal, _goal_state(one.state), 0) for one in working]
    found = doings.recent(assistant.conn, MOST)
    return Seen(found, _records(assistant, last), goals, last)


def _goal_state(state: str) -> str:
    return tr("waits for your yes") if state == "waiting" else tr("is being worked on")


def _records(assistant: "Assistant", last: int) -> "list[Record]":
    """Those up to this one, the newest first."""
    from vault import audit

    found = audit.records(assistant.conn, max(0, last - AT_ONCE), min(AT_ONCE, last))
    return list(reversed(found))


def _engines(session: Session) -> list[Running]:
    return [
        Running(name, tr("is loaded"), one.own_bytes + one.mapped_bytes)
        for name, one in sorted(session.engines.conditions().items())
    ]


def _network(session: Session) -> Network:
    from desktop import network
    from models import connections

    ours = [os.getpid(), *(one.pid for one in session.engines.conditions().values())]
    made = tuple(connections.known(session.paths.weights))
    return Network(made, network.open_connections(ours))


def tr(text: str) -> str:
    return QCoreApplication.translate("ActivityPage", text)


def _when(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _running_cells(one: Running) -> tuple[str, ...]:
    return (one.name, one.does, size(one.memory_bytes) if one.memory_bytes else "")


def _record_cells(one: "Record") -> tuple[str, ...]:
    from desktop import audit_log

    said = audit_log.short(one.payload)
    return (str(one.sequence), f"{one.at.astimezone():%Y-%m-%d %H:%M:%S}", one.phase.value,
            one.action, said)  # fmt: skip


def _connection_cells(one: "Connection") -> tuple[str, ...]:
    return (_when(one.at), one.host, one.purpose)
