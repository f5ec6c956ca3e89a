"""The gate: whether something may be done, questions to the owner, doing it, taking it back.

Everything that acts goes through `Guard.carry_out`; it is the only caller of `Tool.run`.
"""

from inference.guard.exact import Exact
from inference.guard.gate import Done, Guard, Within, settle
from inference.guard.questions import Row, Shown
from inference.guard.rules import (
    AGENT,
    ANY,
    OUTSIDE,
    OWNER,
    PLUGIN,
    SCHEDULE,
    Ruling,
    go_on,
    is_stopped,
    rule,
    set_rule,
    stop_everything,
)
from inference.guard.visible import visible

__all__ = [
    "AGENT",
    "ANY",
    "OUTSIDE",
    "OWNER",
    "PLUGIN",
    "SCHEDULE",
    "Done",
    "Exact",
    "Guard",
    "Row",
    "Ruling",
    "Shown",
    "Within",
    "go_on",
    "is_stopped",
    "rule",
    "set_rule",
    "settle",
    "stop_everything",
    "visible",
]
