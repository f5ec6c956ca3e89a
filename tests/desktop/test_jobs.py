"""Jobs: lanes, order, errors, cancelling and closing, on real threads and a real event loop."""

import gc
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot

from desktop.garbage import (
    EVERY_MS,
    MIDDLE_EVERY,
    OLD_EVERY,
    PATIENCE,
    YOUNG_LIMIT,
    Collector,
)
from desktop.jobs import THREADS, Cancelled, Job, JobRunner, Lane


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


def wait_idle(qtbot: QtBot, jobs: JobRunner) -> None:
    qtbot.waitUntil(lambda: jobs.busy == 0)


def test_the_result_comes_on_the_window_s_thread(qtbot: QtBot, jobs: JobRunner) -> None:
    came: list[tuple[Any, ...]] = []
    worked: list[threading.Thread] = []

    def work(_job: Job[int]) -> int:
        worked.append(threading.current_thread())
        return 7

    jobs.start(Lane.IO, work, on_done=lambda n: came.append((n, threading.current_thread())))
    wait_idle(qtbot, jobs)
    assert came == [(7, threading.main_thread())]
    assert worked[0] is not threading.main_thread()


def test_twenty_thousand_events_in_order_then_the_result(qtbot: QtBot, jobs: JobRunner) -> None:
    heard: list[Any] = []

    def work(job: Job[str]) -> str:
        for number in range(20_000):
            job.emit(number)
        return "end"

    jobs.start(Lane.MODEL, work, on_event=heard.append, on_done=heard.append)
    wait_idle(qtbot, jobs)
    assert heard == [*range(20_000), "end"]


def test_a_flood_leaves_frames_for_the_window(qtbot: QtBot, jobs: JobRunner) -> None:
    """Events that are slow to take are spread over frames, so that others get their turn."""
    frames: list[int] = []
    heard: list[int] = []

    def take(number: int) -> None:
        heard.append(number)
        QThread.msleep(1)

    def work(job: Job[None]) -> None:
        for number in range(100):
            job.emit(number)

    jobs.start(Lane.IO, work, on_event=take)
    drain = jobs._drain
    while len(heard) < 100:
        qtbot.wait(1)
        drain()
        frames.append(len(heard))
    assert len(set(frames)) > 5


def test_threads_that_compute_let_the_window_go_on_often(jobs: JobRunner) -> None:
    assert sys.getswitchinterval() <= 0.001  # at 0.005 gaps were measured, see benchmarks/window


def test_an_error_goes_to_the_one_who_asked(qtbot: QtBot, jobs: JobRunner) -> None:
    errors: list[BaseException] = []

    def work(_job: Job[None]) -> None:
        raise ValueError("x")

    jobs.start(Lane.VAULT, work, on_error=errors.append)
    wait_idle(qtbot, jobs)
    assert [type(error) for error in errors] == [ValueError]


def test_an_error_that_nobody_asked_for_is_still_heard(qtbot: QtBot, jobs: JobRunner) -> None:
    def work(_job: Job[None]) -> None:
        raise KeyError("x")

    with qtbot.waitSignal(jobs.failed) as heard:
        jobs.start(Lane.VAULT, work)
    assert isinstance(heard.args[0], KeyError)


@pytest.mark.parametrize("kind", [BaseException, SystemExit, KeyboardInterrupt, GeneratorExit])
def test_a_lane_lives_on_whatever_a_native_part_throws(
    qtbot: QtBot, jobs: JobRunner, kind: type[BaseException]
) -> None:
    """Panics of native parts are no `Exception`s."""
    errors: list[BaseException] = []
    done: list[int] = []

    def panic(_job: Job[None]) -> None:
        raise kind

    jobs.start(Lane.VAULT, panic, on_error=errors.append)
    jobs.start(Lane.VAULT, lambda _job: 1, on_done=done.append)
    wait_idle(qtbot, jobs)
    assert ([type(error) for error in errors], done) == ([kind], [1])


def test_starting_many_jobs_does_not_hold_up_their_results(qtbot: QtBot, jobs: JobRunner) -> None:
    done: list[int] = []
    for _ in range(40):
        jobs.start(Lane.IO, lambda _job: 1, on_done=done.append)
        qtbot.wait(5)  # less than a frame: a timer that began anew each time would never ring
    assert done


def test_a_lane_lives_on_after_an_error(qtbot: QtBot, jobs: JobRunner) -> None:
    done: list[int] = []

    def fail(_job: Job[None]) -> None:
        raise RuntimeError

    jobs.start(Lane.VAULT, fail, on_error=lambda _e: None)
    jobs.start(Lane.VAULT, lambda _job: 1, on_done=done.append)
    wait_idle(qtbot, jobs)
    assert done == [1]


@pytest.mark.parametrize("lane", Lane)
def test_a_lane_runs_so_many_at_once_and_no_more(qtbot: QtBot, jobs: JobRunner, lane: Lane) -> None:
    running, most, lock = 0, 0, threading.Lock()
    full = threading.Semaphore(0)

    def work(_job: Job[None]) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running == THREADS[lane]:
                full.release(20)
        full.acquire(timeout=5)
        with lock:
            running -= 1

    for _ in range(8):
        jobs.start(lane, work)
    wait_idle(qtbot, jobs)
    assert most == THREADS[lane]


def test_one_lane_does_not_wait_for_another(qtbot: QtBot, jobs: JobRunner) -> None:
    gate = threading.Event()
    done: list[str] = []
    jobs.start(Lane.MODEL, lambda _job: gate.wait(5), on_done=lambda _: done.append("model"))
    jobs.start(Lane.VAULT, lambda _job: 1, on_done=lambda _: done.append("vault"))
    qtbot.waitUntil(lambda: done == ["vault"])
    gate.set()
    wait_idle(qtbot, jobs)
    assert done == ["vault", "model"]


def endless(started: threading.Event) -> Callable[[Job[None]], None]:
    def work(job: Job[None]) -> None:
        started.set()
        while True:
            job.emit("on it")

    return work


def test_cancelling_ends_the_work_and_silences_it(qtbot: QtBot, jobs: JobRunner) -> None:
    started = threading.Event()
    after: list[Any] = []
    job = jobs.start(
        Lane.MODEL, endless(started), on_done=after.append, on_error=after.append,
        on_event=lambda event: after.append(event) if job.is_cancelled else None,
    )  # fmt: skip
    assert started.wait(5)
    ended: list[bool] = []
    job._on_stopped = lambda: ended.append(True)
    job.cancel()
    assert ended == []
    wait_idle(qtbot, jobs)
    assert after == []
    assert ended == [True]


def test_cancelled_before_it_began(qtbot: QtBot, jobs: JobRunner) -> None:
    gate = threading.Event()
    ran: list[int] = []
    jobs.start(Lane.VAULT, lambda _job: gate.wait(5))
    waiting = jobs.start(Lane.VAULT, lambda _job: ran.append(1))
    waiting.cancel()
    gate.set()
    wait_idle(qtbot, jobs)
    assert ran == []


def test_work_may_tidy_up_when_it_is_stopped(qtbot: QtBot, jobs: JobRunner) -> None:
    started, tidied = threading.Event(), threading.Event()

    def work(job: Job[None]) -> None:
        try:
            endless(started)(job)
        except Cancelled:
            tidied.set()
            raise

    job = jobs.start(Lane.IO, work)
    assert started.wait(5)
    job.cancel()
    wait_idle(qtbot, jobs)
    assert tidied.is_set()


def test_closing_stops_everything_and_delivers_nothing(qtbot: QtBot, jobs: JobRunner) -> None:
    started = threading.Event()
    heard: list[Any] = []
    jobs.start(Lane.MODEL, endless(started), on_event=heard.append, on_done=heard.append)
    assert started.wait(5)
    assert jobs.close()
    heard.clear()
    qtbot.wait(50)
    assert heard == []
    assert jobs.busy == 0
    with pytest.raises(RuntimeError):
        jobs.start(Lane.IO, lambda _job: None)


def test_closing_does_not_wait_for_ever(qtbot: QtBot) -> None:
    runner, gate, started = JobRunner(), threading.Event(), threading.Event()

    def work(_job: Job[None]) -> None:
        started.set()
        gate.wait(10)

    runner.start(Lane.IO, work)
    assert started.wait(5)
    assert not runner.close(timeout_s=0.05)
    gate.set()


def test_an_idle_runner_has_no_timer(qtbot: QtBot, jobs: JobRunner) -> None:
    assert not jobs._timer.isActive()
    jobs.start(Lane.IO, lambda _job: None)
    assert jobs._timer.isActive()
    wait_idle(qtbot, jobs)
    qtbot.waitUntil(lambda: not jobs._timer.isActive())


def test_an_error_in_a_callback_loses_no_other_event(qtbot: QtBot, jobs: JobRunner) -> None:
    heard: list[int] = []

    def take(number: int) -> None:
        heard.append(number)
        if number == 1:
            raise ValueError("in the view")

    def work(job: Job[None]) -> None:
        for number in range(4):
            job.emit(number)

    with qtbot.captureExceptions() as caught:
        jobs.start(Lane.IO, work, on_event=take)
        wait_idle(qtbot, jobs)
    assert heard == [0, 1, 2, 3]
    assert len(caught) == 1


def test_what_lasts_is_done_before_everything_ends(jobs: JobRunner) -> None:
    begun, go_on = threading.Event(), threading.Event()
    done: list[str] = []

    def hold_up(_job: Job[None]) -> None:
        begun.set()
        go_on.wait(20)

    jobs.start(Lane.VAULT, hold_up)
    jobs.start(Lane.VAULT, lambda _job: done.append("looked"))
    jobs.start(Lane.VAULT, lambda _job: done.append("kept"), lasts=True)
    begun.wait()
    threading.Timer(0.05, go_on.set).start()
    assert jobs.close(0.0)
    assert done == ["kept"]


@pytest.fixture
def collector(jobs: JobRunner) -> Iterator[Collector]:
    made = Collector(lambda: jobs.busy)
    yield made
    made.stop()
    assert gc.isenabled()


def litter() -> None:
    """Somewhat more than is collected."""
    for _ in range(YOUNG_LIMIT + YOUNG_LIMIT // 5):
        ring: list[Any] = []
        ring.append(ring)


@pytest.fixture
def rounds() -> Iterator[list[tuple[threading.Thread, int]]]:
    """Which thread collected what, each time."""
    seen: list[tuple[threading.Thread, int]] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            seen.append((threading.current_thread(), about["generation"]))

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


@pytest.mark.usefixtures("collector")
def test_garbage_is_collected_soon_and_on_the_window_s_thread_only(
    qtbot: QtBot, jobs: JobRunner, rounds: list[tuple[threading.Thread, int]]
) -> None:
    jobs.start(Lane.IO, lambda _job: litter())
    qtbot.waitUntil(lambda: bool(rounds), timeout=EVERY_MS // 2)  # it does not wait for its timer
    assert {thread for thread, _ in rounds} == {threading.main_thread()}


def test_little_is_looked_through_often_and_much_seldom(
    collector: Collector, rounds: list[tuple[threading.Thread, int]]
) -> None:
    for _ in range(MIDDLE_EVERY):
        collector.collect()  # there is nothing yet
        litter()
        collector.collect()
    assert [one for _, one in rounds] == [0] * (MIDDLE_EVERY - 1) + [1]


def test_what_is_old_waits_for_a_rest_but_not_for_ever(
    qtbot: QtBot, jobs: JobRunner, collector: Collector,
    rounds: list[tuple[threading.Thread, int]],
) -> None:  # fmt: skip
    def pile_up(times: int) -> None:
        for _ in range(times * OLD_EVERY * MIDDLE_EVERY):
            litter()
            collector.collect()
        collector.collect_old()

    def fulls() -> int:
        return sum(one == 2 for _, one in rounds)

    go_on = threading.Event()
    jobs.start(Lane.IO, lambda _job: go_on.wait(60))
    pile_up(1)
    assert not fulls()
    pile_up(PATIENCE - 1)
    assert fulls() == 1
    pile_up(1)
    go_on.set()
    wait_idle(qtbot, jobs)
    collector.collect_old()
    collector.collect_old()
    assert fulls() == 1 + 1


def test_what_is_loaded_once_is_not_looked_through_again(qtbot: QtBot) -> None:
    collector = Collector(lambda: 0)
    try:
        collector.settle()
        assert gc.get_freeze_count() > 1_000
    finally:
        collector.stop()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()


def test_a_collector_that_is_gone_settles_nothing(qtbot: QtBot) -> None:
    collector = Collector(lambda: 0)
    collector.settle_in(10)
    collector.stop()
    del collector
    with qtbot.waitCallback() as later:
        QTimer.singleShot(50, later)
    assert gc.get_freeze_count() == 0
