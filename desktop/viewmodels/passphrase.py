"""A new passphrase while it is typed: what it is worth, in words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.alive import while_alive
from desktop.jobs import Job, JobRunner, Lane
from desktop.translation import in_window

if TYPE_CHECKING:
    from desktop.session import Session

PAUSE_MS = 180
"without a key, until what was typed is judged"
MOST_CENTURIES = 1_000
"stand for everything beyond"


class PassphraseModel(QObject):
    """Judges what is typed off the window's thread; the last word counts."""

    judged = Signal()
    "level, words and share are those of what was typed last"

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._typed = ""
        self._job: Job[tuple[str, str, float]] | None = None
        self.level = ""
        "refused, weak, fair or strong; empty while nothing was judged"
        self.words = ""
        self.share = 0.0
        "of a bar that is full at a thousand years"
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._judge)

    @property
    def is_judged(self) -> bool:
        return bool(self.level)

    def typed(self, passphrase: str) -> None:
        """Something else stands in the field."""
        self._typed, self.level, self.words, self.share = passphrase, "", "", 0.0
        if self._job is not None:
            self._job.cancel()
        self._pause.start()
        self.judged.emit()

    def _judge(self) -> None:
        typed = self._typed
        if typed:
            self._job = self._jobs.start(
                Lane.IO,
                lambda _job: self._found(typed),
                on_done=while_alive(self, self._on_judged),
            )

    def _found(self, typed: str) -> tuple[str, str, float]:
        from desktop.strength import judge

        found = judge(typed)
        return found.level, self._says(found.is_long_enough, found.level, *found.span), found.share

    def _on_judged(self, found: tuple[str, str, float]) -> None:
        self.level, self.words, self.share = found
        self.judged.emit()

    def _says(self, is_long_enough: bool, level: str, unit: str, count: int) -> str:
        if not is_long_enough:
            return self.tr("Too short: eight characters at least.")
        time = self._time(unit, count)
        if level == "refused":
            return (
                self.tr("This is among the first that would be tried. It would hold for %s.") % time
            )
        says = (
            self.tr(
                "Somebody who took the vault’s file and tried on ten strong graphics cards would "
                "need about %s."
            )
            % time
        )
        if level == "weak":
            return self.tr("%s A few more words make it far stronger.") % says
        return says

    def _time(self, unit: str, count: int) -> str:
        one = {
            "seconds": self.tr("a second"), "minutes": self.tr("a minute"),
            "hours": self.tr("an hour"), "days": self.tr("a day"), "years": self.tr("a year"),
        }  # fmt: skip
        many = {
            "seconds": self.tr("%s seconds"), "minutes": self.tr("%s minutes"),
            "hours": self.tr("%s hours"), "days": self.tr("%s days"),
            "years": self.tr("%s years"), "centuries": self.tr("%s centuries"),
        }  # fmt: skip
        if count >= MOST_CENTURIES and unit == "centuries":
            return self.tr("a thousand centuries or more")
        return one[unit] if count == 1 and unit in one else many[unit] % in_window.number(count)


def set_passphrase(
    session: "Session",
    passphrase: str,
    *,
    on_done: Callable[[], None],
    on_error: Callable[[BaseException], None],
) -> None:
    """Wrap the vault's key under a new passphrase, beside other work on the vault."""
    from desktop.viewmodels.entrance import now

    session.look(
        lambda _assistant: session.vault.change_passphrase(passphrase, now()),
        on_done=lambda _nothing: on_done(), on_error=on_error,
    )  # fmt: skip
