"""The picture of people and topics: the same each time, nobody on top of another."""

import itertools
import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from desktop import constellation
from desktop.constellation import Sky, Star, Tie
from desktop.paths import Paths
from desktop.ui.memory.graph import Graph
from inference.reading import library
from inference.reading.library import Taken
from inference.reading.reader import read_bytes
from tests.desktop import demo_home
from vault import entities
from vault.entities import Entity
from vault.vault import Vault


@pytest.fixture
def vault(lived_in: Path, paths: Paths) -> Iterator[Vault]:
    made = demo_home.copied(lived_in, paths)
    yield made
    made.close()


def test_the_same_vault_gives_the_same_picture(vault: Vault) -> None:
    with vault.reader() as conn:
        sky = constellation.seen(conn)
        constellation.placed.cache_clear()
        assert constellation.seen(conn) == sky
    names = {star.entity.id: star.entity.name for star in sky.stars}
    said = {(names[tie.one], tie.words, names[tie.other]) for tie in sky.ties}
    assert ("Mira", "lives in", "Oslo") in said
    assert ("Mira", "lives in", "Bergen") not in said
    assert all(0 <= star.x <= 1 and 0 <= star.y <= 1 for star in sky.stars)
    for one, other in itertools.combinations(sky.stars, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > 0.03, (one, other)


def test_who_is_looked_for_comes_in_with_those_around(vault: Vault) -> None:
    with vault.reader() as conn:
        mira = entities.find(conn, "Mira")[0].id
        few = constellation.seen(conn, most=3)
        lumen = entities.find(conn, "Lumen Bikes")[0].id
        assert lumen not in {star.entity.id for star in few.stars}
        focused = constellation.seen(conn, lumen, most=3)
        assert {"Lumen Bikes", "Jonas"} <= {star.entity.name for star in focused.stars}
        assert mira in constellation.seen(conn).around(mira)


def test_whom_only_documents_name_is_in_the_picture_and_marked(vault: Vault) -> None:
    now = datetime(2026, 3, 4, tzinfo=UTC)
    text = b"# Offer\n\nDr. Vera Quint and Mr. Hugo Nilsson agreed on 900 euros.\n"
    with vault.writer() as conn:
        document = read_bytes(text, "offer.md")
        library.put(conn, document, Taken.of("/offer.md", text, keeps=False), now)
    with vault.reader() as conn:
        sky = constellation.seen(conn)
    named = {star.entity.name: star.entity.id for star in sky.stars if star.is_only_named}
    assert set(named) == {"Vera Quint", "Hugo Nilsson"}
    assert named["Hugo Nilsson"] in sky.around(named["Vera Quint"])
    assert "Mira" in {star.entity.name for star in sky.stars if not star.is_only_named}


@pytest.mark.parametrize("count", [0, 1, 2, 150])
def test_any_number_finds_its_place(count: int) -> None:
    numbers = tuple(range(count))
    places = constellation.placed(numbers, tuple(itertools.pairwise(numbers)))
    assert set(places) == set(numbers)
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in places.values())


def test_nobody_lies_on_top_of_another() -> None:
    numbers = tuple(range(120))
    ties = tuple((one % 7, one) for one in numbers if one % 7 != one)
    places = constellation.placed(numbers, ties).values()
    nearest = min(math.dist(one, other) for one, other in itertools.combinations(places, 2))
    assert nearest > 0.06


def sky() -> Sky:
    """One in the middle, one to each side of it."""
    places = {1: (0.5, 0.5), 2: (0.9, 0.5), 3: (0.1, 0.5), 4: (0.5, 0.1), 5: (0.5, 0.9)}
    stars = [Star(Entity(n, "person", f"P{n}"), n, x, y) for n, (x, y) in places.items()]
    return Sky(tuple(stars), (Tie(1, 2, "knows"), Tie(1, 4, "")))


def test_arrows_go_to_whoever_is_nearest_there(qtbot: QtBot) -> None:
    graph = Graph()
    qtbot.addWidget(graph)
    graph.resize(500, 400)
    graph.show()
    graph.show_sky(sky())
    asked: list[int] = []
    graph.chosen.connect(asked.append)
    keys = Qt.Key
    for key in (keys.Key_Right, keys.Key_Right, keys.Key_Left, keys.Key_Left, keys.Key_Right,
                keys.Key_Up, keys.Key_Down, keys.Key_Down, keys.Key_Return):  # fmt: skip
        qtbot.keyClick(graph, key)
    assert asked == [1, 2, 1, 3, 1, 4, 1, 5, 5]
    graph.choose(1)
    assert graph.accessibleDescription() == "P1, related to P2, P4"


def test_coming_nearer_and_going_back(qtbot: QtBot) -> None:
    graph = Graph()
    qtbot.addWidget(graph)
    graph.resize(500, 400)
    graph.show_sky(sky())
    before = graph.place(2)
    qtbot.keyClick(graph, Qt.Key.Key_Plus)
    assert graph.place(2).x() > before.x()
    for _ in range(20):
        qtbot.keyClick(graph, Qt.Key.Key_Plus)
    graph.choose(2)
    assert QPointF(graph.rect().center()).x() < graph.place(2).x() < graph.width()
    qtbot.keyClick(graph, Qt.Key.Key_0)
    assert graph.place(2) == before
