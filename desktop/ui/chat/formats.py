"""How words and lines of code look, as formats of Qt that are made from the style."""

from markdown_it.token import Token
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextBlockFormat, QTextCharFormat

from desktop.ui.chat.style import CODE_BAR, CODE_EDGE, Code, Style
from desktop.ui.theme import SPACE

SIZES = {"h1": 1.45, "h2": 1.28, "h3": 1.14}


def words(style: Style, heading: str, *, is_quoted: bool) -> QTextCharFormat:
    """Words of a heading, such as “h2”, or, where it is empty, of a text."""
    form = QTextCharFormat()
    form.setForeground(QColor(style.tokens.quiet if is_quoted else style.tokens.text))
    if heading:
        form.setFontPointSize(style.font.pointSizeF() * SIZES.get(heading, 1.05))
        form.setFontWeight(QFont.Weight.DemiBold)
    return form


def opened(token: Token, around: QTextCharFormat, style: Style) -> QTextCharFormat:
    """Words that are stressed, struck out or a link, within these."""
    form = QTextCharFormat(around)
    if token.type == "strong_open":
        form.setFontWeight(QFont.Weight.DemiBold)
    elif token.type == "em_open":
        form.setFontItalic(True)
    elif token.type == "s_open":
        form.setFontStrikeOut(True)
    elif token.type == "link_open":
        return linked(str(token.attrGet("href") or ""), around, style)
    return form


def linked(address: str, around: QTextCharFormat, style: Style) -> QTextCharFormat:
    """Words that lead to an address."""
    form = QTextCharFormat(around)
    form.setAnchor(True)
    form.setAnchorHref(address)
    form.setForeground(QColor(style.tokens.accent))
    form.setFontUnderline(True)
    form.setToolTip(address)
    return form


def inline_code(around: QTextCharFormat, style: Style) -> QTextCharFormat:
    """Code within a line of words."""
    form = QTextCharFormat(around)
    form.setFontFamilies(mono(style).fontFamilies())
    form.setFontFixedPitch(True)
    size = form.fontPointSize() or style.font.pointSizeF()
    form.setFontPointSize(size * 0.94)
    form.setBackground(QColor(style.tokens.raised))
    return form


def mono(style: Style) -> QTextCharFormat:
    """Code in lines of its own."""
    form = QTextCharFormat()
    fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    form.setFontFamilies([fixed.family()])
    form.setFontFixedPitch(True)
    form.setFontPointSize(style.font.pointSizeF() * 0.94)
    form.setForeground(QColor(style.tokens.text))
    return form


def code_line(place: str, code: Code, indent: int) -> QTextBlockFormat:
    """A line of code: the only one, the first, the last, or one between."""
    form = QTextBlockFormat()
    form.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    form.setIndent(indent)
    form.setLeftMargin(CODE_EDGE)
    form.setRightMargin(CODE_EDGE)
    form.setNonBreakableLines(not code.wraps)
    form.setTextIndent(-code.offset)
    form.setLineHeight(118, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setTopMargin(CODE_BAR + SPACE if place in ("only", "first") else 0)
    form.setBottomMargin(CODE_EDGE + SPACE if place in ("only", "last") else 0)
    return form
