"""`tacit do`: what the owner asks for in their own words, done through the gate."""

import argparse

from desktop import console
from desktop.cards import ErrorCard, command
from desktop.commands import terminal, times
from desktop.commands.acting import NEEDS_YES, Hand, at_hand, follow
from desktop.commands.vault import common_options
from desktop.output import Output
from desktop.paths import Paths
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken

NOTHING_SAID = ErrorCard(
    "Nothing was asked for", "The words are empty.",
    f"For example: {command('do')} “Remind me to call Ana tomorrow at 3”",
)  # fmt: skip


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "do what you ask for in your own words"
    parser = commands.add_parser("do", help=about, description=about)
    parser.add_argument("text", help="the request; - reads it from standard input")
    parser.add_argument("--yes", action="store_true",
                        help="in advance, to what can be undone; never to what cannot")  # fmt: skip
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    common_options(parser, run)


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """What was done goes to standard output, with the number by which it is taken back."""
    with at_hand(args, paths, out) as hand:
        text = console.here().stdin.read() if args.text == "-" else args.text
        if not text.strip():
            out.error(NOTHING_SAID, "NothingSaid")
            return NEEDS_YES
        plan = hand.assistant.mind.understanding.plan(text, Spoken.at(hand.desk))
        return carry(hand, plan)


def carry(hand: Hand, plan: Plan) -> int:
    """A plan done, with its times said first; where nothing is to be done, that is said."""
    for said in times.echoes(plan):
        for one in said:
            hand.out.note(terminal.dim(f"Understood: {one}"))
    if plan.is_answer:
        hand.out.say("Nothing is to be done in this; nothing was changed.")
        hand.out.say(f"To talk about it: {command('chat')}")
        hand.out.data({"event": "nothing to do"})
        return NEEDS_YES
    return follow(hand, plan)
