"""The words that the rules go by: verbs that last, kin, attributes, and what passes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from inference.memory.proposals import OWNER, bag
from inference.times.find import find
from inference.times.reading import Moment, Span
from vault.items import Sensitivity
from vault.memories import Fact, Tier

TITLE = r"(?:(?:Dr|Dra|Prof|Mr|Mrs|Ms|St|Sr|Sra)\.? )?"
PARTICLE = "de|da|do|van|von|der|den|la|le|del|di"
NAME = rf"{TITLE}[A-ZÀ-Þ][\w'-]*(?: (?:[A-ZÀ-Þ&][\w'-]*|{PARTICLE}))*"
NAMES = rf"{NAME}(?:(?:,| and|, and) {NAME})*"
ANY_NAME = r"[\w'-]+(?: [\w'-]+)?"
SINGLE_KIN = (
    "mother|mum|mom|father|dad|wife|husband|partner|girlfriend|boyfriend|fiancé|fiancée|fiance|"
    "boss|manager|landlord|landlady|doctor|gp|dentist|therapist|lawyer|accountant|vet|"
    "hairdresser|assistant|tutor|coach|mentor|team lead|supervisor|mother-in-law|father-in-law"
)
MANY_KIN = (
    "sister|brother|son|daughter|child|aunt|uncle|cousin|grandmother|grandma|grandfather|grandpa|"
    "niece|nephew|friend|best friend|colleague|coworker|co-worker|roommate|flatmate|neighbour|"
    "neighbor|client|teammate|team member|stepson|stepdaughter|stepsister|stepbrother|godson|"
    "goddaughter|sister-in-law|brother-in-law|teacher|dog|cat|pet|hamster|rabbit|horse|parrot|bird"
)
PETS = frozenset(["dog", "cat", "pet", "hamster", "rabbit", "horse", "parrot", "bird"])
KIN = (
    r"(?:(?:older|younger|little|big|twin|eldest|youngest|oldest|new|other|good|close|old) )*"
    rf"(?:{SINGLE_KIN}|{MANY_KIN})"
)
ALL_KIN = frozenset(f"{SINGLE_KIN}|{MANY_KIN}".split("|"))
QUALITY = re.compile(
    r"^(?:(?:older|younger|little|big|twin|eldest|youngest|oldest|new|other|good|close|old)\s+)+"
)
SAME_KIN = {"mum": "mother", "mom": "mother", "dad": "father", "grandma": "grandmother",
            "grandpa": "grandfather", "co-worker": "colleague", "coworker": "colleague",
            "neighbor": "neighbour", "flatmate": "roommate", "gp": "doctor",
            "fiance": "fiancé"}  # fmt: skip
KIN_IS = tuple(re.compile(one) for one in (
    (rf"(?i:my|our) (?P<kin>(?i:{KIN})s?)(?:'s)? "
    rf"(?i:is|are|name is|names are|is called|is named|are called|are named) (?P<name>{NAMES})"),
    rf"(?i:my|our) (?P<kin>(?i:{KIN}))(?i:'s name is| is called| is named) (?P<name>{ANY_NAME})",
    rf"(?P<name>{NAME}) (?i:is) (?i:my|our) (?P<kin>(?i:{KIN}))(?: (?i:from|at|in) .+)?",
    (rf"(?i:i|we) (?i:have|got|adopted|have got) (?i:a|an|another|one) (?:\w+ )?"
    rf"(?P<kin>(?i:{KIN}))(?i: called| named|, called|, named|"
    rf" whose name is) (?P<name>{ANY_NAME})"),
    (rf"(?i:i|we) (?i:have|got) (?i:two|three|four|\d) (?P<kin>(?i:{KIN}|children)s?),? "
    rf"(?:(?i:called|named) )?(?P<name>{NAMES})"),
    (rf"(?i:i|we) (?i:named|called) (?i:my|our|the) (?:new )?(?P<kin>(?i:{KIN})) "
    rf"(?P<name>{ANY_NAME})"),
))  # fmt: skip
LASTING_VERBS = (
    r"works?|lives?|likes?|loves?|hates?|dislikes?|prefers?|plays?|speaks?|is|has|drives?|studies|"
    r"owns?|moved|enjoys?|does not|no longer|teaches|runs?|just moved|started|cannot"
)
NOT_A_NAME = (
    r"(?i:who|also|no|not|just|really|always|never|has|have|had|is|was|are|were|will|can|cannot|"
    r"does|"
    r"did|now|still|often|usually|sometimes|only|and|or|but|in|on|at|from|with|to|currently|"
    r"recently|finally|once|both|all|that|which|whose|there)"
)
KIN_NAME_VERB = re.compile(
    rf"(?i:my|our) (?P<kin>(?i:{KIN})),? (?P<name>(?!{NOT_A_NAME}\b)"
    rf"(?:{NAME}|[a-z][\w'-]+)),? (?P<rest>(?:{LASTING_VERBS}) .+)"
)
MARRIED = re.compile(
    rf"(?i:i am married to|i married|i am engaged to|i am in a relationship with) (?P<name>{NAME})"
)
LEFT = re.compile(
    r"(?i:i (?:have |just |recently )*(?:quit|left|resigned from|was fired from|lost) "
    r"(?:my|the) (?:old )?job(?: (?:at|with|for) (?P<o>.+?))?)"
)
SUBJECT = rf"(?P<s>(?i:i|we|he|she)|(?i:my|our) (?i:{KIN})|{NAME})"
ADVERB = (
    r"(?:(?i:really|absolutely|also|just|now|currently|still|always|totally|truly|actually|"
    r"generally|usually|normally|mostly|have|has|recently|finally|quite|especially|"
    r"both|all|do|does|simply|dearly) )*"
)
NOBODY = bag(
    "everyone everybody nobody someone somebody people it this that there they you the "
    "a an my our your who what which whose when where why how today tomorrow yesterday "
    "tonight life nothing something anything everything here then now nowadays one all "
    "some many most monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december "
    "english german french spanish never always no not and but or if so well also "
    "please thanks maybe any each every he she we i me us let his her their its these "
    "those in on at for with from after before"
)


@dataclass(frozen=True)
class Verb:
    """Something that lasts: how it is said, and what it is kept as."""

    predicate: str
    said: str
    tier: Tier = Tier.SEMANTIC
    names: str = ""
    "the kind of entity that its object is"
    is_list: bool = False
    "whether “X and Y” is two facts"
    yours: str = ""
    theirs: str = ""
    "how one of a list is said of the owner, and of others"

    @property
    def pattern(self) -> re.Pattern[str]:
        return PATTERNS[self.predicate, self.said]


LIKED = Tier.PREFERENCE
VERBS = (
    Verb("lives in", r"(?i:lives? (?:in|near)|"
                     r"(?:am|is|been|have been|has been) (?:now |still )?living in|"
                     r"am based in|is based in|"
                     r"(?:have |has )?(?:just |recently )?moved (?:from .+? )?to|relocated to)",
         names="place", yours="You live in", theirs="lives in"),
    Verb("address", r"(?i:lives? at|moved to(?= \d))"),
    Verb("works at", r"(?i:works? (?:at|for|with)|am employed (?:at|by)|is employed (?:at|by)|"
                     r"(?:have |has )?(?:just |recently )?(?:started|joined)"
                     r"(?: (?:working|a new job|my new job|a job))? (?:at|for|with)|"
                     r"(?:have |has )?(?:just |recently )?joined)",
         names="company", yours="You work at", theirs="works at"),
    Verb("works as", r"(?i:works? as|am employed as|is employed as|am working as|is working as)",
         yours="You work as", theirs="works as"),
    Verb("allergic to", r"(?i:(?:am|is) (?:very |severely |highly |deadly |badly )?allergic to|"
                        r"(?:am|is) intolerant (?:to|of))",
         is_list=True, yours="You are allergic to", theirs="is allergic to"),
    Verb("dislikes", r"(?i:(?:do|does) not (?:really )?(?:like|love|enjoy)|hates?|dislikes?|"
                     r"detests?|loathes?|cannot stand|cannot bear|"
                     r"(?:am|is) not (?:a )?(?:big )?(?:fan of|keen on|into)|despises?)",
         LIKED, is_list=True, yours="You do not like", theirs="does not like"),
    Verb("likes", r"(?i:likes?|loves?|enjoys?|adores?|(?:am|is) (?:a )?(?:big |huge |great )?"
                  r"(?:fan of|fond of|crazy about|really into|into))",
         LIKED, is_list=True, yours="You like", theirs="likes"),
    Verb("likes", r"(?i:prefers?)", LIKED),
    Verb("eats not", r"(?i:(?:do|does) not (?:eat|drink)|cannot (?:eat|drink|have|tolerate)|"
                     r"never (?:eats?|drinks?))",
         LIKED, is_list=True, yours="You do not have", theirs="does not have"),
    Verb("is from", r"(?i:(?:am|is) (?:originally )?from|comes? from|grew up in|was born in)",
         names="place"),
    Verb("speaks", r"(?i:speaks?)(?= (?:[A-Z]|fluent|a little|some|german|english|spanish|french))",
         is_list=True, yours="You speak", theirs="speaks"),
    Verb("plays", r"(?i:plays?)(?= (?:the |in |football|tennis|chess|soccer|basketball|golf|guitar|"
                  r"piano|violin|drums|bass|cello|flute|badminton|volleyball|hockey|rugby|padel))"),
    Verb("learns", r"(?i:(?:am|is) (?:learning|training for|studying for)|learns?)"),
    Verb("studies at", r"(?i:stud(?:y|ies) (?:\w+ ){0,3}at|(?:go|goes) to)(?= [A-Z])",
         names="company"),
    Verb("studies", r"(?i:stud(?:y|ies)|(?:am|is) studying)"),
    Verb("drives", r"(?i:drives?)(?= (?:a|an) )"),
    Verb("allergic to", r"(?i:(?:have|has) (?:a|an)(?= (?:\w+ ){1,2}allergy))"),
    Verb("fears", r"(?i:(?:am|is) (?:very |really )?(?:afraid|scared|terrified) of)"),
    Verb("wears", r"(?i:wears?(?= (?:glasses|contact|contacts|a hearing|hearing|dentures|"
                  r"braces)))"),
    Verb("sings", r"(?i:sings? (?:in|with))"),
    Verb("collects", r"(?i:collects?)"),
    Verb("volunteers", r"(?i:volunteers? (?:at|for|with|in))"),
    Verb("owns", r"(?i:owns?|(?:have|has|got|bought) (?=(?:a|an|my own|our own) (?:[\w-]+ ){0,2}"
                 r"(?:car|bike|bicycle|boat|house|flat|apartment|garden|dog|cat|horse|motorbike|"
                 r"van|"
                 r"piano|guitar|caravan|cottage)\b))"),
    Verb("has", r"(?i:(?:have|has) (?=(?:a|an|one|two|three|four|five|six|\d|no) (?:[\w-]+ ){0,2}"
                r"(?:child|children|kids?|sons?|daughters?|sisters?|brothers?|siblings?|dogs?|"
                r"cats?|"
                r"grandchildren|twins)\b))"),
    Verb("health", r"(?i:(?:have|has|suffers? from|(?:have been |has been |was )?diagnosed with)"
                   r"(?= (?:type \d |chronic |severe |mild |a |an |high |low )*(?:diabetes|asthma|"
                   r"migraines?|hay fever|celiac|coeliac|epilepsy|arthritis|adhd|dyslexia|"
                   r"blood pressure|insomnia|depression|anxiety|pacemaker|tinnitus|allerg\w+|"
                   r"eczema|bad back|heart condition)\b)|(?:takes?|is on|am on)(?= (?:\w+ )?"
                   r"(?:insulin|medication|antidepressants|statins|pills|blood thinners)))"),
    Verb("is a", r"(?i:(?:teach|teaches|run|runs|manage|manages)(?= (?:a |an |the )?[\w-]+))"),
    Verb("supports", r"(?i:supports?)(?= [A-Z])"),
    Verb("takes", r"(?i:takes? (?=(?:my|his|her) (?:tea|coffee|eggs|steak|toast|porridge) ))"),
    Verb("is", r"(?i:(?:am|is) (?=(?:left|right)-handed|(?:short|far)-sighted|colou?r-?blind|"
               r"(?:\w+ foot|\d[.,]\d\d|\d{3} cm)))"),
    Verb("stopped", r"(?i:(?:have )?(?:quit|stopped|gave up|given up))"
                    r"(?= (?:smoking|drinking|coffee|sugar|meat|alcohol|caffeine|eating|playing|"
                    r"running|going|using|taking|working))"),
    Verb("decided", r"(?i:(?:have )?(?:decided|agreed|chose)(?: to| that| on)?)"),
    Verb("expects", r"(?i:(?:am|is|are) (?:pregnant|expecting) (?:with )?)"),
)  # fmt: skip
PATTERNS = {
    (verb.predicate, verb.said): re.compile(rf"{SUBJECT} {ADVERB}{verb.said}\s*(?P<o>.+)")
    for verb in VERBS
}
PROFILE = {
    "address": "identity.address",
    "lives in": "identity.home",
    "works at": "identity.company",
    "works as": "identity.role",
}
ROLE_AT = re.compile(r"(?P<role>.+?) (?:at|for|with) (?P<at>[A-ZÀ-Þ].+)")
DIET = re.compile(
    rf"{SUBJECT} {ADVERB}(?i:am|is|went|turned|became)(?: (?i:a|an|now|strictly))* "
    r"(?P<o>(?i:vegetarian|vegan|pescatarian|lactose[- ]intolerant|gluten[- ]free|kosher|halal|"
    r"celiac|coeliac|teetotal|diabetic|pregnant))"
)
AGE = re.compile(rf"{SUBJECT} (?i:am|is|turned|just turned) (?P<o>\d{{1,3}})(?i: years old| now)?")
OCCUPATION = re.compile(
    rf"{SUBJECT} {ADVERB}(?i:am|is|became) (?i:a|an|the) (?P<o>(?:[\w-]+ ){{0,3}}"
    r"(?i:teacher|engineer|developer|programmer|designer|nurse|doctor|dentist|lawyer|student|"
    r"architect|writer|author|journalist|editor|manager|director|consultant|accountant|artist|"
    r"musician|photographer|scientist|researcher|professor|lecturer|chef|cook|baker|carpenter|"
    r"electrician|plumber|mechanic|pilot|driver|farmer|gardener|translator|therapist|psychologist|"
    r"physicist|chemist|biologist|economist|analyst|founder|freelancer|entrepreneur|pharmacist|"
    r"vet|veterinarian|paramedic|firefighter|officer|soldier|librarian|salesperson|assistant|"
    r"administrator|technician|surgeon|midwife|physiotherapist|actor|actress|singer|dancer|"
    r"vegetarian|vegan|widow|widower|twin|night owl|early bird|morning person|night person|"
    r"citizen|native speaker|single parent|father|mother|grandmother|grandfather|parent|"
    r"owner|head of [\w ]+|ceo|cto|cfo|product manager|civil servant|beginner|runner|cyclist|"
    r"swimmer|climber|smoker|non-smoker|catholic|muslim|christian|buddhist|jew|atheist)"
    r"(?: (?:at|for|in|by|with|of) .+)?)"
)
I_AM_NAME = re.compile(r"(?i:i am) (?P<o>[A-ZÀ-Þ][a-zà-ÿ'-]+(?: [A-ZÀ-Þ][a-zà-ÿ'-]+)?)")
NOT_NAMES = bag(
    "german english french spanish italian portuguese dutch polish irish scottish "
    "british american canadian australian indian chinese japanese korean turkish greek "
    "russian ukrainian swedish danish norwegian finnish austrian swiss belgian "
    "brazilian mexican european african asian catholic muslim christian buddhist jewish "
    "hindu here fine ok okay good sorry happy busy tired hungry back home done ready "
    "late sure tacit"
)
KNOWN_ATTRIBUTE = re.compile(
    r"(?:favou?rite [\w -]+|(?:[\w-]+ ){0,2}(?:numbers?|address|e-?mail(?: address)?|"
    r"password|passcode|pin|code|key|plate|size|type|colou?r|name|nickname|birthday|anniversary|"
    r"hobby|hobbies|hometown|home town|language|languages|religion|nationality|job|profession|"
    r"major|school|"
    r"university|company|employer|car|bike|bank|insurance|insurer|gym|doctor|office|desk|team|"
    r"project|height|weight|star sign|zodiac sign|instrument|salary|rent|budget|iban|handle|"
    r"username|user name|login|website|provider|pharmacy|allergy|allergies|blood type|gate|seat|"
    r"locker|shoe|postcode|zip|department|degree|subject|phone|mobile|landline|street|"
    r"airline|hotel|restaurant|supermarket|bakery|dream job|deadline|mentor))"
)
NOT_SO = re.compile(r",? not (?:[\w-]+ ){0,3}[\w-]+(?:, please .+)?$")
"what something is not, after what it is"
ATTRIBUTE = re.compile(
    rf"(?P<s>(?i:my|our|his|her)|(?i:my|our) (?i:{KIN})'s|"
    rf"(?i:the [\w-]+'s)|{NAME}'s) "
    r"(?P<a>(?:[\w-]+ ){0,3}[\w-]+?)(?: (?i:at|of|for|in) (?:[\w-]+ ){0,2}[\w-]+)? "
    r"(?i:is called|are called|is named|was called|was changed to|has changed to|changed to|is|"
    r"are) "
    r"(?i:now )?(?P<o>.+)"
)
SOMEBODY = re.compile(
    rf"(?:[\w-]+ ){{0,2}}(?:{KIN}|lady|man|woman|babysitter|nanny|cleaner|plumber|electrician|"
    rf"trainer|"
    r"agent|partner|ex|ex-wife|ex-husband|guide|consultant|gardener|neighbours|caretaker)",
    re.IGNORECASE,
)
MAYBE_VALUE = re.compile(r"[A-ZÀ-Þ\d]|(?:a|an|the) [\w-]+")
PASSING = re.compile(
    r"\b(today|tonight|tomorrow|yesterday|now|right now|at the moment|currently|late|broken|ready|"
    r"done|fine|good|bad|great|nice|terrible|awful|here|there|this (?:morning|week|afternoon)|"
    r"off|gone|lost|empty|full|slow|wrong|tired|sick|ill|in (?:an?|\d+) (?:hours?|minutes?)|"
    r"cold|hot|boring|too \w+|so \w+|not|mess|joke|nightmare|problem|question|point|opinion|idea|"
    r"issue|reason|way|thing|head|heart|mistake|fault|guess|concern|turn|pleasure|sunny|rainy)\b",
    re.IGNORECASE,
)
HABIT = re.compile(
    r"(?i:i|we) (?P<how>(?i:always|never|usually|normally|generally|typically|rarely|only ever|"
    r"often|"
    r"every (?:day|morning|evening|week|monday|tuesday|wednesday|thursday|friday|saturday|sunday)))"
    r" (?P<o>.+)"
)
HOW = {"normally": "usually", "generally": "usually", "typically": "usually",
       "only ever": "always"}  # fmt: skip
IN_THE_PAST = re.compile(
    r"(?:\w+ed|knew|said|got|had|was|were|thought|saw|went|did|made|took|came|found|gave|felt|met|"
    r"meant|told|heard|left|kept|lost|paid|ran|wrote|understood|mind|be able|want to|wanted|know|"
    r"understand|forget how|remember how|see|get it|said so|really|seem|end up|am|are)\b(?!-)",
    re.IGNORECASE,
)
ON_DAYS = re.compile(
    r"(?i:(?P<when>on (?:mon|tues|wednes|thurs|fri|satur|sun)days|every \w+day(?: \w+)?|in the "
    r"(?:mornings?|evenings?)|at weekends|on weekends)),? (?i:i|we) (?P<o>.+)"
)
DOES_ON_DAYS = re.compile(
    r"(?i:i|we) (?P<o>(?!am\b|was\b|are\b|were\b|have to\b|had\b)[a-z]+ .*(?i:every "
    r"(?:day|week|month|year|morning|evening|weekend|\w+day(?: \w+)?)|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)days))"
)
DONE_WITH = (
    r"(?:eat|drink|go|use|work|take|play|watch|read|travel|smoke|drive|fly|buy|wear|need|want|have)"
)
NO_LONGER = re.compile(
    rf"(?i:(?:i|we) no longer (?P<o>{DONE_WITH} .+)|"
    rf"(?:i|we) do not (?P<o2>{DONE_WITH} .+?) any ?(?:more|longer))"
)
POINTS_BACK = re.compile(r"\b(?:that|this|it|them|these|those|so)$", re.IGNORECASE)
NOT_WHEN = re.compile(
    r"(?i:i|we) (?i:do not) (?P<o>(?i:work|take|answer|read|check|do|have|schedule|want|accept|"
    r"drink|eat|travel|drive|fly|make) .*?(?i:on|before|after|in the|at|during|between|past) .+)"
)
WANTS = re.compile(
    r"(?i:(?:please |and )?(?:from now on|in (?:the )?future|going forward|as a rule)[, ]+"
    r"(?:please )?(?P<o>.+)|(?:please )?(?P<o2>(?:always|never|do not ever) (?!mind\b)[a-z]+ .+)|"
    r"(?:please )?(?P<o3>(?:answer|reply|call|remind|use|write|speak|be|keep|send|tell|give|show|"
    r"do not) .+?),? (?:from now on|in (?:the )?future))"
)
KEPT_IN = re.compile(
    r"(?i:i|we) (?:have |always |just )*(?i:put|keep|store|stored|left|hid|hide|placed|parked) "
    r"(?i:my|our|the|a) (?P<thing>(?:[\w-]+ ){0,3}?[\w-]+) "
    r"(?P<o>(?i:in|under|on|at|behind|inside|with|above|below|next to|beside) .+)"
)
LIES_IN = re.compile(
    r"(?i:my|our|the) (?P<thing>(?:[\w-]+ ){0,3}?(?:keys?|passport|charger|documents?|umbrella|"
    r"tickets?|certificate|contract|glasses|wallet|medicine|fuse box|toolbox|suitcase|manual|"
    r"insurance card|will|safe|router|ladder|spare \w+)) (?i:is|are|lives?|lies?) "
    r"(?i:kept |stored |always )?(?P<o>(?i:in|under|on|at|behind|inside|with|above|below|next to|"
    r"beside) .+)"
)
IN_A_PLACE = re.compile(
    r"(?i:my|our|the) (?P<thing>(?:[\w-]+ ){0,3}?[\w-]+) (?i:is|are)(?i: kept| stored| always)? "
    r"(?P<o>(?i:in|under|on|behind|inside|above|below|next to|beside) (?i:the|my|our|a) "
    r"(?:[\w-]+ ){0,3}(?i:drawer|cupboard|folder|box|wallet|notebook|bag|safe|garage|basement|"
    r"attic|"
    r"shelf|desk|kitchen|bedroom|hallway|pocket|jacket|closet|wardrobe|cabinet|locker|envelope|"
    r"binder|shed|fridge|freezer|cellar|backpack|glove compartment|pot|mat)(?: .+)?)"
)
THING_IS = re.compile(
    r"(?i:the|our) (?P<thing>(?:[\w-]+ ){0,3}?(?i:budget|deadline|launch|password|code|number|rent|"
    r"address|contact|owner|goal|due date|kick-?off|release|version|combination|wi-?fi|landlord|"
    r"client|customer|supplier|account|price|plumber|electrician|vet|doctor|teacher|name|"
    r"babysitter|cleaner|dentist|caretaker|accountant|lawyer|manager|lead|anniversary|"
    r"licen[cs]e|warranty|"
    r"contract|lease|subscription))"
    r"(?: (?i:for|of|at|in) (?:(?i:the|my|our) )?(?P<of>.+?))? "
    r"(?i:is|are|ends|expires|starts|begins)(?: now)? (?P<o>.+)"
)
DID = re.compile(
    r"\b(?i:i|we) (?:also |finally |just )?(?i:met|visited|finished|signed|bought|sold|"
    r"had lunch|had dinner|had coffee|went to|paid|booked|flew|moved|got married|graduated|"
    r"started|submitted|cancelled|"
    r"saw|ate at|adopted|ran|hired|launched|attended|presented|called|sent|renewed|repaired|"
    r"celebrated|passed|won|interviewed)\b"
)
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
WHEN = re.compile(
    r"\b(yesterday|today|this morning|last (?:night|week|month|year|weekend|\w+day)|on \w+day|"
    r"(?:\w+ )?(?:days?|weeks?|months?|years?) ago|in (?:19|20)\d\d|on the \d+|on \d+ \w+)\b",
    re.IGNORECASE,
)
MOMENT = (
    rf"(?i:{WHEN.pattern}|"
    rf"(?:last|in|this|early|late) (?:{MONTHS}|spring|summer|autumn|winter)(?: \d{{4}})?)"
)
MOVED = re.compile(
    rf"(?:{MOMENT},? )?{SUBJECT} {ADVERB}(?i:moved|relocated)(?i: house| home)?(?i: from .+?)? "
    rf"(?i:to) (?:(?i:an?|my|our) (?:[\w-]+ )?(?i:flat|house|apartment|place|home) (?i:in|near) )?"
    rf"(?P<o>{NAME})(?i: from .+?)?(?:,? {MOMENT})?"
)
"to somewhere named; when that was is no part of the name of the place"
SECRET = re.compile(
    r"\b(password|passcode|passphrase|pin|code|secret|card number|cvv|cvc|iban|account number|"
    r"social security|ssn|passport number|combination|login|tax number|recovery key|"
    r"wi-?fi key)\b",
    re.IGNORECASE,
)
POSTCODES = re.compile(r"\b(post ?code|zip code|dress code|area code|country code)\b", re.I)
PERSONAL = re.compile(
    r"\b(allergic|intolerant|diabet\w+|asthma|medication|diagnos\w+|health|pregnan\w+|therap\w+|"
    r"salary|debt|income|religion|address|phone|birthday|born|blood type|depression|anxiety|"
    r"e-?mail|live at|lives at|weight)\b",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:,? (?i:now|these days|at the moment|currently|by the way|too|as well|a lot|very much|"
    r"though|please|btw|so much|anyway|nowadays|from now on|more than anything|you know|"
    r"right now))+$"
)
UNCLEAR = re.compile(
    r"(?:spelt|spelled|it|this|that|them|these|those|you|your|him|her|the (?:first|second|third|"
    r"last|other|new|"
    r"old|latest|idea|way|option|draft|plan|answer|one|result|tone|rest|sound|look|fact|suggestion|"
    r"previous|next|final|former|latter|joke|picture|text|version you)|when|how|what|where|being "
    r"called|to (?:hear|know|see|thank|ask|point)|everything|nothing|something|some|any|one|both|"
    r"my (?:new|life)|the moment|fear|hope|here|there|a (?:house|flat)|so|as|at|in|on|about|"
    r"with|for|really|not)\b",
    re.IGNORECASE,
)
END = (
    (re.compile(r"^(?P<s>.+?) (?:am|is|are) no longer (?P<r>.+)$", re.I), r"\g<s> is \g<r>"),
    (re.compile(r"^(?P<s>.+?) no longer (?P<r>.+)$", re.I), r"\g<s> \g<r>"),
    (re.compile(r"^(?P<s>.+?) (?:am|is|are) not (?P<r>.+?) (?:any ?more|any longer)$", re.I),
     r"\g<s> is \g<r>"),
    (re.compile(r"^(?P<s>.+?) (?:do|does) not (?P<r>.+?) any ?(?:more|longer)(?P<t> .+)?$", re.I),
     r"\g<s> \g<r>\g<t>"),
)  # fmt: skip


def plain(clause: str) -> str:
    """Without short forms, so that each thing is said in one way."""
    said = " ".join(clause.replace("’", "'").split()).strip(" .!,")
    for short, whole in (
        (r"\b(I)'m\b", r"\1 am"), (r"\b(I|we|they|you)'ve\b", r"\1 have"),
        (r"\b(we|they|you)'re\b", r"\1 are"), (r"\b(he|she|it|that)'s\b", r"\1 is"),
        (r"\bcan't\b|\bcan not\b", "cannot"), (r"\b(do|does|did|is|are|was|were|have|has)n't\b",
                                               r"\1 not"),
        (r"\b(name|birthday|number|address|colou?r|email)'s\b", r"\1 is"), (r"\bI\b", "I"),
    ):  # fmt: skip
        said = re.sub(short, whole, said, flags=re.IGNORECASE)
    return said


def without_end(clause: str) -> str | None:
    """“Ana no longer works at X” → “Ana works at X”; None where nothing is said to be over."""
    for pattern, instead in END:
        if pattern.match(clause):
            said = pattern.sub(instead, clause)
            return re.sub(r"^(I|i) is\b", "I am", said)
    return None


def subject(said: str, person: str) -> str | None:
    """Who a clause is about; None where that is nobody in particular."""
    folded = said.casefold().removesuffix("'s")
    if folded in ("i", "we", "my", "our"):
        return OWNER
    if folded in ("he", "she", "his", "her"):
        return person or None
    if folded.startswith(("my ", "our ")):
        return f"your {kin(folded.partition(' ')[2])}"
    if folded.startswith("the "):
        return folded
    return None if folded.split()[0] in NOBODY else said.removesuffix("'s")


def kin(said: str) -> str:
    """What somebody is to the owner, by one word."""
    folded = QUALITY.sub("", said.casefold().strip())
    if folded not in ALL_KIN:
        folded = {"children": "child"}.get(folded, folded.removesuffix("s"))
    return SAME_KIN.get(folded, folded)


def names(said: str) -> list[str]:
    return [capital(one) for one in re.split(r", and |,| and ", said) if one.strip()]


def capital(name: str) -> str:
    stripped = name.strip(" .,")
    return stripped.title() if stripped.islower() else stripped


def trimmed(thing: str) -> str:
    """Without what only rounds a sentence off."""
    return TAIL.sub("", thing.strip(" .,!")).strip(" .,")


def lasts(thing: str) -> bool:
    """Whether a thing is named, rather than pointed at."""
    return bool(thing) and not UNCLEAR.match(thing) and len(thing) <= 120


def each(thing: str) -> Iterator[str]:
    """The members of “X, Y and Z”, where each is short."""
    parts = [one.strip() for one in re.split(r", and |, | and | or ", thing)]
    if len(parts) > 1 and all(0 < len(one.split()) <= 3 for one in parts):
        yield from parts
    else:
        yield thing


def sentence(subject: str, verb: Verb, thing: str) -> str:
    """One of several things, in a sentence of its own."""
    if subject == OWNER:
        return f"{verb.yours} {thing}."
    return f"{subject[:1].upper()}{subject[1:]} {verb.theirs} {thing}."


def sensitivity(fact: Fact) -> Sensitivity:
    said = POSTCODES.sub("", f"{fact.text} {fact.predicate}")
    if SECRET.search(said):
        return Sensitivity.SECRET
    return Sensitivity.PERSONAL if PERSONAL.search(said) else Sensitivity.ORDINARY


def told_when(clause: str) -> bool:
    return WHEN.search(clause) is not None


def told_time(clause: str, now: datetime) -> datetime | None:
    """The past time that a clause names."""
    for reading in find(clause, now):
        meaning = reading.meaning
        start = meaning.at if isinstance(meaning, Moment) else None
        start = meaning.start if isinstance(meaning, Span) else start
        if start is not None and start.astimezone(UTC) <= now.astimezone(UTC):
            return start
    return None
