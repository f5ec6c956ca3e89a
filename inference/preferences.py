"""Tacit's own settings that live in the vault: typed, described, and named in plain words.

What the gate lets through and which folders it reaches (`inference/granted_folders.py`) are no
settings of this kind: words can show the folders but never add one, and rules of the gate are not
in this list at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from inference.guard.questions import STANDS_S
from inference.preference_kinds import DAY_MINUTES, Choice, Hour, Minutes, Truth, Value
from inference.times.reading import Conventions
from inference.tools.errors import UnknownKey, ValueRefused, WhichOne
from vault import profile
from vault.connection import ReadConn, WriteConn

PREFIX = "preference."
TIMES = "times."
LANGUAGE = "language"
_FILLERS = frozenset(
    ("the", "my", "a", "an", "of", "for", "setting", "settings", "preference", "your", "to", "is")
)


@dataclass(frozen=True)
class Preference:
    """One setting."""

    key: str
    about: str
    "what it decides, in one sentence"
    default: Value
    kind: Truth | Choice | Hour | Minutes
    asked: tuple[str, ...] = field(default=())
    "what it is called in plain words; the first is its title"
    kept_as: str = ""
    "the vault's key where another part reads it; else one of our own"

    @property
    def place(self) -> str:
        return self.kept_as or PREFIX + self.key

    @property
    def title(self) -> str:
        return self.asked[0]

    def read(self, text: str) -> Value:
        """A value as it is said; ValueRefused where it is none."""
        words = " ".join(text.lower().replace("’", "'").split()).strip(" .")
        try:
            return self.kind.read(words)
        except ValueError as error:
            raise ValueRefused(self.title, self.kind.wanted) from error


_LANGUAGE_WORDS = {
    "en": ("English", "english", "en"),
    "de": ("German", "german", "deutsch", "de"),
    "es": ("Spanish", "spanish", "español", "es"),
}
_DAY_ORDER = Choice(
    (
        (None, ("ask", "ask me", "ask each time")),
        (True, ("day first", "day before month", "dd/mm", "european", "british")),
        (False, ("month first", "month before day", "mm/dd", "american")),
    )
)
_HABITS = Conventions()

PREFERENCES = (
    Preference(
        LANGUAGE, "The language that Tacit reads and speaks.", "en",
        Choice(tuple(_LANGUAGE_WORDS.items())),
        ("language", "tongue"),
    ),
    Preference(
        "times.day_before_month", "How a date such as 3/4 is read.", _HABITS.day_before_month,
        _DAY_ORDER, ("date order", "day or month first", "date format", "order of day and month"),
    ),
    Preference(
        "times.morning_hour", "The hour that “in the morning” means.", _HABITS.morning_hour,
        Hour(4, 11), ("morning hour", "morning", "when morning is"),
    ),
    Preference(
        "times.noon_hour", "The hour that “at lunch” means.", _HABITS.noon_hour,
        Hour(11, 14), ("lunch hour", "lunch", "lunchtime", "noon hour"),
    ),
    Preference(
        "times.afternoon_hour", "The hour that “in the afternoon” means.", _HABITS.afternoon_hour,
        Hour(12, 17), ("afternoon hour", "afternoon"),
    ),
    Preference(
        "times.evening_hour", "The hour that “in the evening” means.", _HABITS.evening_hour,
        Hour(16, 22), ("evening hour", "evening", "end of the day"),
    ),
    Preference(
        "times.night_hour", "The hour that “tonight” means.", _HABITS.night_hour,
        Hour(19, 23), ("night hour", "night", "tonight"),
    ),
    Preference(
        "times.afternoon_until", "The last bare hour that is in the afternoon, on another day.",
        _HABITS.afternoon_until, Hour(1, 8), ("last afternoon hour", "afternoon until"),
    ),
    Preference(
        "times.morning_from", "The first bare hour that is in the morning, on another day.",
        _HABITS.morning_from, Hour(5, 11), ("first morning hour", "morning from"),
    ),
    Preference(
        "times.weekday_means_coming", "Whether “Friday” is the coming one.",
        _HABITS.weekday_means_coming, Truth(), ("weekday means the coming one", "coming weekday"),
    ),
    Preference(
        "times.next_weekday_is_next_week", "Whether “next Friday” is in the next calendar week.",
        _HABITS.next_weekday_is_next_week, Truth(),
        ("next weekday is next week", "next weekday", "next friday"),
    ),
    Preference(
        "approvals.expire", "How long a question waits before it counts as no.",
        DAY_MINUTES * 60, Minutes(5, 7 * DAY_MINUTES, kept=60),
        ("approval time", "how long approvals wait", "approvals expire", "approval expiry"),
        kept_as=STANDS_S,
    ),
    Preference(
        "reminders.lead_minutes",
        "How long before its hour you are reminded of a task that has one.",
        10, Minutes(0, 7 * DAY_MINUTES),
        ("reminder lead time", "lead time", "how early to remind me", "remind me before"),
    ),
    Preference(
        "answers.length", "How long answers are.", "normal",
        Choice((
            ("short", ("short", "shorter", "brief", "briefer", "terse", "concise")),
            ("normal", ("normal", "medium", "default", "usual")),
            ("long", ("long", "longer", "detailed", "in detail", "full")),
        )),
        ("answer length", "length of answers", "answers", "how long answers are", "replies length"),
    ),
    Preference(
        "voice.replies", "Which answers are also spoken.", "spoken",
        Choice((
            (False, ("never", "off", "no", "false", "disabled", "disable", "silent")),
            ("spoken", ("when I spoke", "when i spoke", "when i speak", "when spoken to")),
            (True, ("always", "on", "yes", "true", "enabled", "enable", "aloud")),
        )),
        ("voice replies", "spoken replies", "speak answers", "read answers aloud", "voice"),
    ),
    Preference(
        "voice.at_once", "Whether what you say is sent at once, or written down to be looked at.",
        default=True, kind=Truth(),
        asked=("send speech at once", "sending at once", "send what i say at once"),
    ),
    Preference(
        "voice.sounds", "Whether two short sounds tell when the microphone opens and closes.",
        default=True, kind=Truth(),
        asked=("listening sounds", "microphone sounds", "start and stop sounds"),
    ),
    Preference(
        "voice.key", "What the talk key does: held it talks, tapped it begins and ends.", "both",
        Choice((
            ("both", ("both", "hold or tap", "hold and tap")),
            ("hold", ("hold", "only hold", "hold to talk", "push to talk")),
            ("tap", ("tap", "only tap", "tap to talk", "toggle")),
        )),
        ("talk key", "hold or tap", "speaking key"),
    ),
    Preference(
        "voice.speed", "How fast Tacit speaks.", 1.0,
        Choice((
            (0.8, ("slow", "slower", "slowly")),
            (1.0, ("normal", "usual", "medium", "default")),
            (1.25, ("fast", "faster", "quick", "quicker")),
            (1.5, ("very fast", "fastest", "very quick")),
        )),
        ("speaking speed", "how fast you speak", "talking speed", "speed of speaking"),
    ),
    Preference(
        "voice.ready",
        "Whether the microphone is held open while Tacit is in front, so that no first word is "
        "lost.", default=False, kind=Truth(),
        asked=("keep the microphone ready", "microphone ready", "microphone held open"),
    ),
    Preference(
        "voice.hands_free",
        "Whether the microphone stays open, and Tacit listens when you say its wake words. Nothing "
        "of what it hears before is kept.", default=False, kind=Truth(),
        asked=("hands-free", "hands free", "wake word listening", "listening for wake words"),
    ),
    Preference(
        "voice.wake_word", "The words that wake Tacit where it is hands-free.", "hey_jarvis",
        Choice((
            ("hey_jarvis", ("Hey Jarvis", "hey jarvis", "jarvis")),
            ("hey_mycroft", ("Hey Mycroft", "hey mycroft", "mycroft")),
            ("okay_nabu", ("Okay Nabu", "okay nabu", "ok nabu", "nabu")),
        )),
        ("wake words", "wake word", "words that wake you"),
    ),
    Preference(
        "voice.on_battery", "Whether hands-free goes on while the computer runs on its battery.",
        default=False, kind=Truth(),
        asked=("hands-free on battery", "hands free on battery", "wake words on battery"),
    ),
    Preference(
        "voice.clean_up",
        "Whether the model tidies what you dictate. What you said word for word stays one key "
        "away.", default=False, kind=Truth(),
        asked=("tidy dictation", "clean up dictation", "dictation clean-up"),
    ),
    Preference(
        "voice.keep",
        "Whether what you say to Tacit can be heard again: it is kept with your words, encrypted. "
        "Nothing of private conversations is.", default=False, kind=Truth(),
        asked=("keep recordings of what I say", "keep recordings of what i say",
               "keep recordings", "keep my recordings", "recordings"),
    ),
    Preference(
        "voice.keep_days", "After this time, a recording that is kept is deleted by itself.", 30,
        Choice((
            (7, ("7 days", "seven days", "a week", "one week")),
            (30, ("30 days", "thirty days", "a month", "one month")),
            (365, ("1 year", "one year", "a year", "365 days")),
        )),
        ("how long recordings are kept", "keep recordings for", "recordings kept for"),
    ),
    Preference(
        "chats.private", "Whether new conversations are private, so that nothing is kept.",
        default=False, kind=Truth(), asked=(
            "private by default", "private conversations", "private chats", "private mode",
        ),
    ),
    Preference(
        "learning.on", "Whether Tacit notices patterns and proposes lessons.",
        default=True, kind=Truth(), asked=("learning", "noticing patterns", "lessons"),
    ),
    Preference(
        "documents.keep_originals", "Whether the files of documents are kept in the vault, too.",
        default=False, kind=Truth(), asked=(
            "keep originals", "keep original files", "originals in the vault", "keep files",
        ),
    ),
    Preference(
        "documents.follow", "Whether what changes in watched folders is read by itself.",
        default=True, kind=Truth(),
        asked=("follow watched folders", "watched folders", "watching folders", "folder watching"),
    ),
    Preference(
        "documents.on_battery", "Whether watched folders are read on battery, too.",
        default=False, kind=Truth(),
        asked=("read folders on battery", "folders on battery", "on battery"),
    ),
    Preference(
        "memory.review", "Whether what is to be remembered waits for your review.",
        default=True, kind=Truth(),
        asked=("memory review", "review memories", "reviewing memories", "review queue"),
    ),
)  # fmt: skip
BY_KEY: Mapping[str, Preference] = {one.key: one for one in PREFERENCES}


def named(words: str) -> Preference:
    """The setting that is meant; UnknownKey for none, WhichOne for several."""
    if words in BY_KEY:
        return BY_KEY[words]
    line = " ".join(words.lower().replace("_", " ").replace(".", " ").split())
    exact = [one for one in PREFERENCES if line in (*one.asked, one.key.replace(".", " "))]
    if len(exact) == 1:
        return exact[0]
    wanted = set(line.split()) - _FILLERS
    found = [one for one in PREFERENCES if wanted and wanted <= _words_of(one)]
    if not found:
        raise UnknownKey("setting", words)
    titled = [one for one in found if wanted == set(one.title.split()) - _FILLERS]
    if len(titled or found) > 1:
        choices = tuple((number, one.title) for number, one in enumerate(found, 1))
        raise WhichOne("setting", words, choices)
    return (titled or found)[0]


def _words_of(one: Preference) -> set[str]:
    return {word for phrase in one.asked for word in phrase.split()}


def value(conn: ReadConn, key: str) -> Value:
    """What holds now; what is kept and does not fit any more counts as not there."""
    one = BY_KEY[key]
    kept = profile.setting(conn, one.place, one.default)
    return kept if one.kind.fits(kept) else one.default


def put(conn: WriteConn, key: str, new: Value) -> None:
    """Keep a value; ValueRefused where it does not fit."""
    one = BY_KEY[key]
    if not one.kind.fits(new):
        raise ValueRefused(one.title, one.kind.wanted)
    profile.put_setting(conn, one.place, new)


def written(conn: ReadConn, key: str) -> str:
    """What holds now, in the words that `Preference.read` takes."""
    return BY_KEY[key].kind.written(value(conn, key))


def conventions(conn: ReadConn) -> Conventions:
    """How the owner means times."""
    chosen: dict[str, Any] = {
        one.name: value(conn, TIMES + one.name)
        for one in fields(Conventions)
        if TIMES + one.name in BY_KEY
    }
    return Conventions(**chosen, language=str(value(conn, LANGUAGE)))
