"""Files of things: every row is imported, known, or in the quarantine with a reason; what goes out comes back."""

import json

import numpy as np
import openpyxl
import pytest
from sqlalchemy import func, select

from data.cities import gcj02
from data.engine import writing
from data.errors import BadInput
from data.intake.retaking import replay
from data.queries.things import ThingFilters, exported, thing
from data.schema import feature, import_batch, quarantine
from data.scope import Scope
from data.things.importing import Job, import_things
from data.things.writing import as_csv, as_geojson, write_xlsx
from tests.things.registers import CHAIN, KEEPER, NOW, cell_code

HEADER = "编号,名称,种类,等级,经度,纬度,区划代码,受威胁人口(人),数据时间,责任人,坐标系,数量"
GOOD = "FX-{n},后山{n}号,地质灾害,橙,,,{cell},120,2026-03-01 08:00,{chain},,1"
ALL = Scope(cells=Scope.guest().cells, clearance=2)
FAULTS = {
    ",无编号,山洪,橙,,,{cell},,,,,": "missing",
    "FX-a,,山洪,橙,,,{cell},,,,,": "missing",
    "FX-b,无种类,,橙,,,{cell},,,,,": "missing",
    "FX-c,无等级,山洪,,,,{cell},,,,,": "missing",
    "FX-d,无位置,山洪,橙,,,,,,,,": "missing",
    "FX-e,别的种类,火山,橙,,,{cell},,,,,": "category",
    "FX-f,等级不识,山洪,紫,,,{cell},,,,,": "malformed",
    "FX-g,只有经度,山洪,橙,119.1,,{cell},,,,,": "malformed",
    "FX-h,坐标是字,山洪,橙,东,北,{cell},,,,,": "malformed",
    "FX-i,人口是字,山洪,橙,,,{cell},很多,,,,": "malformed",
    "FX-j,人口为负,山洪,橙,,,{cell},-3,,,,": "malformed",
    "FX-k,半个人,山洪,橙,,,{cell},1.5,,,,": "malformed",
    "FX-l,时间不通,山洪,橙,,,{cell},,昨天,,,": "malformed",
    "FX-m,时间未到,山洪,橙,,,{cell},,2099-01-01,,,": "future",
    "FX-n,别的区划,山洪,橙,,,123456,,,,,": "outside",
    "FX-o,在外地,山洪,橙,10,10,,,,,,": "outside",
    "FX p,编号有空格,山洪,橙,,,{cell},,,,,": "malformed",
    "FX-q,电话是字,山洪,橙,,,{cell},,,镇街/镇长/责任人-1/打我,,": "malformed",
    "FX-r,层级不识,山洪,橙,,,{cell},,,省/省长/责任人-1/13800001234,,": "malformed",
    "FX-s,坐标系不符,山洪,橙,,,{cell},,,,bd09,": "malformed",
    "FX-t,数量不是数,山洪,橙,,,{cell},,,,,几台": "malformed",
    "FX-u," + "长" * 97 + ",山洪,橙,,,{cell},,,,,": "too_long",
    "FX-1,同号不同,山洪,橙,,,{cell},,,,,": "duplicate",
    "FX-v,少列": "malformed",
    "FX-w,多列,山洪,橙,,,{cell},,,,,,多出来的": "malformed",
}


def job(path, layer="risk_point", crs="wgs84", actor=KEEPER):
    return Job(path=path, layer=layer, crs=crs, actor=actor)


def cell_of(house, cell=5):
    with house.engine.connect() as connection:
        return cell_code(connection, cell)


def written(house, path):
    """Five good rows, one of them twice, and one row for every fault."""
    cell = cell_of(house)
    good = [GOOD.format(n=n, cell=cell, chain=CHAIN) for n in (1, 2, 3, 4, 5, 5)]
    path.write_text("\n".join([HEADER, *good, *(line.format(cell=cell) for line in FAULTS)]) + "\n", "utf-8")
    return path


@pytest.fixture
def file(blank, tmp_path):
    return written(blank, tmp_path / "风险点.csv")


def test_every_fault_is_in_the_quarantine_with_its_reason_and_nothing_is_lost(blank, file):
    tally = import_things(blank, job(file))
    assert (tally.imported, tally.merged, tally.quarantined) == (5, 1, len(FAULTS))
    assert tally.imported + tally.merged + tally.quarantined == tally.rows_read == 6 + len(FAULTS)
    with blank.engine.connect() as connection:
        rows = connection.execute(select(quarantine).order_by(quarantine.c.row)).all()
        assert [one.fault for one in rows] == list(FAULTS.values())
        assert all(one.door == "things" and one.reason and one.row > 6 for one in rows)
        assert connection.scalar(select(func.count()).select_from(feature)) == 5
        assert connection.scalar(select(import_batch.c.state)) == "done"


def test_a_file_that_was_imported_is_not_imported_again_and_an_equal_one_says_nothing_new(blank, file, tmp_path):
    import_things(blank, job(file))
    again = import_things(blank, job(file))
    assert again.finished
    other = tmp_path / "b.csv"
    other.write_text("\n".join(file.read_text("utf-8").splitlines()[:6]) + "\n\n", "utf-8")
    tally = import_things(blank, job(other))
    assert (tally.imported, tally.merged, tally.quarantined) == (0, 5, 0)
    with blank.engine.connect() as connection:
        assert set(connection.scalars(select(feature.c.seq))) == {1}


def test_a_row_mended_in_the_quarantine_becomes_a_thing(blank, file):
    import_things(blank, job(file))
    with writing(blank.engine) as connection:
        row = connection.execute(select(quarantine).where(quarantine.c.raw.like("%等级不识%"))).one()
        still = replay(connection, row.id, None, KEEPER, NOW)
        assert (still.outcome, still.fault) == ("", "malformed")
        done = replay(connection, row.id, json.loads(row.raw) | {"等级": "红"}, KEEPER, NOW)
        assert (done.outcome, done.code) == ("created", "FX-f")
        assert thing(connection, "risk_point", "FX-f", ALL)["grade"] == 1


def test_rows_outside_the_bringers_scope_are_told_so(blank, file, townsman):
    other = file.with_name("elsewhere.csv")
    other.write_text("\n".join([HEADER, GOOD.format(n=9, cell=cell_of(blank, 30), chain="")]), "utf-8")
    tally = import_things(blank, job(other, actor=townsman))
    assert (tally.imported, tally.faults) == (0, {"scope": 1})


def rows_of(house, layer="risk_point"):
    rows = exported(house, "", ALL, ThingFilters(layer=layer))
    drop = ("id", "seq")
    return [{name: value for name, value in row.items() if name not in drop} for row in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_what_is_exported_comes_back_as_what_is_known_already(real, tmp_path, kind):
    import_things(real, job(written(real, tmp_path / "in.csv")))
    before = rows_of(real)
    path = tmp_path / f"out.{kind}"
    if kind == "xlsx":
        with path.open("wb") as book:
            write_xlsx(book, before, "risk_point", persons=True, notes=[])
        assert openpyxl.load_workbook(path).sheetnames[1] == "说明"
    else:
        pieces = as_geojson(before, persons=True) if kind == "geojson" else as_csv(before, "risk_point", persons=True)
        path.write_text("".join(pieces), "utf-8")
    if kind == "geojson":
        first = json.loads(path.read_text("utf-8"))["features"][0]
        assert first["geometry"]["coordinates"] == [before[0]["lon"], before[0]["lat"]]
    tally = import_things(real, job(path, crs="cgcs2000"))
    assert (tally.merged, tally.faults) == (5, {})
    assert rows_of(real) == before


def test_shifted_coordinates_are_put_right_at_the_door(blank, tmp_path):
    true = [[119.1234, 25.4321]]
    ((lon, lat),) = gcj02.from_wgs84(np.array(true)).tolist()
    boat = {"code": "渔1", "name": "渔1", "kind": "trawler", "region": cell_of(blank)}
    told = {"type": "Feature", "properties": boat, "geometry": {"type": "Point", "coordinates": [lon, lat]}}
    path = tmp_path / "boats.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [told]}), "utf-8")
    import_things(blank, job(path, "vessel", "gcj02"))
    (row,) = rows_of(blank, "vessel")
    assert (row["lon"], row["lat"]) == pytest.approx(true[0], abs=1e-6)


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", ""), ("a.csv", "甲,乙\n1,2\n"), ("a.geojson", "{"), ("a.geojson", '{"type": "Point"}')],
)
def test_a_file_that_is_none_is_refused_as_a_whole(blank, tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(BadInput):
        import_things(blank, job(path))
    with pytest.raises(BadInput):
        import_things(blank, job(path, crs="beijing54"))
    with blank.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(import_batch)) == 0


def test_geometries_that_are_no_points_wait_in_the_quarantine(blank, tmp_path):
    line = {"type": "MultiPoint", "coordinates": [[119, 25], [119.1, 25]]}
    features = [
        {"type": "Feature", "properties": {"code": "D1", "name": "堤", "kind": "dyke"}, "geometry": line},
        {"type": "Feature", "properties": None, "geometry": None},
        "nothing",
    ]
    path = tmp_path / "dykes.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    tally = import_things(blank, job(path, "key_site"))
    assert (tally.rows_read, tally.quarantined) == (3, 3)
