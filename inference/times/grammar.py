"""From words to what was said about a time: one grammar for every language's table of words.

A time is a row of pieces in any order ("at three next Tuesday", "Tuesday next week, 15:00"); each
rule takes tokens from a place on and gives back what it understood and where it ended, or None. The
longest stretch that makes sense wins. Two that touch and cannot be one are a question. The rules
stand on one another: `tokens` (looking), `clocks`, `periods`, `dates`, `edges`, `amounts`, `whole`
(rows of pieces), `stretches` (deadlines, spans), `rule_parts` and `rules` (what comes again).
"""

from collections.abc import Callable, Iterator

from inference.times.periods import QUARTER
from inference.times.rules import Rules
from inference.times.said import Anything, Said, SaidRule, SaidSpan


class Grammar(Rules):
    """The rules over one text."""

    def longest(self, start: int) -> tuple[Anything, int] | None:
        """The longest time that begins at a token."""
        if not self._may_begin(start):
            return None
        rules: tuple[Callable[[int], tuple[Anything, int] | None], ...] = (
            self._rule, self._span, self._deadline, self._time, self._open,
            self._open_after,
        )  # fmt: skip
        found = [rule(start) for rule in rules]
        best = max(filter(None, found), key=lambda one: one[1], default=None)
        return self._with_choice(*best) if best else None

    def _may_begin(self, at: int) -> bool:
        """Most words of a text are none of the table's, and cost nothing."""
        word = self._word(at)
        return word[:1].isdigit() or word in self._words.known or word == QUARTER

    def _with_choice(self, said: Anything, end: int) -> tuple[Anything, int]:
        """At three or four, Friday or Saturday: that is a question."""
        said, end = self._with_end(said, end)
        count = self._is(end, self._words.or_)
        if not count or isinstance(said, SaidSpan):
            return said, end
        clock = said.at.clock if isinstance(said, SaidRule) else said.clock
        other = self._expected(end + count) if clock else self._time(end + count)
        if other is None:
            return said, end
        if isinstance(said, SaidRule):
            return SaidRule("?day" if clock else "?"), other[1]
        is_clock = said.clock is not None or bool(said.part)
        return Said(is_choice=is_clock, is_vague=not is_clock), other[1]

    def _hour_alone(self, at: int) -> tuple[Said, int] | None:
        """The five of "at three and five"."""
        found = self._expected(at) if self._word(at).isdecimal() else None
        return found if found and _is_clock_alone(found[0]) and self._ends_well(found[1]) else None

    def _with_end(self, said: Anything, end: int) -> tuple[Anything, int]:
        """Monday to Friday, nine to five: each day, or once?"""
        count = self._is(end, self._words.to)
        if not isinstance(said, SaidSpan) or not count:
            return said, end
        other = self._expected(end + count)
        return (SaidRule("?"), other[1]) if other and other[0].clock else (said, end)

    def touching(self, said: Anything, end: int) -> tuple[Anything, int] | None:
        """What stands right behind a time and was not joined with it: that is a question too."""
        comma = self._word(end) == ","
        and_ = self._is(end, self._words.and_)
        found = self.longest(end + (and_ or int(comma)))
        if and_ and found is None and isinstance(said, Said):
            found = self._part(end + and_) if said.part else self._hour_alone(end + and_)
        if found is None or (and_ and not _wants_a_clock(said, found[0])):
            return None
        if comma and not isinstance(said, SaidRule) and not _is_clock_alone(found[0]):
            return None
        has_clock = isinstance(said, Said) and (said.clock or said.is_choice or said.part)
        return Said(is_choice=bool(has_clock), is_vague=not has_clock), found[1]

    def first(self, at: int, end: int) -> int:
        """Where the words of a time begin: "put it in at nine" needs its "in" elsewhere."""
        words = self._words
        while (
            at + 1 < end and self._is(at, words.loose) == 1 and self._is(at + 1, words.prepositions)
        ):
            at += 1
        in_ = self._is(at, words.loose_before_days)
        return at + in_ if in_ and at + in_ < end and self._is_day(at + in_) else at

    def _is_day(self, at: int) -> bool:
        """Tomorrow, Monday, tonight, this afternoon: none takes an in before it."""
        named = self._value(at, self._words.days) or self._value(at, self._words.weekdays)
        part = self._value(self._skip(at, self._words.this), self._words.parts)
        which = self._which(at)[1]
        return bool(named or part) or self._value(which, self._words.weekdays) is not None


def places(grammar: Grammar) -> Iterator[tuple[Anything, int, int]]:
    """Every longest time in a text, and the tokens it stands in."""
    at = 0
    while at < len(grammar.tokens):
        saying = grammar.saying(at)
        if saying:
            at += saying
            continue
        found = grammar.longest(at)
        if found is None:
            at += 1
            continue
        said, end = found
        while more := grammar.touching(said, end):
            said, end = more
        yield said, grammar.first(at, end), end
        at = end


def _is_clock_alone(said: Anything) -> bool:
    return isinstance(said, Said) and not said.has_day and said.clock is not None


def _wants_a_clock(said: Anything, other: Anything) -> bool:
    """Tomorrow and Friday at five: both at five? At three and five: when?"""
    if not isinstance(said, Said) or not isinstance(other, Said):
        return False
    if (said.clock or said.is_choice) and _is_clock_alone(other):
        return True
    if said.part and other == Said(part=other.part):
        return True
    return said.has_day and not said.clock and not said.part and other.clock is not None
