"""Several things in one place of a request: “eggs, butter and flour” are three things to buy.

A list is taken apart only where it is plain that it is one; a title may well have a comma or an
“and” in it. What is shared (the list, the day) goes to each.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from inference.tools.base import Call
from inference.understanding.arguments import tidy
from inference.understanding.plan import Plan

PARTS = re.compile(
    r"\s*[,;]\s*(?:(?:and|plus|as well as)\s+)?(?:also\s+)?"
    r"|\s+(?:and(?:\s+also)?|plus|as well as)\s+|\s*[&\n•]\s*",
    re.IGNORECASE,
)
MANY = re.compile(
    r"\b(?:tasks|to-dos|todos|reminders|alarms|chores|items|things|both|following)\b",
    re.IGNORECASE,
)
"that says it of several"
LIST = re.compile(r"\blists?\b", re.IGNORECASE)
QUOTED = re.compile(r"[\"“”„]")
"what is quoted is one thing"
QUOTES = re.compile(r"[\"”]\s*(?:,\s*)?(?:and\s+)?(?:also\s+)?[\"“]", re.IGNORECASE)
"between two things that are quoted"
BOTH = re.compile(r"^both\s+(?:of\s+)?|[\s,]+(?:as well|too|both|each)$", re.IGNORECASE)
DETERMINED = re.compile(r"(?:in|at)?\s*(?:the|my|our)\s", re.IGNORECASE)
DOING = frozenset(
    "apply arrange ask assemble back bake book borrow bring brush build buy call cancel change "  # noqa: SIM905
    "charge check clean clear collect compare confirm contact cook cut decide defrost deliver do "
    "donate draft drop dust email empty exchange feed file fill find finish fix fold get give go "
    "hang help hire hoover install invite invoice iron learn lock look mail make measure meet mend "
    "message mop mow oil open order organise organize pack paint park pay phone pick plan plant "
    "polish post practise practice prepare print prune put read record refill register renew rent "
    "repair replace reply request research reserve return review ring schedule scrub sell "
    "send service set sew sharpen shop sign sort speak start study submit sweep take talk tell "
    "text thank throw tidy top transfer translate try turn update upload vacuum visit walk wash "
    "water weed wipe withdraw wrap write".split()
)
"how things to do begin, as against things to have"
ONE_THING = re.compile(
    r"\b(?:fish (?:and|&) chips|salt (?:and|&) vinegar|mac (?:and|&) cheese|gin (?:and|&) tonic"
    r"|bed (?:and|&) breakfast|half (?:and|&) half|pros (?:and|&) cons"
    r"|bits (?:and|&) (?:bobs|pieces)|terms (?:and|&) conditions|black (?:and|&) white"
    r"|odds (?:and|&) ends|lost (?:and|&) found"
    r"|(?:trinidad|antigua|bosnia|turks|wallis|newfoundland|jammu|saint \w+|st\.? \w+|são tomé"
    r"|sao tome) (?:and|&) (?:the )?\w+)\b",
    re.IGNORECASE,
)
LONGEST = 5
"words of a thing to have"
COUNTS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNTED = re.compile(
    rf"\b({'|'.join(COUNTS)}|\d+)(?: new| more)? (?:tasks|to-dos|todos|reminders|things|items)\b",
    re.IGNORECASE,
)


def apart(plan: Plan, text: str, around: str) -> Plan | None:
    """The plan with a call for each thing; `around` is what the request says beside them.

    None where the request says how many things there are, and there are others.
    """
    if len(plan.calls) != 1 or plan.calls[0].tool not in HELD:
        return plan
    call = plan.calls[0]
    name, is_list = HELD[call.tool]
    value = call.arguments.get(name)
    if not isinstance(value, str) or ONE_THING.search(value):
        return plan
    if len(quoted := QUOTES.split(value)) > 1:
        return _each(plan, name, quoted)
    if QUOTED.search(text):
        return plan
    found = [BOTH.sub("", one).strip() for one in PARTS.split(value)]
    found = [one for one in found if one]
    is_many = BOTH.search(value) or MANY.search(around)
    if call.tool == "create_task":  # what is there already may be called “wash and iron”
        is_many = is_many or LIST.search(around)
    if _says_otherwise(around, len(found)):
        return None
    if len(found) < 2 or not is_list(found, call, is_many):
        return plan
    return _each(plan, name, found)


def _says_otherwise(around: str, count: int) -> bool:
    said = COUNTED.search(around)
    if said is None:
        return False
    word = said[1].casefold()
    return (int(word) if word.isdecimal() else COUNTS.index(word) + 2) != count


def _each(plan: Plan, name: str, found: list[str]) -> Plan:
    call = plan.calls[0]
    made = (replace(call, arguments={**call.arguments, name: tidy(name, one)}) for one in found)
    return replace(plan, calls=tuple(made))


def _to_do(found: list[str], call: Call, is_many: object) -> bool:
    """Things to have on a list of their own, or several things to do, each with its verb."""
    doing = [one.split()[0].casefold() in DOING and " " in one for one in found]
    if all(doing):
        return bool(is_many) or len(found) > 2 or "list" in call.arguments
    is_short = all(len(one.split()) <= LONGEST for one in found)
    return not any(doing) and is_short and (bool(is_many) or "list" in call.arguments)


def _named(found: list[str], _call: Call, is_many: object) -> bool:
    """Things that there are already."""
    return bool(is_many) or len(found) > 2 or all(DETERMINED.match(one) for one in found[1:])


def _anywhere(_found: list[str], _call: Call, _is_many: object) -> bool:
    return True


IsList = Callable[[list[str], Call, object], bool]
HELD: dict[str, tuple[str, IsList]] = {
    "create_task": ("title", _to_do),
    "complete_task": ("task", _named),
    "drop_task": ("task", _named),
    "move_task": ("task", _named),
    "prioritize_task": ("task", _named),
    "cancel_reminder": ("reminder", _named),
    "snooze_reminder": ("reminder", _named),
    "tell_time": ("place", _anywhere),
}
"""By tool: which of its arguments may hold several things, and when it does."""
