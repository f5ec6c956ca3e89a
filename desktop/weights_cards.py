"""The cards of weights: what could not be fetched, taken in or used."""

from desktop.cards import Card, ErrorCard, Words, command, joined, one_line, size
from models import errors as weights

STATUS_GONE = (404, 410)
STATUS_FORBIDDEN = (401, 403)


def _unknown_weights(error: weights.UnknownWeights, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("No weights of this name"),
        tr("Nothing is here under the name “%s”.") % error.name,
        f"See what there is with: {command('models list')}, {command('models catalog')}",
        tr("The Models page shows what there is."),
    )


def _already_installed(error: weights.AlreadyInstalled, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Already here"),
        tr("“%s” is installed and whole, so nothing was changed.") % error.name,
        tr("To bring it in again, remove it first."),
    )


def _already_arriving(error: weights.AlreadyArriving, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Already on its way"),
        tr("“%s” is being brought in by another window or command.") % error.name,
        tr("Wait for that one to finish, or stop it."),
    )


def _weights_in_use(error: weights.WeightsInUse, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("In use right now"),
        tr("“%s” is open in a running Tacit, so it was left alone.") % error.name,
        tr("Finish what it is doing or close Tacit, then try again."),
    )


def _weights_damaged(error: weights.WeightsDamaged, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Weights are damaged"),
        tr("%s of “%s” changed on the disk since it was checked. It was not opened.")
        % (", ".join(error.files), error.name),
        f"Bring it in again: {command('models fetch')} {error.name}. If it keeps happening, "
        "have the disk checked.",
        tr("Bring it in again on the Models page. If it keeps happening, have the disk checked."),
    )


NOTHING_TO = {
    "chat": "Nothing to answer with yet",
    "embed": "Nothing to search by meaning with yet",
    "listen": "Nothing to listen with yet",
    "speak": "Nothing to speak with yet",
}


def _no_default(error: weights.NoDefaultWeights, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr(NOTHING_TO.get(error.role, NOTHING_TO["chat"])),
        tr("No weights for “%s” are installed.") % error.role,
        f"Bring in the starter weights: {command('models fetch --starter')}",
        tr("Choose some on the Models page."),
    )


def _wrong_role(error: weights.WrongRole, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Made for something else"),
        tr("“%s” cannot be used for “%s”, so the choice was not changed.")
        % (error.name, error.role),
        f"See what each one is for with: {command('models list')}",
        tr("The Models page says what each one is for."),
    )


def _not_weights(error: weights.NotWeights, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This holds no weights that Tacit knows"),
        tr("“%s” is no GGUF file, Piper voice, Whisper or embedding folder. It was left as it is.")
        % error.path.name,
        tr(
            "Give a .gguf file, a voice’s .onnx with its .onnx.json, or a Whisper or "
            "sentence-transformers folder."
        ),
    )


def _no_such_path(error: weights.NoSuchPath, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Not found"),
        tr("There is no file or folder “%s” there.") % error.path.name,
        tr("Check the name, then try again."),
    )


def _one_piece(error: weights.OnePieceOfSeveral, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("One piece of several"),
        tr(
            "“%s” is one of %s pieces of a model, and Tacit takes models that come whole. It "
            "was left as it is."
        )
        % (error.path.name, error.pieces),
        tr("Look for the same weights in one file."),
    )


def _changed_meanwhile(error: weights.ChangedMeanwhile, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("It changed while it was read"),
        tr("Something else was writing “%s” at the same time, so it was not taken in.")
        % error.path.name,
        tr("Wait until the other program is done, then try again."),
    )


def _unsafe_format(error: weights.UnsafeFormat, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This format can run hidden programs"),
        tr(
            "“%s” is in a format that can start programs when it is opened, so Tacit never "
            "opens it."
        )
        % error.path.name,
        tr("Look for the same weights as .gguf, .safetensors or .onnx."),
    )


def _malformed(error: weights.WeightsMalformed, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This file contradicts itself"),
        tr("“%s” is cut short or damaged, or was made to cause harm. It was not taken in.")
        % error.path.name,
        tr("Fetch it again from where it came from."),
    )


def _gguf_unsupported(error: weights.GgufUnsupported, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This GGUF is too old or too new"),
        tr("“%s” is not of a version that this Tacit reads (2 or 3).") % error.path.name,
        tr("Look for a newer conversion of the same weights, or update Tacit."),
    )


def disk_full(error: weights.DiskFull, tr: Words) -> ErrorCard:
    lack = tr("At least %s more are needed.") % size(error.missing_bytes, tr)
    return ErrorCard(
        tr("The disk is full"),
        joined(
            tr("There is not enough room for this. Nothing that was there before is lost."),
            lack if error.missing_bytes else "",
        ),
        tr("Free some space and start it again; it goes on where it stopped."),
    )


def _unreachable(error: weights.SourceUnreachable, tr: Words) -> ErrorCard:
    kept = tr("The %s that arrived are kept.") % size(error.kept_bytes, tr)
    return ErrorCard(
        tr("No connection"),
        joined(
            tr("%s cannot be reached from here right now.") % _host(error.host, tr),
            kept if error.kept_bytes else "",
        ),
        tr(
            "Check the network and start it again; it goes on where it stopped. Everything "
            "that is already here works without a network."
        ),
    )


def _refused(error: weights.SourceRefused, tr: Words) -> ErrorCard:
    host = _host(error.host, tr)
    if error.status in STATUS_GONE:
        why = tr("%s does not have this file any more.") % host
    elif error.status in STATUS_FORBIDDEN:
        why = tr("%s does not give this file to everyone.") % host
    elif error.status:
        why = tr("%s answered with error %s.") % (host, error.status)
    else:
        why = tr("%s could not deliver it.") % host
    return ErrorCard(
        tr("It could not be fetched"),
        joined(why, tr("Nothing was changed.")),
        tr("Choose other weights, or import a file that you have."),
    )


def _untrusted(error: weights.SourceUntrusted, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Stopped for your safety"),
        tr(
            "The download would have gone over a connection to %s that could not be trusted, "
            "so nothing was sent or kept."
        )
        % (error.host or tr("an unnamed place")),
        tr("Check date and time of this computer and the network you are in, then try again."),
    )


def _wrong_bytes(error: weights.WrongBytes, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Something else arrived"),
        tr("What came as “%s” is not the file that was asked for, so it was thrown away.")
        % error.file,
        tr("Try again. If it happens twice, something on the way changes what you download."),
    )


def _conversion_failed(error: weights.ConversionFailed, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("“%s” could not be made ready") % error.name,
        tr("The weights stay as they are, and others go on serving (%s).") % one_line(error.reason),
        "Try again with python3 run.py setup, or choose other weights: "
        f"{command('models catalog')}",
        tr(
            "Choose other weights on the Models page; starting Tacit through its set-up "
            "tries again."
        ),
    )


def _installer_missing(_error: weights.InstallerMissing, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("pip is missing"),
        tr("The starter weights come as Python packages, and this Python has no pip."),
        tr("Run python3 run.py, which sets it up."),
    )


def _host(name: str, tr: Words) -> str:
    """Who was asked; a place without an address has words of its own."""
    return name if "." in name else tr(f"{name[:1].upper()}{name[1:]}")


WEIGHTS_CARDS: dict[type[BaseException], Card] = {
    weights.UnknownWeights: _unknown_weights,
    weights.AlreadyInstalled: _already_installed,
    weights.AlreadyArriving: _already_arriving,
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
    weights.DiskFull: disk_full,
    weights.SourceUnreachable: _unreachable,
    weights.SourceRefused: _refused,
    weights.SourceUntrusted: _untrusted,
    weights.WrongBytes: _wrong_bytes,
    weights.InstallerMissing: _installer_missing,
}
