"""Weights that an installation brought are known at once, left in place, and removable for good."""

import shutil
from pathlib import Path

import pytest

from models import shipped
from models.errors import WeightsDamaged
from models.store import Origin, Store
from tests.models.test_store import make


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "weights", tmp_path / "config" / "weights.json")


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A folder of weights as an installed program has it."""
    folder = tmp_path / "opt" / "weights"
    brought = Store(folder, tmp_path / "none.json")
    brought.add(make(brought, "one"))
    return folder


def test_shipped_weights_are_there_and_stay_where_they_are(
    store: Store, installation: Path
) -> None:
    (taken,) = shipped.take_over(store, installation)
    assert taken.origin is Origin.IN_PLACE
    with store.use("one") as one:
        assert one.path() == installation / "one" / "model.gguf"
    assert not list((store.folder / "one").glob("*.gguf"))


def test_shipped_weights_are_taken_over_once(store: Store, installation: Path) -> None:
    shipped.take_over(store, installation)
    assert shipped.take_over(store, installation) == ()
    store.remove("one")
    assert shipped.take_over(store, installation) == ()
    assert not store.has("one")
    assert (installation / "one" / "model.gguf").is_file()


def test_shipped_weights_are_found_where_the_installation_moved(
    store: Store, installation: Path
) -> None:
    shipped.take_over(store, installation)
    moved = installation.with_name("elsewhere")
    installation.rename(moved)
    (taken,) = shipped.take_over(store, moved)
    assert taken.folder == moved / "one"
    with store.use("one"):
        pass


def test_an_installation_with_other_weights_of_that_name_brings_those(
    store: Store, installation: Path, tmp_path: Path
) -> None:
    shipped.take_over(store, installation)
    shutil.rmtree(installation)
    newer = Store(installation, tmp_path / "none.json")
    newer.add(make(newer, "one", size=20_000))
    (taken,) = shipped.take_over(store, installation)
    with store.use("one") as one:
        assert one.bytes == taken.bytes == 40_000


def test_weights_of_the_owner_are_left_alone(store: Store, installation: Path) -> None:
    own = store.add(make(store, "one", size=20_000))
    assert shipped.take_over(store, installation) == ()
    assert store.get("one") == own


def test_an_installation_that_is_gone_is_said(store: Store, installation: Path) -> None:
    shipped.take_over(store, installation)
    shutil.rmtree(installation)
    assert store.get("one").damaged
    with pytest.raises(WeightsDamaged), store.use("one"):
        pass
