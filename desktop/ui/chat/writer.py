"""Writes Markdown's tokens into a document of Qt, block by block.

No HTML is made and none is read, so nothing that an answer says can fetch or run anything: a
picture is its description in words, a link is shown and only named to whoever asks to open it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextListFormat,
    QTextTable,
)

from desktop.ui.chat import formats, highlight, tables
from desktop.ui.chat.style import QUOTED, RULE, Code, Style
from desktop.ui.theme import SPACE

ADDRESS = re.compile(r"\bhttps?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]}'’]")
MARKERS = (
    QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)  # fmt: skip
BREAK = "\u2028"


@dataclass
class _List:
    is_ordered: bool
    number: int


class Writer:
    """Writes at the end of a document.

    What it wrote of code is in `codes`; the positions of blocks beside or across which a line is
    painted are in `lined`.
    """

    def __init__(self, cursor: QTextCursor, style: Style) -> None:
        self.cursor = cursor
        self.codes: list[Code] = []
        self.lined: list[int] = []
        self._style = style
        self._lists: list[_List] = []
        self._quotes = 0
        self._marks_next = False
        "whether the next block is the first of a list's item"
        self._char = QTextCharFormat()
        self._formats: list[QTextCharFormat] = []
        self._heading = ""

    def write(self, tokens: Sequence[Token]) -> None:
        """These blocks, after what is there."""
        at = 0
        while at < len(tokens):
            if tokens[at].type == "table_open":
                end = next(n for n in range(at, len(tokens)) if tokens[n].type == "table_close")
                self._table(tokens[at:end])
                at = end
            else:
                self._block(tokens[at])
            at += 1

    def plain(self, text: str) -> None:
        """Words as they stand, line by line; quoted lines are told from the others."""
        for line in text.split("\n"):
            is_quoted = line.startswith(">")
            self._quotes = int(is_quoted)
            self._begin(tight=True)
            self._text(line.removeprefix(">").removeprefix(" ") if is_quoted else line)
        self._quotes = 0

    def begin_code(self, language: str) -> Code:
        """A block of code that lines are added to."""
        made = Code(0, 0, language, [""], can_scroll=not (self._quotes or self._lists))
        made.wraps = not made.can_scroll
        self._begin(code=made)
        made.first = made.last = self.cursor.block().position()
        self.codes.append(made)
        return made

    def go_on_with(self, code: Code, text: str) -> None:
        """More of the code; a line gets its colours when it is whole."""
        first, *others = text.split("\n")
        self.cursor.insertText(first, formats.mono(self._style))
        code.lines[-1] += first
        for line in others:
            self._colour_line(code)
            self.cursor.insertBlock(self._code_block("last", code))
            self._settle_edges(code)
            self.cursor.insertText(line, formats.mono(self._style))
            code.lines.append(line)

    def _settle_edges(self, code: Code) -> None:
        """Only the first line has room above it, and only the last below."""
        last = self.cursor.block()
        code.last = last.position()
        before = QTextCursor(last.previous())
        before.setBlockFormat(
            self._code_block("first" if before.block().position() == code.first else "", code)
        )

    def _colour_line(self, code: Code) -> None:
        block = self.cursor.block()
        line = QTextCursor(block)
        for text, colour in highlight.pieces(block.text(), code.language):
            line.movePosition(
                QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, len(text)
            )
            line.setCharFormat(
                highlight.painted(formats.mono(self._style), colour, self._style.tokens)
            )
            line.setPosition(line.position())

    def _block(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._begin(tight=bool(self._lists))
            self._inline(token.children or [])
        elif kind in ("fence", "code_block"):
            self._code(token)
        elif kind == "hr":
            self._begin()
            form = self.cursor.blockFormat()
            form.setProperty(RULE, 1)
            self.cursor.setBlockFormat(form)
            self.lined.append(self.cursor.block().position())
        elif kind in ("heading_open", "heading_close"):
            self._heading = token.tag if kind == "heading_open" else ""
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += 1 if kind == "blockquote_open" else -1
        elif kind == "html_block":
            self._begin()
            self._text(token.content.rstrip("\n").replace("\n", BREAK))
        else:
            self._in_list(token)

    def _in_list(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            start = token.attrGet("start")
            number = 1 if start is None else int(start)
            self._lists.append(_List(token.type.startswith("ordered"), number))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif token.type == "list_item_open":
            self._marks_next = True
        elif token.type == "list_item_close":
            if self._marks_next:  # an item without any words
                self._begin(tight=True)
            self._lists[-1].number += 1

    def _begin(self, *, tight: bool = False, code: Code | None = None) -> None:
        """A new block, or the one at the end where nothing stands in it."""
        form = self._code_block("only", code) if code else self._block_form(tight=tight)
        self._char = self._base_char()
        if self.cursor.block().text() or self.cursor.block().previous().isValid():
            self.cursor.insertBlock(form, self._char)
        else:
            self.cursor.setBlockFormat(form)
            self.cursor.setBlockCharFormat(self._char)
        if self._quotes and not code:
            self.lined.append(self.cursor.block().position())
        if self._marks_next and not code:
            self._marks_next = False
            self._mark()

    def _block_form(self, *, tight: bool) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(128, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setIndent(self._quotes + len(self._lists))
        above = SPACE * 2 if self._heading else SPACE * 0.75
        is_first = self.cursor.atStart() and not self.cursor.block().text()
        form.setTopMargin(0 if is_first or (tight and not self._lists) else above)
        form.setBottomMargin(0 if tight and not self._lists else SPACE * 0.75)
        if self._quotes:
            form.setProperty(QUOTED, self._quotes)
        if self._heading:
            form.setHeadingLevel(int(self._heading[1]))
        return form

    def _mark(self) -> None:
        """The dot or the number before a list's item."""
        here = self._lists[-1]
        form = QTextListFormat()
        form.setIndent(1)
        if here.is_ordered:
            form.setStyle(QTextListFormat.Style.ListDecimal)
            form.setStart(here.number)
        else:
            form.setStyle(MARKERS[(len(self._lists) - 1) % len(MARKERS)])
        block = self.cursor.blockFormat()
        block.setIndent(self._quotes + len(self._lists) - 1)
        self.cursor.setBlockFormat(block)
        self.cursor.createList(form)

    def _base_char(self) -> QTextCharFormat:
        return formats.words(self._style, self._heading, is_quoted=bool(self._quotes))

    def _code(self, token: Token) -> None:
        language = token.info.strip().split(" ")[0] if token.info else ""
        code = self.begin_code(language)
        content = token.content.removesuffix("\n")
        code.lines = content.split("\n")
        for text, colour in highlight.pieces(content, language):
            form = highlight.painted(formats.mono(self._style), colour, self._style.tokens)
            first, *others = text.split("\n")
            self.cursor.insertText(first, form)
            for line in others:
                self.cursor.insertBlock(self._code_block("last", code))
                self._settle_edges(code)
                self.cursor.insertText(line, form)

    def _code_block(self, place: str, code: Code) -> QTextBlockFormat:
        return formats.code_line(place, code, self._quotes + len(self._lists))

    def _inline(self, children: Sequence[Token]) -> None:
        for one in children:
            if one.type == "text":
                self._text(one.content)
            elif one.type in ("softbreak", "hardbreak"):
                self.cursor.insertText(BREAK, self._char)
            elif one.type == "code_inline":
                self.cursor.insertText(one.content, formats.inline_code(self._char, self._style))
            elif one.type == "image":
                self._text(one.content or str(one.attrGet("src") or ""))
            elif one.nesting == 1:
                self._formats.append(QTextCharFormat(self._char))
                self._char = formats.opened(one, self._char, self._style)
            elif one.nesting == -1:
                self._char = self._formats.pop()
            else:
                self._text(one.content)

    def _text(self, text: str) -> None:
        """Words; an address among them is a link, too."""
        at = 0
        for found in ADDRESS.finditer(text) if not self._char.isAnchor() else ():
            self.cursor.insertText(text[at : found.start()], self._char)
            self.cursor.insertText(found[0], formats.linked(found[0], self._char, self._style))
            at = found.end()
        self.cursor.insertText(text[at:], self._char)

    def _table(self, tokens: Sequence[Token]) -> None:
        rows = tables.rows(tokens)
        if not rows:
            return
        is_rtl = tables.is_right_to_left(rows[0])
        if is_rtl:  # Qt's tables know no such direction: their columns begin at the left
            rows = [one[::-1] for one in rows]
        self._begin()
        self._shrink()
        columns = max(map(len, rows))
        table = self.cursor.insertTable(
            len(rows), columns, tables.table_form(self._style, columns, is_rtl=is_rtl)
        )
        for number, cells in enumerate(rows):
            for place, one in enumerate(cells):
                self._cell(table, (number, place), one)
        self.cursor.movePosition(QTextCursor.MoveOperation.End)
        self._shrink()

    def _cell(self, table: QTextTable, at: tuple[int, int], one: tables.Cell) -> None:
        opening, content = one
        cell = table.cellAt(*at)
        self.cursor = cell.firstCursorPosition()
        self.cursor.setBlockFormat(tables.cell_form(opening))
        self._char = self._base_char()
        if at[0] == 0:
            self._char.setFontWeight(QFont.Weight.DemiBold)
            ground = cell.format()
            ground.setBackground(QColor(self._style.tokens.code))
            cell.setFormat(ground)
        self._inline(content.children or [])
        self.cursor = QTextCursor(table.document())
        self.cursor.movePosition(QTextCursor.MoveOperation.End)

    def _shrink(self) -> None:
        """Qt wants a block before and after a table: one that is not seen."""
        form = QTextBlockFormat()
        form.setLineHeight(1, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        self.cursor.setBlockFormat(form)
        small = QTextCharFormat()
        small.setFontPointSize(1)
        self.cursor.setBlockCharFormat(small)
