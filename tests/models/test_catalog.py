"""The catalogue pins everything that it offers."""

import tomllib
from pathlib import Path

import pytest

from models import catalog
from models.catalog import Role, is_plain_path
from models.errors import UnknownWeights

STARTER_HASHES = {
    "qwen2.5-coder-1.5b": "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    "smollm2-135m": "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    "whisper-base": "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
    "piper-joe": "58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
}

ENTRY = """
[[weights]]
name = "one"
title = "One"
role = "chat"
family = "test"
quantization = "Q4_0"
licence = "MIT"
memory_bytes = 1
memory = "measured"
languages = ["en"]
[weights.hub]
repository = "a/b"
revision = "0123456789012345678901234567890123456789"
[[weights.files]]
path = "one.gguf"
bytes = 3
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
"""


def test_every_role_has_starter_weights() -> None:
    assert {entry.role for entry in catalog.load().starter} == set(Role)


@pytest.mark.parametrize("name", STARTER_HASHES)
def test_starter_weights_are_the_ones_that_were_tried(name: str) -> None:
    assert catalog.load().find(name).files[0].sha256 == STARTER_HASHES[name]


def test_what_comes_from_a_hub_has_a_revision_and_what_has_limits_says_so() -> None:
    entries = catalog.load().entries
    assert all(entry.starter or entry.hub for entry in entries)
    limited = {entry.name for entry in entries if entry.licence_limit}
    assert limited == {"lfm2.5-1.2b", "lfm2.5-2.6b", "piper-lessac"}


def test_parts_are_counted_once_per_package() -> None:
    minilm = catalog.load().find("minilm-l6-v2")
    packages = {part.package for file in minilm.files for part in file.parts}
    assert len(packages) == 1
    assert minilm.download_bytes == minilm.files[0].parts[0].bytes


def test_an_entry_is_known_by_any_of_its_files() -> None:
    load = catalog.load()
    assert load.by_sha256(STARTER_HASHES["piper-joe"]) == load.find("piper-joe")
    assert load.by_sha256("0" * 64) is None
    with pytest.raises(UnknownWeights):
        load.find("nothing")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"one"', '"../one"'),
        ('"one"', '"One Two"'),
        ('path = "one.gguf"', 'path = "../one.gguf"'),
        ('path = "one.gguf"', 'path = "/one.gguf"'),
        ('revision = "0123', 'revision = "main'),
        ("bytes = 3", "bytes = 0"),
        ('sha256 = "0000', 'sha256 = "zzzz'),
        ('role = "chat"', 'role = "cook"'),
        ('licence = "MIT"', ""),
    ],
)
def test_a_mistake_in_the_file_is_noticed(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(ENTRY)
    assert catalog.load(path).entries[0].name == "one"
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(ENTRY.replace(old, new, 1))
    with pytest.raises((ValueError, TypeError, KeyError)):
        catalog.load(wrong)


def test_two_entries_of_one_name_are_noticed(tmp_path: Path) -> None:
    path = tmp_path / "catalog.toml"
    path.write_text(ENTRY + ENTRY)
    with pytest.raises(ValueError, match="two entries"):
        catalog.load(path)


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a\\b"])
def test_paths_that_leave_their_folder(path: str) -> None:
    assert not is_plain_path(path)


def test_memory_is_more_than_the_file_and_no_fantasy() -> None:
    for row in tomllib.loads(catalog.CATALOG.read_text())["weights"]:
        size = sum(file["bytes"] for file in row["files"])
        assert size < row["memory_bytes"] < size * 2 + 1_000_000_000, row["name"]
