"""`tacit remember`, `recall`, `forget`, and `tacit memory`: what waits for the owner's word."""

import argparse
from collections.abc import Callable
from dataclasses import asdict

from desktop.cards import command
from desktop.commands import subjects, terminal
from desktop.commands.acting import DONE, NEEDS_YES, Hand, act, at_hand, carried_out, spoken_day
from desktop.commands.vault import Run, common_options
from desktop.output import Output
from desktop.paths import Paths
from inference import learning
from inference.memory import correcting, keeping
from inference.memory.keeping import Kept, Outcome
from inference.tools.base import by_owner
from inference.tools.errors import NothingLikeThat
from vault import audit, memories
from vault.memories import Memory

WAITING = "waiting memory"
NOTHING_WAITS = "Nothing waits for your word."


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    for name, run, about, count in (
        ("remember", remember, "keep something that you say", "+"),
        ("recall", recall, "what is known about you, somebody or something", "*"),
        ("forget", forget, "forget something for good, with what was derived from it", "+"),
    ):
        parser = commands.add_parser(name, help=about, description=about)
        parser.add_argument("words", nargs=count)
        common_options(parser, run)
    action = subjects.begin(commands, "memory", "what waits to be remembered", review)
    action("review", review, "what waits for your word")
    action("tidy", tidy, "go through what you said, and put memory in order")
    _numbered(action, "keep", keep, "remember it")
    _numbered(action, "drop", drop, "do not remember it, and do not ask again")
    change = action("edit", edit, "say how it really is")
    change.add_argument("number", type=int)
    change.add_argument("words", nargs="+")


def _numbered(action: subjects.Action, name: str, run: Run, about: str) -> None:
    parser = action(name, run, f"{about}; “all” means each that waits")
    parser.add_argument("numbers", nargs="+", metavar="NUMBER")


def remember(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        return act(hand, by_owner("remember", text=" ".join(args.words)))


def recall(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        wanted = " ".join(args.words) or "everything"
        done = carried_out(hand, by_owner("recall", query=wanted))
        if done is None:
            return NEEDS_YES
        out.say(terminal.plain(done.result.says))
        for row in done.result.data["facts"]:
            out.data(row)
        for row in done.result.data["untrusted_documents"]:
            out.data(row)
        if not done.result.items:
            out.say(f"To tell me: {command('remember “Ana likes green tea”')}")
    return DONE


def forget(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """What goes along is shown, and the yes is typed below it: nobody can undo this."""
    with at_hand(args, paths, out) as hand:
        return act(hand, by_owner("forget", what=" ".join(args.words)))


def tidy(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """What a quiet hour is for; Ctrl-C ends it, and the next time it goes on from there."""
    with at_hand(args, paths, out) as hand:
        chat, guesses = hand.assistant.mind.chat, 0
        if chat is not None:
            count = len(learning.unread(hand.desk.conn))
            for done, kept in enumerate(learning.reflect(hand.desk, chat), start=1):
                guesses += sum(one.outcome is Outcome.PROPOSED for one in kept)
                out.share("Going through what you said", done / max(count, 1))
        tidied = learning.tidy(hand.desk)
        out.say(f"In order. Joined: {tidied.merged}, let go: {tidied.expired + tidied.dropped}, "
                f"folded together: {tidied.folded}.")  # fmt: skip
        if guesses:
            out.say(f"Waiting for your word: {guesses}. See {command('memory review')}")
        out.data({"guesses": guesses, **asdict(tidied)})
    return DONE


def review(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        found = memories.proposed(hand.desk.conn)
        for one in found:
            where = f"{one.item.source.origin.value} {one.item.source.ref}".strip()
            about = (
                f"{where}, {spoken_day(one.item.happened, hand.desk)}, {one.confidence:.0%} sure"
            )
            out.say(f"{one.id:5}  {terminal.plain(one.fact.text)}  ({terminal.plain(about)})")
            out.data({"memory": one.id, "text": one.fact.text, "confidence": one.confidence,
                      "origin": one.item.source.origin.value, "ref": one.item.source.ref,
                      "happened": one.item.happened.isoformat()})  # fmt: skip
        if found:
            out.note(f"Each: {command('memory keep NUMBER')}, or drop, or edit NUMBER “…”")
        else:
            out.say(NOTHING_WAITS)
    return DONE


def keep(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        for one in _meant(hand, args.numbers):
            kept = _noted(hand, one, "memory kept", lambda one: _kept(hand, one))
            out.say(f"I will remember: {terminal.plain(kept.text)}")
            out.data({"memory": one.id, "state": "kept", "text": kept.text})
    return DONE


def drop(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        for one in _meant(hand, args.numbers):
            _noted(hand, one, "memory dropped", lambda one: _dropped(hand, one))
            out.say(f"Dropped: {terminal.plain(one.fact.text)}")
            out.data({"memory": one.id, "state": "dropped"})
    return DONE


def edit(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        one = _meant(hand, [str(args.number)])[0]
        found = correcting.understood(one, " ".join(args.words), hand.desk.now)

        def change(old: Memory) -> Kept:
            return keeping.edit(hand.desk.conn, old.id, found, hand.desk.now)

        kept = _noted(hand, one, "memory edited", change)
        out.say(f"I will remember: {terminal.plain(kept.text)}")
        out.data({"memory": kept.memory, "instead_of": one.id, "text": kept.text})
    return DONE


def _kept(hand: Hand, one: Memory) -> Kept:
    return keeping.accept(hand.desk.conn, one.id, hand.desk.now)


def _dropped(hand: Hand, one: Memory) -> Kept:
    keeping.drop(hand.desk.conn, one.id, hand.desk.now)
    return Kept(keeping.Outcome.ENDED, one.fact.text, one.id)


def _noted(hand: Hand, one: Memory, action: str, change: Callable[[Memory], Kept]) -> Kept:
    """The owner's word, and that it was given, in one transaction."""
    desk = hand.desk
    with desk.conn.transaction():
        kept = change(one)
        numbers = {one.id, *([kept.memory] if kept.memory else [])}
        audit.note(desk.conn, action, {"memory": one.id}, desk.now, sorted(numbers))
    return kept


def _meant(hand: Hand, numbers: list[str]) -> list[Memory]:
    """Those that wait, by their numbers."""
    waiting = {str(one.id): one for one in memories.proposed(hand.desk.conn)}
    if numbers == ["all"]:
        if not waiting:
            hand.out.say(NOTHING_WAITS)
        return list(waiting.values())
    for number in numbers:
        if number not in waiting:
            raise NothingLikeThat(WAITING, number)
    return [waiting[number] for number in dict.fromkeys(numbers)]
