"""What a table of Markdown holds, and how one looks."""

import re
from collections.abc import Sequence

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QTextBlockFormat, QTextLength, QTextTableFormat

from desktop.ui.chat.style import Style
from desktop.ui.theme import SPACE

RIGHT_TO_LEFT = re.compile(r"^[^\w]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")

Cell = tuple[Token, Token]
"what opens it, and what stands in it"


def rows(tokens: Sequence[Token]) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    for at, one in enumerate(tokens):
        if one.type == "tr_open":
            found.append([])
        elif one.type in ("th_open", "td_open"):
            found[-1].append((one, tokens[at + 1]))
    return found


def is_right_to_left(head: Sequence[Cell]) -> bool:
    """Whether a table with these headings is read from the right."""
    return any(RIGHT_TO_LEFT.match(content.content) for _opening, content in head)


def table_form(style: Style, columns: int, *, is_rtl: bool) -> QTextTableFormat:
    form = QTextTableFormat()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderBrush(QBrush(QColor(style.tokens.line)))
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


def cell_form(opening: Token) -> QTextBlockFormat:
    """At which side of its cell a text stands."""
    form = QTextBlockFormat()
    align = str(opening.attrGet("style") or "")
    side = Qt.AlignmentFlag.AlignLeft
    if "right" in align:
        side = Qt.AlignmentFlag.AlignRight
    elif "center" in align:
        side = Qt.AlignmentFlag.AlignHCenter
    form.setAlignment(side)
    return form
