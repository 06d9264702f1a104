"""Real handbooks, briefs and feeds beside the project: facts as a person read them, nothing invented."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import ModuleReading, ProgrammeReading

FOLDERS = (
    "01_uwe_rlo3",
    "02_uwe_mlad3",
    "05_solent_sad600",
    "06_chester_co7315",
    "08_wolverhampton_5cs022",
    "11_xjtlu_cpt103",
    "14_utas_kit102",
    "17_falmouth_comp110",
    "19_irish_csv",
    "20_manchester_nursing_json",
    "21_ou_xcri",
    "27_edinburgh_dds_web",
)


def read_folder(folder: Path, expected: Mapping[str, Any]) -> ProgrammeReading:
    named = expected.get("_file")
    others = (p.name for p in sorted(folder.iterdir()) if p.name not in ("SOURCE.md", "expected.json"))
    files = [named] if isinstance(named, str) else list(named or others)
    documents = [read_document((folder / file).read_bytes(), file=file) for file in files]
    return extract_programme(documents)


def pairs(folder: Path) -> list[tuple[dict[str, Any], ModuleReading]]:
    """Each module that a person read, with the one that we read under the same code."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    said = read_folder(folder, expected)
    by_code = {module.code: module for module in said.modules}
    if not expected.get("_complete", True):
        assert len(said.modules) >= len(expected["modules"])
    else:
        assert len(said.modules) == len(expected["modules"])
    return [(wanted, by_code[wanted["code"]]) for wanted in expected["modules"]]


def squeezed(text: str | None) -> str:
    return re.sub(r"\W+", " ", (text or "").lower()).strip()


@pytest.fixture(scope="module", params=FOLDERS)
def modules(
    request: pytest.FixtureRequest, shared_dir: Path
) -> Sequence[tuple[dict[str, Any], ModuleReading]]:
    folder = shared_dir / "corpus" / "hei" / request.param
    if not (folder / "expected.json").is_file():
        pytest.skip(f"{request.param} is not here")
    return pairs(folder)


@pytest.mark.shared
def test_real_modules_keep_their_facts_and_unknown_ones_stay_unknown(
    modules: Sequence[tuple[dict[str, Any], ModuleReading]],
) -> None:
    for wanted, module in modules:
        assert squeezed(module.title) == squeezed(wanted["title"])
        assert module.credits == wanted["credits"]
        assert str(module.level) == str(wanted["level"])


@pytest.mark.shared
def test_real_outcomes_are_read_whole_with_their_numbers(
    modules: Sequence[tuple[dict[str, Any], ModuleReading]],
) -> None:
    for wanted, module in modules:
        outcomes = wanted["learning_outcomes"]
        assert [squeezed(o.text) for o in module.learning_outcomes] == [squeezed(o["text"]) for o in outcomes]
        assert [o.number for o in module.learning_outcomes] == [o["n"] for o in outcomes]


@pytest.mark.shared
def test_real_components_keep_their_weights_and_tested_outcomes(
    modules: Sequence[tuple[dict[str, Any], ModuleReading]],
) -> None:
    for wanted, module in modules:
        components = wanted["assessments"]
        assert [a.weight for a in module.assessments] == [a["weight"] for a in components]
        for said, component in zip(module.assessments, components, strict=True):
            if component["assesses"] is not None:
                assert list(said.outcomes) == component["assesses"]


@pytest.mark.shared
def test_the_briefs_of_a_real_handbook_become_descriptions(shared_dir: Path) -> None:
    folder = shared_dir / "corpus" / "hei" / "01_uwe_rlo3"
    module = read_folder(folder, json.loads((folder / "expected.json").read_text(encoding="utf-8"))).modules[
        0
    ]
    for component in module.assessments:
        assert component.description is not None
        assert 400 < len(component.description) <= 2000
        assert re.search(r"[.!?)]$|\w$", component.description)
    assert module.assessments[1].outcomes == ("1", "2", "4", "5", "6")
    assert module.sources["level"].value == 3


@pytest.mark.shared
def test_a_large_feed_gives_a_module_for_every_course(shared_dir: Path) -> None:
    path = shared_dir / "corpus" / "hei" / "21_ou_xcri" / "ou-conversion.xml"
    said = extract_programme([read_document(path.read_bytes(), file=path.name)])
    assert len(said.modules) == path.read_text(encoding="utf-8-sig").count("<course>")
    found = next(module for module in said.modules if module.code == "B845")
    assert (found.level, found.credits) == ("M", 0)
