"""Notes: written down, found by words and meaning, added to; all undoable."""

from typing import Any

from inference.tools import finding
from inference.tools.base import (
    OWNER,
    Call,
    Desk,
    Effect,
    Result,
    Target,
    tool,
)
from inference.tools.errors import ArgumentRefused, UndoGone
from inference.tools.finding import Candidate, Fit
from inference.tools.reading_back import is_gone
from inference.tools.task_words import one_line
from vault import fields, items, notes
from vault.items import Kind
from vault.notes import Note
from vault.search import Query

LONGEST_TITLE = 60
"characters of a text that are its title, where none was given"
EXCERPT = 200
LIKENESS = 0.5
"of the best hit: by meaning, something is always near"
SPOKEN = 5
LOOKED_AT = 5_000
"characters of each note in which slips are looked for"
LONGEST_NOTE = 1_000_000


@tool(Effect.WRITE)
def create_note(desk: Desk, text: str, title: str | None = None) -> Result:
    """Write something down."""
    name = one_line(title, "title") if title else _title_of(text)
    number = notes.add(desk.conn, (name, text.strip()), OWNER, desk.now)
    made = notes.get(desk.conn, number)
    return Result(
        says=f"Note: {_said(made)}",
        data={"note": number, **_data(made)},
        items=(number,),
        check=lambda conn: _read(conn, number) and notes.get(conn, number) == made,
        undo=Call("remove_note", {"note": number, "made": _made(desk, number)}),
    )


@tool(Effect.READ)
def find_notes(desk: Desk, query: str) -> Result:
    """Look for notes by what they say or mean."""
    hits = desk.find(Query(query, most=20, kinds=(Kind.NOTE,)))
    enough = LIKENESS * max((hit.score for hit in hits), default=0.0)
    near = [hit.item for hit in hits if hit.score >= enough]
    numbers = list(dict.fromkeys(near)) or _misspelled(desk, query)
    found = [notes.get(desk.conn, number) for number in numbers]
    return Result(
        says=_listed(found),
        data={"notes": [{"note": one.id, **_data(one)} for one in found]},
        items=tuple(numbers),
    )


@tool(Effect.WRITE)
def append_note(desk: Desk, note: Target, text: str) -> Result:
    """Add to a note, as a new line at its end."""
    one = the_note(desk, note)
    whole = f"{one.text}\n{text.strip()}".strip()
    if len(whole) > LONGEST_NOTE:
        raise ArgumentRefused("text", "too long")
    places = [("note", one.id)]
    before = fields.read(desk.conn, places)
    notes.rewrite(desk.conn, one.id, whole, desk.now)
    changed = fields.difference(before, fields.read(desk.conn, places))
    return Result(
        says=f"Added to the note “{one.title}”: {_short(text)}",
        data={"note": one.id, **_data(notes.get(desk.conn, one.id))},
        items=(one.id,),
        check=lambda conn: _read(conn, one.id) and notes.get(conn, one.id).text == whole,
        undo=Call("restore_note", {"note": one.id, "changed": changed}),
    )


@tool(Effect.WRITE)
def rewrite_note(desk: Desk, note: Target, title: str, text: str) -> Result:
    """Put another title and text in the place of a note's, by the owner's own hand."""
    one, name, whole = the_note(desk, note), one_line(title, "title"), text.strip()
    if len(whole) > LONGEST_NOTE:
        raise ArgumentRefused("text", "too long")
    places = [("note", one.id)]
    before = fields.read(desk.conn, places)
    notes.retitle(desk.conn, one.id, name)
    notes.rewrite(desk.conn, one.id, whole, desk.now)
    changed = fields.difference(before, fields.read(desk.conn, places))
    return Result(
        says=f"Note changed: {name}",
        data={"note": one.id, **_data(notes.get(desk.conn, one.id))},
        items=(one.id,),
        check=lambda conn: _read(conn, one.id) and notes.get(conn, one.id).text == whole,
        undo=Call("restore_note", {"note": one.id, "changed": changed}),
    )


@tool(Effect.WRITE, is_hidden=True)
def restore_note(desk: Desk, note: int, changed: str) -> Result:
    """Put a note back as it was before a change."""
    if not fields.put_back(desk.conn, changed):
        raise UndoGone(note)
    notes.refresh(desk.conn, note)
    one = notes.get(desk.conn, note)
    return Result(
        says=f"As before: {_said(one)}",
        data={"note": note, **_data(one)},
        items=(note,),
        check=lambda conn: _read(conn, note) and notes.get(conn, note) == one,
    )


@tool(Effect.WRITE, is_hidden=True)
def remove_note(desk: Desk, note: int, made: str) -> Result:
    """Take back that a note was written."""
    if _made(desk, note) != made:
        raise UndoGone(note)
    title = notes.get(desk.conn, note).title
    items.delete(desk.conn, [note])
    return Result(f"Taken back: {title}.", {"note": note}, check=is_gone("note", note))


def the_note(desk: Desk, words: str) -> Note:
    """The note that is meant, by its title, or else by what it says."""
    some = {one.id: one for one in notes.every(desk.conn)}
    by_title = [Candidate(one.id, one.title) for one in some.values()]
    if max(finding.fits(desk.conn, "note", words, by_title), default=Fit.NOT) > Fit.PARTLY:
        return some[finding.find(desk.conn, "note", words, by_title)]
    by_text = [Candidate(one.id, one.title, one.text[:LOOKED_AT], _said(one)) for one in
               some.values()]  # fmt: skip
    return some[finding.find(desk.conn, "note", words, by_text)]


def _misspelled(desk: Desk, query: str) -> list[int]:
    """Notes whose title or text has these words under another spelling."""
    some = notes.every(desk.conn)
    among = [Candidate(one.id, one.title, one.text[:LOOKED_AT]) for one in some]
    how_well = finding.fits(desk.conn, "note", query, among)
    return [one.number for one, how in zip(among, how_well, strict=True) if how is not Fit.NOT]


def _title_of(text: str) -> str:
    line = " ".join(text.strip().partition("\n")[0].split())
    if len(line) <= LONGEST_TITLE:
        return line
    return f"{line[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"


def _said(note: Note) -> str:
    """A note in one line, its title not twice."""
    line = " ".join(note.text.split())
    start = note.title.removesuffix("…")
    return _short(line) if line.startswith(start) else f"{note.title}: {_short(line)}"


def _listed(found: list[Note]) -> str:
    if not found:
        return "There is no note like that."
    many = f"{len(found)} note{'s' if len(found) > 1 else ''}"
    lines = [_said(one) for one in found[:SPOKEN]]
    more = len(found) - len(lines)
    return "\n".join([f"{many}:", *lines, *([f"and {more} more."] if more else [])])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1]}…"


def _made(desk: Desk, number: int) -> str:
    return fields.difference({}, fields.read(desk.conn, [("note", number)]))


def _read(conn: Any, number: int) -> bool:
    return bool(fields.read(conn, [("note", number)]))


def _data(note: Note) -> dict[str, Any]:
    return {"title": note.title, "text": note.text, "changed": note.changed.isoformat()}


NOTE_TOOLS = (create_note, find_notes, append_note, restore_note, remove_note)
