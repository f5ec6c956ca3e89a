"""Sums that are said in a way of their own: splitting a bill, what percent, turning units."""

from collections.abc import Callable
from fractions import Fraction

from inference.arithmetic import quantity as q
from inference.arithmetic import said
from inference.arithmetic.grammar import LABELS, SHOWN, TO_UNIT, Part, Reader
from inference.arithmetic.quantity import Quantity
from inference.arithmetic.tokens import Unreadable
from inference.arithmetic.units import NUMBER, PERCENT, Unit

Rule = Callable[[Reader], Part]
PEOPLE = (
    "people", "persons", "friends", "of us", "of them", "ways", "way", "guests", "heads", "kids",
    "children", "groups", "parts", "equal parts", "colleagues", "roommates", "housemates",
)  # fmt: skip
MOST = 50
"numbers of a list"


def plain(reader: Reader) -> Part:
    return reader.sum()


def split(reader: Reader) -> Part:
    """Split 96.40 between 3 people."""
    is_said = reader.skip("split", "share")
    is_divided = not is_said and reader.skip("divide")
    reader.skip("a bill of", "the bill of", "a check of", "the check of")
    whole = reader.product()
    is_said = is_said or reader.skip("split", "shared")
    if not (is_said or is_divided or reader.skip("divided")):
        raise Unreadable
    reader.skip("equally", "evenly")
    ways = ("between", "among", "amongst", "into", *(("by", "/", "in") if is_said else ()))
    is_joined = reader.skip(*ways)
    count = reader.product()
    reader.skip("the")
    if not reader.skip(*PEOPLE) and not is_joined:
        raise Unreadable
    if count.value.unit is not NUMBER:
        raise Unreadable
    value = q.divided(whole.value, count.value)
    return reader.done(value, f"{whole.shown} split between {count.shown}")


def turned(reader: Reader) -> Part:
    """10 miles in km; convert 70 f to c; a litre in cups."""
    reader.units_alone = True
    reader.skip("convert", "turn", "change")
    start = _one_or_more(reader)
    if reader.word() not in TO_UNIT:
        reader.need("is how many", "are how many", "equals how many")
    else:
        reader.at += 1
        reader.skip("a", "the")
    return _in_unit(reader, start, _unit(reader))


def how_many(reader: Reader) -> Part:
    """How many cups in a litre; how many km are 10 miles."""
    reader.units_alone = True
    reader.need("how many", "how much")
    unit = _unit(reader)
    reader.skip("are there", "is there", "are", "is", "fit", "go", "makes", "make", "do i need for")
    reader.skip("in", "into", "to")
    start = _one_or_more(reader)
    reader.skip("have", "has")
    return _in_unit(reader, start, unit)


def _one_or_more(reader: Reader) -> Part:
    """An amount; a mile alone is one of it."""
    if reader.skip("a", "an", "one", "1") or reader.tokens[reader.at].number is None:
        start = reader.at
        unit = reader.unit()
        if unit is not None:
            value = Quantity(1 + _and_a_half(reader), unit)
            return Part(value, said.quantity(value))
        reader.at = start - 1 if start else start
    return reader.sum()


def _and_a_half(reader: Reader) -> Fraction:
    """An hour and a half, an hour and a quarter."""
    more = reader.tokens[reader.at + 1 : reader.at + 2]
    if reader.word() != "and" or not more or not more[0].is_part or more[0].number is None:
        return Fraction(0)
    reader.at += 2
    return more[0].number


def _unit(reader: Reader) -> Unit:
    unit = reader.unit()
    if unit is None:
        raise Unreadable
    return unit


def _in_unit(reader: Reader, start: Part, unit: Unit) -> Part:
    if start.value.unit is NUMBER:
        raise Unreadable
    return reader.done(q.to(start.value, unit), start.shown)


def what_percent(reader: Reader) -> Part:
    """What percent of 80 is 12."""
    reader.skip("what", "how much", "how many")
    reader.need("%", "percentage", "part")
    if reader.skip("is"):
        part = reader.signed()
        reader.need("of", "out of")
        return _as_percent(reader, part, reader.product())
    reader.need("of")
    whole = reader.product()
    reader.need("is", "are")
    return _as_percent(reader, reader.product(), whole)


def as_percent(reader: Reader) -> Part:
    """12 is what percent of 80; 12 out of 80 as a percentage."""
    part = reader.signed()
    if reader.skip("is what", "is which"):
        reader.need("%", "percentage")
        reader.need("of")
        return _as_percent(reader, part, reader.product())
    if reader.skip("as"):
        reader.skip("a", "an")
        reader.need("%", "percentage")
        reader.need("of")
        return _as_percent(reader, part, reader.product())
    reader.need("out of", "of", "/")
    whole = reader.product()
    reader.need("as", "in")
    reader.skip("a", "an")
    reader.need("%", "percentage")
    return _as_percent(reader, part, whole)


def _as_percent(reader: Reader, part: Part, whole: Part) -> Part:
    share = q.divided(part.value, whole.value)
    if share.unit is not NUMBER:
        raise Unreadable
    value = Quantity(share.amount * 100, PERCENT, share.is_exact)
    return reader.done(value, f"{part.shown} out of {whole.shown}")


def change(reader: Reader) -> Part:
    """The percent change from 80 to 92."""
    reader.skip("the")
    reader.need("%", "percentage")
    reader.need("change", "increase", "decrease", "difference")
    reader.need("from", "between")
    before = reader.product()
    reader.need("to", "and")
    after = reader.product()
    share = q.divided(q.add(after.value, before.value, -1), before.value)
    value = Quantity(share.amount * 100, PERCENT, share.is_exact)
    return reader.done(value, f"The change from {before.shown} to {after.shown}")


def verb(reader: Reader) -> Part:
    """Add 3 to 5, subtract 4 from 10, increase 80 by 15%, multiply 6 by 7."""
    word = reader.word()
    reader.at += 1
    joins, sign, is_turned = {
        "add": (("to", "and"), "+", True),
        "subtract": (("from",), "-", True),
        "take": (("from", "away from", "off"), "-", True),
        "deduct": (("from",), "-", True),
        "multiply": (("by", "with", "and"), "*", False),
        "divide": (("by", "through"), "/", False),
        "increase": (("by",), "+", False),
        "raise": (("by",), "+", False),
        "decrease": (("by",), "-", False),
        "reduce": (("by",), "-", False),
    }.get(word, ((), "", False))
    if not sign:
        raise Unreadable
    one = reader.sum()
    is_listed = reader.word() == "and"
    reader.need(*joins)
    two = reader.sum()
    if is_turned and not is_listed:
        one, two = two, one
    return reader.done(_worked(sign, one, two), f"{one.shown} {_shown(sign)} {two.shown}")


def _worked(sign: str, one: Part, two: Part) -> Quantity:
    if sign in "+-":
        return q.add(one.value, two.value, 1 if sign == "+" else -1)
    return (q.times if sign == "*" else q.divided)(one.value, two.value)


def _shown(sign: str) -> str:
    return SHOWN[sign]


def with_percent_off(reader: Reader) -> Part:
    """45 with 20% off; 45 at 20% off; 45 with a 20% discount; 80 with 19% tax."""
    whole = reader.product()
    reader.need("with", "at", "and", "including", "incl")
    reader.skip("a", "an")
    percent = reader.signed()
    if not percent.value.is_percent:
        raise Unreadable
    sign = -1 if reader.skip("off", "discount") else 1
    if sign == 1:
        reader.need("tip", "tax", "vat", "interest", "gratuity", "added", "on top")
    value = q.add(whole.value, percent.value, sign)
    return reader.done(value, f"{whole.shown} {SHOWN['+' if sign > 0 else '-']} {percent.shown}")


def each(reader: Reader) -> Part:
    """3 tickets at 12.50 each."""
    count = reader.signed()
    if reader.tokens[reader.at : reader.at + 1] and reader.word() not in ("at", "for"):
        reader.at += 1  # tickets, boxes: whatever they are
    reader.need("at", "for")
    price = reader.signed()
    reader.need("each", "apiece", "a piece", "per piece")
    return reader.done(q.times(count.value, price.value), f"{count.shown} × {price.shown}")


def listed(reader: Reader) -> Part:
    """The average of 3, 4 and 5."""
    reader.skip("the")
    name = reader.word()
    reader.at += 1
    if name not in ("sum", "avg", "total", "average", "mean", "median", "product", "difference",
                    "largest", "smallest", "max", "min", "maximum", "minimum"):  # fmt: skip
        raise Unreadable
    reader.need("of", "between", "from")
    parts = [reader.product()]
    while (reader.skip(", and", ",", "and") or not reader.is_over) and len(parts) <= MOST:
        parts.append(reader.product())
    if len(parts) < 2:
        raise Unreadable
    shown = ", ".join(one.shown for one in parts[:-1]) + f" and {parts[-1].shown}"
    value = _of_list(name, [one.value for one in parts])
    return reader.done(value, f"The {name} of {shown}")


def _of_list(name: str, values: list[Quantity]) -> Quantity:
    unit = values[0].unit
    if name == "product":
        total = values[0]
        for one in values[1:]:
            total = q.times(total, one)
        return total
    if name == "difference":
        return q.add(max(values, key=_amount), min(values, key=_amount), -1)
    if name in ("largest", "max", "maximum"):
        return max((q.to(one, unit) for one in values), key=_amount)
    if name in ("smallest", "min", "minimum"):
        return min((q.to(one, unit) for one in values), key=_amount)
    if name == "median":
        ranked = sorted((q.to(one, unit) for one in values), key=_amount)
        low, high = ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]
        return q.times(q.add(low, high), Quantity(Fraction(1, 2)))
    total = values[0]
    for one in values[1:]:
        total = q.add(total, one)
    if name in ("average", "mean", "avg"):
        return q.divided(total, Quantity(Fraction(len(values))))
    return total


def _amount(one: Quantity) -> Fraction:
    return one.amount * one.unit.size


def compared(reader: Reader) -> Part:
    """20% more than 50; ten less than fifty."""
    one = reader.signed()
    sign = "+" if reader.skip("more-than") else "-"
    if sign == "-":
        reader.need("less-than")
    two = reader.sum()
    value = q.add(two.value, one.value, 1 if sign == "+" else -1)
    return reader.done(value, f"{two.shown} {SHOWN[sign]} {one.shown}")


def labelled(reader: Reader) -> Part:
    """Tip 15% on 60."""
    label = reader.word()
    reader.need(*LABELS)
    reader.skip("of")
    percent = reader.signed()
    reader.need("on", "of", "for")
    whole = reader.product()
    if not percent.value.is_percent:
        raise Unreadable
    value = q.times(percent.value, whole.value)
    return reader.done(value, f"{percent.shown} {label} on {whole.shown}")


def squared(reader: Reader) -> Part:
    """Square 12, cube 3."""
    power = {"square": 2, "cube": 3}.get(reader.word())
    reader.at += 1
    if power is None:
        raise Unreadable
    one = reader.signed()
    sign = "²" if power == 2 else "³"
    return reader.done(q.power(one.value, Quantity(Fraction(power))), f"{one.shown}{sign}")


def remainder(reader: Reader) -> Part:
    """The remainder of 17 divided by 5."""
    reader.skip("the")
    reader.need("remainder")
    reader.need("of", "when")
    one = reader.signed()
    reader.skip("is")
    reader.need("/")
    two = reader.signed()
    value = q.remainder(one.value, two.value)
    return reader.done(value, f"The remainder of {one.shown} ÷ {two.shown}")


def rounding(reader: Reader) -> Part:
    """Round 3.14159 to 2 decimals."""
    reader.need("round")
    one = reader.sum()
    places = Fraction(0)
    if reader.is_over and one.value.amount.denominator == 1:
        raise Unreadable  # there is nothing to round
    if reader.skip("to"):
        found = reader.signed()
        reader.need("decimals", "decimal places", "decimal place", "decimal", "places", "digits")
        places = found.value.amount
    if places.denominator != 1 or not 0 <= places <= MOST:
        raise Unreadable
    scale = Fraction(10) ** int(places)
    amount = round(one.value.amount * scale) / scale
    return reader.done(Quantity(Fraction(amount), one.value.unit), f"{one.shown}, rounded,")


RULES: tuple[Rule, ...] = (
    plain, split, turned, how_many, what_percent, as_percent, change, verb, with_percent_off, each,
    listed, remainder, rounding, compared, labelled, squared,
)  # fmt: skip
