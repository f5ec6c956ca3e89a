"""From the gaps of a sentence to the arguments of a tool."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from inference.times.echo import echo
from inference.times.reading import Doubt, Moment
from inference.times.reading import Question as TimeQuestion
from inference.times.use import iso
from inference.tools.base import Argument
from inference.understanding import frames
from inference.understanding.plan import Question
from inference.understanding.slots import Times, behind, end, later, point, stretch

QUOTED = re.compile(r"""^["'“”„«](.*)["'“”»]$""", re.DOTALL)
LEADING = {
    "text": re.compile(r"^(?:that|to|about|of|saying)\s+", re.IGNORECASE),
    "title": re.compile(r"^(?:to|that i (?:need|have) to|called|about)\s+", re.IGNORECASE),
    "task": re.compile(
        r"^(?:(?:the|my|our|that|this|with|doing)\s+)?(?:(?:task|to-do|todo)\s+(?:called\s+|named\s+|about\s+)?)?",
        re.IGNORECASE,
    ),
    "reminder": re.compile(r"^(?:the|my|our|that|this|to|about)\s+", re.IGNORECASE),
    "note": re.compile(r"^(?:the|my|our|that|this)\s+", re.IGNORECASE),
    "list": re.compile(r"^(?:the|my|our|a)\s+", re.IGNORECASE),
    "place": re.compile(r"^(?:in|at|the city of)\s+", re.IGNORECASE),
    "name": re.compile(r"^(?:the|my|a|an|any|all)\s+", re.IGNORECASE),
    "what": re.compile(r"^(?:that|about)\s+", re.IGNORECASE),
}
OF_IT = r"(?:['’]s)"
"“the dentist's task”: of the thing by which it is known"
TRAILING = {
    "place": re.compile(r"\s+(?:right now|right|now|currently|at the moment)$", re.IGNORECASE),
    "query": re.compile(r",?\s+(?:again|please)$", re.IGNORECASE),
    "value": re.compile(
        r",?\s+(?:now|from now on|as of now|these days|in future|at the moment|please)$",
        re.IGNORECASE,
    ),
    "to": re.compile(r"\s+(?:folder|directory)$", re.IGNORECASE),
    "task": re.compile(
        rf"{OF_IT}?\s+(?:task|to-do|todo|item|chore|thing)$|{OF_IT}$", re.IGNORECASE
    ),
    "reminder": re.compile(rf"{OF_IT}?\s+(?:reminder|alarm|alert)s?$|{OF_IT}$", re.IGNORECASE),
    "note": re.compile(rf"{OF_IT}?\s+(?:note|notes|memo)$|{OF_IT}$", re.IGNORECASE),
    "path": re.compile(r"\s+(?:to me|aloud|out loud|please)$", re.IGNORECASE),
}
DANGLING = re.compile(
    r"[\s,;:–—-]+(?:at|by|to|until|till|before|and|due|from|starting)$",
    re.IGNORECASE,
)
NAMED_LIST = re.compile(
    r"\b(?:on|to|onto|in|into|for|of|from) (?:the|my|our) "
    r"(?!(?:to-?do|to do|task|todo)s? list)(\w[\w'-]*(?: \w[\w'-]*)?) list\b",
    re.IGNORECASE,
)
MINUTES = re.compile(
    r"[\s,;:–—(-]*(?:\b(?:it\s+|that\s+|which\s+)?(?:takes?|should take|will take|needs?|'ll take|"
    r"estimated(?: at)?|estimate)(?: me)?(?: about| around| roughly)?\s+|\(\s*(?:about |ca\.? )?)"
    r"(half an|an?|\d+(?:[.,]\d+)?|one|two|three)\s*(minutes?|mins?|hours?|h)\b\s*\)?",
    re.IGNORECASE,
)
ALSO_ONE = {"half an": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3}


@dataclass(frozen=True)
class Filled:
    """The arguments that are sure, and what has to be asked for the rest."""

    arguments: dict[str, Argument]
    question: Question | None = None


Gaps = Mapping[str, str]
Filler = Callable[[Gaps, Times, datetime], Filled]


def fill(tool: str, gaps: Gaps, times: Times, now: datetime) -> Filled:
    """The arguments of a tool from what stands in the gaps."""
    return FILLERS.get(tool, _plainly)(gaps, times, now)


def with_list(tool: str, words: Mapping[str, str], text: str) -> Mapping[str, str]:
    """A list that the owner names belongs to a task, whether a model has seen it or not."""
    found = NAMED_LIST.search(text)
    if tool not in ("create_task", "list_tasks") or found is None or "list" in words:
        return words
    return {**words, "list": found[1]}


def tidy(name: str, text: str) -> str:
    """A gap as a person would have written it on a list."""
    text = " ".join(text.split()).strip(" ,;:-–—.!?>→=")
    while cut := DANGLING.search(text):
        text = text[: cut.start()]
    if name in LEADING:
        text = LEADING[name].sub("", text)
    if name in TRAILING:
        text = TRAILING[name].sub("", text)
    found = QUOTED.match(text)
    return found[1].strip() if found else text


def _plainly(gaps: Gaps, _times: Times, _now: datetime) -> Filled:
    said = {name: tidy(name, text) for name, text in gaps.items() if name != "more"}
    return Filled({name: text.replace("~", " ") for name, text in said.items()})


def _task(gaps: Gaps, times: Times, _now: datetime) -> Filled:
    found = {name: tidy(name, gap) for name, gap in gaps.items()}
    arguments: dict[str, Argument] = dict(found)
    title, said = frames.english().aside(gaps["title"])
    if said:
        arguments[said[0]] = said[1]
    if length := MINUTES.search(title):
        arguments["minutes"] = _minutes(length)
        title = title[: length.start()] + title[length.end() :]
    arguments["title"] = tidy("title", title)
    return _timed(arguments, times, "due", is_deadline=True)


def _reminder(gaps: Gaps, times: Times, now: datetime) -> Filled:
    arguments: dict[str, Argument] = {
        name: tidy(name, gap).replace("~", " ") for name, gap in gaps.items()
    }
    filled = _timed(arguments, times, "at")
    if isinstance(times.meaning, Moment) and _is_over(times.meaning, now):
        arguments.pop("at", None)
        return Filled(arguments, Question(echo(TimeQuestion(Doubt.PAST)), "at"))
    if filled.question is None and "at" not in arguments:
        return Filled(arguments, Question("When shall I remind you?", "at"))
    if "text" not in arguments:
        return Filled(arguments, Question("What shall I remind you of?", "text"))
    return filled


def _moved(gaps: Gaps, times: Times, _now: datetime) -> Filled:
    return _until("due", "To when?", gaps, times)


def _snoozed(gaps: Gaps, times: Times, _now: datetime) -> Filled:
    return _until("until", "Until when?", gaps, times)


def _until(name: str, asked: str, gaps: Gaps, times: Times) -> Filled:
    arguments: dict[str, Argument] = {gap: tidy(gap, text) for gap, text in gaps.items()}
    filled = _timed(arguments, times, name)
    if filled.question is None and name not in arguments:
        return Filled(arguments, Question(asked, name))
    return filled


def _listed(gaps: Gaps, times: Times, now: datetime) -> Filled:
    arguments: dict[str, Argument] = {name: tidy(name, gap) for name, gap in gaps.items()}
    is_done = arguments.get("state") == "done"
    since, until = stretch(behind(times.meaning, now) if is_done else times.meaning, now)
    return Filled(arguments | {k: v for k, v in (("since", since), ("until", until)) if v})


def _waiting(_gaps: Gaps, times: Times, now: datetime) -> Filled:
    until = stretch(times.meaning, now)[1]
    return Filled({"until": until} if until else {})


def _timed(
    arguments: dict[str, Argument], times: Times, name: str, *, is_deadline: bool = False
) -> Filled:
    """Put the time that is meant where it belongs, or ask for what is not clear about it."""
    if isinstance(times.meaning, TimeQuestion):
        asked = times.meaning
        choices = tuple(iso(one) for one in asked.choices)
        return Filled(arguments, Question(echo(asked), name, choices))
    at, rule = point(times.meaning)
    if is_deadline:
        at = end(times.meaning)
    if at is not None:
        arguments[name] = at
    if rule:
        arguments["repeats"] = rule
    return Filled(arguments)


def _is_over(moment: Moment, now: datetime) -> bool:
    return moment.at.date() < now.date() if moment.is_day else moment.at <= now


def _minutes(found: re.Match[str]) -> int:
    many = ALSO_ONE.get(found[1].lower()) or float(found[1].replace(",", "."))
    return round(many * (60 if found[2].lower().startswith("h") else 1))


FILLERS: dict[str, Filler] = {
    "create_task": _task,
    "set_reminder": _reminder,
    "move_task": _moved,
    "snooze_reminder": _snoozed,
    "list_tasks": _listed,
    "list_reminders": _waiting,
}
TIMED = tuple(FILLERS)
"tools that take a time: for them the words about it are not part of the text"
MORE = re.compile(r"\b(?:another|more) \w+ (?:min|minutes|mins|hours?)\b", re.IGNORECASE)
"“it needs another ten minutes”"
SHIFTED = ("move_task", "snooze_reminder")


def shifted(tool: str, text: str, now: datetime) -> Moment | None:
    """“For ten minutes”, which says how much later rather than when."""
    is_later = tool in SHIFTED or (tool == "set_reminder" and MORE.search(text))
    return later(text, now) if is_later else None
