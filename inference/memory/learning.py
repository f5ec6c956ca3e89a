"""Learning from a turn, off the answer's path: rules first, then the model on what they leave.

`learn` is quick and writes. `guess` takes a second for each statement and writes nothing, so that
it can run where engines are waited for; what it finds is then handed to `put_by`.
"""

from collections.abc import Sequence
from datetime import datetime

from inference.engines.protocols import ChatEngine, Stopped, never
from inference.memory import asking, keeping, rules
from inference.memory.keeping import Heard, Kept
from inference.memory.proposals import Proposal
from vault import profile
from vault.connection import ReadConn, WriteConn

LEARNING = "memory.learning"
"the setting that pauses all learning; what the owner orders to be remembered is kept all the same"


def learn(conn: WriteConn, text: str, heard: Heard, now: datetime) -> list[Kept]:
    """Keep what a message states. Nothing in private, nothing while learning is paused."""
    if not may_learn(conn, heard):
        return []
    return keeping.keep(conn, rules.propose(text, now), heard, now)


def guess(
    chat: ChatEngine, text: str, now: datetime, stopped: Stopped = never
) -> tuple[Proposal, ...]:
    """What a model would keep of the owner's own statements besides; for the review queue."""
    return asking.propose(chat, text, now, stopped)


def put_by(
    conn: WriteConn, found: Sequence[Proposal], heard: Heard, now: datetime
) -> list[Kept]:  # fmt: skip
    """Guesses into the review queue."""
    return keeping.keep(conn, found, heard, now) if may_learn(conn, heard) else []


def may_learn(conn: ReadConn, heard: Heard) -> bool:
    return not heard.is_private and profile.setting(conn, LEARNING, default=True) is not False
