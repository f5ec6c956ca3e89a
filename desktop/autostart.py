"""Starting with the computer, only where the owner turned that on; Tacit then waits in the tray.

The system's own list is the only place where this stands: whoever takes Tacit off there turned it
off.
"""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ENTRY = "tacit.desktop"
AGENT = "org.tacit.Tacit.plist"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
VALUE = "Tacit"
ICON = Path(__file__).with_name("ui") / "tacit.svg"
DESKTOP_ENTRY = """\
[Desktop Entry]
Type=Application
Name=Tacit
Comment=A private executive assistant that lives on this computer
Exec={command}
Icon={icon}
Terminal=false
X-GNOME-Autostart-enabled=true
"""


def is_on() -> bool:
    if sys.platform == "win32":
        return _windows_value() is not None
    return _file().is_file()


def turn_on() -> None:
    """OSError where the system does not let it be written."""
    words = [*program(), "--start-hidden"]
    if sys.platform == "win32":
        _set_windows_value(words)
        return
    path = _file()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(path.name + ".new")
    new.write_bytes(_plist(words) if sys.platform == "darwin" else _entry(words))
    new.replace(path)


def turn_off() -> None:
    """Nothing of it is left."""
    if sys.platform == "win32":
        _drop_windows_value()
    else:
        _file().unlink(missing_ok=True)


def program() -> list[str]:
    """How this Tacit is started, wherever it lies."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    script = Path(sys.executable).with_name("tacit.exe" if os.name == "nt" else "tacit")
    if script.is_file():
        return [str(script)]
    return [sys.executable, "-P", "-m", "desktop"]


def _file(environ: Mapping[str, str] = os.environ) -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / AGENT
    folder = Path(environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return folder / "autostart" / ENTRY


def _entry(words: Sequence[str]) -> bytes:
    command = " ".join(_quoted(one) for one in words)
    return DESKTOP_ENTRY.format(command=command, icon=ICON).encode()


def _quoted(word: str) -> str:
    """As the desktop entry specification wants it: in double quotes, and each % doubled."""
    word = word.replace("%", "%%")
    if word == shlex.quote(word):
        return word
    for sign in ("\\", '"', "`", "$"):
        word = word.replace(sign, f"\\{sign}")
    return '"' + word.replace("\\", "\\\\") + '"'


def _plist(words: Sequence[str]) -> bytes:
    import plistlib  # macOS's own format, and an XML reader with it

    row = {"Label": AGENT.removesuffix(".plist"), "ProgramArguments": list(words),
           "RunAtLoad": True}  # fmt: skip
    return plistlib.dumps(row)


if sys.platform == "win32":
    import subprocess
    import winreg

    def _windows_value() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                return str(winreg.QueryValueEx(key, VALUE)[0])
        except FileNotFoundError:
            return None

    def _set_windows_value(words: Sequence[str]) -> None:
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
            winreg.SetValueEx(key, VALUE, 0, winreg.REG_SZ, subprocess.list2cmdline(words))

    def _drop_windows_value() -> None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, VALUE)
        except FileNotFoundError:
            return
