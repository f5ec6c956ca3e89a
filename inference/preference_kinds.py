"""What values a setting can have: how each kind is said, checked and written.

A kind reads the words in which a value is said, and what it writes it also reads.
"""

import re
from dataclasses import dataclass
from typing import Any

Value = str | int | float | bool | None
NOON, HOURS = 12, 24
DAY_MINUTES = 24 * 60
_HOUR = re.compile(r"(\d{1,2})(?:[:.]00)?\s*(am|pm|a\.m\.|p\.m\.)?(?: o'?clock)?(?: hours?)?")
_YES = frozenset({"on", "yes", "true", "enabled", "enable", "always", "aloud", "activate"})
_NO = frozenset({"off", "no", "false", "disabled", "disable", "never", "silent", "deactivate"})


@dataclass(frozen=True)
class Truth:
    """On or off."""

    wanted = "on or off"

    def read(self, text: str) -> Value:
        if text in _YES or text in _NO:
            return text in _YES
        raise ValueError

    def fits(self, value: Any) -> bool:
        return isinstance(value, bool)

    def written(self, value: Value) -> str:
        return "on" if value else "off"


@dataclass(frozen=True)
class Choice:
    """One of a few, each with the words for it; the first words are how it is written."""

    options: tuple[tuple[Value, tuple[str, ...]], ...]

    @property
    def wanted(self) -> str:
        return " or ".join(words[0] for _value, words in self.options)

    def read(self, text: str) -> Value:
        for value, words in self.options:
            if text in words:
                return value
        raise ValueError

    def fits(self, value: Any) -> bool:
        return any(value == one and type(value) is type(one) for one, _words in self.options)

    def written(self, value: Value) -> str:
        return next(words[0] for one, words in self.options if one == value)


@dataclass(frozen=True)
class Hour:
    """An hour of the day."""

    low: int
    high: int

    @property
    def wanted(self) -> str:
        return f"an hour from {self.low} to {self.high}"

    def read(self, text: str) -> Value:
        if text in ("noon", "midday"):
            text = str(NOON)
        found = _HOUR.fullmatch(text)
        if found is None:
            raise ValueError
        hour, half = int(found[1]), (found[2] or "")[:1]
        if half and not 1 <= hour <= NOON:
            raise ValueError
        hour = hour % NOON + (NOON if half == "p" else 0) if half else hour
        if not self.fits(hour):
            raise ValueError
        return hour

    def fits(self, value: Any) -> bool:
        return type(value) is int and self.low <= value <= self.high

    def written(self, value: Value) -> str:
        return f"{value}:00"


@dataclass(frozen=True)
class Minutes:
    """A length of time in whole minutes."""

    low: int
    high: int
    kept: int = 1
    "how a minute is kept: 60 where seconds are"

    @property
    def wanted(self) -> str:
        low, high = (self.written(one * self.kept) for one in (self.low, self.high))
        return f"a time from {low} to {high}"

    def read(self, text: str) -> Value:
        """2 hours, an hour and a half, 90 minutes; a number alone is minutes."""
        from inference.arithmetic.quantity import Refused  # what only holds needs no arithmetic
        from inference.arithmetic.sums import work_out
        from inference.arithmetic.tokens import Unreadable

        line = f"{text} minutes" if text.isdecimal() else text
        try:
            amount = work_out(f"{line} in minutes").amount
        except (Unreadable, Refused) as error:
            raise ValueError from error
        found = amount * self.kept
        if amount.denominator != 1 or not self.fits(int(found)):
            raise ValueError
        return int(found)

    def fits(self, value: Any) -> bool:
        """Whole minutes within bounds."""
        is_whole = type(value) is int and value % self.kept == 0
        return is_whole and self.low * self.kept <= value <= self.high * self.kept

    def written(self, value: Value) -> str:
        minutes = int(value or 0) // self.kept
        for size, name in ((DAY_MINUTES, "day"), (60, "hour")):
            if minutes and minutes % size == 0:
                count = minutes // size
                return f"{count} {name}{'s' * (count != 1)}"
        return f"{minutes} minute{'s' * (minutes != 1)}"
