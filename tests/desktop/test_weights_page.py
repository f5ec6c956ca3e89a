"""The weights page, used like a person uses it: real store, real files, real jobs."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import weights
from desktop.paths import Paths
from desktop.places import PageName, Place
from desktop.ui.home import Home
from desktop.ui.weights_page import WeightsPage
from desktop.viewmodels.weights import COLUMNS, WeightsModel
from models.download import Source
from models.machine import Speed
from tests import weight_files
from tests.gguf_files import Gguf
from tests.servers import FileServer

BIG = Gguf(data=bytes(40_000_000))


@pytest.fixture
def page(qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch) -> WeightsPage:
    monkeypatch.setattr("models.machine.probe", lambda: Speed(50e9, 800e9))
    home.go_to(Place(PageName.MODELS))
    shown = home.page
    assert isinstance(shown, WeightsPage)
    qtbot.waitUntil(lambda: shown.table.model().rowCount() > 0)
    return shown


def table_rows(page: WeightsPage) -> list[tuple[str, ...]]:
    model = page.table.model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(COLUMNS))
        for row in range(model.rowCount())
    ]


def states(page: WeightsPage) -> dict[str, str]:
    return {row[0]: row[-1] for row in table_rows(page)}


def drop(page: QWidget, *paths: Path) -> None:
    """Drop files as a file manager does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, buttons, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, buttons, keys))


def wait_for(qtbot: QtBot, page: WeightsPage, words: str) -> None:
    qtbot.waitUntil(lambda: page.card.isVisible() and words in page.card.text())


def select(page: WeightsPage, title: str) -> None:
    titles = [row[0] for row in table_rows(page)]
    page.table.selectRow(titles.index(title))


def answer_next_box(button: str) -> list[str]:
    """Press a button of the message box that is about to open; what the box says."""
    said: list[str] = []

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(20, press)
            return
        said.append(f"{box.text()}\n{box.informativeText()}")
        next(one for one in box.buttons() if one.text() == button).click()

    QTimer.singleShot(20, press)
    return said


def test_a_new_home_shows_what_can_be_fetched(page: WeightsPage) -> None:
    rows = table_rows(page)
    assert len(rows) == 17
    assert {row[-1] for row in rows} == {"can be fetched", "best for this computer"}
    assert page.table.currentIndex().row() == 0
    assert page.fetch.isEnabled()
    assert not page.remove.isEnabled()
    assert not page.card.isVisible()


def test_a_dropped_file_comes_in_and_can_be_used_checked_and_removed(
    qtbot: QtBot, page: WeightsPage, tmp_path: Path
) -> None:
    drop(page, weight_files.gguf(tmp_path, "mine.gguf"))
    wait_for(qtbot, page, "In: “Test Llama”. The catalogue does not know")
    qtbot.waitUntil(lambda: "Test Llama" in states(page))
    assert states(page)["Test Llama"] == "in use by default, from you"
    select(page, "Test Llama")
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, "every byte is as it should be.")
    said = answer_next_box("Remove")
    qtbot.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, "“Test Llama” is gone.")
    assert said[0].startswith("Remove Test Llama?")
    qtbot.waitUntil(lambda: "Test Llama" not in states(page))


def test_a_file_that_is_none_gets_a_card(qtbot: QtBot, page: WeightsPage, tmp_path: Path) -> None:
    (tmp_path / "letter.gguf").write_text("Dear all")
    drop(page, tmp_path / "letter.gguf")
    wait_for(qtbot, page, "This holds no weights that Tacit knows")
    assert page.card.property("bad") is True
    close = page.card.findChild(QToolButton)
    assert isinstance(close, QToolButton)
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not page.card.isVisible()


def test_damage_is_shown_and_such_weights_are_no_default(
    qtbot: QtBot, page: WeightsPage, paths: Paths, tmp_path: Path
) -> None:
    drop(page, weight_files.gguf(tmp_path, "mine.gguf"))
    qtbot.waitUntil(lambda: "Test Llama" in states(page))
    one = weights.open_store(paths).get("test-llama")
    one.path().write_bytes(one.path().read_bytes()[:-1] + b"x")
    select(page, "Test Llama")
    qtbot.mouseClick(page.check, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, "“test-llama” changed on the disk")
    assert page.card.property("bad") is True
    qtbot.waitUntil(lambda: states(page)["Test Llama"] == "damaged")
    select(page, "Test Llama")
    assert not page.default.isEnabled()


def test_escape_stops_long_work_and_the_page_is_free_again(
    qtbot: QtBot, page: WeightsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.supply.CHUNK_BYTES", 1 << 10)  # slower, so that there is time
    drop(page, weight_files.gguf(tmp_path, "big.gguf", BIG))
    qtbot.waitUntil(page.progress.stop.isVisible)
    assert not page.add.isEnabled()
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    wait_for(qtbot, page, "Stopped. What had arrived is kept.")
    assert not page.progress.stop.isVisible()
    assert page.add.isEnabled()
    assert "Test Llama" not in states(page)


def test_the_selection_stays_where_it_was(qtbot: QtBot, page: WeightsPage, tmp_path: Path) -> None:
    drop(page, weight_files.gguf(tmp_path, "mine.gguf"))
    qtbot.waitUntil(lambda: "Test Llama" in states(page))
    select(page, "Gemma 4 E2B")
    drop(page, weight_files.gguf(tmp_path, "more.gguf", Gguf(data=bytes(700))))
    qtbot.waitUntil(lambda: len([row for row in table_rows(page) if "Llama" in row[0]]) == 2)
    chosen = page.selected()
    assert chosen is not None
    assert chosen.title == "Gemma 4 E2B"
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert not page.card.isVisible()


def test_progress_is_shown(
    qtbot: QtBot, page: WeightsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.supply.CHUNK_BYTES", 1 << 14)
    shown: list[float] = []
    page._viewmodel.progressed.connect(lambda _what, share: shown.append(share))
    drop(page, weight_files.gguf(tmp_path, "big.gguf", BIG))
    wait_for(qtbot, page, "In: “Test Llama”.")
    assert shown == sorted(shown)
    assert shown[-1] == 1.0
    assert len(shown) > 10


@pytest.mark.loopback
def test_a_fetch_asks_first_and_shows_what_it_means(
    qtbot: QtBot, page: WeightsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def somewhere_else(_hub: object, path: str) -> Source:
        asked.append(path)
        return Source(server.url, ("127.0.0.1",))

    monkeypatch.setattr(Source, "on_hub", somewhere_else)
    with FileServer(b"not it").running() as server:
        select(page, "Lessac, American English")
        said = answer_next_box("Not now")
        qtbot.mouseClick(page.fetch, Qt.MouseButton.LeftButton)
        assert not page._viewmodel.is_busy
        assert asked == server.asked == []
        for piece in ("63.2 MB", "huggingface.co", "may not be used commercially", "240.0 MB"):
            assert piece in said[0]
        answer_next_box("Fetch")
        qtbot.mouseClick(page.fetch, Qt.MouseButton.LeftButton)
        wait_for(qtbot, page, "Something else arrived")
        assert len(server.asked) == 1


def test_everything_by_keyboard(qtbot: QtBot, page: WeightsPage, tmp_path: Path) -> None:
    drop(page, weight_files.gguf(tmp_path, "mine.gguf"))
    qtbot.waitUntil(lambda: "Test Llama" in states(page))
    page.table.setFocus()
    page.table.selectRow(0)
    assert page.selected() is not None
    reached = set()
    for _ in range(12):
        focus = page.window().focusWidget()
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert {page.table, page.default, page.check, page.remove, page.add} <= reached
    page.check.setFocus()
    qtbot.keyClick(page.check, Qt.Key.Key_Return)
    wait_for(qtbot, page, "every byte is as it should be.")


def test_every_widget_has_a_name_for_screen_readers(page: WeightsPage) -> None:
    assert page.table.accessibleName()
    for button in page.findChildren(QPushButton):
        assert button.text() or button.accessibleName()


def test_the_model_keeps_qt_s_rules(qtbot: QtBot, page: WeightsPage) -> None:
    model = WeightsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    rows = [page._viewmodel.model.row(number) for number in range(5)]
    for some in (rows, [], rows[:1]):
        model.replace([row for row in some if row])
    assert model.row(99) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None


def test_of_several_dropped_files_the_bad_one_stops_no_other(
    qtbot: QtBot, page: WeightsPage, tmp_path: Path
) -> None:
    (tmp_path / "letter.gguf").write_text("Dear all")
    one = weight_files.gguf(tmp_path, "one.gguf")
    two = weight_files.gguf(tmp_path, "two.gguf", Gguf(data=bytes(900)))
    drop(page, one, tmp_path / "letter.gguf", two)
    wait_for(qtbot, page, "“letter.gguf” is no GGUF file")
    qtbot.waitUntil(lambda: sum("Test Llama" in row[0] for row in table_rows(page)) == 2)
