"""What was done, as one says it: short, without the labels that a screen has."""

import re

MOST_LINES = 3
"of a list that are said; the rest is counted"
_LABEL = re.compile(r"^(?:Task|Reminder|Note|Done|Moved|Dropped|Cancelled|Snoozed): (?=\S)")
_KEPT_LABEL = ("Done", "Moved", "Dropped", "Cancelled", "Snoozed")
"these say what happened to it"
_DUE = re.compile(r", due (?=\S)")
_ASIDE = re.compile(r" \((?:#\d+|no list|list: [^)]*)\)")


def confirmation(says: str) -> str:
    """The words for the ear of what a tool says for the eye."""
    lines = [one.strip() for one in says.splitlines() if one.strip()]
    said = [one for one in lines if not one.startswith(">")]
    quoted = len(lines) - len(said)
    if len(said) == 1:
        short = _short(said[0])
    elif len(said) <= MOST_LINES + 1:
        short = "\n".join(said)
    else:
        rest = len(said) - MOST_LINES
        short = "\n".join([*said[:MOST_LINES], f"And {rest} more, which you can read here."])
    return f"{short}\nThe text itself is here to be read." if quoted else short


def _short(line: str) -> str:
    label = _LABEL.match(line)
    rest = _DUE.sub(", ", _ASIDE.sub("", line))
    if label is None:
        return rest
    word = label.group(0).rstrip(": ")
    bare = rest[label.end() :]
    return f"{word}: {bare}" if word in _KEPT_LABEL else bare
