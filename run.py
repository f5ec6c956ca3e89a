#!/usr/bin/env python3
"""Set Tacit up on this computer and open it.

    python3 run.py              set everything up, then open the window
    python3 run.py test         set everything up, then run every check and test
    python3 run.py ask "..."    any other words go to the `tacit` command

This file must parse on any Python, so that an old one gets a sentence instead of a traceback;
the work is in packaging/bootstrap/.
"""

import os
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
ROOT = os.path.dirname(os.path.abspath(__file__))


def turn_away():  # type: () -> int
    """Say which Python is needed, and the exact command if one is already here."""
    own = "%d.%d" % sys.version_info[:2]
    print("Tacit needs Python 3.11, 3.12 or 3.13; this is Python %s." % own)
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        name = "python3.%d" % minor
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if os.path.isfile(os.path.join(folder, name)):
                print("Next: %s run.py %s" % (name, " ".join(sys.argv[1:])))
                return 3
    print("Next: install Python 3.12 (the package is often called python3.12) and run this again.")
    return 3


if __name__ == "__main__":
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.exit(turn_away())
    sys.dont_write_bytecode = True
    sys.path.insert(0, os.path.join(ROOT, "packaging"))
    from bootstrap.main import main

    sys.exit(main(sys.argv[1:]))
