"""Make what people install: `python3 run.py setup`, then `.venv/bin/python packaging/build.py`.

    build.py                    the bundle, a .deb and an archive, in dist/
    build.py --weights          an archive with the starter weights in it, and a .deb that adds
                                them, for computers without a network
    build.py --only bundle      the bundle in build/bundle/ and nothing packed
    build.py --sign KEY         sign the list of what was made with this Ed25519 key, and make
                                the file that updates what was signed with it
    build.py --new-key KEY      make such a key, and print its public half

`packaging/smoke.py` tries out what came of it. On Windows and macOS the bundle is made the same way
and packed by the recipes in packaging/windows and packaging/macos.
"""

import argparse
import platform
import sys
import tomllib
from pathlib import Path

from bootstrap import places
from bootstrap.problem import SetupProblem
from bootstrap.screen import Screen, size
from bundle import licences, linux, manifest, packing, trimming, workshop
from bundle import weights as starter

from desktop import paths, updating
from desktop.weights import open_store

DIST = places.ROOT / "dist"
MOST_BYTES = 800_000_000
"of a bundle without weights"
MOST_PACKED_BYTES = 300_000_000


def main() -> int:
    args = _parse()
    if args.new_key:
        print(manifest.new_key(args.new_key))
        return 0
    screen = Screen(sys.stdout)
    screen.plan(3 if args.only == "bundle" else 4)
    try:
        bundle = make(screen, args.sign)
        if args.only != "bundle":
            pack(bundle, screen, with_weights=args.weights, key=args.sign)
    except SetupProblem as problem:
        screen.say(f"\n{problem.says}\nNext: {problem.next_step}")
        return problem.code
    return 0


def make(screen: Screen, key: Path | None) -> Path:
    """The folder that runs, looked over; it takes updates from whoever signs it."""
    screen.step("An environment with what users get, from the locks")
    workshop.prepare(screen)
    screen.step("The program, put together")
    bundle = workshop.bundle(screen)
    screen.step("Trimmed, and its licences gathered")
    saved = trimming.trim(bundle)
    rows = licences.gather(
        workshop.installed(), bundle / "licences", places.ROOT / "models" / "catalog.toml"
    )
    if key:
        (bundle / updating.KEY_FILE).write_text(manifest.public_half(key) + "\n", encoding="ascii")
    weight = trimming.weight(bundle)
    screen.note(f"{size(weight)} in {bundle}; {size(saved)} trimmed, {len(rows)} licences")
    if weight > MOST_BYTES:
        screen.note(f"that is more than the {size(MOST_BYTES)} that it should have")
    return bundle


def pack(bundle: Path, screen: Screen, *, with_weights: bool, key: Path | None) -> list[Path]:
    """Everything that is handed out for this system, with its list."""
    screen.step("Packed")
    if not sys.platform.startswith("linux"):
        screen.note(f"packed by the recipe in packaging/{_recipe()}, which takes {bundle}")
        return []
    DIST.mkdir(exist_ok=True)
    ready = linux.Ready(bundle, version())
    if with_weights:
        staged = workshop.BUILD / "weights"
        starter.stage(open_store(paths.find()), staged, packing.moment())
        ready = linux.Ready(bundle, version(), staged)
    made = []
    for pack_one in (linux.debian_weights if with_weights else linux.debian, linux.archive):
        screen.progress(0, 0, pack_one.__name__)
        made.append(pack_one(ready, DIST))
        screen.note(f"{size(made[-1].stat().st_size)}  {made[-1]}")
        if not with_weights and made[-1].stat().st_size > MOST_PACKED_BYTES:
            screen.note(f"that is more than the {size(MOST_PACKED_BYTES)} that it should have")
    handed_out = [one for one in DIST.glob(f"tacit-*{version()}-*")
                  if one.is_file() and one.suffix != updating.SUFFIX]  # fmt: skip
    manifest.write(DIST, handed_out)
    if key:
        manifest.sign(DIST, key)
        made += [manifest.update(DIST, one) for one in made if updating.NAME.fullmatch(one.name)]
    return made


def version() -> str:
    project = tomllib.loads((places.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def _recipe() -> str:
    return {"Darwin": "macos"}.get(platform.system(), "windows")


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Make what people install.")
    parser.add_argument("--weights", action="store_true", help="with the starter weights")
    parser.add_argument("--only", choices=["bundle"], help="nothing packed")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="a key that --new-key made")
    parser.add_argument("--new-key", type=Path, metavar="KEY", help="make a key to sign with")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
