"""What a person reads about files: why one could not be read, and what is missing of others."""

from desktop.cards import Card, ErrorCard, Words, command, english, plain, size
from inference import errors as inference
from inference.reading.document import Gap, Head

READ_KINDS = (
    "Tacit reads PDF, Word, Excel, PowerPoint, OpenDocument, rich text, web pages, e-mail, "
    "e-books, calendars, contacts and text."
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
    "program": ("a program", ""),
    "database": ("a database", "Export what you need from it as .csv."),
    "weights": ("AI weights", "Bring them in on the Models page."),
}  # fmt: skip
OTHER_KIND = ("of a kind that Tacit does not know", "")
UNITS = {
    "page": ("page", "pages"), "sheet": ("sheet", "sheets"), "slide": ("slide", "slides"),
    "part": ("part", "parts"), "message": ("part", "parts"), "file": ("part", "parts"),
    "time": ("part", "parts"),
}  # fmt: skip


def missing(document: Head, read: int, tr: Words = english) -> list[str]:
    """A sentence for each thing that is in the file and not in the text of the pages read."""
    found = [_gap(gap, document, tr) for gap in document.gaps]
    if read < document.page_count:
        _, many = UNITS[document.unit]
        of_all = (tr.number(document.page_count), tr(many), tr.number(read))
        found.insert(0, tr("Of %s %s, the first %s were read.") % of_all)
    return found


def _gap(gap: Gap, document: Head, tr: Words) -> str:
    if gap.reason in PAGES_LACK and gap.where[:1].isdigit():
        return _of_pages(gap, document, tr)
    inside = f"“{gap.where}”" if gap.where else tr("The file")
    if gap.reason == "without a value":
        return tr(FORMULAS) % gap.count
    if gap.reason == "hidden" and gap.where:
        return tr("Hidden text was left out (%s).") % gap.where
    said = tr(FILES_LACK[gap.reason])
    return said % inside if "%s" in said else said


def _of_pages(gap: Gap, document: Head, tr: Words) -> str:
    one, many = UNITS[document.unit]
    is_one = gap.count == 1
    of_one, of_many = PAGES_LACK[gap.reason]
    counted = (
        f"{gap.count}",
        tr(one if is_one else many),
        tr.number(document.page_count),
        gap.where,
    )
    return tr(of_one if is_one else of_many) % counted


PAGES_LACK = {
    "no text": (
        "%s %s of %s has no text (%s): blank, or a picture.",
        "%s %s of %s have no text (%s): blank, or a picture.",
    ),
    "garbled": (
        "%s %s of %s has letters that mean nothing (%s) and is left out.",
        "%s %s of %s have letters that mean nothing (%s) and are left out.",
    ),
    "damaged": ("%s %s of %s is damaged (%s).", "%s %s of %s are damaged (%s)."),
}
"what single pages lack, of one and of several"
FORMULAS = "Some formulas have no result in the file, so the formulas are shown (%s)."
FILES_LACK = {
    "no text": "%s has no text.",
    "garbled": "%s has letters that mean nothing.",
    "hidden": "Hidden text was left out.",
    "past the limit": "%s holds more than is read of one file; the rest was left out.",
    "out of time": "Reading took too long; what was read by then is here.",
    "damaged": "%s is damaged; what could be read of it is here.",
    "protected": "%s needs a password of its own and was not read.",
    "unsupported": "%s is of a kind that is not read.",
    "recording": "%s is a recording; it was not listened to.",
}
"what a file lacks, or a part of it"


def _too_big(error: inference.FileTooBig, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Too large to read in one piece"),
        tr("“%s” has %s, and files up to %s are read. It was left as it is.")
        % (error.name, size(error.size, tr), size(error.largest, tr)),
        tr("Split it, or save the part that matters on its own."),
    )


def _unsupported(error: inference.KindUnsupported, tr: Words) -> ErrorCard:
    what, then = SAVE_AS.get(error.kind, OTHER_KIND)
    todo, is_weights = then or READ_KINDS, error.kind == "weights"
    return ErrorCard(
        tr("This kind of file is not read"),
        tr("“%s” is %s. It was left as it is.") % (error.name, tr(what)),
        f"Bring them in with: {command('models add')} FILE" if is_weights else tr(todo),
        tr(todo) if is_weights else "",
    )


def _damaged(error: inference.FileDamaged, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The file is damaged"),
        tr("“%s” is not what it should be inside, and no text could be read out of it.")
        % error.name,
        tr("Fetch it again from where it came. If it opens elsewhere, save it anew there."),
    )


def _nothing(error: inference.NothingReadable, tr: Words) -> ErrorCard:
    if error.pages:
        return ErrorCard(
            tr("There is no text in it, only pictures"),
            (
                tr("“%s” has one page, and no letter on it. It may have been scanned.") % error.name
                if error.pages == 1
                else tr(
                    "“%s” has %s pages, and no letter on any of them. It may have been scanned."
                )
                % (error.name, error.pages)
            ),
            f"Have the text recognized: {command('read --recognize')} FILE",
            tr("Add it on the page “Documents”: there the text in pictures is recognized."),
        )
    return ErrorCard(
        tr("There is nothing to read in it"),
        tr("“%s” is in order, and has no text.") % error.name,
        tr("Check whether this is the file that was meant."),
    )


def _recording(error: inference.IsRecording, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("This is a recording"),
        tr("“%s” is sound or film: there is something to hear in it, and nothing to read.")
        % error.name,
        tr("Have it written down: %s FILE") % command("transcribe"),
    )


def _too_long(error: inference.ReadingTooLong, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("Reading took too long"),
        tr("“%s” was not at its end after %s seconds, so it was stopped.")
        % (error.name, error.seconds),
        tr("If the file is trusted, split it or save it anew in the program it was made with."),
    )


def _unread(error: inference.FileUnread, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("The file could not be read"),
        tr("No text came out of “%s”. It was left as it is.") % error.name,
        tr(READ_KINDS),
    )


def _password_needed(error: inference.PasswordNeeded, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("It opens with a password"),
        tr("“%s” is locked, and its password was not given.") % error.name,
        f"Give its password: {command('read --password-stdin')} FILE",
        tr("Give its password, and it is read."),
    )


def _password_wrong(error: inference.PasswordWrong, tr: Words) -> ErrorCard:
    return ErrorCard(
        tr("That password does not open it"),
        tr("“%s” stayed closed.") % error.name,
        tr("Check the keyboard’s language and Caps Lock, and try again."),
    )


READING_CARDS: dict[type[BaseException], Card] = {
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
