"""What this computer has, before anything is chosen for it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel

from desktop.alive import while_alive
from desktop.jobs import Lane
from desktop.ui.theme import SPACE
from desktop.ui.welcome.step import StepPage
from desktop.ui.widgets import column, label
from desktop.viewmodels import computer
from desktop.viewmodels.computer import Computer
from desktop.viewmodels.welcome import WelcomeModel


class MachineStep(StepPage):
    """Memory, processor, graphics, disk."""

    def __init__(self, model: WelcomeModel) -> None:
        super().__init__(
            model,
            self.tr("Your computer"),
            self.tr("Tacit thinks on this computer, so what it has decides what Tacit can."),
        )
        self.frame = QFrame()
        self.frame.setObjectName("panel")
        self._grid = QGridLayout(self.frame)
        self._grid.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        self._grid.setHorizontalSpacing(SPACE * 3)
        self._grid.setVerticalSpacing(SPACE)
        self._grid.setColumnStretch(1, 1)
        self.verdict = label(self.tr("Looking…"))
        self.content.addWidget(self.frame)
        self.content.addWidget(self.verdict)
        paths = model.paths
        model.jobs.start(
            Lane.IO,
            lambda _job: computer.look(paths),
            on_done=while_alive(self, self._show),
            on_error=while_alive(self, self.failed.emit),
        )

    def _show(self, found: Computer) -> None:
        for number, line in enumerate(found.lines):
            name = QLabel(line.name)
            name.setObjectName("quiet")
            self._grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop)
            words = [label(line.value)]
            if line.remark:
                words.append(label(line.remark, "small"))
            self._grid.addLayout(column(*words, spacing=2), number, 1)
        self.verdict.setText(found.verdict)
