"""Every sentence about an error that a person can read.

Lower layers raise typed errors with data; `describe` turns each into a card: what happened,
what was kept, what to do. A class without a card is a bug, and a test looks for it.
"""

import errno
from pathlib import Path

from desktop.cards import Card, ErrorCard, Words, command, english, plain, unexpected
from desktop.engine_cards import ENGINE_CARDS
from desktop.reading_cards import READING_CARDS
from desktop.tool_cards import TOOL_CARDS
from desktop.update_cards import UPDATE_CARDS, UpdateRefused
from desktop.vault_cards import VAULT_CARDS
from desktop.weights_cards import WEIGHTS_CARDS, disk_full
from inference import errors as inference
from inference.errors import InferenceError
from models import errors as weights
from models.errors import ModelsError
from vault import errors as vault
from vault.errors import VaultError

ROOTS = (ModelsError, InferenceError, VaultError)
FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)


class NothingToAsk(Exception):
    """A secret is needed, and there is nobody to ask for it."""


class NoDisplay(Exception):
    """There is no screen to open a window on."""


class GuessablePassphrase(Exception):
    """A passphrase that is among the first to be tried."""


class NoMicrophone(Exception):
    """There is nothing here to listen with, or the system does not let us."""


class MicrophoneBusy(Exception):
    """Another program has the microphone for itself."""


class MicrophoneDenied(Exception):
    """The system lets us use no microphone."""


class MicrophoneGone(Exception):
    """It went away, or fell silent, while it was open."""


class NothingHeard(Exception):
    """The microphone gave not a single sound other than complete silence."""


class NoSound(Exception):
    """There is no device that plays sound, or it does not answer."""


class CannotWrite(Exception):
    """What was made has no place where it was to go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path


OF_MICROPHONES = (NoMicrophone, MicrophoneBusy, MicrophoneDenied, MicrophoneGone, NothingHeard)
OF_THE_WORLD = (
    NoDisplay, NothingToAsk, CannotWrite, GuessablePassphrase, NoSound, UpdateRefused,
    *OF_MICROPHONES,
)  # fmt: skip


def is_expected(error: BaseException) -> bool:
    """Whether the world caused this; anything else is a mistake of ours and leaves a report."""
    if isinstance(error, OSError):
        return error.errno in FULL + CLOSED
    return isinstance(error, (*ROOTS, *OF_THE_WORLD)) and not isinstance(
        error, vault.StatementFailed | inference.EngineFault
    )


def describe(error: BaseException, tr: Words = english) -> ErrorCard:
    """The card of the closest class that has one."""
    written = next((CARDS[kind] for kind in type(error).__mro__ if kind in CARDS), unexpected)
    return written(error, tr)


def _no_display(_error: NoDisplay, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("No screen"),
        tr(
            "There is no screen here to open a window on; everything else works from the "
            "command line."
        ),
        tr("Try: %s, or %s for all commands.") % (command("doctor"), command("--help")),
    )


def _of_the_system(error: OSError, tr: Words) -> ErrorCard:
    if error.errno in FULL:
        return disk_full(weights.DiskFull(Path(), 0), tr)
    if error.errno in CLOSED:
        return ErrorCard(
            tr("Not allowed here"),
            tr(
                "The system did not let Tacit read or write that file or folder. Nothing was "
                "changed."
            ),
            tr("Check who owns it and whether its disk may be written to, then try again."),
        )
    return unexpected(error, tr)


def _cannot_write(error: CannotWrite, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This cannot be written"),
        tr("“%s” does not take a file. Nothing was changed there.")
        % (error.path.name or error.path),
        tr("Name another place, then try again."),
    )


CARDS: dict[type[BaseException], Card] = {
    CannotWrite: _cannot_write,
    NothingToAsk: plain(
        "A passphrase is needed",
        "There is no terminal to ask on, so nothing was done.",
        "Give --passphrase-stdin and the passphrase on standard input.",
    ),
    NoDisplay: _no_display,
    GuessablePassphrase: plain(
        "Too easy to guess",
        "It is among the first that would be tried, so it would protect nothing. Nothing was "
        "changed.",
        "Several words that belong together only for you are easy to keep and hard to guess.",
    ),
    NoMicrophone: plain(
        "No microphone",
        "There is none here that Tacit may use. Everything works by typing, too.",
        "Connect one, or let Tacit use it in the system’s settings, then try again.",
    ),
    MicrophoneBusy: plain(
        "The microphone is in use",
        "Another program has it for itself just now. Everything works by typing, too.",
        "End the call or the recording there, then try again.",
    ),
    MicrophoneDenied: plain(
        "The microphone is not allowed",
        "The system does not let Tacit listen. Nothing was recorded.",
        "Allow it in the system’s settings, under privacy and microphone, then try again.",
    ),
    MicrophoneGone: plain(
        "The microphone went away",
        "It was unplugged or fell silent. What you had said until then is kept.",
        "Connect it again, or choose another one, then go on.",
    ),
    NothingHeard: plain(
        "The microphone is silent",
        "It gave no sound at all, not even that of the room. It may be muted.",
        "Look for a switch on it and in the system’s sound settings, or choose another one.",
    ),
    NoSound: plain(
        "Nothing to play sound on",
        "There is no loudspeaker or headphone here that answers. The text is still there to read.",
        "Connect one, then press the button again.",
    ),
    OSError: _of_the_system,
    **READING_CARDS,
    **TOOL_CARDS,
    **UPDATE_CARDS,
    **VAULT_CARDS,
    **WEIGHTS_CARDS,
    **ENGINE_CARDS,
}
