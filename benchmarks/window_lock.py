"""From Ctrl+L until a fresh locked window can be typed into, in the process that knew the key."""

import statistics
import time
from pathlib import Path

from benchmarks.window_children import make_vault, start
from benchmarks.window_idle import UNLOCK

ROUNDS = 5
LOCK = UNLOCK.replace(
    'print("unlocked", flush=True)',
    """
            from desktop import locking
            import json
            words = sys.orig_argv
            def again(path, command):
                again_words = [words[0], *words[1:words.index("-c") + 2]]
                os.environ["LOCKED_AGAIN"] = "1"
                execv(path, again_words)
            execv = os.execv
            os.execv = again
            print("locking", flush=True)
            window.centralWidget().lock_wanted.emit()
""",
)
BODY = LOCK.replace(
    "    field, _imported = typed(window)",
    """    field, _imported = typed(window)
    if os.environ.get("LOCKED_AGAIN"):
        os._exit(0)""",
)


def measure(folder: Path) -> None:
    make_vault(folder)
    took = [_once(folder) for _ in range(ROUNDS)]
    print(
        f"from locking until a fresh window can be typed into: median "
        f"{statistics.median(took):.2f} s, longest {max(took):.2f} s ({ROUNDS} times)"
    )


def _once(folder: Path) -> float:
    child = start(folder, BODY, is_ours=True)
    assert child.stdout is not None
    for word in ("typed\n", "locking\n"):
        assert child.stdout.readline() == word
    began = time.perf_counter()
    assert child.stdout.readline() == "typed\n"
    took = time.perf_counter() - began
    child.communicate()
    return took
