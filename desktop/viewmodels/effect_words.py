"""What was done, in the window's language: “Task: Call Ana, due Friday, 27 November 2026.”

It is kept as it was said, in English, so that the log is the same whoever opens it; only what is
shown is turned. What has another form than these is left alone.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from desktop.translation import ENGLISH, in_window, spoken
from inference.times import names
from inference.times.reading import Moment
from inference.times.reading import spoken as told

DAY = rf"(?:{'|'.join(names.WEEKDAYS['en'])}), \d{{1,2}} (?:{'|'.join(names.MONTHS['en'])}) \d{{4}}"
MOMENT = rf"{DAY}(?:, \d\d:\d\d)?"
AGAIN = r"every .+"
SETTING = "“%s” is now %s;"
"whose name and values are words of Tacit's own, too"
EFFECTS = (
    "Task: %s.", "Done: %s.", "Done: %s. It comes again, due %s.",
    "Done: %s. That was the last time.", "Moved: %s, now due %s.",
    "Moved: %s, now due %s (it was due %s).", "%s is now of high importance.",
    "%s is now of normal importance.", "%s is now of low importance.", "Dropped: %s.",
    "“%s” is now “%s”.", "As before: %s.", "Taken back: %s.", "Taken back.", "Waiting: %s.",
    "Still to do: %s.", "Begun: %s.", "%s is in the list “%s” now.",
    "%s has no due date any more.", "%s is in no list any more.", "%s does not come again.",
    "As it was: %s.", "Comes again: %s.", "Written down for %s.", "Reminder: %s.",
    "Reminder: %s. It belongs to the task of that name.", f"{SETTING} as it was before.",
    "Snoozed: %s, until %s.", "Snoozed: %s, until %s, and then again %s.", "Cancelled: %s.",
    "Put aside: %s.", "Note: %s", "Added to the note “%s”: %s", "Note changed: %s",
    "As before: %s", "I will remember: %s", "Corrected: %s Before, it was: %s", "Forgotten: %s.",
    "Noted in your profile: %s", "Taken out of your profile: %s.",
    "Waits for your word again.", f"{SETTING} it was %s.",
)  # fmt: skip
"as tools say them; the one with more words of its own is tried first"
PIECES = (
    ("of high importance", ()), ("of low importance", ()), ("%s minutes", (r"\d+",)),
    ("in the list “%s”", (".+",)), ("waiting since %s", (DAY,)),
    ("waiting for %s since %s", (".+", DAY)), ("due %s", (MOMENT,)), ("%s", (MOMENT,)),
    ("%s", (AGAIN,)),
)  # fmt: skip
"what may follow a title, after a comma"

Turned = Callable[[str], str]


def effect(said: str) -> str:
    """What was done, as it is shown."""
    if spoken() == ENGLISH:
        return said
    for form, pattern in _FORMS:
        if found := pattern.fullmatch(said):
            turn = in_window if form.startswith(SETTING) else _thing
            return in_window(form) % tuple(map(turn, found.groups()))
    return said


def _thing(text: str) -> str:
    """A title with what is known of it; only its end is looked at, titles hold commas, too."""
    pieces: list[str] = []
    if re.fullmatch(MOMENT, text):
        return _moment(text)
    while (found := _last(text)) is not None:
        text, piece = found
        pieces.insert(0, piece)
    return ", ".join([text, *pieces])


def _last(text: str) -> tuple[str, str] | None:
    """What stands before the last piece, and that piece as it is shown."""
    for form, slots in PIECES:
        ends = re.escape(form) % tuple(f"({one})" for one in slots) if slots else re.escape(form)
        found = re.fullmatch(rf"(.+), {ends}", text, re.DOTALL)
        if found is None:
            continue
        rest, *some = found.groups()
        shown = tuple(_moment(one) if re.fullmatch(MOMENT, one) else _again(one) for one in some)
        return rest, in_window(form) % shown if form != "%s" else shown[0]
    return None


def _moment(text: str) -> str:
    _weekday, date, *clock = text.split(", ")
    day, month, year = date.split()
    hour, minute = (int(one) for one in (clock[0] if clock else "0:0").split(":"))
    number = names.MONTHS["en"].index(month) + 1
    at = datetime(int(year), number, int(day), hour, minute, tzinfo=UTC)
    return told(Moment(at, is_day=not clock), spoken())


def _again(text: str) -> str:
    """How often something comes, if that is what it says."""
    if not text.startswith("every "):
        return text
    from desktop.repeating import on_any_day
    from inference import recurrence_words
    from inference.recurrence import Rule
    from inference.times import reading
    from inference.times.find import read

    some_day = datetime(2026, 1, 1, tzinfo=UTC)
    found = read(text, some_day)
    if (plain := on_any_day(text)) != "":
        rule = Rule(plain, some_day)
    elif found is not None and isinstance(found.meaning, reading.Rule):
        rule = Rule(found.meaning.rrule, found.meaning.first.at)
    else:
        return text
    is_same = recurrence_words.in_words(rule) == text
    return recurrence_words.in_words(rule, spoken()) if is_same else text


def _patterns(forms: Sequence[str]) -> list[tuple[str, re.Pattern[str]]]:
    first = sorted(forms, key=lambda one: (one.startswith("%s"), -len(one.replace("%s", ""))))
    return [
        (one, re.compile(re.escape(one).replace("%s", "(.+?)"), re.DOTALL)) for one in first
    ]  # fmt: skip


_FORMS = _patterns(EFFECTS)
