"""The dictionary is kept on the screen: a field more can be used at once, one that is there keeps its meaning."""

from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import select, update

from components.catalogue_page import catalogue_drawn
from data.commands.catalogue_screens import act_on_catalogue
from data.commands.dictionary import add_field, change_field
from data.commands.records import change_record
from data.commands.revisions import bump
from data.errors import BadInput, Forbidden
from data.ledgers.asked import read_asked
from data.ledgers.field_told import NewField, changed_field
from data.ledgers.fields import CLASSES, HIDDEN, TOPIC, Dictionary, Field, dictionary, shown
from data.life.actor import Actor
from data.queries.dictionary_steps import field_steps
from data.queries.forms import filled
from data.schema import audit, field, field_step, ledger
from data.scope import Scope
from data.view import View
from tests.blank import played
from tests.forms.conftest import ALL, CADRE, NOW

CHIEF = Actor(name="管理员", role="administrator", scope=ALL)
NEW = {"ledger": "elderly", "code": "meals", "word": "助餐", "kind": "code", "codes": "home 上门\nhall 食堂"}


def added(connection, actor=CHIEF, why="新增民生事项", **more):
    return add_field(connection, NewField(**NEW | more), why, actor, NOW)


def test_a_field_that_is_added_is_filled_in_ticked_and_asked_by_at_once(blank, connection):
    assert added(connection) == "elderly.meals"
    known = dictionary(connection)
    told = {"seq": 1, "reason": "入户"}
    change_record(connection, known, "person", "PE1", {"elderly.meals": "上门"}, CADRE, ALL, NOW, **told)
    (step,) = field_steps(connection, known.ledgers["elderly"], ALL)
    connection.commit()
    asked = {"ledger": "elderly", "fields": "elderly.meals", "where": '[["elderly.meals","eq","home"]]'}
    assert [row["f0"] for row in filled(blank, read_asked(known, asked), "", ALL).rows] == ["上门"]
    assert (step["seq"], step["told"]["word"], step["reason"]) == (1, "老年人·助餐", "新增民生事项")


def test_one_that_is_shared_belongs_to_every_ledger_of_its_kind(connection):
    assert added(connection, shared=True, kind="number", unit="次", codes="") == "person.meals"
    one = dictionary(connection).fields["person.meals"]
    assert (one.ledger, one.word, one.unit, one.codes) == (None, "助餐", "次", {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"ledger": "nothing"},
        {"code": "Meals"},
        {"code": "found"},
        {"word": ""},
        {"word": "甲·乙"},
        {"kind": "picture"},
        {"unit": "筐"},
        {"shield": "secret"},
        {"codes": ""},
        {"codes": "上门"},
        {"codes": "a 同\nb 同"},
        {"codes": "a b\nb 甲"},
        {"why": " "},
    ],
)
def test_what_makes_no_field_is_refused(connection, wrong):
    with pytest.raises(BadInput):
        added(connection, **wrong)
    assert connection.scalar(select(field_step.c.code)) is None


def test_no_two_fields_of_a_kind_bear_one_name(connection):
    added(connection)
    with pytest.raises(BadInput, match="已有名为"):
        added(connection, code="dinners")


@pytest.mark.parametrize("word", ["编号", "区划", "区划代码", "村居", "region", "person.sex", "金额(元)"])
def test_no_field_is_called_what_files_call_something_else(connection, word):
    added(connection, shared=True, kind="number", unit="元", codes="", word="金额")
    with pytest.raises(BadInput, match="已有名为"):
        added(connection, code="dinners", shared=True, kind="text", word=word)
    with pytest.raises(BadInput, match="已有名为"):
        change_field(connection, "person.birth", {"word": word}, "改名", CHIEF, NOW)
    assert change_field(connection, "person.meals", {"word": "费用(元)"}, "改名", CHIEF, NOW)
    with pytest.raises(BadInput, match="已有名为"):
        added(connection, code="dinners", shared=True, kind="number", unit="元", codes="", word="费用")


def test_a_name_fits_together_with_that_of_its_ledger(connection):
    connection.execute(update(ledger).where(ledger.c.code == "elderly").values(word="老" * 40))
    bump(connection, TOPIC)
    with pytest.raises(BadInput, match="台账名称"):
        added(connection, word="助" * 24)
    assert added(connection, word="助" * 23)


def test_options_never_come_to_bear_one_name(connection):
    added(connection)
    for wrong in ("hall 上门", "kin home", "kin 食堂"):
        with pytest.raises(BadInput, match="选项"):
            change_field(connection, "elderly.meals", {"codes": wrong}, "改名", CHIEF, NOW)
    assert change_field(connection, "elderly.meals", {"codes": "home 食堂\nhall 上门"}, "互换", CHIEF, NOW)
    assert dictionary(connection).fields["elderly.meals"].codes == {"home": "食堂", "hall": "上门"}


VALUES = ("居民-00001", "13800001234", "350300199001011234", "某某路12号3栋502室门前东侧", "3200")
NOTHING = {"subject": "person", "ledger": None, "unit": "", "codes": {}, "owner": "", "frequency": "", "slot": None}


@pytest.mark.parametrize(("before", "shield"), product(CLASSES, CLASSES))
def test_a_class_that_may_be_taken_shows_nobody_more_than_before(before, shield):
    one = Field(code="person.meals", word="助餐", kind="text", shield=before, **NOTHING)
    try:
        after = replace(one, **changed_field(Dictionary({}, {}), one, {"shield": shield}))
    except BadInput:
        assert shield != before and shield not in ("health", "money")
        return
    for value, clearance in product(VALUES, range(3)):
        assert shown(after, value, clearance) in (HIDDEN, shown(one, value, clearance)) or not one.clearance


def test_a_field_keeps_what_its_values_mean_whatever_it_is_called(connection):
    added(connection)
    news = {"word": "助餐方式", "codes": "hall 社区食堂\nkin 亲属", "shield": "health"}
    assert change_field(connection, "elderly.meals", news, "口径统一", CHIEF, NOW)
    one = dictionary(connection).fields["elderly.meals"]
    assert (one.word, one.clearance) == ("老年人·助餐方式", 2)
    assert one.codes == {"home": "上门", "hall": "社区食堂", "kin": "亲属"}
    assert not change_field(connection, "elderly.meals", {}, "再看一遍", CHIEF, NOW)
    for wrong in ({"shield": "plain"}, {"shield": "none"}, {"codes": "上门"}):
        with pytest.raises(BadInput):
            change_field(connection, "elderly.meals", wrong, "放宽", CHIEF, NOW)
    with pytest.raises(BadInput):
        change_field(connection, "person.birth", {"codes": "a 甲"}, "不是选项", CHIEF, NOW)


def test_how_a_field_was_laid_down_is_kept_with_its_first_change(connection):
    before = connection.scalar(select(field.c.word).where(field.c.code == "person.birth"))
    assert change_field(connection, "person.birth", {"word": "生日"}, "通俗", CHIEF, NOW)
    steps = connection.execute(select(field_step).order_by(field_step.c.seq)).mappings().all()
    assert [(step["seq"], step["told"]["word"]) for step in steps] == [(0, before), (1, "生日")]
    known = dictionary(connection)
    assert {step["actor"] for step in field_steps(connection, known.ledgers["elderly"], Scope(cells=ALL.cells))} == {""}


def test_only_who_answers_for_the_whole_city_keeps_it(connection):
    low, _high = ALL.cells[0]
    for role, scope in (
        ("duty_officer", ALL),
        ("agency", Scope(cells=ALL.cells, departments=("one",))),
        ("administrator", Scope(cells=((low, low + 1),))),
    ):
        actor = Actor(name="某人", role=role, scope=scope)
        with pytest.raises(Forbidden):
            added(connection, actor)
        with pytest.raises(Forbidden):
            change_field(connection, "person.birth", {"word": "生日"}, "越权", actor, NOW)


def test_it_is_done_on_the_card_of_the_ledger_and_told_in_the_log(blank, connection):
    connection.commit()
    demo = played(blank, NOW)
    card = catalogue_drawn(demo, View(), {"resource": "ledger:elderly"}, "leader")["one"]
    assert 'value="field_add"' in card and 'value="field_change"' in card
    assert 'value="field_add"' not in catalogue_drawn(demo, View(), {"resource": "ledger:elderly"}, "resident")["one"]
    said = act_on_catalogue(
        demo, {"act": "field_add", "words": "新增", "shared": "", **NEW, "shield": "plain"}, "leader", 1
    )
    assert "elderly.meals" in said
    given = {"act": "field_change", "field": "elderly.meals", "word": "送餐", "words": "改名"}
    assert "已修改" in act_on_catalogue(demo, given, "leader", 1)
    assert "老年人·送餐" in catalogue_drawn(demo, View(), {"resource": "ledger:elderly"}, "leader")["one"]
    with demo.engine.connect() as other:
        noted = other.execute(select(audit.c.action, audit.c.target).order_by(audit.c.n)).all()
    assert [tuple(one) for one in noted] == [("field_add", "elderly meals"), ("field_change", "elderly.meals")]
