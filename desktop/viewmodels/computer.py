"""This computer as the first run shows it: what there is, and what it means for weights."""

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.paths import Paths
from desktop.translation import size

if TYPE_CHECKING:
    from models.machine import Machine

ROOMY_BYTES, SMALL_BYTES = 15_000_000_000, 7_000_000_000
LITTLE_DISK_BYTES = 6_000_000_000


@dataclass(frozen=True)
class Line:
    """One part of the computer."""

    name: str
    value: str
    remark: str = ""


@dataclass(frozen=True)
class Computer:
    """All of it, and what follows."""

    lines: tuple[Line, ...]
    verdict: str


def look(paths: Paths) -> Computer:
    """Asked from the system in milliseconds; nothing is tried out."""
    from models import machine

    here = machine.look()
    free = shutil.disk_usage(paths.weights).free
    return Computer(_lines(here, free), _verdict(here))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Computer", text)


def _lines(here: "Machine", free_bytes: int) -> tuple[Line, ...]:
    cores = _tr("%s cores") % here.physical_cores
    gpu = ", ".join(f"{one.name} ({size(one.memory_bytes)})" for one in here.gpus)
    little = _tr("room for small weights only") if free_bytes < LITTLE_DISK_BYTES else ""
    memory = _tr("%s free now") % size(here.available_bytes)
    return (
        Line(_tr("Working memory"), size(here.memory_bytes), memory),
        Line(_tr("Processor"), here.processor or _tr("unknown"), cores),
        Line(_tr("Graphics"), gpu or _tr("none that weights could use"),
             "" if gpu else _tr("the processor does the work")),
        Line(_tr("Disk"), _tr("%s free") % size(free_bytes), little),
    )  # fmt: skip


def _verdict(here: "Machine") -> str:
    if here.memory_bytes >= ROOMY_BYTES:
        return _tr("Plenty for good answers at a good pace.")
    if here.memory_bytes >= SMALL_BYTES:
        return _tr("Good for the weights that most people use.")
    return _tr("Enough for small weights. They write well and think little, and Tacit helps them.")
