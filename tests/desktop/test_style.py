"""Tacit looks the same everywhere, and what paints it is not what makes it slow to start."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DRESSED = "theme.apply(app, Settings(), app.font())"


def said(*lines: str, **environ: str) -> str:
    code = ["from desktop.settings import Settings", "from desktop.ui import theme",
            "from PySide6.QtWidgets import QApplication", *lines]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(code)], cwd=ROOT, capture_output=True, text=True,
        check=True, env={"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **environ},
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize("override", ["", "windows"])
@pytest.mark.parametrize("made", ["theme.application(['x'])", "QApplication(['x'])"])
def test_the_style_is_ours_however_the_application_was_made(made: str, override: str) -> None:
    lines = (f"app = {made}", DRESSED, "app.setStyleSheet('')",  # which is a style of its own
             "print(app.style().name(), *app.arguments())")  # fmt: skip
    assert said(*lines, QT_STYLE_OVERRIDE=override) == "fusion x"


def test_what_a_style_can_be_asked_for_is_not_made_before_it_is_asked() -> None:
    """PySide6 makes hundreds of members of enumerations with the first of a kind."""
    counted = (
        "import enum", "made = []", "create = enum.EnumType._create_",
        "enum.EnumType._create_ = lambda cls, name, *words, **more: "
        "made.append(name) or create(cls, name, *words, **more)",
    )  # fmt: skip
    lines = (*counted, "app = theme.application(['x'])", DRESSED, "print('PixelMetric' in made)",
             "app.style()", "print('PixelMetric' in made)")  # fmt: skip
    assert said(*lines).split() == ["False", "True"]
