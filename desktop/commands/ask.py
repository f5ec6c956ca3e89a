"""`tacit ask`: one question, one answer, from the weights on this computer."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from desktop import console, engines
from desktop.cards import ErrorCard, command
from desktop.commands.numbers import at_least, within
from desktop.output import Output
from desktop.paths import Paths
from inference.engines.local import Chat, whole
from inference.types import (
    ChatEvent,
    ChatRequest,
    Failed,
    Finished,
    Form,
    Loading,
    Message,
    Reading,
    Sampling,
    Token,
    Usage,
)

USAGE = 2
SYSTEM = "You are a helpful assistant. Answer briefly."
LONGEST_ANSWER = 1024
LEAST_CONTEXT = 256
DEEPEST_SCHEMA = 60


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "ask the weights on this computer something"
    parser = commands.add_parser("ask", help=about, description=about)
    parser.add_argument("question", help="the question; - reads it from standard input")
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    parser.add_argument("--schema", type=Path, metavar="FILE", help="a JSON schema for the answer")
    parser.add_argument("--stream", action="store_true", help="show the answer as it comes")
    parser.add_argument("--system", default=SYSTEM, metavar="TEXT", help="what to be told first")
    parser.add_argument("--most", type=at_least(1), default=LONGEST_ANSWER, metavar="TOKENS",
                        help="how long the answer may get")  # fmt: skip
    parser.add_argument(
        "--context", type=at_least(LEAST_CONTEXT), default=engines.DEFAULT_CONTEXT,
        metavar="TOKENS", help="how much may be looked at in one go",
    )  # fmt: skip
    parser.add_argument("--temperature", type=within(0, 5), default=0.0, metavar="T",
                        help="0 for the likeliest answer, more for livelier ones")  # fmt: skip
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """The answer goes to standard output; how it goes on is told beside it."""
    question = console.here().stdin.read() if args.question == "-" else args.question
    if not question.strip():
        out.error(NO_QUESTION, "NoQuestion")
        return USAGE
    schema = _schema(args.schema, out) if args.schema else None
    if args.schema and schema is None:
        return USAGE
    request = ChatRequest(
        messages=(Message("system", args.system), Message("user", question)),
        fixed=1, max_tokens=args.most,
        sampling=Sampling(args.temperature),
        form=Form(schema=schema) if schema is not None else None,
    )  # fmt: skip
    with engines.opened(paths, context=args.context) as here:
        chat = here.chat(args.model)
        for event in chat.load():
            _told(event, out)
        if chat.condition.about.get("gpu_refused"):
            out.note("The GPU could not take these weights; the processor answers.")
        if args.stream or (not out.as_json and console.here().stdout.isatty()):
            return _stream(chat, request, out)
        return _answer(chat, request, out)


def _answer(chat: Chat, request: ChatRequest, out: Output) -> int:
    answer = whole(event for event in chat.stream(request) if not _told(event, out))
    out.say(answer.text)
    _note_the_end(answer.reason, request, out)
    out.data({"text": answer.text, "reason": answer.reason, "usage": asdict(answer.usage)})
    return 0


def _note_the_end(reason: str, request: ChatRequest, out: Output) -> None:
    if reason not in ("length", "context"):
        return
    if request.form is not None:
        out.note("There was little room, so the answer was led to a quick end: parts may be empty.")
    else:
        out.note("The answer was cut off here: it reached its longest length.")


def _stream(chat: Chat, request: ChatRequest, out: Output) -> int:
    for event in chat.stream(request):
        if isinstance(event, Failed):
            raise event.error
        if isinstance(event, Token):
            out.write(event.text)
        elif isinstance(event, Finished):
            out.say("")
            _note_the_end(event.reason, request, out)
        elif _told(event, out):
            continue
        out.data({"event": type(event).__name__.lower(), **asdict(event)})
    return 0


def _told(event: ChatEvent, out: Output) -> bool:
    """Show how loading and reading go; whether that was all there is to it."""
    if isinstance(event, Loading):
        out.share("Loading", event.share)
    elif isinstance(event, Reading):
        out.share("Reading", event.done / max(event.total, 1))
    elif isinstance(event, Usage):
        return False
    return isinstance(event, Loading | Reading)


def _schema(path: Path, out: Output) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    except (OSError, ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or _depth(found) > DEEPEST_SCHEMA:
        out.error(_no_schema(path), "NoSchema")
        return None
    return found


def _depth(value: Any) -> int:
    """How deeply a schema is nested, looked at no further than there is need."""
    level, depth = [value], 0
    while level and depth <= DEEPEST_SCHEMA:
        depth += 1
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
    return depth


def _no_schema(path: Path) -> ErrorCard:
    return ErrorCard(
        "There is no schema in this file",
        f"“{path.name}” is no JSON object, or nested too deeply. Nothing was asked.",
        "Check the file, and ask again.",
    )


NO_QUESTION = ErrorCard(
    "Nothing was asked", "The question is empty.", f"For example: {command('ask')} “What is tea?”"
)
