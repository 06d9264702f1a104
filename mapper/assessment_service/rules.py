"""What the ILM Assessment Service asks for, step by step, each fact with where its document says it.

Facts of the document in words of our own (seed 002). What it does not say is not here.
"""

from __future__ import annotations

from dataclasses import dataclass

TITLE = "ILM Assessment Service Policy & Guidance"
VERSION = "6.1"
DATED = "April 2025"

FIRST_BATCH = (5, 10)
"""The fewest and the most assessments of a centre's first submissions, as recommended."""

FEE_BLOCK_WORDS = 10_000
"""Words beyond the guidance for which one additional fee, that of a resubmission, is charged."""

SUBMISSION_COLOURS = ("black", "blue", "green", "red")
"""The colour of the letters in the first submission and the three resubmissions after it, as recommended."""


@dataclass(frozen=True, slots=True)
class Source:
    """A section of the service's document, by its heading or, where that is long, its number."""

    section: str

    def __str__(self) -> str:
        """For people: document, version, date and section."""
        return f"{TITLE}, version {VERSION}, {DATED}, {self.place}"

    @property
    def place(self) -> str:
        """For people who know the document: "section 5.1", "“Word Count”"."""
        return f"section {self.section}" if self.section[-1].isdigit() else f"“{self.section}”"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the document says. `is_aim` marks what ILM aims at and does not promise."""

    text: str
    source: Source
    is_aim: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One of the seven steps in the document's order, and what it needs."""

    number: int
    name: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What is uploaded with a submission; `format` None where the document states none."""

    name: str
    when: str
    what: str
    source: Source
    format: str | None = None


APPROVAL = Source("1. Approval")
REGISTRATION = Source("2. Registration")
PORTAL = Source("3. Assessment Portal Set-up")
DELIVERY = Source("4. Delivery")
SUBMISSION = Source("5.1")
RESUBMISSION = Source("5.2")
MARKING = Source("6. Marking")
RESULTS = Source("7. Results")
CHANGE_OF_METHOD = Source("Change of Assessment Method")
FIRST_SUBMISSIONS = Source("Expectations on first submissions")
SUPPORT_TEAMS = Source("ILM Support Teams")
WORD_COUNT = Source("Word Count")

STEPS = (
    Step(
        1,
        "Approval",
        (
            Fact("The centre is an approved ILM centre. Where it is not, that comes first.", APPROVAL),
            Fact(
                "It is approved for the qualification in its ILMA version: Walled Garden puts “ILMA” before "
                "the title of what the service marks.",
                APPROVAL,
            ),
            Fact(
                "A Lead Assessor offers a first call, where flexible and integrated assessment can be raised.",
                APPROVAL,
            ),
        ),
    ),
    Step(
        2,
        "Registration",
        (
            Fact(
                "Every learner is registered in Walled Garden under the ILMA product code, which the "
                "catalogue shows once the qualification is approved.",
                REGISTRATION,
            ),
        ),
    ),
    Step(
        3,
        "Portal",
        (
            Fact("All work goes through the ILM Assessment Portal and no other way.", PORTAL),
            Fact("A new centre gets its login after it registered its first learner.", PORTAL),
            Fact(
                "Each member of staff has an account of their own. Whoever is registered as a learner has none "
                "until they have completed, staff included.",
                PORTAL,
            ),
        ),
    ),
    Step(
        4,
        "Delivery",
        (
            Fact(
                "Tutors prepare the learners, and look through each piece of work before it is sent: does it "
                "answer every criterion, and is all the paper there?",
                DELIVERY,
            ),
        ),
    ),
    Step(
        5,
        "Submission",
        (
            Fact(
                f"At first a small batch of {FIRST_BATCH[0]} to {FIRST_BATCH[1]} pieces is recommended, so "
                "that its feedback helps the rest.",
                FIRST_SUBMISSIONS,
            ),
            Fact(
                "ILM checks that a submission is complete and belongs to the right learner and unit, within "
                "five working days of the upload.",
                SUBMISSION,
                is_aim=True,
            ),
            Fact(
                "What is incomplete may be rejected. It is sent anew with everything, and all the "
                "time is counted again from then.",
                SUBMISSION,
            ),
            Fact(
                "A resubmission changes only what was referred, and shows what is new by colour (recommended: "
                + ", then ".join(SUBMISSION_COLOURS)
                + "). It is charged for, by invoice.",
                RESUBMISSION,
            ),
        ),
    ),
    Step(
        6,
        "Marking",
        (
            Fact(
                "An assessor with no interest in the outcome marks, and writes on the result sheet.", MARKING
            ),
            Fact("A Lead Assessor samples the marking before results are released.", MARKING),
            Fact(
                "Your External Quality Assurer does not sample this work, only what the centre marked itself.",
                SUPPORT_TEAMS,
            ),
        ),
    ),
    Step(
        7,
        "Results",
        (
            Fact(
                "The result is in Walled Garden within 25 working days of a correct submission, five for the "
                "quality check included; likewise after a resubmission.",
                RESULTS,
                is_aim=True,
            ),
            Fact("ILM tells the centre, on the portal; the centre tells its learners.", Source("Results")),
            Fact(
                "Where referrals stay frequent, a Lead Assessor reports what recurs, and the External Quality "
                "Assurer may ask for an action plan.",
                RESULTS,
            ),
        ),
    ),
)

MATERIALS = (
    Material(
        "The assessment",
        "every time",
        "All of the learner’s work for the unit, or for the set of units that are assessed together.",
        SUBMISSION,
    ),
    Material(
        "Authenticity sheet, signed by the learner",
        "with the first submission of each unit or set",
        "A file of its own or the cover of the work; not again with a resubmission if it came the first time.",
        SUBMISSION,
    ),
    Material(
        "ILMA result sheet",
        "every time",
        "The learner’s details are filled in; the assessor types the feedback into it.",
        SUBMISSION,
        format="Word",
    ),
    Material(
        "Supporting documents, appendices",
        "if the learner wishes",
        "The assessor sees nothing but what was uploaded.",
        SUBMISSION,
    ),
)

OTHER_METHODS = (
    Fact(
        "A presentation recorded beforehand, a professional discussion, or questions and answers on record can be "
        "marked instead, for one unit or several at once.",
        CHANGE_OF_METHOD,
    ),
    Fact(
        "Each change of method is asked for beforehand on ILM’s form for it, which goes to the ILM Quality team; "
        "their confirmation names the method and the limits on size and length.",
        CHANGE_OF_METHOD,
    ),
)
