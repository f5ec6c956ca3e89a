"""Who the owner is and how they like things done: the keys of the profile, and what each takes.

A value is read into its type before it is kept. What is kept goes through a memory, so that it has
a source, a history, and goes when the memory is forgotten; a list keeps each of its members under a
key of its own for the same reason.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from inference import person_values as form
from inference.tools.errors import UnknownKey, ValueRefused
from vault import profile
from vault.connection import ReadConn
from vault.entities import fold
from vault.profile import Entry


@dataclass(frozen=True)
class Key:
    """One entry of the profile: what it is, what it takes, how it is said."""

    name: str
    about: str
    wanted: str
    "the form, as the owner is told it"
    read: form.Read
    says: str
    "the sentence in which a value is said back"
    aliases: tuple[str, ...] = ()
    is_list: bool = False


TEXT = "a few words"
SPAN = "two times of day, such as 9:00 to 17:30"
SPANS = "times of day, such as 10:00 to 12:00, or morning, afternoon, evening"
DAYS = "days of the week, such as Monday to Friday"
MINUTES = "a length of time, such as 15 minutes"
TONES = {
    "brief": r"short|concise|terse|to the point|briefly",
    "friendly": r"warm|casual|informal|relaxed|friendlier",
    "formal": r"polite|professional|formally",
    "plain": r"simple|plainly|neutral|simply",
}
LENGTHS = {
    "short": r"brief|concise|shorter|short answers|briefly",
    "normal": r"medium|default",
    "long": r"detailed|longer|thorough|in detail|long answers",
}

KEYS = (
    Key("identity.name", "what Tacit calls you", "a name", form.text,
        "Your name is {}.", ("name", "my name", "first name")),
    Key("identity.full_name", "your whole name", "a name", form.text,
        "Your full name is {}.", ("full name",)),
    Key("identity.birthday", "your birthday", "a day, such as 12 May 1985", form.day_of_year,
        "Your birthday is {}.", ("birthday", "date of birth")),
    Key("identity.pronouns", "how others speak of you", TEXT, form.text,
        "Your pronouns are {}.", ("pronouns",)),
    Key("identity.role", "what you do", TEXT, form.text,
        "You work as {}.", ("role", "job", "job title", "position", "profession")),
    Key("identity.company", "where you work", "a name", form.text,
        "You work at {}.", ("company", "employer", "workplace")),
    Key("identity.home", "where you live", "a place", form.text,
        "You live in {}.", ("home", "home town", "city")),
    Key("identity.phone", "your phone number", "a number", form.text,
        "Your phone number is {}.", ("phone", "phone number", "mobile number", "number")),
    Key("identity.email", "your mail address", "an address", form.text,
        "Your mail address is {}.", ("email", "e-mail", "email address", "mail address")),
    Key("identity.address", "your address", "an address", form.text,
        "Your address is {}.", ("address", "home address", "postal address")),
    Key("identity.native_language", "the language you speak", "a language", form.text,
        "You speak {}.", ("native language", "mother tongue")),
    Key("identity.expertise", "what you know well", TEXT, form.text,
        "You know {} well.", ("expertise", "skills"), is_list=True),
    Key("work.hours", "when you work", SPAN, form.span,
        "You work from {}.", ("working hours", "work hours", "office hours", "hours")),
    Key("work.days", "on which days you work", DAYS, form.days,
        "You work on {}.", ("working days", "work days", "workdays")),
    Key("work.days_off", "on which days you do not work", DAYS, form.days,
        "You do not work on {}.", ("days off", "free days")),
    Key("work.zone", "your time zone", "a city or a zone, such as Europe/Lisbon", form.zone,
        "Your time zone is {}.", ("time zone", "timezone", "zone")),
    Key("work.lunch", "when you have lunch", SPAN, form.span,
        "You have lunch from {}.", ("lunch", "lunch break", "lunch time")),
    Key("communication.tone", "how Tacit speaks to you", "brief, friendly, formal or plain",
        form.choice(**TONES), "You want a {} tone.", ("tone", "style", "tone of voice")),
    Key("communication.length", "how long answers are", "short, normal or long",
        form.choice(**LENGTHS), "You want {} answers.", ("answer length", "length", "answers")),
    Key("communication.language", "the language of answers", "a language", form.text,
        "You want answers in {}.", ("language", "answer language")),
    Key("communication.notifications", "how news reaches you", "at once, batched or off",
        form.choice(at_once=r"at once|immediate(ly)?|right away", batched="together|bundled",
                    off="none|never|no"),
        "You want notifications {}.", ("notifications", "notification style")),
    Key("communication.summaries", "how often mail is summed up", "daily, weekly or never",
        form.choice(daily="every day|each day", weekly="every week|each week", never="no|off"),
        "You want summaries {}.", ("summaries", "summary frequency", "email summaries")),
    Key("communication.signature", "what your mails end with", TEXT, form.text,
        "Your mails end with {}.", ("signature", "sign-off")),
    Key("scheduling.preferred_times", "when you like meetings", SPANS, form.spans,
        "You prefer meetings in the {}.", ("preferred times", "meeting times",
                                           "preferred meeting times")),
    Key("scheduling.buffer_minutes", "the pause between meetings", MINUTES, form.minutes,
        "You keep {} minutes between meetings.", ("buffer", "buffers", "buffer minutes",
                                                  "buffer between meetings")),
    Key("scheduling.focus_blocks", "when you are not to be disturbed", SPANS, form.spans,
        "You keep {} free for focused work.", ("focus blocks", "focus time", "focus block")),
    Key("scheduling.meeting_minutes", "how long a meeting is", MINUTES, form.minutes,
        "Your meetings last {} minutes.", ("meeting length", "meeting duration")),
    Key("scheduling.no_meeting_days", "days without meetings", DAYS, form.days,
        "You have no meetings on {}.", ("meeting-free days", "no meeting days")),
    Key("scheduling.reminder_minutes", "how long before a meeting you are reminded", MINUTES,
        form.minutes, "You are reminded {} minutes before meetings.", ("meeting reminders",)),
    Key("productivity.prioritize_by", "what comes first", "due date, importance or both",
        form.choice(due="due date|deadline|urgency", importance="important",
                    both="urgent.important.*"),
        "Your tasks are ordered by {}.", ("prioritization", "task prioritization")),
    Key("productivity.break_minutes", "how often you take a break", MINUTES, form.minutes,
        "You take a break every {} minutes.", ("breaks", "break reminders")),
    Key("productivity.focus_minutes", "how long you work in one go", MINUTES, form.minutes,
        "You work {} minutes in one go.", ("focus length", "focus minutes")),
    Key("productivity.best_time", "when you work best", SPANS, form.spans,
        "You work best in the {}.", ("best time", "most productive time")),
    Key("goals.short_term", "what you want to reach soon", TEXT, form.text,
        "Your goal is to {}.", ("goal", "goals", "short-term goals", "short term goals"),
        is_list=True),
    Key("goals.long_term", "what you want to reach some day", TEXT, form.text,
        "Your long-term goal is to {}.", ("long-term goals", "long-term goal", "long term goals",
                                          "long term goal"), is_list=True),
    Key("goals.metrics", "what you measure yourself by", TEXT, form.text,
        "You measure yourself by {}.", ("metrics",), is_list=True),
)  # fmt: skip
BY_NAME = {one.name: one for one in KEYS}
GROUP_NAMES = {"meeting preferences": "scheduling", "preferences": "communication",
               "scheduling preferences": "scheduling", "working time": "work"}  # fmt: skip
GROUPS = ("identity", "work", "communication", "scheduling", "productivity", "goals")
NONE = re.compile(r"none|nothing|no longer|not any more|-|empty", re.IGNORECASE)
"what takes an entry away"


@dataclass(frozen=True)
class Person:
    """What other parts of Tacit need of the profile; None and empty where nothing is known."""

    name: str = ""
    zone: ZoneInfo | None = None
    hours: tuple[time, time] | None = None
    lunch: tuple[time, time] | None = None
    days: tuple[int, ...] = ()
    "working days, Monday is 0"
    tone: str = ""
    length: str = ""
    language: str = ""
    preferred_times: tuple[tuple[time, time], ...] = ()
    focus_blocks: tuple[tuple[time, time], ...] = ()
    buffer_minutes: int = 0
    meeting_minutes: int = 0
    no_meeting_days: tuple[int, ...] = ()
    goals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """One entry that is otherwise than it was at some time."""

    key: str
    before: Any
    now: Any


def key(words: str) -> Key:
    """The entry of this name, or that is called so; UnknownKey where there is none."""
    folded = fold(words.replace("’", "'")).strip(" .")
    for lead in ("my profile's ", "my ", "the ", "your "):
        folded = folded.removeprefix(lead)
    for one in KEYS:
        last = one.name.rpartition(".")[2].replace("_", " ")
        if folded in (one.name, one.name.replace("_", " "), last, *one.aliases):
            return one
    raise UnknownKey("profile entry", words)


def read(one: Key, value: str) -> Any:
    """A value as it is kept; ValueRefused says what form is wanted."""
    try:
        return one.read(value)
    except ValueError as error:
        raise ValueRefused(one.name, one.wanted) from error


def says(one: Key, value: Any) -> str:
    """A value in a sentence to the owner."""
    return one.says.format(spoken(value))


def spoken(value: Any) -> str:
    """A value as it is read aloud."""
    if isinstance(value, list):
        parts = [DAY_NAMES.get(one, spoken(one)) for one in value]
        return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
    if isinstance(value, str) and re.fullmatch(r"\d\d:\d\d-\d\d:\d\d", value):
        return value.replace("-", " to ")
    if isinstance(value, str) and (found := re.fullmatch(r"(?:(\d{4})-)?(\d\d)-(\d\d)", value)):
        day = f"{int(found[3])} {MONTH_NAMES[int(found[2]) - 1]}"
        return f"{day} {found[1]}" if found[1] else day
    return str(value).replace("_", " ") if value == "at_once" else str(value)


DAY_NAMES = dict(zip(form.DAYS, (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
), strict=True))  # fmt: skip
MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December")  # fmt: skip


def place(one: Key, value: Any) -> str:
    """The key under which a value is kept: a member of a list has one of its own."""
    if not one.is_list:
        return one.name
    digest = hashlib.sha256(fold(str(value)).encode()).hexdigest()[:12]
    return f"{one.name}.{digest}"


def owner_of(name: str) -> Key | None:
    """The entry that a kept key belongs to."""
    return BY_NAME.get(name) or BY_NAME.get(name.rpartition(".")[0])


def get(conn: ReadConn, name: str) -> Any:
    """What holds now; the members of a list in the order in which they were said."""
    one = key(name)
    if not one.is_list:
        return profile.get(conn, one.name)
    return [entry.value for entry in profile.current(conn, one.name)]


def everything(conn: ReadConn, prefix: str = "") -> dict[str, Any]:
    """All that holds now, lists put together."""
    found: dict[str, Any] = {}
    for one in KEYS:
        value = get(conn, one.name)
        if value not in (None, []) and f"{one.name}.".startswith(f"{prefix}." if prefix else ""):
            found[one.name] = value
    return found


def history(conn: ReadConn, name: str) -> list[Entry]:
    """What ever held, the oldest first."""
    one = key(name)
    if not one.is_list:
        return profile.history(conn, one.name)
    entries = profile.changes(conn, datetime.min.replace(tzinfo=ZoneInfo("UTC")))
    return [entry for entry in entries if entry.key.startswith(f"{one.name}.")]


def diff(conn: ReadConn, since: datetime) -> list[Change]:
    """What is otherwise than it was just before that time."""
    found = []
    for name in dict.fromkeys(entry.key for entry in profile.changes(conn, since)):
        entries = profile.history(conn, name)
        before = [entry.value for entry in entries if entry.since < since]
        was, now = (before[-1] if before else None), entries[-1].value
        if was != now:
            found.append(Change(name, was, now))
    return found


def used(conn: ReadConn) -> Person:
    """Everything that other parts ask for, in one go."""
    held = profile.below(conn)
    name = held.get("identity.name") or held.get("identity.full_name") or ""
    zone, days = held.get("work.zone"), held.get("work.days", [])
    return Person(
        name=name,
        zone=ZoneInfo(zone) if zone else None,
        hours=_span(held.get("work.hours")),
        lunch=_span(held.get("work.lunch")),
        days=tuple(form.DAYS.index(one) for one in days),
        tone=held.get("communication.tone", ""),
        length=held.get("communication.length", ""),
        language=held.get("communication.language", ""),
        preferred_times=_spans(held.get("scheduling.preferred_times")),
        focus_blocks=_spans(held.get("scheduling.focus_blocks")),
        buffer_minutes=held.get("scheduling.buffer_minutes", 0),
        meeting_minutes=held.get("scheduling.meeting_minutes", 0),
        no_meeting_days=tuple(
            form.DAYS.index(one) for one in held.get("scheduling.no_meeting_days", [])
        ),
        goals=tuple(get(conn, "goals.short_term") + get(conn, "goals.long_term")),
    )


def _span(value: str | None) -> tuple[time, time] | None:
    return form.bounds(value) if value else None


def _spans(values: list[str] | None) -> tuple[tuple[time, time], ...]:
    return tuple(form.bounds(one) for one in values or ())
