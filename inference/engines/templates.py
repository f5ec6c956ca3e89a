"""How each family of models wants a conversation written down.

The template inside a GGUF file is a program by a stranger and is never run. Families are told apart
by the markers in their vocabulary. Only the template's own markers become marker tokens: what
anybody wrote is plain text, even if it looks like a marker.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from inference.types import Message


@dataclass(frozen=True)
class Part:
    """A stretch of a prompt."""

    text: str
    is_marker: bool = False
    is_answer: bool = False
    "written by the model: its own tokens are used where they are known"


@dataclass(frozen=True)
class Template:
    """A family's way; `{role}` stands for the role's name."""

    name: str
    marks: tuple[str, ...]
    "the markers that a vocabulary must have"
    before: tuple[str, ...]
    after: tuple[str, ...]
    roles: tuple[tuple[str, str], ...] = ()
    "where a role is called otherwise"
    takes_system: bool = True
    quiet: tuple[str, ...] = ()
    "an empty thought, which keeps models that can think aloud from doing so"
    stops: tuple[str, ...] = ()

    def parts(self, message: Message) -> Iterator[Part]:
        """One whole message."""
        yield from self.header(message.role)
        yield Part(message.text, is_answer=message.role == "assistant")
        for text in self.after:
            yield self._part(text)

    def header(self, role: str) -> Iterator[Part]:
        """What stands before a message; before an answer, the prompt ends with it."""
        name = dict(self.roles).get(role, role)
        for text in self.before + (self.quiet if role == "assistant" else ()):
            yield self._part(text.replace("{role}", name))

    def _part(self, text: str) -> Part:
        return Part(text, is_marker=text in self.marks)


CHATML = Template(
    "chatml", ("<|im_start|>", "<|im_end|>"),
    ("<|im_start|>", "{role}\n"), ("<|im_end|>", "\n"),
)  # fmt: skip
CHATML_QUIET = Template(
    "chatml that can think", ("<|im_start|>", "<|im_end|>", "<think>", "</think>"),
    CHATML.before, CHATML.after, quiet=("<think>", "\n\n", "</think>", "\n\n"),
)  # fmt: skip
GEMMA4 = Template(
    "gemma 4", ("<|turn>", "<turn|>", "<|channel>", "<channel|>"),
    ("<|turn>", "{role}\n"), ("<turn|>", "\n"), roles=(("assistant", "model"),),
    quiet=("<|channel>", "thought\n", "<channel|>"),
)  # fmt: skip
GEMMA = Template(
    "gemma", ("<start_of_turn>", "<end_of_turn>"),
    ("<start_of_turn>", "{role}\n"), ("<end_of_turn>", "\n"), roles=(("assistant", "model"),),
    takes_system=False,
)  # fmt: skip
GRANITE = Template(
    "granite", ("<|start_of_role|>", "<|end_of_role|>", "<|end_of_text|>"),
    ("<|start_of_role|>", "{role}", "<|end_of_role|>"), ("<|end_of_text|>", "\n"),
)  # fmt: skip
LLAMA3 = Template(
    "llama 3", ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
    ("<|start_header_id|>", "{role}", "<|end_header_id|>", "\n\n"), ("<|eot_id|>",),
)  # fmt: skip
PHI = Template(
    "phi", ("<|system|>", "<|user|>", "<|assistant|>", "<|end|>"),
    ("<|{role}|>", "\n"), ("<|end|>", "\n"),
)  # fmt: skip
PLAIN = Template(
    "plain", (), ("{role}: ",), ("\n\n",),
    roles=(("system", "Instructions"), ("user", "User"), ("assistant", "Assistant")),
    stops=("\n\nUser:", "\n\nInstructions:"),
)  # fmt: skip
KNOWN = (GEMMA4, GEMMA, GRANITE, LLAMA3, PHI, CHATML)


def recognize(has_marker: Callable[[str], bool], stated: str) -> Template:
    """The way for a vocabulary. `stated` is the file's own template, looked at for one word."""
    found = next((one for one in KNOWN if all(map(has_marker, one.marks))), PLAIN)
    if found is CHATML and "enable_thinking" in stated:
        return CHATML_QUIET
    return found


def prepared(template: Template, messages: Sequence[Message]) -> list[Message]:
    """Messages in the roles that a template has: results of tools come from the user's side."""
    rows = [_with_known_role(one) for one in messages]
    if template.takes_system or not rows or rows[0].role != "system":
        return rows
    first = rows[0]
    if len(rows) > 1 and rows[1].role == "user":
        return [Message("user", f"{first.text}\n\n{rows[1].text}"), *rows[2:]]
    return [Message("user", first.text), *rows[1:]]


def _with_known_role(message: Message) -> Message:
    if message.role != "tool":
        return message
    return Message("user", f"<tool_response>\n{message.text}\n</tool_response>")
