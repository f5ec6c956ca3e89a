"""What a person reads about files: why one could not be read, and what is missing of others."""

from collections.abc import Callable
from typing import Any

from desktop.cards import ErrorCard, command, plain, size
from inference import errors as inference
from inference.reading.document import Gap, Head

READ_KINDS = (
    "PDF, Word, Excel, PowerPoint, OpenDocument, rich text, web pages, e-mail, e-books, calendars, "
    "contacts and text"
)
SAVE_AS = {
    "old Word": ("an old Word file", "Open it in Word or LibreOffice and save it as .docx."),
    "old Excel": ("an old Excel file", "Open it in Excel or LibreOffice and save it as .xlsx."),
    "old PowerPoint": (
        "an old PowerPoint file", "Open it in PowerPoint or LibreOffice and save it as .pptx.",
    ),
    "protected Office": (
        "an Office file with a password",
        "Open it in the program it was made with and save it without the password.",
    ),
    "protected book": ("a book that only its shop’s program opens", "Read it there."),
    "archive": ("a packed file other than .zip", "Unpack it, then read what was in it."),
    "PostScript": ("PostScript", "Turn it into PDF first."),
    "heic": ("a picture in the HEIC format", "Save it as JPEG or PNG first."),
    "no file": ("no ordinary file", "Name the files that are to be read, one by one."),
    "program": ("a program", f"Tacit reads {READ_KINDS}."),
    "database": ("a database", "Export what you need from it as .csv."),
    "weights": ("AI weights", f"Bring them in with: {command('models add')} FILE"),
}  # fmt: skip
UNITS = {
    "page": ("page", "pages"), "sheet": ("sheet", "sheets"), "slide": ("slide", "slides"),
    "part": ("part", "parts"), "message": ("part", "parts"), "file": ("part", "parts"),
}  # fmt: skip


def missing(document: Head, read: int) -> list[str]:
    """A sentence for each thing that is in the file and not in the text of the pages read."""
    found = [_gap(gap, document) for gap in document.gaps]
    if read < document.page_count:
        _, many = UNITS[document.unit]
        all_of_it = document.page_count
        found.insert(0, f"Of {all_of_it:,} {many}, the first {read:,} were read.")
    return found


def _gap(gap: Gap, document: Head) -> str:
    one, many = UNITS[document.unit]
    counted = f"{gap.count} {one if gap.count == 1 else many} of {document.page_count:,}"
    where = f" ({gap.where})" if gap.where else ""
    inside = f"“{gap.where}”" if gap.where else "The file"
    if gap.reason in ("no text", "garbled", "damaged") and gap.where[:1].isdigit():
        has, are = ("has", "is") if gap.count == 1 else ("have", "are")
        return {
            "no text": f"{counted} {has} no text{where}: blank, or a picture.",
            "garbled": f"{counted} {has} letters that mean nothing{where} and {are} left out.",
            "damaged": f"{counted} {are} damaged{where}.",
        }[gap.reason]
    return {
        "no text": f"{inside} has no text.",
        "garbled": f"{inside} has letters that mean nothing.",
        "hidden": f"Hidden text was left out{where}.",
        "past the limit": f"{inside} holds more than is read of one file; the rest was left out.",
        "out of time": "Reading took too long; what was read by then is here.",
        "damaged": f"{inside} is damaged; what could be read of it is here.",
        "protected": f"{inside} needs a password of its own and was not read.",
        "unsupported": f"{inside} is of a kind that is not read.",
        "recording": f"{inside} is a recording; it was not listened to.",
        "without a value": "Some formulas have no result in the file, so the formulas are shown "
        f"({gap.count}).",
    }[gap.reason]


def _too_big(error: inference.FileTooBig) -> ErrorCard:
    return ErrorCard(
        "Too large to read in one piece",
        f"“{error.name}” has {size(error.size)}, and files up to {size(error.largest)} are read. "
        "It was left as it is.",
        "Split it, or save the part that matters on its own.",
    )


def _unsupported(error: inference.KindUnsupported) -> ErrorCard:
    what, then = SAVE_AS.get(error.kind, ("of a kind that Tacit does not know", ""))
    return ErrorCard(
        "This kind of file is not read",
        f"“{error.name}” is {what}. It was left as it is.",
        then or f"Tacit reads {READ_KINDS}.",
        "Bring them in on the Models page." if error.kind == "weights" else "",
    )


def _damaged(error: inference.FileDamaged) -> ErrorCard:
    return ErrorCard(
        "The file is damaged",
        f"“{error.name}” is not what it should be inside, and no text could be read out of it.",
        "Fetch it again from where it came. If it opens elsewhere, save it anew there.",
    )


def _nothing(error: inference.NothingReadable) -> ErrorCard:
    if error.pages:
        return ErrorCard(
            "There is no text in it, only pictures",
            f"“{error.name}” has {error.pages} {'page' if error.pages == 1 else 'pages'}, and no "
            "letter on any of them. It may have been scanned.",
            f"Have the text recognized: {command('read --recognize')} FILE",
            "Save it with its text recognized, in the program that scans, then drop it again.",
        )
    return ErrorCard(
        "There is nothing to read in it",
        f"“{error.name}” is in order, and has no text.",
        "Check whether this is the file that was meant.",
    )


def _recording(error: inference.IsRecording) -> ErrorCard:
    return ErrorCard(
        "This is a recording",
        f"“{error.name}” is sound or film: there is something to hear in it, and nothing to read.",
        f"Have it written down: {command('transcribe')} FILE",
    )


def _too_long(error: inference.ReadingTooLong) -> ErrorCard:
    return ErrorCard(
        "Reading took too long",
        f"“{error.name}” was not at its end after {error.seconds} seconds, so it was stopped.",
        "If the file is trusted, split it or save it anew in the program it was made with.",
    )


def _unread(error: inference.FileUnread) -> ErrorCard:
    return ErrorCard(
        "The file could not be read",
        f"No text came out of “{error.name}”. It was left as it is.",
        f"Tacit reads {READ_KINDS}.",
    )


def _password_needed(error: inference.PasswordNeeded) -> ErrorCard:
    return ErrorCard(
        "It opens with a password",
        f"“{error.name}” is locked, and its password was not given.",
        f"Give its password: {command('read --password-stdin')} FILE",
        "Give its password, and it is read.",
    )


def _password_wrong(error: inference.PasswordWrong) -> ErrorCard:
    return ErrorCard(
        "That password does not open it",
        f"“{error.name}” stayed closed.",
        "Check the keyboard’s language and Caps Lock, and try again.",
    )


READING_CARDS: dict[type[BaseException], Callable[[Any], ErrorCard]] = {
    inference.FileUnread: _unread,
    inference.FileTooBig: _too_big,
    inference.PasswordNeeded: _password_needed,
    inference.PasswordWrong: _password_wrong,
    inference.FileDamaged: _damaged,
    inference.KindUnsupported: _unsupported,
    inference.IsRecording: _recording,
    inference.ReadingTooLong: _too_long,
    inference.ReadingTooLarge: plain(
        "The file needs too much memory",
        "Reading it would have taken more than one file may, so it was stopped.",
        "If the file is trusted, split it or save it anew in the program it was made with.",
    ),
    inference.NothingReadable: _nothing,
}
