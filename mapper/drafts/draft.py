"""A draft as it now stands: the reading with attached wording and corrections, judged anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.drafts.attachments import Addition, Attachment, attach
from mapper.drafts.checks import derived_findings, judged_anew
from mapper.drafts.corrections import Correction, correct
from mapper.drafts.fields import part_of
from mapper.intake.readings import SpecificationReading
from mapper.intake.specification.checks import unit_name
from mapper.values import Finding


@dataclass(frozen=True, slots=True)
class StandingDraft:
    """What would be published: `base` is the reading before corrections, `reading` with them.

    `of_documents` are its findings that documents gave and no correction can be judged against.
    """

    base: SpecificationReading
    reading: SpecificationReading
    held: tuple[Correction, ...]
    lapsed: tuple[Correction, ...]
    of_documents: frozenset[Finding] = frozenset()
    has_sample_attached: bool = False

    def part_of_finding(self, finding: Finding) -> str:
        """The part that a finding's subject names, empty where it names none."""
        for position, unit in enumerate(self.reading.units, 1):
            if finding.subject == unit_name(unit):
                return f"unit-{position}"
        for position, qualification in enumerate(self.reading.qualifications, 1):
            if finding.subject == qualification.title:
                return f"qualification-{position}"
        return ""

    def may_be_mended(self, finding: Finding) -> bool:
        """Whether a document gave the finding, and somebody corrected its part since."""
        return finding in self.of_documents and self.part_of_finding(finding) in self.corrected_parts

    @property
    def corrected_parts(self) -> frozenset[str]:
        """The parts in which something was corrected."""
        return frozenset(part_of(correction.path) for correction in self.held)


def stand(
    reading: SpecificationReading,
    *,
    additions: Sequence[Addition] = (),
    attachments: Sequence[Attachment] = (),
    corrections: Sequence[Correction] = (),
) -> StandingDraft:
    """The draft with what people attached and corrected; its findings are those of this state."""
    base = attach(reading, additions, attachments)
    corrected = correct(base, corrections)
    judged = judged_anew(corrected.reading, before=reading)
    return StandingDraft(
        base=base,
        reading=judged,
        held=corrected.held,
        lapsed=corrected.lapsed,
        of_documents=frozenset(judged.findings) - set(derived_findings(corrected.reading)),
        has_sample_attached=bool(
            {a.id for a in additions if a.is_sample} & {attachment.addition_id for attachment in attachments}
        ),
    )
