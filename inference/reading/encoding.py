"""Bytes as text, whatever they were written in.

A mark at the beginning decides, then UTF-8 if it holds, then what the file says of itself; only
then is guessed, by which code makes words of the letters beyond ASCII.
"""

import codecs
import re
from collections import Counter

from inference.reading.languages import language

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 64 << 10
MOST_SAME, LEAST_OTHER = 0.9, 0.6
"how alike the upper bytes of sixteen-bit text are, and the lower ones are not"
DOUBLE = {
    "cp932": (re.compile("[ぁ-んァ-ヶ]"), 0.25),
    "euc_jp": (re.compile("[ぁ-んァ-ヶ]"), 0.25),
    "cp949": (re.compile("[가-힣]"), 0.7),
    "gb18030": (re.compile("[的一是在不了有和人这中大为上个国我以要他时来用们]"), 0.08),
    "big5": (re.compile("[的一是在不了有和人這中大為上個國我以要他時來用們]"), 0.08),
}
"two bytes a letter: what must be common in text of it"
COMMON = {
    "cp1251": "оеаинтсрвл",
    "koi8-r": "оеаинтсрвл",
    "cp1253": "αοιετσνηυρ",
    "cp1255": "יוהלאמרתבש",
    "cp1256": "الينمتربوع",
}
"one byte a letter, in scripts other than the Latin one: the letters that are most of any text"
BY_LANGUAGE = {"pl": "cp1250", "cs": "cp1250", "hu": "cp1250", "ro": "cp1250", "tr": "cp1254"}
"one byte a letter, in the Latin script; everywhere else it is cp1252"
OTHER_SCRIPT = 0.5
"of all letters beyond ASCII, from which on the script is another one"


def decode(data: bytes, declared: str = "") -> str:
    """The text; what cannot be told is replaced, never lost without a mark."""
    for mark, code in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(code, "replace")
    if code := sixteen(data):
        return data.decode(code, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        is_cut_off = error.reason == "unexpected end of data" and error.start > len(data) - 4
        if is_cut_off and not data[: error.start].isascii():
            return data[: error.start].decode("utf-8")
    if declared and (text := _as_declared(data, declared)) is not None:
        return text
    return data.decode(_guess(data), "replace")


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        code = codecs.lookup(declared.strip("\"' "))
        if code.name in ("utf-8", "ascii"):
            return None
        return code.decode(data, "replace")[0]
    except (LookupError, ValueError, TypeError, AssertionError):
        return None


def sixteen(data: bytes) -> str:
    """The code of sixteen-bit text without a mark: on one side its bytes hardly ever change."""
    sample = data[: 4096 & ~1]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    even, odd = _sameness(sample[0::2]), _sameness(sample[1::2])
    if odd >= MOST_SAME and even < LEAST_OTHER:
        return "utf-16-le"
    return "utf-16-be" if even >= MOST_SAME and odd < LEAST_OTHER else ""


def _sameness(data: bytes) -> float:
    """The share of the two commonest bytes."""
    return sum(count for _, count in Counter(data).most_common(2)) / len(data)


def _guess(data: bytes) -> str:
    sample = _around_foreign(data)
    for code, (common, share) in DOUBLE.items():
        try:
            text = codecs.getincrementaldecoder(code)().decode(sample)
        except UnicodeDecodeError:
            continue
        foreign = [letter for letter in text if letter > "\x7f"]
        if len(foreign) > 8 and len(common.findall(text)) > share * len(foreign):
            return code
    letters = [byte for byte in sample if byte > 0x7F or chr(byte).isalpha()]
    if sum(byte > 0x7F for byte in letters) > OTHER_SCRIPT * len(letters):
        return max(COMMON, key=lambda code: _share(sample, code))
    return BY_LANGUAGE.get(language(sample.decode("latin-1")), "cp1252")


def _around_foreign(data: bytes) -> bytes:
    """A piece of the text that has something beyond ASCII in it."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1024) if first else 0
    begin = data.rfind(b"\n", 0, start + 1) + 1
    return data[begin : begin + SAMPLE_BYTES]


def _share(sample: bytes, code: str) -> float:
    """How many of the letters beyond ASCII are the commonest ones of what this code is used for."""
    foreign = [letter for letter in sample.decode(code, "replace") if letter > "\x7f"]
    return sum(letter in COMMON[code] for letter in foreign) / max(len(foreign), 1)
