"""Summarizing a document of the vault, for the command line and for the window."""

from collections.abc import Iterator
from datetime import UTC, datetime

from desktop import engines
from inference.engines.local import Chat
from inference.engines.protocols import Stopped
from inference.summarizing.notebook import VaultNotebook
from inference.summarizing.summary import Paper, SummaryEvent, Writer, summarize
from inference.summarizing.wish import Wish
from vault import documents
from vault.vault import Vault


def events(
    vault: Vault, chat: Chat, number: int, wish: Wish, stopped: Stopped
) -> Iterator[SummaryEvent]:
    """What comes of it, as it comes; what was noted before is not asked for again."""
    with vault.reader() as conn:
        one = documents.get(conn, number)
        paper = Paper(tuple(documents.pages(conn, number)), one.language)
    context = int(chat.condition.about.get("context") or engines.DEFAULT_CONTEXT)
    notebook = VaultNotebook(vault, number, kind=wish.kind, clock=lambda: datetime.now(UTC))
    return summarize(paper, wish, Writer(chat, chat.name, context, notebook), stopped=stopped)
