"""What follows a first request in the same sentence, and leaves out what that one said.

“Show my tasks and my reminders” says “show” once; “… and push it to Saturday” means the task that
was just named; “… and mark it as urgent” of a new task is said of that task before it is made.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from inference.tools.base import Argument, Call
from inference.understanding.frames import Match
from inference.understanding.plan import Plan
from inference.understanding.wording import Wording

VERB = re.compile(
    r"(?:show|give|tell|read) me\b|(?:what's|what is|what are|when is|where is|how much is)\b"
    r"|what time is it\b|\w[\w'-]*(?: (?:off|down|up|on)\b)?",
    re.IGNORECASE,
)
DETERMINED = re.compile(
    r"(?:the|my|our|all|any|in|to|for|today's|tomorrow's|this week's|\d|reminders?|tasks?|notes?"
    r"|to-dos?|todos?|profile|settings?|alarms?)\b|.+ (?:to|on|onto|into|for|until|till)\b",
    re.IGNORECASE,
)
"how what is left begins or goes on, where a verb is left out before it"
SHOWING = frozenset((
    "list_tasks", "list_reminders", "show_profile", "show_settings", "find_notes", "find_files",
    "find_documents", "tell_time", "focus", "calculate", "work_out_date", "recall", "read_file",
))  # fmt: skip
CARRIED = SHOWING | {
    "complete_task", "drop_task", "cancel_reminder", "snooze_reminder", "move_task",
    "prioritize_task", "create_task", "append_note", "move_file", "change_setting", "set_profile",
    "edit_task",
}  # fmt: skip
CONTINUED = {
    "create_task": (
        re.compile(r"(?:another|one)(?: more| one| task)? (?=to |for )", re.I),
        "add a task ",
    ),
    "set_reminder": (
        re.compile(
            r"(?=(?:at|in|on|tomorrow|tonight|every)\b.+ to )"
            r"|(?:and )?(?:another|one)(?: more| one| reminder| alarm)? "
            r"(?=(?:to|for|at|in|on|about)\b)"
            r"|(?=(?:to|about) \S)",
            re.I,
        ),
        "remind me ",
    ),
}
"how a second request of the same kind begins, and how it would begin alone"
FAMILIES = (
    frozenset((
        "create_task", "complete_task", "drop_task", "move_task", "prioritize_task", "edit_task",
    )),
    frozenset(("set_reminder", "snooze_reminder", "cancel_reminder")),
    frozenset(("find_files", "read_file", "move_file")),
)  # fmt: skip
ADDED = re.compile(r"(?:also )?(?:add|put)\s+(?!.*\b(?:to|on|onto|in|into|down)\b)", re.IGNORECASE)
"“… and add yoghurt”, where tasks were spoken of"
ONE = re.compile(r"(?<=\w )ones?\b", re.IGNORECASE)
NOUNS = ("reminder", "task", "note")
NAMES = ("title", "task", "reminder", "text", "path", "name")
"arguments that say what a request is about"
IT = frozenset(("it", "that", "this", "them", "that one", "this one", "that task", "this task",
                "the task", "the file", "that file", "that reminder"))  # fmt: skip


def ways(first: Plan, lead: Wording, rest: Wording) -> Iterator[Wording]:
    """How what is left would be said alone, with what the first request said for both."""
    tool = first.calls[-1].tool
    if first.question is not None:
        return
    rest = _with_noun(rest, tool)
    if tool in FAMILIES[0] and (found := ADDED.match(rest.text)):
        yield _after("add a task ", rest.part(found.end(), len(rest.text)))
    if tool in CONTINUED:
        begins, alone = CONTINUED[tool]
        if found := begins.match(rest.text):
            yield _after(alone, rest.part(found.end(), len(rest.text)))
    verb = VERB.match(lead.text)
    if tool in CARRIED and verb and DETERMINED.match(rest.text):
        yield _after(f"{verb[0]} ", rest)


def is_alike(first: Plan, then: Plan) -> bool:
    """Whether what was understood with a carried verb is a request of the same kind."""
    one, other = first.calls[-1].tool, then.calls[0].tool
    if one == other:
        return first.is_guess or not then.is_guess
    return not then.is_guess and ({one, other} <= SHOWING or {one, other} <= FAMILIES[0])


def pointed(plan: Plan, before: Plan | None) -> Plan:
    """“It” is what the request before was about, where both are of one family."""
    call = plan.calls[0]
    it = _named(before.calls[-1]) if before is not None and is_near(before, call.tool) else None
    names = [name for name, value in call.arguments.items() if str(value).casefold() in IT]
    if it is None or not names:
        return plan
    arguments = {**call.arguments, **dict.fromkeys(names, it)}
    return replace(plan, calls=(replace(call, arguments=arguments), *plan.calls[1:]))


def is_near(before: Plan, tool: str) -> bool:
    """Whether a request of this tool can be about what the one before was about."""
    last = before.calls[-1].tool
    together = any({last, tool} <= family for family in FAMILIES)
    return together or (last, tool) == ("create_task", "set_reminder")


def goes_on(before: Plan, match: Match) -> bool:
    """Whether a request is said of what the one before was about."""
    said = (gap.casefold() for gap in match.gaps.values())
    return is_near(before, match.tool) and not IT.isdisjoint(said)


def _named(call: Call) -> Argument:
    """What a call is about."""
    return next((call.arguments[name] for name in NAMES if name in call.arguments), None)


def joined(first: Plan, then: Plan) -> Plan:
    """Both, one after the other; what is said of a new task goes into it."""
    calls, rest = list(first.calls), list(then.calls)
    while rest and (one := _told_of(calls[-1], rest[0])):
        calls[-1] = one
        rest.pop(0)
    rest = [one for one in rest if one not in calls]  # “I did the dishes, tick them off”
    return Plan(
        (*calls, *rest),
        first.question or then.question,
        first.echoes + then.echoes,
        is_guess=first.is_guess or then.is_guess,
    )


def _told_of(made: Call, said: Call) -> Call | None:
    """A new task with what is said of it right after."""
    if made.tool != "create_task" or said.arguments.get("task") != made.arguments["title"]:
        return None
    name = {"prioritize_task": "importance", "move_task": "due"}.get(said.tool)
    if name is None or name not in said.arguments:
        return None
    return replace(
        made,
        arguments={**made.arguments, name: said.arguments[name]},
        origins={**made.origins, name: said.origins[name]},
    )


def _with_noun(rest: Wording, tool: str) -> Wording:
    """“The gym one” is the gym reminder where a reminder was spoken of before."""
    noun = next((noun for noun in NOUNS if noun in tool), None)
    found = ONE.search(rest.text)
    return rest.replace(*found.span(), noun) if noun and found else rest


def _after(words: str, rest: Wording) -> Wording:
    return Wording((*Wording.of(words).cells, *rest.cells))
