"""From pieces to a result: the common rules of a sum, worked out as it is read.

Powers bind first and to the right, then percent and "of", then times, then plus. Every rule gives
the sum back as it was understood, so that it can be shown.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from inference.arithmetic import quantity as q
from inference.arithmetic import said
from inference.arithmetic.numerals import ARTICLES, COUNTS
from inference.arithmetic.quantity import Quantity
from inference.arithmetic.tokens import Token, Unreadable
from inference.arithmetic.units import DOUBTFUL, NAMED, NUMBER, PERCENT, SYMBOLS, Unit

_DECIMALS = re.compile(r"\d{1,3}\.\d{1,12}")
DEEPEST = 40
MOST_TOKENS = 200
UNIT_WORDS = 3
TO_UNIT = frozenset({"in", "to", "into", "as"})
LABELS = frozenset({"tip", "tax", "vat", "interest", "commission", "discount", "fee", "gratuity"})
ROOTS = {"square": 2, "cube": 3, "cubic": 3}
SHOWN = {"*": "×", "/": "÷", "+": "+", "-": "\N{MINUS SIGN}", "mod": "mod"}


@dataclass(frozen=True)
class Part:
    """A piece of a sum: what it comes to, and how it was understood."""

    value: Quantity
    shown: str
    is_share: bool = False
    "a half, 15%: something that is of something"


class Reader:
    """The rules for numbers, signs and brackets, over one row of tokens."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        if len(tokens) > MOST_TOKENS:
            raise Unreadable
        self.tokens = tokens
        self.at = 0
        self.steps = 0
        "what was worked out, beyond numbers being read"
        self.is_doubtful = False
        "whether it looks like a date, a score or a telephone number"
        self.adds = False
        "whether amounts were added up, in whatever unit came first"
        self.is_sure = False
        "whether there is anything in it that only a sum has"
        self.units_alone = False
        "whether short names of units count: something is turned into something"
        self._depth = 0

    # looking

    @property
    def is_over(self) -> bool:
        return self.at >= len(self.tokens)

    def word(self, ahead: int = 0) -> str:
        place = self.at + ahead
        return self.tokens[place].text if place < len(self.tokens) else ""

    def skip(self, *words: str) -> bool:
        """Go over one of these, each a word or several."""
        for one in words:
            pieces = one.split()
            if [self.word(ahead) for ahead in range(len(pieces))] == pieces:
                self.at += len(pieces)
                return True
        return False

    def need(self, *words: str) -> None:
        if not self.skip(*words):
            raise Unreadable

    # sums

    def sum(self) -> Part:
        left = self.product()
        while self.word() in ("+", "-"):
            sign = self.tokens[self.at]
            self.at += 1
            right = self.product()
            self.skip(*LABELS)
            self._note(sign, left, right)
            self.adds = True
            value = q.add(left.value, right.value, 1 if sign.text == "+" else -1)
            left = self.done(value, f"{left.shown} {SHOWN[sign.text]} {right.shown}")
        return left

    def product(self) -> Part:
        first = left = self.share()
        while True:
            start = _grouped(left) if left is first else left.shown
            sign = self.tokens[self.at] if not self.is_over else Token("")
            if sign.text in ("*", "/", "mod"):
                self.at += 1
                right = self.share()
                self._note(sign, left, right)
                work = {"*": q.times, "/": q.divided, "mod": q.remainder}[sign.text]
                shown = f"{start} {SHOWN[sign.text]} {_grouped(right)}"
                left = self.done(work(left.value, right.value), shown)
            elif sign.text == "of" and " ÷ " in left.shown:
                shown = left.shown.replace(" ÷ ", "/")  # 2/3 of 90
                left = self._of(Part(left.value, shown))
            elif sign.text == "(":
                right = self.share()
                shown = f"{_grouped(left)} × {_grouped(right)}"
                left = self.done(q.times(left.value, right.value), shown)
            else:
                return left

    def share(self) -> Part:
        """A factor, and what it is a share of: 15% of 80, 20% off 45, half of 90."""
        left = self.signed()
        if self.word() == "of" and left.is_share:
            return self._of(left)
        if (left.value.is_percent or left.value.unit.is_money) and self.skip("off of", "off"):
            whole = self.share()
            value = q.add(whole.value, left.value, -1)
            return self.done(value, f"{left.shown} off {whole.shown}")
        is_labelled = left.value.is_percent and self.word() in LABELS
        if is_labelled and self.word(1) in ("on", "of", "for"):
            label = self.word()
            self.at += 2
            whole = self.share()
            value = q.times(left.value, whole.value)
            return self.done(value, f"{left.shown} {label} on {whole.shown}")
        return left

    def _of(self, left: Part) -> Part:
        self.need("of")
        self.skip("the", "that")
        self.is_sure = True
        whole = self.share()
        if left.value.unit not in (NUMBER, PERCENT):
            raise Unreadable
        return self.done(q.times(left.value, whole.value), f"{left.shown} of {whole.shown}")

    def signed(self) -> Part:
        if self.skip("-", "negative"):
            inner = self._deeper(self.signed)
            amount = -inner.value.amount
            value = Quantity(amount, inner.value.unit, inner.value.is_exact)
            return Part(value, f"-{inner.shown}", inner.is_share)
        if self.skip("+"):
            return self._deeper(self.signed)
        return self.raised()

    def raised(self) -> Part:
        base = self.behind()
        if not self.skip("^"):
            return base
        exponent = self._deeper(self.signed)
        shown = f"{_grouped(base)}^{_grouped(exponent)}"
        return self.done(q.power(base.value, exponent.value), shown)

    def behind(self) -> Part:
        """What stands behind a number: %, squared, a unit."""
        part = self.alone()
        while True:
            if self.word() == "%":
                self.at += 1
                if part.value.unit is not NUMBER:
                    raise Unreadable
                value = Quantity(part.value.amount, PERCENT, part.value.is_exact)
                part = Part(value, f"{part.shown}%", is_share=True)
            elif self.word() in ("squared", "cubed"):
                sign = "²" if self.word() == "squared" else "³"
                self.at += 1
                power = Quantity(Fraction(2 if sign == "²" else 3))
                part = self.done(q.power(part.value, power), f"{_grouped(part)}{sign}")
            elif self.word() == "factorial":
                self.at += 1
                part = self.done(q.factorial(part.value), f"{_grouped(part)}!")
            else:
                return part

    # pieces

    def alone(self) -> Part:
        if self.skip("("):
            inner = self._deeper(self.sum)
            self.need(")")
            return Part(inner.value, f"({inner.shown})")
        if self.word() in SYMBOLS or self.word() in ("chf", "usd", "eur", "gbp"):
            return self._money()
        function = self._function()
        if function is not None:
            return function
        if self.is_over or self.tokens[self.at].number is None:
            raise Unreadable
        return self._number()

    def _money(self) -> Part:
        unit = NAMED[self.word()]
        self.at += 1
        token = self.tokens[self.at] if not self.is_over else Token("")
        if token.number is None:
            raise Unreadable
        self.at += 1
        value = Quantity(token.number, unit)
        return Part(value, said.quantity(value))

    def _number(self) -> Part:
        token = self.tokens[self.at]
        assert token.number is not None
        self.at += 1
        if token.is_part and not self.is_over and self.tokens[self.at].number is not None:
            whole = self.behind()  # half 90
            return self.done(
                q.times(Quantity(token.number), whole.value), f"{token.text} of {whole.shown}"
            )
        start = self.at
        if token.is_part:
            self.skip(*ARTICLES, "of an", "of a")  # half an hour
        unit = self.unit()
        if unit is None:
            self.at = start
            self.steps += _is_so_many_dozen(token)
            return Part(Quantity(token.number), _as_written(token), token.is_part)
        return self._more_of(Quantity(token.number, unit))

    def _more_of(self, first: Quantity) -> Part:
        """5 feet 10 inches, 2 hours and 15 minutes."""
        shown = said.quantity(first)
        while not first.unit.is_money and not first.unit.zero:
            start = self.at
            self.skip("and")
            token = self.tokens[self.at] if not self.is_over else Token("")
            self.at += 1
            unit = self.unit() if token.number is not None else None
            if unit is None and token.number is not None and first.unit is NAMED["foot"]:
                unit = NAMED["inch"]  # six foot two
            if unit is None or not unit.is_part_of(first.unit):
                self.at = start
                break
            assert token.number is not None
            more = Quantity(token.number, unit)
            first, shown = q.add(first, more), f"{shown} {said.quantity(more)}"
        return Part(first, shown)

    def unit(self) -> Unit | None:
        """The unit that stands here, by its longest name."""
        if self.word() == "in" and self.word(1) in TO_UNIT:
            self.at += 1
            return NAMED["inch"]
        for count in range(UNIT_WORDS, 0, -1):
            name = " ".join(self.word(ahead) for ahead in range(count)).strip()
            found = NAMED.get(name)
            if found and (self.units_alone or name not in DOUBTFUL):
                self.at += count
                return found
        return None

    def _function(self) -> Part | None:
        """The square root of 144, double 45, the sum of 1, 2 and 3."""
        start = self.at
        self.skip("the")
        if self.word() in ROOTS and self.word(1) == "root":
            degree = ROOTS[self.word()]
            self.at += 2
            return self._root(degree)
        if self.skip("sqrt", "root", "squareroot"):
            return self._root(2)
        if self.skip("cbrt"):
            return self._root(3)
        if self.skip("double", "twice", "triple", "thrice"):
            factor = 2 if self.word(-1) in ("double", "twice") else 3
            inner = self._deeper(self.signed)
            value = q.times(Quantity(Fraction(factor)), inner.value)
            return self.done(value, f"{factor} × {_grouped(inner)}")
        if self.skip("square of", "cube of"):
            power = 2 if self.word(-2) == "square" else 3
            inner = self._deeper(self.signed)
            shown = f"{_grouped(inner)}{'²' if power == 2 else '³'}"
            return self.done(q.power(inner.value, Quantity(Fraction(power))), shown)
        if self.skip("factorial of"):
            inner = self._deeper(self.signed)
            return self.done(q.factorial(inner.value), f"{_grouped(inner)}!")
        self.at = start
        return None

    def _root(self, degree: int) -> Part:
        self.skip("of")
        inner = self._deeper(self.signed)
        shown = f"{'√' if degree == 2 else '∛'}{_grouped(inner)}"
        return self.done(q.root(inner.value, degree), shown)

    # keeping count

    def done(self, value: Quantity, shown: str) -> Part:
        self.steps += 1
        return Part(value, shown)

    def _deeper(self, rule: Callable[[], Part]) -> Part:
        self._depth += 1
        if self._depth > DEEPEST:
            raise q.Refused("it is too deep to follow")
        try:
            return rule()
        finally:
            self._depth -= 1

    def _note(self, sign: Token, left: Part, right: Part) -> None:
        """9/11, 24/7 and 555-1234 are mostly something else than sums."""
        if not sign.is_tight or sign.text not in ("/", "-"):
            self.is_sure = True
            return
        small = abs(left.value.amount) < 100 and abs(right.value.amount) < 100
        self.is_doubtful = self.is_doubtful or sign.text == "-" or small


def _is_so_many_dozen(token: Token) -> bool:
    words = token.text.split()
    return words[-1] in COUNTS and words[0] not in (*ARTICLES, words[-1])


def _as_written(token: Token) -> str:
    """The number as it was written, where it can be read only one way; 96.40 keeps its end."""
    assert token.number is not None
    if token.is_part or _is_so_many_dozen(token):
        return token.text
    is_plain = _DECIMALS.fullmatch(token.text) and Fraction(token.text) == token.number
    return token.text if is_plain else said.number(token.number)


def _grouped(part: Part) -> str:
    """In brackets where it would be read otherwise without."""
    whole = part.shown.startswith("(") and part.shown.endswith(")")
    return (
        part.shown
        if whole or " " not in part.shown or part.value.unit is not NUMBER
        else (f"({part.shown})")
    )
