"""Summarizes a book in a vault and is killed while the third piece is being written.

Run by a test as a process of its own: `python -m tests.inference.summarizing.killed FOLDER NUMBER`.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from inference.engines.protocols import Stopped, never
from inference.types import ChatEvent, ChatRequest
from tests.inference.summarizing.noting import NotingChat
from tests.inference.summarizing.test_summary import NOW, events
from tests.vault.conftest import PASSPHRASE
from vault.places import Places
from vault.vault import Vault, with_passphrase

BEFORE = 2
"pieces that are noted whole"


class Doomed(NotingChat):
    """Dies in the middle of an answer, as a computer that loses its power."""

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        for event in super().stream(request, stopped=stopped):
            yield event
            if len(self.requests) > BEFORE:
                os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, number: str) -> None:
    places = Places.of(Path(folder, "vault"), Path(folder, "elsewhere"))
    vault = Vault.unlock(places, with_passphrase(PASSPHRASE), NOW)
    events(vault, int(number), Doomed())


if __name__ == "__main__":
    main(*sys.argv[1:])
