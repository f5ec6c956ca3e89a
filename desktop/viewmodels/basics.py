"""The first entries of the profile, set through the gate like every other change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.session import Session

if TYPE_CHECKING:
    from desktop.assistant import Assistant

Entry = tuple[str, str]
"a key of the profile, and what the owner typed"


def keep(
    session: Session,
    entries: Sequence[Entry],
    *,
    on_done: Callable[[], None],
    on_error: Callable[[BaseException], None],
) -> None:
    """Keep what was filled in; at the first that makes no sense it stops and says so."""
    from inference.guard import OWNER
    from inference.tools.base import by_owner

    calls = [by_owner("set_profile", key=key, value=value.strip())
             for key, value in entries if value.strip()]  # fmt: skip

    def work(assistant: "Assistant") -> None:
        for call in calls:
            assistant.guard.carry_out(assistant.desk(), call, asker=OWNER)

    session.change(work, on_done=lambda _nothing: on_done(), on_error=on_error)


@dataclass(frozen=True)
class Refused:
    """A value that does not fit an entry."""

    key: str
    wanted: str


def refused(error: BaseException) -> Refused | None:
    """Which entry was not understood; None where something else went wrong."""
    from inference.tools.errors import ValueRefused

    return Refused(error.key, error.wanted) if isinstance(error, ValueRefused) else None


def zone_here() -> str:
    """The zone of this computer's clock, by its name where it has one."""
    from desktop import zone

    return str(getattr(zone.here(), "key", ""))
