"""A voice with written answers, to lead a conversation in the window; it thinks nothing."""

from collections.abc import Iterator
from threading import Event

from inference.engines.protocols import Stopped, never
from inference.errors import InferenceError
from inference.types import ChatEvent, ChatRequest, Finished, Loading, Token
from tests.scripted import ScriptedChat


class Voice(ScriptedChat):
    """Never asks for anything to be done; can be made to go on until it is stopped."""

    def __init__(self, *script: str | InferenceError) -> None:
        super().__init__(script)
        self.script = self._script
        self.goes_on = False
        self.is_loading = False

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        if request.form is not None:
            yield Token('{"tool": "answer"}')
            yield Finished("end")
            return
        if self.is_loading:
            yield Loading(0.25)
            yield from self._until(stopped)
            return
        if self.goes_on:
            self.requests.append(request)
            yield Token("On and on")
            yield from self._until(stopped)
            return
        yield from super().stream(request, stopped=stopped)

    def _until(self, stopped: Stopped) -> Iterator[ChatEvent]:
        pause = Event()
        while not stopped():
            pause.wait(0.002)
        yield Finished("cancelled")
