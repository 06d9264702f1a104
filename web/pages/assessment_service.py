"""The ILM Assessment Service for the units that a programme does not carry for every learner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mapper.assessment_service import rules
from mapper.assessment_service.file_names import MOST_NAMES, PATTERN, NameCheck
from mapper.assessment_service.rules import Fact, Material, Source, Step
from mapper.assessment_service.timetable import COUNTING, QUALITY_CHECK_DAYS, RESULT_DAYS, Aims, Timetable
from mapper.assessment_service.word_guidance import BEYOND, PORTFOLIO, Stated, WordGuidance, word_guidance
from mapper.assessment_service.working_days import CALENDARS, EARLIEST, LATEST
from mapper.moments import day_in_words
from mapper.paths.awards import Measure
from mapper.standing.verdicts import UnitPaths
from web.pages.approval import Fault
from web.pages.coverage import CoveragePage

DATE_FIELDS = (
    ("submitted", "Submitted on", "The day of the upload to the portal."),
    ("rejected", "Rejected on", "Only where ILM rejected it as incomplete or wrong."),
    ("again", "Submitted again on", "Only after a rejection."),
)


@dataclass(frozen=True, slots=True)
class ServiceUnit:
    """A unit that is not guaranteed, with the word guidance for it."""

    standing: UnitPaths
    guidance: WordGuidance


@dataclass(frozen=True, slots=True)
class NamesForm:
    """The file names as typed, which submission they are, and the answer; nothing of it is kept."""

    typed: str = ""
    submission: str = ""
    checks: tuple[NameCheck, ...] = ()
    fault: Fault | None = None

    @property
    def wrong(self) -> int:
        """How many names have a fault."""
        return sum(not check.is_right for check in self.checks)


@dataclass(frozen=True, slots=True)
class DatesForm:
    """The dates as typed, by field, and the answer."""

    typed: Mapping[str, str]
    found: Timetable | None = None
    fault: Fault | None = None

    @property
    def kept(self) -> dict[str, str]:
        """The dates that an answer was found for, as an address keeps them."""
        return {name: said for name, said in self.typed.items() if said} if self.found else {}

    @property
    def submissions(self) -> tuple[tuple[str, Aims], ...]:
        """Each submission's aims under a heading, in order."""
        if self.found is None:
            return ()
        first = "No longer counted: the first submission" if self.found.rejected else "The submission"
        again = (("The new submission", self.found.again),) if self.found.again else ()
        return ((first, self.found.first), *again)


@dataclass(frozen=True, slots=True)
class AssessmentServicePage:
    """What the service would take for this mapping, and both forms; `calendar` is a code."""

    coverage: CoveragePage
    measure: Measure
    calendar: str
    names: NamesForm
    dates: DatesForm

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.coverage.is_sample

    @property
    def units(self) -> tuple[ServiceUnit, ...]:
        """The units of which not every criterion is guaranteed, those without wording included."""
        qualification = self.coverage.mapping.qualification
        return tuple(
            ServiceUnit(
                u,
                word_guidance(
                    u.unit.ref,
                    level=u.unit.level,
                    qualification_title=qualification.title,
                    qualification_level=qualification.level,
                ),
            )
            for u in self.coverage.paths.units
            if not u.is_guaranteed(self.measure)
        )

    @property
    def guaranteed(self) -> tuple[str, ...]:
        """References of the units that need nothing."""
        return tuple(u.unit.ref for u in self.coverage.paths.units if u.is_guaranteed(self.measure))

    @property
    def needs_portfolio(self) -> bool:
        """Whether one of the units is shown by a portfolio."""
        return any(u.guidance.stated is Stated.NONE for u in self.units)

    @property
    def measure_key(self) -> str | None:
        """The measure as an address says it; None for the default."""
        return "component" if self.measure is Measure.COMPONENT else None

    @property
    def country(self) -> str:
        """The country whose working days are counted."""
        return CALENDARS[self.calendar]

    @property
    def guide(self) -> str:
        """The document that all of it comes from."""
        return f"{rules.TITLE}, version {rules.VERSION}, {rules.DATED}"

    @property
    def steps(self) -> tuple[Step, ...]:
        """The seven steps."""
        return rules.STEPS

    @property
    def materials(self) -> tuple[Material, ...]:
        """What comes with a submission."""
        return rules.MATERIALS

    @property
    def other_methods(self) -> tuple[Fact, ...]:
        """What the document says of other methods."""
        return rules.OTHER_METHODS

    @property
    def beyond(self) -> tuple[Fact, ...]:
        """What the word guidance means."""
        return BEYOND

    @property
    def portfolio(self) -> Fact:
        """What is sent for a unit that is shown by a portfolio."""
        return PORTFOLIO

    @property
    def naming(self) -> Source:
        """Where the rule for file names stands."""
        return rules.SUBMISSION

    @property
    def pattern(self) -> str:
        """ILM's example of a file name."""
        return PATTERN

    @property
    def most_names(self) -> int:
        """How many names are checked at once."""
        return MOST_NAMES

    @property
    def counting(self) -> str:
        """How days are counted."""
        return COUNTING

    @property
    def spans(self) -> tuple[int, int]:
        """Working days aimed at, for the quality check and for the result."""
        return QUALITY_CHECK_DAYS, RESULT_DAYS

    @property
    def date_fields(self) -> tuple[tuple[str, str, str], ...]:
        """The fields of the form for dates: name, label and hint."""
        return DATE_FIELDS

    @property
    def bounds(self) -> tuple[str, str]:
        """The first and the last day that can be counted from, as a date field takes them."""
        return EARLIEST.isoformat(), LATEST.isoformat()

    def dated(self, when: date) -> str:
        """ "Tuesday 8 December 2026"."""
        return f"{when:%A} {day_in_words(when)}"

    def sections(self, facts: tuple[Fact, ...]) -> str:
        """The sections that say these facts, each once."""
        return "; ".join(dict.fromkeys(fact.source.place for fact in facts))
