"""Lists that are long: 10,000 conversations and 100,000 memories, scrolled and searched.

The longest time in which the event loop did not turn is told for each step, and how much of it was
the window's own work: the rest is other processes, and threads that hold the interpreter.
"""

import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vault import conversations, memories
from vault.connection import WriteConn
from vault.conversations import Said, Speaker
from vault.items import Origin, Source
from vault.keyslots import Cost
from vault.memories import Fact, NewMemory, Tier
from vault.places import Places
from vault.vault import Vault

if TYPE_CHECKING:
    from desktop.ui.home import Home

CONVERSATIONS, MESSAGES, MEMORIES = 10_000, 4, 100_000
LIMIT_MS = 50
QUIET_MS = 300
PATIENCE_S = 60
PAGES = 30
"times that the end of the memories is gone to"
SEARCHES = ("ba", "babo", "babonder")
VOWELS, CONSONANTS, ENDS = "aeiou", "bdfgklmnprstvz", ("", "nder", "lim", "rosk")
WORDS = [
    f"{one}{first}{two}{second}{end}"
    for one in CONSONANTS for first in VOWELS for two in CONSONANTS for second in VOWELS
    for end in ENDS
]  # fmt: skip


def measure(folder: Path) -> None:
    """Make the vault, open the window on it, and use its lists."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from desktop import app, paths

    here = paths.find({"TACIT_HOME": str(folder)}).prepare()
    now = datetime.now(UTC)
    vault = Vault.create(Places.of(here.data, here.config), "benchmark", now, Cost())[0]
    with vault.writer() as conn:
        _fill(conn, now)
    instance = QApplication([])
    parts = app.build(here, instance)
    parts.window.resize(1120, 740)
    parts.window.show()
    parts.enter(vault)
    assert parts.home is not None
    hand = _Hand()
    hand.rest()
    hand.take()
    _use_conversations(hand, parts.home)
    _use_palette(hand, parts.home)
    _use_memories(hand, parts.home)
    print(f"longest of all: {hand.longest_ms:.0f} ms, own work {hand.longest_own_ms:.0f} ms "
          f"(to be under {LIMIT_MS} ms)")  # fmt: skip
    parts.close()


def _fill(conn: WriteConn, now: datetime) -> None:
    luck = random.Random(1)

    def said(count: int) -> str:
        return " ".join(luck.choices(WORDS, k=count))

    with conn.transaction():
        for number in range(CONVERSATIONS):
            then = now - timedelta(hours=number)
            talk = conversations.begin(conn, said(5), then)
            for place in range(MESSAGES):
                who = Speaker.ASSISTANT if place % 2 else Speaker.OWNER
                conversations.say(conn, talk, Said(who, said(30)), then)
    with conn.transaction():
        for number in range(MEMORIES):
            fact = Fact(text := said(8), "owner", "note", text)
            then = now - timedelta(minutes=number)
            new = NewMemory(Tier.SEMANTIC, fact, Source(Origin.OWNER), then)
            memories.remember(conn, new, now)


class _Hand:
    """Turns the event loop, and notes how long each turn took."""

    def __init__(self) -> None:
        from PySide6.QtCore import QTimer

        self.longest_ms = self.longest_own_ms = 0.0
        self._wall = self._own = 0.0
        self._last = (time.perf_counter(), time.thread_time())
        self._timer = QTimer(interval=0)
        self._timer.timeout.connect(self._on_turn)
        self._timer.start()

    def rest(self) -> None:
        """Let whatever is under way come to its end."""
        until = time.perf_counter() + QUIET_MS / 1000
        self.wait(lambda: time.perf_counter() > until)

    def wait(self, until: Callable[[], bool]) -> float:
        """Until this is so; the milliseconds that took."""
        from PySide6.QtCore import QCoreApplication

        began = time.perf_counter()
        while not until():
            if time.perf_counter() - began > PATIENCE_S:
                raise TimeoutError
            QCoreApplication.processEvents()
        return (time.perf_counter() - began) * 1000

    def take(self) -> tuple[float, float]:
        """The longest turn since the last time, and the most of own work in one."""
        found, self._wall, self._own = (self._wall, self._own), 0.0, 0.0
        return found

    def tell(self, what: str, answer_ms: float | None = None) -> None:
        self.rest()
        wall, own = self.take()
        self.longest_ms = max(self.longest_ms, wall)
        self.longest_own_ms = max(self.longest_own_ms, own)
        answered = "" if answer_ms is None else f", answered after {answer_ms:.0f} ms"
        print(f"{what}: longest gap {wall:.0f} ms, own work {own:.0f} ms{answered}")

    def _on_turn(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self._wall = max(self._wall, (now[0] - self._last[0]) * 1000)
        self._own = max(self._own, (now[1] - self._last[1]) * 1000)
        self._last = now


def _use_conversations(hand: _Hand, home: "Home") -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from desktop.ui.conversations_panel import ConversationsPanel

    hand.take()  # the window loads it on a lane
    panel = ConversationsPanel(home.session)
    panel.resize(280, 700)
    panel.show()
    act = panel.viewmodel
    hand.tell("conversations, the first page", hand.wait(lambda: act.is_loaded))
    while act.model.canFetchMore() or act.is_looking:
        QTest.keyClick(panel.list, Qt.Key.Key_End)
        hand.wait(lambda: not act.is_looking)
    hand.tell(f"conversations, scrolled through {act.model.rowCount():,} rows")
    home.session.tell_changed()
    hand.rest()
    hand.wait(lambda: not act.is_looking)
    hand.tell("conversations, looked at again with all of them there")
    for text in (*SEARCHES, ""):
        panel.search.setText(text)
        took = hand.wait(lambda: not act.is_looking)
        hand.tell(f"conversations, search for “{text}”", took)
    panel.hide()


def _use_palette(hand: _Hand, home: "Home") -> None:
    home.find_anything()
    palette = home.palette_above
    hand.wait(lambda: not palette.viewmodel.is_waiting)
    hand.tell("everything, opened")
    for text in SEARCHES:
        palette.field.setText(text)
        took = hand.wait(lambda: not palette.viewmodel.is_waiting)
        hand.tell(f"everything, search for “{text}”", took)
    palette.close_above()


def _use_memories(hand: _Hand, home: "Home") -> None:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QLineEdit, QTableView

    from desktop.places import PageName, Place

    home.go_to(Place(PageName.MEMORY))

    def tables() -> list[QTableView]:
        found = home.page.findChildren(QTableView)
        return [one for one in found if one.isVisible() and one.model().rowCount()]

    hand.wait(lambda: bool(tables()))
    table = tables()[0]
    hand.tell("memories, the first page")
    for _ in range(PAGES):
        QTest.keyClick(table, Qt.Key.Key_End)
        hand.rest()
    hand.tell(f"memories, scrolled through {table.model().rowCount():,} rows")
    field = next(one for one in home.page.findChildren(QLineEdit) if one.isVisible())
    for text in (*SEARCHES, ""):
        field.setText(text)
        hand.tell(f"memories, search for “{text}”")
