"""The obvious way to suggest, slow and plain: what `bench match` compares the engine with."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.values import Criterion, Evidence


def plain_ranking(
    criteria: Sequence[Criterion], evidence: Sequence[Evidence], *, top: int
) -> dict[str, list[str]]:
    """The evidence of each criterion, best first: plain TF-IDF, and RapidFuzz pair by pair.

    The mean of scikit-learn's cosine and of token_set_ratio; ties in the order of the evidence.
    """
    from rapidfuzz import fuzz
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [e.text for e in evidence]
    vectorizer = TfidfVectorizer(stop_words="english").fit([*texts, *(c.text for c in criteria)])
    cosines = (
        vectorizer.transform([c.text for c in criteria]).toarray() @ vectorizer.transform(texts).toarray().T
    )
    found: dict[str, list[str]] = {}
    for row, criterion in enumerate(criteria):
        ratios = [fuzz.token_set_ratio(criterion.text, text) / 100.0 for text in texts]
        scores = (cosines[row] + np.array(ratios)) / 2.0
        order = np.argsort(-scores, kind="stable")[:top]
        found[criterion.id] = [evidence[int(position)].id for position in order]
    return found
