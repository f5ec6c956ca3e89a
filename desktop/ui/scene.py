"""How a scene lies in the window: one column in the middle, as wide as its letters are large."""

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.ui.theme import SPACE

USUAL_HEIGHT = 16
"pixels, of a line at the usual size of text"


def width_for(widget: QWidget, pixels: int) -> int:
    """This width at the usual size of text, and more where the text is larger."""
    return max(pixels, round(pixels * widget.fontMetrics().height() / USUAL_HEIGHT))


def centre(scene: QWidget, inside: QLayout, pixels: int) -> None:
    """Put a column into the middle of a scene, a little above it as the eye has it.

    No alignment: what is aligned does not get the height that wrapped words need.
    """
    column = QWidget()
    column.setMaximumWidth(width_for(scene, pixels))
    column.setLayout(inside)
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(column, 1000)
    line.addStretch(1)
    whole = QVBoxLayout(scene)
    whole.setContentsMargins(SPACE * 3, SPACE * 2, SPACE * 3, SPACE * 2)
    whole.addStretch(2)
    whole.addLayout(line)
    whole.addStretch(3)
