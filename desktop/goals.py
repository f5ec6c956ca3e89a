"""Work that waited for the owner's word goes on when the word is given, wherever that was."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.jobs import Job
from desktop.session import Session

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.agents.report import Report
    from inference.agents.runner import Event


def go_on(session: Session, run: int) -> None:
    """Carry out what there is still to do of a run; what it asks next is another question."""

    def heard(event: "Event") -> None:
        from inference.agents.runner import Waits

        if isinstance(event, Waits):
            session.waits.emit(event.approval)
        session.tell_changed()

    def over(report: "Report | None") -> None:
        if report is not None:
            session.offers.emit(_says(report), None)
        session.tell_changed()

    session.think(
        lambda assistant, job: _carried_on(assistant, job, run), on_event=heard, on_done=over
    )


def _carried_on(assistant: "Assistant", job: "Job[Report | None]", run: int) -> "Report | None":
    """How it ended; None where it waits again, or is no work of ours."""
    from inference.agents import journal
    from inference.agents.runner import Ended, Runner
    from vault import runs

    if runs.get(assistant.conn, run).agent != journal.AGENT:
        return None
    runner = Runner(assistant.guard, assistant.mind.chat, stopped=lambda: job.is_cancelled)
    for event in runner.go(run, assistant.desk):
        job.emit(event)
        if isinstance(event, Ended):
            return event.report
    return None


def _says(report: "Report") -> str:
    from vault.runs import RunState

    says = {
        RunState.DONE: tr("Finished: %s"),
        RunState.FAILED: tr("This could not be finished: %s"),
        RunState.STOPPED: tr("Stopped: %s"),
    }.get(report.state, tr("This waits for you: %s"))
    return says % " ".join(report.goal.split())


def tr(text: str) -> str:
    return QCoreApplication.translate("Goals", text)
