"""Formulas: what their grammar reads, what units and circles forbid, and what is said of it in words."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from data.errors import BadInput
from data.indicator.check import check
from data.indicator.definition import definition_of
from data.indicator.grammar import LONGEST, Name, Number, Op, names, parse
from data.indicator.graph import ordered
from data.indicator.units import conversion, known_units, unit_of
from tests.indicators.offices import given


def row(code, unit, calc=None, frequency="month", name=""):
    return {"code": code, "name_zh": name or code, "name_en": code, "unit": unit, "calc": calc, "frequency": frequency}


KNOWN = {
    one["code"]: one
    for one in (
        row("output", "万元", name="总产值"),
        row("tax", "元", name="税收"),
        row("people", "人", name="人口"),
        row("rate", "%"),
        row("old", "个", frequency="once", name="旧数"),
        row("aa", "%", "bb + rate", name="甲"),
        row("bb", "%", "rate * 2", name="乙"),
    )
}


def checked(calc, unit="%", **more):
    return check(definition_of(given(code="mine", name_zh="我的", calc=calc, unit=unit, **more)), KNOWN)


def test_a_formula_is_read_with_the_usual_precedence_and_brackets():
    assert parse("a + b * 2") == Op("+", Name("a"), Op("*", Name("b"), Number(2)))
    assert parse("（a－b）÷lastyear(b)×100") == parse("(a-b)/lastyear(b)*100")
    assert [one.shift for one in names(parse("prev(a) - lastyear(b)"))] == ["prev", "lastyear"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a +",
        "a b",
        "(a",
        "a)",
        "prev(1)",
        "lastyear a",
        "a.__class__",
        "a;b",
        "2 ** 3",
        "a" * (LONGEST + 1),
        "(" * 99,
    ],
)
def test_what_is_no_formula_is_refused_in_words(text):
    with pytest.raises(BadInput, match="公式|括号|指标"):
        parse(text)


@drawn(st.text(alphabet="ab1.()+-*/ _%'\"[]{}导=", max_size=40))
def test_nothing_that_is_typed_breaks_the_parser(text):
    try:
        parse(text)
    except BadInput as refused:
        assert str(refused)


def test_growth_of_like_by_like_is_a_share():
    found = checked("(output - lastyear(output)) / lastyear(output) * 100")
    assert (found.faults, found.hints) == ((), ())
    assert found.words == "(〔总产值〕 - 去年同期〔总产值〕) ÷ 去年同期〔总产值〕 × 100"


def test_output_a_head_has_the_unit_of_both():
    assert checked("output * 10000 / people", "元/人").faults == ()
    assert checked("output / people", "元/人").hints == ("换算成“元/人”还要乘以 10000",)
    assert "万元" not in checked("output / people", "万元/人").hints


@pytest.mark.parametrize(
    ("calc", "unit", "words"),
    [
        ("output + people", "万元", "不能相加减"),
        ("output + tax", "万元", "量级不同"),
        ("output / people", "人", "与声明的“人”不符"),
        ("output + 1", "万元", "不能相加减"),
        ("outpt / people", "万元/人", "没有指标“outpt”；相近的有 output（总产值）"),
        ("old + old", "个", "不是按月的指标"),
        ("mine + rate", "%", "绕成了圈：我的 → 我的"),
        ("rate * 2", "万圆", "单位“万圆”没有登记；相近的有 "),
    ],
)
def test_what_makes_no_sense_is_said_in_words(calc, unit, words):
    assert words in "；".join(checked(calc, unit).faults)


def test_a_circle_is_told_with_its_path():
    found = check(definition_of(given(code="bb", name_zh="乙", calc="aa * 1")), KNOWN)
    assert found.faults == ("公式绕成了圈：乙 → 甲 → 乙",) or found.faults == ("公式绕成了圈：甲 → 乙 → 甲",)


def test_different_magnitudes_are_added_once_they_are_converted():
    assert checked("output + tax * 0.0001", "万元").faults == ()
    assert checked("rate * 0.6 + aa * 0.4", "%").hints == ()


@drawn(st.sampled_from(known_units()), st.sampled_from(known_units()))
def test_units_follow_their_algebra(one, other):
    a, b = unit_of(one), unit_of(other)
    assert a.times(b).times(b, -1).of == a.of
    assert unit_of(f"{one}/{other}") == a.times(b, -1)
    assert conversion(a, a) == 1


@drawn(st.integers(2, 30), st.randoms())
def test_every_indicator_comes_after_what_it_is_made_of(n, dice):
    graph = {f"c{k}": [f"c{j}" for j in range(k) if dice.random() < 0.3] for k in range(n)}
    order = ordered(graph)
    assert all(order.index(one) < order.index(code) for code, inputs in graph.items() for one in inputs)
    graph["c0"] = [f"c{n - 1}"]
    graph[f"c{n - 1}"] = ["c0"]
    with pytest.raises(BadInput, match="绕成了圈"):
        ordered(graph)
