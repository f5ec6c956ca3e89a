"""A task as it is written down in one line: “call mum tomorrow 9am, weekly, important #family”.

Rules alone read it. What is not sure is asked, never guessed; what is chosen then is written into
the line itself, so that all that was understood stays to be seen.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.assistant import Assistant
from inference.times.find import find
from inference.times.reading import Doubt
from inference.times.reading import Question as Doubtful
from inference.tools.base import OWNER, Argument, Call, Desk, by_owner
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken

LIST = re.compile(r"(?:^|\s)#(?=\w*[^\W\d])([\w-]+)")
"a list as it is named in one line; numbers are no lists"
OFTEN = re.compile(
    r"[\s,]+(?P<rule>daily|weekly|monthly|yearly|every (?:day|week|month|year))(?=\s*(?:,|$))",
    re.IGNORECASE,
)
"how often, said after the time and apart from it"
RULES = {
    "daily": "FREQ=DAILY", "every day": "FREQ=DAILY", "weekly": "FREQ=WEEKLY",
    "every week": "FREQ=WEEKLY", "monthly": "FREQ=MONTHLY", "every month": "FREQ=MONTHLY",
    "yearly": "FREQ=YEARLY", "every year": "FREQ=YEARLY",
}  # fmt: skip
CLOCK = re.compile(r"\b\d{1,2}(?::\d\d)?\b(?!.*\d)")


@dataclass(frozen=True)
class _Parts:
    """What the line says beside what is to be done and when."""

    text: str
    list: str = ""


def understood(assistant: Assistant, desk: Desk, text: str) -> Plan:
    """What would be kept, or what has to be asked first."""
    parts = _parts(text)
    plan = _read(assistant, desk, parts.text)
    often = OFTEN.search(parts.text)
    if often is not None and not plan.calls[0].arguments.get("repeats"):
        once = _read(assistant, desk, OFTEN.sub("", parts.text, count=1))
        if once.question is None and "due" in once.calls[0].arguments:
            plan = _with(once, repeats=RULES[often["rule"].casefold()])
    return _with(plan, list=parts.list) if parts.list else plan


def settled(desk: Desk, text: str, choice: str) -> str:
    """The line with what was chosen in the place of what could be meant in two ways."""
    at = datetime.fromisoformat(choice)
    for one in find(text, desk.now, desk.conventions):
        if not isinstance(one.meaning, Doubtful):
            continue
        said = text[one.start : one.end]
        if one.meaning.doubt is Doubt.MORNING_OR_EVENING:
            said = CLOCK.sub(f"{at:%H:%M}", said)
        else:
            said = choice[:10] if "T" not in choice else f"{at:%Y-%m-%d %H:%M}"
        return text[: one.start] + said + text[one.end :]
    return text


def _parts(text: str) -> _Parts:
    found = LIST.search(text)
    if found is None:
        return _Parts(text)
    return _Parts(LIST.sub("", text).strip(), found[1])


def _read(assistant: Assistant, desk: Desk, text: str) -> Plan:
    rules = assistant.mind.understanding.rules
    plan = rules.read(f"add a task: {text}", Spoken.at(desk))
    is_one = plan is not None and [call.tool for call in plan.calls] == ["create_task"]
    return plan if plan is not None and is_one else Plan((by_owner("create_task", title=text),))


def _with(plan: Plan, **more: Argument) -> Plan:
    call = plan.calls[0]
    arguments = {**call.arguments, **more}
    origins = {**call.origins, **dict.fromkeys(more, OWNER)}
    return replace(plan, calls=(Call(call.tool, arguments, origins),))
