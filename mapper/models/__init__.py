"""The tables. Importing this package registers all of them with SQLModel's metadata."""

from mapper.models.delivery import DeliveryDecision, DeliverySuggestion
from mapper.models.documents import FieldOrigin, ReadingFinding, RowKind, SourceDocument
from mapper.models.drafts import (
    DraftAddition,
    DraftAttachment,
    DraftCorrection,
    DraftState,
    SpecificationDraft,
)
from mapper.models.gaps import Closing, GapAct, GapEntry, Way
from mapper.models.intake import IntakeFile, IntakeLabelling, IntakeWish
from mapper.models.made_documents import MadeDocument
from mapper.models.mappings import Mapping, MappingUnit, Suggestion, SuggestionRun
from mapper.models.operations import AuditEvent, Job, JobFile, JobState
from mapper.models.people import Institution, Person, PersonName
from mapper.models.programme_drafts import (
    ProgrammeDraft,
    ProgrammeDraftChange,
    ProgrammeDraftDocument,
    ProgrammeDraftState,
)
from mapper.models.programmes import (
    Assessment,
    Module,
    Programme,
    ProgrammeDocument,
    ProgrammeEdition,
    Statement,
    TestedOutcome,
)
from mapper.models.reviews import Act, Approval, Decision, SetMode, Subject, SubjectKind, SubjectMember
from mapper.models.specifications import (
    Criterion,
    LearningOutcome,
    Qualification,
    Specification,
    SpecificationEdition,
    Substitution,
    Unit,
)
from mapper.models.structure import EnteredStructure

__all__ = [
    "Act",
    "Approval",
    "Assessment",
    "AuditEvent",
    "Closing",
    "Criterion",
    "Decision",
    "DeliveryDecision",
    "DeliverySuggestion",
    "DraftAddition",
    "DraftAttachment",
    "DraftCorrection",
    "DraftState",
    "EnteredStructure",
    "FieldOrigin",
    "GapAct",
    "GapEntry",
    "Institution",
    "IntakeFile",
    "IntakeLabelling",
    "IntakeWish",
    "Job",
    "JobFile",
    "JobState",
    "LearningOutcome",
    "MadeDocument",
    "Mapping",
    "MappingUnit",
    "Module",
    "Person",
    "PersonName",
    "Programme",
    "ProgrammeDocument",
    "ProgrammeDraft",
    "ProgrammeDraftChange",
    "ProgrammeDraftDocument",
    "ProgrammeDraftState",
    "ProgrammeEdition",
    "Qualification",
    "ReadingFinding",
    "RowKind",
    "SetMode",
    "SourceDocument",
    "Specification",
    "SpecificationDraft",
    "SpecificationEdition",
    "Statement",
    "Subject",
    "SubjectKind",
    "SubjectMember",
    "Substitution",
    "Suggestion",
    "SuggestionRun",
    "TestedOutcome",
    "Unit",
    "Way",
]
