"""Set-up says what it does, how far it is and how long it takes, on terminals and in logs."""

import io

import pytest
from bootstrap.screen import Screen, duration, size


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_log_gets_a_line_every_ten_seconds_even_if_nothing_happens(clock: Clock) -> None:
    out = io.StringIO()
    screen = Screen(out, clock)
    screen.plan(2)
    screen.step("Compiling")
    for _ in range(60):
        clock.now += 1
        screen.tick()
    lines = out.getvalue().splitlines()
    assert lines[0] == "[1/2] Compiling"
    assert len(lines) == 1 + 6
    assert lines[-1].strip() == "60 s so far"


def test_share_and_time_left(clock: Clock) -> None:
    screen = Screen(io.StringIO(), clock)
    screen.plan(1)
    screen.step("Fetching")
    clock.now = 10
    screen.progress(25, 100, "25 of 100 MB")
    assert screen.state() == " 25% · 25 of 100 MB · about 30 s left · 10 s so far"


def test_no_guess_before_there_is_something_to_guess_from(clock: Clock) -> None:
    screen = Screen(io.StringIO(), clock)
    screen.plan(1)
    screen.step("Fetching")
    clock.now = 1
    screen.progress(50, 100)
    assert "left" not in screen.state()


def test_more_than_everything_is_everything(clock: Clock) -> None:
    screen = Screen(io.StringIO(), clock)
    screen.step("x")
    clock.now = 10
    screen.progress(150, 100)
    assert "100%" in screen.state()
    assert "about 0 s left" in screen.state()


def test_a_terminal_has_one_line_rewritten(clock: Clock) -> None:
    out = Terminal()
    screen = Screen(out, clock)
    screen.plan(1)
    screen.step("Fetching")
    for number in range(10):
        clock.now += 0.5
        screen.progress(number, 10, f"{number} of 10")
    screen.note("done")
    assert out.getvalue().count("\n") == 2
    assert out.getvalue().count("\r") >= 10
    assert out.getvalue().endswith("      done\n")


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2.5e6, "2.5 MB"), (250e6, "250 MB"),
     (1117320768, "1.1 GB")],
)  # fmt: skip
def test_sizes(count: float, text: str) -> None:
    assert size(count) == text


def test_durations() -> None:
    assert [duration(s) for s in (5, 89, 91, 600)] == ["5 s", "89 s", "2 min", "10 min"]
