"""What a university has sent of what ILM asks for: the page, and the request for what is missing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from mapper.intake.appendix import EXPLAINED, Asked, Travelled
from mapper.moments import day_of
from mapper.queries.intake import Intake, IntakeFileRow
from mapper.values import Size

NEW_FILE, WISH = "new", "wish"


def key_of(file: IntakeFileRow) -> str:
    """What a file's form is called on the page."""
    return f"document-{file.document_id}" if file.document_id is not None else f"file-{file.file_id}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with a form (its key), and with which of its fields."""

    form: str
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class FileForm:
    """A file's form as it is to be shown: what is ticked, and what stands in its fields."""

    key: str
    file: IntakeFileRow | None
    ticked: Collection[str]
    received_on: str
    travelled: str
    note: str
    name: str = ""
    fault: Fault | None = None

    @property
    def seen(self) -> int:
        """The number of the labelling that is shown, 0 for none."""
        return self.file.label.number if self.file and self.file.label else 0

    @property
    def reasons(self) -> Mapping[str, str]:
        """What speaks for each thing that the file seems to be."""
        return {s.asked.value: s.reason for s in self.file.suggested} if self.file else {}

    @property
    def to_accept(self) -> tuple[str, ...]:
        """What is suggested of a file that nobody labelled yet."""
        return () if self.file is None or self.file.label else tuple(self.reasons)


@dataclass(frozen=True, slots=True)
class IntakePage:
    """The four things with their files, each file's form, and what is still to be asked for."""

    intake: Intake
    today: date
    typed: Mapping[str, str]
    ticked: Collection[str] = ()
    fault: Fault | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the programme is invented."""
        return self.intake.is_sample

    @property
    def asked(self) -> tuple[tuple[Asked, str, tuple[IntakeFileRow, ...]], ...]:
        """Each thing asked for, in a few words, with its files; none for one that is missing."""
        return tuple((asked, EXPLAINED[asked], self.intake.files_of(asked)) for asked in Asked)

    @property
    def sizes(self) -> tuple[str, ...]:
        """The sizes of a qualification."""
        return tuple(Size)

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways in which a file can have travelled safely."""
        return tuple(Travelled)

    @property
    def forms(self) -> tuple[FileForm, ...]:
        """A form for each file, in the order of the files."""
        return tuple(self._form(key_of(file), file) for file in self.intake.files)

    @property
    def new_form(self) -> FileForm:
        """The form for a file that was never imported."""
        return self._form(NEW_FILE, None)

    @property
    def wish_fault(self) -> Fault | None:
        """What was wrong with the level and size."""
        return self.fault if self.fault and self.fault.form == WISH else None

    @property
    def wished_level(self) -> str:
        """The level wanted, as typed or as recorded."""
        if self.wish_fault:
            return self.typed.get("level", "")
        return (self.intake.wish.level if self.intake.wish else None) or ""

    def _form(self, key: str, file: IntakeFileRow | None) -> FileForm:
        if self.fault and self.fault.form == key:
            return FileForm(
                key,
                file,
                self.ticked,
                self.typed.get("received_on", ""),
                self.typed.get("travelled", ""),
                self.typed.get("note", ""),
                self.typed.get("name", ""),
                self.fault,
            )
        label = file.label if file else None
        if label:
            return FileForm(
                key,
                file,
                [asked.value for asked in label.asked],
                label.received_on.isoformat(),
                label.travelled or "",
                label.note,
            )
        imported = day_of(file.imported_at) if file and file.imported_at else self.today
        return FileForm(key, file, (), imported.isoformat(), "", "")

    @property
    def message(self) -> str:
        """The request for what is missing, to be copied into an e-mail; "" where nothing is."""
        if not self.intake.still_to_ask:
            return ""
        lines = [f"To map “{self.intake.title}” to an ILM qualification we still need from you:", ""]
        lines += [f"- {missing}" for missing in self.intake.still_to_ask]
        if self.intake.received:
            lines += ["", f"We have received, with thanks: {', '.join(self.intake.received)}."]
        lines += [
            "",
            "One file may serve for several of these. Please send files by a link to a shared area, or as a "
            "zip file with a password, and the password in a separate message.",
        ]
        return "\n".join(lines)
