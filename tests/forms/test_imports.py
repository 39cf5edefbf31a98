"""A file of a ledger: each row is taken in, known as it is, or waits in the quarantine; the same file counts once."""

import pytest
from sqlalchemy import func, select

from data.engine import writing
from data.errors import BadInput
from data.intake.retaking import replay
from data.ledgers.asked import read_asked
from data.ledgers.importing import Job, import_records
from data.ledgers.writing import as_csv, header
from data.life.actor import Actor
from data.queries.forms import exported
from data.queries.records import seen_record
from data.queries.regions import region_of
from data.schema import quarantine, record, record_history, region
from data.scope import Scope
from tests.forms.conftest import ALL, CADRE

HEAD = "编号,区划,姓名,出生日期,老年人·走访次数\n"


def brought(blank, tmp_path, text, *, name="a.csv", actor=CADRE, mapping=None):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return import_records(blank, Job(path=path, ledger="elderly", actor=actor, mapping=mapping or {}))


def cell(blank, n=5):
    with blank.engine.connect() as connection:
        return connection.scalar(select(region.c.code).where(region.c.id == n))


def test_rows_are_new_changed_known_or_kept_with_the_reason(blank, known, tmp_path):
    here = cell(blank)
    rows = f"NEW-1,{here},新人,1950-01-01,3\nPE1,,居民-00001,1950-02-01,\nPE2,,居民-00002,1988-06-30,2\n"
    rows += f"BAD-1,{here},坏,明天,1\nBAD-2,,无处,1950-01-01,1\n,{here},无号,1950-01-01,1\nPE1\n"
    tally = brought(blank, tmp_path, HEAD + rows)
    assert (tally.rows_read, tally.imported, tally.merged, tally.quarantined) == (7, 2, 1, 4)
    assert tally.faults == {"malformed": 2, "missing": 2}
    with blank.engine.connect() as connection:
        two = seen_record(connection, known, "person", "PE2", ALL)
        assert two.ledgers == ["elderly"] and [step["reason"] for step in two.history] == ["导入"]
        new = seen_record(connection, known, "person", "NEW-1", ALL)
        assert {one.code: value for one, value in new.values if value != ""}["elderly.visits"] == 3


def test_the_same_file_counts_once_and_another_with_the_same_rows_changes_nothing(blank, tmp_path):
    text = f"{HEAD}NEW-1,{cell(blank)},新人,1950-01-01,3\n"
    assert brought(blank, tmp_path, text).imported == 1
    assert brought(blank, tmp_path, text).finished
    again = brought(blank, tmp_path, text + "\n", name="b.csv")
    assert (again.imported, again.merged) == (0, 1)
    with blank.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(record)) == 5


def test_columns_of_other_names_are_mapped_and_a_field_that_is_none_is_refused(blank, known, tmp_path):
    text = f"号,地,名\nNEW-1,{cell(blank)},新人\n"
    mapping = {"号": "code", "地": "region", "名": "person.name"}
    assert brought(blank, tmp_path, text, mapping=mapping).imported == 1
    with pytest.raises(BadInput):
        brought(blank, tmp_path, text, name="b.csv", mapping=mapping | {"名": "house.floors"})
    with pytest.raises(BadInput):
        brought(blank, tmp_path, text, name="c.csv")


def test_nobody_brings_what_lies_elsewhere_or_what_he_may_not_see(blank, tmp_path):
    away = Actor(name="西镇", role="duty_officer", scope=Scope(cells=((9, 16),), clearance=2))
    told = brought(blank, tmp_path, f"{HEAD}PE1,,改名,1950-02-01,\n", actor=away)
    low = Actor(name="低", role="duty_officer", scope=Scope(cells=ALL.cells, clearance=0))
    less = brought(blank, tmp_path, f"{HEAD}PE1,,改名,1950-02-01,\n", name="b.csv", actor=low)
    looks = Actor(name="看", role="leader", scope=ALL)
    none = brought(blank, tmp_path, f"{HEAD}PE1,,改名,1950-02-01,\n", name="c.csv", actor=looks)
    assert [one.faults for one in (told, less, none)] == [{"scope": 1}] * 3
    with blank.engine.connect() as connection:
        assert connection.execute(select(record_history)).all() == []


def test_what_was_mended_is_taken_from_the_quarantine(blank, known, tmp_path):
    brought(blank, tmp_path, f"{HEAD}NEW-1,{cell(blank)},新人,明天,3\n")
    with writing(blank.engine) as connection:
        number, raw = connection.execute(select(quarantine.c.id, quarantine.c.raw)).one()
        assert "person.birth" in raw
        told = {"code": "NEW-1", "region": cell(blank), "person.name": "新人", "person.birth": "1950-01-01"}
        everything = Actor(name="操作员", role="system", scope=ALL)
        assert replay(connection, number, told, everything, blank.clock.now()).outcome == "created"


def test_our_own_export_comes_back_as_known_and_masked_values_are_never_written(blank, known, tmp_path):
    fields = "person.name,person.phone,person.birth,elderly.found"
    wanted = read_asked(known, {"ledger": "elderly", "fields": fields})
    with blank.engine.connect() as connection:
        here = region_of(connection, "", ALL)
        whole, masked = (
            "".join(as_csv(header(wanted.fields), exported(connection, wanted, here, n, 9))) for n in (2, 0)
        )
    tally = brought(blank, tmp_path, whole)
    assert (tally.merged, tally.rows_read) == (2, 2)
    tally = brought(blank, tmp_path, masked, name="b.csv")
    assert (tally.quarantined, tally.rows_read) == (2, 2)
