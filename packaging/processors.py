"""Try each native part of a bundle on processors that are older than the one at hand.

    .venv/bin/python packaging/processors.py build/bundle/tacit

Every part is used once as `tacit --self-test` does, in a process that qemu (the package qemu-user)
runs as if it were on such a processor: an instruction that it lacks ends the process. So that it is
known to be noticed, llama.cpp as set-up compiles it, for the processor at hand alone, has to end on
the oldest. The exit code is 0 where all of that is so.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bootstrap.places import ROOT

from desktop.selftest import PARTS

PROCESSORS = {
    "Nehalem": "without AVX (2008)",
    "SandyBridge": "AVX (2011)",
    "Haswell": "AVX2 (2013)",
}
PLAIN = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
"without what tells libraries which instructions to use"
EMULATOR = "qemu-x86_64"
WITHIN_S = 900
COMPILED_HERE = "import llama_cpp; llama_cpp.llama_print_system_info()"


def main() -> int:
    parser = argparse.ArgumentParser(description="Try a bundle on older processors.")
    parser.add_argument("bundle", type=Path)
    bundle = parser.parse_args().bundle.resolve()
    if shutil.which(EMULATOR) is None:
        print("This needs qemu-x86_64, from the package qemu-user.")
        return 2
    wrong = sum(_try(bundle, kind, part.name) for kind in PROCESSORS for part in PARTS)
    oldest = next(iter(PROCESSORS))
    noticed = _run(oldest, [sys.executable, "-c", COMPILED_HERE], {}).returncode < 0
    print(f"compiled for this processor, on a {oldest}: {'ends' if noticed else 'NOT NOTICED'}")
    print(f"{len(PROCESSORS) * len(PARTS)} tried, {wrong} did not work")
    return 0 if not wrong and noticed else 1


def _try(bundle: Path, kind: str, part: str) -> bool:
    """Whether it went wrong.

    The program would start itself anew outside of the emulator; told that this has happened, it
    does not.
    """
    within = str(bundle / "_internal")
    done = _run(kind, [str(bundle / "tacit"), "--self-test", part], {
        "LD_LIBRARY_PATH": within, "_PYI_APPLICATION_HOME_DIR": within,
        "_PYI_ARCHIVE_FILE": str(bundle / "tacit"), "_PYI_PARENT_PROCESS_LEVEL": "0",
    })  # fmt: skip
    try:
        row = json.loads(done.stdout.splitlines()[-1])
        works, said = bool(row["works"]), str(row["said"])
    except (ValueError, IndexError, KeyError):
        works, said = False, f"ended with {done.returncode}"
    print(
        f"{'ok    ' if works else 'FAILED'} {kind}, {PROCESSORS[kind]}: {part}: {said}", flush=True
    )
    return not works


def _run(
    kind: str, command: list[str], settings: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run([EMULATOR, "-cpu", kind, *command], env={**PLAIN, **settings}, cwd=ROOT,
                          capture_output=True, text=True, timeout=WITHIN_S,
                          check=False)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
