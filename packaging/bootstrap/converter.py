"""Search models made ready, once: what reads them is fetched, used, and taken away again.

Sentence-transformers needs torch, of which the processor's build is wanted and never the one for
GPUs, which weighs gigabytes. Where that cannot be had, the compact model serves as it is: nothing
here can make a set-up fail.
"""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

from bootstrap import places
from bootstrap.children import environment, watch
from bootstrap.environment import install_lock, sizes
from bootstrap.places import PYTHON, weights
from bootstrap.problem import SetupProblem
from bootstrap.screen import Screen
from bootstrap.stamp import Stamp, lock_digest

TORCH = "torch==2.13.0"
LOCK = "convert"


def pending() -> list[str]:
    """Installed search models that no engine can read yet."""
    return sorted(path.parent.name for path in weights().glob("*/tacit.json") if _is_pending(path))


def is_due(stamp: Stamp, *, asked: bool) -> bool:
    """Whether there is something to convert; what could not be done is not tried at each start."""
    return bool(pending()) and (asked or stamp.converted != _fingerprint())


def bytes_needed() -> int:
    """What is fetched and unpacked for it, torch included, and given back at the end."""
    return sizes([LOCK])[0]["installed"] + 1_000_000_000


def convert(screen: Screen) -> None:
    """Make what is pending ready; where that cannot be, say so and go on."""
    if not pending():
        return
    folder = places.cache() / "converter"
    try:
        python = _prepare(folder, screen)
        if python is not None:
            _run(python, screen)
    except SetupProblem as problem:
        screen.note(f"{problem.says} The compact search model serves as it is.")
    except (OSError, subprocess.CalledProcessError):
        screen.note("The search model was left as it is; the compact one serves.")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    stamp = Stamp.read()
    stamp.converted = _fingerprint()
    stamp.write()


def _prepare(folder: Path, screen: Screen) -> Path | None:
    """A Python with sentence-transformers and the processor's torch; None without the latter."""
    shutil.rmtree(folder, ignore_errors=True)
    venv.EnvBuilder(with_pip=False, symlinks=True).create(folder)
    python = folder / PYTHON.relative_to(places.VENV)
    install_lock(LOCK, screen, into=python)
    if _install_torch(python, screen):
        return python
    screen.note("torch for the processor cannot be had here; the compact search model serves.")
    return None


def _install_torch(python: Path, screen: Screen) -> bool:
    """The build for the processor, from wherever it can be had; never the one for GPUs."""
    screen.progress(0, 0, "torch for the processor")
    plain = [str(PYTHON), "-m", "pip", "--python", str(python), "install", "--no-deps",
             "--no-input", "--progress-bar", "off", "--disable-pip-version-check"]  # fmt: skip
    if sys.platform != "linux":
        return watch([*plain, TORCH], screen, env=environment()) == 0
    if watch([*plain, f"{TORCH}+cpu"], screen, env=environment()) == 0:
        return True
    command = [str(python), "-m", "uv", "pip", "install", "--python", str(python), "--no-deps",
               "--torch-backend", "cpu", TORCH]  # fmt: skip
    return watch(command, screen, env=environment()) == 0 and _is_for_the_processor(python)


def _is_for_the_processor(python: Path) -> bool:
    script = "from importlib.metadata import version; print(version('torch'))"
    done = subprocess.run([str(python), "-I", "-c", script], capture_output=True, text=True,
                          check=False)  # fmt: skip
    return done.stdout.strip().endswith("+cpu")


def _run(python: Path, screen: Screen) -> None:
    screen.progress(0, 0, "converting, and comparing 200 sentences")
    heard: list[dict[str, object]] = []

    def hear(line: str) -> None:
        try:
            heard.append(json.loads(line))
        except ValueError:
            return

    command = [str(PYTHON), "-P", "-m", "desktop", "models", "convert", "--json", "--with",
               str(python)]  # fmt: skip
    watch(command, screen, on_line=hear, env=environment(TACIT_WEIGHTS=str(weights())))
    for row in heard:
        if row.get("event") == "converted":
            screen.note(f"{row['name']} is ready; least likeness {row['likeness']:.5f}")
        elif row.get("event") == "error":
            screen.note(f"{row['title']}. {row['body']}")


def _is_pending(manifest: Path) -> bool:
    try:
        row = json.loads(manifest.read_text(encoding="utf-8"))
        files = [str(file["path"]) for file in row["files"]]
        return (
            row["role"] == "embed"
            and row["origin"] != "in place"
            and not any(name.endswith(".onnx") for name in files)
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _fingerprint() -> str:
    return f"{weights()}|{lock_digest(LOCK)}|{','.join(pending())}"
