"""Finding by words, by meaning and by both; limits, forgetting, vectors that heal themselves."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from tests.vault.conftest import KEY, NOW, fresh
from tests.vault.toy import ToyEmbedder
from vault import (
    conversations,
    embedding,
    entities,
    forget,
    index,
    items,
    memories,
    search,
    vectors,
)
from vault.connection import WriteConn, open_reader
from vault.conversations import Said, Speaker
from vault.index import Index
from vault.items import Kind, NewItem, Origin, Passage, Sensitivity, Source
from vault.memories import Fact, NewMemory, Tier
from vault.search import Hit, Query, Why

TOY = ToyEmbedder()
OWNER = Source(Origin.OWNER)
TEXTS = (
    "My doctor moved the appointment to Friday",
    "The car needs new tyres before winter",
    "Ana likes olives and dislikes mushrooms",
    "The lease of the flat ends in October",
    "Remember the milk, the bread and the eggs",
)


def remember(conn: WriteConn, text: str, *, days: int = 0, **more: object) -> int:
    when = NOW - timedelta(days=days)
    new = NewMemory(Tier.SEMANTIC, Fact(text), OWNER, when, **more)  # type: ignore[arg-type]
    return memories.remember(conn, new, when)


@pytest.fixture
def filled(conn: WriteConn) -> WriteConn:
    for text in TEXTS:
        remember(conn, text)
    embedding.catch_up(conn, TOY)
    return conn


def find(conn: WriteConn, text: str, **limits: object) -> list[Hit]:
    loaded = Index.load(conn)
    return search.search(conn, Query(text, **limits), NOW, loaded, TOY.embed([text])[0])  # type: ignore[arg-type]


def test_by_words_in_any_form(filled: WriteConn) -> None:
    (hit,) = search.search(filled, Query("appointments moving"), NOW)
    assert hit.text == TEXTS[0]
    assert hit.why is Why.WORDS
    assert hit.source == OWNER


def test_by_meaning_without_a_common_word(filled: WriteConn) -> None:
    hits = find(filled, "physician")
    assert hits[0].text == TEXTS[0]
    assert hits[0].why is Why.MEANING


def test_both_together_say_so(filled: WriteConn) -> None:
    assert find(filled, "doctor appointment Friday")[0].why is Why.BOTH


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "the and of",
        '"',
        "'; DROP TABLE item; --",
        "AND OR NOT",
        "a*",
        "☂",
        "x" * 10_000,
        "text:olives",
        "NEAR(a b)",
    ],
)
def test_any_text_may_be_looked_for(filled: WriteConn, text: str) -> None:
    find(filled, text)
    search.search(filled, Query(text), NOW)
    assert filled.value("SELECT count(*) FROM passage") == len(TEXTS)


def test_limits(conn: WriteConn) -> None:
    ana = entities.know(conn, "person", "Ana")
    old = remember(conn, "olives old", days=400)
    secret = remember(conn, "olives secret", sensitivity=Sensitivity.SECRET)
    about = remember(conn, "olives about her", about=(ana,))
    talk = conversations.begin(conn, "", NOW)
    said = conversations.say(conn, talk, Said(Speaker.OWNER, "olives said"), NOW)
    embedding.catch_up(conn, TOY)

    def found(**limits: object) -> set[int]:
        return {hit.item for hit in find(conn, "olives", **limits)}

    assert found() == {old, about, said}
    assert found(most_sensitive=Sensitivity.SECRET) == {old, secret, about, said}
    assert found(kinds=(Kind.MESSAGE,)) == {said}
    assert found(about=(ana,)) == {about}
    assert found(since=NOW - timedelta(days=1)) == {about, said}
    assert found(until=NOW - timedelta(days=1)) == {old}
    assert found(about=(999,)) == set()


def test_a_conversation_counts_by_its_best_turn(conn: WriteConn) -> None:
    for name in ("one", "two"):
        talk = conversations.begin(conn, name, NOW)
        for text in ("olives are good", "more olives please", "something else"):
            conversations.say(conn, talk, Said(Speaker.OWNER, text), NOW)
    embedding.catch_up(conn, TOY)
    hits = find(conn, "olives", by_parent=True)
    parents = [hit.parent for hit in hits if "olives" in hit.text]
    assert len(parents) == len(set(parents)) == 2


def test_what_is_recent_or_often_used_is_preferred_a_little(conn: WriteConn) -> None:
    old = remember(conn, "olives at the market", days=1000)
    new = remember(conn, "olives at the market")
    assert [hit.item for hit in search.search(conn, Query("olives"), NOW)] == [new, old]
    items.mark_used(conn, [old] * 50, NOW)
    assert [hit.item for hit in search.search(conn, Query("olives"), NOW)] == [old, new]
    better = remember(conn, "olives olives olives", days=2000)
    assert search.search(conn, Query("olives"), NOW)[0].item == better


def test_common_words_are_pruned_and_rare_ones_decide(conn: WriteConn) -> None:
    with conn.transaction():
        for number in range(400):
            new = NewItem(Kind.MEMORY, OWNER, NOW)
            items.add(conn, new, NOW, [Passage(f"meeting about thing{number}")])
    assert search.rare_terms(conn, "the meeting about thing7") == ["thing7"]
    assert search.rare_terms(conn, "meeting") == ["meeting"]


def test_of_words_that_are_all_too_common_the_rarest_decides(
    conn: WriteConn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counting stops early, but not before it is known which one that is."""
    monkeypatch.setattr(search, "WORK_BUDGET", 2)
    with conn.transaction():
        for number in range(200):
            words = "almond" + " butter" * (number < 100) + " cinnamon" * (number < 30)
            items.add(conn, NewItem(Kind.MEMORY, OWNER, NOW), NOW, [Passage(words)])
    assert search.rare_terms(conn, "almond butter cinnamon") == ["cinnamon"]
    assert search.rare_terms(conn, "butter almonds almond nothing") == ["butter"]
    assert sorted(search.document_frequencies(conn, ["cinnamon", "almond"])) == [
        (30, "cinnamon"),
        (129, "almond"),  # not counted to the end
    ]
    assert search.document_frequencies(conn, ["nothing"]) == []


def test_new_and_removed_vectors_need_no_reload(filled: WriteConn) -> None:
    loaded = Index.load(filled)
    assert loaded is not None
    number = remember(filled, "A tortoise lives in the garden")
    embedding.catch_up(filled, TOY, loaded)
    row = TOY.embed(["tortoise garden"])[0]
    assert search.search(filled, Query("tortoise"), NOW, loaded, row)[0].item == number
    forget.forget(filled, [number], NOW, loaded)
    assert len(loaded) == len(TEXTS)
    again = Index.load(filled)
    assert again is not None
    assert len(again) == len(TEXTS)


@pytest.mark.parametrize(
    "damage",
    ["DELETE FROM vector WHERE passage = 2",
     "UPDATE vector_state SET rowset = rowset + 1",
     "UPDATE vector_state SET rows = rows + 1",
     "INSERT INTO vector(passage, data) VALUES (999, zeroblob(128))",
     "DELETE FROM vector_state"],
)  # fmt: skip
def test_vectors_that_do_not_match_are_mended_not_used(filled: WriteConn, damage: str) -> None:
    with filled.transaction():
        filled.run(damage)
    assert Index.load(filled) is None
    embedding.mend(filled, TOY)
    loaded = Index.load(filled)
    assert loaded is not None
    assert len(loaded) == len(TEXTS)
    assert find(filled, "physician")[0].text == TEXTS[0]


def test_a_damaged_block_never_reaches_faiss(conn: WriteConn) -> None:
    count = 3 * vectors.BLOCK
    with conn.transaction():
        items.add(conn, NewItem(Kind.DOCUMENT, OWNER, NOW), NOW,
                  [Passage(f"word{number}") for number in range(count)])  # fmt: skip
    embedding.catch_up(conn, TOY)
    assert conn.value("SELECT count(*) FROM vector_block") == 2
    with conn.transaction():
        data = bytearray(conn.value("SELECT data FROM vector_block WHERE id = 1"))
        data[5] ^= 1
        conn.run("UPDATE vector_block SET data = ? WHERE id = 1", (bytes(data),))
    assert sum(len(block.passages) for block in vectors.blocks(conn)) == count - vectors.BLOCK
    assert Index.load(conn) is None
    done: list[tuple[int, int]] = []
    embedding.mend(conn, TOY, lambda at, total: done.append((at, total)))
    assert done[-1][0] == done[-1][1] == vectors.BLOCK
    loaded = Index.load(conn)
    assert loaded is not None
    assert len(loaded) == count


def test_another_model_starts_anew(filled: WriteConn) -> None:
    class Other(ToyEmbedder):
        model = "toy-2"
        dimensions = 32

    assert not embedding.is_current(filled, Other())
    embedding.catch_up(filled, Other())
    state = vectors.state(filled)
    assert state is not None
    assert (state.model, state.dimensions, state.rows) == ("toy-2", 32, len(TEXTS))


def test_many_vectors_are_divided_and_still_found_and_forgotten(
    conn: WriteConn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "FLAT_UP_TO", 1_500)
    texts = [f"alpha{number} beta{number % 97} gamma{number % 13}" for number in range(4_000)]
    with conn.transaction():
        numbers = [
            items.add(conn, NewItem(Kind.MEMORY, OWNER, NOW), NOW, [Passage(text)])
            for text in texts
        ]
    embedding.catch_up(conn, TOY)
    exact = Index.load(conn)
    assert exact is not None
    assert exact.is_exact
    assert not exact.fits()
    index.rebuild(conn)
    divided = Index.load(conn)
    assert divided is not None
    assert not divided.is_exact
    assert len(divided) == 4_000
    queries = TOY.embed(texts[::400])
    for row, number in zip(queries, numbers[::400], strict=True):
        assert exact.search(row, 1)[0].passage == divided.search(row, 1)[0].passage == number
    only = np.array([numbers[3], numbers[5]], dtype=np.int64)
    assert {near.passage for near in divided.search(queries[0], 9, only)} == set(only.tolist())
    gone = forget.forget(conn, numbers[:3_500], NOW, divided)
    assert len(gone.passages) == 3_500
    assert len(divided) == 500
    assert not divided.fits()
    again = Index.load(conn)
    assert again is not None
    assert len(again) == 500
    index.rebuild(conn)
    small = Index.load(conn)
    assert small is not None
    assert small.is_exact


CANARIES = ("zyxcanaryalpha", "qwvcanarybeta", "jkhcanarygamma")


@pytest.mark.parametrize("many", [items.MANY, 1], ids=["one by one", "at once"])
def test_after_forgetting_nothing_is_left_in_a_vault_without_a_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """The same code without encryption, so that leftovers could be seen."""
    monkeypatch.setattr(items, "MANY", many)
    monkeypatch.setattr(items, "STAYING", 100)
    path = tmp_path / "twin.db"
    with fresh(path, None) as conn:
        talk = conversations.begin(conn, f"About {CANARIES[0]}", NOW)
        said = conversations.say(conn, talk, Said(Speaker.OWNER, f"My code is {CANARIES[1]}"), NOW)
        conversations.attach(conn, said, f"{CANARIES[2]}.txt", "text/plain", CANARIES[2].encode())
        new = NewMemory(
            Tier.SEMANTIC, Fact(f"The code {CANARIES[1]}"), OWNER, NOW, derived_from=(said,)
        )
        learned = memories.remember(conn, new, NOW)
        for text in TEXTS:
            remember(conn, text)
        embedding.catch_up(conn, TOY)
        secret = TOY.embed([f"The code {CANARIES[1]}"]).astype(np.float16).tobytes()
        conn.checkpoint()
        everything = path.read_bytes()
        assert all(canary.encode() in everything for canary in CANARIES)
        assert secret in everything
        audit_free = forget.preview(conn, [talk])
        assert set(audit_free.items) == {talk, said, learned}
        assert audit_free.along == 2
        _seal(conn)
        forget.forget(conn, [talk], NOW)
        left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for canary in CANARIES:
        for form in (canary.encode(), canary.encode("utf-16-le"), canary.encode().hex().encode()):
            assert form not in left
    assert secret not in left
    assert TEXTS[0].encode() in left


def test_where_most_is_forgotten_the_rest_is_found_and_later_deletions_too(
    conn: WriteConn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "MANY", 3)
    schema = conn.rows("SELECT name, sql FROM sqlite_master ORDER BY name")
    gone = [remember(conn, f"the {number}th lamp is blue") for number in range(4)]
    stays, later = remember(conn, "the kettle is blue"), remember(conn, "the pot is blue")
    assert items.delete(conn, gone).items == tuple(gone)
    assert conn.rows("SELECT name, sql FROM sqlite_master ORDER BY name") == schema
    assert {hit.item for hit in search.search(conn, Query("blue"), NOW)} == {stays, later}
    assert not search.search(conn, Query("lamp"), NOW)
    items.delete(conn, [later])
    assert [hit.item for hit in search.search(conn, Query("blue"), NOW)] == [stays]
    with conn.transaction():
        conn.run("INSERT INTO passage_words(passage_words, rank) VALUES ('integrity-check', 1)")


def _seal(conn: WriteConn) -> None:
    from vault import audit, recovery

    audit.begin(conn, recovery.write(bytes(20)))


def test_what_is_meant_can_be_said_in_several_ways(conn: WriteConn) -> None:
    ana = entities.know(conn, "person", "Ana")
    her = remember(conn, "likes olives", about=(ana,))
    old = remember(conn, "an old thing", days=900)
    file = items.add(conn, NewItem(Kind.DOCUMENT, Source(Origin.FILE, "/x.pdf"), NOW), NOW)
    What = forget.What  # noqa: N806
    assert forget.find(conn, What()) == ()
    assert forget.find(conn, What(about=(ana,))) == (her,)
    assert forget.find(conn, What(until=NOW - timedelta(days=500))) == (old,)
    assert forget.find(conn, What(origin=Origin.FILE)) == (file,)
    assert forget.find(conn, What(source_ref="/x.pdf")) == (file,)
    assert forget.find(conn, What(items=(her, old), about=(ana,))) == (her,)
    assert forget.on_topic(conn, "olives", NOW) == (her,)


def test_a_reader_finds_what_a_writer_wrote(tmp_path: Path) -> None:
    with fresh(tmp_path / "x.db") as conn:
        remember(conn, TEXTS[0])
        with open_reader(tmp_path / "x.db", KEY) as reader:
            assert search.search(reader, Query("doctor"), NOW)[0].text == TEXTS[0]
