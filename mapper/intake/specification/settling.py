"""Settles criteria that stand beside more or fewer numbers, where a mark sheet tells them apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mapper.intake.specification.drafts import CriterionDraft, OutcomeDraft, UnitDraft, Unpaired
from mapper.intake.specification.labels import match_key, wording_key
from mapper.intake.specification.mark_sheets import MarkSheet
from mapper.values import Finding, Severity


def settle_unpaired(drafts: Sequence[UnitDraft], sheets: Sequence[MarkSheet]) -> Iterator[Finding]:
    """Pair what can be paired for certain, and yield a finding on each outcome that has no criteria.

    Certain means that the unit's mark sheet words each of the numbered criteria, and that these
    wordings one after the other are the very words of the page; the page's writing is kept.
    """
    for draft in drafts:
        rows = {
            row.number: row.text
            for sheet in sheets
            if draft.title and match_key(sheet.title) == match_key(draft.title)
            for row in sheet.rows
        }
        for outcome in draft.outcomes:
            unpaired = outcome.unpaired
            texts = _told_apart(unpaired, rows) if unpaired else None
            if unpaired and texts:
                outcome.criteria += [
                    CriterionDraft(number, text, unpaired.locator)
                    for number, text in zip(unpaired.numbers, texts, strict=True)
                ]
                yield _settled(draft, outcome, unpaired)
            elif unpaired:
                yield _uneven(draft, outcome, unpaired)
            elif not outcome.criteria:
                yield _bare(draft, outcome)


def _told_apart(unpaired: Unpaired, rows: dict[str, str]) -> list[str] | None:
    words = unpaired.text.split()
    texts = []
    for number in unpaired.numbers:
        wanted = wording_key(rows.get(number, ""))
        count = next(
            (n for n in range(1, len(words) + 1) if wording_key(" ".join(words[:n])) == wanted), None
        )
        if not wanted or count is None:
            return None
        texts.append(" ".join(words[:count]))
        words = words[count:]
    return None if words else texts


def _settled(draft: UnitDraft, outcome: OutcomeDraft, unpaired: Unpaired) -> Finding:
    return Finding(
        Severity.INFO,
        draft.name,
        f"The criteria of learning outcome {outcome.number} run together on the unit's page and were told apart "
        "by its mark sheet, which has the same words.",
        "Nothing needs to be done.",
        unpaired.locator,
    )


def _uneven(draft: UnitDraft, outcome: OutcomeDraft, unpaired: Unpaired) -> Finding:
    numbers, count = len(unpaired.numbers), unpaired.count
    return Finding(
        Severity.ERROR,
        draft.name,
        f"Learning outcome {outcome.number} has {numbers} criterion number{'s' if numbers != 1 else ''} but {count} "
        f"criteri{'a' if count != 1 else 'on'} beside them, so none was taken.",
        "Give each criterion one number and one paragraph in the document, and import it again.",
        unpaired.locator,
    )


def _bare(draft: UnitDraft, outcome: OutcomeDraft) -> Finding:
    return Finding(
        Severity.ERROR,
        draft.name,
        f"No criteria could be read for learning outcome {outcome.number}.",
        "Correct the document, or supply it in another format, and import it again.",
        outcome.locator,
    )
