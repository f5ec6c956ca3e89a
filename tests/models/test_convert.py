"""Search models made ready: only what gives the same vectors, and nothing half done."""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from models import convert
from models.catalog import Role
from models.convert import MADE, SENTENCES, pending
from models.errors import ConversionFailed
from models.store import Installed, Store
from models.supply import bring_in
from tests import weight_files

# Stands in for the Python that has sentence-transformers: a conversion without a model.
CONVERTER = """\
import sys
from pathlib import Path
import numpy as np
folder, out = sys.argv[-2:]
texts = Path(out, "sentences.txt").read_text(encoding="utf-8").split("\\n")
{before}
np.save(Path(out, "reference.npy"), np.array([[len(t), 1.0] for t in texts], np.float32))
Path(out, "model.onnx").write_bytes(b"made of " + Path(folder, "model.safetensors").read_bytes())
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "weights", tmp_path / "defaults.json")


@pytest.fixture
def model(store: Store, tmp_path: Path) -> Installed:
    return bring_in(weight_files.embedder(tmp_path), store)


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "converter.py"
    path.write_text(CONVERTER.format(before=""), encoding="utf-8")
    monkeypatch.setattr(convert, "SCRIPT", path)
    return path


def same(_one: Installed, made: Path, texts: Sequence[str]) -> np.ndarray:
    assert made.read_bytes().startswith(b"made of ")
    return np.array([[len(text), 1.0] for text in texts], np.float32)


def other(_one: Installed, _made: Path, texts: Sequence[str]) -> np.ndarray:
    return np.array([[1.0, len(text)] for text in texts], np.float32)


def test_a_folder_is_made_ready(store: Store, model: Installed, script: Path) -> None:
    assert [one.name for one in pending(store)] == [model.name]
    assert not model.is_ready
    assert convert.convert(model, store, Path(sys.executable), same) == pytest.approx(1.0)
    ready = store.get(model.name)
    assert ready.is_ready
    assert pending(store) == []
    assert store.verify(model.name).damaged == ()
    ready.path(MADE).write_bytes(b"changed")
    assert store.verify(model.name).damaged == (MADE,)
    assert list((store.folder / ".incoming").iterdir()) == []


def test_other_vectors_are_refused(store: Store, model: Installed, script: Path) -> None:
    with pytest.raises(ConversionFailed):
        convert.convert(model, store, Path(sys.executable), other)
    assert [one.name for one in pending(store)] == [model.name]
    assert not (model.folder / MADE).exists()


@pytest.mark.parametrize("before", ["sys.exit(3)", "raise ValueError('x')", "sys.exit(0)"])
def test_a_converter_that_fails(store: Store, model: Installed, script: Path, before: str) -> None:
    script.write_text(CONVERTER.format(before=before), encoding="utf-8")
    with pytest.raises(ConversionFailed):
        convert.convert(model, store, Path(sys.executable), same)
    assert not store.get(model.name).is_ready


def test_no_python_to_convert_with(store: Store, model: Installed, tmp_path: Path) -> None:
    with pytest.raises(ConversionFailed):
        convert.convert(model, store, tmp_path / "none", same)


def test_what_is_ready_is_preferred(store: Store, model: Installed, script: Path) -> None:
    assert store.default(Role.EMBED).name == model.name
    store.set_default(Role.EMBED, model.name)
    convert.convert(model, store, Path(sys.executable), same)
    assert store.default(Role.EMBED).is_ready


def test_there_are_two_hundred_different_sentences() -> None:
    assert len(set(SENTENCES)) == 200
    assert max(map(len, SENTENCES)) > 1500
    assert not any("\n" in one for one in SENTENCES)
