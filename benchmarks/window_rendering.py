"""What an answer costs as it grows: tokens 1,500 to 2,000 ÷ tokens 0 to 500.

In the processor time of the window's own thread, drawing included, in a conversation that fills the
window from the first token on; five kinds of text, each a median of runs, all in one process.
"""

import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from desktop.settings import Settings
from desktop.ui import theme
from desktop.ui.chat.message import Message
from desktop.ui.chat.text_view import TextView
from desktop.ui.chat.transcript import Transcript
from desktop.viewmodels.chat_shown import Shown

TOKENS, WINDOW = 2_000, 500
BEFORE = 1_500
"tokens that were said before: the window is full from the first token on"
RUNS = 5
MOST_GROWTH = 1.3
TOKEN = 4
"letters"


def prose(tokens: int) -> str:
    line = "Tea is a drink that is made from the leaves of a plant, and it is **warm**. "
    return "".join(line * 4 + "\n\n" for _ in range(tokens * TOKEN // (4 * len(line)) + 2))


def listed(tokens: int) -> str:
    line = "- one more thing that is to be *bought* or `done` before the end of the week\n"
    return line * (tokens * TOKEN // len(line) + 2)


def code(tokens: int) -> str:
    line = "    total = sum(one.price for one in basket if one.is_here)  # what it costs\n"
    return "```python\ndef price(basket):\n" + line * (tokens * TOKEN // len(line) + 2)


def tables(tokens: int) -> str:
    rows = "".join(f"| Ana {n} | {n * 7} | on the list |\n" for n in range(6))
    one = f"Here is one more table:\n\n| Name | Count | Where |\n|---|--:|---|\n{rows}\n"
    return one * (tokens * TOKEN // len(one) + 2)


def mixed(tokens: int) -> str:
    """A little of each, again and again, so that every stretch holds as much of each."""
    one = (
        "Tea is a drink that is made from the leaves of a plant, and it is **warm**.\n\n"
        "- one thing more\n- and another one\n\n```python\ntotal = sum(one.price for one in all)\n"
        "```\n\n| Name | Count |\n|---|--:|\n| Ana | 7 |\n| Tom | 14 |\n\n"
    )
    return one * (tokens * TOKEN // len(one) + 2)


KINDS: dict[str, Callable[[int], str]] = {
    "prose": prose, "a list": listed, "code": code, "tables": tables, "all of it": mixed,
}  # fmt: skip


def told(name: str, figure: str, bar: str, *, met: bool) -> None:
    print(f"{name:58} {figure}   bar {bar}: {'met' if met else 'MISSED'}", flush=True)


def _none(_shown: Shown) -> Message:
    raise AssertionError("nothing is made of messages here")


def spent(text: str) -> list[float]:
    """Processor seconds for each five hundred tokens, drawn as they come."""
    window = Transcript(_none)
    window.resize(800, 900)
    before, view = TextView("what was said before"), TextView("answer")
    before.set_markdown(text[: BEFORE * TOKEN])
    window.append(before)
    window.append(view)
    window.show()
    window.follow()
    used = []
    for start in range(0, TOKENS, WINDOW):
        began = time.thread_time()
        for at in range(start * TOKEN, (start + WINDOW) * TOKEN, 2 * TOKEN):
            view.add(text[at : at + 2 * TOKEN])
            view.draw_now()
            QCoreApplication.processEvents()
        used.append(time.thread_time() - began)
    window.close()
    window.deleteLater()
    return used


def measure(_folder: Path) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, Settings(), app.font())
    for name, make in KINDS.items():
        text = make(TOKENS)
        spent(text)
        ratios = [one[-1] / one[0] for one in (spent(text) for _ in range(RUNS))]
        middle = statistics.median(ratios)
        figure = f"{middle:.2f} ({min(ratios):.2f} to {max(ratios):.2f}, {RUNS} runs)"
        told(f"rendering {name}: tokens 1,500–2,000 ÷ 0–500", figure, f"≤ {MOST_GROWTH}",
             met=middle <= MOST_GROWTH)  # fmt: skip
