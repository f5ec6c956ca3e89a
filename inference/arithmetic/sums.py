"""`work_out` a text that is a sum, and `is_sum`, which says whether one clearly is."""

from dataclasses import dataclass
from fractions import Fraction

from inference.arithmetic import said
from inference.arithmetic.grammar import Part, Reader
from inference.arithmetic.phrases import RULES
from inference.arithmetic.quantity import Refused
from inference.arithmetic.tokens import Token, Unreadable, stripped, tokens


@dataclass(frozen=True)
class Answer:
    """What a sum comes to."""

    says: str
    "a sentence, with the sum as it was understood"
    amount: Fraction
    unit: str
    "empty for a number alone"
    shown: str
    "the result alone, as a person writes it"
    exact: str
    "the whole result, where it is not too long to read; else empty"


def work_out(text: str) -> Answer:
    """What a sum comes to; Unreadable where it is none, Refused where it has no result."""
    line, _clear = stripped(text)
    part, reader = _read(tokens(line))
    if isinstance(part, Refused):
        raise part
    value = part.value
    about = part.shown[0].upper() + part.shown[1:]
    parts = said.in_parts(value) if reader.adds else ""
    says = f"{about} is {parts}." if parts else f"{about} {said.result(value)}."
    unit = value.unit.many.strip()
    return Answer(says, value.amount, unit, said.quantity(value), said.exact_text(value))


def is_sum(text: str) -> bool:
    """Whether a text is clearly a sum and nothing else; one without a result is one too."""
    line, is_clear = stripped(text)
    try:
        part, reader = _read(tokens(line))
    except Unreadable:
        return False
    if not isinstance(part, Refused) and not reader.steps:
        return False
    return is_clear or reader.is_sure or not reader.is_doubtful


def _read(found: list[Token]) -> tuple[Part | Refused, Reader]:
    """By the first rule that makes sense of all of it; else by the first that had no result."""
    refused: tuple[Refused, Reader] | None = None
    for rule in RULES:
        reader = Reader(found)
        try:
            part = rule(reader)
        except Unreadable:
            continue
        except Refused as error:
            refused = refused or (error, reader)
            continue
        if reader.is_over:
            return part, reader
    if refused is None:
        raise Unreadable
    return refused
