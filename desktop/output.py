"""How commands speak: lines for people, or one JSON object per line for programs."""

import json
import time
from collections.abc import Sequence
from typing import TextIO

from desktop import console
from desktop.cards import ErrorCard, size
from models.progress import Progress

TOLD_EVERY_S = 0.1


class Output:
    """Where a command's results, progress and errors go."""

    def __init__(
        self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.as_json = as_json
        self._out = out or console.here().stdout
        self._err = err or console.here().stderr
        self._told = 0.0
        self._line_open = False

    def say(self, text: str) -> None:
        """A line for people; nothing in JSON."""
        if not self.as_json:
            self._close_line()
            print(text, file=self._out, flush=True)

    def data(self, row: object) -> None:
        """A row for programs; nothing for people."""
        if self.as_json:
            print(json.dumps(row, default=str), file=self._out, flush=True)

    def write(self, text: str) -> None:
        """Text for people without an end of line, as it comes; nothing in JSON."""
        if not self.as_json:
            self._close_line()
            print(text, file=self._out, end="", flush=True)

    def note(self, text: str) -> None:
        """A remark for people, beside the results."""
        if not self.as_json:
            self._close_line()
            print(text, file=self._err, flush=True)

    def share(self, what: str, share: float) -> None:
        """How far something has come, shown on a terminal only."""
        self.working(f"{what}: {share:4.0%}")

    def working(self, text: str) -> None:
        """What is going on, shown on a terminal only and written over by what comes next."""
        if not self.as_json and self._err.isatty():
            self._err.write("\r" + text.ljust(79))
            self._err.flush()
            self._line_open = True

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        """Columns as wide as their longest cell."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.say("  ".join(cells).rstrip())

    def progress(self, at: Progress) -> None:
        """Where long work stands: rewritten on a terminal, an event in JSON."""
        now = time.monotonic()
        if now - self._told < TOLD_EVERY_S and at.done_bytes < at.total_bytes:
            return
        self._told = now
        self.data({"event": "progress", "what": at.what, "done_bytes": at.done_bytes,
                   "total_bytes": at.total_bytes})  # fmt: skip
        if not self.as_json and self._err.isatty():
            share = at.done_bytes / max(at.total_bytes, 1)
            done = f"{size(at.done_bytes)} of {size(at.total_bytes)}"
            self._err.write(f"\r{at.what}: {share:4.0%}, {done}".ljust(79))
            self._err.flush()
            self._line_open = True

    def error(self, card: ErrorCard, kind: str) -> None:
        self._close_line()
        self.data({"event": "error", "kind": kind, "title": card.title, "body": card.body,
                   "action": card.action})  # fmt: skip
        if not self.as_json:
            print(f"{card.title}. {card.body}\n{card.action}", file=self._err, flush=True)

    def ask(self, question: str) -> bool | None:
        """Yes or no from a person, or None where there is none to ask."""
        here = console.here()
        if self.as_json or not here.stdin.isatty():
            return None
        self._close_line()
        try:
            return here.ask(f"{question} [y/N] ").strip().lower() in ("y", "yes")
        except EOFError:
            return False

    def clear(self) -> None:
        """Leave nothing half shown on the terminal."""
        self._close_line()

    def _close_line(self) -> None:
        if self._line_open:
            self._err.write("\r" + " " * 79 + "\r")
            self._line_open = False
