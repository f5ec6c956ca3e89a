"""`tacit doctor`: one screen that says how things stand."""

import argparse
from dataclasses import asdict
from itertools import groupby

from desktop import doctor
from desktop.doctor import Finding, State
from desktop.output import Output
from desktop.paths import Paths

MARKS = {State.GOOD: "✓", State.NOTE: "·", State.MISSING: "✗"}


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("doctor", help="say how everything stands and what mends the rest")
    parser.set_defaults(run=run)


def run(_args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """The exit code is 1 if something that Tacit needs is missing."""
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
