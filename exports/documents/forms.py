"""The two forms of the Quality Portal as data: which section asks for what (seed 000, Approval)."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.values import SubmissionForm

STATEMENT = "The programme has been Mapped and is Dual Accredited."


@dataclass(frozen=True, slots=True)
class FormSection:
    """A section or group of sections of a form, and what to enter there."""

    number: str
    action: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that goes in with the form, and what it must contain."""

    title: str
    content: str


TITLES = {
    SubmissionForm.CAP: "Centre Approval form (CAP)",
    SubmissionForm.QAP: "Qualification Approval form (QAP)",
}

WHO = {
    SubmissionForm.CAP: "For a university that is not an approved ILM centre yet.",
    SubmissionForm.QAP: "For a university that is an approved ILM centre already.",
}

SECTIONS = {
    SubmissionForm.CAP: (
        FormSection("1 to 4", "Complete in full."),
        FormSection(
            "5, 6 and 7.1 to 7.7", "Choose any entry from each list; one character per text box will do."
        ),
        FormSection("8.1", "Complete."),
        FormSection("9", "Answer whatever applies."),
        FormSection("10", "Tick the box."),
        FormSection("10.1, 10.2 and 10.3", "One character in each will do."),
        FormSection("11", "May be left empty.", is_optional=True),
        FormSection("12", "Complete."),
        FormSection("13.1", "Choose “Other” and enter n/a."),
        FormSection("13.3", "Complete in full."),
        FormSection("Upload", "Add the mapping document that ILM has approved."),
    ),
    SubmissionForm.QAP: (
        FormSection("1", "Complete in full."),
        FormSection("2.1", "Complete in full."),
        FormSection("2.2", "Tick the box."),
        FormSection("3", "Answer whatever applies."),
        FormSection("4", "Tick the box."),
        FormSection("4.1, 4.2 and 4.3", "One character in each will do."),
        FormSection("5", "Complete in full."),
        FormSection("6", "May be left empty, apart from the upload.", is_optional=True),
        FormSection("End of 6", "Upload the mapping document that ILM has approved."),
    ),
}

ATTACHMENTS = (
    Attachment(
        "Policy: recruitment of lecturing staff", "How the university recruits or admits those who teach."
    ),
    Attachment("Policy: malpractice and plagiarism", "The policy in force for this programme."),
    Attachment("Policy: data protection (GDPR)", "With the privacy notice that learners are given."),
    Attachment(
        "Briefing for learners",
        "What dual accreditation changes for them and what it brings, among it free studying membership"
        " (Institute of Leadership and Management).",
    ),
    Attachment("Mapping document", "Complete, and in the version that ILM has approved."),
)
