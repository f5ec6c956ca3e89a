"""Sums. The model never does one: it hands the words over, and they are worked out exactly."""

from inference.arithmetic.quantity import Refused
from inference.arithmetic.sums import work_out
from inference.arithmetic.tokens import Unreadable
from inference.tools.base import Desk, Effect, Result, tool
from inference.tools.errors import CannotCalculate


@tool(Effect.READ)
def calculate(desk: Desk, expression: str) -> Result:  # noqa: ARG001 - every tool has a desk
    """Work out a sum, a percentage or a change of units."""
    try:
        answer = work_out(expression)
    except Unreadable as error:
        raise CannotCalculate(expression, "this is no sum that Tacit can read") from error
    except Refused as error:
        raise CannotCalculate(expression, error.reason) from error
    data = {"result": answer.shown, "exact": answer.exact, "unit": answer.unit}
    return Result(answer.says, {**data, "value": str(answer.amount)})
