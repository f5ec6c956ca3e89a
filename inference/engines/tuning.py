"""How many threads to write and to read with: tried for a moment, because machines differ.

Writing is bound by memory, reading by arithmetic; more threads than physical cores make both slower
by a lot. Whoever knows the answer from before hands it in and saves the two seconds.
"""

import os
import time
from collections.abc import Callable
from typing import Any

from inference.engines.llama import Context, Model

SECONDS = 2.0
READ = 64
STEPS = 6
NEARLY = 1.1
"so much slower still counts as fastest"


def first_guess(settings: dict[str, Any]) -> tuple[int, int]:
    """Threads for writing and for reading, as they were found before or as cores suggest."""
    known = settings.get("threads")
    if isinstance(known, list | tuple) and len(known) == 2:
        return int(known[0]), int(known[1])
    cores = max(int(settings.get("cores") or os.cpu_count() or 1), 1)
    return cores, cores


def probe(context: Context, model: Model, guess: tuple[int, int]) -> tuple[int, int]:
    """The fastest numbers of threads for writing and for reading, within two seconds."""
    cores = guess[0]
    candidates = sorted({cores, max(cores // 2, 1), max(cores - 1, 1)})
    if len(candidates) == 1:
        return guess
    token = model.endings[0] if model.endings else 0
    share = SECONDS / (2 * len(candidates))
    writing = {n: _best(context, n, lambda: _write(context, token), share) for n in candidates}
    reading = {n: _best(context, n, lambda: _read(context, token), share) for n in candidates}
    context.clear()
    return _fastest(writing), _fastest(reading)


def _fastest(seconds: dict[int, float]) -> int:
    """The most threads that are about as fast as the fastest: a neighbour's work passes."""
    best = min(seconds.values())
    return max(threads for threads, took in seconds.items() if took <= best * NEARLY)


def _best(context: Context, threads: int, work: Callable[[], None], seconds: float) -> float:
    context.use_threads(threads, threads)
    end = time.perf_counter() + seconds
    best = float("inf")
    while True:
        context.clear()
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
        if time.perf_counter() >= end:
            return best


def _write(context: Context, token: int) -> None:
    for _ in range(STEPS):
        context.decode([token])


def _read(context: Context, token: int) -> None:
    context.decode([token] * READ)
