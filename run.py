#!/usr/bin/env python3
"""Set Tacit up on this computer and open it.

    python3 run.py              set everything up, then open the window
    python3 run.py test         set everything up, then run every check and test
    python3 run.py ask "..."    any other words go to the `tacit` command

This file must parse on any Python, so that an old one gets a sentence instead of a traceback;
the work is in packaging/bootstrap/.
"""

import os
import subprocess
import sys

OLDEST = (3, 11)
KNOWN_MINORS = range(14, 10, -1)
ROOT = os.path.dirname(os.path.abspath(__file__))


def works(path):  # type: (str) -> bool
    """Whether this Python starts; some are only signposts to one that is not there."""
    with open(os.devnull, "w") as nothing:
        try:
            return subprocess.call([path, "--version"], stdout=nothing, stderr=nothing) == 0
        except OSError:
            return False


def quoted(word):  # type: (str) -> str
    """A word as a shell takes it."""
    plain = all(letter.isalnum() or letter in "./_-=" for letter in word)
    return word if word and plain else "'" + word.replace("'", "'\"'\"'") + "'"


def turn_away():  # type: () -> int
    """Say which Python is needed, and the exact command if one is already here."""
    own = "%d.%d" % sys.version_info[:2]
    print("Tacit needs Python 3.11 or newer; this is Python %s." % own)
    for minor in KNOWN_MINORS:
        name = "python3.%d" % minor
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            path = os.path.join(folder, name)
            if os.path.isfile(path) and works(path):
                words = [name, os.path.join(ROOT, "run.py")] + sys.argv[1:]  # noqa: RUF005 - for old Pythons
                print("Next: " + " ".join(quoted(word) for word in words))
                return 3
    print("Next: install Python 3.12 (the package is often called python3.12) and run this again.")
    return 3


if __name__ == "__main__":
    if sys.version_info[:2] < OLDEST:
        sys.exit(turn_away())
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(ROOT, "packaging"))
    from bootstrap.main import main

    sys.exit(main(sys.argv[1:]))
