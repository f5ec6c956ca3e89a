"""Words that may be said and that no recognizer knows: the owner's own, and names of theirs."""

from collections.abc import Iterable

from inference.types import HearingRequest
from vault import entities, profile
from vault.connection import ReadConn, WriteConn

OWN_WORDS = "voice.words"
MICROPHONE = "voice.microphone"
LOUDSPEAKER = "voice.loudspeaker"
MOST_HINTS = 40
"more than that, and the recognizer begins to hear them where they were not said"
LONGEST_HINT = 40
"characters"
MOST_OWN = 200


def own_words(conn: ReadConn) -> tuple[str, ...]:
    """What the owner wrote down to be understood."""
    return _clean(profile.setting(conn, OWN_WORDS, []))


def put_own_words(conn: WriteConn, words: Iterable[str]) -> None:
    profile.put_setting(conn, OWN_WORDS, list(_clean(words))[:MOST_OWN])


def request(conn: ReadConn, language: str) -> HearingRequest:
    """How to listen: the language, the owner's words, and who was spoken of last."""
    names = (one.name for one in entities.latest(conn, MOST_HINTS))
    hints = _clean([*own_words(conn), *names])
    return HearingRequest(language, hints[:MOST_HINTS])


def microphone(conn: ReadConn) -> str:
    """The one that the owner chose; empty for the system's."""
    return str(profile.setting(conn, MICROPHONE, ""))


def put_microphone(conn: WriteConn, name: str) -> None:
    profile.put_setting(conn, MICROPHONE, name)


def loudspeaker(conn: ReadConn) -> str:
    return str(profile.setting(conn, LOUDSPEAKER, ""))


def put_loudspeaker(conn: WriteConn, name: str) -> None:
    profile.put_setting(conn, LOUDSPEAKER, name)


def _clean(words: Iterable[object]) -> tuple[str, ...]:
    """Each once, without what would begin another hint."""
    found = (" ".join(one.replace(",", " ").split()) for one in words if isinstance(one, str))
    return tuple(dict.fromkeys(one for one in found if 0 < len(one) <= LONGEST_HINT))
