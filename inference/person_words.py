"""How entries of the profile are said: “call me Sam”, “I work from 9 to 5:30”.

Each pattern takes a whole clause; what does not read as the entry's type is no saying of it.
"""

import re
from dataclasses import dataclass
from typing import Any

from inference import person
from inference.person import Key
from inference.tools.errors import ValueRefused


@dataclass(frozen=True)
class Told:
    """An entry of the profile, and what was said of it."""

    key: Key
    value: Any
    said: str


I_PREFER = r"(?:i (?:really )?(?:prefer|like|favou?r|want)|i(?:'d| would) (?:rather|prefer|like))"
ANSWER = r"(?:answer|reply|speak|talk|respond|write)(?: to me)?"
MEETINGS = r"(?:my |our )?(?:meetings?|calls?|appointments?)"
NOT_NAMES = (
    r"(?!(?:spelt|spelled|back|later|tomorrow|today|tonight|when|at|in|on|if|after|before|for|"
    r"about|a|an|the|now|"
    r"crazy|old|stupid|mad|again|maybe|not|just|so|very|sorry|fine|ok)\b)"
)

SAID: tuple[tuple[str, str], ...] = (
    ("identity.name", (rf"(?:my (?:first )?name is|my name's|(?:please |you can |just )*call me|"
                      rf"(?:people|everyone|everybody|my friends)(?: at [\w ]+?)? calls? me|"
                      rf"i go by|i(?: a|')m called)(?: now)? "
                      rf"{NOT_NAMES}([\w'’-]+(?: [\w'’-]+){{0,2}}?)(?: (?:please|from now on|"
                      rf"now))?")),
    ("identity.full_name", r"my full name is ([\w'’ .-]+)"),
    ("identity.birthday", r"(?:my birthday is(?: on)?|i was born on) (.+)"),
    ("identity.phone", (r"my (?:new )?(?:mobile |cell |"
                       r"tele)?(?:phone )?number is(?: now)? ([+\d][\d ()/.-]+)")),
    ("identity.phone", r"you can (?:reach|call|phone) me (?:on|at) ([+\d][\d ()/.-]+)"),
    ("identity.email", r"my (?:new |work )?(?:e-?mail|mail)(?: address)? is(?: now)? (\S+@\S+)"),
    ("identity.address", r"my (?:new |home |postal )?address is(?: now)? (.+)"),
    ("identity.native_language", r"my (?:native language|mother tongue) is (.+)"),
    ("work.days_off", (r"i (?:do not|don't) work(?: on)? ((?:mon|tue|wed|thu|fri|sat|sun).*)"
                      r"|my days? off (?:is|are) (.+)")),
    ("identity.pronouns", r"my pronouns are ([\w/ ]+)"),
    ("identity.expertise", r"(?:i(?: a|')m an expert (?:in|on)|i know a lot about) (.+)"),
    ("work.zone", r"(?:my time ?zone is|i(?: a|')m in the) (.+?)(?: time ?zone)?"),
    ("work.hours", (r"(?:i (?:now |usually |normally |generally )?work|my (?:working|work|"
                    r"office) hours are)"
                   r"(?: now)? ((?:from |between )?[\w:.]+.*?\d.*?|from .+)"
                   r"(?: on weekdays| every day| now)?")),
    ("work.days", (r"(?:i (?:only |usually |normally )?work(?: on)?|my work(?:ing)? ?days are) "
                  r"((?:on )?(?:mon|tue|wed|thu|fri|sat|sun|weekdays|every ?day).*)")),
    ("work.lunch", (r"(?:i (?:usually |always |normally )?(?:have|take|eat) (?:my )?lunch|"
                   r"my lunch (?:break )?is) ((?:from|between) .+|\d.+)")),
    ("communication.tone", (rf"{I_PREFER} (?:a |an )?([\w ]+?) tone|(?:be|sound) (?:more |less )?"
                           rf"(formal|informal|casual|friendly|brief|concise) with me")),
    ("communication.length", (rf"{I_PREFER} (short|brief|long|detailed|concise|thorough|shorter|"
                             rf"longer) (?:answers|replies|responses)"
                             rf"|(?:please )?keep (?:your |the )?(?:answers|replies) "
                             rf"(short|brief|concise)"
                             rf"|(?:please )?(?:always )?(?:answer|reply) (briefly|in detail)")),
    ("communication.language", (rf"(?:please )?(?:always )?{ANSWER} in "
                               r"(english|german|spanish|french|portuguese|italian|dutch|polish)"
                               r"(?: from now on| please| with me)*"
                               rf"|{I_PREFER} (?:answers|replies|to speak) in (\w+)")),
    ("communication.notifications", (r"(?:i want|i(?:'d| would) like|"
                                     r"i prefer)(?: my)? notifications "
                                    r"(at once|immediately|batched|bundled|together|off)")),
    ("communication.summaries", (r"(?:i want|i(?:'d| would) like|send me) (?:an? )?(?:e-?mail )?"
                                r"summar(?:y|ies) (daily|every day|weekly|every week)")),
    ("scheduling.preferred_times", (rf"{I_PREFER} (?:to have |having )?{MEETINGS} "
                                   rf"((?:in the |from |between )?.+)"
                                   rf"|{I_PREFER} (morning|afternoon|evening) {MEETINGS}"
                                   rf"|{MEETINGS} (?:are|work) best (?:for me )?(?:in the )?(.+)")),
    ("scheduling.buffer_minutes", (r"(?:please |always )*(?:i (?:always )?)?(?:keep|leave|need|"
                                   r"want|"
                                  r"have) (.+?) (?:free )?(?:between|before) "
                                  r"(?:my |all |any |every |each )?(?:two )?(?:meetings|calls)"
                                  r"|my (?:meeting )?buffer is (.+)")),
    ("scheduling.focus_blocks", (r"(?:please )?(?:i )?(?:keep|block|reserve)(?: off)? (.+?)"
                                r"(?: free)? for (?:focus(?:ed)?(?: work| time)?|deep work)"
                                r"|my focus (?:time|block|blocks|hours) (?:is|are) (.+)"
                                r"|i do (?:my )?(?:focused|deep) work (.+)")),
    ("scheduling.meeting_minutes", (rf"{MEETINGS} (?:should )?(?:usually )?(?:last|take)s? (.+)"
                                   rf"|my (?:default|usual) meeting (?:length )?is (.+)")),
    ("scheduling.no_meeting_days", (rf"(?:i want )?no {MEETINGS} on (.+)"
                                   rf"|i (?:do not|don't) (?:have|take|want) {MEETINGS} on (.+)")),
    ("scheduling.reminder_minutes", (r"(?:always )?remind me (.+?) before (?:all |every |each |"
                                     r"my )*"
                                    r"(?:meetings|calls)")),
    ("productivity.break_minutes", r"i (?:like to |want to |usually )?take a break every (.+)"),
    ("productivity.focus_minutes", r"i (?:like to |usually )?work (.+?) (?:in one go|at a time)"),
    ("productivity.best_time", (r"i (?:work|focus|concentrate|think) best (?:in the |from |"
                                r"between )?"
                               r"(.+)|i(?: a|')m most productive (?:in the |from |between )?(.+)")),
    ("goals.long_term", (r"my long[- ]term (?:goal|aim) is (?:to )?(.+)"
                        r"|(?:one day|some day|someday) i want to (.+)"
                         r"|i want to (.+) (?:some ?day|one day)")),
    ("goals.metrics", r"i measure (?:myself|my success) by (.+)"),
    ("goals.short_term", (r"(?:one of )?my (?:main |biggest |current |next |"
                          r"short[- ]term )?(?:goals?|aims?|targets?)"
                         r"(?: (?:for )?(?:this|next) \w+| now)? (?:is|are) (?:to )?(.+)")),
)  # fmt: skip
PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in SAID)


def told(clause: str) -> Told | None:
    """The entry of the profile that a clause is about, with its value."""
    plain = " ".join(clause.replace("’", "'").split()).strip(" .!")
    plain = re.sub(r",? (please|from now on|now)$", "", plain, flags=re.IGNORECASE)
    for name, pattern in PATTERNS:
        found = pattern.fullmatch(plain)
        said = next((one for one in found.groups() if one), "") if found else ""
        if not said:
            continue
        one = person.BY_NAME[name]
        try:
            return Told(one, person.read(one, _as_named(name, said)), said)
        except ValueRefused:
            continue
    return None


def _as_named(name: str, said: str) -> str:
    """Names and languages begin with a capital, however they were typed."""
    is_name = name in ("identity.name", "identity.full_name", "communication.language")
    return said.title() if is_name and said.islower() else said
