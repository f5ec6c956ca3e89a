"""Calendars and address books as files: an entry after the other, each as a small table."""

import base64
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from inference.reading.desk import Desk
from inference.reading.document import Block
from inference.reading.encoding import decode

FOLD = re.compile(r"\r?\n[ \t]")
LINE = re.compile(r"(?:[\w-]+\.)?([\w-]+)((?:;[^:\"]*(?:\"[^\"]*\"[^:\"]*)*)?):(.*)", re.DOTALL)
PARAMETER = re.compile(r";([\w-]+)(?:=(\"[^\"]*\"|[^;]*))?")
ESCAPED = re.compile(r"\\([nN,;:\\])")
DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?$")
ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VCARD"})
CALENDAR = {
    "DTSTART": "Start", "DTEND": "End", "DUE": "Due", "DURATION": "Duration", "RRULE": "Repeats",
    "LOCATION": "Where", "ORGANIZER": "Organizer", "ATTENDEE": "Attendee", "STATUS": "Status",
    "URL": "Address", "CATEGORIES": "Categories", "COMPLETED": "Completed",
}  # fmt: skip
CONTACT = {
    "ORG": "Organization", "TITLE": "Title", "ROLE": "Role", "EMAIL": "E-mail", "TEL": "Phone",
    "ADR": "Address", "BDAY": "Birthday", "ANNIVERSARY": "Anniversary", "URL": "Web",
    "NICKNAME": "Nickname", "CATEGORIES": "Categories", "IMPP": "Chat",
}  # fmt: skip
MOST_FIELDS = 200
TYPES = re.compile(r"home|work|cell|fax|main|other", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """A line of an entry."""

    name: str
    parameters: dict[str, str]
    value: str


def read_calendar(data: bytes, desk: Desk) -> None:
    _read(data, desk, CALENDAR, "SUMMARY", "DESCRIPTION")


def read_contacts(data: bytes, desk: Desk) -> None:
    _read(data, desk, CONTACT, "FN", "NOTE")


def _read(data: bytes, desk: Desk, shown: dict[str, str], name: str, note: str) -> None:
    text = decode(data)

    def blocks() -> Iterator[Block]:
        for entry in _entries(text):
            named = {field.name: field for field in reversed(entry)}
            title = _said(named[name]) if name in named else _name(named)
            yield Block("heading", " ".join(title.split()) or "–", 2)
            rows = [(_label(field, shown), _said(field)) for field in entry if field.name in shown]
            yield Block("table", rows=tuple(row for row in rows if row[1])[:MOST_FIELDS])
            if note in named:
                yield Block("paragraph", _said(named[note]))

    desk.parts(blocks())


def _entries(text: str) -> Iterator[list[Field]]:
    """Entries that count; what lies within one, such as an alarm, is passed over."""
    entry: list[Field] | None = None
    depth = 0
    for line in FOLD.sub("", text).splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        name, value = found[1].upper(), found[3]
        if name == "BEGIN":
            if value.strip().upper() in ENTRIES and entry is None:
                entry, depth = [], 0
            elif entry is not None:
                depth += 1
        elif name == "END" and entry is not None:
            if depth == 0:
                yield entry
                entry = None
            else:
                depth -= 1
        elif entry is not None and depth == 0 and len(entry) < MOST_FIELDS:
            entry.append(Field(name, _parameters(found[2]), value))
    if entry:
        yield entry


def _parameters(text: str) -> dict[str, str]:
    return {key.upper(): (value or key).strip('"') for key, value in PARAMETER.findall(text)}


def _said(field: Field) -> str:
    value = _decoded(field)
    if found := DATE.match(value):
        return _date(found, field.parameters.get("TZID", ""))
    if field.name in ("ADR", "ORG", "N"):
        return ", ".join(filter(None, map(_plain, re.split(r"(?<!\\);", value))))
    if field.name in ("ATTENDEE", "ORGANIZER"):
        address = re.sub("^mailto:", "", value, flags=re.IGNORECASE)
        known = field.parameters.get("CN", "")
        return f"{known} <{address}>" if known and known != address else address
    if field.name in ("TEL", "EMAIL", "IMPP"):
        return re.sub("^(?:tel|mailto):", "", _plain(value), flags=re.IGNORECASE)
    return _plain(value)


def _decoded(field: Field) -> str:
    code = field.parameters.get("ENCODING", "").upper()
    if code == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in field.parameters:
        raw = quopri.decodestring(field.value.encode("utf-8", "replace"))
        return decode(raw, field.parameters.get("CHARSET", ""))
    if code in ("B", "BASE64"):
        try:
            return decode(base64.b64decode(field.value))
        except ValueError:
            return ""
    return field.value


def _date(found: re.Match[str], zone: str) -> str:
    year, month, day, hour, minute, _, is_utc = found.groups()
    text = f"{year}-{month}-{day}"
    if hour is None:
        return text
    where = " UTC" if is_utc else f" {zone}" if zone else ""
    return f"{text} {hour}:{minute}{where}"


def _label(field: Field, shown: dict[str, str]) -> str:
    kinds = TYPES.findall(f"{field.parameters.get('TYPE', '')} {' '.join(field.parameters)}")
    kind = kinds[0].lower() if kinds and field.name in ("TEL", "EMAIL", "ADR") else ""
    return f"{shown[field.name]} ({kind})" if kind else shown[field.name]


def _name(named: dict[str, Field]) -> str:
    if "N" not in named:
        return ""
    last, first = ([*re.split(r"(?<!\\);", _decoded(named["N"])), ""])[:2]
    return _plain(f"{first} {last}")


def _plain(value: str) -> str:
    return ESCAPED.sub(lambda at: "\n" if at[1] in "nN" else at[1], value).strip()
