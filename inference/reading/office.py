"""What Word, Excel and PowerPoint files have in common: parts, and how they refer to each other."""

import posixpath

from inference.reading.packed import Package
from inference.reading.trees import Node


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to, by its own name for it: the kind of thing, and its part.

    What lies outside of the file is left out: nothing is ever fetched.
    """
    folder, name = posixpath.split(part)
    tree = package.optional_tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for one in tree.children if tree else ():
        if one.get("TargetMode") == "External":
            continue
        target = one.get("Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
        found[one.get("Id")] = (one.get("Type").rpartition("/")[2], posixpath.normpath(path))
    return found


def part_of(package: Package, part: str, kind: str) -> str:
    """The part of a kind that another refers to; empty where there is none."""
    return next((path for what, path in relations(package, part).values() if what == kind), "")


def main_part(package: Package, usual: str) -> str:
    found = part_of(package, "", "officeDocument")
    return found if found in package else usual


def title(package: Package) -> str:
    core = part_of(package, "", "core-properties") or "docProps/core.xml"
    tree = package.optional_tree(core)
    found = tree.first("title") if tree else None
    return found.text() if found else ""


def is_on(node: Node | None) -> bool:
    """Whether a switch of this name is there, and not turned off."""
    return node is not None and node.get("val", "1") not in ("0", "false", "off", "none")
