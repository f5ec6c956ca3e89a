"""`tacit profile`: who the owner is and how they like things done; read, set, looked back at."""

import argparse
from datetime import datetime, timedelta

from desktop.cards import command
from desktop.commands import subjects, terminal, times
from desktop.commands.acting import DONE, NEEDS_YES, act, at_hand, carried_out, spoken_day
from desktop.output import Output
from desktop.paths import Paths
from inference import person
from inference.times.reading import Moment, Span
from inference.tools.base import Desk, by_owner
from inference.tools.errors import ArgumentRefused

SINCE = timedelta(days=30)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "who you are and how you like things: show, set, history, diff"
    action = subjects.begin(commands, "profile", about, show)
    part = action("show", show, "all of it, a part, or one entry")
    part.add_argument("key", nargs="*", default=[], help="such as work, or work.hours")
    new = action("set", put, "set an entry; “none” takes it away")
    new.add_argument("key", help="such as work.hours, or its name in plain words")
    new.add_argument("value", nargs="+")
    old = action("history", history, "what an entry ever held")
    old.add_argument("key")
    since = action("diff", diff, "what is otherwise than it was")
    since.add_argument("--since", default="", metavar="WHEN", help="the last 30 days if not said")
    action("keys", keys, "every entry that there can be, and what it takes")


def show(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        key = " ".join(getattr(args, "key", []))
        wanted = {"key": key} if key else {}
        done = carried_out(hand, by_owner("show_profile", **wanted))
        if done is None:
            return NEEDS_YES
        held = done.result.data["profile"]
        if held:
            out.table(
                [[name, terminal.plain(person.spoken(value))] for name, value in held.items()]
            )
        for name, value in held.items():
            out.data({"key": name, "value": value})
        if not held:
            out.say("Your profile holds nothing about that yet.")
            out.say(f"For example: {command('profile set work.hours “9 to 17:30”')}")
            out.say(f"What it can hold: {command('profile keys')}")
    return DONE


def put(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        return act(hand, by_owner("set_profile", key=args.key, value=" ".join(args.value)))


def history(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        one = person.key(args.key)
        found = person.history(hand.desk.conn, args.key)
        for entry in found:
            value = "taken away" if entry.value is None else person.spoken(entry.value)
            when = spoken_day(entry.since, hand.desk)
            out.say(f"{when}  {terminal.plain(value)}  ({entry.source})")
            out.data({"key": one.name, "value": entry.value, "since": entry.since.isoformat(),
                      "source": entry.source, "origin": entry.origin})  # fmt: skip
        if not found:
            out.say(f"Nothing was ever kept about this: {one.about}.")
    return DONE


def diff(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    with at_hand(args, paths, out) as hand:
        since = _since(hand.desk, args.since)
        found = person.diff(hand.desk.conn, since)
        for one in found:
            known = person.owner_of(one.key)
            before, now = (_said(value) for value in (one.before, one.now))
            name = known.name if known else one.key
            out.say(f"{name}: {terminal.plain(before)} → {terminal.plain(now)}")
            out.data({"key": name, "before": one.before, "now": one.now})
        if not found:
            out.say(f"Your profile is as it was on {spoken_day(since, hand.desk)}.")
    return DONE


def keys(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Needs no vault."""
    del args, paths
    out.table([[one.name, one.about, one.wanted] for one in person.KEYS])
    for one in person.KEYS:
        out.data({"key": one.name, "about": one.about, "takes": one.wanted,
                  "is_list": one.is_list})  # fmt: skip
    return DONE


def _said(value: object) -> str:
    return "nothing" if value is None else person.spoken(value)


def _since(desk: Desk, words: str) -> datetime:
    if not words:
        return desk.now - SINCE
    meaning = times.meant(desk, "since", words)
    if isinstance(meaning, Moment):
        return meaning.at
    if isinstance(meaning, Span):
        return meaning.start
    raise ArgumentRefused("since", times.NO_TIME)
