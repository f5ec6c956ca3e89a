"""Where answers of the model are kept, so that none is asked for twice.

An answer is kept under a hash of everything that it was made from: the weights, our words, the
owner's and the text. Of a file that was edited, what stayed the same is found again.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from inference.types import ChatRequest
from vault import documents
from vault.vault import Vault


class Notebook(Protocol):
    """Keeps answers."""

    def find(self, key: str) -> str | None: ...

    def keep(self, key: str, text: str, pages: Sequence[int]) -> None:
        """Keep an answer about these pages."""
        ...


class VaultNotebook:
    """Answers about one document, kept with it and forgotten with it.

    Each opens the vault for a moment: a model writes for minutes, and others need it meanwhile.
    """

    def __init__(
        self, vault: Vault, document: int, *, kind: str, clock: Callable[[], datetime]
    ) -> None:
        self._vault = vault
        self._document = document
        self._kind = f"notes: {kind}"
        self._clock = clock

    def find(self, key: str) -> str | None:
        """Of this document, or of another that has the same text, such as this file before."""
        with self._vault.reader() as conn:
            return documents.any_summary(conn, (self._kind, key))

    def keep(self, key: str, text: str, pages: Sequence[int]) -> None:  # noqa: ARG002
        with self._vault.writer() as conn:
            documents.keep_summary(conn, self._document, (self._kind, key), text, self._clock())


def key(model: str, request: ChatRequest) -> str:
    """What an answer was made from."""
    form = request.form.pattern if request.form else ""
    parts = [model, form, str(request.max_tokens)]
    parts += [f"{one.role}\n{one.text}" for one in request.messages]
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode(errors="surrogatepass")
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
