"""A chat engine that says what a test wrote down for it. It refuses to start anywhere else."""

import os
from collections.abc import Iterator, Sequence

from inference.engines.protocols import Stopped, never
from inference.errors import InferenceError
from inference.types import ChatEvent, ChatRequest, Failed, Finished, Started, Token, Usage


class OutsideTests(RuntimeError):
    """Somebody tried to let an assistant speak from a script."""


class ScriptedChat:
    """Answers each request with the next line of a script, word by word."""

    name = "scripted"

    def __init__(self, script: Sequence[str | InferenceError]) -> None:
        if "PYTEST_CURRENT_TEST" not in os.environ:
            raise OutsideTests
        self.requests: list[ChatRequest] = []
        self._script = list(script)

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        """The next line; asking for more than there is fails the test."""
        self.requests.append(request)
        line = self._script.pop(0)
        if isinstance(line, InferenceError):
            yield Failed(line)
            return
        prompt = self.count(request)
        yield Started(prompt, 0)
        words = line.split(" ")
        for place, word in enumerate(words):
            if stopped():
                yield Finished("cancelled")
                return
            yield Token(word if place == 0 else f" {word}")
        yield Usage(prompt, prompt, 0, len(words), 0, 0, 0.0, 0.0)
        yield Finished("end")

    def count(self, request: ChatRequest) -> int:
        """Words, for want of tokens."""
        return sum(len(message.text.split()) for message in request.messages)
