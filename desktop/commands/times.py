"""Times at the command line: words are read by `inference.times`, and what was read is said."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

from inference.times.echo import echo
from inference.times.find import read
from inference.times.reading import Meaning, Moment, Question, Rule, spoken
from inference.times.use import iso
from inference.tools.base import OWNER, Call, Desk
from inference.tools.errors import ArgumentRefused
from inference.understanding import slots
from inference.understanding.plan import Plan
from inference.understanding.plan import Question as Asked

NO_TIME = "no time that Tacit reads"
TIMES = ("due", "at", "until", "since")
"arguments that are times, by their names"
LONGEST_DAY = len("2026-11-24")


def meant(desk: Desk, name: str, words: str) -> Meaning:
    """What words about time mean; ArgumentRefused where they are none."""
    if moment := _written(words, desk.zone):
        return moment
    for said in (words, f"at {words}", f"on {words}", f"in {words}"):
        found = read(said, desk.now, desk.conventions)
        if found is not None and found.end - found.start >= len(words.strip()):
            return found.meaning
    raise ArgumentRefused(name, NO_TIME)


def timed(desk: Desk, call: Call, name: str, words: str) -> Plan:
    """The call with this time in it, or the question that has to be asked about it."""
    meaning = meant(desk, name, words)
    if isinstance(meaning, Question):
        choices = tuple(iso(one) for one in meaning.choices)
        return Plan((call,), Asked(echo(meaning), name, choices))
    at, rule = slots.point(meaning)
    arguments = {**call.arguments, name: slots.end(meaning) if name == "due" else at}
    if rule:
        arguments["repeats"] = rule
    origins = {**call.origins, **dict.fromkeys(arguments, OWNER)}
    return Plan((replace(call, arguments=arguments, origins=origins),), echoes=(echo(meaning),))


def stretch(desk: Desk, words: str) -> dict[str, str]:
    """Since when and until when: “this week”, “tomorrow”, “until Friday”."""
    meaning = meant(desk, "until", words)
    if isinstance(meaning, Question):
        raise ArgumentRefused("until", "not clear")
    since, until = slots.stretch(meaning, desk.now)
    return {key: str(value) for key, value in (("since", since), ("until", until)) if value}


def as_when(desk: Desk, name: str, words: str) -> str:
    """One moment or day as a tool takes it; ArgumentRefused where it is not one."""
    at, rule = slots.point(meant(desk, name, words))
    if at is None or rule:
        raise ArgumentRefused(name, NO_TIME)
    return str(at)


def now_at(text: str, zone: tzinfo) -> datetime:
    """A moment that was given: in this zone if it has this offset then, else as it was given."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        return at.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    there = at.astimezone(zone)
    return there if there.utcoffset() == at.utcoffset() else at


def echoes(plan: Plan) -> list[tuple[str, ...]]:
    """For each call of a plan, its times in plain words."""
    timed_calls = [call for call in plan.calls if any(name in call.arguments for name in TIMES)]
    if len(timed_calls) == len(plan.echoes):
        said = iter(plan.echoes)
        return [(next(said),) if call in timed_calls else () for call in plan.calls]
    return [spoken_times(call) for call in plan.calls]


def spoken_times(call: Call) -> tuple[str, ...]:
    """The times in a call's arguments, in plain words."""
    rule = call.arguments.get("repeats")
    found = []
    for name in TIMES:
        moment = _moment(call.arguments.get(name))
        if moment is None:
            continue
        is_rule = isinstance(rule, str) and name in ("at", "due")
        found.append(echo(Rule(moment, str(rule))) if is_rule else spoken(moment))
    return tuple(dict.fromkeys(found))


def spoken_when(text: str, language: str = "en") -> str:
    """A time as tools take it, in plain words; empty where it is none."""
    moment = _moment(text)
    return spoken(moment, language) if moment else ""


def _moment(value: object) -> Moment | None:
    if not isinstance(value, str):
        return None
    with suppress(ValueError):
        at = datetime.fromisoformat(value)
        return Moment(at, is_day=len(value) == LONGEST_DAY)
    return None


def _written(words: str, zone: tzinfo) -> Moment | None:
    """A time that is written as ISO 8601 has it."""
    text = words.strip()
    if len(text) < LONGEST_DAY or not text[:4].isdecimal():
        return None
    with suppress(ValueError):
        if len(text) == LONGEST_DAY:
            return Moment(
                datetime.combine(date.fromisoformat(text), datetime.min.time(), zone), is_day=True
            )
        return Moment(now_at(text, zone))
    return None
