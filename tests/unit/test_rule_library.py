"""The library that ships: 130 models, 42 of them of hazardous chemicals, each told in plain words in every language."""

import json
from collections import Counter

import pytest

from data.language import speaking
from data.risk_words import CHEM_LINKS, WARNING_FIELDS
from data.warn.editable import edited, settings
from data.warn.plain import condition, levels, looks_at
from data.warn.rule import parse, written
from data.warn.shipped import FOLDER, shipped_rules
from tests.texts import HAN

RULES = {one["code"]: one for one in shipped_rules()}


def what(code: str):
    return parse(json.dumps(RULES[code]["what"]))


def test_there_are_130_models_each_with_a_code_and_a_name_of_its_own():
    assert len(shipped_rules()) == len(RULES) == len({one["name"] for one in RULES.values()}) == 130
    assert {one["field"] for one in RULES.values()} <= set(WARNING_FIELDS)


def test_42_of_them_follow_hazardous_chemicals_through_every_link_of_their_life():
    links = Counter(one["link"] for one in RULES.values() if one["field"] == "chem")
    assert sum(links.values()) == 42
    assert set(links) == set(CHEM_LINKS)


def test_no_file_of_rules_is_over_250_lines():
    assert [file.name for file in FOLDER.glob("*.yaml") if len(file.read_text("utf-8").splitlines()) > 250] == []


def test_a_rule_cites_a_document_or_says_that_the_number_is_our_own():
    told = ("本系统", "GB", "LB/T", "办法", "法》")
    assert [code for code, one in RULES.items() if not any(word in one["source"] for word in told)] == []


@pytest.mark.parametrize("code", RULES)
def test_a_rule_says_in_plain_words_what_it_looks_at_and_when_it_warns(code):
    rule = what(code)
    for lang in ("zh", "en"):
        with speaking(lang):
            told = [looks_at(rule), *(words for _colour, words in levels(rule))]
            assert all(told)
            assert not any("{" in words or "|" in words for words in told)


def test_words_name_windows_bars_limits_and_places():
    assert levels(what("rainstorm"))[0] == (1, "近 3 小时雨量累计达到 100 mm")
    assert levels(what("river_level"))[-1] == (4, "水位达到警戒值 − 0.3 m")
    assert looks_at(what("flood_composite")) == "雨量站、河道水位站、水库站 · 预报 · 每个镇街一条"
    assert condition(what("crowd").levels[1].when) == "客流达到承载值的 80%"
    assert "平时的 8 倍" in levels(what("event_surge"))[0][1]


def test_english_words_hold_no_chinese_but_names_of_categories():
    with speaking("en"):
        told = {code: " ".join(words for _colour, words in levels(what(code))) for code in RULES}
        looked = {code: looks_at(what(code)) for code in RULES}
    assert [code for code, words in looked.items() if HAN.search(words)] == []
    assert [code for code, words in told.items() if HAN.search(words) and "leaf" not in str(RULES[code]["what"])] == []


@pytest.mark.parametrize("code", RULES)
def test_every_number_of_a_rule_can_be_set_and_set_back(code):
    rule = what(code)
    found = settings(rule)
    assert len({one.path for one in found}) == len(found)
    same = edited(rule, {one.path: str(one.value) for one in found})
    assert written(same) == written(rule)
    other = edited(rule, {"hold_minutes": "45"})
    assert other.hold_minutes == 45
    assert other.levels == rule.levels
