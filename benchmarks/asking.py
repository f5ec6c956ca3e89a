"""How well questions about documents are answered: `.venv/bin/python -m benchmarks.asking`
with `--weights NAME` for other chat weights, `--facts N` for so many questions of each document
(1 to 4), `--only texts|tables`, `--limit N` for the first so many documents, `--misses` to
see what went wrong. Ctrl+C prints what was counted by then.

The planted documents (`benchmarks/planted.py`) are read, put into one vault and made findable by
words and meaning, as in use; every question is asked over all of them. Printed are: answers that
hold what is wanted, those whose statement cites the right document and page, questions that no
document answers and that were answered all the same, and tables; then how long answers took here.
"""

import argparse
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import planted
from benchmarks.planted import Fact, Planted
from desktop import engines, paths
from desktop.meaning import Finder
from inference.asking.answer import Answered, Computed, Statement, ask
from inference.asking.finding import Desk
from inference.engines.protocols import ChatEngine
from inference.reading import library
from inference.reading.library import Taken
from inference.reading.reader import read_bytes
from vault import documents, migrate
from vault.connection import WriteConn, open_writer

NOW = datetime(2026, 3, 4, tzinfo=UTC)
EMBEDDER = "minilm-l6-v2-int8"


@dataclass(frozen=True)
class Said:
    """What came of a question."""

    texts: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    "document and page of each statement"
    seconds: float


@dataclass(frozen=True)
class Bench:
    """A vault with the documents in it, and who is asked."""

    conn: WriteConn
    find: Finder
    chat: ChatEngine
    numbers: dict[str, int]

    def ask(self, question: str) -> Said:
        began, texts, places = time.perf_counter(), list[str](), list[tuple[int, int]]()
        for event in ask(question, Desk(self.conn, self.find), self.chat):
            if isinstance(event, Statement | Computed):
                texts.append(event.text)
                places.append((event.document, event.page))
            if isinstance(event, Answered):
                break
        return Said(tuple(texts), tuple(places), time.perf_counter() - began)

    def page(self, document: int, wanted: tuple[str, ...], planned: int) -> set[int]:
        """Where it stands, as read: text without pages is cut into parts of its own."""
        pages = documents.pages(self.conn, document)
        numbers = {one.number for one in pages if all(planted.says(one.text, w) for w in wanted)}
        return numbers & {planned} or numbers


@contextmanager
def bench(weights: str) -> Iterator[Bench]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        conn = stack.enter_context(open_writer(folder / "x.db", bytes(32)))
        migrate.migrate(conn, lambda: folder)
        numbers = {}
        for one in [*planted.documents(), *planted.tables()]:
            read = read_bytes(one.data, one.name)
            taken = Taken.of(f"/papers/{one.name}", one.data, keeps=False)
            numbers[one.name] = library.put(conn, read, taken, NOW)
        here = stack.enter_context(engines.opened(paths.find()))
        finder = Finder(conn, here.embedder(EMBEDDER), lambda: NOW)
        yield Bench(conn, finder, here.chat(weights), numbers)


class Tally:
    """What was asked of texts so far, and what came of it."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.seconds: list[float] = []

    def fact(self, bench: Bench, paper: Planted, fact: Fact, *, misses: bool) -> None:
        said = bench.ask(fact.question)
        self.seconds.append(said.seconds)
        verdict = _verdict(bench, paper, fact, said)
        self.count.update(verdict)
        if misses and not {"right", "page"} <= set(verdict):
            print(f"  [{', '.join(verdict)}] {fact.question} {fact.wanted}\n    {said.texts}",
                  flush=True)  # fmt: skip

    def absent(self, bench: Bench, question: str, *, misses: bool) -> None:
        said = bench.ask(question)
        self.seconds.append(said.seconds)
        self.count["invented" if said.texts else "refused"] += 1
        if misses and said.texts:
            print(f"  [invented] {question}\n    {said.texts}", flush=True)

    def report(self) -> None:
        count = self.count
        total = sum(count[one] for one in ("right", "wrong", "nothing"))
        none = count["invented"] + count["refused"]
        print(f"questions with an answer: {total}; right {_share(count['right'], total)}, wrong "
              f"{_share(count['wrong'], total)}, “not in your documents” "
              f"{_share(count['nothing'], total)}")  # fmt: skip
        cited = count["cited"]
        print(f"statements on the right page: {_share(count['page'], cited)} of {cited}")
        print(
            f"questions without an answer: {none}; “not in your documents” "
            f"{_share(count['refused'], none)}, invented {_share(count['invented'], none)}"
        )
        if self.seconds:
            print(f"seconds for a question: median {statistics.median(self.seconds):.1f}, "
                  f"longest {max(self.seconds):.1f}")  # fmt: skip


def texts(bench: Bench, papers: list[Planted], each: int, *, misses: bool) -> None:
    """Of each paper so many facts and one question that nothing answers; Ctrl+C ends it early."""
    tally = Tally()
    try:
        for place, paper in enumerate(papers):
            for step in range(each):
                fact = paper.facts[(place + place // 10 + step) % len(paper.facts)]
                tally.fact(bench, paper, fact, misses=misses)
            question = paper.absent[(place // 10) % len(paper.absent)]
            tally.absent(bench, question, misses=misses)
    except KeyboardInterrupt:
        print("Stopped; what was asked by then:")
    tally.report()


def _verdict(bench: Bench, paper: Planted, fact: Fact, said: Said) -> list[str]:
    if not said.texts:
        return ["nothing"]
    whole = "\n".join(said.texts)
    is_right = all(planted.says(whole, wanted) for wanted in fact.wanted)
    number = bench.numbers[paper.name]
    pages = bench.page(number, fact.wanted, fact.page)
    holding = (
        place for text, place in zip(said.texts, said.places, strict=True)
        if all(planted.says(text, wanted) for wanted in fact.wanted)
    )  # fmt: skip
    document, page = next(holding, said.places[0])
    on_page = document == number and page in pages
    return ["right" if is_right else "wrong", "cited", *(["page"] if on_page else [])]


def tables(bench: Bench, papers: list[Planted], *, misses: bool) -> None:
    count: Counter[str] = Counter()
    for paper in papers:
        for fact in paper.facts:
            said = bench.ask(fact.question)
            whole = "\n".join(said.texts)
            is_right = bool(whole) and all(planted.says(whole, one) for one in fact.wanted)
            is_here = all(place[0] == bench.numbers[paper.name] for place in said.places)
            count["right" if is_right and is_here else "wrong" if whole else "nothing"] += 1
            if misses and not (is_right and is_here):
                print(f"  [table] {fact.question} {fact.wanted}\n    {said.texts}", flush=True)
    total = sum(count.values())
    print(
        f"questions about tables: {total}; right {_share(count['right'], total)}, wrong "
        f"{_share(count['wrong'], total)}, nothing {_share(count['nothing'], total)}"
    )


def _share(count: int, total: int) -> str:
    return f"{count / max(total, 1):.1%}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", default="", help="which chat weights")
    parser.add_argument("--facts", type=int, default=1, help="questions of each document")
    parser.add_argument("--only", choices=("texts", "tables"), default=None)
    parser.add_argument("--limit", type=int, default=30, help="documents that are asked about")
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    args = parser.parse_args()
    with bench(args.weights) as one:
        papers = planted.documents()[: args.limit]
        if args.only in (None, "tables"):
            tables(one, planted.tables(), misses=args.misses)
        if args.only in (None, "texts"):
            texts(one, papers, args.facts, misses=args.misses)


if __name__ == "__main__":
    main()
