"""A window that is open all day holds nothing in memory that only some moments need."""

import sys
from pathlib import Path

import pytest

from benchmarks.window_children import PASSPHRASE, make_vault, start

NEEDLESS = {
    "torch", "faiss", "llama_cpp", "ctranslate2", "onnxruntime", "numpy", "keyring", "zxcvbn",
    "sounddevice", "cryptography", "PySide6.QtNetwork", "_hashlib", "ssl", "asyncio", "pickle",
    "xml", "jeepney", "urllib.request", "email",
}  # fmt: skip
QUIET = 8
"times in a row in which nothing is under way"
IDLE = f"""
def run(app, window):
    field, _imported = typed(window)
    def enter():
        field.setText({PASSPHRASE!r})
        window.centralWidget().unlock.click()
    quiet = 0
    def look():
        nonlocal quiet
        home = window.centralWidget()
        is_quiet = type(home).__name__ == "Home" and not home.session.jobs.busy
        quiet = quiet + 1 if is_quiet else 0
        if quiet == {QUIET}:
            print(*sys.modules)
            print(*(line.split()[-1] for line in open("/proc/self/maps")), flush=True)
            os._exit(0)
    watch = QTimer(interval=100)
    watch.timeout.connect(look)
    watch.start()
    QTimer.singleShot(400, enter)
    return run_events()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists what is loaded")
def test_an_idle_window_holds_what_it_needs(tmp_path: Path) -> None:
    make_vault(tmp_path)
    child = start(tmp_path, IDLE, is_ours=True)
    said, _nothing = child.communicate()
    _typed, modules, files = said.splitlines()
    assert {"vault.connection", "desktop.instance"} <= set(modules.split())
    assert NEEDLESS & set(modules.split()) == set()
    libraries = {Path(one).name for one in files.split() if ".so" in one}
    needless = ("libcrypto", "libssl", "libkrb5", "libQt6Network")
    assert [one for one in libraries if one.startswith(needless)] == []
