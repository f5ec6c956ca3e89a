"""Writes Markdown's tokens into a document of Qt, block by block.

No HTML is made and none is read, so nothing that an answer says can fetch or run anything: a
picture is its description in words, a link is shown and only named to whoever asks to open it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextLength,
    QTextListFormat,
    QTextTable,
    QTextTableFormat,
)

from desktop.ui.chat import highlight
from desktop.ui.chat.style import CODE_BAR, CODE_EDGE, QUOTED, RULE, Code, Style
from desktop.ui.theme import SPACE

ADDRESS = re.compile(r"\bhttps?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]}'’]")
SIZES = {"h1": 1.45, "h2": 1.28, "h3": 1.14}
MARKERS = (
    QTextListFormat.Style.ListDisc, QTextListFormat.Style.ListCircle,
    QTextListFormat.Style.ListSquare,
)  # fmt: skip
BREAK = "\u2028"
RIGHT_TO_LEFT = re.compile(r"^[^\w]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


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
        self.cursor.insertText(first, self._mono())
        code.lines[-1] += first
        for line in others:
            self._colour_line(code)
            self.cursor.insertBlock(self._code_block("last", code))
            self._settle_edges(code)
            self.cursor.insertText(line, self._mono())
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
            line.setCharFormat(highlight.painted(self._mono(), colour, self._style.tokens))
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
        form = QTextCharFormat()
        tokens, size = self._style.tokens, self._style.font.pointSizeF()
        form.setForeground(QColor(tokens.quiet if self._quotes else tokens.text))
        if self._heading:
            form.setFontPointSize(size * SIZES.get(self._heading, 1.05))
            form.setFontWeight(QFont.Weight.DemiBold)
        return form

    def _code(self, token: Token) -> None:
        language = token.info.strip().split(" ")[0] if token.info else ""
        code = self.begin_code(language)
        content = token.content.removesuffix("\n")
        code.lines = content.split("\n")
        for text, colour in highlight.pieces(content, language):
            form = highlight.painted(self._mono(), colour, self._style.tokens)
            first, *others = text.split("\n")
            self.cursor.insertText(first, form)
            for line in others:
                self.cursor.insertBlock(self._code_block("last", code))
                self._settle_edges(code)
                self.cursor.insertText(line, form)

    def _code_block(self, place: str, code: Code) -> QTextBlockFormat:
        """A line of code: the only one, the first, the last, or one between."""
        form = QTextBlockFormat()
        form.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        form.setIndent(self._quotes + len(self._lists))
        form.setLeftMargin(CODE_EDGE)
        form.setRightMargin(CODE_EDGE)
        form.setNonBreakableLines(not code.wraps)
        form.setTextIndent(-code.offset)
        form.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin(CODE_BAR + SPACE if place in ("only", "first") else 0)
        form.setBottomMargin(CODE_EDGE + SPACE if place in ("only", "last") else 0)
        return form

    def _mono(self) -> QTextCharFormat:
        form = QTextCharFormat()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        form.setFontFamilies([fixed.family()])
        form.setFontFixedPitch(True)
        form.setFontPointSize(self._style.font.pointSizeF() * 0.94)
        form.setForeground(QColor(self._style.tokens.text))
        return form

    def _inline(self, children: Sequence[Token]) -> None:
        for one in children:
            if one.type == "text":
                self._text(one.content)
            elif one.type in ("softbreak", "hardbreak"):
                self.cursor.insertText(BREAK, self._char)
            elif one.type == "code_inline":
                self._inline_code(one.content)
            elif one.type == "image":
                self._text(one.content or str(one.attrGet("src") or ""))
            elif one.nesting == 1:
                self._formats.append(QTextCharFormat(self._char))
                self._char = self._opened(one)
            elif one.nesting == -1:
                self._char = self._formats.pop()
            else:
                self._text(one.content)

    def _opened(self, token: Token) -> QTextCharFormat:
        form = QTextCharFormat(self._char)
        if token.type == "strong_open":
            form.setFontWeight(QFont.Weight.DemiBold)
        elif token.type == "em_open":
            form.setFontItalic(True)
        elif token.type == "s_open":
            form.setFontStrikeOut(True)
        elif token.type == "link_open":
            self._link(form, str(token.attrGet("href") or ""))
        return form

    def _link(self, form: QTextCharFormat, address: str) -> None:
        form.setAnchor(True)
        form.setAnchorHref(address)
        form.setForeground(QColor(self._style.tokens.accent))
        form.setFontUnderline(True)
        form.setToolTip(address)

    def _inline_code(self, text: str) -> None:
        form = QTextCharFormat(self._char)
        form.setFontFamilies(self._mono().fontFamilies())
        form.setFontFixedPitch(True)
        size = form.fontPointSize() or self._style.font.pointSizeF()
        form.setFontPointSize(size * 0.94)
        form.setBackground(QColor(self._style.tokens.raised))
        self.cursor.insertText(text, form)

    def _text(self, text: str) -> None:
        """Words; an address among them is a link, too."""
        at = 0
        for found in ADDRESS.finditer(text) if not self._char.isAnchor() else ():
            self.cursor.insertText(text[at : found.start()], self._char)
            form = QTextCharFormat(self._char)
            self._link(form, found[0])
            self.cursor.insertText(found[0], form)
            at = found.end()
        self.cursor.insertText(text[at:], self._char)

    def _table(self, tokens: Sequence[Token]) -> None:
        rows = _rows(tokens)
        if not rows:
            return
        is_rtl = any(RIGHT_TO_LEFT.match(content.content) for _head, content in rows[0])
        if is_rtl:  # Qt's tables know no such direction: their columns begin at the left
            rows = [one[::-1] for one in rows]
        self._begin()
        self._shrink()
        columns = max(map(len, rows))
        table = self.cursor.insertTable(
            len(rows), columns, self._table_form(columns, is_rtl=is_rtl)
        )
        for number, cells in enumerate(rows):
            for place, (head, content) in enumerate(cells):
                self._cell(table, (number, place), (head, content))
        self.cursor.movePosition(QTextCursor.MoveOperation.End)
        self._shrink()

    def _table_form(self, columns: int, *, is_rtl: bool) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderBrush(QBrush(QColor(self._style.tokens.line)))
        form.setBorderStyle(QTextTableFormat.BorderStyle.BorderStyle_Solid)
        form.setCellPadding(SPACE * 0.75)
        form.setCellSpacing(0)
        form.setTopMargin(SPACE // 2)
        form.setBottomMargin(SPACE // 2)
        form.setHeaderRowCount(1)
        if is_rtl:
            form.setAlignment(Qt.AlignmentFlag.AlignRight)
        variable = QTextLength(QTextLength.Type.VariableLength, 0)
        form.setColumnWidthConstraints([variable] * columns)
        return form

    def _cell(
        self, table: QTextTable, at: tuple[int, int], tokens: tuple[Token, Token]
    ) -> None:  # fmt: skip
        head, content = tokens
        cell = table.cellAt(*at)
        self.cursor = cell.firstCursorPosition()
        form = QTextBlockFormat()
        align = str(head.attrGet("style") or "")
        side = Qt.AlignmentFlag.AlignLeft
        if "right" in align:
            side = Qt.AlignmentFlag.AlignRight
        elif "center" in align:
            side = Qt.AlignmentFlag.AlignHCenter
        form.setAlignment(side)
        self.cursor.setBlockFormat(form)
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


def _rows(tokens: Sequence[Token]) -> list[list[tuple[Token, Token]]]:
    rows: list[list[tuple[Token, Token]]] = []
    for at, one in enumerate(tokens):
        if one.type == "tr_open":
            rows.append([])
        elif one.type in ("th_open", "td_open"):
            rows[-1].append((one, tokens[at + 1]))
    return rows
