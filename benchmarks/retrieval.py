"""How well the vault finds: `.venv/bin/python -m benchmarks.retrieval --data FILE`
with `--weights NAME` for another embedder than the compact one.

Reads conversations in LoCoMo's format (dated sessions, questions with the turns that answer them),
puts each into a vault of its own as it would be put there in use, asks every question and looks for
the turns, and for their sessions, among what is found: by words only, by meaning only, and fused.
Prints recall@5, recall@10, hit@1 and nDCG@10 with 95 % bootstrap intervals over conversations.
"""

import argparse
import json
import math
import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desktop import engines, paths
from inference.engines.local import Embedding
from vault import conversations, embedding, migrate, search
from vault.connection import WriteConn, open_writer
from vault.conversations import Said, Speaker
from vault.index import Index
from vault.items import Kind
from vault.search import Hit, Query
from vault.vectors import Vectors

WEIGHTS = "minilm-l6-v2-int8"
DEPTH = 10
ROUNDS = 2_000
SKIPPED_CATEGORY = 5  # questions that have no answer in the conversation
WAYS = ("words", "meaning", "fused")


@dataclass(frozen=True)
class Case:
    """A question, and the turns and sessions that answer it."""

    question: str
    turns: frozenset[int]
    sessions: frozenset[int]


def fill(conn: WriteConn, row: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """Put a conversation into the vault; the items of its turns and of their sessions."""
    talk = row["conversation"]
    turns: dict[str, int] = {}
    sessions: dict[str, int] = {}
    for number in range(1, 100):
        said = talk.get(f"session_{number}")
        if not said:
            continue
        when = _moment(talk.get(f"session_{number}_date_time", ""))
        with conn.transaction():
            session = conversations.begin(conn, "", when)
            for turn in said:
                text = f"{turn['speaker']}: {turn['text']}"
                if turn.get("blip_caption"):
                    text += f" [shares a picture: {turn['blip_caption']}]"
                item = conversations.say(conn, session, Said(Speaker.OWNER, text), when)
                turns[turn["dia_id"]], sessions[turn["dia_id"]] = item, session
    return turns, sessions


def cases(row: dict[str, Any], turns: dict[str, int], sessions: dict[str, int]) -> list[Case]:
    found = []
    for asked in row["qa"]:
        evidence = [one for one in asked.get("evidence", []) if one in turns]
        if evidence and asked.get("category") != SKIPPED_CATEGORY:
            found.append(Case(
                asked["question"],
                frozenset(turns[one] for one in evidence),
                frozenset(sessions[one] for one in evidence),
            ))  # fmt: skip
    return found


def ask(conn: WriteConn, case: Case, way: str, index: Index, row: Vectors) -> list[Hit]:
    """Enough hits to have ten sessions among them, best first."""
    now = datetime(2024, 6, 1, tzinfo=UTC)
    text = case.question if way != "meaning" else ""
    query = Query(text, most=100, kinds=(Kind.MESSAGE,))
    if way == "words":
        return search.search(conn, query, now)
    return search.search(conn, query, now, index, row)


def score(found: list[int], wanted: frozenset[int]) -> dict[str, float]:
    ranks = [found.index(one) for one in wanted if one in found]
    gain = sum(1 / math.log2(rank + 2) for rank in ranks if rank < DEPTH)
    ideal = sum(1 / math.log2(rank + 2) for rank in range(min(len(wanted), DEPTH)))
    return {
        "recall@5": sum(rank < 5 for rank in ranks) / len(wanted),
        "recall@10": sum(rank < 10 for rank in ranks) / len(wanted),
        "hit@1": float(0 in ranks),
        "nDCG@10": gain / ideal,
    }


def unique(numbers: Sequence[int | None]) -> list[int]:
    return list(dict.fromkeys(number for number in numbers if number is not None))


Scores = dict[tuple[str, str, str], list[float]]


def run(row: dict[str, Any], embedder: Embedding) -> Scores:
    """All scores of one conversation, by way, level and measure."""
    scores: Scores = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        open_writer(Path(folder, "x.db"), bytes(32)) as conn,
    ):
        migrate.migrate(conn, lambda: Path(folder))
        turns, sessions = fill(conn, row)
        embedding.catch_up(conn, embedder)
        index = Index.load(conn)
        assert index is not None
        asked = cases(row, turns, sessions)
        rows = embedder.embed([case.question for case in asked])
        for case, vector in zip(asked, rows, strict=True):
            for way in WAYS:
                hits = ask(conn, case, way, index, vector)
                levels = {
                    "turn": (unique([hit.item for hit in hits]), case.turns),
                    "session": (unique([hit.parent for hit in hits]), case.sessions),
                }
                for level, (found, wanted) in levels.items():
                    for measure, value in score(found, wanted).items():
                        scores.setdefault((way, level, measure), []).append(value)
    return scores


def interval(
    per_conversation: list[list[float]], pick: Callable[[int], int]
) -> tuple[float, float]:
    means = []
    for _ in range(ROUNDS):
        drawn = [per_conversation[pick(len(per_conversation))] for _ in per_conversation]
        means.append(statistics.fmean(value for one in drawn for value in one))
    means.sort()
    return means[int(0.025 * ROUNDS)], means[int(0.975 * ROUNDS)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", default=WEIGHTS, help="which embedder")
    args = parser.parse_args()
    data = json.loads(args.data.read_text())
    with engines.opened(paths.find()) as here:
        embedder = here.embedder(args.weights)
        every = [run(row, embedder) for row in data]
    questions = sum(len(scores["fused", "turn", "hit@1"]) for scores in every)
    print(f"{args.weights}: {len(data)} conversations, {questions} questions")
    pick = random.Random(1).randrange
    for level in ("turn", "session"):
        for measure in ("recall@5", "recall@10", "hit@1", "nDCG@10"):
            cells = []
            for way in WAYS:
                values = [scores[way, level, measure] for scores in every]
                low, high = interval(values, pick)
                mean = statistics.fmean(value for one in values for value in one)
                cells.append(f"{way} {mean:.3f} [{low:.3f}, {high:.3f}]")
            print(f"{level:8} {measure:10} " + "   ".join(cells))


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%I:%M %p on %d %B, %Y").replace(tzinfo=UTC)
    except ValueError:
        return datetime(2023, 1, 1, tzinfo=UTC)


if __name__ == "__main__":
    main()
