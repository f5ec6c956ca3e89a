"""The phrases by which a question about a table says what is to be done with its rows.

In English and German; whatever none of them says is not worked out.
"""

import re

from inference.asking.sums import Operation, Test

_OPERATIONS = (
    (Operation.MEAN, (
        r"\b(?:average|mean|on average|durchschnitt\w*|im schnitt|mittelwert)\b"
    )),
    (Operation.MAX, (
        r"\b(?:highest|largest|biggest|greatest|maximum|max|most expensive|latest|newest|best|"
        r"heaviest|höchste[rsnm]?|grösste[rsnm]?|größte[rsnm]?|teuerste[rsnm]?|meisten|maximal)\b"
        r"|\bmost\b(?! of\b)(?<!at most)"
    )),
    (Operation.MIN, (
        r"\b(?:lowest|smallest|least|minimum|min|cheapest|earliest|oldest|fewest|longest|"
        r"niedrigste[rsnm]?|kleinste[rsnm]?|billigste[rsnm]?|geringste[rsnm]?|wenigsten|"
        r"früheste[rsnm]?)\b(?<!at least)"
    )),
    (Operation.SUM, (
        r"\b(?:total|sum|altogether|overall|add up|in all|summe|insgesamt|gesamt\w*|zusammen)\b"
    )),
    (Operation.COUNT, r"\b(?:how many|number of|count|wie ?viele|anzahl)\b"),
    (Operation.SUM, (
        r"\b(?:how much .*(?:spen[dt]|pa(?:y|id)|cost|earn\w*|recei\w*|sold|sell|made?)|"
        r"how much (?:money )?(?:was|were|did)|"
        r"what (?:did|do|have|has) (?:i|we|it) .*(?:spen[dt]|pa(?:y|id)|cost|earn\w*|receive\w*)|"
        r"wie ?viel .*(?:ausgegeben|bezahlt|gezahlt|verdient|eingenommen|bekommen|erhalten)|"
        r"was habe? .*(?:ausgegeben|bezahlt|gezahlt|verdient|eingenommen)|"
        r"wie ?viel (?:geb\w*|zahl\w*|bezahl\w*|verdien\w*))\b"
    )),
)  # fmt: skip
_FOLDED = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
"as in the words of a question that are left"
FOUND = tuple((one, re.compile(pattern.translate(_FOLDED), re.IGNORECASE))
               for one, pattern in _OPERATIONS)  # fmt: skip
_NUMBER = (
    r"(?:[€$£]\s?)?(\d[\d.,']*)(?:\s?(?:[€$£%]|(?:euros?|eur|dollars?|usd|pounds?|chf|kg|g|mg|km|m|"
    r"cm|mm|l|ml|kwh|days?|tagen?|hours?|stunden?)\b))?"
)
_TESTS = (
    (Test.LEAST, "at least|no less than|mindestens|or more"),
    (Test.MOST, "at most|no more than|up to|höchstens"),
    (Test.ABOVE, (
        "above|over|more than|greater than|higher than|larger than|exceeding|über|mehr als|"
        "größer als"
    )),
    (Test.BELOW, (
        "below|under|less than|lower than|smaller than|fewer than|cheaper than|unter|"
        "weniger als|kleiner als"
    )),
)  # fmt: skip
COMPARISONS = tuple(
    (one, re.compile(rf"\b(?:{words.translate(_FOLDED)})\s+(?:of )?{_NUMBER}", re.IGNORECASE))
    for one, words in _TESTS
)
EACH = re.compile(
    r"\b(?:(?:in |for |of )?(?:each|every)|per|by|je|pro|jede[rsnm]?|a(?= (?:month|year)\b)|"
    r"im(?= (?:monat|jahr)\b))\s+([^\W\d]+)",
    re.IGNORECASE,
)
MONTHLY = re.compile(r"months?|monate?s?", re.IGNORECASE)
YEARLY = re.compile(r"years?|jahre?s?", re.IGNORECASE)
LAST_TIME = re.compile(
    r"\b(?:last|first|zuletzt|letzte[rsnm]?|erste[rsnm]?|erstmals)\b", re.IGNORECASE
)
FIRST_TIME = re.compile(r"\b(?:first|erste[rsnm]?|erstmals)\b", re.IGNORECASE)
LATE = re.compile(
    r"\b(?:newest|latest|last|most recent|neueste\w*|letzte[rsnm]?|zuletzt)\b", re.IGNORECASE
)
HOW_MUCH = re.compile(
    r"^\W*(?:how (?:much|high|big|large) (?:is|are|was|were)|what (?:is|was) (?:my|our|the)|"
    r"wie (?:hoch|viel|gro(?:ß|ss)) (?:ist|sind|war)|was kostet)\b", re.IGNORECASE,
)  # fmt: skip
MOST_ON = re.compile(
    r"\b(?:what|where|which) .*\b(?:spen[dt]|spending|pay|paid) (?:the |my )?most\b|"
    r"\bmost of my (?:money|spending)\b|\b(?:wof[uü]r|wo|wohin) .*\bam meisten\b|"
    r"\bspend most (?:on|of)\b|\bmost .*\bspen[dt]\b",
    re.IGNORECASE,
)
WHICH = re.compile(r"\b(?:which|what|in which|welche[rsnm]?)\s+([^\W\d]+)", re.IGNORECASE)
WHO = re.compile(r"^\W*(?:who|whose|wer)\b", re.IGNORECASE)
BEYOND = re.compile(
    r"\b(?:percent\w*|share|proportion|ratio|median|difference|compared?|trend|grow\w*|"
    r"increase\w*|decrease\w*|not|n't|except|excluding|without|other than|second|third|"
    r"top \d+|prozent\w*|anteil|verhältnis|differenz|nicht|kein\w*|ausser|außer|ohne|"
    r"zweit\w*|dritt\w*)\b|n't\b|%",
    re.IGNORECASE,
)
"what no form here can say: then nothing is worked out rather than something else"
DIFFERENT = re.compile(
    r"\b(?:different|distinct|unique|verschiedene\w*|unterschiedliche\w*)\s+([^\W\d]+)",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    rf"\b(?:between|zwischen)\s+{_NUMBER}\s+(?:and|und)\s+{_NUMBER}", re.IGNORECASE
)
IN_TIME = re.compile(
    r"\b(?:earliest|oldest|latest|newest|most recent|fruheste\w*|alteste\w*|neueste\w*)\b"
)
IN_TOTAL = re.compile(r"\b(?:in total|altogether|overall|in all|insgesamt|in sum)\b", re.IGNORECASE)
ROWS = frozenset(
    "row rows entry entries record records line lines people person persons employee employees "  # noqa: SIM905
    "staff item items expense expenses member members mitglied mitglieder order orders customer "
    "customers product products work works working based come comes zeile zeilen eintrage company "
    "single value values table sheet list column columns spent spend spending got expenditure "
    "sold sell pay paid payment payments kommen start started date am are since times time go went "
    "buy bought bill bills month months monthly year years money ich habe mein meine meinen meiner "
    "wir unser unsere gebe gab geht monat monats jahr zahle bezahlt ausgegeben ausgabe ausgaben "
    "verdient einnahmen insgesamt wofur wohin earn earned income".split()
)
"what rows are called, and what is said of them, whatever stands in them"
MONEY = frozenset("spent spend pay paid cost costs expense expenses expensive ausgegeben bezahlt "  # noqa: SIM905
                  "payment payments spending".split())  # fmt: skip
KINDS = frozenset("category kategorie type art kind class group gruppe rubrik".split())  # noqa: SIM905
"heads of columns that say what money went for"
PEOPLE = frozenset("name names person people employee member mitglied kunde customer".split())  # noqa: SIM905
