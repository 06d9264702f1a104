"""What is doubtful about modules that a template states; nothing is filled in or rescaled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.intake.programmes.references import same_outcome
from mapper.intake.readings import AssessmentReading, ModuleReading
from mapper.values import Finding, Locator, Severity

_ROUNDING = 0.01


def check_modules(modules: Sequence[ModuleReading]) -> Iterator[Finding]:
    """Modules without a name or with one code, weights that do not total 100, references to no outcome."""
    known: set[str] = set()
    for module in modules:
        name, place = _name(module), _place(module)
        if not (module.code or module.title):
            yield Finding(
                Severity.WARNING, name, "This module has no code and no title.", "Enter both.", place
            )
        if module.code and module.code in known:
            message = f"Another module has the code “{module.code}”, too; both were kept."
            yield Finding(Severity.WARNING, name, message, "Give each module a code of its own.", place)
        known |= {module.code} if module.code else set()
        yield from _check_weights(module)
        yield from _check_references(module)


def _name(module: ModuleReading) -> str:
    # As the review names it, so that a finding is answered there once its cause is mended.
    return " ".join(filter(None, (module.code, module.title))) or "module without a name"


def _place(module: ModuleReading, path: str = "") -> Locator | None:
    """Where a field of the module stands, else where the module's first field does."""
    found = module.sources.get(path) or next(
        (source for at, source in module.sources.items() if at.startswith(path)), None
    )
    return found.locator if found else None


def _title(assessment: AssessmentReading) -> str:
    return assessment.title or assessment.type or "an assessment without a title"


def _check_weights(module: ModuleReading) -> Iterator[Finding]:
    weights = [a.weight for a in module.assessments]
    known = [weight for weight in weights if weight is not None]
    if known and len(known) < len(weights):
        at = weights.index(None)
        yield Finding(
            Severity.INFO,
            _name(module),
            f"“{_title(module.assessments[at])}” has no weight.",
            "Enter it if the assessment counts towards the module, 0 if it does not.",
            _place(module, f"assessments[{at}]"),
        )
    elif known and abs(sum(known) - 100) > _ROUNDING:
        yield Finding(
            Severity.WARNING,
            _name(module),
            f"The weights of its assessments total {sum(known):g} per cent, not 100; they were kept as written.",
            "Check the weights, or add the assessment that is missing.",
            _place(module, "assessments[0].weight"),
        )


def _check_references(module: ModuleReading) -> Iterator[Finding]:
    listed = enumerate(module.learning_outcomes, 1)
    known = {same_outcome(o.number) if o.number else str(at) for at, o in listed}
    for at, assessment in enumerate(module.assessments):
        missing = [label for label in assessment.outcomes if same_outcome(label) not in known]
        if missing:
            yield Finding(
                Severity.WARNING,
                _name(module),
                f"“{_title(assessment)}” is said to test outcome {', '.join(missing)}, which the module does not list.",
                "Check the number, or add the outcome that is missing.",
                _place(module, f"assessments[{at}].outcomes"),
            )
