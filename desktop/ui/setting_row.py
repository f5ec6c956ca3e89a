"""One setting on the page: what it is called, what it decides, and how it is changed."""

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QWidget,
)

from desktop.cards import joined
from desktop.ui.theme import SPACE
from desktop.ui.widgets import IconButton, button, column, label
from desktop.viewmodels.setting_rows import Control, Setting

CONTROL_WIDTH = 220

Change = Callable[[Setting, object], None]


class SettingRow(QWidget):
    """Shows one setting, and says when the owner wants another value."""

    def __init__(self, setting: Setting, on_change: Change) -> None:
        super().__init__()
        self.setting = setting
        self._on_change = on_change
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE, 0, SPACE)
        layout.setSpacing(SPACE * 3)
        title = label(setting.title)
        self.about, self.trouble = label(style="small"), label(style="warn")
        layout.addLayout(column(title, self.about, self.trouble, spacing=2), 1)
        self.control = self._make_control()
        title.setBuddy(self.control)  # by which a choice is named where its own name is its value
        self.control.setAccessibleName(setting.title)
        for field in self.control.findChildren(QLineEdit):  # what the keyboard really goes to
            field.setAccessibleName(setting.title)
        layout.addWidget(self.control, 0, Qt.AlignmentFlag.AlignVCenter)
        self.show_value(setting)

    def show_value(self, setting: Setting) -> None:
        """How things are now."""
        self.setting = setting
        control = self.control
        usual = self.tr("Usually: %s.") % setting.default if setting.default else ""
        about = joined(setting.about, usual)
        self.about.setText(about)
        self.trouble.setText(setting.trouble)
        self.trouble.setVisible(bool(setting.trouble))
        control.setAccessibleDescription(joined(about, setting.trouble))
        with QSignalBlocker(control):
            if isinstance(control, QCheckBox):
                control.setChecked(bool(setting.value))
            elif isinstance(control, QComboBox):
                values = [value for value, _words in setting.options]
                control.setCurrentIndex(
                    values.index(setting.value) if setting.value in values else -1
                )
            elif isinstance(control, QLineEdit):
                control.setText(str(setting.value))
            elif isinstance(control, QPushButton):
                control.setEnabled(setting.is_possible)
            elif isinstance(control, QKeySequenceEdit):
                control.setKeySequence(QKeySequence(str(setting.value)))

    def _make_control(self) -> QWidget:
        kind = self.setting.control
        if kind is Control.SWITCH:
            switch = QCheckBox()
            switch.toggled.connect(self._on_switched)
            return switch
        if kind is Control.CHOICE:
            return self._make_choice()
        if kind is Control.WORDS:
            field = QLineEdit()
            field.setFixedWidth(CONTROL_WIDTH)
            field.editingFinished.connect(self._on_written)
            return field
        if kind is Control.KEYS:
            return self._make_keys()
        if kind is Control.COMMAND:
            return CommandToCopy(str(self.setting.value))
        if kind is Control.BUTTON:
            style = "danger" if self.setting.key == "erase" else "plain"
            return button(str(self.setting.value), self._on_pressed, style=style)
        return label(str(self.setting.value), "quiet")

    def _make_choice(self) -> QComboBox:
        made = QComboBox()
        made.setFixedWidth(CONTROL_WIDTH)
        made.addItems([words for _value, words in self.setting.options])
        made.activated.connect(lambda at: self._change(self.setting.options[at][0]))
        return made

    def _make_keys(self) -> QKeySequenceEdit:
        made = QKeySequenceEdit()
        made.setMaximumSequenceLength(1)
        made.setClearButtonEnabled(True)
        made.setFixedWidth(CONTROL_WIDTH)
        made.editingFinished.connect(lambda: self._change(made.keySequence().toString()))
        return made

    def _on_switched(self, is_on: bool) -> None:
        self._change("on" if is_on else "off")

    def _on_written(self) -> None:
        assert isinstance(self.control, QLineEdit)
        text = self.control.text().strip()
        if text and text != self.setting.value:
            self._change(text)

    def _on_pressed(self) -> None:
        self._change(None)

    def _change(self, value: object) -> None:
        if value != self.setting.value:
            self._on_change(self.setting, value)


class CommandToCopy(QWidget):
    """A line for another program, and a button that copies it."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.setFixedWidth(CONTROL_WIDTH)
        self.field = QLineEdit(command, readOnly=True)
        self.field.setCursorPosition(0)
        self.field.setToolTip(command)
        self.copy = IconButton("copy", self.tr("Copy the command"), self._copy)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(SPACE // 2)
        line.addWidget(self.field, 1)
        line.addWidget(self.copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.field.text())
        self.copy.set_icon("check")
