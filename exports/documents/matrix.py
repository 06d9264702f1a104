"""The matrix: every criterion against every assessment."""

from __future__ import annotations

from exports.documents.components import COMPONENT_UNKNOWN, assessment_name, component_names, module_name
from exports.documents.parts import Fact, Matrix, MatrixColumn, MatrixRow
from exports.documents.states import State, criterion_state
from mapper.record import CriterionRecord, LinkRecord, MappingRecord
from mapper.values import Coverage

LEGEND = (
    Fact("F", "in evidence judged full, alone or as a declared set"),
    Fact("P", "in evidence judged part"),
    Fact("S", "suspect: judged before the wording changed; does not count"),
    Fact("–", "looked for, and nothing found"),
    Fact("blank", "no judgement on this assessment"),
)
STRENGTH = ("F", "P", "S", "–")


def matrix(record: MappingRecord) -> Matrix:
    """Rows in the order of the units, columns in the order of the modules."""
    columns = _columns(record)
    rows = tuple(
        MatrixRow(unit.ref, c.number, c.text, criterion_state(c), _marks(c, columns, record))
        for unit in record.units
        for c in unit.criteria
    )
    return Matrix(columns=columns, rows=rows, legend=LEGEND)


def _columns(record: MappingRecord) -> tuple[MatrixColumn, ...]:
    known = [
        MatrixColumn(module_name(m.code, m.title), assessment_name(a))
        for m in record.modules
        for a in m.assessments
    ]
    linked = [column for c in record.criteria for link in _evidence(c) for column in _linked(link, record)]
    order = {module_name(m.code, m.title): place for place, m in enumerate(record.modules)}
    unique = dict.fromkeys(known + linked)
    return tuple(sorted(unique, key=lambda column: order.get(column.module, len(order))))


def _evidence(criterion: CriterionRecord) -> tuple[LinkRecord, ...]:
    """What was judged alone, and the members of declared sets."""
    return (*criterion.links, *(member for declared in criterion.sets for member in declared.members))


def _linked(link: LinkRecord, record: MappingRecord) -> list[MatrixColumn]:
    names = component_names(link, record.modules) or (COMPONENT_UNKNOWN,)
    return [MatrixColumn(module_name(link.module_code, link.module_title), name) for name in names]


def _marks(
    criterion: CriterionRecord, columns: tuple[MatrixColumn, ...], record: MappingRecord
) -> tuple[str, ...]:
    unlinked = "–" if criterion_state(criterion) is State.NONE else ""
    found: dict[MatrixColumn, list[str]] = {column: [] for column in columns}
    for link in _evidence(criterion):
        for column in _linked(link, record):
            found[column].append(_mark(link))
    return tuple(min(marks, key=STRENGTH.index) if marks else unlinked for marks in found.values())


def _mark(link: LinkRecord) -> str:
    if link.is_suspect:
        return "S"
    return {Coverage.FULL: "F", Coverage.PART: "P", Coverage.NONE: "–"}[link.coverage]
