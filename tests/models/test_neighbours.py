"""Weights of other apps are found where those apps keep them, and left where they are."""

import json
from pathlib import Path

import pytest

from models.neighbours import Neighbour, neighbours, scan
from tests import weight_files

BLOB = "a" * 64


def ollama(folder: Path, *, media: str = "application/vnd.ollama.image.model") -> Path:
    manifest = folder / "manifests" / "registry" / "library" / "llama" / "1b"
    manifest.parent.mkdir(parents=True)
    other = "application/vnd.ollama.image.params"
    layers = [
        {"mediaType": media, "digest": f"sha256:{BLOB}"},
        {"mediaType": other, "digest": "sha256:" + "b" * 64},
    ]
    manifest.write_text(json.dumps({"layers": layers}))
    return weight_files.gguf(folder / "blobs", f"sha256-{BLOB}")


@pytest.mark.parametrize(
    ("platform", "app", "folder"),
    [
        ("linux", "Ollama", ".ollama/models"),
        ("linux", "LM Studio", ".lmstudio/models"),
        ("linux", "Jan", ".local/share/Jan/data/llamacpp/models"),
        ("linux", "GPT4All", ".local/share/nomic.ai/GPT4All"),
        ("linux", "Hugging Face", ".cache/huggingface/hub"),
        ("darwin", "Jan", "Library/Application Support/Jan/data/llamacpp/models"),
        ("darwin", "GPT4All", "Library/Application Support/nomic.ai/GPT4All"),
        ("win32", "GPT4All", "AppData/Local/nomic.ai/GPT4All"),
        ("win32", "Jan", "AppData/Roaming/Jan/data/llamacpp/models"),
    ],
)
def test_each_app_s_folder(tmp_path: Path, platform: str, app: str, folder: str) -> None:
    path = tmp_path / folder
    if app == "Ollama":
        ollama(path)
    else:
        weight_files.gguf(path / "some" / "model")
    found = scan(neighbours(tmp_path, {}, platform))
    assert [one.app for one in found] == [app]
    assert found[0].bytes == found[0].path.stat().st_size


def test_folders_that_the_owner_moved(tmp_path: Path) -> None:
    ollama(tmp_path / "moved")
    weight_files.gguf(tmp_path / "hf" / "hub" / "models--a--b" / "snapshots" / "1")
    environ = {"OLLAMA_MODELS": str(tmp_path / "moved"), "HF_HOME": str(tmp_path / "hf")}
    found = scan(neighbours(tmp_path / "home", environ, "linux"))
    assert {one.app for one in found} == {"Ollama", "Hugging Face"}


def test_ollama_s_names_and_kinds(tmp_path: Path) -> None:
    blob = ollama(tmp_path)
    (found,) = scan((Neighbour("Ollama", tmp_path),))
    assert (found.title, found.path) == ("llama:1b", blob)


def test_a_hub_file_that_links_to_its_blob_counts_once(tmp_path: Path) -> None:
    blob = weight_files.gguf(tmp_path / "blobs", "abc")
    for revision in ("one", "two"):
        (tmp_path / revision).mkdir()
        (tmp_path / revision / "model.gguf").symlink_to(blob)
    assert len(scan((Neighbour("Hugging Face", tmp_path),))) == 1


@pytest.mark.parametrize("manifest", ["", "{", "[]", '{"layers": 3}', '{"layers": [3]}',
                                      '{"layers": [{"mediaType": "application/vnd.ollama.image.model", "digest": "sha256:../../x"}]}'])  # fmt: skip # noqa: E501
def test_manifests_that_make_no_sense(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / "x").write_text(manifest)
    assert scan((Neighbour("Ollama", tmp_path),)) == []


def test_files_that_lie_and_links_that_break_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.gguf").write_bytes(b"GGUF")
    (tmp_path / "gone.gguf").symlink_to(tmp_path / "nothing")
    weight_files.gguf(tmp_path, "good.gguf")
    assert [one.path.name for one in scan((Neighbour("Jan", tmp_path),))] == ["good.gguf"]


def test_a_folder_without_end_is_left(tmp_path: Path) -> None:
    weight_files.gguf(tmp_path / "/".join("abcdefghij"))
    (tmp_path / "loop").symlink_to(tmp_path)
    assert scan((Neighbour("Jan", tmp_path),)) == []


def test_no_app_at_all(tmp_path: Path) -> None:
    assert scan(neighbours(tmp_path, {}, "linux")) == []
