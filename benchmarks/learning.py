"""What is learned from single statements: `.venv/bin/python -m benchmarks.learning`
with `--model` to let the chat model look at what the rules leave, `--misses` to list.

Reads `benchmarks/data/statements.txt`, written without the rules in view: statements with something
to keep, and as many with nothing. Prints how many of the first are kept with the right words, and
in how many of the second anything at all is learned.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inference.memory import asking, rules
from inference.memory.proposals import Proposal

SCRIPT = Path(__file__).parent / "data" / "statements.txt"
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
Learn = Callable[[str], tuple[Proposal, ...]]


@dataclass(frozen=True)
class Statement:
    """Something that is said, and the words that what is kept must have; empty for nothing."""

    text: str
    wanted: str


@dataclass(frozen=True)
class Learned:
    """What came of the statements."""

    right: int
    worth: int
    wrong: int
    worthless: int
    misses: tuple[str, ...]
    "nothing, or without the words"
    false: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.right / self.worth

    @property
    def restraint(self) -> float:
        return 1 - self.wrong / self.worthless


def read(path: Path = SCRIPT) -> list[Statement]:
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition(" ")
        if kind in ("keep", "none"):
            said, _, wanted = text.partition(" > ")
            found.append(Statement(said, wanted))
    return found


def measure(statements: list[Statement], learn: Learn) -> Learned:
    misses: list[str] = []
    false: list[str] = []
    for one in statements:
        texts = " ".join(f"{found.fact.text} {found.fact.object}" for found in learn(one.text))
        if one.wanted and one.wanted.lower() not in texts.lower():
            misses.append(f"{one.text}: {texts or '–'}")
        if not one.wanted and texts:
            false.append(f"{one.text}: {texts}")
    worth = sum(bool(one.wanted) for one in statements)
    worthless = len(statements) - worth
    return Learned(worth - len(misses), worth, len(false), worthless, tuple(misses), tuple(false))


def by_rules(text: str) -> tuple[Proposal, ...]:
    return rules.propose(text, NOW)


def show(name: str, learned: Learned, *, is_long: bool) -> None:
    print(f"{name:16} kept {learned.right} of {learned.worth} ({learned.recall:.2f})   "
          f"nothing learned in {learned.worthless - learned.wrong} of {learned.worthless} "
          f"({learned.restraint:.2f})")  # fmt: skip
    for kind, lines in (("missed", learned.misses), ("wrongly", learned.false)):
        for line in lines if is_long else ():
            print(f"  {kind}  {line}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", action="store_true", help="ask the chat model too")
    parser.add_argument("--weights", default="", help="which chat model; the default if empty")
    parser.add_argument("--misses", action="store_true", help="list what went wrong")
    args = parser.parse_args()
    statements = read()
    show("rules", measure(statements, by_rules), is_long=args.misses)
    if not args.model:
        return
    from desktop import engines, paths

    with engines.opened(paths.find()) as here:
        chat = here.chat(args.weights)
        asking.propose(chat, "My house is white and old.", NOW)
        began = time.perf_counter()
        learned = measure(
            statements, lambda text: by_rules(text) or asking.propose(chat, text, NOW)
        )
        took = time.perf_counter() - began
    show("rules and model", learned, is_long=args.misses)
    print(f"{took:.0f} s for {len(statements)} statements")


if __name__ == "__main__":
    main()
