"""The invented mapping as somebody entered its structure: verdicts of every kind, rules, an exit award."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from mapper.path_record import (
    AcceptanceRecord,
    AwardPaths,
    ChoiceRecord,
    CriterionPaths,
    DoubtfulRecord,
    DoubtRecord,
    PathsRecord,
    StructureRecord,
)
from mapper.paths.values import Learner
from mapper.record import CriterionRecord, MappingRecord
from mapper.standing.entered import AssessmentRules, Declared, ModuleRules, OtherWay, ProgrammeRules, Stated
from mapper.values import Coverage, Finding, Severity, Standing

STRUCTURE = StructureRecord(
    version=3,
    entered_by="Programme leader",
    entered_at=datetime(2026, 11, 2, 10, 0, tzinfo=UTC),
    everyone=("HB5101",),
    choices=(
        ChoiceRecord("Year 2 options", "2 of these", ("HB5204", "HB5207"), ("Placement",)),
        ChoiceRecord("Placement", "how many is unknown", ("HB5210",), within="Year 2 options"),
    ),
    left_out=("HB5999",),
    unplaced=("Independent Study",),
    rules=ProgrammeRules(
        pass_mark=40,
        component_pass_mark=35,
        every_component=False,
        compensatable=True,
        compensation_credits=20,
    ),
    modules=(("HB5101", ModuleRules(pass_mark=50, compensatable=Stated.NO)),),
    pass_marks=(("HB5204", 45),),
    assessments=(("HB5101 Seen examination", AssessmentRules(choice=Stated.YES, must_pass=Stated.UNKNOWN)),),
    ways=(
        (OtherWay.PRIOR_LEARNING, Declared(True, "up to 60 credits")),
        (OtherWay.DIRECT_ENTRY, Declared(False)),
        (OtherWay.EXCHANGE, Declared()),
        (OtherWay.OTHER_RESIT, Declared(False)),
    ),
)
GUARANTEED = CriterionPaths(
    Standing.GUARANTEED,
    Standing.GUARANTEED,
    "Every learner passes it, whatever they choose and however they pass.",
    "HB5101 essay",
)
CONDITIONAL = CriterionPaths(
    Standing.CONDITIONAL,
    Standing.CONDITIONAL,
    "A learner who takes HB5207 instead of HB5204 never meets it.",
    "HB5204 plan",
    Learner(("HB5101", "HB5207", "HB5210")),
)
BY_MODULE_ALONE = CriterionPaths(
    Standing.GUARANTEED,
    Standing.CONDITIONAL,
    "A learner who fails HB5101 essay (40 %) and passes HB5101 on its other assessments never meets it.",
    "HB5101 essay",
    Learner(("HB5101", "HB5204"), failed=("HB5101 essay",)),
)
UNCOVERED = {
    Coverage.PART: (Standing.PART, "Nobody has judged it fully covered, only in part."),
    Coverage.NONE: (Standing.NOT_COVERED, "Somebody decided that nothing here covers it."),
    None: (Standing.NOT_JUDGED, "Nobody has judged it yet."),
}


def with_paths(record: MappingRecord) -> MappingRecord:
    """The record with verdicts: full criteria by turns guaranteed, by module alone, and conditional."""
    turns = (GUARANTEED, BY_MODULE_ALONE, CONDITIONAL)
    full = iter(range(len(record.criteria)))

    def judged(criterion: CriterionRecord) -> CriterionRecord:
        if criterion.is_suspect:
            reason = "A decision on it is suspect: somebody must look at it again."
            return replace(
                criterion, paths=CriterionPaths(Standing.UNDETERMINED, Standing.UNDETERMINED, reason)
            )
        if criterion.coverage is Coverage.FULL:
            return replace(criterion, paths=turns[next(full) % len(turns)])
        standing, reason = UNCOVERED[criterion.coverage]
        return replace(criterion, paths=CriterionPaths(standing, standing, reason))

    units = tuple(
        replace(
            unit,
            learning_outcomes=tuple(
                replace(o, criteria=tuple(judged(c) for c in o.criteria)) for o in unit.learning_outcomes
            ),
        )
        for unit in record.units
    )
    return replace(record, units=units, paths=paths())


def paths() -> PathsRecord:
    """A structure that was entered and is determined."""
    return PathsRecord(
        structure=STRUCTURE,
        is_entered=True,
        is_determined=True,
        not_counted=(OtherWay.PRIOR_LEARNING, OtherWay.EXCHANGE),
        awards=(
            AwardPaths("Certificate of Enterprise", True, 3, 2),
            AwardPaths("Diploma of Enterprise", False, 0, 0),
        ),
        accepted=(
            AcceptanceRecord(
                "9901-501",
                "1.2",
                "the ILM quality reviewer",
                "The essay is marked by criterion.",
                "Programme leader",
                datetime(2026, 11, 5, 10, 0, tzinfo=UTC),
                ("the decisions on the criterion are others",),
            ),
        ),
        findings=(
            Finding(
                Severity.WARNING,
                "module HB5204",
                "Whether it may be compensated is not known; it counts as compensatable.",
                "Enter it.",
            ),
        ),
        doubts=(
            DoubtRecord(
                Finding(
                    Severity.WARNING,
                    "2 criteria",
                    "The evidence of these criteria uses verbs that demand less than theirs.",
                    "Look in each task for a part that demands as much as the criterion.",
                ),
                (
                    DoubtfulRecord("9901-501 1.2", "HB5101 essay", "The essay describes."),
                    DoubtfulRecord("9901-501 1.2", "HB5204 plan", "The essay describes."),
                    DoubtfulRecord("9901-514 1.3", "HB5204 plan", "The plan lists."),
                ),
            ),
        ),
    )
