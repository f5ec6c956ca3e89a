"""The settings without their window: the rows as things are now, and every change of them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.session import Session
from desktop.viewmodels import setting_rows
from desktop.viewmodels.page import SessionModel
from desktop.viewmodels.setting_rows import RECORDINGS, RULE, VAULT, WINDOW, Section, Setting

if TYPE_CHECKING:
    from desktop.assistant import Assistant


class SettingsModel(SessionModel):
    """The page without its window."""

    looked = Signal()
    "`rows` are as things are now"

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.rows: tuple[Setting, ...] = ()
        if session.settings is not None:
            session.settings.keys_told.connect(self.grow_old)

    def refresh(self) -> None:
        vault = self.session.vault
        self.session.look(
            lambda assistant: setting_rows.of_vault(assistant, vault),
            on_done=self._on_seen,
            on_error=self.fail,
        )

    def matching(self, text: str) -> list[Setting]:
        """The rows that say all these words."""
        wanted = text.casefold().split()
        return [one for one in self.rows if one.says(wanted)]

    def change(self, row: Setting, value: Any) -> None:
        """Keep another value; one that does not fit is refused with a sentence."""
        place, _, key = row.key.partition(":")
        if place == WINDOW and self.session.settings is not None:
            is_switch = isinstance(row.value, bool)
            self.session.settings.change(**{key: value == "on" if is_switch else value})
            self.grow_old()
        elif place == VAULT:
            from inference.tools.base import by_owner

            self.session.act(by_owner("change_setting", name=key, value=value), on_error=self._no)
        elif place == RULE:
            self._set_rule(key, value)

    def set_autostart(self, *, is_on: bool) -> None:
        """Whether Tacit begins with the computer, waiting in the tray."""
        from desktop import autostart

        self._own(lambda _assistant: autostart.turn_on() if is_on else autostart.turn_off())

    def grant(self, folder: Path) -> None:
        """Let Tacit into a folder and all below it."""

        def work(assistant: "Assistant") -> None:
            from inference import granted_folders
            from vault import audit

            with assistant.conn.transaction():
                real = granted_folders.grant(assistant.conn, folder)
                said = {"folder": str(real)}
                audit.note(assistant.conn, "folder granted", said, assistant.desk().now)

        self._own(work)

    def revoke(self, folder: Path) -> None:
        """Shut Tacit out of it again."""

        def work(assistant: "Assistant") -> None:
            from inference import granted_folders
            from vault import audit

            with assistant.conn.transaction():
                if granted_folders.revoke(assistant.conn, folder):
                    said = {"folder": str(folder)}
                    audit.note(assistant.conn, "folder revoked", said, assistant.desk().now)

        self._own(work)

    @property
    def has_recordings(self) -> bool:
        """Whether anything that the owner said is kept as it sounded."""
        return any(one.key == RECORDINGS and one.is_possible for one in self.rows)

    def delete_recordings(self) -> None:
        """All of them, for good; the words stay."""

        def work(assistant: "Assistant") -> int:
            from inference.voice import recordings

            return recordings.delete_all(assistant.desk())

        def done(count: int) -> None:
            said = self.tr("The recording is deleted."), self.tr("%s recordings are deleted.")
            self.said.emit(said[0] if count == 1 else said[1] % f"{count:,}")

        self.session.change(work, on_done=done, on_error=self._no)

    def back_up(self) -> None:
        def done(path: Path) -> None:
            self.said.emit(self.tr("Saved, and opened once to be sure: %s") % path)

        self.session.look(lambda _assistant: self.session.vault.backup(), on_done=done,
                          on_error=self.fail)  # fmt: skip

    def export(self, folder: Path) -> None:
        """Everything in readable form, in clear."""

        def work(assistant: "Assistant") -> int:
            from vault import audit
            from vault.export import export

            counts = export(assistant.conn, folder)
            said = {"rows": sum(counts.values())}
            audit.note(assistant.conn, "exported", said, assistant.desk().now)
            return int(counts["item"])

        def done(count: int) -> None:
            said = self.tr("%s items are in “%s”, readable to anyone who gets at it.")
            self.said.emit(said % (f"{count:,}", folder))

        self.session.look(work, on_done=done, on_error=self.fail)

    def check_vault(self) -> None:
        def done(count: int) -> None:
            self.said.emit(self.tr("Every page and all %s records are whole.") % f"{count:,}")

        self.session.look(lambda _assistant: self.session.vault.verify(), on_done=done,
                          on_error=self.fail)  # fmt: skip

    def change_passphrase(self, old: str, new: str, on_done: Callable[[], None]) -> None:
        """The old one is asked for first: an open window is no proof of who sits before it."""

        def work(assistant: "Assistant") -> None:
            from vault import header_file
            from vault.vault import with_passphrase

            with_passphrase(old)(header_file.load(self.session.vault.places.header))
            self.session.vault.change_passphrase(new, assistant.desk().now)

        def done(_nothing: None) -> None:
            on_done()
            self.said.emit(self.tr("The new passphrase holds from now on."))

        self.session.look(work, on_done=done, on_error=self.fail)

    def renew_recovery(self, passphrase: str, on_shown: Callable[[str], None]) -> None:
        """A new recovery key, which is shown; the old one holds until the new one does."""

        def work(assistant: "Assistant") -> str:
            from vault import header_file
            from vault.vault import with_passphrase

            shown: list[str] = []
            with_passphrase(passphrase)(header_file.load(self.session.vault.places.header))
            self.session.vault.renew_recovery(assistant.desk().now, shown.append)
            return shown[-1]

        self.session.look(work, on_done=on_shown, on_error=self.fail)

    def set_keychain(self, passphrase: str, *, is_on: bool) -> None:
        """Let the system's keychain open the vault, or no longer."""

        def work(assistant: "Assistant") -> None:
            from vault import header_file, keychain
            from vault.vault import with_passphrase

            vault = self.session.vault
            if is_on:
                keychain.need()
                with_passphrase(passphrase)(header_file.load(vault.places.header))
                vault.add_keychain(assistant.desk().now)
            else:
                vault.remove_keychain(assistant.desk().now)

        self._own(work)

    def _own(self, work: "Callable[[Assistant], None]") -> None:
        self.session.change(work, on_error=self._no)

    def _no(self, error: BaseException) -> None:
        """Refused: say why, and show what holds still."""
        self.fail(error)
        self.refresh()

    def _set_rule(self, tool: str, value: str) -> None:
        def work(assistant: "Assistant") -> None:
            from inference.guard import rules
            from inference.guard.rules import Ruling

            rule = Ruling(value) if value else None
            now = assistant.desk().now
            rules.set_rule(assistant.conn, tool, rules.ANY, rule, now=now)

        self._own(work)

    def _on_seen(self, rows: list[Setting]) -> None:
        window = self.session.settings
        own = setting_rows.of_window(window.now, window.keys) if window is not None else []
        order = list(Section)
        self.rows = tuple(sorted([*own, *rows], key=lambda one: order.index(one.section)))
        self.looked.emit()
