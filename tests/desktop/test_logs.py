"""Nothing that a person said, wrote or received reaches a log, whatever way it is put in."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop import logs
from desktop.jobs import Lane
from desktop.log_file import PrivateFile
from desktop.logs import Name

CANARY = "Canary-7f3a the letter to my lawyer"
pytestmark = pytest.mark.logs_warnings


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Path]:
    logs.start(tmp_path)
    yield tmp_path / logs.FILE
    logs.stop()
    logging.raiseExceptions = True


def raise_with(text: str) -> None:
    secret_local = text
    raise ValueError(secret_local)


def test_what_is_ours_to_say_is_said(written: Path) -> None:
    log = logging.getLogger("desktop.jobs")
    log.info("lane %s took %d ms, %s, %.1f", Name("vault"), 12, True, 0.5)
    log.info("role %s failed with %s, of kind %s", Lane.IO, KeyError(CANARY), ValueError)
    text = written.read_text()
    assert "INFO desktop.jobs lane vault took 12 ms, True, 0.5" in text
    assert "role Lane.IO failed with KeyError, of kind ValueError" in text


def use_every_way(text: str) -> None:
    """Each way in which content could get into a record."""
    log = logging.getLogger("inference.conversation")
    log.warning("said %s", text)
    log.warning(
        "bytes %s list %s dict %s path %s", text.encode(), [text], {text: text}, Path(text[:50])
    )
    log.warning("by name %(said)s", {"said": text})
    log.warning("wrong number of arguments %s %s", text)  # noqa: PLE1206 - on purpose
    log.warning("wrong kind %d", text)
    log.warning("cause", extra={"said": text}, stack_info=True)
    log.error(ValueError(text))
    logging.getLogger("some.library").warning("prompt was " + text)  # noqa: G003 - as others do
    logging.getLogger("some.library").warning("prompt was %s", text)
    try:
        raise_with(text)
    except ValueError as error:
        log.exception("it broke")
        try:
            raise RuntimeError(text) from error
        except RuntimeError:
            log.warning("again", exc_info=True)


def test_content_does_not_get_in(written: Path) -> None:
    use_every_way(CANARY)
    text = written.read_text()
    for piece in ("Canary", "7f3a", "lawyer"):
        assert piece not in text
    assert text.count("\n") > 12


@settings(max_examples=200, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.text(alphabet=st.characters(min_codepoint=0x100, exclude_categories=["Cs"]), min_size=4))
def test_no_text_gets_in(written: Path, text: str) -> None:
    """Of alphabets that the program itself never uses in a log, not one letter appears."""
    use_every_way(text)
    assert not set(written.read_text(encoding="utf-8")) & set(text)


def test_an_exception_is_told_by_kind_and_place(written: Path) -> None:
    try:
        raise_with(CANARY)
    except ValueError:
        logging.getLogger("vault").exception("it broke")
    text = written.read_text()
    assert "builtins.ValueError" in text
    assert "desktop/test_logs.py:" in text
    assert "raise_with" in text


def test_a_ring_of_causes_ends(written: Path) -> None:
    one, two = ValueError("a"), KeyError("b")
    one.__cause__, two.__cause__ = two, one
    logging.getLogger("vault").warning("ring", exc_info=(ValueError, one, None))
    assert "ring" in written.read_text()


def test_files_are_bounded_and_the_owner_s_alone(
    written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = next(one for one in logging.getLogger().handlers if isinstance(one, PrivateFile))
    monkeypatch.setattr(handler, "most_bytes", 10_000)
    for number in range(3000):
        logging.getLogger("vault").info("line %d", number)
    files = sorted(written.parent.iterdir())
    assert len(files) == 1 + logs.KEPT_FILES
    lines = [line.split()[-1] for path in (*files[:0:-1], files[0])
             for line in path.read_text().splitlines()]  # fmt: skip
    assert [int(one) for one in lines] == list(range(3000 - len(lines), 3000))
    assert sum(path.stat().st_size for path in files) <= 10_000 * len(files)
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}


def test_loggers_named_after_accounts(written: Path) -> None:
    logging.getLogger("caldav.alice@example.org").warning("hello")
    assert "alice" not in written.read_text()
    assert "WARNING caldav <message" in written.read_text()
