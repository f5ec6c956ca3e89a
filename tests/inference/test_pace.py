"""Threads follow what they gain: seconds are handed in, as a computer would have taken them."""

from collections.abc import Callable

from inference.engines.pace import FIRST_MORE, Pace

Takes = Callable[[int], float]


def written(pace: Pace, tokens: int, takes: Takes) -> list[int]:
    """How many threads wrote each token."""
    threads = []
    for _ in range(tokens):
        threads.append(pace.threads)
        pace.note(takes(pace.threads))
    return threads


def alone(threads: int) -> float:
    return 0.02 / threads + 0.01


def crowded(threads: int) -> float:
    """More than one thread waits for a core that is not there."""
    return 0.02 if threads == 1 else 0.3


def test_on_a_computer_of_its_own_all_threads_write() -> None:
    threads = written(Pace(4), 410, alone)
    assert threads.count(4) > 0.9 * len(threads)
    assert threads[-1] == 4


def test_where_cores_are_taken_away_it_comes_down_within_a_few_tokens() -> None:
    pace = Pace(2)
    written(pace, 40, alone)
    threads = written(pace, 300, crowded)
    assert threads[:8].count(1) >= 4
    assert threads.count(2) < 0.05 * len(threads)


def test_where_they_were_taken_from_the_beginning_too() -> None:
    threads = written(Pace(8), 300, crowded)
    assert threads[40:].count(1) > 0.9 * len(threads[40:])


def test_once_they_are_free_again_it_goes_up() -> None:
    pace = Pace(4)
    written(pace, 400, crowded)
    assert pace.threads == 1
    threads = written(pace, 1_200, alone)
    assert 4 in threads
    assert threads[-FIRST_MORE:].count(4) > FIRST_MORE // 2


def test_one_thread_stays_one() -> None:
    assert set(written(Pace(1), 100, crowded)) == {1}


def test_it_says_when_the_number_has_changed() -> None:
    pace = Pace(2)
    for _ in range(200):
        before = pace.threads
        assert pace.note(crowded(before)) == (pace.threads != before)
