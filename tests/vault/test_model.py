"""The vault against a plain model of it: whatever happens in whatever order, they agree."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.vault.conftest import COST, NOW, PASSPHRASE
from tests.vault.toy import ToyEmbedder
from vault import embedding, forget, memories, search
from vault.connection import check_pages
from vault.index import Index
from vault.items import Origin, Source
from vault.memories import Fact, NewMemory, Tier
from vault.places import Places
from vault.search import Query
from vault.vault import Vault, with_passphrase

TOY = ToyEmbedder()
WORDS = st.sampled_from(["olives", "dentist", "lease", "garden", "invoice", "train", "Ana", "milk"])


class VaultMachine(RuleBasedStateMachine):
    """put, derive, forget, lock, reopen, crash, change the passphrase, back up and restore."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.places = Places.of(self.folder / "vault", self.folder / "elsewhere")
        self.passphrase = PASSPHRASE
        self.known: dict[int, str] = {}
        self.derived: dict[int, int] = {}
        self.vault: Vault | None = None

    @initialize()
    def create(self) -> None:
        self.vault, _recovery = Vault.create(self.places, PASSPHRASE, NOW, COST)

    def teardown(self) -> None:
        if self.vault is not None:
            self.vault.close()
        shutil.rmtree(self.folder)

    @precondition(lambda self: self.vault is not None)
    @rule(words=st.lists(WORDS, min_size=1, max_size=4), data=st.data())
    def remember(self, words: list[str], data: st.DataObject) -> None:
        assert self.vault
        origins = st.none() | st.sampled_from(sorted(self.known)) if self.known else st.none()
        origin = data.draw(origins)
        text = " ".join(words)
        new = NewMemory(Tier.SEMANTIC, Fact(text), Source(Origin.OWNER), NOW,
                        derived_from=(origin,) if origin else ())  # fmt: skip
        with self.vault.writer() as conn:
            number = memories.remember(conn, new, NOW)
            embedding.catch_up(conn, TOY)
        self.known[number] = text
        if origin:
            self.derived[number] = origin

    @precondition(lambda self: self.vault is not None and self.known)
    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        assert self.vault
        number = data.draw(st.sampled_from(sorted(self.known)))
        with self.vault.writer() as conn:
            gone = forget.forget(conn, [number], NOW).items
        expected = {number}
        while more := {n for n, o in self.derived.items() if o in expected} - expected:
            expected |= more
        assert set(gone) == expected & set(self.known)
        for one in expected:
            self.known.pop(one, None)
            self.derived.pop(one, None)

    @precondition(lambda self: self.vault is not None)
    @rule()
    def lock(self) -> None:
        assert self.vault
        self.vault.close()
        self.vault = None

    @precondition(lambda self: self.vault is None)
    @rule()
    def unlock(self) -> None:
        self.vault = Vault.unlock(self.places, with_passphrase(self.passphrase), NOW)

    @precondition(lambda self: self.vault is not None)
    @rule()
    def crash(self) -> None:
        """The process is gone: nothing is closed, only the system frees the lock."""
        assert self.vault
        self.vault._lock.free()
        self.vault = Vault.unlock(self.places, with_passphrase(self.passphrase), NOW)

    @precondition(lambda self: self.vault is not None)
    @rule(word=WORDS)
    def change_passphrase(self, word: str) -> None:
        assert self.vault
        self.passphrase = f"{word} {word} {word}"
        self.vault.change_passphrase(self.passphrase, NOW, COST)

    @precondition(lambda self: self.vault is not None)
    @rule()
    def move_to_another_machine(self) -> None:
        assert self.vault
        saved = self.vault.backup()
        self.vault.close()
        kept = self.folder / "carried.tacit"
        shutil.copy(saved, kept)
        shutil.rmtree(self.places.folder)
        shutil.rmtree(self.places.anchor.parent)
        self.vault = Vault.restore(kept, self.places, with_passphrase(self.passphrase), NOW)

    @invariant()
    def agrees(self) -> None:
        if self.vault is None:
            return
        with self.vault.reader() as conn:
            check_pages(conn)
            assert {m.id: m.fact.text for m in memories.known(conn, NOW)} == self.known
            index = Index.load(conn) if self.known else None
            assert index is None or len(index) == len(self.known)
            for number, text in list(self.known.items())[:2]:
                hits = search.search(conn, Query(text, most=100), NOW, index, TOY.embed([text])[0])
                assert number in {hit.item for hit in hits}


VaultMachine.TestCase.settings = settings(
    max_examples=12, stateful_step_count=14, deadline=None, derandomize=True, database=None
)
test_the_vault_agrees_with_its_model = VaultMachine.TestCase
