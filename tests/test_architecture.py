"""The house rules hold, and each rule has been seen to fail on something that breaks it."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from bootstrap import converter

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = ("desktop", "inference", "vault", "models")
CONTRACTS = PROJECT["tool"]["importlinter"]["contracts"]

# contract -> a module, and a line that it must not contain
PLANTED = {
    "layers": [
        ("vault/planted.py", "import inference"),
        ("models/planted.py", "import vault"),
        ("vault/planted.py", "import models"),
        ("inference/planted.py", "import desktop"),
    ],
    "views": [("desktop/viewmodels/planted.py", "import desktop.ui.theme")],
    "views-stay-shallow": [("desktop/ui/planted.py", "import models.store")],
    "qt": [
        ("inference/planted.py", "import PySide6.QtCore"),
        ("desktop/connectors/planted.py", "from PySide6 import QtCore"),
    ],
    "sockets": [
        ("vault/planted.py", "import socket"),
        ("inference/planted.py", "import urllib.request"),
        ("models/planted.py", "import http.client"),
        ("desktop/planted.py", "import socket"),
        ("desktop/viewmodels/planted.py", "import ssl"),
        ("inference/planted.py", "import huggingface_hub"),
    ],
    "threads": [("desktop/planted.py", "from concurrent.futures import ThreadPoolExecutor")],
    "doors": [
        ("vault/planted.py", "import sqlcipher3"),
        ("vault/planted.py", "import sqlite3"),
        ("inference/planted.py", "import llama_cpp"),
        ("desktop/planted.py", "import faiss"),
    ],
}
ALLOWED = [
    ("desktop/connectors/planted.py", "import imaplib"),
    ("desktop/planted.py", "import vault"),
    ("vault/connection.py", "import sqlcipher3"),
    ("inference/planted.py", "import vault"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The four packages and their contracts, free to be broken."""
    folder = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name in ("inference/engines",):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "__init__.py").touch()
    return folder


def broken(folder: Path) -> set[str]:
    """The ids of the contracts that do not hold in this tree."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.path.insert(0, '.');"
         "from importlinter.cli import lint_imports_command; lint_imports_command()",
         "--no-cache", "--config", "pyproject.toml"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = set(re.findall(r"^(.+?) BROKEN", done.stdout, re.MULTILINE))
    known = {contract["name"]: contract["id"] for contract in CONTRACTS}
    assert "Analyzed" in done.stdout, done.stdout + done.stderr
    return {known[name] for name in names}


def with_lines(folder: Path, planted: list[tuple[str, str]]) -> set[str]:
    """What breaks when these lines stand in the tree."""
    for number, (path, line) in enumerate(planted):
        target = folder / path.replace("planted", f"planted{number}")
        target.write_text(f'"""Planted."""\n{line}\n')
    try:
        return broken(folder)
    finally:
        for number, (path, _line) in enumerate(planted):
            (folder / path.replace("planted", f"planted{number}")).unlink()


def test_every_contract_has_a_planted_violation() -> None:
    assert set(PLANTED) == {contract["id"] for contract in CONTRACTS}


@pytest.mark.parametrize(
    ("contract", "path", "line"),
    [(name, *one) for name, many in PLANTED.items() for one in many],
)
def test_a_planted_violation_breaks_its_contract(
    copy: Path, contract: str, path: str, line: str
) -> None:
    assert contract in with_lines(copy, [(path, line)])


def leads_elsewhere(source: str) -> list[str]:
    """What in these lines could open a way to another computer."""
    tree = list(ast.walk(ast.parse(source)))
    used = [one for one in tree if isinstance(one, ast.Attribute)
            and ast.unparse(one.value) == "socket"]  # fmt: skip
    made = [one for one in tree if isinstance(one, ast.Call)
            and ast.unparse(one.func) == "socket.socket"]  # fmt: skip
    names = {one.attr for one in used} - {"socket", "AF_UNIX", "SOCK_STREAM"}
    return [*names, *(
        ast.unparse(one) for one in made
        if not one.args or ast.unparse(one.args[0]) != "socket.AF_UNIX" or one.keywords
    )]  # fmt: skip


def test_the_windows_socket_leads_to_this_computer_only() -> None:
    source = (ROOT / "desktop" / "local_socket_unix.py").read_text()
    assert leads_elsewhere(source) == []
    assert source.count("AF_UNIX, socket.SOCK_STREAM") >= 3
    assert "from socket" not in source
    for planted in ("socket.create_connection(('example.org', 80))", "socket.socket()",
                    "socket.socket(socket.AF_INET)", "socket.socket(fileno=3)"):  # fmt: skip
        assert leads_elsewhere(source + planted)


def test_what_is_allowed_breaks_nothing(copy: Path) -> None:
    assert with_lines(copy, ALLOWED) == set()


def test_every_package_is_listed() -> None:
    """setuptools installs only what is named, and a forgotten package is missed by users only."""
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for package in PACKAGES
        for path in (ROOT / package).rglob("__init__.py")
    }
    assert found == set(PROJECT["tool"]["setuptools"]["packages"])


def test_packaging_is_no_package() -> None:
    """With an __init__.py it would hide the library of that name."""
    assert not (ROOT / "packaging" / "__init__.py").exists()
    code = "import packaging.version; print(packaging.version.Version('1'))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True)
    assert done.stdout.strip() == b"1"


def test_the_top_level_is_the_agreed_one() -> None:
    agreed = {
        "desktop", "inference", "vault", "models", "packaging", "tests", "docs", "benchmarks",
        ".ci", "pyproject.toml", "pyinstaller.spec", "README.md", "run.py", "LICENSE",
        "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", ".pre-commit-config.yaml", ".gitignore",
    }  # fmt: skip
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True,
                             check=True).stdout.split()  # fmt: skip
    assert {path.split("/")[0] for path in tracked} <= agreed


def test_run_py_parses_on_pythons_that_it_turns_away() -> None:
    ast.parse((ROOT / "run.py").read_text(), feature_version=(3, 4))


def test_locks_hold_hashes_and_no_addresses() -> None:
    for lock in (ROOT / "packaging" / "locks").glob("*.txt"):
        text = lock.read_text()
        assert "://" not in text, lock
        blocks = re.findall(r"^\S.*(?:\n[ \t].*)*", text, re.MULTILINE)
        assert blocks, lock
        assert all("--hash=sha256:" in block for block in blocks), lock


def test_the_lock_holds_what_the_project_pins() -> None:
    locks = {name: (ROOT / "packaging" / "locks" / f"{name}.txt").read_text().lower()
             for name in ("runtime", "engine", "dev", "build", "convert")}  # fmt: skip
    runtime = locks["runtime"] + locks["engine"]
    for pin in PROJECT["project"]["dependencies"]:
        assert pin.split(";")[0].strip().lower() in runtime, pin
    for extra in ("dev", "build", "convert"):
        for pin in PROJECT["project"]["optional-dependencies"][extra]:
            assert pin in locks[extra] or pin.startswith("torch=="), pin


def test_nothing_for_gpus_is_fetched_to_convert_models() -> None:
    lock = (ROOT / "packaging" / "locks" / "convert.txt").read_text()
    assert not re.search(r"^(torch|triton|nvidia|cuda)", lock, re.MULTILINE)
    pins = PROJECT["project"]["optional-dependencies"]["convert"]
    assert converter.TORCH in pins


def test_sizes_are_known_for_every_lock_that_pip_installs() -> None:
    sizes = json.loads((ROOT / "packaging" / "locks" / "sizes.json").read_text())
    assert set(sizes) == {"runtime", "dev", "build", "bundle", "convert"}
    assert all(one["installed"] > one["download"] > 0 for one in sizes.values())


def test_pins_that_matter() -> None:
    pins = dict(one.split(";")[0].strip().split("==") for one in PROJECT["project"]["dependencies"])
    assert tuple(map(int, pins["PySide6-Essentials"].split("."))) < (6, 12)
    assert tuple(map(int, pins["sqlcipher3"].split("."))) >= (0, 6, 4)


def test_ci_calls_the_one_command() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert [line for line in lines if not line.startswith("#")] == ["exec python3 run.py test"]


LOG_CALLS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def test_log_messages_are_literals() -> None:
    """Arguments are redacted; what is in the message itself is written as it stands."""
    seen = 0
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and node.func.attr in LOG_CALLS
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in ("log", "logger", "logging")
                ):
                    seen += 1
                    assert isinstance(node.args[0], ast.Constant), f"{path}:{node.lineno}"
    assert seen


def test_a_single_shot_holds_what_it_calls() -> None:
    """`QTimer.singleShot` borrows the object of a method: dead by then, it is called all the same.

    So it may call a lambda, which is held, or a method of its own context, with which it ends.
    """
    seen = 0
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "QTimer.singleShot"):
                continue
            seen += 1
            _wait, context, called = node.args
            owner = ast.unparse(called.value) if isinstance(called, ast.Attribute) else ""
            assert isinstance(called, ast.Lambda) or owner == ast.unparse(context), (
                f"{path}:{node.lineno}"
            )
    assert seen


def test_no_layout_is_asked_for_its_items() -> None:
    """What `itemAt` hands out is kept by its address when the layout deletes it, and is then taken
    for whatever comes to lie there. So whoever looks through a layout keeps a list of its own;
    `takeAt` gives items away, and they go with whoever took them.
    """
    for path in (ROOT / "desktop").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            is_asked = isinstance(node, ast.Attribute) and node.attr == "itemAt"
            assert not is_asked, f"{path}:{getattr(node, 'lineno', 0)}"
