"""Telling what a model thinks aloud from what it answers: some begin with <think> … </think>."""

OPEN, CLOSE = "<think>", "</think>"


class Thought:
    """Takes an answer as it comes, and gives back its two parts."""

    def __init__(self) -> None:
        self._held = ""
        self._is_thinking: bool | None = None
        "None until the first words decide it"
        self._is_bare = True
        "whether nothing of the part has come yet: empty lines before it say nothing"

    def add(self, text: str) -> tuple[str, str]:
        """More of it: what of that is thought, and what is said."""
        self._held += text
        if self._is_thinking is None and not self._decide():
            return "", ""
        if not self._is_thinking:
            return "", self._let_go(len(self._held))
        at = self._held.find(CLOSE)
        if at < 0:
            return self._let_go(len(self._held) - _beginning(self._held, CLOSE)), ""
        thought = self._let_go(at)
        self._held = self._held.removeprefix(CLOSE)
        self._is_thinking, self._is_bare = False, True
        return thought, self._let_go(len(self._held))

    def rest(self) -> tuple[str, str]:
        """No more comes: what was held back."""
        left = self._let_go(len(self._held))
        return (left, "") if self._is_thinking else ("", left)

    def _decide(self) -> bool:
        start = self._held.lstrip()
        if not start or (OPEN.startswith(start) and start != OPEN):
            return False
        self._is_thinking = start.startswith(OPEN)
        if self._is_thinking:
            self._held = start.removeprefix(OPEN)
        return True

    def _let_go(self, count: int) -> str:
        text, self._held = self._held[:count], self._held[count:]
        if self._is_bare:
            text = text.lstrip("\n")
            self._is_bare = not text
        return text


def parts(text: str) -> tuple[str, str]:
    """What is thought and what is said in a whole answer."""
    thought = Thought()
    first, rest = thought.add(text), thought.rest()
    return first[0] + rest[0], first[1] + rest[1]


def _beginning(text: str, sign: str) -> int:
    """How many letters at the end of a text may be the beginning of a sign."""
    return next((n for n in range(len(sign) - 1, 0, -1) if text.endswith(sign[:n])), 0)
