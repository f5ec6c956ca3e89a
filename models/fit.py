"""Which weights this computer can run, how fast, and which of them to take.

Pure functions over a `Machine` and a measured bandwidth; nothing is probed here.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.catalog import Entry, Role
from models.machine import Gpu, Machine, Speed

BANDWIDTH_YIELD = 0.75
"share of the memory's read speed that writing tokens reached; see benchmarks/fit.py"
COMPUTE_YIELD = 1.5
"""what reading a prompt reached over the probe's 32-bit arithmetic; more than 1 because llama.cpp
counts in 8 bits. Measured 2.4 for 1.5 B parameters (benchmarks/fit.py); taken with care."""
BYTES_PER_PARAMETER = 0.63
"of the Q4 files in the catalogue"
NEW_TOKENS_PER_TURN = 500
"question, memories and tool results; what stays the same is not read again"
SYSTEM_RESERVE_BYTES = 1_500_000_000
"left to the desktop and other programs"
COMFORTABLE_SHARE = 0.75
"of the memory that may be used; above it, other programs start to feel it"
READING_TOKENS_PER_S = 5.0
"slower than this, an answer comes slower than it is read"
CAPABLE_RANK = 20
"weights ranked lower write sentences but cannot act as an assistant"
GPU_SHARE = 0.85
"of a GPU's memory that is free for weights; the screen has the rest"
ALL_LAYERS = 999
TYPICAL_LAYERS = 36
LONGEST_WAIT_S = 15.0
"for the first word of an answer, before people give up on it"


class Verdict(StrEnum):
    """Whether weights can run here."""

    FITS = "fits"
    TIGHT = "tight"
    NO = "no"


@dataclass(frozen=True)
class Fit:
    """How weights and this computer go together."""

    verdict: Verdict
    needed_bytes: int
    usable_bytes: int
    tokens_per_second: float | None
    "expected for chat weights, once this computer's speed was probed"


def judge(entry: Entry, machine: Machine, speed: Speed | None = None) -> Fit:
    """Compare what the entry needs with what this computer can give."""
    usable = usable_bytes(machine)
    if entry.memory_bytes <= usable * COMFORTABLE_SHARE:
        verdict = Verdict.FITS
    elif entry.memory_bytes <= usable:
        verdict = Verdict.TIGHT
    else:
        verdict = Verdict.NO
    writes = writing_speed(entry, speed) if entry.role is Role.CHAT and speed else None
    return Fit(verdict, entry.memory_bytes, usable, writes)


def usable_bytes(machine: Machine) -> int:
    """Memory that weights may take: all but a reserve, or the GPU's own if that is more."""
    main = max(machine.memory_bytes - SYSTEM_RESERVE_BYTES, 0)
    return max([main, *(gpu.memory_bytes for gpu in machine.gpus)])


def gpu_layers(memory_bytes: int, gpus: tuple[Gpu, ...]) -> int:
    """How many layers the largest GPU can hold: all, or a share of what models usually have.

    Asking for a few too many only means that the rest stays on the processor.
    """
    room = max((gpu.memory_bytes for gpu in gpus), default=0) * GPU_SHARE
    if not room or not memory_bytes:
        return 0
    if memory_bytes <= room:
        return ALL_LAYERS
    return int(TYPICAL_LAYERS * room / memory_bytes)


def writing_speed(entry: Entry, speed: Speed) -> float:
    """Tokens per second on the processor: each token reads the active weights once."""
    return speed.read_bytes_per_s * BANDWIDTH_YIELD / (entry.bytes * entry.active_share)


def reading_speed(entry: Entry, speed: Speed) -> float:
    """Prompt tokens per second on the processor: each costs two operations per active weight."""
    parameters = entry.bytes * entry.active_share / BYTES_PER_PARAMETER
    return speed.operations_per_s * COMPUTE_YIELD / (2 * parameters)


def recommend(entries: tuple[Entry, ...], machine: Machine, speed: Speed) -> Entry | None:
    """The best-ranked chat weights that fit and answer before patience ends.

    Where nothing is that fast, the fastest that fits and can act; where no such fits, what does.
    Licences with limits are never recommended.
    """
    fitting = [
        entry
        for entry in entries
        if entry.role is Role.CHAT
        and not entry.licence_limit
        and judge(entry, machine).verdict is Verdict.FITS
    ]
    capable = [entry for entry in fitting if entry.rank >= CAPABLE_RANK]
    quick = [
        entry
        for entry in capable
        if writing_speed(entry, speed) >= READING_TOKENS_PER_S
        and NEW_TOKENS_PER_TURN / reading_speed(entry, speed) <= LONGEST_WAIT_S
    ]
    if quick:
        return max(quick, key=lambda entry: entry.rank)
    return max(capable or fitting, key=lambda entry: reading_speed(entry, speed), default=None)
