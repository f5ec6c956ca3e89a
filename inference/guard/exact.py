"""Calls that say exactly what they mean, before anybody is asked and before anything is done.

“Forget my locker code” becomes the numbers of what would go; “move the report” becomes two paths
and the mark of one file. What is approved is then exactly what happens, and a call that was stopped
halfway can be made again and be known as the same.
"""

from collections.abc import Callable
from dataclasses import dataclass

from inference.tools.base import Call, Desk


@dataclass(frozen=True)
class Exact:
    """How the calls of one tool are made exact."""

    tool: str
    form: str
    "the tool that the exact call is of: the same, or a hidden one"
    make: Callable[[Desk, Call], Call]
    "leaves a call as it is that is exact already"
    preview: Callable[[Desk, Call], str] | None = None
    "what else there is to say about it, for the question"
