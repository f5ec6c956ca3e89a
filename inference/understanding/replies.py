"""What is answered without a model, because only one answer is true: what Tacit can do."""

from collections.abc import Mapping

SECTION = "say_"
"how the sections of the table begin whose sentences have their answer here"
REPLIES: Mapping[str, str] = {
    "say_help": (
        "I keep things for you on this computer, and nothing leaves it. You can say, for example:\n"
        "- Remind me tomorrow at 9 to call Ana.\n"
        "- Add milk to my shopping list. What should I do first?\n"
        "- Note: the paint in the hall is Misty Grey.\n"
        "- Remember that my sister’s birthday is on 7 May. When is my sister’s birthday?\n"
        "- What is 15% of 240? What time is it in Tokyo? How many days until Christmas?\n"
        "Whatever I change can be taken back: say “undo that”."
    ),
    "say_cannot_send": (
        "I cannot send messages or make calls, so nothing was sent. I can help you with the words, "
        "or remind you to do it."
    ),
    "say_welcome": "You are welcome.",
    "say_nothing_waits": "Nothing waits for an answer. What would you like to do?",
    "say_bye": "See you.",
}
