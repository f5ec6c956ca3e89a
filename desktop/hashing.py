"""Python's own hashes for the window, which stays open all day: OpenSSL's library stays out of it.

Python brings that library along with `hashlib`, where it takes three megabytes as long as a process
lives. Its own are as good, and quick enough for what a window hashes from day to day; who hashes
large files asks for OpenSSL's by name (`vault.primitives.sha256_for`, `models.progress.sha256`).
"""

import sys
from importlib.util import find_spec

OPENSSL = "_hashlib"
SHA2 = ("_sha2",) if sys.version_info >= (3, 12) else ("_sha256", "_sha512")
OWN = ("_md5", "_sha1", *SHA2, "_sha3", "_blake2")


def keep_small() -> None:
    """Before anything asks for hashes; where Python was built without its own, nothing changes."""
    if "hashlib" in sys.modules or OPENSSL in sys.modules or not all(map(find_spec, OWN)):
        return
    sys.modules[OPENSSL] = None  # type: ignore[assignment]  # so that it counts as not there
    import hashlib  # noqa: F401
    import hmac  # noqa: F401 - it asks for the same

    del sys.modules[OPENSSL]
