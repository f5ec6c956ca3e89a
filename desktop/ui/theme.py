"""Colours, spacing and type, in one place: a palette and a style sheet made from a few tokens."""

from dataclasses import asdict, dataclass

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from desktop.settings import Settings, Theme

SPACE = 8
"pixels; every margin and gap is a multiple of it"


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme; text on its ground has at least a contrast of 4.5 to 1."""

    ground: str
    surface: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    on_accent: str
    good: str
    bad: str
    bad_ground: str


LIGHT = Tokens(
    ground="#f6f6f4", surface="#ffffff", raised="#ecece8", line="#dcdcd6", text="#1d1f21",
    quiet="#5c6166", accent="#2d5f73", on_accent="#ffffff", good="#2f6b3f", bad="#9c2f2f",
    bad_ground="#faecea",
)  # fmt: skip
DARK = Tokens(
    ground="#17191b", surface="#1f2225", raised="#2a2e32", line="#363b40", text="#e8e8e4",
    quiet="#a3a9ae", accent="#8ec4d6", on_accent="#10212a", good="#8fcf9f", bad="#f0a09a",
    bad_ground="#3a2423",
)  # fmt: skip

SHEET = """
QWidget { color: %(text)s; }
QMainWindow, QDialog, #page { background: %(ground)s; }
#title { font-size: %(title)dpt; font-weight: 600; }
#quiet { color: %(quiet)s; }
QTableView {
    background: %(surface)s; border: 1px solid %(line)s; border-radius: 8px; outline: 0;
    selection-background-color: %(raised)s; selection-color: %(text)s;
}
QTableView::item { padding: 6px 10px; border: 0; border-bottom: 1px solid %(line)s; }
QTableView::item:selected { background: %(raised)s; color: %(text)s; }
QTableView:focus { border-color: %(accent)s; }
QHeaderView { background: %(surface)s; border: 0; }
QHeaderView::section {
    background: %(surface)s; color: %(quiet)s; border: 0; border-bottom: 1px solid %(line)s;
    padding: 8px 13px; font-weight: 500;
}
QHeaderView::section:first { border-top-left-radius: 7px; }
QHeaderView::section:last { border-top-right-radius: 7px; }
QMessageBox QLabel { min-width: 380px; }
QScrollBar:horizontal { background: %(surface)s; height: 12px; border: 0; margin: 2px; }
QScrollBar::handle:horizontal { background: %(line)s; border-radius: 4px; min-width: 32px; }
QScrollBar:vertical { background: %(surface)s; width: 12px; border: 0; margin: 2px; }
QScrollBar::handle:vertical { background: %(line)s; border-radius: 4px; min-height: 32px; }
QScrollBar::handle:vertical:hover { background: %(quiet)s; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QPushButton {
    background: %(surface)s; border: 1px solid %(line)s; border-radius: 6px; padding: 6px 14px;
}
QPushButton:hover { background: %(raised)s; }
QPushButton:focus { border-color: %(accent)s; }
QPushButton:disabled { color: %(quiet)s; background: %(ground)s; }
QPushButton#primary { background: %(accent)s; color: %(on_accent)s; border-color: %(accent)s; }
QPushButton#primary:disabled {
    background: %(raised)s; color: %(quiet)s; border-color: %(raised)s;
}
QProgressBar {
    background: %(raised)s; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: %(accent)s; border-radius: 3px; }
#card { background: %(surface)s; border: 1px solid %(line)s; border-radius: 8px; }
#card[bad="true"] { background: %(bad_ground)s; border-color: %(bad)s; }
#cardTitle { font-weight: 600; }
QToolTip { background: %(raised)s; color: %(text)s; border: 1px solid %(line)s; padding: 4px; }
"""


def tokens_for(settings: Settings, *, system_is_dark: bool) -> Tokens:
    if settings.theme is Theme.SYSTEM:
        return DARK if system_is_dark else LIGHT
    return DARK if settings.theme is Theme.DARK else LIGHT


def apply(app: QApplication, settings: Settings, base: QFont) -> Tokens:
    """Dress the whole application; the same everywhere, so that screenshots tell the truth."""
    from PySide6.QtCore import Qt

    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    tokens = tokens_for(settings, system_is_dark=dark)
    font = QFont(base)
    font.setPointSizeF(base.pointSizeF() * settings.text_percent / 100)
    app.setStyle("Fusion")
    app.setFont(font)
    app.setPalette(_palette(tokens))
    app.setStyleSheet(SHEET % {**asdict(tokens), "title": round(font.pointSizeF() * 1.7)})
    return tokens


def _palette(tokens: Tokens) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, colour in {
        role.Window: tokens.ground, role.Base: tokens.surface, role.Button: tokens.surface,
        role.AlternateBase: tokens.raised, role.WindowText: tokens.text, role.Text: tokens.text,
        role.ButtonText: tokens.text, role.PlaceholderText: tokens.quiet,
        role.Highlight: tokens.raised, role.HighlightedText: tokens.text,
        role.ToolTipBase: tokens.raised, role.ToolTipText: tokens.text, role.Link: tokens.accent,
        role.Mid: tokens.line, role.Accent: tokens.accent,
    }.items():  # fmt: skip
        palette.setColor(which, QColor(colour))
    disabled = QPalette.ColorGroup.Disabled
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(disabled, which, QColor(tokens.quiet))
    return palette
