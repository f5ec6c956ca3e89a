"""How well the two-second probe foretells llama.cpp: `.venv/bin/python -m benchmarks.fit`.

Prints, for each installed chat model, measured speed over foretold speed, for writing and for
reading a prompt, and the share of the probe's figures that llama.cpp reached: the two yields in
models/fit.py. Probe and model alternate in one run, and medians are taken, because the machine may
be shared; read the ratios.
"""

import statistics
import time

import llama_cpp

from desktop import paths
from desktop.weights import open_store
from models import catalog, fit, machine
from models.catalog import Role
from models.machine import Speed
from models.store import Installed

ROUNDS = 5
PROMPT_TOKENS = 512
WRITTEN_TOKENS = 48


def measure(llama: llama_cpp.Llama) -> tuple[float, float]:
    """Prompt tokens per second, written tokens per second."""
    llama.reset()  # type: ignore[no-untyped-call]
    prompt = [1 + number % 500 for number in range(PROMPT_TOKENS)]
    began = time.perf_counter()
    llama.eval(prompt)
    read = time.perf_counter()
    for number in range(WRITTEN_TOKENS):
        llama.eval([1 + number])
    return PROMPT_TOKENS / (read - began), WRITTEN_TOKENS / (time.perf_counter() - read)


def compare(one: Installed) -> None:
    cores = machine.look().physical_cores
    llama = llama_cpp.Llama(
        str(one.path()), n_ctx=1024, n_batch=PROMPT_TOKENS, n_threads=cores,
        n_threads_batch=cores, flash_attn=True, verbose=False,
    )  # fmt: skip
    measure(llama)
    entry = catalog.load().find(one.name)
    reading, writing = [], []
    for _ in range(ROUNDS):
        speed: Speed = machine.probe(1.0)
        reads, writes = measure(llama)
        reading.append(reads / fit.reading_speed(entry, speed))
        writing.append(writes / fit.writing_speed(entry, speed))
    llama.close()
    read, written = statistics.median(reading), statistics.median(writing)
    print(f"{one.title:24} writing: measured ÷ foretold {written:.2f}, "
          f"yield {written * fit.BANDWIDTH_YIELD:.2f}   "
          f"reading: {read:.2f}, yield {read * fit.COMPUTE_YIELD:.2f}")  # fmt: skip


def main() -> None:
    for one in open_store(paths.find()).installed():
        if one.role is Role.CHAT and one.trusted:
            compare(one)


if __name__ == "__main__":
    main()
