"""Take the pictures in docs/pictures/ anew: `.venv/bin/python packaging/pictures.py`.

With the names of pages it takes those, light and dark, to be looked at.

The real window on a vault that somebody has lived in (packaging/demo.py), with the installed
starter weights, in a home of its own, on no screen.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
SIZE = (1180, 760)
SHOWN = frozenset(
    {"today-light", "chat-dark", "tasks-light", "documents-light", "memory-light",
     "approvals-light", "activity-light"}
)  # fmt: skip
"what docs/window.md shows"
LONGEST_S = 60
"until a page has found everything that it shows"

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from desktop.app import Parts
    from desktop.settings import Theme


def main(wanted: list[str]) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop.places import PageName
    from desktop.settings import Theme

    app = QApplication([])
    PICTURES.mkdir(exist_ok=True)
    for theme in (Theme.LIGHT, Theme.DARK):
        with opened(app, theme) as parts:
            for page in PageName:
                if page in wanted or (not wanted and f"{page}-{theme}" in SHOWN):
                    take(parts, page, theme)
    if not wanted or "german" in wanted:
        with opened(app, Theme.LIGHT, "de") as parts:
            take(parts, PageName.SETTINGS, "german")


@contextmanager
def opened(app: "QApplication", theme: "Theme", language: str = "en") -> Iterator["Parts"]:
    """The unlocked window on a vault of somebody who is not there."""
    import demo

    from desktop import app as window
    from desktop import paths, settings
    from vault.keyslots import Cost
    from vault.places import Places
    from vault.vault import Vault

    weights = paths.find().weights
    now = datetime.now(UTC).replace(hour=10, minute=12)  # so that pictures show the same day
    with tempfile.TemporaryDirectory() as home:
        places = paths.find({"TACIT_HOME": home, "TACIT_WEIGHTS": str(weights)}).prepare()
        settings.save(places.settings, settings.Settings(theme=theme, language=language))
        at = Places.of(places.data, places.config)
        vault = Vault.create(at, "correct horse battery staple", now, Cost())[0]
        demo.fill(vault, now)
        parts = window.build(places, app)
        parts.window.resize(*SIZE)
        parts.window.show()
        parts.clock = lambda: now
        parts.enter(vault)
        try:
            yield parts
        finally:
            parts.close()
            parts.window.deleteLater()


def take(parts: "Parts", page: str, theme: str) -> None:
    """A picture of a page, once it has found what it shows."""
    from PySide6.QtTest import QTest

    from desktop.places import PageName, Place
    from desktop.ui.pages import Coming

    assert parts.home is not None
    parts.home.go_to(Place(PageName(page)))
    until = datetime.now(UTC) + timedelta(seconds=LONGEST_S)
    QTest.qWait(300)
    is_coming = True
    while (parts.jobs.busy or is_coming) and datetime.now(UTC) < until:
        QTest.qWait(100)
        is_coming = isinstance(parts.home.page, Coming)
    prepare(parts, page)
    while parts.jobs.busy and datetime.now(UTC) < until:
        QTest.qWait(100)
    QTest.qWait(400)
    parts.window.grab().save(str(PICTURES / f"{page}-{theme}.png"))
    print(f"{page}-{theme}.png")


def prepare(parts: "Parts", page: str) -> None:
    """What a picture of this page should have in it."""
    from PySide6.QtWidgets import QAbstractItemView, QTableView

    assert parts.home is not None
    shown = parts.home.page
    if page == "chat":
        choose(shown.findChildren(QAbstractItemView), "Summary of the lease")
    elif page in ("documents", "memory"):
        view = next(one for one in shown.findChildren(QTableView) if one.isVisible())
        view.selectRow(1)
    elif page == "activity":
        shown.go_to("network")
    elif page == "settings":
        until(lambda: bool(shown.rows))  # type: ignore[attr-defined] # made a few at a time


def until(is_so: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    last = datetime.now(UTC) + timedelta(seconds=LONGEST_S)
    while not is_so() and datetime.now(UTC) < last:
        QTest.qWait(100)


def choose(views: Sequence[object], title: str) -> None:
    """The row with this title, wherever it is."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractItemView

    for view in views:
        assert isinstance(view, QAbstractItemView)
        model = view.model()
        if model is None:
            continue
        start = model.index(0, 0)
        for found in model.match(start, Qt.ItemDataRole.DisplayRole, title):
            view.setCurrentIndex(found)
            view.activated.emit(found)
            view.clicked.emit(found)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "packaging")]
    main(sys.argv[1:])
