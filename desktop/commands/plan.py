"""`tacit plan`: what Tacit would do with these words, without doing it.

It works without a vault. Where one opens without asking, times are in its owner's zone and by its
owner's conventions, and the owner's rules say what would need a yes.
"""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop import assistant, console, engines, lent, meaning, zone
from desktop.cards import ErrorCard, command
from desktop.commands import times
from desktop.commands.acting import DONE, NEEDS_YES, WRONG, question_row, spoken_choice
from desktop.commands.terminal import plain
from desktop.commands.vault import common_options, now, opened
from desktop.errors import describe
from desktop.output import Output
from desktop.paths import Paths
from inference import preferences
from inference.errors import InferenceError
from inference.guard import OWNER, Ruling, rules
from inference.guard.questions import FOR_GOOD, WORDS
from inference.times.reading import Conventions
from inference.tools import catalog
from inference.tools.base import Call, Effect, Tool
from inference.understanding.plan import Plan
from inference.understanding.slots import Spoken
from inference.understanding.understand import Understanding
from vault.connection import ReadConn
from vault.errors import KeychainUnavailable, VaultError, VaultMissing
from vault.items import Origin
from vault.places import Places
from vault.vault import Vault, with_keychain

EFFECTS = {
    Effect.READ: "Only looks something up.",
    Effect.WRITE: "Changes something here, and can be undone.",
    Effect.SEND: "Leaves this computer or cannot be undone.",
}
NOTHING_SAID = ErrorCard(
    "Nothing was asked for", "The words are empty.",
    f"For example: {command('plan')} “Remind me to call Ana tomorrow at 3”",
)  # fmt: skip
LOCKED = "The vault is locked"
USUAL = "so times are by this computer’s zone and the usual conventions."


@dataclass(frozen=True)
class Setting:
    """Whose times and rules count."""

    zone: tzinfo
    conventions: Conventions
    conn: ReadConn | None = None
    "of the owner's vault, where it is open"
    note: str = ""


@dataclass(frozen=True)
class Planner:
    """What plans request after request."""

    understanding: Understanding
    setting: Setting
    now: str | None

    def plan(self, text: str) -> Plan:
        return self.understanding.plan(text, Spoken(self._at(), self.setting.conventions))

    def _at(self) -> datetime:
        if self.now:
            return times.now_at(self.now, self.setting.zone)
        return datetime.now(UTC).astimezone(self.setting.zone)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "what would be done with a request, without doing it"
    parser = commands.add_parser("plan", help=about, description=about)
    parser.add_argument("text", nargs="?", default="-",
                        help="the request; - reads one a line from standard input")  # fmt: skip
    parser.add_argument("--now", type=_iso, default=None, metavar="ISO",
                        help="plan as if it were this time")  # fmt: skip
    parser.add_argument("--zone", type=_zone, default=None, metavar="NAME",
                        help="plan as if here were there, such as Europe/Berlin")  # fmt: skip
    parser.add_argument("--model", default="", metavar="NAME", help="which weights")
    parser.add_argument("--no-model", action="store_true", help="by rules alone")
    common_options(parser, run)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise argparse.ArgumentTypeError(f"there is no zone “{name}”") from error


def run(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """A plan for each request; the exit code is of the last thing that was wrong."""
    if args.text == "-" and console.here().stdin.isatty():
        out.error(NOTHING_SAID, "NothingSaid")
        return NEEDS_YES
    code = DONE
    with _planner(args, paths, out) as planner:
        if planner.setting.note:
            out.note(planner.setting.note)
        for text in _requests(args.text):
            code = _tell(planner, text, out) or code
    return code


def _requests(text: str) -> Iterator[str]:
    if text != "-":
        yield text
        return
    for line in console.here().stdin:
        if line.strip():
            yield line.strip()


def _tell(planner: Planner, text: str, out: Output) -> int:
    if not text.strip():
        out.error(NOTHING_SAID, "NothingSaid")
        return NEEDS_YES
    try:
        found = planner.plan(text)
    except InferenceError as error:
        out.error(describe(error), type(error).__name__)
        return WRONG
    if found.is_answer and planner.understanding.chat is None:
        out.note("No model was asked, so this is by rules alone.")
    row = as_row(text, found, planner.setting.conn)
    _show(row, found, out)
    out.data(row)
    return DONE


def as_row(text: str, plan: Plan, conn: ReadConn | None) -> dict[str, Any]:
    """A plan for programs."""
    said = times.echoes(plan)
    return {
        "say": text,
        "calls": [_call(call, said[at], conn) for at, call in enumerate(plan.calls)],
        "question": question_row(plan.question) if plan.question else None,
        "by": plan.by.value,
        "answer": plan.is_answer,
    }


def _call(call: Call, said: tuple[str, ...], conn: ReadConn | None) -> dict[str, Any]:
    tool = catalog.OFFERED[call.tool]
    ruling = _ruling(tool, call, conn)
    return {
        "tool": call.tool, "arguments": dict(call.arguments), "effect": tool.effect.value,
        "needs_yes": ruling is Ruling.ASK, "never": ruling is Ruling.NEVER, "times": list(said),
    }  # fmt: skip


def _ruling(tool: Tool, call: Call, conn: ReadConn | None) -> Ruling:
    """What the gate would say; without the owner's rules, what holds for everybody."""
    if conn is not None:
        return rules.ruling(conn, tool, call, OWNER)
    targets = [one.name for one in tool.parameters if one.is_target and one.name in call.arguments]
    is_made_up = any(call.origin(name).origin is not Origin.OWNER for name in targets)
    if tool.effect is Effect.SEND or (tool.effect is Effect.WRITE and is_made_up):
        return Ruling.ASK
    return Ruling.ALWAYS


def _show(row: dict[str, Any], plan: Plan, out: Output) -> None:
    for one in row["calls"]:
        tool = catalog.OFFERED[one["tool"]]
        out.say(title(tool))
        for line in _details(one):
            out.say(f"  {line}")
        yes = " It needs your yes first." if one["needs_yes"] else ""
        never = " Your rules never let it happen." if one["never"] else ""
        out.say(f"  {effect_says(tool.name, tool.effect)}{yes}{never}")
    if plan.question is not None:
        out.say(f"Asks first: {plan.question.text}")
        for place, choice in enumerate(plan.question.choices, start=1):
            out.say(f"  {place}. {spoken_choice(choice)}")
    if plan.is_answer:
        out.say("It would just answer.")
    out.note(f"Understood by {'a rule' if plan.by == 'rule' else 'the model'}. Nothing was done.")


def title(tool: Tool) -> str:
    """What would be done, as people say it."""
    words = WORDS.get(tool.name) or tool.about.rstrip(".")
    return f"{words[0].upper()}{words[1:]}"


def effect_says(name: str, effect: Effect) -> str:
    return "Cannot be undone." if name in FOR_GOOD else EFFECTS[effect]


def _details(row: dict[str, Any]) -> Iterator[str]:
    """The arguments; a rule only where no line says in words how it repeats."""
    shown = [times.spoken_when(str(value)) for value in row["arguments"].values()]
    has_when = any(said not in shown for said in row["times"])
    said = {
        name: times.spoken_when(str(value)) if name in times.TIMES else ""
        for name, value in row["arguments"].items() if not (has_when and name == "repeats")
    }  # fmt: skip
    width = max(map(len, said), default=0)
    for name, words in said.items():
        yield f"{name:{width}}  {plain(words or str(row['arguments'][name]))}"
    if has_when:
        yield f"When: {'; '.join(row['times'])}"


@contextmanager
def _planner(args: argparse.Namespace, paths: Paths, out: Output) -> Iterator[Planner]:
    with ExitStack() as stack:
        setting = stack.enter_context(_setting(args, paths, out))
        if args.no_model:
            reading = assistant.understanding(None, None, paths)
        else:
            here = stack.enter_context(engines.opened(paths))
            chat = assistant.chat_of(here, args.model)
            likeness = meaning.ready(paths, here)
            reading = assistant.understanding(chat, likeness, paths)
        yield Planner(reading, setting, args.now)


@contextmanager
def _setting(args: argparse.Namespace, paths: Paths, out: Output) -> Iterator[Setting]:
    """The owner's, where the vault opens without a question or its opening is asked for."""
    with ExitStack() as stack:
        if args.passphrase_stdin or args.ask or args.recovery or lent.found() is not None:
            vault = stack.enter_context(opened(args, paths, out))
        else:
            try:
                vault = _by_keychain(args, paths)
            except VaultError as error:
                yield Setting(
                    args.zone or zone.here(), Conventions(), note=f"{_why(error)}, {USUAL}"
                )
                return
            stack.callback(vault.close)
        conn = stack.enter_context(vault.reader())
        yield Setting(args.zone or assistant.zone_of(conn), preferences.conventions(conn), conn)


def _by_keychain(args: argparse.Namespace, paths: Paths) -> Vault:
    places = Places.of(paths.data, paths.config)
    if not places.exists():
        raise VaultMissing(places.folder)
    return Vault.unlock(places, with_keychain(), now(), accept_older=args.accept_older)


def _why(error: VaultError) -> str:
    """Why the owner's own zone and conventions are not known."""
    return LOCKED if isinstance(error, KeychainUnavailable) else describe(error).title


def _iso(text: str) -> str:
    """A moment as it was given; when it is depends on the zone."""
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("not a time such as 2026-11-18T11:30") from error
    return text
