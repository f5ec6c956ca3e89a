"""Whether the computer is on battery, as Linux tells it in files."""

from pathlib import Path

import pytest

from desktop import power


def supply(folder: Path, name: str, **words: str) -> None:
    (folder / name).mkdir(parents=True)
    for key, word in words.items():
        (folder / name / key).write_text(f"{word}\n")


@pytest.mark.parametrize(
    ("mains", "battery", "told"),
    [("1", "Charging", False), ("0", "Discharging", True), ("1", "Discharging", False),
     ("0", "Full", False)],
)  # fmt: skip
def test_mains_count_before_the_battery(
    tmp_path: Path, mains: str, battery: str, *, told: bool
) -> None:
    supply(tmp_path, "AC", type="Mains", online=mains)
    supply(tmp_path, "BAT0", type="Battery", status=battery)
    assert power.of_supplies(tmp_path) is told


def test_the_battery_of_a_mouse_is_not_the_computer_s(tmp_path: Path) -> None:
    supply(tmp_path, "mouse", type="Battery", status="Discharging", scope="Device")
    assert power.of_supplies(tmp_path) is None
    assert power.of_supplies(tmp_path / "nowhere") is None
