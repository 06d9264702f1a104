"""How far every mapping is, counted for all at once."""

from __future__ import annotations

import hashlib

from mapper import models
from mapper.db import now, reading, unit_of_work
from mapper.models import SetMode, SubjectKind
from mapper.queries.coverage import read_coverage
from mapper.queries.tallies import mapping_tallies
from mapper.reviews import withdraw
from mapper.values import Coverage
from tests.made import MadeMapping, make_mapping, request_id


def judged_in_every_way(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    mapping.judge("201:1.2", "HB101 Outcome 2", Coverage.PART)
    mapping.judge("201:2.1", None, Coverage.NONE)
    mapping.judge("202:1.1", "HB102 Crossing plan", Coverage.FULL)
    taken_back = mapping.judge("202:1.2", "HB101 Lamp log", Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=taken_back, request_id=request_id())
        changed = session.get_one(models.Statement, mapping.statements["HB102 Crossing plan"])
        changed.fingerprint = "0" * 64


def declare_set(mapping: MadeMapping, criterion: str, *names: str, is_current: bool) -> None:
    """A standing decision that two statements together cover a criterion."""
    with unit_of_work(mapping.engine) as session:
        statements = [session.get_one(models.Statement, mapping.statements[name]) for name in names]
        own = {"institution_id": mapping.viewer.institution_id}
        subject = models.Subject(
            **own,
            mapping_id=mapping.id,
            kind=SubjectKind.SET,
            criterion_id=mapping.criteria[criterion],
            set_mode=SetMode.ALL,
            key=f"set:{criterion}",
        )
        session.add(subject)
        session.flush()
        session.add_all(
            models.SubjectMember(**own, subject_id=subject.id, statement_id=s.id) for s in statements
        )
        joined = "\n".join(sorted(s.fingerprint for s in statements))
        decided = session.get_one(models.Criterion, mapping.criteria[criterion])
        session.add(
            models.Decision(
                **own,
                mapping_id=mapping.id,
                subject_id=subject.id,
                request_id=request_id(),
                person_id=mapping.viewer.person_id,
                decided_at=now(),
                act=models.Act.JUDGE,
                coverage=Coverage.FULL,
                reason="",
                criterion_fingerprint=decided.fingerprint if is_current else "0" * 64,
                statement_fingerprint=hashlib.sha256(joined.encode()).hexdigest(),
                quotation="",
                place="",
            )
        )


def test_the_tallies_are_those_of_each_mapping_alone(mapping: MadeMapping) -> None:
    judged_in_every_way(mapping)
    second = make_mapping(mapping.engine, mapping.viewer)
    declare_set(second, "201:1.1", "HB101 Lamp log", "HB102 Crossing plan", is_current=True)
    declare_set(second, "201:1.2", "HB101 Lamp log", "HB102 Crossing plan", is_current=False)
    with reading(mapping.engine) as session:
        found = mapping_tallies(session, viewer=mapping.viewer)
        alone = {
            m.id: read_coverage(session, viewer=mapping.viewer, mapping_id=m.id).tally
            for m in (mapping, second)
        }
    assert found == alone
    assert (alone[mapping.id].suspect, alone[mapping.id].none, alone[second.id].full) == (1, 1, 1)
