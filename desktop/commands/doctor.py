"""`tacit doctor`: one screen that says how things stand."""

import argparse
from dataclasses import asdict
from itertools import groupby

from desktop import doctor
from desktop.doctor import Finding, State
from desktop.output import Output
from desktop.paths import Paths
from inference.engines import client

MARKS = {State.GOOD: "✓", State.NOTE: "·", State.MISSING: "✗"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("doctor", help="say how everything stands and what mends the rest")
    parser.add_argument(
        "--network", action="store_true",
        help="try every way out of an engine's process, and show that none is left",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """The exit code is 1 if something that Tacit needs is missing."""
    if args.network:
        return _network(out)
    findings = doctor.examine(paths)
    for section, lines in groupby(findings, key=lambda finding: finding.section):
        out.say(f"\n{section}")
        _show(list(lines), out)
    missing = [finding for finding in findings if finding.state is State.MISSING]
    out.say(f"\n{len(missing)} missing." if missing else "\nEverything that Tacit needs is here.")
    out.data({"healthy": not missing, "findings": [asdict(finding) for finding in findings]})
    return 1 if missing else 0


def _show(findings: list[Finding], out: Output) -> None:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        out.say(f"  {MARKS[finding.state]} {finding.name.ljust(width)}  {finding.said}")
        if finding.mend:
            out.say(f"    {' ' * width}  → {finding.mend}")


def _network(out: Output) -> int:
    """Each way must lead out before the seal, or trying it shows nothing; and none after it."""
    tried = client.ways_out()
    before, after = tried["before"], tried["after"]
    out.say("Ways out of an engine's process, tried from inside it, on this computer only:\n")
    out.table([("", "before the seal", "sealed")] + [
        (way, "open" if before[way] else "closed", "open" if after[way] else "closed")
        for way in before
    ])  # fmt: skip
    leaks = [way for way, is_open in after.items() if is_open]
    unproven = [way for way, is_open in before.items() if not is_open]
    if leaks:
        out.say(f"\nStill open: {', '.join(leaks)}.")
    else:
        out.say("\nNothing that an engine knows can leave this computer.")
    if unproven:
        out.say(f"Closed on this computer anyway, so not proven: {', '.join(unproven)}.")
    out.data({"sealed": not leaks, "before": before, "after": after})
    return 1 if leaks else 0
