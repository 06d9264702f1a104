"""A mapping's last run is remembered for its next one alone, and so many mappings at most."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine

from web import run_memories
from web.run_memories import remembered


def test_the_next_run_of_a_mapping_gets_what_the_last_one_left() -> None:
    engine = create_engine("sqlite://")
    with remembered(engine, mapping_id=1) as first:
        pass
    with remembered(engine, mapping_id=1) as then, remembered(engine, mapping_id=2) as other:
        assert then is first
        assert other is not first


def test_another_store_has_memories_of_its_own() -> None:
    with remembered(create_engine("sqlite://"), mapping_id=1) as first:
        pass
    with remembered(create_engine("sqlite://"), mapping_id=1) as then:
        assert then is not first


def test_two_runs_at_once_never_share_one() -> None:
    engine = create_engine("sqlite://")
    with remembered(engine, mapping_id=1) as one, remembered(engine, mapping_id=1) as two:
        assert one is not two


def test_a_run_that_failed_leaves_nothing() -> None:
    engine = create_engine("sqlite://")
    with pytest.raises(RuntimeError), remembered(engine, mapping_id=1) as first:
        raise RuntimeError
    with remembered(engine, mapping_id=1) as then:
        assert then is not first


def test_only_the_newest_mappings_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_memories, "MOST", 2)
    engine = create_engine("sqlite://")
    memories = {}
    for mapping in (1, 2, 3):
        with remembered(engine, mapping_id=mapping) as memories[mapping]:
            pass
    with remembered(engine, mapping_id=1) as first, remembered(engine, mapping_id=3) as third:
        assert first is not memories[1]
        assert third is memories[3]
