"""Markdown that grows: what is finished is written once, only the last open block is written anew.

So the two-thousandth word costs no more than the first. An open block of code and an open list
settle line by line and item by item.
"""

import re
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from PySide6.QtGui import QTextCursor, QTextDocument

from desktop.ui.chat.style import Code, Style
from desktop.ui.chat.writer import Writer

FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([^\n`]*)\n")
UNSAFE = dict.fromkeys(
    [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0x202D, 0x202E, 0x2028, 0x2029], None
)
"controls, and what turns the order of other characters round"


@cache
def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def clean(text: str) -> str:
    """Without characters that are not seen and change how others are read."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(UNSAFE)


@dataclass
class _Open:
    """A block of code whose end has not come yet."""

    code: Code
    fence: str
    writer: Writer
    waiting: str = ""
    "the beginning of a line that may become the end"


class Growing:
    """A document that Markdown is added to."""

    def __init__(self, document: QTextDocument, style: Style) -> None:
        self.codes: list[Code] = []
        self.lined: list[int] = []
        self._settled_lined = 0
        self.source = ""
        self._document, self._style = document, style
        self._settled = 0
        "how many blocks of code stand in what is finished"
        self._at = 0
        "the position after what is finished"
        self._tail = ""
        self._open: _Open | None = None
        self._is_table = False
        "whether the open part is a table: it grows row by row"

    @property
    def settled(self) -> int:
        """So many blocks of code stand where nothing moves any more."""
        return self._settled

    def add(self, text: str) -> None:
        """More of it."""
        text = clean(text)
        self.source += text
        self._tail += text
        if self._is_table and "\n" not in text:
            return
        cursor = QTextCursor(self._document)
        cursor.beginEditBlock()
        try:
            if self._open is not None:
                self._go_on(self._open, text)
            else:
                self._write()
        finally:
            cursor.endEditBlock()

    def finish(self) -> None:
        """No more comes: what was held back is shown."""
        if self._open is not None or self._is_table:
            self._open = None
            self._write()

    def _write(self) -> None:
        """The open part anew; of it, what is finished for good."""
        tokens = parser().parse(self._tail)
        last, line = _last_start(tokens)
        writer = Writer(self._cut(), self._style)
        writer.write(_closed(tokens[:last]))
        if last:
            self._settle(writer, line)
        if self._begins_code():
            self._is_table = False
            return
        rest = tokens[last:]
        self._is_table = bool(rest) and rest[0].type == "table_open"
        writer = Writer(self._end(), self._style)
        writer.write(_opened(rest))
        self.codes += writer.codes
        self.lined += writer.lined

    def _settle(self, writer: Writer, line: int) -> None:
        """Everything before this line of the open part is never looked at again."""
        self.codes += writer.codes
        self.lined += writer.lined
        self._settled, self._settled_lined = len(self.codes), len(self.lined)
        self._at = self._end().position()
        self._tail = "\n".join(self._tail.split("\n")[line:])

    def _cut(self) -> QTextCursor:
        """Take the open part away; the cursor where it was."""
        del self.codes[self._settled :]
        del self.lined[self._settled_lined :]
        cursor = QTextCursor(self._document)
        cursor.setPosition(self._at)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        return cursor

    def _end(self) -> QTextCursor:
        cursor = QTextCursor(self._document)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        return cursor

    def _begins_code(self) -> bool:
        """Whether the open part is code without an end: then it grows line by line."""
        found = FENCE.match(self._tail)
        if found is None or _ends(self._tail[found.end() :], found[1]):
            return False
        language = found[2].strip().split(" ")[0]
        writer = Writer(self._end(), self._style)
        code = writer.begin_code(language)
        self.codes.append(code)
        self._open = _Open(code, found[1], writer)
        self._show_code(self._open, self._tail[found.end() :])
        return True

    def _go_on(self, here: _Open, text: str) -> None:
        if _ends(here.waiting + text, here.fence):
            self._open = None
            self._write()
        else:
            self._show_code(here, text)

    def _show_code(self, here: _Open, text: str) -> None:
        """All but a last line that may yet become the end of the code."""
        whole = here.waiting + text
        head, newline, last = whole.rpartition("\n")
        if not last.strip(here.fence[0] + " "):
            here.waiting = newline + last
            whole = head
        else:
            here.waiting = ""
        if whole:
            here.writer.go_on_with(here.code, whole)


def _ends(text: str, fence: str) -> bool:
    """Whether a line of the text ends code that began with this fence."""
    sign = re.escape(fence[0])
    return re.search(rf"(?:^|\n) {{0,3}}{sign}{{{len(fence)},}}[ \t]*\n", text) is not None


def _last_start(tokens: list[Token]) -> tuple[int, int]:
    """Where the last block begins, or the last item of a list: its token, and its line."""
    tops = [n for n, one in enumerate(tokens) if one.level == 0 and one.nesting >= 0]
    if not tops:
        return 0, 0
    last = tops[-1]
    if tokens[last].type.endswith("_list_open"):
        items = [
            n for n in range(last, len(tokens))
            if tokens[n].type == "list_item_open" and tokens[n].level == 1
        ]  # fmt: skip
        if len(items) > 1:
            return items[-1], (tokens[items[-1]].map or [0])[0]
    return last, (tokens[last].map or [0])[0]


def _closed(tokens: list[Token]) -> list[Token]:
    """What was cut off in the middle of a list ends it."""
    depth = sum(one.nesting for one in tokens if one.type.endswith("_list_open") and not one.level)
    ends = sum(one.nesting for one in tokens if one.type.endswith("_list_close") and not one.level)
    if depth + ends > 0:
        opened = next(one for one in reversed(tokens) if one.type.endswith("_list_open"))
        return [*tokens, Token(opened.type.replace("_open", "_close"), opened.tag, -1)]
    return tokens


def _opened(tokens: list[Token]) -> list[Token]:
    """What was cut off in the middle of a list begins one of its own."""
    if not tokens or tokens[0].type != "list_item_open":
        return tokens
    ordered = tokens[0].info.isdecimal()
    kind = "ordered_list" if ordered else "bullet_list"
    opener = Token(f"{kind}_open", "", 1)
    if ordered:
        opener.attrSet("start", int(tokens[0].info))
    return [opener, *tokens]
