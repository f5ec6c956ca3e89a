"""What is likely to be said: the owner's own words, names and titles of theirs, and how one asks.

Names alone are heard where they were not said; the sentences after them keep to what is asked.
"""

from collections.abc import Iterable

from inference.types import HearingRequest
from vault import entities, profile, titles
from vault.connection import ReadConn, WriteConn

OWN_WORDS = "voice.words"
MICROPHONE = "voice.microphone"
LOUDSPEAKER = "voice.loudspeaker"
MOST_HINTS = 40
"more than that, and the recognizer begins to hear them where they were not said"
LONGEST_HINT = 40
"characters"
MOST_CHARACTERS = 400
"of all hints: what is said before has its bounds, and the sentences come last"
MOST_OWN = 200
MANNER = {
    "en": "Remind me at eight to feed the cat. Add a task to paint the fence by Monday. What is "
    "due today? Tick off the fence. Rename the task. Take a note that the key is under the mat. "
    "Look for notes on the cat. What does the letter say about the price? Show me the settings. "
    "Where does my aunt live?",
}


def own_words(conn: ReadConn) -> tuple[str, ...]:
    """What the owner wrote down to be understood."""
    return _clean(profile.setting(conn, OWN_WORDS, []))


def put_own_words(conn: WriteConn, words: Iterable[str]) -> None:
    profile.put_setting(conn, OWN_WORDS, list(_clean(words))[:MOST_OWN])


def request(conn: ReadConn, language: str) -> HearingRequest:
    """How to listen: the language, the owner's words, who and what was spoken of last."""
    names = [one.name for one in entities.latest(conn, MOST_HINTS // 2)]
    return HearingRequest(
        language, _few(_clean([*own_words(conn), *names, *titles.latest(conn)])),
        MANNER.get(language, ""),
    )  # fmt: skip


def _few(hints: Iterable[str]) -> tuple[str, ...]:
    """The first of them that are no more than a recognizer takes in."""
    kept: list[str] = []
    for one in hints:
        if len(kept) == MOST_HINTS or sum(map(len, kept)) + len(one) > MOST_CHARACTERS:
            break
        kept.append(one)
    return tuple(kept)


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
