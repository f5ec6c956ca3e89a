"""What fuzzing found, each by an input that showed it."""

import json
import random
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from desktop import engines, weights
from desktop.paths import Paths
from inference.agents.planner import ByModel
from inference.agents.rewriting import ByRewriting
from inference.engines import events
from inference.engines.wire import WireBroken
from inference.times.find import find
from inference.tools import catalog
from inference.tools.errors import ArgumentRefused
from inference.types import Usage
from inference.understanding import question
from inference.understanding.examples import Near
from models import connections, shipped
from models.catalog import Role
from models.errors import NoDefaultWeights
from models.refusals import Refusals
from models.store import Store
from tests.fuzz.in_talk import Says
from tests.fuzz.trying import try_out
from tests.inference.tools.trial import NOW
from vault.anchor import unseal
from vault.errors import TooManyTries
from vault.keyslots import MasterKey
from vault.tries import Tries

DEEP = "[" * 20_000
ODD = [DEEP, "null", "7", '["a", {}]', '{"x": [1e999]}', "[1e999, 1e999]", "not JSON", ""]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_notes_beside_the_vault_and_the_weights_may_say_anything(paths: Paths, text: str) -> None:
    store = Store(paths.weights, paths.default_weights)
    for path in (
        paths.default_weights, paths.weights / ".refused.json", paths.weights / shipped.NOTE,
        paths.weights / connections.LIST, paths.cache / "threads.json", paths.cache / "speed.json",
        paths.data / "tries",
    ):  # fmt: skip
        path.write_text(text)
    with pytest.raises(NoDefaultWeights):
        store.default(Role.CHAT)
    assert set(store._chosen()) <= {"x"}
    assert Refusals(paths.weights)._read() <= {"a"}
    assert shipped.take_over(store, paths.data / "brought") == ()
    assert connections.known(paths.weights) == []
    assert engines._known_threads(paths, 2) == {}
    assert weights._remembered_speed(paths.cache / "speed.json", "x") is None
    assert Tries(paths.data / "tries").failed() == 0
    assert unseal(text, MasterKey(bytes(32))) is None


MANIFEST: dict[str, Any] = {
    "version": 1, "name": "tiny", "title": "Tiny", "role": "chat", "family": "llama",
    "quantization": "Q4", "licence": "mit", "context": 2048, "memory_bytes": 10**9,
    "origin": "imported", "trusted": False, "added_at": "2026-03-04T09:00:00+00:00",
    "folder": None, "damaged": [],
    "files": [{"path": "a.gguf", "bytes": 8, "sha256": "0" * 64, "changed_ns": 0}],
}  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [{"damaged": [[]]}, {"title": 7}, {"memory_bytes": None}, {"trusted": "yes"},
     {"folder": "a\0b"}, {"files": [{**MANIFEST["files"][0], "path": "a\0b"}]},
     {"files": [{**MANIFEST["files"][0], "bytes": "8"}]}],
)  # fmt: skip
def test_a_manifest_that_makes_no_sense_is_none(paths: Paths, changed: dict[str, object]) -> None:
    home = paths.weights / "tiny"
    home.mkdir(parents=True)
    (home / "a.gguf").write_bytes(b"GGUFrest")
    store = Store(paths.weights, paths.default_weights)
    (home / "tacit.json").write_text(json.dumps(MANIFEST))
    assert [one.name for one in store.installed()] == ["tiny"]
    (home / "tacit.json").write_text(json.dumps({**MANIFEST, **changed}))
    assert store.installed() == []


def test_many_wrong_passphrases_are_counted_to_the_end(tmp_path: Path) -> None:
    path = tmp_path / "tries"
    for failures in (1_100, 10**400):
        path.write_text(f"[{failures}, 0]")
        assert Tries(path, lambda: 1e6).failed() == 300


def test_a_clock_turned_back_costs_one_pause_and_no_more(tmp_path: Path) -> None:
    now = [2_000_000_000.0]
    tries = Tries(tmp_path / "tries", lambda: now[0])
    for _ in range(4):
        tries.failed()
    now[0] = 1_700_000_000.0  # nine years earlier
    with pytest.raises(TooManyTries) as waits:
        tries.check()
    assert waits.value.wait_s == 4
    now[0] += 4
    tries.check()


def test_a_number_without_end_is_no_event() -> None:
    row = {**events.row_of(Usage(1, 1, 0, 1, 0, 0, 0.5, 0.5)), "reading_s": 10**400}
    name = next(name for name, kind in events._hints(Usage).items() if kind is float)
    with pytest.raises(WireBroken):
        events.build(Usage, {**row, name: 10**400})


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59+00:00", "0001-01-01", "0001-01-01T00:00:00Z"])
def test_a_moment_at_the_edge_of_time_is_refused(at: str) -> None:
    tool = catalog.BY_NAME["set_reminder"]
    with pytest.raises(ArgumentRefused):
        tool.read({"text": "stretch", "at": at})
    assert isinstance(tool.read({"text": "stretch", "at": NOW.isoformat()})["at"], datetime)


@pytest.mark.parametrize(
    "said",
    [DEEP, "", "no", "[]", '"tool"', '{"tool": []}', '{"tool": "x"}', '{"tool": "create_task"}',
     '{"tool": "create_task", "title": 7}', '{"steps": {}}', '{"steps": ["x"]}', '{"requests": 7}',
     '{"steps": [{"use": "x", "what": "y"}]}', '{"steps": [{"use": "create_task"}]}'],
)  # fmt: skip
def test_a_model_that_broke_its_form_gets_nothing_done(said: str) -> None:
    says = Says()
    near = Near((("create_task", 0.9),), ())
    says.lines = [said]
    assert question.ask(says, "buy milk", near, catalog.OFFERED) == ("answer", {})
    says.lines = [said]
    assert ByModel(says, catalog.OFFERED).plan("buy milk", NOW) == ()
    says.lines = [said]
    assert ByRewriting(says, ByModel(says, {})).plan("buy milk", NOW) == ()


def test_words_that_are_none_are_not_the_owner_s() -> None:
    says = Says()
    says.lines = [
        json.dumps({"steps": [{"use": "create_task", "what": "buy milk"}]}),
        json.dumps({"title": "milk", "list": [7, None]}),
    ]
    (step,) = ByModel(says, catalog.OFFERED).plan("buy milk", NOW)
    assert step.call.arguments == {"title": "milk"}  # type: ignore[union-attr]


def test_a_long_stretch_without_blanks_is_read_in_time() -> None:
    def attempt(_rng: random.Random) -> None:
        assert find("x" * 100_000, NOW) == []

    assert try_out(attempt, 0) is None
