"""A chat engine that takes notes by copying, in place of a model that takes them by reading."""

import re
from collections.abc import Callable, Iterator

from inference.engines.protocols import Stopped, never
from inference.errors import ContextFull
from inference.types import ChatEvent, ChatRequest
from tests.scripted import ScriptedChat

Answering = Callable[[list[str]], str]
WANTED = re.compile(r"\\\[(\d+)")
"the numbers of a form that asks for each line in its place"
SHOWN = re.compile(r"^\[(\d+)\]\n((?:> .*\n?)*)", re.MULTILINE)


def first_sentences(texts: list[str]) -> str:
    """Of each text that is shown, its first row that is no heading."""
    rows = [min(text.split("\n"), key=lambda row: row.startswith("#")) for text in texts]
    return "\n".join(f"[{at}] {row[:60]}" for at, row in enumerate(rows, 1))


class NotingChat:
    """Answers each request with what `answering` makes of the texts that are shown in it."""

    def __init__(self, answering: Answering = first_sentences, *, longest: int = 10**9) -> None:
        self.requests: list[ChatRequest] = []
        self._answering = answering
        self._longest = longest

    def stream(self, request: ChatRequest, *, stopped: Stopped = never) -> Iterator[ChatEvent]:
        asked = request.messages[-1].text
        needed = self.count(request)
        if needed > self._longest:
            yield from ScriptedChat([ContextFull(needed, self._longest)]).stream(request)
            return
        self.requests.append(request)
        texts = [one[2].replace("> ", "").strip() for one in SHOWN.finditer(asked)]
        answer = self._answering(texts)
        if request.form and (wanted := WANTED.findall(request.form.pattern)):
            rows = answer.split("\n")
            answer = "\n".join(row for row in rows if row[1:].partition("]")[0] in wanted)
        yield from ScriptedChat([answer]).stream(request, stopped=stopped)

    def count(self, request: ChatRequest) -> int:
        return sum(len(message.text.split()) for message in request.messages)
