"""The assessment of the flood season: standings among the regions below, from the same numbers as the registers."""

import numpy as np
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from data.house import open_house
from data.queries.map import answer as on_map
from data.queries.readiness import LEAST, SCORES, answer, rows_of, standing
from data.scope import Scope
from data.view import View
from tests.conftest import toy_settings

WAYS = (("weight", "risk", -1), ("to_move", "hit", -1), ("units", "able", 1), ("on_duty", "duty", 1))
NUMBERS = st.lists(st.integers(0, 50), min_size=LEAST, max_size=12)


def made(**given_):
    n = len(next(iter(given_.values())))
    base = {name: np.zeros(n) for name in ("people", "points", "weight", "to_move", "units", "on_duty")}
    told = base | {name: np.array(values, dtype=float) for name, values in given_.items()}
    return {row["code"]: row for row in rows_of([(f"{k:02d}", f"R{k}") for k in range(n)], **told)}


@given(NUMBERS)
def test_standings_lie_between_0_and_100_and_are_50_on_the_mean(values):
    told = standing(np.array(values, dtype=float))
    assert told.min() >= 0 and told.max() <= 100
    assert abs(told.mean() - 50) < 1e-9


@given(NUMBERS, st.integers(0, 11), st.integers(1, 40))
def test_more_at_risk_never_stands_better_and_more_to_send_never_worse(values, which, more):
    which %= len(values)
    other = [value + more * (n == which) for n, value in enumerate(values)]
    code = f"{which:02d}"
    for name, score, sign in (
        ("weight", "risk", -1),
        ("to_move", "hit", -1),
        ("units", "able", 1),
        ("on_duty", "duty", 1),
    ):
        before, after = (made(**{name: some})[code][f"{score}_score"] for some in (values, other))
        assert sign * (after - before) >= 0


def test_two_regions_are_not_scored_and_the_weakest_of_more_comes_first():
    assert {row["total"] for row in made(units=[1, 2]).values()} == {None}
    assert list(made(units=[9, 1, 5], on_duty=[3, 0, 1])) == ["01", "02", "00"]


def test_numbers_are_those_of_the_regions_below(sqlite_url, toy_dir):
    home = open_house(toy_settings(toy_dir, sqlite_url), Flask("readiness"))
    told = answer(home, View(), Scope.guest())
    assert told.rows and all(set(row) == {column.key for column in told.columns} for row in told.rows)
    first = told.rows[0]["code"]
    deeper = answer(home, View(region=first), Scope.guest())
    of_first = next(row for row in told.rows if row["code"] == first)
    for name in ("people", "points", "to_move"):
        assert sum(row[name] for row in deeper.rows) == of_first[name]
    assert all(f"{name}_score" in of_first for name in SCORES)
    home.engine.dispose()


def test_a_city_whose_cells_have_no_outline_is_not_assessed(lived):
    assert answer(lived, View(), Scope.guest()).rows == []


def test_the_map_is_coloured_by_the_totals_of_the_table(sqlite_url, toy_dir):
    home = open_house(toy_settings(toy_dir, sqlite_url), Flask("readiness"))
    above = answer(home, View(), Scope.guest()).rows[0]["code"]
    for here in ("", above):
        told = {row["code"]: row["total"] for row in answer(home, View(region=here), Scope.guest()).rows}
        shown = on_map(home, View(region=here, metric="readiness"), Scope.guest())
        assert {row["code"]: row["value"] for row in shown.rows} == told
        assert (shown.unit, [one["value"] for one in shown.parts["breaks"]]) == ("分", [35, 45, 55, 65])
    home.engine.dispose()
