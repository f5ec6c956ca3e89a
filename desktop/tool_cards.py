"""The cards of what tools and the gate before them could not do."""

from collections.abc import Callable
from typing import Any

from desktop.cards import ErrorCard, command, plain
from inference.tools import errors as tools
from inference.tools.base import EMPTY, TOO_LONG
from vault.errors import NotThere

SHOWN = 60
"characters of the owner's own words on a card"


ANEW = {
    EMPTY: "Say it again, with words in it.",
    TOO_LONG: "Make it shorter, or split it into parts.",
}


def _unknown_tool(error: tools.UnknownTool) -> ErrorCard:
    return ErrorCard(
        "Tacit has nothing of this name",
        f"There is no “{_short(error.name)}”. Nothing was done.",
        f"Say it in your own words: {command('do')} “…”",
        "Say it in your own words.",
    )


def _argument(error: tools.ArgumentRefused) -> ErrorCard:
    return ErrorCard(
        "A detail does not fit",
        f"“{_short(error.name)}” is {error.reason}. Nothing was done.",
        ANEW.get(error.reason, "Say it again with that detail."),
    )


def _nothing(error: tools.NothingLikeThat) -> ErrorCard:
    return ErrorCard(
        f"There is no such {error.kind}",
        f"Nothing fits “{_short(error.words)}”. Nothing was changed.",
        f"Look at what there is, and name the {error.kind} by more of its words.",
    )


def _which(error: tools.WhichOne) -> ErrorCard:
    named = "; ".join(f"{number}: {_short(text)}" for number, text in error.choices[:5])
    more = len(error.choices) - 5
    rest = f"; and {more} more" if more > 0 else ""
    return ErrorCard(
        f"More than one {error.kind} could be meant",
        f"“{_short(error.words)}” fits {named}{rest}. Nothing was changed.",
        "Say which, by its number or more of its words.",
    )


REASONS = {
    "never": "Your settings say that this is never to be done.",
    "outside": "Text from outside tried to choose what it is done to. Only you may choose that.",
    "private": "This conversation is private, so nothing is remembered from it.",
    "unattended": "This needs you to be there.",
}


def _not_allowed(error: tools.NotAllowed) -> ErrorCard:
    return ErrorCard(
        "This was not done",
        REASONS.get(error.reason, "Your rules do not let this happen."),
        "If you want it, ask for it yourself in plain words.",
    )


def _approval_needed(error: tools.ApprovalNeeded) -> ErrorCard:
    return ErrorCard(
        "This waits for your yes",
        f"Nothing was done yet. It is kept as question {error.approval}.",
        f"Look at it, then answer: {command(f'approvals show {error.approval}')}",
        "Look at it on the Approvals page, then answer.",
    )


def _approval_gone(error: tools.ApprovalGone) -> ErrorCard:
    if isinstance(error.__cause__, NotThere):
        return ErrorCard(
            f"There is no question {error.approval}",
            "Nothing was done.",
            f"See what waits for your yes: {command('approvals')}",
            "The Approvals page shows what waits for your yes.",
        )
    return ErrorCard(
        "This question is over",
        f"Question {error.approval} was answered before, ran out, or was for something else. "
        "Nothing was done.",
        "Ask for it again if you still want it.",
    )


def _undo_gone(_error: tools.UndoGone) -> ErrorCard:
    return ErrorCard(
        "This cannot be taken back any more",
        "It was taken back before, or what it changed has changed again since.",
        f"See what was done: {command('audit show')}",
        "The Activity page shows what was done.",
    )


def _folder(error: tools.FolderNotGranted) -> ErrorCard:
    return ErrorCard(
        "Tacit was not let into this folder",
        f"“{_short(_name(error.path))}” lies outside of the folders that you gave it. "
        "It was left alone.",
        "Let Tacit into the folder in the settings, then try again.",
    )


def _in_the_way(error: tools.FileInTheWay) -> ErrorCard:
    return ErrorCard(
        "There is a file of this name already",
        f"“{_short(_name(error.path))}” was kept, and nothing was moved.",
        "Choose another name or folder.",
    )


def _sum(error: tools.CannotCalculate) -> ErrorCard:
    return ErrorCard(
        "This cannot be worked out",
        f"“{_short(error.text)}”: {error.reason}.",
        "Write it as a sum, such as 15% of 80 or (12 + 7) * 3.",
    )


def _unknown_key(error: tools.UnknownKey) -> ErrorCard:
    return ErrorCard(
        f"There is no such {error.kind}",
        f"Nothing is kept under “{_short(error.key)}”. Nothing was changed.",
        f"See what there is: {command('profile show')}",
        "The Profile page and the settings show what there is.",
    )


def _value(error: tools.ValueRefused) -> ErrorCard:
    return ErrorCard(
        "This value does not fit",
        f"“{_short(error.key)}” takes {error.wanted}. What was there is kept.",
        "Say it again in that form.",
    )


def _name(path: str) -> str:
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


TOOL_CARDS: dict[type[BaseException], Callable[[Any], ErrorCard]] = {
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
