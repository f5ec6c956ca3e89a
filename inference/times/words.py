"""What a language's table of words for times holds; the tables are `english.py` and its like.

Words are written as tokens are: lower case, without accents, with straight apostrophes. A phrase is
several words in a row, parted by spaces. `grammar.py` reads all tables alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Words:
    """One language's words."""

    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, float]
    ordinals: Mapping[str, int]
    units: Mapping[str, str]
    days: Mapping[str, int]
    "today and its neighbours, in days from today"
    parts: Mapping[str, str]
    clocks: Mapping[str, tuple[int, int]]
    "noon and midnight"

    next: frozenset[str]
    this: frozenset[str]
    last: frozenset[str]
    after_next: frozenset[str] = NONE
    "in one word before: übernächste"
    this_after: frozenset[str] = NONE
    "Monday coming"
    next_after: frozenset[str] = NONE
    "behind what it belongs to: que viene"
    last_after: frozenset[str] = NONE
    before_last_after: frozenset[str] = NONE
    "the Friday before last: asked about"
    after_next_after: frozenset[str] = NONE
    "the week after next"

    any_day: frozenset[str] = NONE
    "some Friday, one Friday: nobody knows which"
    per: frozenset[str] = NONE
    often: Mapping[str, int] = field(default_factory=dict)
    "once, twice"
    every: frozenset[str] = NONE
    other: frozenset[str] = NONE
    "every other"
    adverbs: Mapping[str, str] = field(default_factory=dict)
    "daily, weekly; a unit, or ? where it has to be asked"
    meals: frozenset[str] = NONE
    "parts of a day that are times only behind a day or a word like at: at lunch"
    part_adverbs: Mapping[str, str] = field(default_factory=dict)
    "nightly, morgens"
    weekday_groups: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    plural_days: frozenset[str] = NONE
    "days that come again by their form alone: Mondays"
    plural_leads: frozenset[str] = NONE
    "or by the word before: los lunes"
    every_parts: Mapping[str, str] = field(default_factory=dict)
    "parts of the day that are something else without every: jeden Morgen"
    times: frozenset[str] = NONE
    except_: frozenset[str] = NONE

    ahead: frozenset[str] = NONE
    "words before an amount that lies ahead: in three days"
    ahead_after: frozenset[str] = NONE
    within: frozenset[str] = NONE
    "at the latest then: within two days, in the next hour"
    ago: frozenset[str] = NONE
    ago_before: frozenset[str] = NONE
    after: frozenset[str] = NONE
    before: frozenset[str] = NONE
    owners: frozenset[str] = NONE
    "before what an amount is counted from: an hour before my call at three"
    after_that: frozenset[str] = NONE
    "between a weekday and a day: the Monday after Easter"
    week_on: frozenset[str] = NONE
    "between a week and the day it is counted from: a week on Thursday, a week today"
    day_then_week: bool = False
    "Friday week"
    and_a_half: Mapping[str, float] = field(default_factory=dict)
    vague_numbers: Mapping[str, float] = field(default_factory=dict)
    "a few: as 0, which is asked about"

    until: frozenset[str] = NONE
    by: frozenset[str] = NONE
    by_after: frozenset[str] = NONE
    "on Friday at the latest"
    open_ended: frozenset[str] = NONE
    "after Friday, not before Monday: asked about, unless it is a clock time"
    leads: frozenset[str] = NONE
    "what leads to a time, and goes with it: move it to Friday"
    loose: frozenset[str] = NONE
    "belongs to the verb where another such word follows: put it in at nine"
    loose_before_days: frozenset[str] = NONE
    "belongs to the verb where a day follows: hand it in tomorrow"
    prepositions: frozenset[str] = NONE
    onwards: frozenset[str] = NONE
    or_: frozenset[str] = NONE
    past: frozenset[str] = NONE
    "the past week: up to now"
    rest: frozenset[str] = NONE
    since: frozenset[str] = NONE
    begin: frozenset[str] = NONE
    between: frozenset[str] = NONE
    to: frozenset[str] = NONE
    lasting: frozenset[str] = NONE
    and_: frozenset[str] = NONE

    at: frozenset[str] = NONE
    on: frozenset[str] = NONE
    "before a day: two to four on Thursday"
    roughly: frozenset[str] = NONE
    roughly_after: frozenset[str] = NONE
    half: Mapping[str, int] = field(default_factory=dict)
    "words before an hour, as minutes from that hour: half past is 30, halb is -30"
    half_hour: frozenset[str] = NONE
    "five to half three: the half of an hour that minutes are counted from"
    minutes: Mapping[str, int] = field(default_factory=dict)
    "ten past, ten to"
    after_hour: Mapping[str, int] = field(default_factory=dict)
    "y media, menos cuarto"
    minutes_after_hour: Mapping[str, int] = field(default_factory=dict)
    "y diez, menos diez"
    hour_before_minutes: bool = False
    "minutes behind a number make it an hour: nine thirty"
    minutes_after_oclock: bool = False
    "15 Uhr 30"
    am: frozenset[str] = NONE
    pm: frozenset[str] = NONE
    persons: frozenset[str] = NONE
    "the am before these is a verb: Friday am I free"
    short_meridiem: bool = False
    "5p"
    oclock: frozenset[str] = NONE
    military: frozenset[str] = NONE
    "1830 hours"

    the: frozenset[str] = NONE
    glue: frozenset[str] = NONE
    "words that join times and mean nothing by themselves"
    early: frozenset[str] = NONE
    "the same, only before a day or a part of one"
    of: frozenset[str] = NONE
    of_the: frozenset[str] = NONE
    of_is_said: bool = True
    month_before_day: bool = False
    "March 5"
    day_word: frozenset[str] = NONE
    "el dia 5"
    dates_in_words: bool = False
    "a number in words is a day of the month: am ersten, el cinco de mayo"
    dot_is_ordinal: bool = False
    all_day: frozenset[str] = NONE
    "tomorrow all day"
    edges: Mapping[str, str] = field(default_factory=dict)
    whole_edges: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    "an edge and its unit in one word"
    part_leads: frozenset[str] = NONE
    "what a part of the day needs before it when it stands alone: in the evening"
    named_for: frozenset[str] = NONE
    "before a part of the day, these make a name of it: quiz night"
    weekend: frozenset[str] = NONE
    seasons: frozenset[str] = NONE
    sayings: frozenset[str] = NONE
    "what only looks like a time: good morning, 24/7"
    zones: Mapping[str, str] = field(default_factory=dict)
    "which zone is meant, empty where that has to be asked"
    zone_word: frozenset[str] = NONE
    "London time"
    fractions: Mapping[str, float] = field(default_factory=dict)
    same_time: frozenset[str] = NONE
    now: frozenset[str] = NONE
    holidays: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    movable: Mapping[str, int] = field(default_factory=dict)
    "feasts in days from Easter"
    nth_holidays: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    "month, which, weekday"

    articles: frozenset[str] = NONE
    "numbers that are also articles, and no hours"
    doubtful: frozenset[str] = NONE
    "days and months that are also other words"
    follows: frozenset[str] = NONE
    "words that may follow a time, and are nothing that is counted"
    measures: frozenset[str] = NONE
    things: str = ""
    "what words for several things look like"
    changes: frozenset[str] = NONE
    "words of growing, shrinking and dividing: by 5 is no time after them"
    verses: frozenset[str] = NONE
    "right before 3:16, it is a verse of these"
    pairs: frozenset[str] = NONE
    "3:16 is no time in a text with these: verse, score, ratio"
    ranked: frozenset[str] = NONE
    "what the fifth of it is no day: floor, page"
    compounds: Mapping[str, int] = field(default_factory=dict)
    "words of two, and where the second begins: Freitagabend"
    other_words: frozenset[str] = NONE
    "words of their own that look like misspelt ones: mourning, sundry"
    misspelt: frozenset[str] = NONE
    "words long enough to be known with letters missing or swapped"

    def which(self, name: str) -> frozenset[str]:
        return {"next": self.next, "this": self.this, "last": self.last}.get(name, self.after_next)

    def which_after(self, name: str) -> frozenset[str]:
        table = {"next": self.next_after, "last": self.last_after, "this": self.this_after}
        return table.get(name, self.after_next_after)

    @cached_property
    def known(self) -> frozenset[str]:
        """Every word of this table by itself."""
        apart = ("follows", "measures", "changes", "ranked", "compounds", "things", "named_for",
                 "owners", "other_words", "verses", "pairs")  # fmt: skip
        found: set[str] = set()
        for one in fields(self):
            table = getattr(self, one.name)
            if one.name not in apart and not isinstance(table, bool):
                found.update(word for phrase in table for word in phrase.split())
        return frozenset(found)


def several(text: str) -> frozenset[str]:
    """Words and phrases parted by commas."""
    return frozenset(one.strip() for one in text.split(",") if one.strip())


def numbered(text: str, first: int = 0) -> dict[str, int]:
    """Groups of words parted by commas and numbered; those of a group are parted by slashes."""
    found = {}
    for number, group in enumerate(text.split(","), first):
        found.update(dict.fromkeys(group.strip().split("/"), number))
    return found


def units(table: Mapping[str, str]) -> dict[str, str]:
    """Words parted by commas, per unit, as words with their unit."""
    return {word: unit for unit, words in table.items() for word in sorted(several(words))}


def compounds(first: Iterable[str], second: Iterable[str]) -> dict[str, int]:
    """Every two of them in one word, and where the second begins."""
    behind = list(second)
    return {one + two: len(one) for one in first for two in behind}
