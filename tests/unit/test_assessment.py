"""Declared scoring rules: no line gives too much, ranks are stable, and what makes no sense is refused."""

from types import SimpleNamespace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from data.assessment.measures import AUDIENCES, MEASURES, Found
from data.assessment.rules import GENERIC, assessment_rules, read_rules
from data.assessment.score import mark_of, standing_of
from data.errors import CityError
from data.queries.assessment import ranked

RULES = read_rules(GENERIC)
N = len(RULES.of("county"))
FOUND = st.builds(lambda n, part: Found(round(n * part), n), st.integers(0, 5_000), st.floats(0, 1))


@given(st.data())
def test_no_line_gives_more_than_its_cap_and_no_total_more_than_a_hundred(data):
    cap = data.draw(st.floats(1, 100))
    rules = RULES.model_copy(update={"lines": tuple(one.model_copy(update={"cap": cap}) for one in RULES.lines)})
    lines = rules.of(data.draw(st.sampled_from(list(AUDIENCES))))
    row = standing_of("a", "甲", lines, {one.key: data.draw(FOUND) for one in lines})
    for mark in row.marks:
        assert mark.points is None or 0 <= mark.points <= mark.line.weight * cap / 100 + 1e-9
        assert (mark.points is None) == (mark.found is None or mark.found.n < mark.line.least)
    assert row.total is None or 0 <= row.total <= 100


@given(st.sampled_from(RULES.lines), st.integers(30, 2_000), st.data())
def test_better_is_never_worth_less(line, n, data):
    hits = sorted(data.draw(st.lists(st.integers(0, n), min_size=2, max_size=2)))
    low, high = (mark_of(line, Found(one, n)).score for one in hits)
    less = line.less or (line.linear is not None and line.linear.full < line.linear.zero)
    assert (low >= high) if less else (low <= high)


@given(st.lists(st.lists(FOUND, min_size=N, max_size=N), max_size=8), st.randoms())
def test_ranks_do_not_hang_on_the_order_in_which_they_are_found(found, chance):
    lines = RULES.of("county")
    rows = [
        standing_of(str(n), str(n), lines, dict(zip([one.key for one in lines], some, strict=True)))
        for n, some in enumerate(found)
    ]
    first = ranked(rows, RULES)
    chance.shuffle(rows)
    assert ranked(rows, RULES) == first
    with_rank = [one for one in first if one.rank]
    assert first[: len(with_rank)] == with_rank and len(with_rank) != 1
    for one in with_rank:
        assert one.rank == 1 + sum(other.total > one.total for other in with_rank)
    assert all(one.weight < RULES.counted for one in first if not one.rank) or not with_rank


WRONG = [
    ({"measure": "mood"}, "line 1 (prompt)"),
    ({"weight": 11}, "add up to 101"),
    ({"weight": "much"}, "line 1 (prompt): weight"),
    ({"linear": None}, "linear or steps"),
    ({"linear": {"zero": 5, "full": 5}}, "differ"),
    ({"for": ["village"]}, "line 1 (prompt): for"),
    ({"source": "hotline", "for": ["agency"]}, "not for agencies"),
    ({"key": "on_time"}, "given twice"),
    ({"more": 1}, "line 1 (prompt): more"),
]


@pytest.mark.parametrize(("change", "why"), WRONG)
def test_a_city_s_own_rules_are_refused_with_their_file_and_line(tmp_path, change, why):
    whole = yaml.safe_load(GENERIC.read_text(encoding="utf-8"))
    whole["lines"][0] |= change
    (tmp_path / "990000").mkdir()
    path = tmp_path / "990000" / "assessment.yaml"
    path.write_text(yaml.safe_dump(whole), encoding="utf-8")
    with pytest.raises(CityError) as error:
        assessment_rules(SimpleNamespace(cities_dir=tmp_path, city="990000"))
    assert "assessment.yaml" in str(error.value) and why in str(error.value)


def test_what_is_no_yaml_is_refused_with_its_line_and_a_pack_without_rules_has_the_house_s(tmp_path):
    path = tmp_path / "assessment.yaml"
    path.write_text("version: 1\nlines: [\n", encoding="utf-8")
    with pytest.raises(CityError, match="line 3"):
        read_rules(path)
    assert assessment_rules(SimpleNamespace(cities_dir=tmp_path, city="990000")) == RULES
    assert {line.measure for line in RULES.lines} <= set(MEASURES)
