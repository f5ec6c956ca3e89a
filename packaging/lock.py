"""Write packaging/locks/ anew from pyproject.toml: `.venv/bin/python packaging/lock.py`.

Each lock lists every package with the hashes of all its files and no address, so that any mirror
serves. `engine.txt` holds llama-cpp-python alone, because set-up compiles that one itself.
`sizes.json` says what the packages weigh on the system this ran on: set-up shows progress and
checks the disk by it; other systems differ a little.
"""

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ROOT / "packaging" / "locks"
ENGINE = "llama-cpp-python"
# Set-up fetches torch by itself, in the build for processors: see packaging/bootstrap/converter.py.
FOR_GPUS = re.compile(r"torch==|triton==|nvidia-|cuda-")
BLOCK = re.compile(r"^\S.*(?:\n[ \t].*)*\n?", re.MULTILINE)


def resolve(requirements: list[str], constraints: str = "", *, alone: bool = False) -> str:
    """The full list of packages with hashes, for every system and Python that we support.

    `alone` leaves out what they ask for: a package of which only the files are used.
    """
    with tempfile.TemporaryDirectory() as folder:
        wanted, pinned = Path(folder, "wanted.in"), Path(folder, "pinned.txt")
        wanted.write_text("\n".join(requirements))
        pinned.write_text(constraints)
        done = subprocess.run(
            [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal",
             "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header",
             "--no-emit-index-url", "--constraints", str(pinned), str(wanted),
             *(["--no-deps"] if alone else [])],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    return done.stdout


def split_engine(lock: str) -> tuple[str, str]:
    """The lock without the engine, and the engine alone."""
    blocks = BLOCK.findall(lock)
    engine = [block for block in blocks if block.startswith(ENGINE + "==")]
    return "".join(block for block in blocks if block not in engine), "".join(engine)


def without(lock: str, names: re.Pattern[str]) -> str:
    """The lock without some packages."""
    return "".join(block for block in BLOCK.findall(lock) if not names.match(block))


def weigh(lock: Path) -> dict[str, int]:
    """Bytes to fetch and bytes once installed, on this system."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir",
             "--require-hashes", "--dest", folder, "--requirement", str(lock)],
            check=True, capture_output=True,
        )  # fmt: skip
        wheels = list(Path(folder).glob("*.whl"))
        return {
            "download": sum(wheel.stat().st_size for wheel in wheels),
            "installed": sum(
                part.file_size for wheel in wheels for part in zipfile.ZipFile(wheel).infolist()
            ),
        }


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    runtime = resolve(project["dependencies"])
    rest, engine = split_engine(runtime)
    locks = {
        "runtime": rest + resolve(extras["recognition"], alone=True),
        "engine": engine,
        "dev": resolve(extras["dev"], runtime),
        "build": resolve(extras["build"], runtime),
        "bundle": resolve(extras["bundle"], runtime),
        "convert": without(resolve(extras["convert"], runtime), FOR_GPUS),
    }
    LOCKS.mkdir(exist_ok=True)
    sizes = {}
    for name, text in locks.items():
        path = LOCKS / f"{name}.txt"
        path.write_text(text)
        print(f"{path.relative_to(ROOT)}: {len(BLOCK.findall(text))} packages")
        if name != "engine":
            sizes[name] = weigh(path)
    (LOCKS / "sizes.json").write_text(json.dumps(sizes, indent=2) + "\n")


if __name__ == "__main__":
    main()
