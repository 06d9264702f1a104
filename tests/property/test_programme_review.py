"""Whatever is done to a programme's reading can be undone, and nothing is lost by splitting and merging."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mapper.errors import MapperError
from mapper.programme_review.changes import Change, apply, last_standing, replay, standing
from mapper.programme_review.parts import ITEM_KINDS, DraftAct, Part, Parts, put_together, take_apart
from mapper.programme_review.standing import stand
from tests.made_programmes import doubtful_programme

AT = datetime(2020, 2, 3, tzinfo=UTC)
KEYS = [*(part.key for part in take_apart(doubtful_programme()).each()), "x1", "x2", "x3", "m8"]
keys = st.sampled_from(KEYS)
words = st.text("ab 12", min_size=1, max_size=6).map(str.strip)

acts = st.one_of(
    st.tuples(
        st.just(DraftAct.SET),
        keys,
        st.builds(
            lambda field, value: {"field": field, "value": value},
            st.sampled_from(["title", "text", "credits", "code"]),
            words,
        ),
    ),
    st.tuples(st.sampled_from([DraftAct.DROP, DraftAct.PUT_BACK]), keys, st.just({})),
    st.tuples(
        st.just(DraftAct.MOVE), keys, st.builds(lambda to, at: {"to": to, "at": at}, keys, st.integers(-1, 4))
    ),
    st.tuples(
        st.just(DraftAct.SPLIT),
        keys,
        st.builds(
            lambda items, code: {"items": items, "code": code or None, "title": None},
            st.lists(keys, max_size=3),
            words,
        ),
    ),
    st.tuples(st.just(DraftAct.MERGE), keys, st.builds(lambda second: {"second": second}, keys)),
    st.tuples(
        st.just(DraftAct.ADD),
        keys,
        st.builds(lambda text: {"kind": "content", "values": {"text": text}}, words),
    ),
)


def made_of(tried: list[tuple[DraftAct, str, dict[str, Any]]]) -> list[Change]:
    """Those of the changes that could be made, one after the other."""
    as_read = take_apart(doubtful_programme())
    parts, made = as_read, list[Change]()
    for act, key, detail in tried:
        change = Change(len(made) + 1, act, key, detail, by="p1", at=AT)
        try:
            parts = apply(parts, change, as_read=as_read)
        except MapperError:
            continue
        made.append(change)
    return made


def items_of(parts: Parts) -> list[str]:
    return sorted(item.key for module in parts.modules for item in module.items)


@given(st.lists(acts, max_size=12))
def test_any_changes_taken_back_one_by_one_give_the_reading_back(
    tried: list[tuple[DraftAct, str, dict[str, Any]]],
) -> None:
    changes = made_of(tried)
    while (last := last_standing(changes)) is not None:
        number = len(changes) + 1
        changes.append(Change(number, DraftAct.TAKE_BACK, last.target, {}, "p1", AT, takes_back=last.number))
        assert last not in standing(changes)
    assert stand(doubtful_programme(), changes).reading == stand(doubtful_programme()).reading


@given(st.lists(acts, max_size=12))
def test_no_change_loses_an_item_or_uses_a_key_twice(
    tried: list[tuple[DraftAct, str, dict[str, Any]]],
) -> None:
    as_read = take_apart(doubtful_programme())
    changes = made_of(tried)
    parts = replay(as_read, changes)
    added = sorted(c.made_key for c in changes if c.act is DraftAct.ADD)
    assert items_of(parts) == sorted([*items_of(as_read), *added])
    made = [part.key for part in parts.each()]
    assert len(set(made)) == len(made)


@given(st.lists(acts, max_size=12))
def test_whatever_stands_can_be_shown_and_put_together(
    tried: list[tuple[DraftAct, str, dict[str, Any]]],
) -> None:
    draft = stand(doubtful_programme(), made_of(tried))
    reading = draft.reading
    assert len(reading.modules) == len(draft.parts.standing)
    assert set(draft.doubts) == {"p", *(m.key for m in draft.parts.standing)}
    assert put_together(take_apart(reading), findings=reading.findings) == reading


def by_kind(module: Part) -> list[set[str]]:
    return [{i.key for i in module.items if i.kind is kind} for kind in ITEM_KINDS]


@given(st.data())
def test_a_module_split_and_merged_again_has_every_item_it_had(data: st.DataObject) -> None:
    as_read = take_apart(doubtful_programme())
    module = data.draw(st.sampled_from(as_read.modules))
    items = data.draw(st.lists(st.sampled_from([i.key for i in module.items]), min_size=1, unique=True))
    split = Change(1, DraftAct.SPLIT, module.key, {"items": items, "code": "N1", "title": None}, "p1", AT)
    merge = Change(2, DraftAct.MERGE, module.key, {"second": "x1"}, "p1", AT)
    after = replay(as_read, (split, merge)).find(module.key)
    assert after is not None
    assert by_kind(after) == by_kind(module)
    assert after.values == module.values
