"""Learning from what the owner said: at once what they state plainly, in quiet times what is left.

A text that the owner brings along to be read teaches nothing. Each step is kept as it is done, so
that any of them can be the last: what was gone through is not gone through again.
"""

from collections.abc import Iterator

from inference import preferences
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.memory import asking, keeping, rules
from inference.memory.consolidating import Tidied, consolidate
from inference.memory.keeping import Heard, Kept
from inference.memory.proposals import Proposal
from inference.tools.base import Desk
from inference.understanding import pasted
from vault import audit, conversations, items, memories, profile
from vault.connection import ReadConn
from vault.conversations import Message

LEARNING = "learning.on"
REACHED = "memory.reached"
"up to which message was gone through in quiet times"
MOST_ROUNDS = 50
MOST_MESSAGES = 200


def learn(desk: Desk, message: Message) -> list[Kept]:
    """What a message plainly states is kept; a guess waits in the review queue."""
    if not preferences.value(desk.conn, LEARNING):
        return []
    found = rules.propose(pasted.own(message.text), desk.now)
    return _kept(desk, found, message.id)


def take_back(desk: Desk, kept: Kept) -> None:
    """The owner does not want it noted: it goes, and what it replaced holds again."""
    if kept.memory is None:
        return
    with desk.conn.transaction():
        for number in kept.ended:
            memories.revive(desk.conn, number)
        items.delete(desk.conn, [kept.memory])
        audit.note(desk.conn, "not learned", {"items": 1}, desk.now, kept.ended)


def unread(conn: ReadConn, most: int = MOST_MESSAGES) -> list[Message]:
    """What the owner said that was not gone through yet, the oldest first."""
    return conversations.by_owner(conn, int(profile.setting(conn, REACHED, 0)), most)


def reflect(desk: Desk, chat: ChatEngine, stopped: Stopped = never) -> Iterator[list[Kept]]:
    """Ask the model about what no rule knew, message by message; its guesses wait for the owner."""
    if not preferences.value(desk.conn, LEARNING):
        return
    for message in unread(desk.conn):
        if stopped():
            return
        found = asking.propose(chat, pasted.own(message.text), desk.now, stopped)
        if stopped():
            return
        kept = _kept(desk, found, message.id)
        profile.put_setting(desk.conn, REACHED, message.id)
        yield kept


def tidy(desk: Desk, stopped: Stopped = never) -> Tidied:
    """Join what is double, let go what was for a while, fold what is old; all of it in rounds."""
    whole = Tidied()
    for _ in range(MOST_ROUNDS):
        if stopped():
            break
        one = consolidate(desk.conn, desk.now)
        whole = Tidied(
            whole.expired + one.expired, whole.merged + one.merged,
            whole.folded + one.folded, whole.dropped + one.dropped,
        )  # fmt: skip
        if one.is_done:
            break
    return whole


def _kept(desk: Desk, found: tuple[Proposal, ...], message: int) -> list[Kept]:
    kept = keeping.keep(desk.conn, found, Heard(message=message), desk.now)
    numbers = [one.memory for one in kept if one.memory is not None]
    if numbers:
        with desk.conn.transaction():
            audit.note(desk.conn, "learned", {"items": len(numbers)}, desk.now, numbers)
    return kept
