"""What a memory is, in the words of the pages: its kind, where it is from, when, how sure."""

import re
from datetime import datetime, tzinfo
from textwrap import wrap
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

if TYPE_CHECKING:
    from desktop.known import Part
    from vault.items import Sensitivity, Source
    from vault.memories import Tier
    from vault.memory_lists import Line

SURE = 0.9
LIKELY = 0.5
LONGEST_WORD = 24
LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
BREAK = "\u200b"


def tr(text: str) -> str:
    return QCoreApplication.translate("Memory", text)


def breakable(text: str) -> str:
    """The text with places to break where a word is longer than any line of a narrow column."""
    return LONG.sub(lambda found: BREAK.join(wrap(found[0], LONGEST_WORD)), text)


def kind(tier: "Tier") -> str:
    """How lasting a memory is, and what it is about."""
    return {
        "session": tr("for now"), "working": tr("for now"), "episodic": tr("event"),
        "semantic": tr("fact"), "preference": tr("preference"),
    }[tier.value]  # fmt: skip


def about(subject: str) -> str:
    if subject == "owner":
        return tr("you")
    return subject.removeprefix("your ").removeprefix("the ") or tr("you")


def source(line: "Line") -> str:
    """Where a memory is from, in a word or two."""
    return tr("conversation") if line.is_said else place(line.source)


def place(source: "Source") -> str:
    """A source by its name, or else by its kind."""
    name = source.ref.replace("\\", "/").rstrip("/").rpartition("/")[2]
    said = {
        "owner": tr("you"), "assistant": tr("Tacit"), "file": name or tr("a file"),
        "mail": tr("mail"), "calendar": tr("calendar"), "web": name or tr("the web"),
        "import": name or tr("import"),
    }  # fmt: skip
    return said[source.origin.value]


def sure(confidence: float) -> str:
    if confidence >= SURE:
        return tr("sure")
    return tr("likely") if confidence >= LIKELY else tr("unsure")


def privacy(sensitivity: "Sensitivity") -> str:
    return ("", tr("personal"), tr("secret"))[int(sensitivity)]


def day(at: datetime | None, zone: tzinfo | None) -> str:
    """A day that nobody reads in two ways; empty for never."""
    if at is None:
        return ""
    here = at.astimezone(zone)
    return QLocale().toString(QDate(here.year, here.month, here.day), tr("d MMM yyyy"))


def moment(at: datetime, zone: tzinfo | None) -> str:
    """A day and a time of day."""
    here = at.astimezone(zone)
    time = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    return tr("%s, %s") % (day(at, zone), time)


def part(one: "Part") -> str:
    """The heading of a part of what is known."""
    return {
        "you": tr("About you"), "likes": tr("How you like things"),
        "others": tr("People and things"), "happened": tr("What happened"),
        "for now": tr("For now"),
    }[one.value]  # fmt: skip
