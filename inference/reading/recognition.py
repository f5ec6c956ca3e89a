"""Text in pictures, by the small PP-OCR models that the rapidocr package carries.

One model finds where lines of text are, one says whether they stand on their head, one reads them.
Of the package only the models are used: what lies around them here needs numpy alone.
"""

import functools
import importlib.util
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from inference.engines import onnx
from inference.errors import KindUnsupported
from inference.reading import typesetting
from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.layout import flows
from inference.reading.lines import Word
from inference.reading.picture import Picture, resized, turned

FINDING, TURNING, READING = (
    "PP-OCRv6_det_small.onnx", "ch_ppocr_mobile_v2.0_cls_mobile.onnx", "PP-OCRv6_rec_small.onnx",
)  # fmt: skip
MOST_THREADS = 4
SHORTEST_SIDE, LONGEST_SIDE, STEP = 736, 1600, 32
INK, SURE, GROWN = 0.3, 0.5, 1.6
"how dark a point has to be, how sure a line, and how far it is drawn wider than what was found"
LEAST_POINTS = 3
MOST_RUNS, MOST_LINES = 300_000, 2_000
HEIGHT, WIDTH, WIDEST, BATCH = 48, 320, 3_200, 6
READABLE = 0.5
SKEWED, MOST_SKEW = 0.3, 15.0
"degrees"
WIDE, TALL = 4.0, 0.7
FEWEST = 4
UPSIDE_DOWN_LINES, GLANCE = 12, 192
SAME_SIZE = (0.7, 1.28)
LONGEST_LARGE = 60
"letters of a line that may be a heading; of longer ones the height says less than its noise"
RIM = (0.2, 0.12)
"of the height of a line, by which it was drawn too large to the sides, and above and below"
Numbers = npt.NDArray[np.float32]


@dataclass(slots=True)
class Spot:
    """Something that looks like a line of text."""

    left: int
    top: int
    right: int
    bottom: int
    points: int = 0
    sureness: float = 0.0
    x: float = 0.0
    y: float = 0.0
    xx: float = 0.0
    xy: float = 0.0

    @property
    def shape(self) -> float:
        return (self.right - self.left) / max(self.bottom - self.top, 1)

    @property
    def slope(self) -> float:
        spread = self.xx / self.points - (self.x / self.points) ** 2
        together = self.xy / self.points - self.x * self.y / self.points**2
        return together / spread if spread > 0 else 0.0


def blocks(picture: Picture, desk: Desk) -> list[Block]:
    """The text in a picture, in reading order."""
    desk.still_wanted()
    if importlib.util.find_spec("rapidocr") is None:
        raise KindUnsupported(desk.name, "picture")
    models = _models()
    picture, spots = _upright(picture, models)
    words = list(_read(picture, spots, models, desk))
    if not words:
        return []
    found = flows(words)
    height = float(picture.shape[0])
    return list(typesetting.blocks(found, typesetting.style_of([(found, height)]), height))


class _Models:
    def __init__(self, folder: Path) -> None:
        threads = min(os.cpu_count() or 1, MOST_THREADS)
        self._finding = onnx.session(folder / FINDING, threads)
        self._turning = onnx.session(folder / TURNING, threads)
        self._reading = onnx.session(folder / READING, threads)
        letters = self._reading.get_modelmeta().custom_metadata_map["character"]
        self.letters = ["", *letters.splitlines(), " "]

    def find(self, picture: Picture) -> Numbers:
        """How sure it is of each point that it is in a line of text."""
        answer: Numbers = _run(self._finding, _as_input(picture)[None])[0, 0]
        return answer

    def turn(self, lines: Numbers) -> Numbers:
        return _run(self._turning, lines)

    def read(self, lines: Numbers) -> Numbers:
        return _run(self._reading, lines)


def _run(session: Any, data: Numbers) -> Numbers:
    (answer,) = session.run(None, {session.get_inputs()[0].name: data})
    return np.asarray(answer, dtype=np.float32)


@functools.cache
def _models() -> _Models:
    found = importlib.util.find_spec("rapidocr")
    assert found is not None
    assert found.submodule_search_locations is not None
    return _Models(Path(next(iter(found.submodule_search_locations))) / "models")


def _as_input(picture: Picture) -> Numbers:
    return np.ascontiguousarray((picture.astype(np.float32) / 127.5 - 1.0).transpose(2, 0, 1))


def _upright(picture: Picture, models: _Models) -> tuple[Picture, list[Spot]]:
    """The picture as it is meant to be looked at, and where it has text."""
    spots = _spots(picture, models)
    if len(spots) >= FEWEST and median(spot.shape for spot in spots) < TALL:
        picture = np.rot90(picture)
        spots = _spots(picture, models)
    slopes = [spot.slope for spot in spots if spot.shape > WIDE]
    degrees = float(np.degrees(np.arctan(median(slopes)))) if slopes else 0.0
    if SKEWED < abs(degrees) < MOST_SKEW:
        picture = turned(picture, degrees)
        spots = _spots(picture, models)
    if _is_upside_down(picture, spots, models):
        picture = np.rot90(picture, 2)
        spots = _spots(picture, models)
    return picture, spots


def _is_upside_down(picture: Picture, spots: list[Spot], models: _Models) -> bool:
    """What one model says at a glance, if reading some lines both ways confirms it."""
    widest = sorted(spots, key=lambda spot: spot.left - spot.right)[:UPSIDE_DOWN_LINES]
    if len(widest) < FEWEST:
        return False
    starts = [_start(spot) for spot in widest]
    answers = models.turn(np.stack([_line(picture, spot, GLANCE) for spot in starts]))
    if float((answers[:, 1] > answers[:, 0]).mean()) <= 0.5:
        return False
    lines = np.stack([_line(picture, spot, WIDTH) for spot in starts[:FEWEST]])
    around = np.stack([_line(picture, spot, WIDTH, is_turned=True) for spot in starts[:FEWEST]])
    return _sureness(around, models) > _sureness(lines, models)


def _start(spot: Spot) -> Spot:
    """As much of a line as is looked at to see which way it stands."""
    high = spot.bottom - spot.top
    return Spot(spot.left, spot.top, min(spot.right, spot.left + 4 * high), spot.bottom)


def _sureness(lines: Numbers, models: _Models) -> float:
    return sum(_letters(answer, models.letters)[1] for answer in models.read(lines))


def _spots(picture: Picture, models: _Models) -> list[Spot]:
    """Lines of text, in the picture's own points."""
    height, width = picture.shape[:2]
    share = max(SHORTEST_SIDE / min(height, width), 1.0)
    share = min(share, LONGEST_SIDE / max(height, width))
    wide = max(round(width * share / STEP), 1) * STEP
    high = max(round(height * share / STEP), 1) * STEP
    sure = models.find(resized(picture, wide, high))
    found = [spot for spot in _connected(sure) if spot.sureness >= SURE * spot.points]
    across, down = width / wide, height / high
    return [_grown(spot, (across, down), (width, height)) for spot in found][:MOST_LINES]


def _grown(spot: Spot, scale: tuple[float, float], size: tuple[int, int]) -> Spot:
    """As large as the letters are; what was found is their core."""
    wide, high = spot.right - spot.left, spot.bottom - spot.top
    more = wide * high * GROWN / (2 * (wide + high))
    return Spot(
        max(int((spot.left - more) * scale[0]), 0),
        max(int((spot.top - more) * scale[1]), 0),
        min(int((spot.right + more) * scale[0]) + 1, size[0]),
        min(int((spot.bottom + more) * scale[1]) + 1, size[1]),
        spot.points, spot.sureness, spot.x, spot.y, spot.xx, spot.xy,
    )  # fmt: skip


def _connected(sure: Numbers) -> list[Spot]:
    """Points that hang together, row by row of the runs that they form."""
    edges = np.diff((sure > INK).astype(np.int8), axis=1, prepend=0, append=0)
    rows, starts = np.nonzero(edges == 1)
    ends = np.nonzero(edges == -1)[1]
    if len(rows) > MOST_RUNS:
        return []
    runs = list(zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True))
    parent = list(range(len(runs)))
    for one, other in _touching(runs):
        parent[_root(parent, one)] = _root(parent, other)
    sums = np.concatenate([np.zeros((len(sure), 1)), np.cumsum(sure, axis=1)], axis=1)
    spots: dict[int, Spot] = {}
    for at, (row, start, end) in enumerate(runs):
        spot = spots.setdefault(_root(parent, at), Spot(start, row, end, row + 1))
        _add(spot, row, start, end)
        spot.sureness += float(sums[row, end] - sums[row, start])
    least = LEAST_POINTS
    return [s for s in spots.values() if s.right - s.left > least and s.bottom - s.top > least]


def _add(spot: Spot, row: int, start: int, end: int) -> None:
    count = end - start
    middle = (start + end - 1) / 2
    spot.left, spot.right = min(spot.left, start), max(spot.right, end)
    spot.bottom = max(spot.bottom, row + 1)
    spot.points += count
    spot.x += count * middle
    spot.y += count * row
    spot.xx += count * (middle * middle + (count * count - 1) / 12)
    spot.xy += count * middle * row


def _touching(runs: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    """Runs of a row that touch one of the row above."""
    above = 0
    for at, (row, start, end) in enumerate(runs):
        while runs[above][0] < row - 1 or (runs[above][0] == row - 1 and runs[above][2] < start):
            above += 1
        near = above
        while near < at and runs[near][0] == row - 1 and runs[near][1] <= end:
            yield at, near
            near += 1


def _root(parent: list[int], one: int) -> int:
    while parent[one] != one:
        parent[one] = parent[parent[one]]
        one = parent[one]
    return one


def _read(picture: Picture, spots: list[Spot], models: _Models, desk: Desk) -> Iterator[Word]:
    usual = median(spot.bottom - spot.top for spot in spots) if spots else 0
    by_width = sorted(spots, key=lambda spot: spot.shape)
    for start in range(0, len(by_width), BATCH):
        desk.still_wanted()
        group = by_width[start : start + BATCH]
        width = min(max(WIDTH, int(HEIGHT * group[-1].shape) + 1), WIDEST)
        answers = models.read(np.stack([_line(picture, spot, width) for spot in group]))
        for spot, answer in zip(group, answers, strict=True):
            text, sureness = _letters(answer, models.letters)
            if text.strip() and sureness >= READABLE:
                yield _word(spot, text.strip(), usual)


def _line(picture: Picture, spot: Spot, width: int, *, is_turned: bool = False) -> Numbers:
    """A line of text as the models take it: so high, and filled up to a width."""
    cut = picture[spot.top : spot.bottom, spot.left : spot.right]
    if spot.shape < 1 / 1.5:
        cut = np.rot90(cut)
    if is_turned:
        cut = np.rot90(cut, 2)
    own = min(max(int(np.ceil(HEIGHT * cut.shape[1] / max(cut.shape[0], 1))), 1), width)
    filled = np.zeros((3, HEIGHT, width), np.float32)
    filled[:, :, :own] = _as_input(resized(cut, own, HEIGHT))
    return filled


def _letters(answer: Numbers, letters: Sequence[str]) -> tuple[str, float]:
    """The likeliest letters; the same one twice in a row is one, unless a blank is between."""
    best = answer.argmax(axis=1)
    kept = (best != 0) & np.concatenate([[True], best[1:] != best[:-1]])
    if not kept.any():
        return "", 0.0
    sureness = float(answer.max(axis=1)[kept].mean())
    return "".join(letters[at] for at in best[kept] if at < len(letters)), sureness


def _word(spot: Spot, text: str, usual: float) -> Word:
    """A line as one word of the page; nearly all letters are meant to have one size."""
    high = spot.bottom - spot.top
    least, most = SAME_SIZE
    is_usual = least * usual < high < most * usual or len(text) > LONGEST_LARGE
    size = usual if is_usual else high
    beside, above = RIM[0] * high, RIM[1] * high
    left, right = spot.left + beside, max(spot.right - beside, spot.left + beside + 1)
    top, bottom = spot.top + above, spot.bottom - above
    return Word(left, top, right, bottom, text, max(size * 0.75, 1.0))
