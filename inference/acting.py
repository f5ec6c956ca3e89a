"""What a turn does: one call after the other, each through the gate; the first failure ends it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from inference import drawn
from inference import guard as gate
from inference.branch import Branch
from inference.engines.protocols import Stopped
from inference.guard import Guard
from inference.memory.forgetting import INSTEAD
from inference.tools.base import Call, Desk
from inference.tools.errors import ApprovalNeeded, NotAllowed, ToolError
from inference.turn import (
    ApprovalWaits,
    ToolDone,
    ToolFailed,
    ToolProposed,
    TurnEvent,
    Used,
    Words,
)
from inference.types import FinishReason
from inference.understanding.plan import Plan
from vault import items
from vault.conversations import Said, Speaker
from vault.items import Source

NOT_IN_PRIVATE = frozenset({"remember", "correct", "set_profile"})
FORGET = "forget"


class Acting:
    """Does what the owner's last message of a branch asks for."""

    def __init__(self, guard: Guard, desk: Callable[[], Desk], branch: Branch) -> None:
        self._guard = guard
        self._desk = desk
        self._branch = branch

    def act(self, plan: Plan, used: tuple[Used, ...], stopped: Stopped) -> Iterator[TurnEvent]:
        """Make these calls; `used` is what “that one” is before the first of them."""
        said: list[str] = []
        source: Source | None = None
        if any(call.tool == FORGET for call in plan.calls):
            self._branch.reword(INSTEAD)  # the words would name what is to be gone
        for call in plan.calls:
            if stopped():
                break
            for event in self._called(_pointed(call, used)):
                yield event
            if isinstance(event, ToolDone):
                said.append(drawn.shown(event.result))
                source = drawn.outside(event.result) or source
                used = drawn.used_by(event.result)
            elif isinstance(event, ToolFailed):
                break
        text = "\n".join(said)
        if text:
            yield Words(text)
        reason: FinishReason = "cancelled" if stopped() else "end"
        yield self._branch.finish(Said(Speaker.TOOL, text, source=source), used, reason)

    def _called(self, call: Call) -> Iterator[TurnEvent]:
        desk = self._desk()
        tool = self._guard.tools.get(call.tool)
        if tool is not None:
            yield ToolProposed(call, tool.effect)
        try:
            if self._branch.is_private and call.tool in NOT_IN_PRIVATE:
                raise NotAllowed(call.tool, "private")
            done = self._guard.carry_out(desk, call, asker=gate.OWNER)
        except ApprovalNeeded as needed:
            yield ApprovalWaits(call, needed.approval)
        except ToolError as error:
            yield ToolFailed(call, error)
        else:
            if not self._branch.is_private:
                items.mark_used(desk.conn, done.result.items, desk.now)
            yield ToolDone(call, done.result, done.change)


def _pointed(call: Call, used: tuple[Used, ...]) -> Call:
    """“That one” is what the last answer was about."""
    if call.arguments.get("old") != "last" or not used:
        return call
    return replace(call, arguments={**call.arguments, "old": str(used[0].item)})
