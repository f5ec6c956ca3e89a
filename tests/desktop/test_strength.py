"""What a passphrase is worth is said honestly, and the same at the window and the command."""

import pytest

from desktop import strength
from desktop.errors import GuessablePassphrase
from desktop.strength import YEAR, Level, Strength, Unit, judge, require


@pytest.mark.parametrize(
    ("passphrase", "level"),
    [
        ("", Level.REFUSED), ("a1 Z", Level.REFUSED), ("password1", Level.REFUSED),
        ("aaaaaaaaaaaaaaaa", Level.REFUSED), ("12345678", Level.REFUSED),
        ("purple monkey", Level.WEAK), ("Sommer2024!", Level.WEAK), ("tacit vault", Level.WEAK),
        ("correct horse battery staple", Level.STRONG), ("x" * 5000, Level.REFUSED),
        ("zwölf Boxkämpfer jagen Viktor quer", Level.STRONG),
    ],
)  # fmt: skip
def test_levels(passphrase: str, level: Level) -> None:
    assert judge(passphrase).level is level


def test_what_is_known_of_the_owner_is_tried_first() -> None:
    words = "Theodora Vandermeer"
    assert judge(words, ("Theodora", "Vandermeer")).seconds < judge(words).seconds / 100


@pytest.mark.parametrize(
    ("seconds", "span"),
    [
        (0.0, (Unit.SECONDS, 1)), (59, (Unit.SECONDS, 59)), (61, (Unit.MINUTES, 1)),
        (47 * 3600, (Unit.HOURS, 47)), (49 * 3600, (Unit.DAYS, 2)), (3 * YEAR, (Unit.YEARS, 3)),
        (250 * YEAR, (Unit.CENTURIES, 2)), (1e30, (Unit.CENTURIES, 1000)),
    ],
)  # fmt: skip
def test_a_time_is_said_in_one_figure(seconds: float, span: tuple[Unit, int]) -> None:
    assert Strength(seconds).span == span


def test_the_bar_fills_with_the_time() -> None:
    shares = [Strength(seconds).share for seconds in (0, 60, YEAR, 1_000 * YEAR, 1e30)]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_what_protects_nothing_is_refused() -> None:
    with pytest.raises(GuessablePassphrase):
        require("password1")
    assert require("correct horse battery staple").level is Level.STRONG
    assert not require("a1 Z").is_long_enough  # the vault refuses it, with its own word


def test_more_machines_than_anybody_would_use_are_assumed() -> None:
    assert strength.GUESSES_PER_S >= 10_000
