"""Overlaps are found with their reasons, and what had best be done is proposed; a third kind comes by YAML alone."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
import yaml
from sqlalchemy import select

from data.commands.coordination_moves import Given, answer, move
from data.commands.coordination_plans import file_plan
from data.coordination.kind import Before, kinds_in
from data.coordination.overlap import overlaps, suggestions
from data.errors import BadInput
from data.life.actor import Actor
from data.queries.coordination_calls import open_calls
from data.queries.coordination_counts import counted
from data.queries.coordination_subjects import how_many, subjects, trades
from data.queries.regions import region_of
from data.schema import region
from data.scope import Scope
from tests.coordination.conftest import CENTRE, ECOLOGY, FIRE, INSPECTION, NOW, TODAY, WATER, filed, plan, row_of

GUEST, T = Scope.guest(), TODAY.toordinal()
COMMUNITY = {
    "code": "community",
    "name": "社区检查",
    "visit": "进社区检查",
    "subject": {"source": "region", "of": "4", "word": "社区", "unit": "个"},
    "centre": 3,
    "items": {"fire": {"name": "消防"}, "rating": {"name": "评比", "entry": "no", "why": "不进社区"}},
    "people": 3,
    "near": {"days": 7, "words": 70},
    "hot": {"times": 2, "days": 30},
}


def found(connection, kind=INSPECTION):
    calls = open_calls(connection, kind, region_of(connection, "", GUEST), GUEST, T, T + 60)
    return calls, overlaps(kind, calls)


def proposed(connection):
    calls, some = found(connection)
    return {one.call["code"]: (one.what, one.into, one.why) for one in suggestions(INSPECTION, calls, some)}


def test_an_overlap_tells_subject_days_items_and_words(connection):
    one = filed(connection, words="检查消防通道和灭火器")
    two = filed(
        connection, ECOLOGY, items=("fire", "ecology"), first=TODAY + timedelta(days=6), last=TODAY + timedelta(days=8)
    )
    three = filed(connection, WATER, items=("gas",), words="检查消防通道与灭火器")
    reasons = {(o.one["code"], o.other["code"]): o.reason(INSPECTION) for o in found(connection)[1]}
    assert reasons[one, two].startswith("同一企业 · 相隔 3 天 · 同为消防安全")
    assert "同一天" in reasons[one, three] and "文字相似" in reasons[one, three]
    assert proposed(connection)[two][:2] == ("merge", one)


@pytest.mark.parametrize(
    ("more", "n"),
    [
        ({"items": ("fire",), "first": TODAY + timedelta(days=18)}, 1),
        ({"items": ("fire",), "first": TODAY + timedelta(days=19)}, 0),
        ({"items": ("gas",), "words": "核对取水许可台账"}, 0),
        ({"items": ("fire",), "subjects": ("enterprise:EN2",)}, 0),
    ],
)
def test_far_apart_of_another_kind_or_elsewhere_is_no_overlap(connection, more, n):
    filed(connection)
    first = more.get("first", TODAY + timedelta(days=3))
    filed(connection, ECOLOGY, **{"words": "别的内容", **more, "last": first + timedelta(days=1)})
    assert len(found(connection)[1]) == n


def test_what_is_one_visit_already_or_online_does_not_overlap(connection):
    one, two = filed(connection), filed(connection, ECOLOGY, items=("fire",))
    move(connection, INSPECTION, two, "merge", CENTRE, Given(seq=1, into=one), NOW)
    assert found(connection)[1] == []


def test_each_of_the_four_proposals_has_its_reason(connection, tmp_path):
    one = filed(connection)
    again = filed(connection, why="再查")
    papers = filed(connection, ECOLOGY, items=("waste",), subjects=("enterprise:EN3",))
    late = filed(connection, WATER, items=("gas",), subjects=("enterprise:EN4",))
    firm = Actor(name="企业", role="resident", scope=GUEST)
    wish = Given(seq=1, day=TODAY + timedelta(days=20), reason="停产检修")
    answer(connection, INSPECTION, late, "postpone", firm, wish, NOW, tmp_path)
    told = proposed(connection)
    assert (told[again][0], told[papers][0], told[late][0]) == ("cancel", "online", "change")
    assert "重复申报" in told[again][2] and one not in told


def test_a_third_kind_comes_by_yaml_alone(blank, tmp_path):
    (tmp_path / "coordination.yaml").write_text(yaml.safe_dump({"kinds": [COMMUNITY]}, allow_unicode=True), "utf-8")
    kinds = kinds_in(tmp_path)
    assert list(kinds.kinds) == ["campus", "inspection", "community"]
    kind = kinds.named("community")
    with blank.engine.begin() as connection:
        here = region_of(connection, "", GUEST)
        villages = subjects(connection, kind, here)
        assert len(villages) == how_many(connection, kind, here) == 8 and trades(connection, kind) == {"4": "村居"}
        code = villages[0].subject
        first = select(region.c.code).where(region.c.level == 4).order_by(region.c.code).limit(1)
        assert code == f"4:{connection.scalar(first)}"
        new = plan(subjects=(code,), basis="")
        one = file_plan(connection, kind, new, FIRE, NOW, "measured")[1][0]
        two = filed(connection, ECOLOGY, kind, subjects=(code,), basis="")
        with pytest.raises(BadInput, match="不进社区"):
            filed(connection, kind=kind, items=("rating",), subjects=(code,))
        assert len(found(connection, kind)[1]) == 1
        move(connection, kind, two, "merge", CENTRE, Given(seq=1, into=one), NOW)
        move(connection, kind, one, "done", FIRE, Given(seq=row_of(connection, one)["seq"]), NOW)
    total = counted(blank, kind, "", GUEST, f"{TODAY:%Y-%m}").total
    assert (total["filed"], total["visits"], total["joint"]) == (2, 1, 1)


def test_what_was_before_is_compared_with_a_whole_month_and_with_none_of_which_nothing_is_known(blank):
    home = replace(blank, clock=SimpleNamespace(now=lambda: NOW))
    assert counted(home, INSPECTION, "", GUEST, "2024-07").whole.code == "2024-06"
    assert counted(home, INSPECTION, "", GUEST, "2024-05").whole.code == "2024-05"
    was = {"visits": Before(kind="inspection", region="990000", what="visits", value=4, period="2023", source="s")}
    silent = replace(counted(home, INSPECTION, "", GUEST, "2024-05"), before=was)
    assert (silent.fall("visits"), silent.now_of("visits")) == (None, None)
    spoken = replace(silent, then=silent.then | {"filed": 3, "visits": 1})
    assert (spoken.fall("visits"), spoken.now_of("visits")) == (-75, 1.0)
