"""The one small question that the model is asked: which of these few tools, with which words.

The answer is forced into its form, so that it is always a call that can be read. The model sees the
owner's own words and our examples; nothing else, so no text from outside can choose a tool.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from inference.engines.local import whole
from inference.engines.protocols import ChatEngine, Stopped, never
from inference.errors import CalledOff
from inference.tools.base import Tool
from inference.types import ChatRequest, Form, Message
from inference.understanding.examples import Example, Near
from inference.understanding.frames import ANSWER

OFFERED = 4
"tools that a model may choose among"
BEHIND = 0.2
"weight by which a tool may lie behind the likeliest, and still be offered"
SHOWN, SHOWN_OF_ONE = 8, 3
"examples, and of how many at most the same tool is"
ASKED = 0.0
"how much likelier than a tool talk has to be, to be a choice at all"
LONGEST_REQUEST = 2_000
"characters that the model is shown of a request"
MOST_TOKENS = 160
TIMES = frozenset({"due", "at", "until", "since", "repeats"})
"read by code, never asked of a model"
SYSTEM = """You decide what an assistant does with what its owner says. You answer with one JSON \
object.
Choose a tool only if the owner asks for it or plainly needs it now. Choose "answer" if the owner \
chats, tells a story, speaks of feelings or of other people, quotes somebody, asks for general \
knowledge, an opinion or a text, or says no.
Copy the arguments from the owner's words, short as on a list, without words about time."""
ANSWER_ABOUT = "just reply; nothing is to be done or looked up"


def offered(near: Near) -> tuple[str, ...]:
    """The tools that come into play, without “answer”."""
    least = max(near.wanted[0][1] - BEHIND, 0.0) if near.wanted else 0.0
    return tuple(name for name, weight in near.wanted if weight >= least)[:OFFERED]


def is_surely_asked(near: Near) -> bool:
    """Whether the examples leave no doubt that something is asked for, only about what."""
    return near.talk <= ASKED


def ask(
    chat: ChatEngine, request: str, near: Near, tools: Mapping[str, Tool], stopped: Stopped = never
) -> tuple[str, dict[str, str]]:
    """The tool that the model chose (or “answer”), and the words it copied for it."""
    names = offered(near)
    talk = [] if is_surely_asked(near) else [ONLY_ANSWER]
    text = _prompt(request[:LONGEST_REQUEST], near, names, tools)
    asked = ChatRequest(
        messages=(Message("system", SYSTEM), Message("user", text)),
        fixed=1,
        max_tokens=MOST_TOKENS,
        form=Form(schema={"anyOf": [*(_schema(tools[name]) for name in names), *talk]}),
    )
    answer = whole(chat.stream(asked, stopped=stopped))
    if answer.reason == "cancelled":
        raise CalledOff("chat")
    return _read(answer.text, {name: tools[name] for name in names})


def _read(text: str, tools: Mapping[str, Tool]) -> tuple[str, dict[str, str]]:
    """The form was forced; should it not have held, it is talk, and nothing is done."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ANSWER, {}
    chosen = found.get("tool") if isinstance(found, dict) else None
    tool = tools.get(chosen) if isinstance(chosen, str) else None
    if tool is None:
        return ANSWER, {}
    known = words_of(tool)
    words = {name: found[name] for name in known if found.get(name)}
    if not all(isinstance(one, str) for one in words.values()) or any(
        is_needed and name not in words for name, is_needed in known.items()
    ):
        return ANSWER, {}
    return tool.name, words


def words_of(tool: Tool) -> dict[str, bool]:
    """The arguments that are words of the owner's, and whether each is needed."""
    return {
        one.name: one.is_needed
        for one in tool.parameters
        if one.name not in TIMES and one.schema().get("type") == "string"
    }


ONLY_ANSWER: dict[str, Any] = {
    "type": "object",
    "properties": {"tool": {"const": ANSWER}},
    "required": ["tool"],
    "additionalProperties": False,
}


def _schema(tool: Tool) -> dict[str, Any]:
    """Of the choice of one tool with its arguments in words."""
    properties: dict[str, Any] = {"tool": {"const": tool.name}}
    kinds = {one.name: one.schema() for one in tool.parameters}
    for name in words_of(tool):
        properties[name] = kinds[name]
        if kinds[name] == {"type": "string"}:
            properties[name] = {"type": "string", "maxLength": 300}
    needed = ["tool", *(name for name, is_needed in words_of(tool).items() if is_needed)]
    return {
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _prompt(request: str, near: Near, names: Sequence[str], tools: Mapping[str, Tool]) -> str:
    lines = ["Tools:"]
    lines += [f"{name}({', '.join(words_of(tools[name]))}): {tools[name].about}" for name in names]
    lines += [f"{ANSWER}: {ANSWER_ABOUT}", "", "Examples:"]
    for one in reversed(_shown(near, names)):
        lines += [f"Owner: {one.says}", _said(one)]
    return "\n".join([*lines, f"Owner: {request}"])


def _shown(near: Near, names: Sequence[str]) -> list[Example]:
    """The nearest examples of what may be chosen, some of each."""
    left = dict.fromkeys(names if is_surely_asked(near) else (*names, ANSWER), SHOWN_OF_ONE)
    shown: list[Example] = []
    for one in near.examples:
        if left.get(one.tool, 0) > 0 and len(shown) < SHOWN:
            left[one.tool] -= 1
            shown.append(one)
    return shown


def _said(one: Example) -> str:
    return json.dumps({"tool": one.tool, **dict(one.arguments)}, ensure_ascii=False)
