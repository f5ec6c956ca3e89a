"""The processes that Python's own `multiprocessing` starts, in the installed program.

PyInstaller's hook for them brings that module into each start of Tacit, which never uses it.
Libraries may, for a lock at most, and then one process watches what is shared: it is this program
with these words.
"""

import sys

WATCHES = "from multiprocessing.resource_tracker import main"

if "-c" in sys.argv[1:-1]:
    _code = sys.argv[sys.argv.index("-c") + 1]
    if _code.startswith(WATCHES):
        exec(_code)  # noqa: S102 - as Python would
        sys.exit()
