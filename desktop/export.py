"""Conversations as files that other programs read: Markdown, HTML, JSON, plain text.

Whoever calls this has warned the owner first: what is written lies there in clear. A file is there
whole or not at all, for its owner alone, and opening it fetches nothing from anywhere.
"""

import contextlib
import html
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from vault import audit, conversations
from vault.connection import WriteConn
from vault.conversations import Conversation, Message, Speaker

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body {{ font: 16px/1.55 system-ui, sans-serif; max-width: 46em; margin: 3em auto; padding: 0 1em; }}
.who {{ color: #5c6166; font-size: 85%; margin: 1.8em 0 0.2em; }}
pre {{ background: #f1f1ed; padding: 0.8em; overflow-x: auto; }}
td, th {{ border: 1px solid #dcdcd6; padding: 0.3em 0.6em; }} table {{ border-collapse: collapse; }}
</style></head><body>
{body}
</body></html>
"""


class Format(StrEnum):
    """What a file can be, by its ending."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    TEXT = "txt"
    PDF = "pdf"
    "painted by the window, which has the letters for it"


@dataclass(frozen=True)
class Names:
    """How those who speak are called."""

    owner: str = "You"
    assistant: str = "Tacit"
    untitled: str = "Untitled conversation"


@dataclass(frozen=True)
class Talk:
    """A conversation with everything that was said in it."""

    conversation: Conversation
    messages: tuple[Message, ...]
    "branches included"
    zone: tzinfo

    @property
    def line(self) -> tuple[Message, ...]:
        """What was said, along the branch that was last gone on with."""
        by_number = {one.id: one for one in self.messages}
        found: list[Message] = []
        at = self.messages[-1] if self.messages else None
        while at is not None:
            found.append(at)
            at = None if at.after is None else by_number.get(at.after)
        return tuple(found[::-1])


def taken_out(conn: WriteConn, numbers: Sequence[int], now: datetime) -> list[Talk]:
    """What is to be written, and in the log that it leaves the vault; NotThere for one that is
    gone.
    """
    zone = now.tzinfo
    assert zone is not None, "a moment without a zone"
    with conn.transaction():
        talks = [
            Talk(conversations.get(conn, one), tuple(conversations.messages(conn, one)), zone)
            for one in numbers
        ]
        audit.note(conn, "exported", {"conversations": len(numbers)}, now, sorted(set(numbers)))
    return talks


def written(talks: Sequence[Talk], kind: Format, names: Names | None = None) -> bytes:
    """The whole file, for every format but PDF."""
    makers: dict[Format, Callable[[Sequence[Talk], Names], str]] = {
        Format.MARKDOWN: _markdown, Format.HTML: _html, Format.JSON: _json, Format.TEXT: _text,
    }  # fmt: skip
    return makers[kind](talks, names or Names()).encode()


def pieces(talks: Sequence[Talk], names: Names | None = None) -> list[str]:
    """HTML of one heading or one message each, as a PDF is painted from."""
    known = names or Names()
    found: list[str] = []
    for talk in talks:
        found.append(f"<h1>{html.escape(_title(talk, known))}</h1>{_dated(talk)}")
        found += [_message(talk, one, known) for one in talk.line]
    return found


def save(path: Path, content: bytes) -> None:
    """Write whole or not at all, readable by the owner alone."""
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        number = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise


def _markdown(talks: Sequence[Talk], names: Names) -> str:
    parts: list[str] = []
    for talk in talks:
        parts += [f"# {_title(talk, names)}", f"*{_day(talk)}*"]
        for one in talk.line:
            parts += [f"**{_who(one, names)}** · {_time(talk, one)}", one.text.strip()]
    return "\n\n".join(parts) + "\n"


def _text(talks: Sequence[Talk], names: Names) -> str:
    parts: list[str] = []
    for talk in talks:
        title = _title(talk, names)
        parts += [f"{title}\n{'=' * min(len(title), 72)}\n{_day(talk)}"]
        parts += [
            f"{_who(one, names)}, {_time(talk, one)}:\n{one.text.strip()}" for one in talk.line
        ]
    return "\n\n".join(parts) + "\n"


def _html(talks: Sequence[Talk], names: Names) -> str:
    title = _title(talks[0], names) if len(talks) == 1 else "Tacit"
    return PAGE.format(title=html.escape(title), body="\n".join(pieces(talks, names)))


def _json(talks: Sequence[Talk], _names: Names) -> str:
    rows = [
        {
            "conversation": talk.conversation.id,
            "title": talk.conversation.title,
            "folder": talk.conversation.folder,
            "happened": _local(talk, talk.conversation.happened).isoformat(),
            "messages": [
                {"message": one.id, "after": one.after, "speaker": one.speaker.value,
                 "text": one.text, "happened": _local(talk, one.happened).isoformat()}
                for one in talk.messages
            ],
        }
        for talk in talks
    ]  # fmt: skip
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def _message(talk: Talk, one: Message, names: Names) -> str:
    who = f'<p class="who">{html.escape(_who(one, names))} · {_time(talk, one)}</p>'
    if one.speaker is Speaker.OWNER:
        lines = html.escape(one.text.strip()).replace("\n", "<br>")
        return f"{who}<p>{lines}</p>"
    rendered: str = _renderer().render(one.text)
    return who + rendered


@cache
def _renderer() -> "MarkdownIt":
    """Markdown without HTML of its own, and without pictures, which would be fetched."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _title(talk: Talk, names: Names) -> str:
    return " ".join(talk.conversation.title.split()) or names.untitled


def _dated(talk: Talk) -> str:
    return f'<p class="who">{_day(talk)}</p>'


def _who(one: Message, names: Names) -> str:
    return names.owner if one.speaker is Speaker.OWNER else names.assistant


def _day(talk: Talk) -> str:
    return f"{_local(talk, talk.conversation.happened):%Y-%m-%d}"


def _time(talk: Talk, one: Message) -> str:
    return f"{_local(talk, one.happened):%Y-%m-%d %H:%M}"


def _local(talk: Talk, moment: datetime) -> datetime:
    return moment.astimezone(talk.zone)
