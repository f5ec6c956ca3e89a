"""How long a passphrase holds against somebody who has the vault's file, said honestly.

zxcvbn counts the guesses that a knowing attacker needs. Each costs the Argon2id work of the vault;
what is assumed is the attacker's machines, and generously. What falls within a minute is refused,
above that the owner decides.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from desktop.errors import GuessablePassphrase

GUESSES_PER_S = 25_000.0
"of ten strong graphics cards: each guess moves some 400 MB through memory"
LONGEST_READ = 72
"characters; zxcvbn looks at no more"
OUR_WORDS = ("tacit", "vault", "passphrase")
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
YEAR = 365.25 * DAY
FLOOR_S = MINUTE


class Level(StrEnum):
    """What to make of it."""

    REFUSED = "refused"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


class Unit(StrEnum):
    """How long, in the measure that a person would use."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    YEARS = "years"
    CENTURIES = "centuries"


@dataclass(frozen=True)
class Strength:
    """What a passphrase is worth."""

    seconds: float
    "until it is guessed"
    is_long_enough: bool = True

    @property
    def level(self) -> Level:
        if self.seconds < FLOOR_S or not self.is_long_enough:
            return Level.REFUSED
        if self.seconds < YEAR:
            return Level.WEAK
        return Level.FAIR if self.seconds < 1_000 * YEAR else Level.STRONG

    @property
    def share(self) -> float:
        """Of a bar that is full at a thousand years, each step ten times as long."""
        return min(1.0, math.log10(max(self.seconds, 1.0)) / math.log10(1_000 * YEAR))

    @property
    def span(self) -> tuple[Unit, int]:
        """The time in one figure; a thousand centuries stand for everything beyond."""
        for unit, length, most in (
            (Unit.SECONDS, 1.0, MINUTE), (Unit.MINUTES, MINUTE, HOUR), (Unit.HOURS, HOUR, 2 * DAY),
            (Unit.DAYS, DAY, 2 * YEAR), (Unit.YEARS, YEAR, 200 * YEAR),
        ):  # fmt: skip
            if self.seconds < most:
                return unit, max(1, int(self.seconds / length))
        return Unit.CENTURIES, min(1_000, int(self.seconds / YEAR / 100))


def judge(passphrase: str, known: tuple[str, ...] = ()) -> Strength:
    """What it is worth; `known` is what an attacker would try first, as the owner's name."""
    from zxcvbn import zxcvbn  # its word lists take a quarter of a second to come

    from vault.keyslots import LEAST_PASSPHRASE_CHARACTERS

    if not passphrase:
        return Strength(0.0, is_long_enough=False)
    found = zxcvbn(passphrase[:LONGEST_READ], user_inputs=[*OUR_WORDS, *known])
    seconds = float(found["guesses"]) / GUESSES_PER_S
    return Strength(seconds, len(passphrase) >= LEAST_PASSPHRASE_CHARACTERS)


def require(passphrase: str) -> Strength:
    """What it is worth, or GuessablePassphrase where it protects nothing."""
    found = judge(passphrase)
    if found.is_long_enough and found.level is Level.REFUSED:
        raise GuessablePassphrase
    return found  # one that is too short is refused by the vault itself
