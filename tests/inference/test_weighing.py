"""Of several readings of one sound, the one that somebody is likelier to have said."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from inference.engines import weighing
from inference.engines.weighing import Weigher
from inference.voice.hints import MANNER
from tests.conftest import REAL_WEIGHTS

SMALL = "smollm2-135m"


@dataclass(frozen=True)
class Reading:
    text: str
    likelihood: float


@pytest.fixture(scope="module")
def weigher() -> Weigher:
    return Weigher(next((REAL_WEIGHTS / SMALL).glob("*.gguf")), 1)


def likeliest(weigher: Weigher, *readings: tuple[str, float]) -> str:
    return weigher.likeliest([Reading(*one) for one in readings], MANNER["en"]).text


@pytest.mark.parametrize(
    ("meant", "misheard"),
    [
        ("Put new light bulbs on the shopping list.", "Put new light bolts on the shopping list."),
        ("What is the date today?", "What is the date to date?"),
        ("Remind me in an hour and a half to go.", "Remind me in an hour and they have to go."),
    ],
)
def test_what_is_said_goes_before_what_only_sounds_like_it(
    weigher: Weigher, meant: str, misheard: str
) -> None:
    assert likeliest(weigher, (misheard, -1.0), (meant, -2.0)) == meant
    assert likeliest(weigher, (meant, -1.0), (misheard, -2.0)) == meant


def test_what_the_sound_speaks_clearly_against_is_not_taken(weigher: Weigher) -> None:
    far = -1.0 - weighing.MOST_BEHIND - 0.1
    assert likeliest(weigher, ("Buy light bolts.", -1.0), ("Buy light bulbs.", far)) == (
        "Buy light bolts."
    )


def test_the_order_in_which_readings_come_changes_nothing(weigher: Weigher) -> None:
    """Words that two have in common are read once, whichever is read before."""
    texts = ("Call Bob.", "Call Bob today.", "Calm Bob today.")
    rows = [(one, -1.0) for one in texts]
    alone = {one: likelihood(weigher, one) for one in texts}
    assert likeliest(weigher, *rows) == likeliest(weigher, *rows[::-1]) == max(alone, key=alone.get)  # type: ignore[arg-type]
    assert weigher._likelihoods(texts, MANNER["en"]) == pytest.approx(alone, abs=0.3)


def likelihood(weigher: Weigher, text: str) -> float:
    return weigher._likelihoods([text], MANNER["en"])[text]


def test_one_reading_and_a_long_text_ask_no_model(tmp_path: Path) -> None:
    nothing = Weigher(tmp_path / "none.gguf", 1)
    assert likeliest(nothing, ("Call Bob.", -1.0), ("Call Bob.", -1.5)) == "Call Bob."
    long = "word " * weighing.LONGEST
    assert likeliest(nothing, (long, -1.0), (f"{long}more", -1.5)) == long


def test_weights_that_cannot_be_loaded_leave_the_first_reading(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF and nothing else")
    assert likeliest(Weigher(broken, 1), ("Call Rob.", -1.0), ("Call Bob.", -1.5)) == "Call Rob."
