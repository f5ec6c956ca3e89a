"""Letters: who, when and about what, the text, and whatever is attached, each as if it stood alone.

Nothing that a letter points to is ever fetched. Of a text that is there twice the plain one is
read; a page that hides text says so.
"""

import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from inference.reading import webpage
from inference.reading.desk import Desk, line
from inference.reading.document import Block
from inference.reading.encoding import decode
from inference.reading.plain import paragraphs

SHOWN = ("From", "To", "Cc", "Date", "Subject")
SEPARATOR = re.compile(rb"^From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n", re.MULTILINE)
QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
MOST_PARTS = 500
PLAIN_IS_POOR = 0.2
"of the other form's letters, below which the plain form is a mere note that there is another"


def read(data: bytes, desk: Desk) -> None:
    desk.unit = "message"
    message = _parsed(data)
    desk.title = _header(message, "Subject")
    _letter(message, desk)


def read_mbox(data: bytes, desk: Desk) -> None:
    """One letter after the other; one that makes no sense does not end the reading."""
    desk.unit = "message"
    starts = [found.end() for found in SEPARATOR.finditer(data)]
    ends = [*[found.start() for found in SEPARATOR.finditer(data)][1:], len(data)]
    for at, (start, end) in enumerate(zip(starts, ends, strict=True), start=1):
        desk.at(at, len(starts))
        try:
            _letter(_parsed(QUOTED_FROM.sub(rb"\1", data[start:end])), desk)
        except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
            desk.gap("damaged", str(at))


def letter(
    headers: dict[str, str], body: Iterator[Block], files: list[tuple[str, bytes]], desk: Desk
) -> None:
    """Hand on a letter: its text, then what is attached to it."""
    from inference.reading.host import read_inner

    shown = tuple((name, headers[name]) for name in SHOWN if headers.get(name))
    blocks = [Block("table", rows=shown)] if shown else []
    blocks.extend(body)
    if files:
        blocks.append(Block("list", "Attached: " + ", ".join(line(name) for name, _ in files)))
    subject = headers.get("Subject", "")
    desk.parts(blocks, subject)
    for name, contents in files:
        inner = desk.inner(name)
        if inner is not None:
            read_inner(contents, inner)


def _letter(message: Message, desk: Desk) -> None:
    headers = {name: _header(message, name) for name in SHOWN}
    headers["Date"] = _date(message)
    plain: list[str] = []
    rich: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part in _parts(message, desk):
        _sort_in(part, (plain, rich), files)
    letter(headers, body("\n\n".join(plain), "\n".join(rich), desk), files, desk)


def _sort_in(
    part: Message, bodies: tuple[list[str], list[str]], files: list[tuple[str, bytes]]
) -> None:
    kind, name = part.get_content_type(), _file_name(part)
    is_file = part.get_content_disposition() == "attachment" or bool(name)
    if kind == "message/rfc822":
        inner = part.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            files.append((name or "message.eml", bytes(inner[0])))
        return
    contents = part.get_payload(decode=True)
    if not isinstance(contents, bytes) or not contents:
        return
    if not is_file and kind in ("text/plain", "text/html"):
        text = _text(part, contents)
        bodies[kind == "text/html"].append(text)
    elif (is_file or kind == "text/calendar") and not _is_decoration(part):
        files.append((name or kind.replace("/", "."), contents))


def _parts(message: Message, desk: Desk) -> Iterator[Message]:
    """The parts that hold something; a letter within a letter is one of them, unopened."""
    waiting: list[Message] = [message]
    count = 0
    while waiting:
        part = waiting.pop(0)
        count += 1
        if count > MOST_PARTS:
            desk.gap("past the limit", desk.name if desk.depth else "")
            return
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [one for one in payload if isinstance(one, Message)] + waiting
        else:
            yield part


def body(plain: str, rich: str, desk: Desk) -> Iterator[Block]:
    """The text of a letter, of whose two forms one is enough."""
    if not rich.strip():
        yield from paragraphs(plain)
        return
    tree = webpage.tree(rich)
    body = next(tree.every("body"), tree)
    if hidden := webpage.strip(body):
        desk.gap("hidden", count=hidden)
    found = list(webpage.blocks(body))
    letters = sum(len(block.text) for block in found)
    if len(plain.strip()) > PLAIN_IS_POOR * letters:
        yield from paragraphs(plain)
    else:
        yield from found


def _parsed(data: bytes) -> Message:
    """A letter, in the library's older way: the newer one trips over headers that are none."""
    return email.message_from_bytes(data, policy=policy.compat32)


def _header(message: Message, name: str) -> str:
    """A header as it is meant, decoded as far as that goes."""
    value = message.get(name)
    if value is None:
        return ""
    pieces: list[str] = []
    for piece, code in _decoded(str(value)):
        pieces.append(decode(piece, code or "") if isinstance(piece, bytes) else piece)
    return line("".join(pieces))


def _decoded(value: str) -> list[tuple[bytes | str, str | None]]:
    """A header's pieces with the code of each; one that is none is as it stands."""
    try:
        return decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return [(value, None)]


def _date(message: Message) -> str:
    value = _header(message, "Date")
    try:
        return parsedate_to_datetime(value).isoformat(" ", "minutes")
    except (ValueError, TypeError, IndexError, OverflowError):
        return value


def _text(part: Message, contents: bytes) -> str:
    try:
        declared = part.get_content_charset() or ""
    except (LookupError, ValueError, UnicodeError):
        declared = ""
    return decode(contents, declared)


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except (LookupError, ValueError, UnicodeError, TypeError):
        return "attachment"
    if not name:
        return ""
    pieces = _decoded(name)
    return line("".join(
        decode(piece, code or "") if isinstance(piece, bytes) else piece for piece, code in pieces
    ))  # fmt: skip


def _is_decoration(part: Message) -> bool:
    """A picture within the text is part of how it looks, such as a logo."""
    is_picture = part.get_content_maintype() == "image" and part.get("Content-ID") is not None
    return is_picture and part.get_content_disposition() != "attachment"
