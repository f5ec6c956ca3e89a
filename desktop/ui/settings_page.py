"""Every setting on one page: found by words, changed in place, each with what it usually is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.places import PageName, Place
from desktop.session import Session
from desktop.ui.folder_rows import FolderRows
from desktop.ui.page import TURN_MS, Page
from desktop.ui.recording_questions import DeleteRecordings, StopKeeping
from desktop.ui.security_dialogs import AskPassphrase, Erasing, NewPassphrase, ShowRecoveryKey
from desktop.ui.setting_row import SettingRow
from desktop.ui.sound_rows import SoundRows
from desktop.ui.theme import READING_WIDTH, SPACE
from desktop.ui.updating import Updating, choose
from desktop.ui.widgets import label, line, scrolled
from desktop.viewmodels.setting_rows import (
    KEEPS_RECORDINGS,
    RECORDINGS,
    Control,
    Section,
    Setting,
)
from desktop.viewmodels.settings import SettingsModel
from desktop.viewmodels.updating import UpdateModel

ROWS_AT_ONCE = 2
Rows = dict[str, SettingRow | FolderRows | SoundRows]


class SettingsPage(Page):
    """The parts at the left, the rows at the right, a field above that finds both."""

    def __init__(self, session: Session) -> None:
        self._settings = SettingsModel(session)
        super().__init__(self._settings)
        self.set_title(self.tr("Settings"))
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Find a setting"))
        self.search.setAccessibleName(self.tr("Find a setting"))
        self.search.setMaximumWidth(260)
        self.search.setMinimumWidth(120)
        self.search.textChanged.connect(self._on_searched)
        self.buttons.addWidget(self.search)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self.rows: Rows = {}
        self._parts: dict[Section, QFrame] = {}
        self._coming: list[list[Setting]] = []
        "what is still to be made of the page, by rounds of the event loop"
        self.sections = QListWidget()
        self.sections.setObjectName("plain")
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sections.setAccessibleName(self.tr("Parts of the settings"))
        self.sections.currentRowChanged.connect(self._on_section)
        self.nothing = label(self.tr("No setting says that."), "quiet")
        self.nothing.hide()
        self._inside = QVBoxLayout()
        self._area = scrolled(self._framed())
        both = QHBoxLayout()
        both.setSpacing(SPACE * 2)
        both.addWidget(self.sections)
        both.addWidget(self._area, 1)
        self.content.addLayout(both, 1)
        self._settings.looked.connect(self._on_looked)
        self._updates = UpdateModel(session.jobs, self)
        self._updates.offered.connect(lambda found: Updating(self, self._updates, found).open())
        # Queued: its small window closes first, and is not the last one that is seen.
        self._updates.ready.connect(session.update_wanted, Qt.ConnectionType.QueuedConnection)
        self._updates.failed.connect(self.card.show_error)

    def go_to(self, number: int | str) -> None:
        """Show the part with this name, as soon as it is there."""
        names = [str(one) for one in self._parts]
        if str(number) in names:
            self.sections.setCurrentRow(names.index(str(number)))
        elif not self._parts:
            QTimer.singleShot(50, self, lambda: self.go_to(number))

    def _framed(self) -> QWidget:
        """Lines no longer than one likes to read."""
        whole = QWidget()
        frame = QHBoxLayout(whole)
        frame.setContentsMargins(0, 0, SPACE * 2, 0)
        middle = QWidget()
        middle.setMaximumWidth(READING_WIDTH)
        middle.setLayout(self._inside)
        self._inside.setContentsMargins(0, 0, 0, SPACE * 4)
        self._inside.setSpacing(SPACE)
        self._inside.addWidget(self.nothing)
        self._inside.addStretch(1)
        frame.addWidget(middle, 1)
        frame.addStretch(0)
        return whole

    @property
    def is_whole(self) -> bool:
        return not self._coming

    def _on_looked(self) -> None:
        if not self.is_whole:
            return  # the values that hold then are shown at the end of it
        if list(self.rows) != [one.key for one in self._settings.rows]:
            self._build()
            return
        for one in self._settings.rows:
            row = self.rows[one.key]
            if row.setting.control is one.control:
                row.show_value(one)
            else:  # as keys, once it is known that Tacit can bind them
                self._replace(row, one)

    def _replace(self, row: QWidget, setting: Setting) -> None:
        made = self.rows[setting.key] = self._make_row(setting)
        part = row.parentWidget()
        assert part is not None
        layout = part.layout()
        assert layout is not None
        layout.replaceWidget(row, made)
        made.setHidden(row.isHidden())
        row.hide()
        row.deleteLater()

    def _build(self) -> None:
        """All rows, once; later only their values change."""
        for part in self._parts.values():
            part.deleteLater()
        self.rows, self._parts = {}, {}
        self.sections.clear()
        self._coming = [
            rows[at : at + ROWS_AT_ONCE]
            for section in Section
            if (rows := [one for one in self._settings.rows if one.section is section])
            for at in range(0, len(rows), ROWS_AT_ONCE)
        ]
        titles = self._titles()  # all at once: what is beside them is not to move
        self.sections.addItems([titles[one] for one in dict.fromkeys(
            some[0].section for some in self._coming
        )])  # fmt: skip
        self.sections.setFixedWidth(self.sections.sizeHintForColumn(0) + SPACE * 2)
        self._build_on({}, {})

    def _build_on(self, made: Rows, parts: dict[Section, QFrame]) -> None:
        """A few rows in each round of the event loop: all at once hold it up."""
        some = self._coming.pop(0)
        section = some[0].section
        if section not in parts:
            parts[section] = self._make_part(self._titles()[section])
            self._inside.insertWidget(self._inside.count() - 1, parts[section])
        self._add_rows(parts[section], some, made)
        if self._coming:
            QTimer.singleShot(TURN_MS, self, lambda: self._build_on(made, parts))
            return
        self.rows, self._parts = made, parts
        self._on_searched(self.search.text())
        self._on_looked()

    def _make_part(self, title: str) -> QFrame:
        part = QFrame()
        part.setObjectName("panel")
        layout = QVBoxLayout(part)
        layout.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE)
        layout.setSpacing(0)
        layout.addWidget(label(title, "heading"))
        return part

    def _add_rows(self, part: QFrame, rows: list[Setting], into: Rows) -> None:
        layout = part.layout()
        assert layout is not None
        for one in rows:
            if layout.count() > 1:
                layout.addWidget(line())
            into[one.key] = self._make_row(one)
            layout.addWidget(into[one.key])

    def _make_row(self, setting: Setting) -> "SettingRow | FolderRows | SoundRows":
        if setting.control is Control.SOUND:
            made = SoundRows(setting, self._settings.session)
            made.failed.connect(self._settings.fail)
            return made
        if setting.control is Control.FOLDERS:
            return FolderRows(setting, self._settings.grant, self._settings.revoke)
        return SettingRow(setting, self._on_change)

    def _on_section(self, number: int) -> None:
        if 0 <= number < len(self._parts):
            part = list(self._parts.values())[number]
            self._area.verticalScrollBar().setValue(part.y() - SPACE)

    def _on_searched(self, text: str) -> None:
        found = {one.key for one in self._settings.matching(text)}
        for key, shown in self.rows.items():
            shown.setVisible(key in found)
        for section, part in self._parts.items():
            keys = [one.key for one in self._settings.rows if one.section is section]
            part.setVisible(bool(found & set(keys)))
        self.nothing.setVisible(bool(self.rows) and not found)

    def _on_change(self, setting: Setting, value: object) -> None:
        does: dict[str, Callable[[], None]] = {
            "network": lambda: self.asked_for.emit(Place(PageName.ACTIVITY, "network")),
            "passphrase": self._change_passphrase, "recovery": self._renew_recovery,
            "backup": self._settings.back_up, "check": self._settings.check_vault,
            "export": self._export, "erase": self._erase,
            "autostart": lambda: self._settings.set_autostart(is_on=value == "on"),
            "keychain": lambda: self._set_keychain(is_on=value == "on"),
            "update": lambda: choose(self, self._updates),
            RECORDINGS: lambda: DeleteRecordings(self, self._settings).open(),
        }  # fmt: skip
        if setting.key in does:
            does[setting.key]()
        elif setting.key == KEEPS_RECORDINGS and value == "off" and self._settings.has_recordings:
            StopKeeping(self, self._settings, setting).open()
        else:
            self._settings.change(setting, value)

    def _change_passphrase(self) -> None:
        NewPassphrase(
            self, lambda old, new: self._settings.change_passphrase(old, new, self.card.hide)
        ).open()

    def _renew_recovery(self) -> None:
        AskPassphrase(
            self, self.tr("Renew the recovery key"),
            self.tr("The old one stops working when the new one is shown."),
            then=lambda said: self._settings.renew_recovery(
                said, lambda key: ShowRecoveryKey(self, key).open()
            ),
        ).open()  # fmt: skip

    def _set_keychain(self, *, is_on: bool) -> None:
        if not is_on:
            self._settings.set_keychain("", is_on=False)
            return
        asking = AskPassphrase(
            self, self.tr("Open with the system’s keychain"),
            self.tr("Whoever uses your account while you are logged in can then open the vault."),
            then=lambda said: self._settings.set_keychain(said, is_on=True),
        )  # fmt: skip
        asking.rejected.connect(self._settings.refresh)
        asking.open()

    def _export(self) -> None:
        about = self.tr("Export into this folder, readable to anyone who gets at it")
        if chosen := QFileDialog.getExistingDirectory(self, about):
            self._settings.export(Path(chosen))

    def _erase(self) -> None:
        Erasing(self, self._settings.session.erase_wanted.emit).open()

    def _titles(self) -> dict[Section, str]:
        return {
            Section.PRIVACY: self.tr("Privacy"), Section.SECURITY: self.tr("Security"),
            Section.PERMISSIONS: self.tr("Permissions"), Section.ASSISTANT: self.tr("Assistant"),
            Section.TIMES: self.tr("Language and times"), Section.VOICE: self.tr("Voice"),
            Section.LOOK: self.tr("Appearance"), Section.SYSTEM: self.tr("System"),
            Section.CONNECTIONS: self.tr("Connections"), Section.DATA: self.tr("Your data"),
        }  # fmt: skip
