"""What is outside the scope cannot be read, found, counted or guessed."""

import pytest

from data.ask import ask
from data.errors import UnknownRegion
from data.queries import (
    agency_ranking,
    backlog,
    breakdown,
    drainage,
    funnel,
    grid,
    heat,
    hot,
    kpi,
    ranking,
    rates,
    risk,
    ticker,
    trend,
)
from data.queries import map as map_query
from data.queries.regions import ancestors, children, region_of, search, siblings
from data.scope import Scope
from data.view import View
from tests.toycity import TOY

QUERIES = (funnel, grid, kpi, map_query, ranking, risk, ticker, trend)
QUERIES += (agency_ranking, backlog, breakdown, drainage, heat, hot, rates)


@pytest.fixture
def counties(house):
    with house.engine.connect() as connection:
        return children(connection, region_of(connection, "", Scope.guest()))


@pytest.fixture
def clerk(counties):
    """Somebody of the first county."""
    return Scope(cells=((counties[0].lo, counties[0].hi),), roles=("duty",))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.__name__.rpartition(".")[2])
def test_another_county_does_not_exist_for_the_clerk(house, counties, clerk, query):
    assert query.answer(house, View(region=counties[0].code, window="ytd"), clerk).region == counties[0].code
    assert query.answer(house, View(window="ytd"), clerk).region == counties[0].code
    for code in (TOY, counties[1].code):
        with pytest.raises(UnknownRegion) as refusal:
            query.answer(house, View(region=code), clerk)
        with pytest.raises(UnknownRegion) as nowhere:
            query.answer(house, View(region="123456"), clerk)
        assert str(refusal.value).replace(code, "") == str(nowhere.value).replace("123456", "")


def test_the_way_up_the_siblings_and_the_search_end_at_the_scope(house, counties, clerk):
    with house.engine.connect() as connection:
        here = region_of(connection, counties[0].code, clerk)
        assert ancestors(connection, here, clerk) == []
        assert siblings(connection, here, clerk) == [here]
        assert search(connection, counties[1].name, clerk) == []
        assert search(connection, counties[0].name, clerk)[0] == here


def test_no_share_tells_the_size_of_what_lies_above(house, counties, clerk):
    rows = kpi.answer(house, View(region=counties[0].code, window="ytd"), clerk).rows
    assert {row["share"] for row in rows} == {None}


def test_a_cached_answer_of_the_whole_city_is_not_given_to_the_clerk(house, counties, clerk):
    view = View(region=counties[1].code, window="30d")
    ask(ranking.answer, house, view, Scope.guest(), topics=("events",), rolling=True)
    with pytest.raises(UnknownRegion):
        ask(ranking.answer, house, view, clerk, topics=("events",), rolling=True)


def test_asked_in_any_order_each_scope_gets_the_answer_it_would_get_alone(house, counties):
    scopes = [Scope.guest(), *(Scope(cells=((one.lo, one.hi),)) for one in counties)]
    view = View(region=counties[0].code, window="30d")
    for scope in (*scopes, *reversed(scopes)):
        try:
            alone = kpi.answer(house, view, scope)
        except UnknownRegion:
            with pytest.raises(UnknownRegion):
                ask(kpi.answer, house, view, scope, topics=("events", "features"), rolling=True)
        else:
            assert ask(kpi.answer, house, view, scope, topics=("events", "features"), rolling=True) == alone
