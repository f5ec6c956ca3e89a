"""The first run: which step is seen, and what each needs done. Every step can be left and resumed.

Until there is a vault a step is only a name in the settings; from then on it goes on after
unlocking. A recovery key that was not confirmed is replaced by a new one: nobody may have it.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop import translation
from desktop.alive import while_alive
from desktop.jobs import JobRunner
from desktop.paths import Paths
from desktop.viewmodels.entrance import Entrance, now
from desktop.viewmodels.recovery import RecoveryKey

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from desktop.session import Session
    from desktop.viewmodels.first_weights import FirstWeights


class Step(StrEnum):
    """The steps in their order; the names stand in the settings file."""

    LANGUAGE = "language"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a step
    RECOVERY = "recovery"
    MACHINE = "machine"
    WEIGHTS = "weights"
    MICROPHONE = "microphone"
    PROFILE = "profile"
    BEGIN = "begin"


STEPS = tuple(Step)
WITHOUT_VAULT = (Step.LANGUAGE, Step.PASSPHRASE)
NO_WAY_BACK = (Step.LANGUAGE, Step.RECOVERY, Step.MACHINE)
"what came before is done, or shown only once"
OPTIONAL = (Step.MICROPHONE, Step.PROFILE)


class WelcomeModel(QObject):
    """Where the first run is."""

    step_changed = Signal()
    left_at = Signal(str)
    "the name of the step, to be remembered"
    language_chosen = Signal(str)
    key_made = Signal(object)
    "a RecoveryKey to be shown"
    failed = Signal(object)
    "the error"
    finished = Signal()

    def __init__(
        self, entrance: Entrance, jobs: JobRunner, left_at: str, session: "Session | None"
    ) -> None:
        super().__init__()
        self.entrance = entrance
        self.jobs = jobs
        self.session = session
        self._weights: FirstWeights | None = None
        self.wish = ""
        "what the owner wants to begin with"
        self._step = _resumed(left_at, has_vault=entrance.places.exists())
        entrance.made.connect(self._on_made)
        entrance.failed.connect(self.failed)

    @property
    def step(self) -> Step:
        return self._step

    @property
    def number(self) -> int:
        """Of the step, counted from 1."""
        return STEPS.index(self._step) + 1

    @property
    def count(self) -> int:
        return len(STEPS)

    @property
    def can_go_back(self) -> bool:
        return self._step not in NO_WAY_BACK

    @property
    def can_be_skipped(self) -> bool:
        return self._step in OPTIONAL

    @property
    def paths(self) -> Paths:
        assert self.session is not None
        return self.session.paths

    @property
    def weights(self) -> "FirstWeights":
        """One for the whole session: what is being fetched outlives the step."""
        if self._weights is None:
            from desktop.viewmodels.first_weights import FirstWeights

            self._weights = FirstWeights(self.paths, self.jobs, self.session)
        return self._weights

    @property
    def language(self) -> str:
        """The one that the window speaks now."""
        return translation.spoken()

    def languages(self) -> dict[str, str]:
        """Those that the window speaks, by their codes."""
        return translation.LANGUAGES

    def choose_language(self, code: str) -> None:
        """From this moment on, this step included."""
        self.language_chosen.emit(code)
        translation.change(code)
        self.step_changed.emit()

    def begin(self) -> None:
        """The first run is on: it goes on after a restart."""
        self._go_to(self._step)
        if self._step is Step.RECOVERY:
            self._make_another_key()

    def go_on(self) -> None:
        """The step is done, or skipped."""
        if self._step is STEPS[-1]:
            self.finished.emit()
        else:
            self._go_to(STEPS[self.number])

    def back(self) -> None:
        if self.can_go_back:
            self._go_to(STEPS[self.number - 2])

    def make_vault(self, passphrase: str) -> None:
        """A vault; its recovery key is the next step, also after a stop right behind it."""
        self.left_at.emit(Step.RECOVERY.value)
        self.entrance.make(passphrase)

    def confirmed(self) -> None:
        """The recovery key is written down: go into the vault and on."""
        if self.session is None:
            self.entrance.enter()
        else:
            self.go_on()

    def entered(self, session: "Session") -> None:
        """The vault that was just made is open."""
        self.session = session
        self.go_on()

    def _on_made(self, key: str) -> None:
        self._go_to(Step.RECOVERY)
        self.key_made.emit(RecoveryKey.of(key))

    def _make_another_key(self) -> None:
        """The one that was shown last time was not confirmed."""
        session = self.session
        assert session is not None
        shown: list[str] = []

        def work(_assistant: "Assistant") -> str:
            session.vault.renew_recovery(now(), shown.append)
            return shown[0]

        session.look(
            work,
            on_done=while_alive(self, lambda key: self.key_made.emit(RecoveryKey.of(key))),
            on_error=while_alive(self, self.failed.emit),
        )

    def _go_to(self, step: Step) -> None:
        self._step = step
        self.left_at.emit(step.value)
        self.step_changed.emit()


def _resumed(left_at: str, *, has_vault: bool) -> Step:
    """The step to go on with; one that makes no sense now is not it."""
    step = Step(left_at) if left_at in set(Step) else Step.LANGUAGE
    if has_vault:
        return step if step not in WITHOUT_VAULT else Step.MACHINE
    return step if step in WITHOUT_VAULT else Step.LANGUAGE
