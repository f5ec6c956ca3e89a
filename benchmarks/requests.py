"""How well requests are understood: `.venv/bin/python -m benchmarks.requests`
with `--set FILE` for other requests than those beside this file, `--weights NAME` for another chat
model than the starter one, `--kind K` and `--limit N` for fewer, `--misses` to see what went wrong.

Each request is planned, not carried out, at the time written beside it. Printed are, by kind and by
tool: the right tool, all arguments right too, restraint where no tool is wanted, calls that could
be carried out as they stand, and how many were planned that had to be asked about. What is right
is said in `benchmarks/request_scores.py`.
"""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from benchmarks.request_scores import (
    Given,
    Request,
    Verdict,
    Wanted,
    invalid,
    is_silent,
    judge,
    read_request,
)
from desktop import engines, meaning, paths
from desktop.assistant import understanding
from inference.tools import catalog
from inference.tools.base import Call, Tool
from inference.understanding.slots import Spoken

SET = Path(__file__).parent / "data" / "requests.jsonl"
WEIGHTS = ""
ZONE = ZoneInfo("Europe/Berlin")
"where the requests are made"


class Planned(Protocol):
    """Of `inference.understanding.understand.Plan`, what is looked at."""

    @property
    def calls(self) -> tuple[Call, ...]: ...
    @property
    def question(self) -> object | None: ...
    @property
    def by(self) -> str: ...


Plans = Callable[[str, Spoken], Planned]


@dataclass(frozen=True)
class Outcome:
    """A request, what was planned, and how right that was."""

    request: Request
    given: Given
    verdict: Verdict
    invalid: str


@contextmanager
def planner(weights: str) -> Iterator[Plans]:
    """The one place that knows how Tacit is asked: as `tacit plan` asks it, with an empty vault."""
    places = paths.find()
    with ExitStack() as stack:
        here = stack.enter_context(engines.opened(places))
        likeness = stack.enter_context(meaning.embedder(places))
        yield understanding(here.chat(weights), likeness, places).plan


def known_tools() -> Mapping[str, Tool]:
    return catalog.BY_NAME


def requests(path: Path) -> list[Request]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [read_request(json.loads(line)) for line in lines if line.strip()]


def outcome(request: Request, plans: Plans, known: Mapping[str, Tool]) -> Outcome:
    plan = plans(request.say, Spoken(request.now.astimezone(ZONE)))
    given = Given(tuple(plan.calls), plan.question is not None, str(plan.by))
    why_not = invalid(given, known) if known else ""
    return Outcome(request, given, judge(request, given), why_not)


def share(found: Sequence[bool]) -> str:
    if not found:
        return "–".rjust(7)
    return f"{sum(found) / len(found):7.1%}"


def table(title: str, groups: Mapping[str, Sequence[Outcome]]) -> None:
    print(f"\n{title:18} {'n':>4} {'tool':>7} {'all':>7}")
    for name, some in groups.items():
        tool = share([one.verdict.right_tool for one in some])
        every = share([one.verdict.right_arguments for one in some])
        print(f"{name:18} {len(some):4} {tool} {every}")


def grouped(outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = {}
    for one in outcomes:
        groups.setdefault(key(one), []).append(one)
    return dict(sorted(groups.items()))


def tool_of(one: Outcome) -> str:
    return one.request.ways[0][0].tool


def summary(outcomes: Sequence[Outcome], *, are_tools_known: bool) -> None:
    wanting = [one for one in outcomes if one.request.needs_tool]
    resting = [one for one in outcomes if not one.request.needs_tool]
    acting = [one for one in outcomes if one.given.calls]
    valid = share([not one.invalid for one in acting]) if are_tools_known else "not checked"
    silent = sum(is_silent(one.request, one.given) for one in outcomes)
    asking = sum(one.request.asks for one in outcomes)
    print(f"{len(outcomes)} requests, {len(wanting)} for a tool, {len(resting)} for none")
    print(f"right tool          {share([one.verdict.right_tool for one in wanting])}")
    print(f"all arguments right {share([one.verdict.right_arguments for one in wanting])}")
    print(f"restraint           {share([one.verdict.right_tool for one in resting])}")
    print(f"valid calls         {valid}")
    print(f"done without asking {silent} of {asking} to be asked about")


def miss(one: Outcome) -> str:
    why = "; ".join(filter(None, (one.verdict.why, one.invalid)))
    want = " or ".join("; ".join(map(shown, way)) or "nothing" for way in one.request.ways)
    got = "; ".join(map(shown, one.given.calls)) or "nothing"
    return "\n    ".join((
        f"[{one.request.kind}, {one.given.by}] {one.request.say}",
        why,
        "wanted " + want + (" and a question" if one.request.asks else ""),
        "got    " + got + (" and a question" if one.given.asked else ""),
    ))  # fmt: skip


def shown(call: Call | Wanted) -> str:
    arguments = ", ".join(f"{name}={value!r}" for name, value in call.arguments.items())
    return f"{call.tool}({arguments})"


def report(outcomes: Sequence[Outcome], *, are_tools_known: bool, shows_misses: bool) -> None:
    summary(outcomes, are_tools_known=are_tools_known)
    table("by kind", grouped(outcomes, lambda one: one.request.kind))
    table("understood by", grouped(outcomes, lambda one: one.given.by))
    table("by tool", grouped([one for one in outcomes if one.request.needs_tool], tool_of))
    missed = [one for one in outcomes if one.invalid or not one.verdict.right_arguments]
    print(f"\n{len(missed)} misses" + ("" if shows_misses else " (--misses shows them)"))
    if shows_misses:
        for one in missed:
            print(miss(one))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, default=SET, help="a file of requests, one a line")
    parser.add_argument("--weights", default=WEIGHTS, help="which chat model")
    parser.add_argument("--kind", help="only these: plain, polite, terse, …")
    parser.add_argument("--limit", type=int, help="only as many")
    parser.add_argument("--misses", action="store_true", help="say what went wrong")
    args = parser.parse_args()
    chosen = [one for one in requests(args.set) if args.kind in (None, one.kind)][: args.limit]
    if not chosen:
        parser.error("there are no such requests")
    known = known_tools()
    with planner(args.weights) as plans:
        outcomes = [outcome(request, plans, known) for request in chosen]
    report(outcomes, are_tools_known=bool(known), shows_misses=args.misses)


if __name__ == "__main__":
    main()
