"""A form is the records of a region that meet typed conditions, masked for its reader."""

import json
from base64 import urlsafe_b64encode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.errors import BadInput, Forbidden
from data.ledgers.asked import kept_asked, read_asked
from data.ledgers.fields import dictionary
from data.queries.forms import FilledPage, counted, exported, filled, sizes
from data.queries.regions import region_of
from data.schema import region
from data.scope import Scope
from tests.forms.conftest import ALL, PEOPLE

FIELDS = "person.name,person.birth,person.visits,elderly.found"


def asked(known, *where, ledger="residents", fields=FIELDS):
    return read_asked(known, {"ledger": ledger, "fields": fields, "where": json.dumps(where)})


def codes(blank, wanted, scope=ALL, here=""):
    found = [row["code"] for row in filled(blank, wanted, here, scope).rows]
    assert counted(blank, wanted, here, scope) == len(found)
    return found


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ((), ["PE1", "PE2", "PE3", "PE4"]),
        ((["person.sex", "eq", "女"],), ["PE1", "PE3", "PE4"]),
        ((["person.birth", "between", "1939-12-31", "1950-02-01"],), ["PE1", "PE4"]),
        ((["person.birth", "between", "", "1940-01-01"],), ["PE4"]),
        ((["person.visits", "between", 4, None],), ["PE1", "PE4"]),
        ((["person.visits", "in", "0", "9"],), ["PE2", "PE4"]),
        ((["person.visits", "empty"],), ["PE3"]),
        ((["person.illness", "filled"],), ["PE4"]),
        ((["person.remark", "contains", "住"],), ["PE2"]),
        ((["person.name", "contains", "0%_"],), ["PE3"]),
        ((["elderly.found", "eq", "urgent"], ["elderly.amount", "between", 299, 301]), ["PE4"]),
        ((["elderly.amount", "empty"],), ["PE1", "PE2", "PE3"]),
        ((["person.sex", "in", "f", "m"], ["person.birth", "filled"], ["person.visits", "between", 1, 5]), ["PE1"]),
    ],
)
def test_conditions_are_typed_and_all_of_them_hold(blank, known, where, found):
    assert codes(blank, asked(known, *where)) == found


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("", [1, 2, 3, 4]),
        ("code", [1, 2, 3, 4]),
        ("-code", [4, 3, 2, 1]),
        ("-village", [4, 3, 2, 1]),
        ("person.birth", [4, 1, 2, 3]),
        ("-person.birth", [3, 2, 1, 4]),
        ("person.visits", [2, 1, 4, 3]),  # what is not known stands last
        ("-person.visits", [4, 1, 2, 3]),
        ("-elderly.amount", [4, 1, 2, 3]),
    ],
)
def test_rows_come_in_the_order_that_is_asked_for_page_by_page_and_in_files(blank, known, connection, by, found):
    wanted = read_asked(known, {"ledger": "residents", "fields": FIELDS, "sort": by})
    names = [f"PE{n}" for n in found]
    assert codes(blank, wanted) == names
    first = filled(blank, wanted, "", ALL, limit=3)
    rest = filled(blank, wanted, "", ALL, limit=3, after=first.next)
    assert [row["code"] for row in (*first.rows, *rest.rows)] == names and rest.next is None
    here = region_of(connection, "", ALL)
    assert [row[0] for row in exported(connection, wanted, here, 2, 10)] == names


def test_nobody_orders_by_what_he_may_not_see_or_by_what_is_no_field(blank, known):
    with pytest.raises(Forbidden):
        filled(blank, read_asked(known, {"ledger": "residents", "sort": "person.phone"}), "", Scope(cells=ALL.cells))
    for wrong in ("nothing", "enterprise.name", "--code"):
        with pytest.raises(BadInput):
            read_asked(known, {"ledger": "residents", "sort": wrong})
    for by, after in (
        ("code", "1-1"),
        ("code", told([1, 1, 1])),
        ("person.visits", told(["x", 1, 1])),
        ("", told([1])),
        *(("code", told(["PE1", *place])) for place in ([1 << 31, 1], [1, 1 << 31], [-1, 1], [1, 1.0], [True, 1])),
        *(("village", told([value, 1, 1])) for value in (1 << 31, 1e9, 1.5, True, "1")),
        *(("", f"{place}-1") for place in ("2147483648", "9999999999", "99999999999")),
        ("", "1-2147483648"),
    ):
        with pytest.raises(BadInput):
            filled(blank, read_asked(known, {"ledger": "residents", "sort": by}), "", ALL, after=after)


def told(row):
    """A cursor that says so."""
    return "o" + urlsafe_b64encode(json.dumps(row).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "by", ["code", "-village", "person.birth", "-person.birth", "person.visits", "-elderly.amount"]
)
def test_an_ordered_form_is_turned_row_by_row_without_a_gap_though_nothing_is_known(blank, known, by):
    wanted = read_asked(known, {"ledger": "residents", "fields": FIELDS, "sort": by})
    page, seen = filled(blank, wanted, "", ALL, limit=1), []
    while page.rows:
        seen += [row["code"] for row in page.rows]
        page = filled(blank, wanted, "", ALL, after=page.next, limit=1) if page.next else FilledPage([], None)
    assert seen == codes(blank, wanted)


def test_a_ledger_has_its_own_and_a_region_its_own(blank, connection, known):
    assert codes(blank, asked(known, ledger="elderly")) == ["PE1", "PE4"]
    first = connection.scalar(select(region.c.code).where(region.c.level == 3).order_by(region.c.lo).limit(1))
    town = region_of(connection, first, ALL)
    mine = [f"PE{n}" for n, (cell, _v) in enumerate(PEOPLE, 1) if town.lo <= cell <= town.hi]
    assert codes(blank, asked(known), here=first) == mine
    assert codes(blank, asked(known), Scope(cells=((9, 16),), clearance=2)) == ["PE4"]
    assert sizes(connection, region_of(connection, "", ALL)) == {"residents": 4, "elderly": 2}


def test_pages_go_on_where_they_ended(blank, known):
    page, seen = filled(blank, asked(known), "", ALL, limit=1), []
    while True:
        seen += [row["code"] for row in page.rows]
        if page.next is None:
            break
        page = filled(blank, asked(known), "", ALL, after=page.next, limit=1)
    assert seen == ["PE1", "PE2", "PE3", "PE4"]


def test_who_is_not_cleared_sees_masks_and_cannot_ask_by_what_is_masked(blank, connection, known):
    wanted = asked(known, fields="person.name,person.phone,person.income")
    here = region_of(connection, "", ALL)
    row = next(exported(connection, wanted, here, 0, 9))
    assert (row[0], row[2], row[3]) == ("PE1", "居**", "100****0001")
    assert next(exported(connection, wanted, here, 2, 9))[2:4] == ["居民-00001", "10000000001"]
    for clearance, field in ((0, "person.name"), (1, "person.phone"), (1, "person.illness")):
        scope = Scope(cells=ALL.cells, clearance=clearance)
        with pytest.raises(Forbidden):
            filled(blank, asked(known, [field, "filled"]), "", scope)


@pytest.mark.parametrize(
    "where",
    [
        "x",
        '{"a": 1}',
        '[["person.birth"]]',
        '[["person.birth","contains","1"]]',
        '[["person.birth","eq","soon"]]',
        '[["person.visits","eq","many"]]',
        '[["person.visits","between"]]',
        '[["person.sex","eq","x"]]',
        '[["house.floors","eq",1]]',
        '[[1,"eq",1]]',
        '[["person.name","eq"]]',
        "[" * 5000,
    ],
)
def test_conditions_that_make_no_sense_are_refused_in_words(known, where):
    with pytest.raises(BadInput):
        read_asked(known, {"ledger": "residents", "fields": FIELDS, "where": where})


@given(text=st.text(max_size=30))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_is_only_ever_looked_for(blank, text):
    """Whatever somebody writes finds the records that hold it, and nothing else happens."""
    with blank.engine.connect() as connection:
        known = dictionary(connection)
    try:
        wanted = asked(known, ["person.name", "contains", text])
    except BadInput:
        return
    part = str(wanted.conditions[0].values[0])
    names = [values["name"].lower() for _cell, values in PEOPLE]
    assert codes(blank, wanted) == [f"PE{n}" for n, name in enumerate(names, 1) if part.lower() in name]


def test_what_is_asked_survives_being_kept(known):
    wanted = asked(known, ["person.visits", "between", 1, None], ["person.sex", "in", "f"])
    assert kept_asked(known, json.dumps(wanted.told())) == wanted
    assert read_asked(known, wanted.as_query()) == wanted


def test_the_dictionary_has_as_many_fields_as_the_city_told_and_each_is_defined_once(known):
    assert (len(known.ledgers), len(known.fields)) == (75, 1_020)
    assert all(one.subject and one.owner and one.frequency for one in known.fields.values())
    assert all(bool(one.codes) == (one.kind == "code") for one in known.fields.values())
    slots = [(one.subject, one.slot) for one in known.fields.values() if one.slot]
    assert len(set(slots)) == len(slots)
