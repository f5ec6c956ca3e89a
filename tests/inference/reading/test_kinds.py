"""What a file is, how it was written, and which language it is in."""

import pytest

from inference.reading.document import Block, Page, numbers
from inference.reading.encoding import decode
from inference.reading.kinds import kind_of
from inference.reading.languages import language

SAMPLES = {
    "de": "Die Säcke lagen über Nacht im Speicher, und niemand hat sie für den Fürsten gewogen.",
    "fr": "Le grain est arrivé à l’entrepôt et les sacs étaient déjà pesés pour le préfet.",
    "es": "El grano llegó al almacén y los sacos no estaban pesados para la señora del puerto.",
    "pl": "Worki leżały w spichlerzu i nikt ich nie zważył, żeby się dowiedzieć, ile to jest.",
    "cs": "Pytle ležely ve skladu a nikdo je nezvážil, aby se vědělo, kolik to je, že je to málo.",
    "ru": "Мешки лежали на складе, и никто не взвесил их, чтобы узнать, сколько в них зерна.",
    "uk": "Мішки лежали на складі, і ніхто їх не зважив, щоб дізнатися, скільки в них є зерна.",
    "el": "Οι σάκοι έμειναν στην αποθήκη και κανείς δεν τους ζύγισε για τον άρχοντα του λιμανιού.",
    "he": "השקים נשארו במחסן ואיש לא שקל אותם כדי לדעת כמה תבואה יש בהם.",
    "ar": "بقيت الأكياس في المخزن ولم يزنها أحد لمعرفة كمية الحبوب فيها.",
    "ja": "袋は倉庫に置かれたままで、誰もその重さを量らなかった。これはとても大切なことです。",
    "zh": "袋子留在仓库里，没有人称过它们的重量，这是我们在这里的一个大问题，他们不知道有多少。",
    "ko": "자루는 창고에 남아 있었고 아무도 무게를 재지 않았습니다. 이것은 중요한 일입니다.",
}
CODES = {
    "cp1252": ("de", "fr", "es"), "cp1250": ("pl", "cs"), "cp1251": ("ru", "uk"), "koi8-r": ("ru",),
    "cp1253": ("el",), "cp1255": ("he",), "cp1256": ("ar",), "cp932": ("ja",), "euc_jp": ("ja",),
    "gb18030": ("zh",), "cp949": ("ko",), "utf-8": tuple(SAMPLES), "utf-16": tuple(SAMPLES),
    "utf-8-sig": tuple(SAMPLES), "utf-16-le": ("de", "ru"), "utf-16-be": ("de", "ru"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "spoken"), [(code, one) for code, all_of in CODES.items() for one in all_of]
)
def test_texts_of_any_code(code: str, spoken: str) -> None:
    assert decode((SAMPLES[spoken] + "\n").encode(code)).strip() == SAMPLES[spoken]


def test_a_declaration_decides_what_guessing_cannot() -> None:
    data = "ąę".encode("iso8859-2")
    assert decode(data, "iso-8859-2") == "ąę"
    assert decode("Säcke".encode("cp1252"), "no such code") == "Säcke"
    assert decode("Säcke".encode(), "latin-1") == "Säcke"  # it says so, and is not
    assert decode("Säcke".encode("cp1252"), "rot13") == "Säcke"  # no code of letters


@pytest.mark.parametrize("spoken", SAMPLES)
def test_languages(spoken: str) -> None:
    assert language(SAMPLES[spoken]) == spoken


@pytest.mark.parametrize("text", ["", "12 34 -- 56", "Zzyzx qwrt plmk", "OK"])
def test_no_language_rather_than_a_wrong_one(text: str) -> None:
    assert language(text) == ""


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a", b"%PDF-1.4", "pdf"),
        ("a.pdf", b"\n\n%PDF-1.4", "pdf"),
        ("a.docx", b"PK\x03\x04 cut off", "docx"),
        ("a.md", b"# Title", "markdown"),
        ("a.txt", b"# Title", "text"),
        ("a.py", b"x = 1", "code"),
        ("tool", b"#!/bin/sh\nls\n", "code"),
        ("a.pdf", b"Just words.", "text"),
        ("a", b"<!DOCTYPE html><p>x", "html"),
        ("a", b"<!-- x --><html>", "html"),
        ("a.txt", b"BEGIN:VCALENDAR\r\n", "ics"),
        ("a.txt", b"\xef\xbb\xbfBEGIN:VCARD\r\n", "vcf"),
        ("a", b"From: a\nTo: b\nSubject: c\n\nwords", "eml"),
        ("a.txt", b"Subject: nothing but a word and a colon\n\nwords", "text"),
        ("a", b"From a@b Tue Mar 3 10:00:00 2026\nFrom: a\nTo: b\n\nx", "mbox"),
        ("a", b'{"a": 1}', "json"),
        ("a.txt", b"{curly} words", "text"),
        ("a.txt", "Ärger im Hafen".encode("utf-16-le"), "text"),
        ("notes.txt", b"BM is a code of banks", "text"),
        ("notes.txt", b"MZ is where the street begins", "text"),
        ("a", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.txt", b"a stray \0 in many letters" + b" of a text" * 100, "text"),
    ],
)
def test_kinds(name: str, data: bytes, kind: str) -> None:
    assert kind_of(data, name) == kind


def test_page_numbers_as_people_write_them() -> None:
    assert numbers([5, 1, 2, 3, 9, 8, 3]) == "1–3, 5, 8–9"
    assert numbers([]) == ""


def test_a_page_as_text() -> None:
    page = Page(1, (
        Block("heading", "What", 2), Block("paragraph", "Words."), Block("list", "• one"),
        Block("list", "• two", 1), Block("table", rows=(("a", "b|c"), ("d\ne", ""))),
    ))  # fmt: skip
    assert page.untrusted_text == (
        "## What\n\nWords.\n\n• one\n  • two\n\n| a | b\\|c |\n| d e |  |"
    )
