"""Bytes as text, whatever they were written in.

A mark at the beginning decides, then UTF-8 if it holds, then what the file says of itself; only
then is guessed, by which code makes words of the letters beyond ASCII.
"""

import codecs
import re

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 64 << 10
SIXTEEN_SHARE = 0.25
"of zero bytes on one side, by which sixteen-bit text without a mark is known"
DOUBLE = {
    "cp932": (re.compile("[ぁ-んァ-ヶ]"), 0.25),
    "euc_jp": (re.compile("[ぁ-んァ-ヶ]"), 0.25),
    "cp949": (re.compile("[가-힣]"), 0.7),
    "gb18030": (re.compile("[的一是在不了有和人这中大为上个国我以要他时来用们]"), 0.08),
    "big5": (re.compile("[的一是在不了有和人這中大為上個國我以要他時來用們]"), 0.08),
}
"two bytes a letter: what must be common in text of it"
SINGLE = {
    "cp1252": "äöüßÄÖÜéèêëàâáãåæçñíìîïóòôõøœúùûýÿÉÈÀÁÇÑ“”‘’„‚«»–—…€§°£·´®©¿¡²³½",  # noqa: RUF001
    "cp1251": "оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъё",
    "koi8-r": "оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъё",
    "cp1250": "áéíóöőúüűčďěňřšťůýžąćęłńśźżăâîşţäÁÉÍÓÖŐÚÜŰČŘŠŽŁŚŻ„”“–…",
    "cp1253": "αοιετσνηυρπκμλωςάέήίόύώγδχθφβξζψ",
    "cp1255": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىأإآؤئء،؟",
    "cp1254": "ğışİçöüâîĞŞÇÖÜ",
}
"one byte a letter: what its letters beyond ASCII mostly are"
LATIN_BIAS = 1.15
"Western Europe, where nothing speaks clearly for another"


def decode(data: bytes, declared: str = "") -> str:
    """The text; what cannot be told is replaced, never lost without a mark."""
    for mark, code in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(code, "replace")
    if code := _sixteen(data):
        return data.decode(code, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.start > len(data) - 4:
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


def _sixteen(data: bytes) -> str:
    """Sixteen-bit text shows by its zero bytes, all on one side."""
    sample = data[:4096]
    if len(sample) < 4 or b"\0" not in sample:
        return ""
    half = len(sample) // 2
    high, low = sample[1::2].count(0) / half, sample[0::2].count(0) / half
    if high > SIXTEEN_SHARE and high > 3 * low:
        return "utf-16-le"
    return "utf-16-be" if low > SIXTEEN_SHARE and low > 3 * high else ""


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
    return max(SINGLE, key=lambda code: _likelihood(sample, code))


def _around_foreign(data: bytes) -> bytes:
    """A piece of the text that has something beyond ASCII in it."""
    first = re.search(rb"[\x80-\xff]", data)
    start = max(0, first.start() - 1024) if first else 0
    begin = data.rfind(b"\n", 0, start + 1) + 1
    return data[begin : begin + SAMPLE_BYTES]


def _likelihood(sample: bytes, code: str) -> float:
    """How far the letters beyond ASCII are those that this code is used for."""
    text = sample.decode(code, "replace")
    foreign = [letter for letter in text if letter > "\x7f" and letter != "\xa0"]
    if not foreign:
        return 0.0
    usual = set(SINGLE[code])
    score = sum(letter in usual for letter in foreign) / len(foreign)
    # A capital, or a sign, in the middle of a word is what a wrong code makes.
    broken = len(re.findall(r"(?<=[a-zà-öø-ÿа-я])[A-ZÀ-ÖØ-ÞА-Я](?=[a-zà-öø-ÿа-я])", text))
    score -= broken / len(foreign)
    return score * (LATIN_BIAS if code == "cp1252" else 1.0)
