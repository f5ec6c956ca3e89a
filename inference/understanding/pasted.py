"""Which of the owner's words are the owner's own: what they paste or quote to be read is not.

“Summarise this mail: …” asks for a summary, whatever the mail says. Such a request names what is to
be done with a text before the text begins; the text itself may look like orders, and is never one.
"""

import re

READING = re.compile(
    r"\b(?:summari[sz]e|sum up|translate|explain|proofread|paraphrase|rephrase|rewrite|reword"
    r"|shorten|simplify|analy[sz]e|review|improve|correct this|check this"
    r"|reply to|respond to|answer this|what should i (?:say|answer|reply|write)"
    r"|what (?:does|do|is) (?:this|that|it|these|he|she|they)\b[^?:\n]*"
    r"|what do you (?:think|make) of|sent me|got this|received this"
    r"|(?<!task )(?<!reminder )(?<!note )(?:wrote|writes|says|said)"
    r"|here(?:’s| is|'s) (?:a|an|the|what))\b",
    re.IGNORECASE,
)
"what is done with a text, or who it is from"
ORDER = re.compile(
    r"\s*(?:please |could you |can you |would you )*(?:remind|remember|note|add|create|make|set|jot"
    r"|keep|write (?:down|that)|put|forget|move|rename|mark|change|cancel|snooze|delete|append)\b",
    re.IGNORECASE,
)
"a message that begins like this is an order of the owner's, whoever it names"
BEGINS = re.compile(
    r":\s|\n|[?.!]\s+(?=\S+\s+\S+\s+\S+)"
    r"|(?<!\S)[“\"«„](?=(?:[^\s“”\"»]+\s+){2}[^\s“”\"»])"
)
"where a text of several words begins that is quoted or pasted"
QUOTED_LINE = re.compile(r"^\s*>.*$", re.MULTILINE)


def own(text: str) -> str:
    """The owner's own words of a message, without a text that it brings along to be read."""
    text = QUOTED_LINE.sub("", text).strip()
    found = None if ORDER.match(text) else READING.search(text)
    if found is None:
        return text
    begins = BEGINS.search(text, found.end())
    return text[: begins.start()].strip() if begins is not None else text
