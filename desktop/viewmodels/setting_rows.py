"""Every setting there is, as a row that says what it decides, and where it is kept.

Three places keep settings: the window's own file, the vault (what the assistant goes by), and the
rules of the gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QLocale

from desktop import autostart, hotkeys, translation
from desktop.cards import joined
from desktop.hotkeys_now import KeysNow
from desktop.settings import LARGEST_TEXT, SMALLEST_TEXT, Settings, Theme

if TYPE_CHECKING:
    from desktop.assistant import Assistant
    from inference.preferences import Preference
    from vault.vault import Vault

TEXT_STEP = 10
WINDOW, VAULT, RULE = "window", "vault", "rule"
"where a row is kept: the first part of its key"
RECORDINGS = "recordings"
KEEPS_RECORDINGS = f"{VAULT}:voice.keep"


class Section(StrEnum):
    """The parts of the page, in their order; privacy comes first."""

    PRIVACY = "privacy"
    SECURITY = "security"
    PERMISSIONS = "permissions"
    ASSISTANT = "assistant"
    TIMES = "times"
    VOICE = "voice"
    LOOK = "look"
    SYSTEM = "system"
    CONNECTIONS = "connections"
    DATA = "data"


class Control(StrEnum):
    """How a row is changed."""

    SWITCH = "switch"
    CHOICE = "choice"
    WORDS = "words"
    KEYS = "keys"
    COMMAND = "command"
    "to be copied: the system binds keys to it"
    BUTTON = "button"
    FOLDERS = "folders"
    SOUND = "sound"
    "microphone, loudspeaker and words to know, each to be tried"
    TEXT = "text"
    "nothing to change: it only says how things are"


@dataclass(frozen=True)
class Setting:
    """One row."""

    key: str
    section: Section
    title: str
    about: str
    control: Control
    value: Any = None
    options: tuple[tuple[Any, str], ...] = ()
    default: str = ""
    "what holds where nothing was chosen, in words"
    is_possible: bool = True
    "whether there is anything for its button to do"
    trouble: str = ""
    "why it does not hold, and what to do"

    def says(self, wanted: Sequence[str]) -> bool:
        """Whether all these words are in it."""
        options = " ".join(words for _value, words in self.options)
        text = f"{self.title} {self.about} {self.section} {options}".casefold()
        return all(one in text for one in wanted)


def tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)


def of_window(now: Settings, keys: KeysNow | None = None) -> list[Setting]:
    """What the window's own file keeps, and what became of the keys in it."""
    return [*_locking(now), *_look(now), *_system(now, keys or KeysNow())]


def _locking(now: Settings) -> list[Setting]:
    waits = tuple(
        (minutes, tr("after %s minutes") % minutes if minutes > 1 else tr("after a minute"))
        for minutes in sorted({1, 2, 4, 10, 15, 30, 60, now.lock_minutes} - {0})
    )
    return [
        Setting(f"{WINDOW}:lock_minutes", Section.SECURITY, tr("Lock by itself"),
                tr("When nobody has used the keyboard or the mouse for so long."),
                Control.CHOICE, now.lock_minutes, (*waits, (0, tr("never"))),
                tr("after %s minutes") % 4),
        Setting(f"{WINDOW}:locks_with_screen", Section.SECURITY, tr("Lock with the screen"),
                tr("When the screen locks, and when the computer sleeps."), Control.SWITCH,
                now.locks_with_screen, default=tr("on")),
    ]  # fmt: skip


def _look(now: Settings) -> list[Setting]:
    themes = (
        (Theme.SYSTEM, tr("as the system")), (Theme.LIGHT, tr("light")),
        (Theme.DARK, tr("dark")),
    )  # fmt: skip
    sizes = tuple((one, f"{one} %") for one in range(SMALLEST_TEXT, LARGEST_TEXT + 1, TEXT_STEP))
    languages = (("", tr("as the system")), *translation.LANGUAGES.items())
    return [
        Setting(f"{WINDOW}:language", Section.LOOK, tr("Language of the window"),
                tr("Holds from the next start on."), Control.CHOICE, now.language, languages),
        Setting(f"{WINDOW}:theme", Section.LOOK, tr("Theme"),
                tr("Light or dark colours."), Control.CHOICE, now.theme, themes),
        Setting(f"{WINDOW}:text_percent", Section.LOOK, tr("Text size"),
                tr("How large everything is written."), Control.CHOICE,
                now.text_percent, sizes),
    ]  # fmt: skip


def _system(now: Settings, keys: KeysNow) -> list[Setting]:
    switch = Control.SWITCH
    return [
        _keys("quick_ask", tr("Keys for a quick question"),
              tr("From anywhere, they open a small field."), now.quick_ask_keys, keys),
        _keys("listen", tr("Keys for listening"),
              tr("From anywhere, they begin and end listening."), now.listen_keys, keys),
        _keys("dictate", tr("Keys for dictation"),
              tr("From anywhere: what you say is typed into the window you are in, or waits on the "
                 "clipboard for a minute."), now.dictate_keys, keys),
        Setting(f"{WINDOW}:notifications", Section.SYSTEM, tr("Notifications"),
                tr("Reminders are shown by the system, too; without a word of what they are about "
                   "while Tacit is locked."), switch, now.notifications, default=tr("on")),
        Setting(f"{WINDOW}:close_to_tray", Section.SYSTEM, tr("Stay in the tray"),
                tr("Closing the window leaves Tacit running, where there is a tray."), switch,
                now.close_to_tray, default=tr("off")),
        Setting("autostart", Section.SYSTEM, tr("Start with the computer"),
                tr("Tacit waits in the tray, locked, when you log in."), switch,
                autostart.is_on(), default=tr("off")),
        Setting(f"{WINDOW}:serves_commands", Section.SYSTEM, tr("Commands use the open vault"),
                tr("While this window is unlocked, the tacit command asks for no passphrase."),
                switch, now.serves_commands, default=tr("on")),
        Setting("update", Section.SYSTEM, tr("Newer version"),
                tr("This is Tacit %s. It asks nobody for newer ones: you bring them as a file.")
                % version("tacit"), Control.BUTTON, tr("Choose a file…")),
    ]  # fmt: skip


def _keys(name: str, title: str, about: str, keys: str, now: KeysNow) -> Setting:
    """Keys to be chosen; where only the system binds keys, the command to bind them to."""
    key = f"{WINDOW}:{name}_keys"
    if hotkeys.are_bound_here() if now.can_bind is None else now.can_bind:
        card, given = now.troubles.get(name), now.given.get(name, "")
        about = joined(about, tr("Empty for none."), given and tr("The system gave: %s.") % given)
        trouble = joined(card.body, card.todo) if card is not None else ""
        return Setting(key, Section.SYSTEM, title, about, Control.KEYS, keys, (), tr("none"),
                       trouble=trouble)  # fmt: skip
    how = tr("This system binds keys itself: give some to this command in its settings.")
    command = hotkeys.own_command(name)
    return Setting(key, Section.SYSTEM, title, f"{about} {how}", Control.COMMAND, command)


def of_vault(assistant: "Assistant", vault: "Vault") -> list[Setting]:
    """Everything that the vault knows of it; on the vault's own lane."""
    return [
        *_privacy(), *_security(vault), *_sound(), *_preferences(assistant),
        _recordings(assistant), *_permissions(assistant), *_data(assistant, vault),
    ]  # fmt: skip


def _privacy() -> list[Setting]:
    text = Control.TEXT
    return [
        Setting("network", Section.PRIVACY, tr("Network"),
                tr("Every connection that Tacit made, and a try of every way out."),
                Control.BUTTON, tr("Show")),
        Setting("telemetry", Section.PRIVACY, tr("Reports about how you use Tacit"),
                tr("There are none, and there is no part that could send them."), text,
                tr("none")),
        Setting("updates", Section.PRIVACY, tr("Looking for updates"),
                tr("Tacit never asks. A new version comes by a file that you open."), text,
                tr("never")),
        Setting("at-rest", Section.PRIVACY, tr("What lies on the disk"),
                tr("One vault, encrypted whole: conversations, memories, the index, files."),
                text, tr("encrypted")),
    ]  # fmt: skip


def _security(vault: "Vault") -> list[Setting]:
    from vault import header_file, keychain
    from vault.keyslots import SlotKind

    button = Control.BUTTON
    header = header_file.load(vault.places.header)
    is_on = header.slot(SlotKind.KEYCHAIN) is not None
    rows = [
        Setting("passphrase", Section.SECURITY, tr("Passphrase"),
                tr("What opens the vault. Without it and the recovery key nobody can."),
                button, tr("Change…")),
        Setting("recovery", Section.SECURITY, tr("Recovery key"),
                tr("A new one replaces the one that you wrote down."), button, tr("Renew…")),
    ]  # fmt: skip
    if keychain.is_there() or is_on:
        rows.append(
            Setting("keychain", Section.SECURITY, tr("Open with the system’s keychain"),
                    tr("Whoever uses your account while you are logged in can then open it, "
                       "too."), Control.SWITCH, is_on, default=tr("off"))
        )  # fmt: skip
    return rows


def _sound() -> list[Setting]:
    return [
        Setting("sound", Section.VOICE, tr("Microphone, loudspeaker and words to know"),
                tr("What Tacit hears through. Nothing of a try is kept."),
                Control.SOUND),
    ]  # fmt: skip


def _preferences(assistant: "Assistant") -> list[Setting]:
    from inference.preferences import PREFERENCES

    return [_preference(assistant, one) for one in PREFERENCES]


def _recordings(assistant: "Assistant") -> Setting:
    from vault import recordings

    now = recordings.amount(assistant.conn)
    size = QLocale().formattedDataSize(now.bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    about = tr("Kept now: none.")
    if now.count:
        one, more = tr("Kept now: one recording, %s."), tr("Kept now: %s recordings, %s.")
        about = one % size if now.count == 1 else more % (f"{now.count:,}", size)
    return Setting(
        RECORDINGS, Section.VOICE, tr("Recordings of what you said"), about, Control.BUTTON,
        tr("Delete all…"), is_possible=now.count > 0,
    )  # fmt: skip


def _permissions(assistant: "Assistant") -> list[Setting]:
    from inference.guard import questions, rules
    from inference.tools import catalog
    from inference.tools.base import Effect

    found = []
    for tool in catalog.OFFERED.values():
        if tool.effect is Effect.READ:
            continue
        words = tr(questions.in_words(tool.name))
        rule = rules.rule(assistant.conn, tool.name, rules.ANY)
        options = [("", tr("when I ask for it")), ("ask", tr("ask me first")),
                   ("never", tr("never"))]  # fmt: skip
        about = tr(questions.effect_in_words(tool.name, tool.effect))
        found.append(
            Setting(f"{RULE}:{tool.name}", Section.PERMISSIONS,
                    f"{words[0].upper()}{words[1:]}", about, Control.CHOICE,
                    rule.value if rule else "", tuple(options))
        )  # fmt: skip
    return found


def _data(assistant: "Assistant", vault: "Vault") -> list[Setting]:
    from inference import granted_folders

    button = Control.BUTTON
    places = vault.places
    saved = len(list(places.backups.glob("*"))) if places.backups.is_dir() else 0
    folders = tuple((str(one), str(one)) for one in granted_folders.folders(assistant.conn))
    return [
        Setting("folders", Section.PERMISSIONS, tr("Folders"),
                tr("Where Tacit may look for files and tidy. Everything else is closed to it."),
                Control.FOLDERS, None, folders),
        Setting("backup", Section.DATA, tr("Back up"),
                tr("One encrypted file with everything. Kept now: %s.") % saved, button,
                tr("Back up now")),
        Setting("check", Section.DATA, tr("Check the vault"),
                tr("Reads every page and every record of the log."), button, tr("Check")),
        Setting("export", Section.DATA, tr("Export everything"),
                tr("All that Tacit knows, as files that anyone can read."), button,
                tr("Export…")),
        Setting("erase", Section.DATA, tr("Erase everything"),
                tr("The vault and all its backups, for good."), button, tr("Erase…")),
        *_to_come(),
    ]  # fmt: skip


def _to_come() -> list[Setting]:
    """What has its place here and is not there yet, with what it will need of the owner."""
    later = (
        ("mail", tr("Mail"), tr("Will need the address and password of your mail server, or a "
         "folder of saved mail. What goes out waits for your yes.")),
        ("calendar", tr("Calendar"), tr("Will need a calendar server of yours, or calendar files. "
         "Until then, tasks with an hour and reminders keep your day.")),
        ("contacts", tr("Contacts"), tr("Will need an address book, or contact files. People whom "
         "you speak of are on the Memory page already.")),
        ("meetings", tr("Meetings"), tr("Will need the microphone for as long as a meeting lasts. "
         "Nothing is recorded until then.")),
        ("automations", tr("Automations"), tr("Will need nothing but your words. Until then, tasks "
         "and reminders come again by themselves.")),
    )  # fmt: skip
    return [
        Setting(f"later:{name}", Section.CONNECTIONS, title, about, Control.TEXT, tr("comes later"))
        for name, title, about in later
    ]


def _preference(assistant: "Assistant", one: "Preference") -> Setting:
    from inference import preferences
    from inference.preference_kinds import Choice, Truth

    sections = {"times": Section.TIMES, "language": Section.TIMES, "voice": Section.VOICE,
                "chats": Section.PRIVACY, "learning": Section.PRIVACY,
                "memory": Section.PRIVACY, "approvals": Section.PERMISSIONS}  # fmt: skip
    section = sections.get(one.key.partition(".")[0], Section.ASSISTANT)
    title, about = tr(f"{one.title[0].upper()}{one.title[1:]}"), tr(one.about)
    written = preferences.written(assistant.conn, one.key)
    key, default = f"{VAULT}:{one.key}", tr(one.kind.written(one.default))
    if isinstance(one.kind, Truth):
        is_on = preferences.value(assistant.conn, one.key)
        return Setting(key, section, title, about, Control.SWITCH, is_on, default=default)
    if isinstance(one.kind, Choice):
        options = tuple((words[0], tr(words[0])) for _value, words in one.kind.options)
        return Setting(key, section, title, about, Control.CHOICE, written, options, default)
    return Setting(key, section, title, about, Control.WORDS, written, default=default)
