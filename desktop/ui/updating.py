"""A small window about an update: which version, how far it is, and a way back until the end."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QProgressBar, QWidget

from desktop.ui.security_dialogs import Asking
from desktop.viewmodels.updating import UpdateModel


class Updating(Asking):
    """Opens once a file was found to be good."""

    def __init__(self, parent: QWidget, model: UpdateModel, version: str) -> None:
        super().__init__(
            parent,
            self.tr("Install Tacit %s") % version,
            self.tr(
                "It was signed with the key of the Tacit that you have. It is tried first, then "
                "Tacit locks and opens again as the new version. What it remembers stays."
            ),
            self.tr("Install it"),
        )
        self._model = model
        self.bar = QProgressBar(textVisible=False, maximum=1000)
        self.bar.setAccessibleName(self.tr("How far the new version is unpacked"))
        self.bar.hide()
        self._inside.addWidget(self.bar)
        model.came.connect(self.bar.setValue)
        model.ready.connect(lambda _new, _old: self.done(0))
        model.failed.connect(lambda _card: self.done(0))
        self.rejected.connect(model.stop)

    def _on_yes(self) -> None:
        self.yes.setEnabled(False)
        self.no.setText(self.tr("Stop"))
        self.bar.show()
        self._model.install()


def choose(parent: QWidget, model: UpdateModel) -> None:
    """Ask for a file; what is in it is looked at before anything is asked."""
    about = parent.tr("A newer version of Tacit")
    kinds = parent.tr("Updates of Tacit (%s)") % "*.tacit-update"
    if chosen := QFileDialog.getOpenFileName(parent, about, "", kinds)[0]:
        model.look(Path(chosen))
