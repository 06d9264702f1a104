"""What the template tells the person who fills it in."""

from __future__ import annotations

from mapper.intake.template_layout import FIELDS, Field, Part

TITLE = "Programme and modules: a form to fill in"
OF_WORKBOOK = (
    "Fill in the sheets Programme, Modules, Outcomes, Assessments and Content, then import this file into Mapper.",
    "Give each module one row on the sheet Modules. On the other sheets give each outcome, assessment and "
    "topic a row of its own, and choose the module’s code in the first column of every row.",
    "Copy the wording of your approved documents exactly; a reviewer judges those very words.",
    "Leave a cell empty where something is not known. Nothing is guessed from an empty cell.",
    "Keep the first two rows of each sheet as they are: by them the form is known again. Add rows as you need.",
    "This sheet is for reading only; nothing on it is imported.",
)
OF_WORD = (
    "Fill in the table Programme, and the four tables of one module after the other, then import this file "
    "into Mapper.",
    "Add a row to a table where you need one. For a further module copy the four tables of a module to the "
    "end of the document; forms that stay empty are passed over.",
    "Copy the wording of your approved documents exactly; a reviewer judges those very words.",
    "Leave a cell empty where something is not known. Nothing is guessed from an empty cell.",
    "Keep the first row of each table as it is: by it the form is known again. Only the tables are imported, "
    "nothing that stands between them.",
)
STATUSES = ("core", "compulsory", "optional")
MODES = ("full-time", "part-time", "distance learning")

_SAID: dict[Part, dict[str, tuple[str, str]]] = {
    Part.PROGRAMME: {
        "title": ("The title of the programme.", "BA Harbour Studies"),
        "award": ("What a graduate is awarded.", "BA (Hons)"),
        "level": ("The FHEQ level, as a number or in your own word.", "6"),
        "credits": ("UK credits of the whole award, a number.", "360"),
        "duration": ("How long it takes, in your own words.", "3 years"),
        "mode": ("How it is studied, in your own words.", "full-time"),
    },
    Part.MODULES: {
        "code": ("The code by which the other tables name the module; each module has its own.", "HB101"),
        "title": ("The title of the module.", "Lamps and lenses"),
        "level": ("The FHEQ level, as a number or in your own word.", "4"),
        "credits": ("UK credits, a number.", "20"),
        "status": ("Core, compulsory or optional, in your own word.", "optional"),
        "option_group": ("From which options it is chosen, and how many are taken.", "A: choose 2 of 5"),
        "year": ("The year of study, as a number or a word.", "1"),
        "pass_mark": ("The mark at which the module is passed, in per cent.", "40"),
        "prerequisites": ("What must be passed before; several are parted by semicolons.", "HB100; HB102"),
        "learning_strategy": ("How it is taught and learnt.", "Weekly seminars"),
    },
    Part.OUTCOMES: {
        "number": ("The outcome’s number or letter, exactly as your documents give it.", "1"),
        "text": ("The outcome, word for word; one in a row.", "Trim and clean a lamp"),
    },
    Part.ASSESSMENTS: {
        "title": ("The title of the assessment, one in a row.", "Lamp log"),
        "type": ("The kind of assessment.", "Portfolio"),
        "weight": ("Its part of the module’s mark; the weights of a module total 100.", "60"),
        "length": ("Words, minutes or pages.", "2,000 words"),
        "description": ("The task, word for word.", "A diary of ten nights"),
        "outcomes": ("Numbers of the outcomes that it tests, parted by commas.", "1, 3"),
        "must_pass": ("Yes if the module cannot be passed without it.", "yes"),
    },
    Part.CONTENT: {"text": ("One topic of the module’s content in a row.", "Fresnel lenses")},
}
MODULE_CODE = ("The module’s code, exactly as on the sheet Modules, in every row.", "HB101")


def guidance_on(part: Part, field: Field) -> tuple[str, str]:
    """What to enter in the field of a part, and an example."""
    return _SAID[Part.MODULES if part is Part.MODULE else part].get(field.name, MODULE_CODE)


def guided_parts(*, has_forms: bool) -> tuple[tuple[Part, tuple[Field, ...]], ...]:
    """The parts in the order of a person who fills them in; `has_forms` for a form of each module."""
    module = Part.MODULE if has_forms else Part.MODULES
    parts = (Part.PROGRAMME, module, Part.OUTCOMES, Part.ASSESSMENTS, Part.CONTENT)
    return tuple((part, FIELDS[part]) for part in parts)
