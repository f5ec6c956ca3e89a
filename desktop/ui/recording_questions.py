"""What the owner is asked before recordings of what they said go for good."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.viewmodels.setting_rows import Setting
from desktop.viewmodels.settings import SettingsModel


class DeleteRecordings(QMessageBox):
    """Whether all of them go."""

    def __init__(self, parent: QWidget, settings: SettingsModel) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tacit")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(self.tr("Delete all recordings of what you said?"))
        self.setInformativeText(self.tr("Your words stay in writing. Nobody can undo this."))
        self.yes = self.addButton(self.tr("Delete all"), QMessageBox.ButtonRole.DestructiveRole)
        self.yes.setObjectName("danger")
        self.no = self.addButton(self.tr("Not now"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.no)
        self.yes.clicked.connect(settings.delete_recordings)


class StopKeeping(QMessageBox):
    """What becomes of those that are kept, where no more are to be."""

    def __init__(self, parent: QWidget, settings: SettingsModel, setting: Setting) -> None:
        super().__init__(parent)
        self._settings, self._setting = settings, setting
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tacit")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(self.tr("Delete the recordings that are kept, too?"))
        self.setInformativeText(
            self.tr("From now on nothing more is kept. What is kept goes by itself when its time "
                    "is over. Nobody can undo deleting it now.")
        )  # fmt: skip
        self.delete = self.addButton(self.tr("Delete all"), QMessageBox.ButtonRole.DestructiveRole)
        self.delete.setObjectName("danger")
        self.leave = self.addButton(self.tr("Leave those"), QMessageBox.ButtonRole.AcceptRole)
        self.no = self.addButton(self.tr("Keep on recording"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.leave)
        self.delete.clicked.connect(self._on_delete)
        self.leave.clicked.connect(self._stop)
        self.rejected.connect(settings.refresh)  # the switch shows again what holds

    def _on_delete(self) -> None:
        self._stop()
        self._settings.delete_recordings()

    def _stop(self) -> None:
        self._settings.change(self._setting, "off")
