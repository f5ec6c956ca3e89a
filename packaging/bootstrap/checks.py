"""What `python3 run.py test` runs once everything is set up: the fast checks, then the tests."""

import os
import subprocess
import time

from bootstrap.places import PYTHON, ROOT, SCRIPTS, weights

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy", "--no-error-summary"],
    "layers": ["lint-imports"],
}


def run(pytest_arguments: list[str]) -> int:
    """Run every check, then pytest, whose summary is the last thing printed."""
    # Tests live in homes of their own; the weights are shared so that none is fetched twice.
    env = {**os.environ, "TACIT_WEIGHTS": str(weights()), "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("TACIT_COMMAND", None)
    failed = [name for name, command in CHECKS.items() if not _passes(name, command, env)]
    if failed:
        print(f"\nNot tested yet: first mend {', '.join(failed)} (above).")
        return 1
    command = [str(PYTHON), "-m", "pytest", *pytest_arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def _passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    began = time.monotonic()
    program = [str(SCRIPTS / command[0]), *command[1:]]
    done = subprocess.run(program, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:8} {verdict} ({time.monotonic() - began:.0f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0
