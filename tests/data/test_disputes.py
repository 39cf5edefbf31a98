"""Disputes of high risk are those that the declared rules say, each with what speaks for it, and nobody else's."""

from datetime import timedelta

import pytest
import yaml
from sqlalchemy import select

from components.panels.disputes import draw, reasons
from data.dispute_rules import GENERIC, SIGNS, DisputeRules, Rule, dispute_rules, read_dispute_rules
from data.errors import CityError
from data.queries import disputes
from data.queries.regions import children, region_of
from data.schema import event, event_history, region
from data.scope import Scope
from data.view import View
from tests.lived_city import NOW

GUEST = Scope.guest()


def judged(house, view=None, scope=GUEST):
    return disputes.answer(house, view or View(), scope)


def told_again(house, rules):
    """{code: signs} of open disputes, counted one by one."""
    with house.engine.connect() as connection:
        rows = [dict(row) for row in connection.execute(select(event)).mappings()]
        raised = connection.scalars(select(event_history.c.event_id).where(event_history.c.move == "escalate")).all()
        spans = connection.execute(select(region).where(region.c.level == 5, region.c.tree == "spine")).all()

    def grid(cell):
        return next(one.id for one in spans if one.lo <= cell <= one.hi)

    held = [row for row in rows if row["category"] == "dispute"]
    known = [row for row in held if row["placed"] == "exact" and row["stage"] not in ("merged", "rejected")]
    found = {}
    for one in (row for row in held if row["ended_at"] is None and row["reported_at"] <= NOW):
        near = [
            row
            for row in known
            if row["id"] != one["id"]
            and one["placed"] == "exact"
            and grid(row["cell_id"]) == grid(one["cell_id"])
            and NOW - timedelta(days=rules.back_days) <= row["reported_at"] <= NOW
        ]
        late = 0 if one["suspended_at"] else max(0, (NOW - one["deadline_at"]).total_seconds() / 3600)
        found[one["code"]] = {
            **{name: one[name] for name in ("reports", "reopened", "returned", "supervised")},
            "around": len(near),
            "ill_rated": sum(row["rating"] in (1, 2) for row in [*near, one]),
            "raised": raised.count(one["id"]),
            "overdue": round(late, 1),
            "open_days": (NOW - one["reported_at"]).days,
            "grave": {"A": 1, "S": 2}.get(one["grade"], 0),
        }
    return found


def test_the_list_is_what_the_rules_say_of_each_open_dispute(lived):
    rules = dispute_rules(lived)
    told, answer = told_again(lived, rules), judged(lived)
    points = {code: sum(one.points for one in rules.holding(signs)) for code, signs in told.items()}
    assert {row["code"]: row["points"] for row in answer.rows} == {
        code: n for code, n in points.items() if n >= rules.watch
    }
    assert (
        answer.rows
        and [row["points"] for row in answer.rows] == sorted(points.values(), reverse=True)[: len(answer.rows)]
    )
    for row in answer.rows:
        assert {name: row[name] for name in SIGNS} == told[row["code"]]
        assert row["level"] == ("high" if row["points"] >= rules.high else "watch")
        assert len(reasons(row)) == len({one.sign for one in rules.holding(told[row["code"]])}) > 0
    total = answer.parts["judged"][0]
    assert (total["open"], total["high"] + total["watch"]) == (len(told), len(answer.rows))


def test_regions_below_share_it_out_and_another_agency_sees_none(lived):
    with lived.engine.connect() as connection:
        below = children(connection, region_of(connection, "", GUEST))
    shares = [judged(lived, View(region=one.code)).parts["judged"][0]["open"] for one in below]
    assert sum(shares) == judged(lived).parts["judged"][0]["open"]
    assert judged(lived, scope=Scope(cells=GUEST.cells, departments=("none",))).rows == []
    with lived.engine.connect() as connection:
        place = region_of(connection, below[0].code, GUEST)
    mine = Scope(cells=((place.lo, place.hi),), departments=("*",))
    assert judged(lived, View(region=place.code), mine).parts["judged"][0]["open"] == shares[0]


def test_each_panel_row_says_why_and_leads_to_a_table(lived):
    drawn = draw(judged(lived), View())
    words = "".join(map(str, drawn["rows"]["children"]))
    assert "form=table" in words and "开小方桌" in words and "第 1 版" in drawn["rule"]["children"]


@pytest.mark.parametrize(
    "change",
    [
        {"watch": 9},
        {"high": 0},
        {"rules": [{"sign": "mood", "least": 1, "points": 1}]},
        {"rules": [{"sign": "reports", "least": 1}]},
        {"categories": []},
        {"more": 1},
    ],
)
def test_a_city_s_own_rules_are_refused_with_the_name_of_their_file(tmp_path, change):
    told = yaml.safe_load(GENERIC.read_text(encoding="utf-8")) | change
    path = tmp_path / "dispute_rules.yaml"
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    with pytest.raises(CityError, match=r"dispute_rules\.yaml"):
        read_dispute_rules(path)


def test_more_of_a_sign_never_lowers_the_risk():
    rules = read_dispute_rules(GENERIC)
    assert isinstance(rules, DisputeRules) and all(isinstance(one, Rule) for one in rules.rules)
    for sign in SIGNS:
        signs = dict.fromkeys(SIGNS, 0.0)
        before = 0
        for n in range(60):
            points = sum(one.points for one in rules.holding(signs | {sign: n}))
            assert points >= before
            before = points
