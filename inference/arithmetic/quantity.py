"""Amounts with units: exact as fractions, and too large a result is refused before it is made."""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from inference.arithmetic.units import NUMBER, PERCENT, Unit

MOST_BITS = 8_000
"of a result: some 2,400 digits"
MOST_FACTORIAL = 300
ROOT_DIGITS = 30


class Refused(Exception):
    """A sum that was understood and has no result here; the reason is for a card."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Quantity:
    """So much of something."""

    amount: Fraction
    unit: Unit = NUMBER
    is_exact: bool = True

    @property
    def is_percent(self) -> bool:
        return self.unit is PERCENT

    @property
    def share(self) -> "Quantity":
        """15 percent as 0.15; anything else as it is."""
        return Quantity(self.amount / 100, NUMBER, self.is_exact) if self.is_percent else self


def add(one: Quantity, two: Quantity, sign: int = 1) -> Quantity:
    """A sum or difference, in the first unit; 80 plus 15% is 15% more than 80."""
    if two.is_percent and not one.is_percent:
        return times(one, Quantity(1 + sign * two.amount / 100, is_exact=two.is_exact))
    one, two = _alike(one, two)
    if one.unit.zero:
        raise Refused("temperatures do not add up")
    other = to(two, one.unit)
    exact = one.is_exact and other.is_exact
    return bounded(replace(one, amount=one.amount + sign * other.amount, is_exact=exact))


def _alike(one: Quantity, two: Quantity) -> tuple[Quantity, Quantity]:
    """A bare number beside money is money; beside anything else it is not clear what it is."""
    if one.unit is NUMBER and two.unit.is_money:
        return replace(one, unit=two.unit), two
    if two.unit is NUMBER and one.unit.is_money:
        return one, replace(two, unit=one.unit)
    return one, two


def times(one: Quantity, two: Quantity) -> Quantity:
    one, two = (one.share, two.share)
    if one.unit is not NUMBER and two.unit is not NUMBER:
        raise Refused("these units do not go together")
    unit = two.unit if one.unit is NUMBER else one.unit
    if unit.zero:
        raise Refused("temperatures cannot be multiplied")
    _small(_bits(one.amount) + _bits(two.amount))
    return bounded(Quantity(one.amount * two.amount, unit, one.is_exact and two.is_exact))


def divided(one: Quantity, two: Quantity) -> Quantity:
    one, two = (one.share, two.share)
    if not two.amount:
        raise Refused("nothing can be divided by zero")
    exact = one.is_exact and two.is_exact
    if two.unit is NUMBER:
        return times(one, Quantity(1 / two.amount, is_exact=two.is_exact))
    if one.unit.dimension != two.unit.dimension or one.unit.zero:
        raise Refused("these units do not go together")
    return bounded(Quantity(one.amount / to(two, one.unit).amount, is_exact=exact))


def remainder(one: Quantity, two: Quantity) -> Quantity:
    if not two.amount:
        raise Refused("nothing can be divided by zero")
    if two.unit is not NUMBER and one.unit is not two.unit:
        raise Refused("these units do not go together")
    return bounded(replace(one, amount=one.amount % two.amount))


def power(one: Quantity, two: Quantity) -> Quantity:
    one, two = one.share, two.share
    if one.unit is not NUMBER or two.unit is not NUMBER:
        raise Refused("a power is made of numbers alone")
    if not one.amount and two.amount < 0:
        raise Refused("nothing can be divided by zero")
    _small(math.ceil(_bits(one.amount) * max(Fraction(1), abs(two.amount))))
    exact = one.is_exact and two.is_exact
    if two.amount.denominator == 1:
        return bounded(Quantity(Fraction(one.amount ** int(two.amount)), is_exact=exact))
    if two.amount.denominator > MOST_BITS:
        raise Refused("this power is too fine to work out")
    base = Fraction(one.amount**two.amount.numerator)
    return root(Quantity(base, is_exact=exact), two.amount.denominator)


def root(one: Quantity, degree: int) -> Quantity:
    """Exact where it comes out, else to thirty digits."""
    if one.unit is not NUMBER:
        raise Refused("a root is taken of a number alone")
    if one.amount < 0 and degree % 2 == 0:
        raise Refused("a negative number has no such root")
    sign, size = (-1 if one.amount < 0 else 1), abs(one.amount)
    up, down = _root(size.numerator, degree), _root(size.denominator, degree)
    if up**degree == size.numerator and down**degree == size.denominator:
        return Quantity(sign * Fraction(up, down), is_exact=one.is_exact)
    scale = 10**ROOT_DIGITS
    _small(_bits(size) + degree * scale.bit_length())
    found = _root(size.numerator * scale**degree // size.denominator, degree)
    return Quantity(sign * Fraction(found, scale), is_exact=False)


def _root(number: int, degree: int) -> int:
    """The largest whole number whose power is not above."""
    if degree == 2:
        return math.isqrt(number)
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle - 1)
    return low


def factorial(one: Quantity) -> Quantity:
    if one.unit is not NUMBER or one.amount.denominator != 1 or one.amount < 0:
        raise Refused("a factorial is of a whole number")
    if one.amount > MOST_FACTORIAL:
        raise Refused("the result would be too long to write down")
    return Quantity(Fraction(math.factorial(int(one.amount))))


def to(one: Quantity, unit: Unit) -> Quantity:
    """The same in another unit."""
    if one.unit is unit:
        return one
    if one.unit.is_money and unit.is_money:
        raise Refused("Tacit keeps no exchange rates, and asks nobody for them")
    if {one.unit.dimension, unit.dimension} == {"calendar", "time"}:
        raise Refused("months and years are of different lengths")
    if one.unit.dimension != unit.dimension:
        raise Refused("one cannot be turned into the other")
    base = one.amount * one.unit.size + one.unit.zero
    if unit.dimension == "temperature" and base < 0:
        raise Refused("nothing is that cold")
    return bounded(replace(one, amount=(base - unit.zero) / unit.size, unit=unit))


def bounded(one: Quantity) -> Quantity:
    _small(_bits(one.amount))
    return one


def _bits(amount: Fraction) -> int:
    return max(amount.numerator.bit_length(), amount.denominator.bit_length())


def _small(bits: int) -> None:
    if bits > MOST_BITS:
        raise Refused("the result would be too long to write down")
