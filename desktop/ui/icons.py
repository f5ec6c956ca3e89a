"""Icons drawn for Tacit: strokes on a grid of 24, painted in the colours of the theme."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.ui import theme

SCALES = (1, 2, 3)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="{colour}" '
    'stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round">{shape}</svg>'
)


def _path(*paths: str) -> str:
    return "".join(f'<path d="{one}"/>' for one in paths)


def _ring(x: float, y: float, radius: float) -> str:
    return f'<circle cx="{x}" cy="{y}" r="{radius}"/>'


SHAPES = {
    "today": _ring(12, 12, 4) + _path("M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4"
                                      "M5.6 18.4 7 17M17 7l1.4-1.4"),
    "chat": _path("M5 5h14a1.5 1.5 0 0 1 1.5 1.5v9A1.5 1.5 0 0 1 19 17h-7l-4.5 3.5V17H5a1.5 1.5 0 "
                  "0 1-1.5-1.5v-9A1.5 1.5 0 0 1 5 5z"),
    "tasks": _path("M4 6.5 5.5 8 8 5M4 12.5 5.5 14 8 11M4 18.5 5.5 20 8 17M11 6.5h9M11 12.5h9"
                   "M11 18.5h9"),
    "documents": _path("M7 3.5h7l4.5 4.5v11a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 19V5A1.5 1.5 "
                       "0 0 1 7 3.5z", "M14 3.5V8h4.5M9 12.5h6M9 16h6"),
    "memory": _ring(6, 7, 2.2) + _ring(18, 8.5, 2.2) + _ring(11, 18, 2.2)
              + _path("M8.2 7.3l7.6 1M7 9l3 6.9M16.8 10.4l-4.5 5.8"),
    "approvals": _path("M12 3.5l7 2.7v5.3c0 4.2-2.9 7.4-7 9-4.1-1.6-7-4.8-7-9V6.2z",
                       "M9 12l2.2 2.2L15.2 10"),
    "activity": _path("M3.5 12.5h4l2.5-7 4 13 2.5-6h4"),
    "models": _path("M7.5 5.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z",
                    "M9.5 9.5h5v5h-5zM9.5 3v2.5M14.5 3v2.5M9.5 18.5V21M14.5 18.5V21M3 9.5h2.5"
                    "M3 14.5h2.5M18.5 9.5H21M18.5 14.5H21"),
    "settings": _path("M4 7h9M17 7h3M4 17h3M11 17h9") + _ring(15, 7, 2) + _ring(9, 17, 2),
    "profile": _ring(12, 8.5, 3.8) + _path("M4.5 20c.8-3.8 3.8-5.7 7.5-5.7s6.7 1.9 7.5 5.7"),
    "mail": _path("M4.5 6h15v12h-15z", "M4.5 7l7.5 6 7.5-6"),
    "calendar": _path("M5 6h14v13.5H5zM5 10.5h14M8.5 3.5V7M15.5 3.5V7"),
    "meeting": _ring(9, 9, 3) + _path("M3.5 19c.5-3.2 2.7-5 5.5-5s5 1.8 5.5 5M15.5 6.3a3 3 0 0 1 0 "
                                      "5.4M17 14.3c2 .6 3.2 2.2 3.5 4.7"),
    "automation": _path("M13 3.5L5.5 13.5h6l-.5 7 7.5-10h-6z"),
    "lock": _path("M6.5 11h11v8.5h-11z", "M8.5 11V8a3.5 3.5 0 0 1 7 0v3"),
    "plus": _path("M12 5v14M5 12h14"),
    "search": _ring(10.5, 10.5, 6) + _path("M15 15l5 5"),
    "send": _path("M12 19V5.5M6 11.5l6-6 6 6"),
    "stop": '<rect x="7" y="7" width="10" height="10" rx="1.5"/>',
    "play": _path("M8 5.5l10.5 6.5L8 18.5z"),
    "copy": _path("M9 9h10.5v10.5H9z", "M15 9V4.5H4.5V15H9"),
    "clipboard": _path("M9 5.5H5.5v14h13v-14H15M9 4h6v3.500H9zM9 12h6M9 15.500h4"),
    "wrap": _path("M4 6.5h16M4 12h12.500a3 3 0 0 1 0 6H12M14 15.500L11.500 18l2.500 2.500M4 18h4"),
    "again": _path("M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4"),
    "edit": _path("M4.5 19.5l1-4.2L16 4.8a1.8 1.8 0 0 1 2.6 0l.6.6a1.8 1.8 0 0 1 0 2.6L8.7 18.5z"
                  "M14 7l3 3"),
    "more": "".join(f'<circle cx="{x}" cy="12" r="0.9" fill="{{colour}}"/>' for x in (6, 12, 18)),
    "pin": _path("M9 4h6l-.8 6 3.3 3.5H6.5L9.8 10zM12 13.5V20"),
    "archive": _path("M4 5h16v4H4zM5.5 9v10.5h13V9M10 13h4"),
    "trash": _path("M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v6M13.5 "
                   "10.5v6"),
    "close": _path("M6.5 6.5l11 11M17.5 6.5l-11 11"),
    "left": _path("M14.5 6l-6 6 6 6"),
    "right": _path("M9.5 6l6 6-6 6"),
    "down": _path("M6 9.5l6 6 6-6"),
    "up": _path("M6 14.5l6-6 6 6"),
    "attach": _path("M19 11l-7.5 7.5a4.3 4.3 0 0 1-6-6L13 5a2.9 2.9 0 0 1 4 4l-7.3 "
                    "7.3a1.4 1.4 0 0 1-2-2L14 8"),
    "microphone": _path("M12 3.5a2.5 2.5 0 0 1 2.5 2.5v5.5a2.5 2.5 0 0 1-5 0V6A2.5 "
                        "2.5 0 0 1 12 3.5z", "M6 11.5a6 6 0 0 0 12 0M12 17.5v3"),
    "speaker": _path("M5 9.5h3l4.5-4v13l-4.5-4H5zM16 9a4 4 0 0 1 0 6M18.5 6.5a7.5 7.5 0 0 "
                     "1 0 11"),
    "good": _path("M7 11v8.5H4.5V11zM7 11l3.5-7a2 2 0 0 1 2 2v3.5h5a1.8 1.8 0 0 1 1.8 "
                  "2.2l-1.3 6a1.8 1.8 0 0 1-1.8 1.4H7"),
    "bad": _path("M17 13V4.5h2.5V13zM17 13l-3.5 7a2 2 0 0 1-2-2v-3.5h-5A1.8 1.8 0 0 1 4.7 "
                 "12.3l1.3-6a1.8 1.8 0 0 1 1.8-1.4H17"),
    "branch": _ring(6.5, 6, 2) + _ring(6.5, 18, 2) + _ring(17.5, 8, 2)
              + _path("M6.5 8v8M17.5 10c0 4-6 3.5-10.5 6.3"),
    "private": _path("M4 4l16 16M9.8 6.2A9.5 9.5 0 0 1 12 6c5 0 8 4 9 6a14 14 0 0 1-3 3.7"
                     "M14.3 17.6c-.7.3-1.5.4-2.3.4-5 0-8-4-9-6a14 14 0 0 1 3.5-4.1"),
    "eye": _path("M3 12c1-2 4-6 9-6s8 4 9 6c-1 2-4 6-9 6s-8-4-9-6z") + _ring(12, 12, 2.8),
    "key": _ring(8, 15.5, 4) + _path("M11 12.5l8.5-8.5M16 7.5l3 3M13.5 10l2 2"),
    "folder": _path("M3.5 6.5h6l2 2.5h9v10h-17z"),
    "export": _path("M12 15V4M8 8l4-4 4 4M5 14v5.5h14V14"),
    "undo": _path("M8.5 5L4.5 9l4 4M4.5 9H14a5 5 0 0 1 0 10H9"),
    "warning": _path("M12 4l9 15.5H3zM12 10v4.5M12 17v.2"),
    "check": _path("M5 12.5l4.5 4.5L19 7"),
    "bell": _path("M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4"),
    "clock": _ring(12, 12, 8) + _path("M12 7.5V12l3 2"),
    "flag": _path("M6 20.5V4M6 4.5h11l-2 4 2 4H6"),
    "star": _path("M12 4l2.4 5 5.6.7-4.1 3.8 1.1 5.5-5-2.8-5 2.8 1.1-5.5L4 9.7l5.6-.7z"),
    "note": _path("M5 4.5h14v10L14.5 19.5H5zM14.5 19.5v-5H19M8.5 9h7M8.5 12.5h4"),
    "sidebar": _path("M4 5h16v14H4zM9.5 5v14"),
    "network": _ring(12, 12, 8) + _path("M4 12h16M12 4c3 2.5 3 13.5 0 16M12 4c-3 2.5-3 13.5 0 16"),
    "repeat": _path("M5 11a6 6 0 0 1 10.5-4H18M18 3.5V7h-3.5",
                    "M19 13a6 6 0 0 1-10.5 4H6M6 20.5V17h3.5"),
    "board": _path("M4 5h4.5v14H4zM10 5h4.5v9H10zM16 5h4v11.5h-4z"),
    "link": _path("M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 "
                  "3a4 4 0 0 0 5.7 5.7l1-1"),
}  # fmt: skip


def icon(name: str, *, colour: str = "") -> QIcon:
    """An icon in a colour, or quiet, and fainter where it is disabled."""
    tokens = theme.tokens()
    return _icon(name, colour or tokens.quiet, tokens.line)


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, fainter: str) -> QIcon:
    made = QIcon()
    for mode, used in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, fainter)):
        for scale in SCALES:
            made.addPixmap(pixmap(name, used, 20, scale), mode)
    return made


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, edge: int, scale: int) -> QPixmap:
    """The icon as so many pixels, for a screen of this scale."""
    svg = SVG.format(colour=colour, shape=SHAPES[name].replace("{colour}", colour))
    drawn = QPixmap(QSize(edge, edge) * scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, edge * scale, edge * scale))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    return drawn
