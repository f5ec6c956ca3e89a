"""What the state of a fixed prefix belongs to; with any of it changed, the state is of no use."""

import hashlib
from collections.abc import Mapping
from typing import Any

from inference.types import ChatRequest


def prefix_key(about: Mapping[str, Any], weights: str, request: ChatRequest) -> str:
    """A name for: these weights, this build of the engine, its context, and the text itself."""
    spoken = [f"{one.role}\0{one.text}" for one in request.messages[: request.fixed]]
    parts = [weights, str(about.get("build")), str(about.get("context")), *spoken]
    return hashlib.sha256("\1".join(parts).encode()).hexdigest()
