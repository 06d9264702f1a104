"""A programme written into the template and read again is the same programme, whatever it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exports.intake_forms import FormKind, build_form
from mapper.intake.programme import extract_programme
from mapper.intake.readers import read_document
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.intake.template_text import MOST_IN_CELL, kept, pieces, said_by

AWKWARD = (
    "=1+1", "=HYPERLINK(A1)", "+44", "-5", "@home", "40", "40%", "0.5", "1e5", "#N/A", "#3", "TRUE", "yes", "(continued)",
    "(none)", "two\nlines", "\n\nblank\n\nlines\n", "  edges  ", "two  spaces", "tab\there", "no\u00a0break", "soft\u00adhyphen",
    "zero\u200bwidth", "\ufefforder mark", "family \U0001f468\u200d\U0001f469", "right \u202eto left", "שלום", "“quoted”", 'a "b" c',
    "Module code", "Title: a label", "Learning outcomes:", "LO1 Do this", "1. First\n2. Second", "• bullet", "Weight (%)",
    "[U+00A0]", "[U+]", "[U+", "_x000D_", "_x005F_x000D_", "x005F_", "a; b, c", "1-3", "all", "LO 1 to 3", "1 and 2", "\r\n",
    "\x0b", "\x00", "<b>&amp;</b>", "Modules · Mapper programme template 1", "Mapper programme template 2", "N/A", "TBC",
)  # fmt: skip
texts = st.sampled_from(AWKWARD) | st.text(min_size=1, max_size=40)
maybe = st.none() | texts
numbers = st.none() | st.integers(0, 400) | st.floats(0, 1e6) | st.sampled_from([7.5, 0.1 + 0.2, 1e-9, 1e17])
words = st.none() | st.integers(0, 9) | texts
lists = st.lists(texts, max_size=3).map(tuple)
outcomes = st.builds(OutcomeReading, maybe, texts)
assessments = st.builds(
    AssessmentReading,
    maybe,
    type=maybe,
    weight=numbers,
    length=maybe,
    description=maybe,
    outcomes=lists | st.just(("1", "LO2")),
    must_pass=st.sampled_from([None, True, False]),
)
modules = st.builds(
    ModuleReading,
    maybe | st.sampled_from(["HB101", "HB102", "hb 101"]),
    maybe,
    level=words,
    credits=numbers,
    status=maybe,
    option_group=maybe,
    year=words,
    pass_mark=numbers,
    prerequisites=lists,
    learning_outcomes=st.lists(outcomes, max_size=3).map(tuple),
    assessments=st.lists(assessments, max_size=3).map(tuple),
    content=lists,
    learning_strategy=maybe,
    sources=st.builds(dict),
)
programmes = st.builds(
    ProgrammeReading,
    title=maybe,
    award=maybe,
    level=words,
    credits=numbers,
    duration=maybe,
    mode=maybe,
    modules=st.lists(modules, min_size=1, max_size=3).map(tuple),
    findings=st.just(()),
    sources=st.builds(dict),
)
CROWDED = ProgrammeReading(
    title="=A1",
    modules=tuple(
        ModuleReading(
            code,
            text,
            level=text,
            year=text,
            prerequisites=AWKWARD,
            learning_outcomes=tuple(OutcomeReading(said, said) for said in AWKWARD),
            assessments=tuple(
                AssessmentReading(said, outcomes=AWKWARD, description=said) for said in AWKWARD
            ),
            content=AWKWARD,
            learning_strategy=text,
        )
        for code, text in zip((None, "(none)", "#1", "(continued)", "40"), AWKWARD, strict=False)
    ),
)
LONG = ProgrammeReading(
    title="A " * 40_000,
    modules=(
        ModuleReading(
            "HB101",
            "\n" * 33_000,
            prerequisites=("pp, " * 20_000, "q"),
            learning_outcomes=(OutcomeReading("1", "é" * 33_000), OutcomeReading("2", "🗼 " * 20_000)),
            assessments=(AssessmentReading("Log", outcomes=tuple(map(str, range(9_000)))),),
        ),
    ),
)


def facts_of(reading: ProgrammeReading) -> ProgrammeReading:
    """The programme without findings and places."""
    modules = tuple(replace(module, sources={}) for module in reading.modules)
    return replace(reading, modules=modules, findings=(), sources={})


def read_again(programme: ProgrammeReading, kind: FormKind) -> ProgrammeReading:
    built = build_form(kind, programme=programme)
    return extract_programme([read_document(built.content, file=built.file_name)])


@pytest.mark.parametrize("kind", FormKind)
@settings(max_examples=10, deadline=None)
@example(CROWDED)
@example(LONG)
@given(programme=programmes)
def test_a_programme_comes_back_from_the_template_as_it_was(
    kind: FormKind, programme: ProgrammeReading
) -> None:
    assert facts_of(read_again(programme, kind)) == programme


@settings(max_examples=150, deadline=None)
@given(text=st.text(), separators=st.sampled_from(["", ";\n", ",;\n"]))
def test_what_a_cell_holds_is_squeezed_already_and_says_the_text(text: str, separators: str) -> None:
    raw = kept(text, separators=separators)
    assert raw == "\n".join(" ".join(line.split()) for line in raw.split("\n")).strip()
    assert not set(separators) & set(raw)
    assert said_by(raw) == text


@settings(max_examples=15, deadline=None)
@given(st.text(alphabet="a b\n🗼;", min_size=1).map(lambda text: text * (3 * MOST_IN_CELL // len(text))))
def test_a_long_text_is_parted_into_cells_that_together_say_it(text: str) -> None:
    parted = list(pieces(kept(text)))
    assert max(len(piece.encode("utf-16-le")) // 2 for piece in parted) <= MOST_IN_CELL
    assert said_by("".join(" ".join(piece.split(" ")).strip() for piece in parted)) == text
