"""How much room what was said takes when it is kept: `.venv/bin/python -m benchmarks.recordings`.

About a minute of Piper, in rooms that are silent or not (white noise of so many steps of 16 bits):
how large it is packed ÷ as it was heard, and the same with FLAC and with zlib alone.
"""

import io
import time
import zlib

import av
import numpy as np

from benchmarks import listening
from desktop import engines as opening
from desktop import paths
from vault import recordings

ROOMS = (0, 30, 150)


def flac(pcm: bytes) -> bytes:
    made = io.BytesIO()
    with av.open(made, "w", format="flac") as file:
        stream = file.add_stream("flac", rate=recordings.RATE)
        frame = av.AudioFrame.from_ndarray(np.frombuffer(pcm, np.int16)[None], "s16", "mono")
        frame.sample_rate = recordings.RATE
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return made.getvalue()


def main() -> None:
    with opening.opened(paths.find()) as engines:
        said = listening.recorded(listening.spoken(engines, listening.MINUTE, 1.0))
    for noise in ROOMS:
        room = np.random.default_rng(1).normal(0, noise, len(said) // 2) if noise else 0
        pcm = np.clip(np.frombuffer(said, np.int16) + room, -32768, 32767).astype("<i2").tobytes()
        began = time.perf_counter()
        packed = recordings.packed(pcm)
        took = time.perf_counter() - began
        assert recordings.unpacked(packed) == pcm
        sizes = (len(packed), len(flac(pcm)), len(zlib.compress(pcm)))
        shares = " ".join(f"{one / len(pcm):.2f}" for one in sizes)
        minute = len(packed) / len(pcm) * 2 * recordings.RATE * 60 / 1e6
        print(f"noise {noise:3}: packed, FLAC, zlib {shares}; {minute:.1f} MB a minute, "
              f"{took / (len(pcm) / 2 / recordings.RATE):.4f} s a second")  # fmt: skip


if __name__ == "__main__":
    main()
