"""What a file is, by its bytes. Its name only tells apart what is text either way."""

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from inference.reading.encoding import sixteen

HEAD_BYTES = 4096
MEDIA = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "html": "text/html",
    "rtf": "application/rtf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "text": "text/plain",
    "markdown": "text/markdown",
    "csv": "text/csv",
    "json": "application/json",
    "code": "text/x-source",
    "eml": "message/rfc822",
    "mbox": "application/mbox",
    "msg": "application/vnd.ms-outlook",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    "zip": "application/zip",
    "picture": "image/*",
    "recording": "audio/*",
}
"the kinds that are read, and what they are called between programs"
PLAIN = frozenset({"text", "markdown", "csv", "json", "code"})
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "picture"), (0, b"\xff\xd8\xff", "picture"),
    (0, b"GIF8", "picture"), (0, b"BM", "bitmap"), (0, b"II*\0", "picture"),
    (0, b"MM\0*", "picture"), (8, b"WEBP", "picture"), (4, b"ftyphei", "heic"),
    (4, b"ftypavif", "heic"), (4, b"ftypmif1", "heic"),
    (8, b"WAVE", "recording"), (8, b"AVI ", "recording"), (0, b"ID3", "recording"),
    (0, b"OggS", "recording"), (0, b"fLaC", "recording"), (4, b"ftyp", "recording"),
    (0, b"\x1aE\xdf\xa3", "recording"), (8, b"AIFF", "recording"), (0, b"#!AMR", "recording"),
    (0, b"\xff\xfb", "recording"), (0, b"\xff\xf3", "recording"), (0, b"\xff\xf1", "recording"),
    (0, b"{\\rtf", "rtf"), (0, b"\x1f\x8b", "archive"), (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"Rar!", "archive"), (257, b"ustar", "archive"), (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ", "archive"), (0, b"\x28\xb5\x2f\xfd", "archive"),
    (0, b"MZ", "program"), (0, b"\x7fELF", "program"), (0, b"\xcf\xfa\xed\xfe", "program"),
    (0, b"SQLite format 3\0", "database"), (0, b"GGUF", "weights"), (0, b"%!PS", "PostScript"),
)  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = {
    "__properties_version1.0": "msg", "EncryptedPackage": "protected Office",
    "WordDocument": "doc", "Workbook": "xls", "Book": "old Excel",
    "PowerPoint Document": "ppt", "PP40": "old PowerPoint",
}  # fmt: skip
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
BY_MIMETYPE = {MEDIA[kind]: kind for kind in ("odt", "ods", "odp", "epub")}
CODE = frozenset(
    "py js ts jsx tsx java c h cc cpp hpp cs go rs rb php swift kt kts scala sh bash zsh ps1 bat "  # noqa: SIM905
    "sql r jl lua pl pm hs ml ex exs erl clj lisp el vim css scss less yaml yml toml ini cfg conf "
    "xml xsl xsd svg tex bib makefile cmake gradle proto graphql tf dockerfile diff patch ipynb "
    "asm s f90 m mm vb pas d dart nim zig v sol log properties env".split()
)
BY_ENDING = {
    "md": "markdown", "markdown": "markdown", "csv": "csv", "tsv": "csv", "json": "json",
    "jsonl": "json", "geojson": "json", "htm": "html", "html": "html", "xhtml": "html",
    "mbox": "mbox", "eml": "eml", "ics": "ics", "vcf": "vcf",
}  # fmt: skip
HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|body)\b", re.I | re.S
)
MAIL_LINE = re.compile(
    r"^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to|"
    r"content-type|reply-to|x-[\w-]+)[ \t]*:", re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
HEADER = re.compile(r"(?:[!-9;-~]+[ \t]*:.*\n(?:[ \t].*\n)*)+")
MBOX = re.compile(r"From \S+.*\d{4}")
MOST_ODD = 0.1
"of letters that no text has, beyond which a file is taken for no text"


def is_recording(head: bytes) -> bool:
    """Whether this is sound or film, by its first bytes alone."""
    return _by_magic(head) == "recording"


def is_plain(head: bytes, name: str) -> bool:
    """Whether this is plain text for sure, by its first bytes and its name; nothing is unpacked."""
    if _by_magic(head) or head.startswith(b"PK") or _ending(name) == "zip":
        return False
    return kind_of(head, name) in PLAIN


def kind_of(data: bytes, name: str) -> str:
    """One of MEDIA, or a word for what is not read; "empty" for nothing at all."""
    if not data.strip(b"\0 \t\r\n"):
        return "empty"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(OLE):
        return _in_ole(data)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06") or (
        data[:2] != b"MZ" and _ending(name) == "zip" and zipfile.is_zipfile(BytesIO(data))
    ):
        return _in_zip(data, name)
    found = _by_magic(data[:HEAD_BYTES])
    if found and not (found == "bitmap" or (found == "program" and _looks_like_text(data))):
        return found
    if found == "bitmap" and int.from_bytes(data[2:6], "little") in range(
        len(data) // 2, len(data) * 2 + 1
    ):
        return "picture"
    return _among_texts(data, name) if _looks_like_text(data) else "unknown"


def _by_magic(head: bytes) -> str:
    return next((kind for at, sign, kind in MAGIC if head[at : at + len(sign)] == sign), "")


def _in_ole(data: bytes) -> str:
    for stream, kind in OLE_STREAMS.items():
        if f"{stream}\0".encode("utf-16-le") in data:
            return kind
    return "unknown"


def _in_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            names = packed.namelist()
            if "mimetype" in names:
                with packed.open("mimetype") as member:
                    kind = BY_MIMETYPE.get(member.read(200).decode("latin-1").strip())
                if kind:
                    return kind
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        # Damaged: its name is what is left to go by, so that it is called by what it was.
        return _ending(name) if _ending(name) in MEDIA else "zip"
    if "[Content_Types].xml" in names or "_rels/.rels" in names:
        for folder, kind in OFFICE.items():
            if any(one.lstrip("/").startswith(folder) for one in names):
                return kind
    if "META-INF/container.xml" in names:
        return "epub"
    return "zip"


def _looks_like_text(data: bytes) -> bool:
    sample = data[:HEAD_BYTES]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if sample.count(0) > len(sample) / 200:
        return bool(sixteen(sample))
    controls = sum(byte < 32 and byte not in (0, 9, 10, 12, 13, 27) for byte in sample)
    return controls <= MOST_ODD * len(sample) / 4


def _among_texts(data: bytes, name: str) -> str:
    text = data[:HEAD_BYTES].replace(b"\0", b"").decode("utf-8-sig", "replace").lstrip("\ufeff")
    start = text.lstrip()
    if start[:15].upper().startswith("BEGIN:VCALENDAR"):
        return "ics"
    if start[:11].upper().startswith("BEGIN:VCARD"):
        return "vcf"
    if HTML.match(text):
        return "html"
    header = HEADER.match(text.partition("\n")[2] if MBOX.match(text) else text.lstrip("\r\n"))
    fields = MAIL_LINE.findall(header[0].replace("\r", "")) if header else []
    if len(fields) >= (2 if MBOX.match(text) else 3):
        return "mbox" if MBOX.match(text) else "eml"
    return _by_name(name, start)


def _by_name(name: str, start: str) -> str:
    ending = _ending(name)
    if ending in BY_ENDING:
        return BY_ENDING[ending]
    if ending in CODE or (start.startswith("#!") and "\n" in start):
        return "code"
    if start[:1] in ("{", "[") and ending not in ("txt", "text"):
        return "json" if re.match(r'[{\[]\s*(?:["{\[\]}]|-?\d)', start) else "text"
    return "text"


def _ending(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    return (path.suffix[1:] or path.name).lower()
