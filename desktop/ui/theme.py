"""Colours, spacing and type, in one place: a palette and a style sheet made from a few tokens.

Widgets are dressed by what they are and by their object name; none has a colour of its own.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop.settings import Settings, Theme

SPACE = 8
"pixels; every margin and gap is a multiple of it, or half of it"
READING_WIDTH = 760
"pixels; longer lines are hard to read"
STYLE, IS_STYLED = "Fusion", "isStyled"
SHEET = Path(__file__).with_name("sheet.qss")


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme; text on its ground has at least a contrast of 4.5 to 1."""

    ground: str
    "of the window"
    side: str
    "of the sidebar"
    surface: str
    "of what lies on the ground: cards, tables, fields"
    raised: str
    "of what is selected, or under the pointer"
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    tint: str
    "a breath of the accent: the owner's own words, what is marked"
    good: str
    good_ground: str
    warn: str
    warn_ground: str
    bad: str
    bad_ground: str
    private: str
    "of a private conversation"
    private_ground: str
    code: str
    "the ground of code"
    is_dark: bool


LIGHT = Tokens(
    ground="#f7f7f5", side="#efefeb", surface="#ffffff", raised="#e9e9e4", line="#dcdcd6",
    text="#1d1f21", quiet="#5c6166", accent="#2d5f73", on_accent="#ffffff", tint="#e3edf0",
    good="#2f6b3f", good_ground="#e6f1e8", warn="#7a5610", warn_ground="#f8efd9",
    bad="#9c2f2f", bad_ground="#faecea", private="#5b4a8a", private_ground="#efecf8",
    code="#f1f1ed", is_dark=False,
)  # fmt: skip
DARK = Tokens(
    ground="#17191b", side="#131517", surface="#1f2225", raised="#2a2e32", line="#363b40",
    text="#e8e8e4", quiet="#a3a9ae", accent="#8ec4d6", on_accent="#10212a", tint="#21333b",
    good="#8fcf9f", good_ground="#1e3024", warn="#e3c07a", warn_ground="#352c18",
    bad="#f0a09a", bad_ground="#3a2423", private="#b9a9ea", private_ground="#272338",
    code="#15171a", is_dark=True,
)  # fmt: skip
_now = LIGHT


def tokens() -> Tokens:
    """The colours that hold now, for what is painted by hand."""
    return _now


def tokens_for(settings: Settings, *, system_is_dark: bool) -> Tokens:
    if settings.theme is Theme.SYSTEM:
        return DARK if system_is_dark else LIGHT
    return DARK if settings.theme is Theme.DARK else LIGHT


def application(words: Sequence[str]) -> QApplication:
    """The application in our style from its first moment.

    Asked for a style later, PySide6 first makes everything that a style can be asked for.
    """
    made = QApplication([*words, "-style", STYLE])
    made.setProperty(IS_STYLED, True)  # noqa: FBT003
    return made


def apply(app: QApplication, settings: Settings, base: QFont) -> Tokens:
    """Dress the whole application; the same everywhere, so that screenshots tell the truth."""
    global _now  # noqa: PLW0603 - one application has one theme
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _now = tokens_for(settings, system_is_dark=dark)
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * settings.text_percent / 100)
    if not app.property(IS_STYLED):
        app.setStyle(STYLE)
    app.setFont(font)
    app.setPalette(_palette(_now))
    size = font.pointSizeF()
    sizes = {"title": round(size * 1.7), "heading": round(size * 1.2), "small": round(size * 0.9)}
    images = {"images": SHEET.parent.as_posix(), "name": "dark" if _now.is_dark else "light"}
    app.setStyleSheet(SHEET.read_text(encoding="utf-8") % {**asdict(_now), **sizes, **images})
    return _now


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: tokens.ground, role.Base: tokens.surface, role.Button: tokens.surface,
        role.AlternateBase: tokens.raised, role.WindowText: tokens.text, role.Text: tokens.text,
        role.ButtonText: tokens.text, role.PlaceholderText: tokens.quiet,
        role.Highlight: tokens.tint, role.HighlightedText: tokens.text,
        role.ToolTipBase: tokens.raised, role.ToolTipText: tokens.text, role.Link: tokens.accent,
        role.Mid: tokens.line, role.Accent: tokens.accent,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, which, QColor(tokens.quiet))
    return palette
