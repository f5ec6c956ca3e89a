"""What an update from a file can be refused for, and the cards that say so."""

from desktop.cards import Card, ErrorCard, Words, plain, size


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


def _not_newer(error: NotNewer, tr: Words) -> ErrorCard:
    if error.have == error.offered:
        return ErrorCard(
            tr("This version is installed already"),
            tr("The file holds Tacit %s, which is what runs here.") % error.offered,
            tr("Nothing needs to be done."),
        )
    return ErrorCard(
        tr("The file holds an older version"),
        tr("It is Tacit %s; %s is installed and stays.") % (error.offered, error.have),
        tr("Choose a file of a newer version."),
    )


def _for_another(error: ForAnotherComputer, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This update is for another computer"),
        tr("It is for processors called %s. Nothing was changed.") % error.machine,
        tr("Choose the file for this computer."),
    )


def _room(error: TooLittleRoom, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The disk has too little room"),
        tr("The new version needs %s beside the old one, and %s are free. Nothing was changed.")
        % (size(error.needed, tr), size(error.free, tr)),
        tr("Make some room, then open the file again."),
    )


UPDATE_CARDS: dict[type[BaseException], Card] = {
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
    ForAnotherComputer: _for_another,
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
