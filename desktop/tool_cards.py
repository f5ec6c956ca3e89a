"""The cards of what tools and the gate before them could not do."""

from desktop.cards import Card, ErrorCard, Words, command, plain
from inference.tools import errors as tools
from inference.tools.base import EMPTY, TOO_LONG
from vault.errors import NotThere

SHOWN = 60
"characters of the owner's own words on a card"


ANEW = {
    EMPTY: "Say it again, with words in it.",
    TOO_LONG: "Make it shorter, or split it into parts.",
}


def _unknown_tool(error: tools.UnknownTool, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Tacit has nothing of this name"),
        tr("There is no “%s”. Nothing was done.") % _short(error.name),
        f"Say it in your own words: {command('do')} “…”",
        tr("Say it in your own words."),
    )


def _argument(error: tools.ArgumentRefused, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("A detail does not fit"),
        tr("“%s” is %s. Nothing was done.") % (_short(error.name), tr(error.reason)),
        tr(ANEW.get(error.reason, "Say it again with that detail.")),
    )


def _nothing(error: tools.NothingLikeThat, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("There is no such %s") % tr(error.kind),
        tr("Nothing fits “%s”. Nothing was changed.") % _short(error.words),
        tr("Look at what there is, and name the %s by more of its words.") % tr(error.kind),
    )


def _which(error: tools.WhichOne, tr: Words) -> ErrorCard:
    named = "; ".join(f"{number}: {_short(text)}" for number, text in error.choices[:5])
    more = len(error.choices) - 5
    rest = tr("; and %s more") % more if more > 0 else ""
    return ErrorCard(
        tr("More than one %s could be meant") % tr(error.kind),
        tr("“%s” fits %s%s. Nothing was changed.") % (_short(error.words), named, rest),
        tr("Say which, by its number or more of its words."),
    )


REASONS = {
    "never": "Your settings say that this is never to be done.",
    "outside": "Text from outside tried to choose what it is done to. Only you may choose that.",
    "private": "This conversation is private, so nothing is remembered from it.",
    "unattended": "This needs you to be there.",
}


def _not_allowed(error: tools.NotAllowed, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This was not done"),
        tr(REASONS.get(error.reason, "Your rules do not let this happen.")),
        tr("If you want it, ask for it yourself in plain words."),
    )


def _approval_needed(error: tools.ApprovalNeeded, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This waits for your yes"),
        tr("Nothing was done yet. It is kept as question %s.") % error.approval,
        f"Look at it, then answer: {command(f'approvals show {error.approval}')}",
        tr("Look at it on the Approvals page, then answer."),
    )


def _approval_gone(error: tools.ApprovalGone, tr: Words) -> ErrorCard:
    if isinstance(error.__cause__, NotThere):
        return ErrorCard(
            tr("There is no question %s") % error.approval,
            tr("Nothing was done."),
            f"See what waits for your yes: {command('approvals')}",
            tr("The Approvals page shows what waits for your yes."),
        )
    return ErrorCard(
        tr("This question is over"),
        tr("Question %s was answered before, ran out, or was for something else. Nothing was done.")
        % error.approval,
        tr("Ask for it again if you still want it."),
    )


def _undo_gone(_error: tools.UndoGone, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This cannot be taken back any more"),
        tr("It was taken back before, or what it changed has changed again since."),
        f"See what was done: {command('audit show')}",
        tr("The Activity page shows what was done."),
    )


def _folder(error: tools.FolderNotGranted, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Tacit was not let into this folder"),
        tr("“%s” lies outside of the folders that you gave it. It was left alone.")
        % _short(_name(error.path)),
        tr("Let Tacit into the folder in the settings, then try again."),
    )


def _in_the_way(error: tools.FileInTheWay, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("There is a file of this name already"),
        tr("“%s” was kept, and nothing was moved.") % _short(_name(error.path)),
        tr("Choose another name or folder."),
    )


def _sum(error: tools.CannotCalculate, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This cannot be worked out"),
        tr("“%s”: %s.") % (_short(error.text), tr(error.reason)),
        tr("Write it as a sum, such as 15% of 80 or (12 + 7) * 3."),
    )


def _unknown_key(error: tools.UnknownKey, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("There is no such %s") % tr(error.kind),
        tr("Nothing is kept under “%s”. Nothing was changed.") % _short(error.key),
        f"See what there is: {command('profile show')}",
        tr("The Profile page and the settings show what there is."),
    )


def _value(error: tools.ValueRefused, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This value does not fit"),
        tr("“%s” takes %s. What was there is kept.") % (_short(error.key), tr(error.wanted)),
        tr("Say it again in that form."),
    )


def _name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


TOOL_CARDS: dict[type[BaseException], Card] = {
    tools.ToolError: plain(
        "This could not be done", "Nothing was changed.", "Say it in other words."
    ),
    tools.UnknownTool: _unknown_tool,
    tools.ArgumentRefused: _argument,
    tools.NothingLikeThat: _nothing,
    tools.WhichOne: _which,
    tools.NotAllowed: _not_allowed,
    tools.ApprovalNeeded: _approval_needed,
    tools.ApprovalGone: _approval_gone,
    tools.NotDone: plain(
        "This was tried, and did not happen",
        "Looking afterwards showed that nothing had changed. It is in the log.",
        "Try it once more.",
    ),
    tools.UndoGone: _undo_gone,
    tools.EverythingStopped: plain(
        "Everything is stopped",
        "You stopped everything, so nothing was done. What waits is kept.",
        f"To go on: {command('approvals go-on')}",
        "To go on, turn it off again on the Approvals page.",
    ),
    tools.FolderNotGranted: _folder,
    tools.FileInTheWay: _in_the_way,
    tools.CannotCalculate: _sum,
    tools.UnknownKey: _unknown_key,
    tools.ValueRefused: _value,
}
