"""The folders that the owner let Tacit into; only the owner's own hand adds one."""

from pathlib import Path

from inference.tools.errors import ValueRefused
from vault import profile
from vault.connection import ReadConn, WriteConn

FOLDERS = "folders"


def folders(conn: ReadConn) -> tuple[Path, ...]:
    """Where the owner let Tacit in."""
    return tuple(Path(one) for one in profile.setting(conn, FOLDERS, []))


def grant(conn: WriteConn, path: Path) -> Path:
    """Let Tacit into a folder and all below it; only the owner's own hand calls this."""
    real = path.expanduser().resolve()
    if not real.is_dir() or real == Path(real.anchor):
        raise ValueRefused("folders", "a folder that is there, and not a whole disk")
    with conn.transaction():
        known = folders(conn)
        if real not in known:
            profile.put_setting(conn, FOLDERS, [*(str(one) for one in known), str(real)])
    return real


def revoke(conn: WriteConn, path: Path) -> bool:
    """Shut Tacit out of a folder again; whether it had been let in."""
    gone = {path, path.expanduser().absolute(), path.expanduser().resolve()}
    with conn.transaction():
        known = folders(conn)
        kept = [str(one) for one in known if one not in gone]
        profile.put_setting(conn, FOLDERS, kept)
    return len(kept) < len(known)
