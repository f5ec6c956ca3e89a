"""Whether something may be done: the owner's rules, and what no rule can lower.

Reading is always allowed unless the owner says otherwise. Writing is, where the owner asked for it
in their own words. What leaves the computer or cannot be undone always asks. Text from outside
never chooses what something is done to, and no rule changes that.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from inference.tools.base import Call, Effect, Tool
from inference.tools.errors import EverythingStopped, NotAllowed
from vault import audit, profile
from vault.connection import ReadConn, WriteConn
from vault.items import Origin

OWNER, AGENT, SCHEDULE, PLUGIN = "owner", "agent", "schedule", "plugin"
"who may ask; others may join"
ANY = "any"
"in a rule: every tool, or everybody"
OUTSIDE = frozenset({Origin.FILE, Origin.MAIL, Origin.CALENDAR, Origin.WEB, Origin.IMPORT})
STOPPED = "guard.stopped"


class Ruling(StrEnum):
    """What is to happen with a wish."""

    ALWAYS = "always"
    ASK = "ask"
    NEVER = "never"


def ruling(conn: ReadConn, tool: Tool, call: Call, asker: str) -> Ruling:
    """What holds for this call; NEVER where `refuse` would refuse it."""
    if from_outside(tool, call):
        return Ruling.NEVER
    said = _chosen(conn, tool.name, asker)
    if said is Ruling.NEVER:
        return Ruling.NEVER
    if tool.effect is Effect.SEND:
        return Ruling.ASK  # the floor: neither rule nor asker nor argument lowers it
    if said is not None:
        return said
    if tool.effect is Effect.READ:
        return Ruling.ALWAYS
    return Ruling.ALWAYS if asker == OWNER and _is_owners(tool, call) else Ruling.ASK


def refuse(conn: ReadConn, tool: Tool, call: Call, asker: str) -> None:
    """NotAllowed where this call may not happen, whatever anybody says to it."""
    if from_outside(tool, call):
        raise NotAllowed(tool.name, "outside")
    if _chosen(conn, tool.name, asker) is Ruling.NEVER:
        raise NotAllowed(tool.name, "never")


def from_outside(tool: Tool, call: Call) -> tuple[str, ...]:
    """Arguments by which text from outside would choose what this is done to."""
    return tuple(
        one.name
        for one in tool.parameters
        if one.is_target and one.name in call.arguments
        and call.origin(one.name).origin in OUTSIDE
    )  # fmt: skip


def set_rule(conn: WriteConn, tool: str, asker: str, rule: Ruling | None, *, now: datetime) -> None:
    """The owner's own rule for a tool (or any) and an asker (or any); None takes it back."""
    with conn.transaction():
        profile.put_setting(conn, _key(tool, asker), rule.value if rule else None)
        said = {"tool": tool, "asker": asker, "rule": rule.value if rule else None}
        audit.note(conn, "rule changed", said, now)


def rule(conn: ReadConn, tool: str, asker: str) -> Ruling | None:
    """What the owner said of exactly this tool and asker; what is no rule counts as ask."""
    said = profile.setting(conn, _key(tool, asker))
    if said is None:
        return None
    return Ruling(said) if said in tuple(Ruling) else Ruling.ASK


def stop_everything(conn: WriteConn, now: datetime) -> None:
    """From now on nothing is written or sent; what waits goes on waiting."""
    _switch(conn, now, is_stopped=True)


def go_on(conn: WriteConn, now: datetime) -> None:
    _switch(conn, now, is_stopped=False)


def is_stopped(conn: ReadConn) -> bool:
    return profile.setting(conn, STOPPED) not in (None, False)


def check_going(conn: ReadConn) -> None:
    if is_stopped(conn):
        raise EverythingStopped


def _switch(conn: WriteConn, now: datetime, *, is_stopped: bool) -> None:
    with conn.transaction():
        profile.put_setting(conn, STOPPED, is_stopped)
        audit.note(conn, "stopped everything" if is_stopped else "went on", {}, now)


def _chosen(conn: ReadConn, tool: str, asker: str) -> Ruling | None:
    """The nearest of the owner's rules; a never among them wins over all."""
    said = list(_rules(conn, tool, asker))
    if Ruling.NEVER in said:
        return Ruling.NEVER
    return said[0] if said else None


def _rules(conn: ReadConn, tool: str, asker: str) -> Iterator[Ruling]:
    for which, whose in ((tool, asker), (tool, ANY), (ANY, asker), (ANY, ANY)):
        if (said := rule(conn, which, whose)) is not None:
            yield said


def _is_owners(tool: Tool, call: Call) -> bool:
    """Whether nothing comes from outside, and what it is done to was not made up."""
    targets = {one.name for one in tool.parameters if one.is_target}
    for name in call.arguments:
        origin = call.origin(name).origin
        if origin in OUTSIDE or (name in targets and origin is not Origin.OWNER):
            return False
    return True


def _key(tool: str, asker: str) -> str:
    return f"guard.rule.{asker}.{tool}"
