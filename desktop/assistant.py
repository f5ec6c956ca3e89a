"""Puts the assistant together: the vault, the engines, what understands, and the gate."""

from inference.engines.protocols import ChatEngine, Embedder
from inference.times.reading import Conventions
from inference.tools import catalog
from inference.understanding import examples, frames
from inference.understanding.examples import Examples, Letters
from inference.understanding.rules import Rules
from inference.understanding.understand import Understanding


def understanding(
    chat: ChatEngine | None, likeness: Embedder | None, conventions: Conventions | None = None
) -> Understanding:
    """What reads the owner's words; letters stand in where no weights for meaning are ready."""
    rules = Rules(frames.english(), conventions or Conventions())
    known = Examples(examples.english(), likeness or Letters())
    return Understanding(rules, catalog.OFFERED, known, chat)
