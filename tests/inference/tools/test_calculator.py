"""The tool around sums: what it says, what it gives to programs, and how it refuses."""

from datetime import UTC, datetime
from typing import cast

import pytest

from desktop.errors import describe
from inference.tools.base import Desk, Effect, Result
from inference.tools.calculator import calculate
from inference.tools.errors import CannotCalculate
from vault.connection import WriteConn

DESK = Desk(cast("WriteConn", None), datetime(2026, 11, 21, tzinfo=UTC), lambda _query: [])


def worked(text: str) -> Result:
    return calculate.run(DESK, {"expression": text})


def test_it_says_the_sum_as_it_was_understood() -> None:
    found = worked("what's 10 divided by 3?")
    assert found.says == "10 ÷ 3 is about 3.33 (exactly 3 1/3)."
    assert found.data == {"result": "3.33", "exact": "3 1/3", "unit": "", "value": "10/3"}
    assert calculate.effect is Effect.READ


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("9**9**9", "“9**9**9”: the result would be too long to write down."),
        ("tell me a joke", "“tell me a joke”: this is no sum that Tacit can read."),
        ("5 / 0", "“5 / 0”: nothing can be divided by zero."),
    ],
)
def test_it_refuses_kindly(text: str, body: str) -> None:
    with pytest.raises(CannotCalculate) as error:
        worked(text)
    assert describe(error.value).body == body
