"""Numbers as a person writes them: thousands set apart, few decimals, “about” where not all is."""

from fractions import Fraction

from inference.arithmetic.quantity import Quantity
from inference.arithmetic.units import NAMED, Unit

DECIMALS = 4
"that are shown without saying “about”"
ABOUT_DECIMALS = 2
TELLING = 3
"digits that tell something, of a number below one"
LARGEST = 10**15
"above which a number is written with a power of ten"
LONGEST_EXACT = 40
SMALL_PART = 1000
"the largest denominator that helps anybody"


def number(amount: Fraction) -> str:
    """All of it where that is short, else rounded."""
    return exactly(amount) if is_short(amount) else rounded(amount)


def is_short(amount: Fraction) -> bool:
    """Whether nothing is lost in how it is written."""
    if abs(amount) >= LARGEST:
        return False
    return bool((amount * 10**DECIMALS).denominator == 1)


def exactly(amount: Fraction) -> str:
    """Decimals where they end, else a whole number and a fraction."""
    if amount.denominator == 1:
        return f"{amount.numerator:,}"
    decimals = _decimals(amount.denominator)
    if decimals is not None:
        return _fixed(amount, decimals)
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount.numerator), amount.denominator)
    lead = f"{whole:,} " if whole else ""
    return f"{sign}{lead}{rest}/{amount.denominator}"


def rounded(amount: Fraction) -> str:
    size = abs(amount)
    if size >= LARGEST:
        return _with_power(amount)
    if size >= 1 or not size:
        return _trimmed(_fixed(amount, ABOUT_DECIMALS))
    places = len(str(size.denominator // size.numerator)) + TELLING - 1
    if places > LONGEST_EXACT // 2:
        return _with_power(amount)
    return _trimmed(_fixed(amount, places))


def quantity(one: Quantity) -> str:
    """With its unit."""
    return with_unit(_money(one.amount) if one.unit.is_money else number(one.amount), one)


def with_unit(text: str, one: Quantity) -> str:
    unit: Unit = one.unit
    if unit.is_money:
        return f"-{unit.one}{text[1:]}" if text.startswith("-") else f"{unit.one}{text}"
    if not unit.one:
        return text
    name = unit.one if abs(one.amount) == 1 else unit.many
    return f"{text}{name}" if name[0] == "%" else f"{text} {name}"


def result(one: Quantity) -> str:
    """Is 12; is about 3.33 (exactly 3 1/3)."""
    if one.is_exact and (_is_cents(one) if one.unit.is_money else is_short(one.amount)):
        return f"is {quantity(one)}"
    about = f"is about {quantity(one)}"
    exact = exact_text(one)
    return f"{about} (exactly {exact})" if exact and not one.unit.is_money else about


def in_parts(one: Quantity) -> str:
    """3 hours 15 minutes: a length of time that is no whole number of its unit; else nothing."""
    seconds = one.amount * one.unit.size
    if one.unit.dimension != "time" or one.amount.denominator == 1 or seconds.denominator != 1:
        return ""
    left, parts = abs(int(seconds)), []
    for name in ("day", "hour", "minute", "second"):
        unit = NAMED[name]
        count, left = divmod(left, int(unit.size)) if unit.size <= one.unit.size else (0, left)
        if count:
            parts.append(with_unit(f"{count:,}", Quantity(Fraction(count), unit)))
    return ("-" if seconds < 0 else "") + " ".join(parts)


def exact_text(one: Quantity) -> str:
    """The whole number, where it is one that somebody could read; else nothing."""
    if not one.is_exact:
        return ""
    has_end = _decimals(one.amount.denominator) is not None
    if not has_end and one.amount.denominator > SMALL_PART:
        return ""
    text = exactly(one.amount)
    return with_unit(text, one) if len(text) <= LONGEST_EXACT else ""


def _is_cents(one: Quantity) -> bool:
    return (one.amount * 100).denominator == 1 and abs(one.amount) < LARGEST


def _money(amount: Fraction) -> str:
    if abs(amount) >= LARGEST:
        return _with_power(amount)
    return number(amount) if amount.denominator == 1 else _fixed(amount, 2)


def _decimals(denominator: int) -> int | None:
    """How many decimals a fraction ends after."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None


def _fixed(amount: Fraction, decimals: int) -> str:
    """Rounded half to even, as sums of money are."""
    scaled = round(abs(amount) * 10**decimals)
    whole, rest = divmod(scaled, 10**decimals)
    sign = "-" if amount < 0 and scaled else ""
    return f"{sign}{whole:,}" + (f".{rest:0{decimals}d}" if decimals else "")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_power(amount: Fraction) -> str:
    """1.27 × 10^30."""
    size = abs(amount)
    power = len(str(size.numerator)) - len(str(size.denominator))
    power -= size < Fraction(10) ** power
    scaled = _fixed(size / Fraction(10) ** power, ABOUT_DECIMALS)
    if scaled == "10.00":
        scaled, power = "1.00", power + 1
    return f"{'-' if amount < 0 else ''}{scaled} × 10^{power}"
