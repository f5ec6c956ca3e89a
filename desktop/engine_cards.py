"""The cards of what answers, listens and speaks."""

from desktop.cards import Card, ErrorCard, Words, command, joined, one_line
from inference import errors as inference

PARTS = {
    "chat": "The part that answers",
    "embed": "The part that knows the meaning of texts",
    "listen": "The part that understands speech",
    "speak": "The part that speaks",
}
SEAL = "The part that checks the seal"
APART = "It runs in a process of its own, so nothing else was lost."


def _called_off(_error: inference.CalledOff, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Stopped"),
        tr("What you asked for was not finished, because it was stopped. Nothing was lost."),
        tr("Ask again whenever you like."),
    )


def _engine_died(error: inference.EngineDied, tr: Words) -> ErrorCard:
    short = tr("This computer may have been short of memory.")
    return ErrorCard(
        tr("%s stopped") % tr(PARTS.get(error.role, SEAL)),
        joined(tr(APART), short if error.cause == "SIGKILL" else ""),
        f"Try again: it starts by itself. If it stops again, try other weights: "
        f"{command('models list')}",
        tr("Try again: it starts by itself. If it stops again, try others on the Models page."),
    )


def _engine_hung(error: inference.EngineHung, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("%s took too long") % tr(PARTS.get(error.role, SEAL)),
        joined(tr("It said nothing for minutes and was ended."), tr(APART)),
        tr("Try again: it starts by itself. Smaller weights are quicker."),
    )


def _engine_fault(error: inference.EngineFault, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("%s made a mistake") % tr(PARTS.get(error.role, SEAL)),
        tr("This is a fault in Tacit (%s). What you asked was not done; nothing was lost.")
        % error.what,
        tr("Try again. If it happens again, please tell us what you asked for."),
    )


def _not_sealed(error: inference.NotSealed, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This system cannot cut the engine off from the network"),
        tr("Nothing was started, because nothing may leave this computer (%s).") % error.what,
        tr("See what is missing: %s") % command("doctor --network"),
    )


def _out_of_memory(error: inference.OutOfMemory, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Not enough memory for this"),
        tr("%s needs more memory than is free now. Nothing was lost.")
        % tr(PARTS.get(error.role, SEAL)),
        f"Close other programs, or choose smaller weights: {command('models catalog')}",
        tr("Close other programs, or choose smaller weights on the Models page."),
    )


def _weights_unusable(error: inference.WeightsUnusable, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("“%s” cannot be used") % error.name,
        tr("The engine could not open these weights. They stay where they are."),
        f"Check them: {command('models verify')} — or choose others: {command('models list')}",
        tr("Check them on the Models page, or choose others there."),
    )


def _weights_not_ready(error: inference.WeightsNotReady, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("“%s” is not ready yet") % error.name,
        tr(
            "These weights have to be converted once before they can be used. They stay as "
            "they are."
        ),
        tr("Set-up does it, and needs the network for that: python3 run.py setup"),
    )


def _weights_refused(error: inference.WeightsRefused, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("“%s” was not tried again") % error.name,
        tr("These weights stopped the engine last time. They stay where they are."),
        f"Try them once more by naming them: {command('ask --model')} {error.name} "
        f"— or choose others: {command('models list')}",
        tr("Choose others on the Models page."),
    )


def _context_full(error: inference.ContextFull, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This is too long to look at in one go"),
        tr(
            "It is about %s words long, and %s can be looked at. Nothing was cut off; "
            "nothing was answered."
        )
        % (_words(error.needed), _words(error.available)),
        "Ask about a shorter part, or let more be looked at: "
        f"{command('ask --context')} {_roomy(error.needed)}",
        tr("Ask about a shorter part."),
    )


def _words(tokens: int) -> str:
    """Tokens as the words that they are about."""
    return f"{round(tokens * 0.75, -2):,.0f}"


def _roomy(tokens: int) -> int:
    """A context in which this and an answer have room."""
    return (tokens + 1024) // 1024 * 1024 + 1024


def _form_refused(error: inference.FormRefused, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This form of answer cannot be promised"),
        tr("It asks for something that is not supported (“%s”).") % one_line(error.reason),
        tr("Change the schema there, and ask again."),
    )


def _audio_unreadable(_error: inference.AudioUnreadable, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("There is no sound to listen to"),
        tr("The file is damaged, empty, or not a recording. It was left as it is."),
        tr("Try another file, such as WAV, MP3, M4A, OGG or FLAC."),
    )


ENGINE_CARDS: dict[type[BaseException], Card] = {
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
}
