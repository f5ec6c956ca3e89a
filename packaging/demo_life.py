"""What happened to Nora, who does not exist: the words that `demo.py` fills a vault with."""

from collections.abc import Mapping
from dataclasses import dataclass

from vault.runs import RunState


@dataclass(frozen=True)
class Talk:
    """A conversation: the owner begins, then both take turns."""

    days_ago: float
    hour: float
    title: str
    lines: tuple[str, ...]
    is_private: bool = False
    is_pinned: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class More:
    """What else there is to say of a memory."""

    tier: str = "semantic"
    subject: str = ""
    predicate: str = ""
    object: str = ""
    origin: str = "owner"
    ref: str = ""
    confidence: float = 1.0
    sensitivity: int = 0
    expires_in: float = 0
    "days; 0 for never"


@dataclass(frozen=True)
class Task:
    """Something to do; days count from now."""

    title: str
    list: str = "Work"
    due: float | None = None
    hour: float = 0
    "0 for the whole day"
    importance: str = "normal"
    minutes: int = 0
    repeats: str = ""
    made: float = 6
    done: float | None = None


PEOPLE = ("Mira", "Tomas", "Ana", "Jonas", "Priya", "Bilal", "Edda", "Luis", "Hana")

PROFILE = (
    (140, "identity.name", "Nora"), (140, "identity.full_name", "Nora Halden"),
    (140, "identity.role", "a product designer"), (140, "identity.company", "Fernhill Studio"),
    (139, "identity.home", "Lisbon"), (139, "identity.birthday", "14 March 1989"),
    (138, "identity.native_language", "Norwegian"), (120, "identity.expertise", "type design"),
    (96, "identity.expertise", "accessibility"), (140, "work.zone", "Lisbon"),
    (140, "work.hours", "9:00 to 18:00"), (41, "work.hours", "8:30 to 17:00"),
    (140, "work.days", "Monday to Friday"), (139, "work.lunch", "12:30 to 13:15"),
    (130, "communication.tone", "friendly"), (22, "communication.tone", "brief"),
    (130, "communication.length", "short"), (130, "communication.notifications", "batched"),
    (75, "communication.summaries", "daily"),
    (110, "scheduling.preferred_times", "morning"), (110, "scheduling.buffer_minutes", "10"),
    (35, "scheduling.buffer_minutes", "15"), (88, "scheduling.focus_blocks", "9:00 to 11:00"),
    (88, "scheduling.no_meeting_days", "Friday"), (60, "productivity.break_minutes", "50"),
    (60, "productivity.best_time", "morning"), (60, "productivity.prioritize_by", "both"),
    (64, "goals.short_term", "ship the Harbour app in spring"),
    (64, "goals.short_term", "run ten kilometres without a break"),
    (64, "goals.long_term", "teach a class on lettering"),
)  # fmt: skip

TALKS = (
    Talk(118, 20.2, "Family", (
        "My sister Mira lives in Bergen. My brother is Edvin.",
        "Noted: your sister Mira lives in Bergen, and your brother is Edvin.",
        "Mira's birthday is 3 February. Mira is allergic to hazelnuts.",
        "I will remember both.",
        "My partner is Tomas. Tomas works at the harbour museum.",
        "All right: Tomas is your partner and works at the harbour museum.",
        "Edvin lives in Trondheim. My friend is Luis. My aunt is Solveig.",
        "Noted, all three.",
        "Solveig lives in Bergen. Edvin works at Nordlys Radio.",
        "I will remember where they are.",
    )),
    Talk(97, 9.4, "The Harbour project", (
        "My client is Jonas. Jonas works at Lumen Bikes.",
        "Noted. Lumen Bikes makes the ferry bikes?",
        "Yes, and Ana works at Fernhill Studio. My colleague is Priya.",
        "Good. Shall I prepare the project list for the Harbour app?",
        "Please. Jonas likes short mails. Ana prefers to be called, not mailed.",
        "I will keep mails to Jonas short, and suggest a call for Ana.",
        "Priya works at Fernhill Studio. Bilal works at Fernhill Studio. Jonas lives in Porto.",
        "Noted: all three are colleagues of yours.",
        "Hana works at Fernhill Studio. Bilal lives in Lisbon. Luis works at Casa da Letra.",
        "I will remember that.",
    ), is_pinned=True),
    Talk(83, 13.1, "Lunch ideas", (
        "I am allergic to shrimp. I like green tea. I don't like coriander.",
        "I will leave out shrimp and coriander.",
        "Tomas likes mushrooms. My favourite restaurant is Casa do Sol.",
        "Then Casa do Sol with a mushroom risotto for Tomas sounds right.",
    )),
    Talk(62, 18.7, "Running plan", (
        "I want to run ten kilometres in May. I run on Tuesdays and Saturdays.",
        "Here is a plan: 3 runs a week, the long one on Saturday, 10 % more every week.",
        "My shoe size is 39. My running shoes are from March.",
        "After about 700 km they should be replaced; that will be around February.",
    )),
    Talk(44, 8.9, "Plan for the workshop in Porto", (
        "The workshop in Porto is on the 12th. Luis lives in Porto.",
        "The train at 7:39 arrives at 10:25. Shall I remind you to book it?",
        "Yes. My seat preference is the aisle.",
        "I set a reminder, and will look for an aisle seat.",
    )),
    Talk(31, 21.3, "A present for Tomas", (
        "Tomas wants a bread oven dish. His favourite colour is green.",
        "A green cast-iron dish, then. The shop at the market has one.",
    )),
    Talk(19, 10.2, "Reading list", (
        "My favourite author is Ursula Grent. I read before going to bed.",
        "Her new essays came out this month.",
    ), is_archived=True),
    Talk(12, 22.0, "Something on my mind", (
        "I am worried about the money for the flat.",
        "Let us put the numbers next to each other. Nothing of this is kept.",
    ), is_private=True),
    Talk(6, 9.1, "Accessibility review", (
        "Bilal is doing the contrast review. My colleague Hana speaks Japanese.",
        "Then Hana could check the Japanese strings, while Bilal reviews contrast.",
        "Good idea. The review is due on Thursday.",
        "I added it to your list for Thursday.",
    )),
    Talk(2, 16.5, "Summary of the lease", (
        "What does the lease say about notice?",
        "Three months to the end of a quarter, in writing (lease.pdf, p. 2).",
        "Remember that the landlord is Senhor Abreu.",
        "I will remember that.",
    )),
    Talk(0.0, 8.2, "Good morning", (
        "What matters today?",
        "The contrast review, the offer for Lumen Bikes, and the train to Porto.",
        "My locker code is 4417.",
        "Noted. I only use it when you ask for it.",
    )),
)  # fmt: skip

PAPERS = (
    (58, "lease.pdf", (
        "Lease between Armando Abreu and Nora Halden for the flat in Rua das Gaivotas.",
        "Notice is three months to the end of a quarter, in writing. The rent is due on the 5th.",
    )),
    (47, "harbour-brief.pdf", (
        "Brief for the Harbour app: a ferry timetable that works without a network.",
        "Edda leads the project at the port. The launch is planned for April.",
        "Text must have a contrast of at least 4.5 to 1.",
    )),
    (9, "run-club-welcome.pdf", ("The club meets on Saturdays at 8:00 at the bridge.",)),
)  # fmt: skip

FROM_PAPERS: tuple[tuple[float, str, str, tuple[str, str, str]], ...] = (
    (46, "harbour-brief.pdf", "Edda leads the Harbour project at the port.",
     ("Edda", "works at", "the port")),
    (46, "harbour-brief.pdf", "The launch of the Harbour app is planned for April.",
     ("the Harbour app", "launch", "April")),
    (57, "lease.pdf", "Your rent is due on the 5th.", ("owner", "rent day", "the 5th")),
    (8, "run-club-welcome.pdf", "Your run club meets on Saturdays at 8:00.",
     ("owner", "run club", "Saturdays at 8:00")),
)  # fmt: skip

GUESSES: tuple[tuple[float, str, tuple[str, str, str]], ...] = (
    (4, "You usually read mail before nine.", ("owner", "usually", "read mail before nine")),
    (4, "You move the weekly review to Monday when Friday is full.",
     ("owner", "usually", "move the weekly review to Monday")),
    (2, "Priya may be leading the Japanese version.", ("Priya", "leads", "the Japanese version")),
    (1, "You like a window open while you work.", ("owner", "likes", "a window open")),
    (0.3, "Bilal prefers comments in the file, not by mail.",
     ("Bilal", "prefers", "comments in the file")),
)  # fmt: skip
KEPT_OF_PROPOSED = 2

MEMORIES: tuple[tuple[float, str, More], ...] = (
    (71, "You met Luis at the type conference in Porto.", More(
        "episodic", "Luis", "met", "the type conference")),
    (52, "You presented the first ferry timetable to Lumen Bikes; they wanted larger numbers.",
     More("episodic", "owner", "did", "presented the timetable")),
    (38, "The team chose the blue map over the grey one.", More(
        "episodic", "owner", "decided", "the blue map")),
    (27, "You prefer the aisle on trains and the window on planes.", More(
        "preference", "owner", "prefers", "the aisle on trains")),
    (21, "The wifi word at the studio is on the back of the router.", More(
        "semantic", "the studio", "wifi", "on the router", sensitivity=1)),
    (15, "Your doctor is Dr. Salgado, in Rua Augusta.", More(
        "semantic", "owner", "doctor", "Dr. Salgado", sensitivity=2)),
    (5, "The Harbour files for this week are in the folder “sprint 14”.", More(
        "working", "the Harbour app", "folder", "sprint 14", expires_in=4)),
    (1, "You are waiting for Jonas to confirm the ticket prices.", More(
        "working", "Jonas", "owes", "ticket prices", expires_in=2)),
    (33, "Imported: you keep a list of typefaces seen on signs.", More(
        "semantic", "owner", "collects", "typefaces on signs", origin="import",
        ref="notes-2024.zip", confidence=0.7)),
    (11, "Hana will be on leave in the first week of December.", More(
        "episodic", "Hana", "leave", "first week of December", origin="mail",
        ref="hana@fernhill.example", confidence=0.8, expires_in=21)),
)  # fmt: skip

CORRECTIONS = (
    (40, "Mira lives in Bergen", "Mira lives in Oslo"),
    (25, "my favourite restaurant", "my favourite restaurant is Tasca da Ponte"),
    (16, "my shoe size", "my shoe size is 40"),
)

NOTES = (
    (50, "Ferry timetable, first round", "Numbers too small at arm’s length.\nFewer lines."),
    (36, "Names for the app", "Harbour\nTidewise\nNext boat\nQuay"),
    (29, "Talk with Edda", "The timetable has to work without a network.\nLaunch: April."),
    (13, "Bread", "Starter: feed twice a day.\n75 % water.\nGreen dish, lid on, 25 minutes."),
    (3, "Questions for the landlord", "Who mends the window?\nMay we paint the hall?"),
)

WAITED_FOR = (
    (4, "the landlord’s reply about the window"),
    (1, "the signed offer from Lumen Bikes"),
)
"since how many days"
TASKS = (
    Task("Send the offer to Lumen Bikes", due=0, hour=16, importance="high", minutes=45),
    Task("Contrast review with Bilal", due=1, importance="high", minutes=60),
    Task("Book the train to Porto", "Travel", due=-1, importance="high", minutes=10, made=9),
    Task("Redraw the ferry icons", due=3, minutes=120),
    Task("Answer Edda about the launch", due=0, minutes=20),
    Task("Weekly review", due=4, hour=16, minutes=30, repeats="FREQ=WEEKLY"),
    Task("Pay the rent", "Home", due=5, importance="high", repeats="FREQ=MONTHLY"),
    Task("Write to the landlord about the window", "Home", due=6),
    Task("New running shoes", "Home", importance="low", made=20),
    Task("Outline the class on lettering", "Someday", importance="low", made=30),
    Task("Prepare the workshop in Porto", "Travel", due=8, minutes=180),
    Task("Collect the bread dish", "Home", due=2, minutes=15),
    Task("Map colours for the Harbour app", done=4, made=12),
    Task("Call Mira", "Home", done=2, made=5),
    Task("Read the brief again", done=1, made=7, minutes=40),
    Task("Invoice for October", done=0.5, made=10, importance="high"),
)

REMINDERS = (
    ("Take the bread out of the oven", 0, 19.5, ""),
    ("Call Ana about the stickers", 1, 10.0, ""),
    ("Water the plants", 2, 8.0, "FREQ=WEEKLY"),
    ("Mira’s birthday is in a week", 20, 9.0, ""),
)

WORK = (
    (8, "Find out what the lease says about notice and write it down", (
        ("find_documents", "notice", "lease.pdf, p. 2: three months to the end of a quarter."),
        (None, "Sum up {step 1}", "Notice is three months to the end of a quarter, in writing."),
    ), RunState.DONE),
    (3, "Collect what I know about Edda before the call", (
        ("recall", "Edda", "Edda leads the Harbour project at the port."),
        ("find_notes", "Edda", "One note: Talk with Edda."),
        (None, "Write five lines for the call from {step 1} and {step 2}", "Five lines."),
    ), RunState.DONE),
    (0.1, "Prepare the workshop in Porto", (
        ("find_notes", "Porto", ""), ("list_tasks", "Porto", ""), (None, "Write an outline", ""),
    ), RunState.WAITING),
)  # fmt: skip

Answer = str | int | tuple[float, float]
QUESTIONS: tuple[tuple[float, str, str, Mapping[str, Answer]], ...] = (
    (5, "create_task", "agent", {
        "title": "Send Luis the outline of the workshop", "list": "Travel", "due": (5, 12.0)}),
    (3, "set_reminder", "schedule", {
        "text": "Leave for the station at 7:00", "at": (8, 7.0)}),
    (1, "append_note", "agent", {
        "note": "Talk with Edda", "text": "Call moved to Thursday at 11:00."}),
)  # fmt: skip
