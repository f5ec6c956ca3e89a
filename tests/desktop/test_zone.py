"""The zone is the one that the system names, or counts by."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop import zone


def test_a_named_zone_is_taken_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert zone.here() == ZoneInfo("Europe/Berlin")
    monkeypatch.setenv("TZ", ":America/New_York")
    assert zone.here() == ZoneInfo("America/New_York")


@pytest.mark.parametrize("name", ["", "Nowhere/At_All", "../../etc/passwd", "CET-1CEST"])
def test_whatever_is_set_there_is_a_zone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", name)
    assert datetime.now(UTC).astimezone(zone.here()).utcoffset() is not None
