"""Documents in the vault, found by words and meaning: titles, pages, excerpts.

Every excerpt is text from outside and says so: it travels as `untrusted_text` with its source.
"""

import unicodedata

from inference.reading import citing
from inference.tools.base import Desk, Effect, Result, tool
from inference.tools.errors import NothingLikeThat
from vault import documents
from vault.items import Kind
from vault.search import Hit, Query

MOST_FOUND = 8
MOST_SAID = 3
LONGEST_EXCERPT = 600


@tool(Effect.READ)
def find_documents(desk: Desk, query: str) -> Result:
    """Find places in the owner's documents that bear on some words."""
    hits = desk.find(Query(query, most=MOST_FOUND, kinds=(Kind.DOCUMENT,)))
    if not hits:
        raise NothingLikeThat("document", query)
    rows = [_row(desk, hit) for hit in hits]
    numbers = tuple(dict.fromkeys(hit.item for hit in hits))
    return Result(_said(rows), {"documents": rows}, items=numbers)


def _row(desk: Desk, hit: Hit) -> dict[str, object]:
    text = " ".join(hit.text.split())
    is_whole = len(text) <= LONGEST_EXCERPT
    title = _seen(documents.get(desk.conn, hit.item).title)
    pages = () if hit.page is None else (hit.page,)
    where = citing.place(desk.conn, hit.item, pages, citing.spelled)
    return {
        "item": hit.item,
        "title": title,
        "page": hit.page,
        "place": citing.named(title, where),
        "untrusted_text": text if is_whole else f"{text[: LONGEST_EXCERPT - 1]}…",
        "source": {"origin": hit.source.origin.value, "ref": hit.source.ref},
        "happened": hit.happened.isoformat(),
    }


def _said(rows: list[dict[str, object]]) -> str:
    """Where it stands; what stands there is not ours to say."""
    places = list(dict.fromkeys(str(row["place"]) for row in rows))
    more = len(places) - MOST_SAID
    rest = f"; and {more} more" if more > 0 else ""
    count = "one place" if len(places) == 1 else f"{len(places)} places"
    return f"I found {count}: {'; '.join(places[:MOST_SAID])}{rest}."


def _seen(title: str) -> str:
    """A title without signs that are not seen or that turn the reading direction."""
    return "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in title).strip()
