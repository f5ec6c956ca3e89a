"""What is seen where the vault itself does not open: what happened, and each thing to be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QPushButton, QVBoxLayout, QWidget

from desktop.translation import described
from desktop.ui.card import Card
from desktop.ui.scene import centre
from desktop.ui.theme import SPACE
from desktop.ui.widgets import Picture, button, label
from desktop.viewmodels.entrance import Entrance, WayOut, ways_out

WIDTH = 520


class Problem(QWidget):
    """A face of its own for every error of the vault."""

    back_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, entrance: Entrance, error: BaseException) -> None:
        super().__init__()
        self.setObjectName("scene")
        self._entrance = entrance
        self.card = Card()
        said = described(error)
        self.title = label(said.title, "title")
        ways = ways_out(error) or ()
        todo = said.todo
        if WayOut.ACCEPT_OLDER in ways:  # the card names a word for the command line
            todo = self.tr(
                "If you put it back yourself, say so here. If not, restore your newest backup."
            )
        self._words = [label(said.body), label(todo, "quiet")]
        self.buttons: dict[WayOut, QPushButton] = {}
        for number, way in enumerate(ways):
            self.buttons[way] = self._button(way, "primary" if number == 0 else "plain")
        self.back = button(self.tr("Back"), self.back_wanted.emit, style="flat")
        self._lay_out()
        self.setFocusProxy(next(iter(self.buttons.values()), self.back))
        entrance.failed.connect(self._on_failed)
        entrance.busy_changed.connect(self._enable)

    def _button(self, way: WayOut, style: str) -> QPushButton:
        names = {
            WayOut.TRY_AGAIN: self.tr("Try again"),
            WayOut.RESTORE: self.tr("Restore a backup…"),
            WayOut.SAVE: self.tr("Save what can still be read…"),
            WayOut.ACCEPT_OLDER: self.tr("I put it back myself…"),
        }
        actions = {
            WayOut.TRY_AGAIN: self._on_again,
            WayOut.RESTORE: self.restore_wanted.emit,
            WayOut.SAVE: self._ask_to_save,
            WayOut.ACCEPT_OLDER: self._ask_to_accept,
        }
        return button(names[way], actions[way], style=style)

    def _lay_out(self) -> None:
        inside = QVBoxLayout()
        inside.setSpacing(SPACE * 2)
        inside.addWidget(Picture("warning", 40))
        inside.addWidget(self.title)
        for words in self._words:
            inside.addWidget(words)
        inside.addWidget(self.card)
        inside.addSpacing(SPACE)
        for one in (*self.buttons.values(), self.back):
            inside.addWidget(one)
        centre(self, inside, WIDTH)

    def _on_again(self) -> None:
        self._entrance.again()

    def _ask_to_accept(self) -> None:
        if self._agrees(
            self.tr("Open the older state?"),
            self.tr(
                "What was saved after it is not in it, and comes back only from another backup. "
                "That an older state was accepted is noted in the log."
            ),
            self.tr("Open it"),
        ):
            self._entrance.again(accept_older=True)

    def _ask_to_save(self) -> None:
        if self._agrees(
            self.tr("Save what can still be read?"),
            self.tr(
                "A new vault is made from every row that can be read, and takes the place of the "
                "damaged one, which is put aside and not deleted. A backup may hold more."
            ),
            self.tr("Save it"),
        ):
            self._entrance.save_what_is_left()

    def _agrees(self, title: str, body: str, yes: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Tacit", title, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText(body)
        agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.exec()
        return box.clickedButton() is agree

    def _on_failed(self, error: BaseException) -> None:
        self.card.show_error(described(error))

    def _enable(self) -> None:
        if self._entrance.is_busy:
            self.card.hide()
        for one in (*self.buttons.values(), self.back):
            one.setDisabled(self._entrance.is_busy)
