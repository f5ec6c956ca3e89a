"""The door to connections within this computer: one interface, made as each system has it."""

import sys

if sys.platform == "win32":
    from desktop.local_socket_windows import LocalLine, LocalServer, LocalSocket
else:
    from desktop.local_socket_unix import LocalLine, LocalServer, LocalSocket

__all__ = ["LocalLine", "LocalServer", "LocalSocket"]
