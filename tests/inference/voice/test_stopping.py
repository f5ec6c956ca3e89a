"""Which words stop something, and which only speak of it."""

import pytest

from inference.voice.stopping import Stopping, stopping


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Stop.", Stopping.THIS), ("stop it", Stopping.THIS), ("Okay, that's enough.",
        Stopping.THIS), ("Be quiet, please.", Stopping.THIS),
        ("Stop everything.", Stopping.ALL), ("Please stop everything now", Stopping.ALL),
        ("Stop every thing!", Stopping.ALL), ("Tacit, pause all jobs.", Stopping.ALL),
        ("Go on with everything.", Stopping.NO_MORE), ("resume all work", Stopping.NO_MORE),
        ("Stop the oven reminder.", None), ("Stop everything at nine.", None),
        ("Go on.", None), ("Why did it stop?", None), ("", None),
    ],
)  # fmt: skip
def test_what_stops(text: str, what: Stopping | None) -> None:
    assert stopping(text) is what
