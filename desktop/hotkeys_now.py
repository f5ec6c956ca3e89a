"""What has become of the keys from anywhere, for whoever shows it; loaded with the window."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.cards import ErrorCard


@dataclass(frozen=True)
class KeysNow:
    """As it is at one moment."""

    can_bind: bool | None = None
    "whether Tacit can bind keys here; None while nobody has looked"
    troubles: "Mapping[str, ErrorCard]" = field(default_factory=dict)
    "why some do nothing, by what they were to mean"
    given: Mapping[str, str] = field(default_factory=dict)
    "the keys that the system gave, as it writes them, where it has a say in that"
