"""Enterprises are tagged by declared rules, each with its reason; what a reader may not see tells nothing."""

from dataclasses import replace

import pytest

from data.commands.appeals import raise_appeal
from data.commands.chain_members import import_members, import_parties
from data.commands.records import change_record
from data.economy.condition import Ground
from data.economy.plan import economy_plan
from data.errors import BadInput, Forbidden, UnknownThing
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.chain_file import chain_file
from data.queries.chains import answer as chains
from data.queries.enterprise_file import enterprise_file
from data.queries.enterprise_signals import answer as signals
from data.queries.enterprises import Wanted, enterprises, signal_counts
from data.queries.investment import answer as investment
from data.queries.policies import answer as policies
from data.queries.regions import children, region_of
from data.scope import Scope
from data.view import View
from tests.blank import blank_house
from tests.economy.conftest import ALL, CLERK, LOW, NOW


def listed(blank, **wanted):
    return [row["code"] for row in enterprises(blank, View(), ALL, Wanted(**wanted)).rows]


def test_enterprises_are_found_by_chain_tag_signal_and_words(blank):
    assert listed(blank) == ["EN1", "EN2", "EN3", "EN4"]
    assert listed(blank, chain="footwear") == ["EN1", "EN2"]
    assert listed(blank, chain="footwear", link="fabrics") == []
    assert listed(blank, tag="leader") == ["EN1"]
    assert listed(blank, signal="shell") == ["EN3"]
    assert listed(blank, text="丁") == ["EN4"] and listed(blank, text="%") == []


def test_they_are_ordered_by_a_column_with_the_unknown_last(blank):
    assert listed(blank, sort="staff") == ["EN3", "EN2", "EN1", "EN4"]
    assert listed(blank, sort="power", down=True)[:2] == ["EN1", "EN3"]
    assert listed(blank, sort="nothing") == ["EN1", "EN2", "EN3", "EN4"]


def test_a_file_tells_tags_and_signals_with_their_grounds(blank):
    one = enterprise_file(blank, "EN3", ALL)
    told = {rule.code: why for rule, why in one.signals}
    assert set(told) == {"shell", "wage_warned"}
    assert "注册资本 ≥ 2,000 万元 (5,000 万元)" in told["shell"]
    assert [row["chain"] for row in enterprise_file(blank, "EN1", ALL).links] == ["footwear"]


def test_tags_follow_what_changes(blank):
    with blank.engine.begin() as connection:
        ground = Ground(dictionary(connection), region_of(connection, "", ALL), NOW, ALL)
        given = {"enterprise.power": 9000}
        told = {"seq": 1, "reason": "抄表"}
        change_record(connection, ground.known, "enterprise", "EN3", given, CLERK, ALL, NOW, **told)
    one = enterprise_file(blank, "EN3", ALL)
    assert {rule.code for rule, _why in one.signals} == {"wage_warned"}
    assert [step["reason"] for step in one.seen.history] == ["抄表"]


def test_nobody_elsewhere_sees_the_file(blank):
    with pytest.raises(UnknownThing):
        enterprise_file(blank, "EN1", Scope(cells=((9, 16),), clearance=2))


def test_the_panel_counts_whom_the_list_shows(blank):
    with blank.engine.connect() as connection:
        ground = Ground(dictionary(connection), region_of(connection, "", ALL), NOW, ALL)
        counts = {row["code"]: row["n"] for row in signal_counts(connection, ground, economy_plan(blank), ALL)}
    assert counts["shell"] == 1 and counts["wage_warned"] == 1
    assert all(len(listed(blank, signal=code)) == n for code, n in counts.items())


def test_a_chain_names_its_weak_links_with_the_rule(blank):
    one = chain_file(blank, View(), ALL, "footwear")
    first = next(link for link in one.links if link["id"] == 1)
    assert (first["enterprises"], first["above"], first["strength"]) == (2, 2, "weak")
    assert [rule.code for rule in first["by"]] == ["few"]
    assert {row["code"]: row["enterprises"] for row in chains(blank, View(), ALL).rows}["footwear"] == 2
    assert len(one.every) == 13 and {policy.code for policy in one.policies} == {"footwear_hiring", "digital_shoes"}


def test_a_file_says_who_stands_on_which_link_and_who_invests_in_what(blank):
    with blank.engine.begin() as connection:
        rows = [(2, {"chain": "food", "link": "drinks", "enterprise": "EN4"})]
        rows.append((3, {"chain": "food", "link": "drinks", "project": "PR1"}))
        assert (import_members(connection, rows, NOW).new, import_members(connection, rows, NOW).new) == (2, 0)
        assert import_parties(connection, [(2, {"project": "PR1", "enterprise": "EN4"})]).new == 1
        with pytest.raises(BadInput, match="row 3: no link 'food' 'nothing'"):
            import_members(connection, [rows[0], (3, {"chain": "food", "link": "nothing"})], NOW)
    one = enterprise_file(blank, "EN4", ALL)
    assert [row["chain"] for row in one.links] == ["food"] and [row["code"] for row in one.projects] == ["PR1"]
    assert [row["code"] for row in chain_file(blank, View(), ALL, "food").projects] == ["PR1"]
    assert enterprise_file(blank, "EN4", replace(ALL, cells=((9, 16),))).projects == []


def test_below_counties_no_link_is_judged(blank):
    with blank.engine.connect() as connection:
        county = children(connection, region_of(connection, "", ALL))[0]
        here = children(connection, county)[0]
    assert {link["strength"] for link in chain_file(blank, View(region=here.code), ALL, "footwear").links} == {"thin"}


def test_an_appeal_is_a_case_under_its_own_category_and_shown_at_the_enterprise(blank):
    with blank.engine.begin() as connection:
        taken = raise_appeal(connection, "EN1", "labour", "招工难", "缺四十五人", CLERK, ALL, NOW)
    (one,) = enterprise_file(blank, "EN1", ALL).appeals
    assert (one["code"], one["title"], one["leaf"]) == (taken.code, "招工难", "livelihood.enterprise.labour")
    assert enterprise_file(blank, "EN2", ALL).appeals == []
    assert enterprise_file(blank, "EN1", replace(ALL, departments=("nobody",))).appeals == []


@pytest.mark.parametrize(
    ("kind", "title", "actor", "error"),
    [
        ("labour", " ", CLERK, BadInput),
        ("nothing", "招工难", CLERK, BadInput),
        ("labour", "招工难", Actor(name="领导", role="leader", scope=ALL), Forbidden),
        ("labour", "招工难", Actor(name="外镇", role="agency", scope=Scope(cells=((9, 16),))), Forbidden),
    ],
)
def test_appeals_that_say_nothing_and_who_may_not_are_refused(connection, kind, title, actor, error):
    with pytest.raises(error):
        raise_appeal(connection, "EN1", kind, title, "", actor, ALL, NOW)


def test_two_open_appeals_are_a_signal_for_who_sees_them(blank):
    with blank.engine.begin() as connection:
        for title in ("招工难", "融资难"):
            raise_appeal(connection, "EN4", "labour", title, "", CLERK, ALL, NOW)
    assert listed(blank, signal="asked_again") == ["EN4"]
    assert "asked_again" in {rule.code for rule, _why in enterprise_file(blank, "EN4", LOW).signals}


def test_a_city_without_ledgers_has_no_enterprises_and_nothing_breaks(tmp_path):
    with blank_house("sqlite", tmp_path) as house:
        assert enterprises(house, View(), ALL, Wanted()).rows == []
        for ask in (chains, signals, policies, investment):
            assert ask(house, View(), ALL).rows == []
