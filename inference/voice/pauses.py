"""Where somebody stopped speaking, told from how likely each moment holds a voice.

Only for words that no key ends. No clock: moments are counted, so that a busy computer cuts nobody
short.
"""

from dataclasses import dataclass, replace

MOMENT_S = 512 / 16_000
"what one likelihood stands for"
VOICE, NO_VOICE = 0.5, 0.35
"it begins above the one and ends below the other: in between it goes on as it is"
LEAST_VOICE_S = 0.19
"of a voice before it counts as speaking: a click or a cough is none"
PAUSE_S = 0.9
"of silence after which a sentence is over; people think for less than that"
NOTHING_S = 5.0
"without a word, after which nobody seems to want anything"


@dataclass(frozen=True)
class Pauses:
    """What was heard since somebody was to speak."""

    voice_s: float = 0.0
    silence_s: float = 0.0
    "since the last voice, or from the beginning"
    is_voice: bool = False

    @property
    def has_spoken(self) -> bool:
        return self.voice_s >= LEAST_VOICE_S

    @property
    def is_over(self) -> bool:
        return self.silence_s >= (PAUSE_S if self.has_spoken else NOTHING_S)

    def after(self, likelihood: float) -> "Pauses":
        """A moment later."""
        is_voice = likelihood >= (NO_VOICE if self.is_voice else VOICE)
        later = replace(
            self, is_voice=is_voice, voice_s=self.voice_s + MOMENT_S * is_voice,
            silence_s=self.silence_s + MOMENT_S,
        )  # fmt: skip
        return replace(later, silence_s=0.0) if is_voice and later.has_spoken else later
