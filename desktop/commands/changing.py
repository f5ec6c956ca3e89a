"""Changing a plan at the terminal before it is started, one plain line after the other."""

import re

from desktop.commands import terminal, working
from desktop.commands.acting import Hand, answered
from desktop.errors import describe
from inference.agents import editing, journal
from inference.agents.plan import Act, Step, Think
from inference.agents.report import Pace, foresee
from inference.agents.runner import Runner
from inference.errors import InferenceError
from inference.tools.errors import ArgumentRefused
from inference.understanding.slots import Spoken
from vault import runs

HOW = "drop 2 · move 3 to 1 · 2: say it otherwise · add a step in your own words · Enter when done"
DROP = re.compile(r"(?:drop|remove|delete|without)\s+(?:step\s+)?(\d+)", re.IGNORECASE)
MOVE = re.compile(
    r"(?:move|put)\s+(?:step\s+)?(\d+)\s+(to|before|after)\s+(?:step\s+)?(\d+)", re.IGNORECASE
)
REWORD = re.compile(
    r"(?:(?:change|reword)\s+)?(?:step\s+)?(\d+)\s*(?::|\bto\b)\s*(.+)", re.IGNORECASE
)
ADD = re.compile(r"add(?:\s+a\s+step)?\s*:?\s+(.+)", re.IGNORECASE)
DONE_WORDS = frozenset({"", "done", "ok", "y", "yes", "q", "quit"})


class Editor:
    """Changes the steps of a run that are still to be done."""

    def __init__(self, hand: Hand, runner: Runner, number: int) -> None:
        self._hand = hand
        self._runner = runner
        self._number = number

    def edit(self) -> None:
        """Line by line, each kept at once."""
        self._hand.out.say(HOW)
        while (said := terminal.ask("change:")) is not None and said.lower() not in DONE_WORDS:
            try:
                self._runner.edit(self._hand.desk, self._number, self._changed(said))
            except InferenceError as error:
                self._hand.out.say(describe(error).body)
                continue
            self._show()

    def _changed(self, said: str) -> tuple[Step, ...]:
        steps, done = self._steps()
        if found := DROP.fullmatch(said):
            return editing.dropped(steps, self._open(int(found[1]), done))
        if found := MOVE.fullmatch(said):
            place, to = int(found[1]), int(found[3])
            if found[2].lower() == "before" and place < to:
                to -= 1
            elif found[2].lower() == "after" and place > to:
                to += 1
            return editing.moved(steps, self._open(place, done), self._open(to, done))
        if found := REWORD.fullmatch(said):
            place = self._open(int(found[1]), done)
            return self._reworded(steps, place, found[2])
        if found := ADD.fullmatch(said):
            return (*steps, *(self._read(said) or self._needed(found[1])))
        raise ArgumentRefused(said, "no change that Tacit knows")

    def _reworded(self, steps: tuple[Step, ...], place: int, words: str) -> tuple[Step, ...]:
        old = steps[place - 1] if place <= len(steps) else None
        if isinstance(old, Think):
            return editing.replaced(steps, place, [editing.reworded(old, words)])
        return editing.replaced(steps, place, self._needed(words))

    def _needed(self, words: str) -> tuple[Step, ...]:
        if not (found := self._read(words)):
            raise ArgumentRefused(words, "nothing that Tacit can do")
        return found

    def _read(self, words: str) -> tuple[Step, ...]:
        plan = self._hand.assistant.mind.understanding.plan(words, Spoken.at(self._hand.desk))
        whole = answered(self._hand, plan) if plan.question is not None else plan
        return tuple(Act(call) for call in whole.calls) if whole is not None else ()

    def _open(self, place: int, done: int) -> int:
        if place <= done:
            raise ArgumentRefused(f"step {place}", "done already")
        return place

    def _steps(self) -> tuple[tuple[Step, ...], int]:
        conn = self._hand.desk.conn
        _, kept = journal.load(conn, self._number)
        return kept.steps, len(runs.steps(conn, self._number))

    def _show(self) -> None:
        steps, done = self._steps()
        forecast = foresee(self._hand.assistant.guard, self._hand.desk, steps, Pace())
        working.show_plan(self._hand.out, steps, forecast, done=done)
