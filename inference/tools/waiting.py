"""What the owner waits for: a task that is somebody else's turn, with for whom and since when.

Only code reads from the owner's words whom that is; a name that does not stand there is not made.
"""

import re

from inference.tools import finding
from inference.tools.base import OWNER, Call, Desk, Effect, Result, tool
from inference.tools.errors import NothingLikeThat
from inference.tools.finding import Candidate, Fit
from inference.tools.reading_back import changing, holds_of, made_of
from inference.tools.task_words import data_of, described, one_line
from vault import tasks
from vault.tasks import NewTask, Task, TaskState

_WHO = r"(?P<who>(?:(?:my|our|the)\s+)?[\w.-]+(?:\s+[A-Z][\w.-]*)*)"
_OWN = re.compile(r"^(?:my|our)\b", re.IGNORECASE)
_THEIRS = re.compile(rf"^{_WHO}[’']s?\s+\w")
"Anna’s answer"
_FROM = re.compile(
    rf"\b(?:from|by)\s+{_WHO}(?=$|\s+(?:on|about|for|regarding|to|with|concerning)\b)"
)
"the answer from Anna on the lease"


@tool(Effect.WRITE)
def wait_for(desk: Desk, what: str, who: str | None = None) -> Result:
    """Note that a task is somebody else's turn now, or something that the owner waits for."""
    whom = one_line(who, "who") if who else waited_for(what)
    one = _there(desk, what)
    if one is None:
        return _new(desk, one_line(what, "what"), whom)
    restore = changing(desk, one.id)
    tasks.move(desk.conn, one.id, TaskState.WAITING, desk.now, waits_for=whom)
    now = tasks.get(desk.conn, one.id)
    return Result(
        says=f"Waiting: {described(now, desk.now)}.",
        data={"task": one.id, **data_of(now)},
        items=(one.id,),
        check=holds_of(one.id, lambda found: found == now),
        undo=Call("restore_task", restore()),
    )


def waited_for(what: str) -> str:
    """Whose turn it is, where the words say so: “Anna’s answer”, “the answer from Anna”."""
    found = _THEIRS.search(what.strip()) or _FROM.search(what.strip())
    return _OWN.sub("your", found["who"]) if found else ""


def _there(desk: Desk, what: str) -> Task | None:
    """The one open task that all of these words fit; else something new is waited for."""
    some = tasks.open_tasks(desk.conn)
    number = finding.numbered(what, "task")
    if number:
        if found := [one for one in some if one.id == number]:
            return found[0]
        raise NothingLikeThat("task", what)
    among = [Candidate(one.id, one.title, one.list) for one in some]
    how_well = finding.fits(desk.conn, "task", what, among)
    found = [one for one, how in zip(some, how_well, strict=True) if how >= Fit.BY_WORDS]
    return found[0] if len(found) == 1 else None


def _new(desk: Desk, title: str, whom: str) -> Result:
    with desk.conn.transaction():
        new = NewTask(f"{title[:1].upper()}{title[1:]}", OWNER)
        number = tasks.add(desk.conn, new, desk.now)
        tasks.move(desk.conn, number, TaskState.WAITING, desk.now, waits_for=whom)
    made = tasks.get(desk.conn, number)
    return Result(
        says=f"Waiting: {described(made, desk.now)}.",
        data={"task": number, **data_of(made)},
        items=(number,),
        check=holds_of(number, lambda found: found == made),
        undo=Call("remove_task", {"task": number, "made": made_of(desk.conn, number)}),
    )


WAITING_TOOLS = (wait_for,)
