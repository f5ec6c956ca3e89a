"""The owner's profile by name: show an entry, set one. A value is read into its type first."""

from inference import person
from inference.memory import keeping, rules
from inference.memory.keeping import Heard
from inference.person_words import Told
from inference.tools.base import Desk, Effect, Result, Target, tool
from inference.tools.errors import NothingLikeThat, UnknownKey
from inference.tools.memory import changed
from vault import profile

ENTRY = "profile entry"


@tool(Effect.READ)
def show_profile(desk: Desk, key: str | None = None) -> Result:
    """Say what the profile holds: all of it, a part, or one entry."""
    names = _names(key)
    held = {
        name: value for name in names if (value := person.get(desk.conn, name)) not in (None, [])
    }
    lines = []
    for name, value in held.items():
        one = person.BY_NAME[name]
        values = value if one.is_list else [value]
        lines += [person.says(one, single) for single in values]
    says = "\n".join(lines) or "Your profile holds nothing about that yet."
    numbers = [
        entry.origin for name in held for entry in profile.current(desk.conn, name) if entry.origin
    ]  # fmt: skip
    return Result(says, {"profile": held}, tuple(numbers))


@tool(Effect.WRITE)
def set_profile(desk: Desk, key: Target, value: Target) -> Result:
    """Set an entry of the profile; “none” takes it away."""
    one = person.key(key)
    if person.NONE.fullmatch(value.strip()):
        kept = keeping.clear(desk.conn, one, desk.now)
        return changed(kept, f"Taken out of your profile: {one.about}.")
    told = Told(one, person.read(one, value), value.strip())
    kept = keeping.keep(desk.conn, [rules.of_entry(told)], Heard(), desk.now)
    return changed(kept, f"Noted in your profile: {person.says(one, told.value)}")


@tool(Effect.WRITE)
def take_out_of_profile(desk: Desk, key: Target, value: Target) -> Result:
    """Take one member out of a list in the profile, by the owner's own hand."""
    one = person.key(key)
    kept = keeping.clear(desk.conn, one, desk.now, value)
    if not kept:
        raise NothingLikeThat(ENTRY, value)
    return changed(kept, f"Taken out of your profile: {value}.")


def _names(key: str | None) -> list[str]:
    """The entries that are meant: one, a group such as “work”, or all."""
    if key is None or key.strip().casefold() in ("all", "everything", "profile", "me"):
        return list(person.BY_NAME)
    try:
        return [person.key(key).name]
    except UnknownKey:
        said = key.strip(" .").casefold().removeprefix("my ")
        group = person.GROUP_NAMES.get(said, said)
        found = [name for name in person.BY_NAME if name.startswith(f"{group}.")]
        if not found:
            raise
        return found
