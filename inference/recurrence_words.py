"""How a rule is echoed: every two weeks on Tuesday, until 31 May 2027."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from inference.recurrence import Rule, end_of, parts_of
from inference.times import names
from inference.times.reading import spoken_date

WEEKDAYS = "MO,TU,WE,TH,FR"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONG = ("MONTHLY", "YEARLY")


@dataclass(frozen=True)
class _Words:
    """What one language says; what is in braces is put in."""

    each: Mapping[str, str]
    units: Mapping[str, str]
    counted: Mapping[int, str]
    places: Mapping[int, str]
    several: str
    each_day: str
    on: str
    on_each: str
    "of a month or a year"
    at_place: str
    "before days that are counted"
    month_day: str
    month_days: str
    last_day: str
    months: str
    clocks: str
    times: str
    once: str
    until: str
    weekday: str
    either: str
    both: str


WORDS = {
    "en": _Words(
        each={"YEARLY": "every year", "MONTHLY": "every month", "WEEKLY": "every week",
              "DAILY": "every day", "HOURLY": "every hour", "MINUTELY": "every minute"},
        units={"YEARLY": "years", "MONTHLY": "months", "WEEKLY": "weeks", "DAILY": "days",
               "HOURLY": "hours", "MINUTELY": "minutes"},
        counted={2: "two", 3: "three", 4: "four", 5: "five", 6: "six"},
        places={1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"},
        several="every {count} {unit}", each_day="every {days}", on=" on {days}",
        on_each=" on every {days}", at_place="the ", month_day="{day}", month_days=" on day {days}",
        last_day="last", months=" in {months}", clocks=" at {clocks}", times=", {count} times",
        once=", once", until=", until {day}", weekday="weekday", either=" or ", both=" and ",
    ),
    "de": _Words(
        each={"YEARLY": "jedes Jahr", "MONTHLY": "jeden Monat", "WEEKLY": "jede Woche",
              "DAILY": "jeden Tag", "HOURLY": "jede Stunde", "MINUTELY": "jede Minute"},
        units={"YEARLY": "Jahre", "MONTHLY": "Monate", "WEEKLY": "Wochen", "DAILY": "Tage",
               "HOURLY": "Stunden", "MINUTELY": "Minuten"},
        counted={2: "zwei", 3: "drei", 4: "vier", 5: "fünf", 6: "sechs"},
        places={1: "ersten", 2: "zweiten", 3: "dritten", 4: "vierten", 5: "fünften",
                -1: "letzten"},
        several="alle {count} {unit}", each_day="jeden {days}", on=" am {days}",
        on_each=" an jedem {days}", at_place="", month_day="{day}.", month_days=" am {days} Tag",
        last_day="letzten", months=" im {months}", clocks=" um {clocks} Uhr",
        times=", {count}-mal", once=", einmal", until=", bis {day}", weekday="Werktag",
        either=" oder ", both=" und ",
    ),
}  # fmt: skip


def in_words(rule: Rule, language: str = "en") -> str:
    """A rule in a language; in English where there are no words for it."""
    language = language if language in WORDS else "en"
    words, said = WORDS[language], parts_of(rule.text)
    every, unit = int(said.get("INTERVAL", 1)), said["FREQ"]
    told = words.each[unit]
    if every > 1:
        count = words.counted.get(every, str(every))
        told = words.several.format(count=count, unit=words.units[unit])
    days = _days(said, words, names.WEEKDAYS[language])
    if days and unit not in LONG and every == 1:
        told = words.each_day.format(days=days)
    elif days:
        is_counted = "BYSETPOS" in said or not said["BYDAY"][0].isalpha()
        each = unit in LONG and not is_counted
        told += (words.on_each if each else words.on).format(days=days)
    return told + _dates(said, words, language) + _clocks(said, rule.first, words) + _end(
        rule, said, words, language
    )  # fmt: skip


def _days(said: Mapping[str, str], words: _Words, weekdays: Sequence[str]) -> str:
    text = said.get("BYDAY", "")
    if not text:
        return ""
    if text == WEEKDAYS:
        found = [words.weekday]
    else:
        found = [_day(one, words, weekdays) for one in text.split(",")]
    if "BYSETPOS" in said:
        places = [words.places[int(one)] for one in said["BYSETPOS"].split(",")]
        return f"{words.at_place}{_joined(places, words)} {words.either.join(found)}"
    return _joined(found, words)


def _day(one: str, words: _Words, weekdays: Sequence[str]) -> str:
    name = weekdays[DAYS.index(one[-2:])]
    return f"{words.at_place}{words.places[int(one[:-2])]} {name}" if one[:-2] else name


def _dates(said: Mapping[str, str], words: _Words, language: str) -> str:
    """On which days of a month, and in which months."""
    told = ""
    if days := said.get("BYMONTHDAY", ""):
        each = [
            words.last_day if one == "-1" else words.month_day.format(day=one)
            for one in days.split(",")
        ]
        told = words.month_days.format(days=_joined(each, words))
    if months := said.get("BYMONTH", ""):
        named = [names.MONTHS[language][int(one) - 1] for one in months.split(",")]
        told += words.months.format(months=_joined(named, words))
    return told


def _clocks(said: Mapping[str, str], first: datetime, words: _Words) -> str:
    if "BYHOUR" not in said and "BYMINUTE" not in said:
        return ""
    hours = said.get("BYHOUR", str(first.hour)).split(",")
    minutes = said.get("BYMINUTE", str(first.minute)).split(",")
    clocks = [f"{int(hour):02}:{int(minute):02}" for hour in hours for minute in minutes]
    return words.clocks.format(clocks=_joined(clocks, words))


def _end(rule: Rule, said: Mapping[str, str], words: _Words, language: str) -> str:
    if "COUNT" in said:
        return words.once if said["COUNT"] == "1" else words.times.format(count=said["COUNT"])
    if "UNTIL" in said:
        day = end_of(dict(said), rule.first).date()
        return words.until.format(day=spoken_date(day, language))
    return ""


def _joined(some: list[str], words: _Words) -> str:
    return words.both.join([", ".join(some[:-1]), some[-1]] if len(some) > 1 else some)
