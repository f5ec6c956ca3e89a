"""The window hashes without OpenSSL, and with it where there is much to hash."""

import hashlib
import hmac
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from models import progress
from vault import primitives

ROOT = Path(__file__).parents[2]
TEXT = b"The plumber comes on Friday"
FIXED = sorted(one for one in hashlib.algorithms_guaranteed if not one.startswith("shake"))


def said(*lines: str) -> Any:
    """What a fresh Python says after these lines."""
    done = subprocess.run([sys.executable, "-c", "\n".join(["import json, sys", *lines])],
                          cwd=ROOT, capture_output=True, text=True, check=True)  # fmt: skip
    assert not done.stderr
    return json.loads(done.stdout)


KEEP = "from desktop import hashing; hashing.keep_small(); import hashlib, hmac"
IS_THERE = "'_hashlib' in sys.modules"


def test_the_hashes_are_the_same_without_openssl() -> None:
    found, is_there = said(
        KEEP,
        f"found = {{one: hashlib.new(one, {TEXT!r}).hexdigest() for one in {FIXED!r}}}",
        f"found['hmac'] = hmac.digest(b'key', {TEXT!r}, 'sha256').hex()",
        f"print(json.dumps([found, {IS_THERE}]))",
    )
    wanted = {one: hashlib.new(one, TEXT).hexdigest() for one in FIXED}
    wanted["hmac"] = hmac.digest(b"key", TEXT, "sha256").hex()
    assert found == wanted
    assert not is_there


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists what is loaded")
def test_its_library_is_not_loaded_until_there_is_much() -> None:
    loaded = "'libcrypto' in open('/proc/self/maps').read()"
    before, small, much, hashes = said(
        KEEP,
        "from vault.primitives import MUCH, sha256_for",
        f"found = [{loaded}]",
        f"one = sha256_for(MUCH - 1)({TEXT!r}).hexdigest(); found.append({IS_THERE})",
        f"two = sha256_for(MUCH)({TEXT!r}).hexdigest(); found.append({IS_THERE})",
        "print(json.dumps([*found, [one, two]]))",
    )
    assert (before, small, much) == (False, False, True)
    assert hashes == [hashlib.sha256(TEXT).hexdigest()] * 2


def test_weights_are_hashed_the_quick_way() -> None:
    quick, kind = said(
        KEEP,
        "from models import progress",
        f"one = progress.sha256(); one.update({TEXT!r})",
        "print(json.dumps([one.hexdigest(), type(one).__module__]))",
    )
    assert (quick, kind) == (hashlib.sha256(TEXT).hexdigest(), "_hashlib")


def test_what_has_hashes_already_keeps_them() -> None:
    assert said("import hashlib", KEEP, f"print(json.dumps({IS_THERE}))")


def test_a_python_without_hashes_of_its_own_keeps_openssl() -> None:
    assert said("sys.modules['_md5'] = None", KEEP, f"print(json.dumps({IS_THERE}))")


def test_a_python_without_openssl_hashes_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "_hashlib", None)
    wanted = hashlib.sha256(TEXT).hexdigest()
    assert primitives.sha256_for(primitives.MUCH)(TEXT).hexdigest() == wanted
    one = progress.sha256()
    one.update(TEXT)
    assert one.hexdigest() == wanted
