"""The licences of everything in a bundle, in a folder of texts and one list that is read first.

A package whose papers name no licence stops the build: what we hand on, we may hand on.
"""

import email
import re
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

PAPER = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
CLASSIFIER = "License :: "
# Packages that come with the text of their licence and do not name it.
NAMED_BY_US = {"sqlcipher3": "Zlib"}
# What is only used while the bundle is made.
TOOLS = {
    "altgraph", "macholib", "packaging", "pyinstaller", "pyinstaller-hooks-contrib", "setuptools",
}  # fmt: skip
# Parts that come within others, with the licence that their makers state.
WITHIN = (
    ("Python", f"{sys.version_info.major}.{sys.version_info.minor}", "PSF-2.0"),
    ("Qt (within PySide6)", "6", "LGPL-3.0-only"),
    ("llama.cpp and ggml (within llama-cpp-python)", "", "MIT"),
    ("SQLCipher and SQLite (within sqlcipher3)", "", "BSD-3-Clause, and the public domain"),
    ("OpenSSL (within sqlcipher3, cryptography and Python)", "3", "Apache-2.0"),
    ("espeak-ng (within piper-tts)", "", "GPL-3.0-or-later"),
    (
        "TensorFlow Lite, and the wake words of microWakeWord (within pymicro-wakeword)",
        "",
        "Apache-2.0",
    ),
    ("Silero VAD (within faster-whisper)", "", "MIT"),
    ("PDFium (within pypdfium2)", "", "Apache-2.0 and BSD-3-Clause"),
    ("FFmpeg (within av)", "", "LGPL-2.1-or-later"),
    ("oneDNN and OpenBLAS (within ctranslate2 and numpy)", "", "Apache-2.0, BSD-3-Clause"),
    ("PP-OCR models (within rapidocr)", "", "Apache-2.0"),
)
COMMON = tuple(
    path
    for name in ("GPL-3", "LGPL-3", "LGPL-2.1", "Apache-2.0", "BSD")
    if (path := Path("/usr/share/common-licenses", name)).exists()
)
"as Debian keeps them; other systems hand on what the packages bring"


@dataclass(frozen=True)
class Licence:
    """What one package says about itself."""

    name: str
    version: str
    terms: str


class Unlicensed(Exception):
    """A package that does not say what one may do with it."""


def gather(packages: list[tuple[str, str, Path]], into: Path, catalog: Path) -> list[Licence]:
    """Copy every package's papers, and write the list."""
    shutil.rmtree(into, ignore_errors=True)
    into.mkdir(parents=True)
    found = []
    for name, version, papers in sorted(packages, key=lambda one: one[0].casefold()):
        if name.lower() in TOOLS:
            continue
        found.append(Licence(name, version, terms(name, papers)))
        for paper in sorted(papers.rglob("*")):
            place = paper.relative_to(papers)
            if paper.is_file() and PAPER.search(str(place)):
                shutil.copyfile(paper, into / f"{name}-{'-'.join(place.parts)}.txt")
    for text in COMMON:
        shutil.copyfile(text, into / f"{text.name}.txt")
    rows = [*found, *(Licence(*row) for row in WITHIN)]
    (into / "README.txt").write_text(_list(rows, catalog), encoding="utf-8")
    return rows


def terms(name: str, papers: Path) -> str:
    """The licence as the package's metadata states it."""
    about = email.message_from_string((papers / "METADATA").read_text(encoding="utf-8"))
    if stated := about.get("License-Expression"):
        return str(stated)
    classified = [
        one.rpartition(" :: ")[2]
        for one in about.get_all("Classifier", [])
        if one.startswith(CLASSIFIER)
    ]
    if classified:
        return ", ".join(classified)
    stated = str(about.get("License") or NAMED_BY_US.get(name, "")).strip()
    if not stated:
        raise Unlicensed(name)
    return stated.splitlines()[0]


def _list(rows: list[Licence], catalog: Path) -> str:
    weights = tomllib.loads(catalog.read_text(encoding="utf-8"))["weights"]
    lines = [
        "Tacit is free software under the GNU General Public License, version 3 or later.",
        "These are the parts that it is made of, with the terms that their makers state.",
        "The texts that they bring lie in this folder, and those of the licences that parts within",
        "others are under.",
        "",
        *(f"{one.name} {one.version}".strip() + f": {one.terms}" for one in rows),
        "",
        "Weights keep the licences of their makers, shown before each is fetched:",
        "",
        *(f"{one['title']}: {one['licence']}" for one in weights),
    ]
    return "\n".join(lines) + "\n"
