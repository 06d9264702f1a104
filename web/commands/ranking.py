"""`rank`: which qualifications a programme could carry, with the units proposed for each."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from mapper.catalogue.proposal import Proposal
from mapper.db import today
from web.commands.output import describe, note, print_json
from web.commands.workspace import open_desk
from web.ranking import RankedQualification, Ranking, rank_qualifications
from web.settings import read_settings


def rank(arguments: Namespace) -> int:
    """Prints the ranking for a programme's edition."""
    found = rank_qualifications(
        open_desk(read_settings(arguments.workspace)),
        programme_edition_id=arguments.programme,
        registered_on=today(),
    )
    if arguments.json:
        print_json(_as_json(found))
    else:
        _print(found)
    return 0


def _as_json(found: Ranking) -> dict[str, Any]:
    return {
        "programme_edition": found.programme.id,
        "qualifications": [_row(row) for row in found.rows],
        "worth_obtaining": [
            {"ref": unit.ref, "title": unit.title, "resembles": unit.resembles or None}
            for unit in found.wanted
        ],
    }


def _row(row: RankedQualification) -> dict[str, Any]:
    standing = row.standing
    step = standing.next_step
    return {
        "title": standing.qualification.title,
        "accreditation_number": standing.qualification.accreditation_number,
        "specification_edition": row.offered.edition_id if row.offered else None,
        "ranked": standing.is_ranked,
        "units_countable": len(standing.countable),
        "units_worded": len(standing.worded),
        "worded_share": standing.worded_share,
        "level": {"suits": standing.level.suits.value, "said": standing.level.said},
        "duration": {"suits": standing.duration.suits.value, "said": standing.duration.said},
        "proposal": _selection(standing.proposal),
        "by_title": _selection(standing.by_title),
        "next": None
        if step is None
        else {
            "accreditation_number": step.qualification.accreditation_number,
            "more": step.more,
            "alternatives": step.alternatives,
        },
        "findings": [f.as_json() for f in standing.proposal.findings],
    }


def _selection(proposal: Proposal | None) -> dict[str, Any] | None:
    if proposal is None or not proposal.units:
        return None
    return {
        "units": proposal.units,
        "credits": proposal.credits,
        "criteria": len(proposal.chances),
        "expected_coverage": proposal.expected,
        "expected_open": proposal.open_criteria,
        "proven_best": proposal.is_proven_best,
    }


def _print(found: Ranking) -> None:
    rests_on = (
        f"rest on {found.judged_suggestions} judged suggestions" if found.judged_suggestions else "are rough"
    )
    print(f"{found.programme.title}: expectations {rests_on}, by how well texts match; nothing is judged.")
    for row in found.ranked:
        standing, proposal = row.standing, row.standing.proposal
        print(f"\n{standing.qualification.title} ({standing.qualification.accreditation_number})")
        print(
            f"  {proposal.expected or 0:.0%} of {len(proposal.chances)} criteria expected; "
            f"{len(standing.worded)} of {len(standing.countable)} units that count are worded"
        )
        best = "proven best" if proposal.is_proven_best else "not proven best"
        print(f"  {', '.join(proposal.units)}: {proposal.credits:g} credits, {best}")
        print(f"  {standing.level.said} {standing.duration.said}")
        if standing.next_step:
            print(f"  The {standing.next_step.qualification.title} {standing.next_step.said}.")
    for row in (*found.unranked, *found.known_by_title):
        standing = row.standing
        print(f"\n{standing.qualification.title}: not ranked")
        if row.offered is None:
            print("  Known by title only: import its specification.")
        for finding in standing.proposal.findings if row.offered else ():
            note(f"  {describe(finding)}")
        if standing.by_title and standing.by_title.units:
            print(f"  By titles alone, no criterion read: {', '.join(standing.by_title.units)}")
    if found.wanted:
        print("\nUnit specifications worth obtaining next:")
    for unit in found.wanted:
        print(f"  {unit.ref} {unit.title}{f' (resembles {unit.resembles})' if unit.resembles else ''}")
