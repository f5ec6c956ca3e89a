"""ALSA and JACK are silent on the terminal, and our own words there are not lost."""

import subprocess
import sys

import pytest

LOOK = """
import os, sys
def refuse(_number):
    raise OSError
os.dup = refuse  # sounddevice would turn the whole process's stderr away meanwhile
if {silenced}:
    from desktop import audio
    audio.microphones()
else:
    import sounddevice
print("ours", file=sys.stderr)
"""


def told(*, silenced: bool) -> list[str]:
    """What stands on the terminal after a look for devices."""
    command = [sys.executable, "-c", LOOK.format(silenced=silenced)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.splitlines()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has them")
def test_a_look_for_devices_says_nothing_but_our_own() -> None:
    if len(told(silenced=False)) == 1:
        pytest.skip("nothing is wrong with the sound of this computer")
    assert told(silenced=True) == ["ours"]
