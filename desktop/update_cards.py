"""What an update from a file can be refused for, and the cards that say so."""

from collections.abc import Callable
from typing import Any

from desktop.cards import ErrorCard, plain, size


class UpdateRefused(Exception):
    """Nothing was changed: the Tacit that is installed stays as it is."""


class NotAnUpdate(UpdateRefused):
    """The file is none of ours, or not whole."""


class NotSigned(UpdateRefused):
    """It was not signed by who signed this Tacit, or was changed afterwards."""


class NoReleaseKey(UpdateRefused):
    """This Tacit was not signed itself, so it cannot tell whose an update is."""


class NotNewer(UpdateRefused):
    """It is this version, or an older one."""

    def __init__(self, have: str, offered: str) -> None:
        super().__init__(have, offered)
        self.have, self.offered = have, offered


class ForAnotherComputer(UpdateRefused):
    """It runs on another kind of processor."""

    def __init__(self, machine: str) -> None:
        super().__init__(machine)
        self.machine = machine


class NotOursToChange(UpdateRefused):
    """The program runs from its sources, or lies where the system's packages put it."""


class StillOpen(UpdateRefused):
    """A window uses the program that would be replaced."""


class TooLittleRoom(UpdateRefused):
    """Both versions lie side by side for a moment."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(needed, free)
        self.needed, self.free = needed, free


class DoesNotRunHere(UpdateRefused):
    """The new one was tried before it took the old one's place, and did not work."""


def _not_newer(error: NotNewer) -> ErrorCard:
    if error.have == error.offered:
        return ErrorCard(
            "This version is installed already",
            f"The file holds Tacit {error.offered}, which is what runs here.",
            "Nothing needs to be done.",
        )
    return ErrorCard(
        "The file holds an older version",
        f"It is Tacit {error.offered}; {error.have} is installed and stays.",
        "Choose a file of a newer version.",
    )


def _room(error: TooLittleRoom) -> ErrorCard:
    return ErrorCard(
        "The disk has too little room",
        f"The new version needs {size(error.needed)} beside the old one, and {size(error.free)} "
        "are free. Nothing was changed.",
        "Make some room, then open the file again.",
    )


UPDATE_CARDS: dict[type[BaseException], Callable[[Any], ErrorCard]] = {
    NotAnUpdate: plain(
        "This is not a whole update",
        "The file is of another kind, or its end is missing. Nothing was changed.",
        "Fetch it once more, or choose another file.",
    ),
    NotSigned: plain(
        "This update is not to be trusted",
        "It was not signed with the key of your Tacit, or it was changed since. Nothing of it was "
        "opened, and nothing was changed.",
        "Delete it, and get it again from where your Tacit came from.",
    ),
    NoReleaseKey: plain(
        "This Tacit cannot check updates",
        "It was built without a key to sign with, so it cannot tell who made the file. Nothing was "
        "changed.",
        "Install the new version by hand; what Tacit remembers stays.",
    ),
    NotNewer: _not_newer,
    ForAnotherComputer: lambda error: ErrorCard(
        "This update is for another computer",
        f"It is for processors called {error.machine}. Nothing was changed.",
        "Choose the file for this computer.",
    ),
    NotOursToChange: plain(
        "Tacit was put here in another way",
        "It runs from its sources, or was installed by the system’s packages. Nothing was changed.",
        "Bring the new version the same way as this one; what Tacit remembers stays.",
    ),
    StillOpen: plain(
        "Tacit is open",
        "A window uses the version that would be replaced. Nothing was changed.",
        "Quit Tacit and repeat this, or choose the file in its Settings.",
    ),
    TooLittleRoom: _room,
    DoesNotRunHere: plain(
        "The new version does not work here",
        "It was tried before it was installed. The version that you have stays.",
        "Go on with this version. The next one may work.",
    ),
}
