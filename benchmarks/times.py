"""How well times in plain words are read: `.venv/bin/python -m benchmarks.times`.

Right means: every time of the row was found, in exactly its words, with its whole meaning. A
silent wrong answer is one where somebody should have been asked and an answer was given instead.
Prints the share that is right by list and by kind, the silent wrong answers and the misses.
"""

import argparse
from collections import Counter
from dataclasses import dataclass, field

from tests.inference.times.rows import LISTS, Row, rows, understood


@dataclass
class Score:
    """How one list did."""

    tried: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def add(self, row: Row) -> None:
        stretches, meanings = understood(row)
        self.tried[row.kind] += 1
        if (stretches, meanings) == (row.stretches, row.expected):
            self.right[row.kind] += 1
            return
        got = " ; ".join(map(" = ".join, zip(stretches, meanings, strict=True))) or "none"
        expected = " ; ".join(row.expected) or "none"
        miss = f"{row.now:%d.%m. %H:%M}  {row.text}\n      {expected}\n      {got}"
        self.misses.append(miss)
        if row.kind == "question" and meanings and not any(one[0] == "?" for one in meanings):
            self.silent.append(miss)


def share(right: int, tried: int) -> str:
    return f"{right:4} of {tried:4}  {right / tried:7.1%}" if tried else ""


def measure(name: str) -> Score:
    score = Score()
    for row in rows(name):
        score.add(row)
    return score


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lists", nargs="*", default=LISTS)
    for name in parser.parse_args().lists:
        score = measure(name)
        print(f"{name:16}{share(score.right.total(), score.tried.total())}")
        for kind in sorted(score.tried):
            print(f"    {kind:12}{share(score.right[kind], score.tried[kind])}")
        print(f"    silent wrong answers among the questions: {len(score.silent)}")
        for miss in score.misses:
            print(f"  miss {miss}")


if __name__ == "__main__":
    main()
