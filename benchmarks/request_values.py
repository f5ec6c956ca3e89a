"""When two values of an argument say the same: words, names, paths, times, rules and sums.

What does not matter is left out before comparing; nothing is guessed, and what cannot be read is
the same as nothing.
"""

import ast
import operator
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from inference.tools.base import Argument

ARTICLES = frozenset({"a", "an", "the"})
OWNERS = frozenset({"my", "our"})
KINDS = frozenset({"task", "reminder", "note", "list", "file", "folder", "one"})
QUOTES = " \"'“”\u2018’"
SHOWN_OCCURRENCES = 40


def folded(text: str) -> str:
    """Words alone: no case, no punctuation, no articles."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = re.sub(r"['’]", "", plain)
    words = re.sub(r"[\W_]+", " ", plain).split()
    return " ".join(word for word in words if word not in ARTICLES)


def folded_target(text: str) -> str:
    """Of a thing's name, without the owner of it and without what kind of thing it is."""
    words = [word for word in folded(text).split() if word not in OWNERS]
    while len(words) > 1 and words[-1] in KINDS:
        words.pop()
    return " ".join(words)


def folded_path(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).strip(QUOTES).casefold()
    plain = re.sub(r"^(the|my) | (folder|file)$", "", plain)
    return plain.removeprefix("./").rstrip("/")


def same_time(wanted: str, given: str, *, is_end: bool = False) -> bool:
    """The same day, or the same moment; the end of a day can be said as a moment too."""
    try:
        one, other = _time(wanted), _time(given)
    except ValueError:
        return False
    if isinstance(one, datetime) or not isinstance(other, datetime):
        return one == other
    if is_end:
        last = (time(23, 59), time(23, 59, 59))
        midnight = one + timedelta(days=1) == other.date() and other.time() == time()
        return midnight or (one == other.date() and other.time() in last)
    return False


def _time(text: str) -> date | datetime:
    if len(text) == len("2026-11-24"):
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def same_rule(wanted: Argument, given: Argument, start: str) -> bool:
    """Whether two rules come at the same times, counted from the same start."""
    if not isinstance(wanted, str) or not isinstance(given, str):
        return False
    try:
        return _occurrences(wanted, start) == _occurrences(given, start)
    except ValueError:
        return False


def _occurrences(rule: str, start: str) -> list[datetime]:
    """As a clock on the wall would show them."""
    first = datetime.fromisoformat(start).replace(tzinfo=None)
    plain = re.sub(r"UNTIL=(\d{8})[^;]*", r"UNTIL=\1T235959", rule.removeprefix("RRULE:").upper())
    return list(islice(rrulestr(plain, dtstart=first), SHOWN_OCCURRENCES))


SIGNS: tuple[tuple[str, str], ...] = (
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"(?:%|per ?cent) of", "/100*"),
    (r"%|per ?cent", "/100"),
    (r"divided by|over|÷|:", "/"),
    (r"multiplied by|times|×|·|(?<=[\d )])x(?=[\d (])", "*"),
    (r"plus", "+"),
    (r"minus|\u2212|–", "-"),
    (r"\^", "**"),
)
OPERATORS: Mapping[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


def worth(text: str) -> float | None:
    """What a sum comes to, or None where it is none."""
    plain = text.casefold().strip(" =?")
    for pattern, sign in SIGNS:
        plain = re.sub(pattern, sign, plain)
    try:
        return _value(ast.parse(plain, mode="eval").body)
    except (SyntaxError, ValueError, ArithmeticError):
        return None


def _value(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left), _value(right))
        case ast.UnaryOp(op=op, operand=operand) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(operand))
    raise ValueError(ast.dump(node))
