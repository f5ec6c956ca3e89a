"""The starter weights: the freshly installed `tacit` fetches them, this shows how far it is."""

import json
import tomllib

from bootstrap.children import environment, watch
from bootstrap.places import PYTHON, ROOT, weights
from bootstrap.problem import ExitCode, SetupProblem
from bootstrap.screen import Screen, size
from bootstrap.stamp import Stamp


def bytes_still_needed() -> int:
    """What the starter weights that are not there yet will take."""
    catalog = tomllib.loads((ROOT / "models" / "catalog.toml").read_text())
    return sum(
        file["bytes"]
        for entry in catalog["weights"]
        for file in entry["files"]
        if entry.get("starter") and not (weights() / entry["name"] / file["path"]).exists()
    )


def fetch(screen: Screen) -> None:
    """Have `tacit models fetch --starter` bring what is missing, and remember the files."""
    heard: list[dict[str, object]] = []

    def hear(line: str) -> None:
        try:
            event = json.loads(line)
        except ValueError:
            return
        heard.append(event)
        if event.get("event") == "progress":
            done, total = event["done_bytes"], event["total_bytes"]
            screen.progress(done, total, f"{size(done)} of {size(total)} · {event['what']}")
        elif event.get("event") == "begun":
            screen.note(f"{event['title']} ({event['role']}), {size(event['bytes'])}, "
                        f"licence {event['licence']}")  # fmt: skip

    code = watch(
        [str(PYTHON), "-P", "-m", "desktop", "models", "fetch", "--starter", "--yes", "--json"],
        screen,
        on_line=hear,
        env=environment(TACIT_WEIGHTS=str(weights())),
    )
    last = heard[-1] if heard else {}
    if code or last.get("event") != "starter":
        raise SetupProblem(
            ExitCode.WEIGHTS,
            str(last.get("body", "The starter weights could not be fetched.")),
            str(last.get("action", "run this again; what was fetched is kept.")),
        )
    hand_over()
    stamp = Stamp.read()
    stamp.weights = [(str(path), int(length)) for path, length in last["files"]]  # type: ignore[attr-defined]
    stamp.write()


def hand_over() -> None:
    """From now on the weights of this folder are the owner's to bring and to remove."""
    stamp = Stamp.read()
    if str(weights()) not in stamp.weights_folders:
        stamp.weights_folders.append(str(weights()))
        stamp.write()
