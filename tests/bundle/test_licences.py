"""Everything that is handed on says what one may do with it."""

import importlib.metadata
from pathlib import Path

import pytest
from bundle import licences
from bundle.licences import Unlicensed

CATALOG = Path(__file__).parents[2] / "models" / "catalog.toml"


def papers(folder: Path, *, about: str) -> Path:
    made = folder / "thing-1.0.dist-info"
    (made / "licenses").mkdir(parents=True)
    (made / "METADATA").write_text(f"Metadata-Version: 2.4\nName: thing\n{about}\n")
    (made / "licenses" / "LICENSE").write_text("Do what you like.")
    return made


@pytest.mark.parametrize(
    ("about", "terms"),
    [
        ("License-Expression: MIT", "MIT"),
        ("Classifier: License :: OSI Approved :: BSD License", "BSD License"),
        ("License: Apache 2.0", "Apache 2.0"),
    ],
)
def test_a_package_says_its_terms(tmp_path: Path, about: str, terms: str) -> None:
    assert licences.terms("thing", papers(tmp_path, about=about)) == terms


def test_a_package_without_terms_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(Unlicensed, match="thing"):
        licences.terms("thing", papers(tmp_path, about="Summary: none"))


def test_papers_are_copied_and_listed(tmp_path: Path) -> None:
    one = papers(tmp_path, about="License-Expression: MIT")
    into = tmp_path / "licences"
    licences.gather([("thing", "1.0", one)], into, CATALOG)
    assert (into / "thing-licenses-LICENSE.txt").read_text() == "Do what you like."
    listed = (into / "README.txt").read_text()
    assert "thing 1.0: MIT" in listed
    assert "Qwen2.5 Coder 1.5B: Apache-2.0" in listed


def test_everything_that_tacit_needs_has_terms() -> None:
    lock = Path(__file__).parents[2] / "packaging" / "locks" / "runtime.txt"
    named = {line.split("==")[0] for line in lock.read_text().splitlines() if "==" in line}
    found = [one for one in importlib.metadata.distributions() if one.metadata["Name"] in named]
    assert len(found) > 30
    for one in found:
        assert licences.terms(one.metadata["Name"], Path(str(one._path)))  # type: ignore[attr-defined]
