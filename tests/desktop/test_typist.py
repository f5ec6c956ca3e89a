"""Typing into a real window of another process, on a screen of its own."""

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop.typist import of_this_system
from desktop.typist_x11 import X11Typist

OTHER = """
import sys
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication([])
field = QPlainTextEdit()
field.textChanged.connect(lambda: print(repr(field.toPlainText()), flush=True))
field.show()
field.activateWindow()
field.setFocus()
told = QSocketNotifier(0, QSocketNotifier.Type.Read)
told.activated.connect(lambda: (sys.stdin.readline(), print(repr(field.hasFocus()), flush=True)))
app.exec()
"""
PATIENCE_S = 30.0

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    reads, writes = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writes), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[writes], stderr=subprocess.DEVNULL,
    ) as server:  # fmt: skip
        os.close(writes)
        with os.fdopen(reads, encoding="ascii") as told:
            number = told.readline().strip()
        yield f":{number}"
        server.terminate()


class Field:
    """A window that somebody else has, with a place to write in."""

    def __init__(self, display: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", OTHER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
            env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"},
        )  # fmt: skip
        self._held = b""
        while self._ask() != "True":
            pass

    def until(self, text: str) -> None:
        while (said := self._line()) != repr(text):
            assert said

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _ask(self) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        return self._line()

    def _line(self) -> str:
        assert self._process.stdout is not None
        while b"\n" not in self._held:
            ready, _, _ = select.select([self._process.stdout], [], [], PATIENCE_S)
            assert ready, "nothing more is written there"
            self._held += self._process.stdout.read(4096)
        line, _, self._held = self._held.partition(b"\n")
        return line.decode()


@pytest.fixture
def field(display: str) -> Iterator[Field]:
    made = Field(display)
    yield made
    made.close()


@pytest.fixture
def typist(display: str) -> Iterator[X11Typist]:
    made = X11Typist(display)
    assert made.can_type
    yield made
    made.close()


def test_words_are_typed_and_taken_back(field: Field, typist: X11Typist) -> None:
    place = typist.place()
    assert place
    assert typist.type("Dear Anna,\nis 100 % (or #3) OK?") == 31
    field.until("Dear Anna,\nis 100 % (or #3) OK?")
    assert typist.erase(3)
    field.until("Dear Anna,\nis 100 % (or #3) ")
    assert typist.place() == place


def test_signs_that_are_on_no_key_are_written_plainly_or_not_at_all(
    field: Field, typist: X11Typist
) -> None:
    assert typist.type("שלום") == 0
    assert typist.type("“Yes” – she’s here…") == len("'Yes' - she's here...")
    field.until('"Yes" - she\'s here...')


def test_there_is_no_typing_where_there_is_no_screen() -> None:
    assert not X11Typist(":987").can_type
    assert of_this_system({}) is None
    assert of_this_system({"DISPLAY": ":987", "WAYLAND_DISPLAY": "wayland-0"}) is None
