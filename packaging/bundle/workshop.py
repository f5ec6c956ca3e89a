"""Where a bundle is made: an environment with what users get and nothing else, from the locks.

llama.cpp is compiled with a variant for every kind of processor, since nobody knows whose it will
be; the one that set-up compiles is for this computer alone.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from bootstrap import engine, places
from bootstrap.children import environment, watch
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen

BUILD = places.ROOT / "build"
HOME = BUILD / "environment"
PYTHON = HOME / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
LOCKS = ("runtime", "bundle")
ANY_PROCESSOR = engine.Backend(
    "any-processor",
    ("-DGGML_NATIVE=OFF", "-DGGML_BACKEND_DL=ON", "-DGGML_CPU_ALL_VARIANTS=ON"),
    "a variant for each kind of processor",
)


def prepare(screen: Screen) -> Path:
    """The Python of an environment made anew, with Tacit itself in it."""
    shutil.rmtree(HOME, ignore_errors=True)
    venv.EnvBuilder(with_pip=False, symlinks=sys.platform != "win32").create(HOME)
    for name in LOCKS:
        screen.progress(0, 0, f"packages: {name}")
        _pip(["--require-hashes", "--requirement", str(places.LOCKS / f"{name}.txt")], screen)
    _pip(["--no-index", str(_engine(screen))], screen)
    with tempfile.TemporaryDirectory() as folder:  # setuptools leaves a build folder behind
        source = Path(folder, "tacit")
        shutil.copytree(places.ROOT, source, ignore=shutil.ignore_patterns(".*", "build", "dist"))
        _pip(["--no-build-isolation", str(source)], screen)
    return PYTHON


def bundle(screen: Screen) -> Path:
    """Have PyInstaller put the folder together."""
    said: list[str] = []

    def hear(line: str) -> None:
        said.append(line)
        screen.progress(0, 0, re.sub(r"^\d+ \w+: ", "", line)[:70])

    made = BUILD / "bundle"
    shutil.rmtree(made, ignore_errors=True)
    spec = places.ROOT / "pyinstaller.spec"
    command = [str(PYTHON), "-m", "PyInstaller", "--noconfirm", "--distpath", str(made),
               "--workpath", str(BUILD / "work"), str(spec)]  # fmt: skip
    if watch(command, screen, on_line=hear, env=environment(), cwd=BUILD):
        (BUILD / "pyinstaller.log").write_text("\n".join(said), encoding="utf-8")
        raise SetupProblem(
            ExitCode.INSTALL_FAILED,
            f"PyInstaller stopped. It said: {said[-1] if said else 'nothing'}",
            f"read {BUILD / 'pyinstaller.log'}.",
        )
    return made / ("Tacit.app" if sys.platform == "darwin" else "tacit")


def _engine(screen: Screen) -> Path:
    kept = engine.kept_wheel(engine.kept_folder(ANY_PROCESSOR))
    return kept or engine.build(ANY_PROCESSOR, screen)


def _pip(arguments: list[str], screen: Screen) -> None:
    said: list[str] = []
    command = [str(places.PYTHON), "-m", "pip", "--python", str(PYTHON), "install", "--no-deps",
               "--no-input", "--disable-pip-version-check", "--progress-bar", "off",
               *arguments]  # fmt: skip
    if watch(command, screen, on_line=said.append, env=environment()):
        raise SetupProblem(
            ExitCode.INSTALL_FAILED,
            f"A package could not be installed. pip says: {said[-1] if said else 'nothing'}",
            "run this again; if it stays, the line above is what to search for.",
        )


def installed() -> list[tuple[str, str, Path]]:
    """Every package in the environment: its name, its version, the folder with its papers."""
    script = (
        "import importlib.metadata as m, json\n"
        "print(json.dumps([[d.name, d.version, str(d._path)] for d in m.distributions()]))"
    )
    done = subprocess.run([str(PYTHON), "-I", "-c", script], capture_output=True, text=True,
                          check=True)  # fmt: skip
    return [(name, version, Path(papers)) for name, version, papers in json.loads(done.stdout)]
