"""A draft says what the panels say here and now; what is not known is not said, and every number leads to its page."""

import re

import pytest
from sqlalchemy import select

from components.draft_facts import Gatherer
from components.drafts import drafted, outlined
from data.briefing.drafting import FACT, SHIPPED, Fact, read_templates, templates
from data.briefing.drafting import drafted as told_by
from data.errors import BadInput, CityError, UnknownThing
from data.queries.briefings import briefing_row, scenes_of
from data.schema import event
from data.view import View
from tests.handout.paper import FIGURE, ME

KINDS = ("daily", "weekly", "monthly", "tour")


def test_there_are_drafts_of_the_day_the_week_the_month_a_tour_and_an_incident():
    assert set(read_templates(SHIPPED)) == {*KINDS, "incident"}


@pytest.mark.parametrize("kind", [*KINDS, "incident"])
def test_every_number_of_a_sentence_is_a_fact_with_the_page_that_shows_it(house, kind):
    with house.engine.connect() as connection:
        code = connection.scalar(select(event.c.code).limit(1))
    found = outlined(house, ME, templates(house)[kind], View(), code if kind == "incident" else "")
    assert found
    for one in found:
        words = " ".join(fact.words for fact in one.facts)
        for figure in FIGURE.findall(one.scene.title + one.scene.sentence):
            assert figure in words, (one.scene.title, one.scene.sentence)
        assert all(fact.way.startswith("/") for fact in one.facts)
        assert all(fact.words in one.scene.notes and fact.way in one.scene.notes for fact in one.facts)


def test_facts_are_what_the_panels_say(house):
    template = templates(house)["monthly"]
    g = Gatherer(house, View(window="30d"), ME.scope, template)
    facts = g.facts()
    assert facts["reported"].value == g.told("trend").parts["change"][0]["reported"]
    assert facts["overdue"].value == g.told("backlog").parts["totals"][0]["overdue"]
    assert facts["region_most"].value == g.told("ranking").rows[0]["name"]
    counts = g.told("warnings").parts["counts"][0]
    assert facts["grave"].value == counts["c1"] + counts["c2"]


@pytest.mark.parametrize("kind", ["daily", "weekly", "monthly", "incident"])
def test_every_sentence_of_a_briefing_holds_a_fact(kind):
    for scene in read_templates(SHIPPED)[kind].scenes:
        assert [words for words in scene.says if not FACT.search(words)] == []


def test_what_is_not_known_is_not_said():
    template = read_templates(SHIPPED)["daily"]
    assert [one.scene.plain_title for one in told_by(template, {}, "")] == ["今日运行情况"]
    known = {"overdue": Fact(label="超期（件）", value=3, words="3", way="/events?state=overdue")}
    late = told_by(template, known, "")[-1]
    assert (late.scene.plain_title, late.scene.sentence) == ("超期未结 3 件", "")


def test_nothing_overdue_is_no_scene_of_what_is_overdue():
    template = read_templates(SHIPPED)["daily"]
    none = {"overdue": Fact(label="超期（件）", value=0, words="0", way="/events?state=overdue")}
    assert "超期" not in " ".join(one.scene.title for one in told_by(template, none, ""))


def test_a_draft_is_a_briefing_that_its_drafter_may_edit(house):
    code = drafted(house, ME, {"template": "weekly", "query": "?region=&skin=light"})
    with house.engine.connect() as connection:
        row = briefing_row(connection, code, ME)
        scenes = list(scenes_of(connection, row["id"]).values())
    assert row["mine"] and len(scenes) >= 3
    assert all("window=7d" in scene.path for scene in scenes)
    assert re.search(r"周报 \d{4}-\d\d-\d\d$", row["title"])


def test_an_incident_needs_an_event_that_is_there(house):
    with pytest.raises(BadInput):
        drafted(house, ME, {"template": "incident", "query": ""})
    with pytest.raises(UnknownThing):
        drafted(house, ME, {"template": "incident", "query": "", "event": "E20240101-999999"})
    with pytest.raises(BadInput):
        drafted(house, ME, {"template": "nothing", "query": ""})


@pytest.mark.parametrize(
    "text", ["- 1", "name: x", "name: x\nabout: y\nwindow: 7d\nscenes: [{page: /, titles: [共 3 件]}]"]
)
def test_a_template_that_makes_no_sense_or_holds_a_number_of_its_own_is_refused(tmp_path, text):
    (tmp_path / "odd.yaml").write_text(text, "utf-8")
    with pytest.raises(CityError, match="odd.yaml"):
        read_templates(tmp_path)
