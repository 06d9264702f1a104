"""Writes the shipped facts anew from specifications: `python -m mapper.catalogue.generate FILE…`.

Only facts go into the files; no sentence of a rule and no criterion does.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mapper.catalogue.from_reading import facts_of
from mapper.catalogue.shipped import to_json
from mapper.errors import InvalidError
from mapper.intake.readings import SpecificationReading

FOLDER = Path(__file__).resolve().parent / "specifications"


def generated(reading: SpecificationReading) -> tuple[str, str]:
    """The name of the facts' file and its text. Raises `InvalidError` where the code or a rule is unclear."""
    facts = facts_of(reading)
    unclear = [q.title for q in facts.qualifications if q.rule is None or q.rule.not_understood]
    if facts.code is None or not facts.qualifications or unclear:
        raise InvalidError(
            f"No facts can be shipped: {', '.join(unclear) or 'no code or no qualification was read'}.",
            subject="Specification",
            remedy="Look at the findings of read-specification first.",
        )
    return f"{facts.code}.json", to_json(facts)


def main(paths: list[str]) -> None:
    """Read each specification and write its facts beside this module."""
    from mapper.intake.limits import DEFAULT_LIMITS
    from mapper.intake.readers import read_document
    from mapper.intake.specification import extract_specification

    FOLDER.mkdir(exist_ok=True)
    for path in map(Path, paths):
        document = read_document(path.read_bytes(), file=path.name, limits=DEFAULT_LIMITS)
        name, text = generated(extract_specification(document))
        (FOLDER / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{FOLDER / name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
