"""Take the pictures in docs/pictures/ anew: `.venv/bin/python packaging/pictures.py`.

The real window with the installed starter weights, in a home of its own, on no screen.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from desktop import app, paths, settings

    weights = paths.find().weights
    instance = QApplication([])
    PICTURES.mkdir(exist_ok=True)
    for theme in (settings.Theme.LIGHT, settings.Theme.DARK):
        with tempfile.TemporaryDirectory() as home:
            places = paths.find({"TACIT_HOME": home, "TACIT_WEIGHTS": str(weights)}).prepare()
            settings.save(places.settings, settings.Settings(theme=theme))
            parts = app.build(places, instance)
            parts.window.show()
            while parts.jobs.busy:
                QTest.qWait(50)
            QTest.qWait(100)
            parts.window.grab().save(str(PICTURES / f"weights-{theme}.png"))
            parts.window.close()
            parts.close()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
