"""Putian's pack: exactly what its sources give, with the counts the register has."""

import csv
import filecmp
import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from data.cities.build import build_pack
from data.cities.pack import Pack
from data.cities.register import stem, village
from data.cities.sources import FILES
from data.errors import CityError
from tests.toycity import TOY, make_toy_pack, make_toy_sources

PUTIAN = Path(__file__).parents[2] / "data" / "cities" / "350300"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return Pack(PUTIAN)


@pytest.fixture(scope="module")
def rows(pack: Pack) -> Rows:
    return pack.regions()


def test_rebuilding_putian_gives_the_committed_pack_byte_for_byte(tmp_path: Path) -> None:
    shutil.copytree(PUTIAN / "sources", tmp_path / "sources")
    shutil.copy(PUTIAN / "recipe.yaml", tmp_path)
    built = build_pack("350300", tmp_path)
    names = [*built["files"], "manifest.json"]
    assert filecmp.cmpfiles(PUTIAN, tmp_path, names, shallow=False) == (names, [], [])


def test_the_pack_is_small() -> None:
    assert sum(file.stat().st_size for file in PUTIAN.rglob("*") if file.is_file()) < 3_000_000


def test_the_spine_has_the_counts_of_the_register_and_the_published_grids(pack: Pack, rows: Rows) -> None:
    spine = [row for row in rows if row["tree"] == "spine"]
    assert Counter(row["level"] for row in spine) == {"1": 1, "2": 7, "3": 54, "4": 976}
    assert (spine[0]["grids"], spine[0]["lo"], spine[0]["hi"]) == ("10395", "1", "138546")
    published = {figure["what"]: figure["value"] for figure in pack.manifest["published"]}
    assert published == {"villages": 973, "grids": 10395, "cells": 138546}


def test_children_part_the_interval_of_their_parent(rows: Rows) -> None:
    spine = [row for row in rows if row["tree"] == "spine"]
    for parent in spine:
        children = [row for row in spine if row["parent"] == parent["code"]]
        if children:
            edges = [(int(row["lo"]), int(row["hi"])) for row in children]
            assert edges[0][0] == int(parent["lo"]) and edges[-1][1] == int(parent["hi"])
            assert all(before[1] + 1 == after[0] for before, after in zip(edges, edges[1:], strict=False))
            assert sum(int(row["grids"]) for row in children) == int(parent["grids"])
        else:
            assert int(parent["hi"]) - int(parent["lo"]) + 1 >= int(parent["grids"]) >= 1


def test_the_two_zones_are_carved_out_of_xiuyu(rows: Rows) -> None:
    by = {(row["tree"], row["code"]): row for row in rows}
    zones = {row["code"] for row in rows if row["kind"] == "zone"}
    towns = {code: {row["name"] for row in rows if row["parent"] == code} for code in (*zones, "350305")}
    assert towns["350371"] == {"忠门镇", "东埔镇", "山亭镇"} and towns["350372"] == {"湄洲镇"}
    assert len(towns["350305"]) == 7
    whole = by["statutory", "350305"]
    assert whole["lo"] == by["spine", "350305"]["lo"] and whole["hi"] == by["spine", "350372"]["hi"]


def test_towns_are_joined_by_name_never_by_code(rows: Rows) -> None:
    towns = {row["name"]: row for row in rows if row["level"] == "3"}
    assert towns["笏石街道"]["nbs_code"] == "350305100000" and towns["笏石街道"]["mca_code"] == "350305001000"
    assert towns["枫亭镇"]["nbs_code"] == "350322100000" and towns["枫亭镇"]["mca_code"] == "350322101000"
    assert all(row["mca_code"] for row in towns.values())


def test_virtual_rows_and_pseudo_units_are_dropped_and_listed(pack: Pack, rows: Rows) -> None:
    assert not [row for row in rows if "虚拟" in row["name"]]
    dropped = {row["name"]: row["reason"] for row in pack.dropped()}
    assert {"赤港开发区", "前沁农场", "后海管理局", "赤港虚拟社区", "农场虚拟生活区", "管理局虚拟生活区"} == set(
        dropped
    )


def test_outlines_tile_their_parent_without_gap_or_overlap(pack: Pack, rows: Rows) -> None:
    shapes = {(f["properties"]["tree"], f["properties"]["code"]): shape(f["geometry"]) for f in pack.shapes()}
    for parent in rows:
        inside = [row for row in rows if row["parent"] == parent["code"] and row["tree"] == parent["tree"] == "spine"]
        if inside:
            parts = [shapes["spine", row["code"]] for row in inside]
            whole = shapes["spine", parent["code"]]
            assert sum(part.area for part in parts) == pytest.approx(whole.area, rel=1e-9)
            assert shapely.union_all(parts).symmetric_difference(whole).area < 1e-9 * whole.area
            assert sum(float(row["area_km2"]) for row in inside) == pytest.approx(float(parent["area_km2"]), rel=1e-6)
    villages = [shapes["spine", row["code"]] for row in rows if row["level"] == "4"]
    assert shapely.coverage_is_valid(np.array(villages))


def test_every_label_point_lies_in_its_outline(pack: Pack, rows: Rows) -> None:
    shapes = {(f["properties"]["tree"], f["properties"]["code"]): shape(f["geometry"]) for f in pack.shapes()}
    for row in rows:
        assert shapes[row["tree"], row["code"]].contains(shapely.Point(float(row["lon"]), float(row["lat"]))), row[
            "name"
        ]


def test_meizhou_and_nanri_are_islands(pack: Pack, rows: Rows) -> None:
    codes = {row["code"]: row["name"] for row in rows if row["level"] == "3"}
    towns = {
        codes[f["properties"]["code"]]: shape(f["geometry"]) for f in pack.shapes() if f["properties"]["code"] in codes
    }
    for island, square_km in (("湄洲镇", (10, 20)), ("南日镇", (40, 60))):
        others = shapely.union_all([one for name, one in towns.items() if name != island])
        assert towns[island].distance(others) > 0.001
        area = next(float(row["area_km2"]) for row in rows if row["name"] == island)
        assert square_km[0] < area < square_km[1]


def test_every_outline_says_whether_it_is_official(pack: Pack) -> None:
    kinds = Counter((len(f["properties"]["code"]), f["properties"]["provenance"]) for f in pack.shapes())
    assert kinds == {(6, "official"): 6, (6, "synthetic"): 3, (9, "synthetic"): 54, (12, "synthetic"): 976}


def test_storms_carry_the_names_of_the_recipe_and_utc_times(pack: Pack) -> None:
    storms = pack.storms()
    assert len({row["track_id"] for row in storms}) == 133 and len(storms) == 4987
    named = {row["track_id"]: row["name"] for row in storms if row["name"]}
    assert named == {"2023201N13134": "杜苏芮", "2024201N12133": "格美"}
    assert all(row["time"].endswith("Z") for row in storms)


def test_context_holds_neighbours_and_stays_outside_the_city(pack: Pack) -> None:
    context = pack.context()
    assert {f["properties"]["name"] for f in context if f["properties"]["role"] == "neighbour"} >= {"福州市", "泉州市"}
    city = shape(next(pack.shapes())["geometry"])
    assert all(shape(f["geometry"]).intersection(city).area < 1e-3 for f in context)


def test_another_city_builds_from_its_sources_alone(tmp_path: Path) -> None:
    rows = Pack(make_toy_pack(tmp_path)).regions()
    assert Counter(row["level"] for row in rows) == {"1": 1, "2": 2, "3": 4, "4": 8}
    assert {row["name"] for row in rows if row["level"] == "3"} >= {"东二街道"}
    (tmp_path / "recipe.yaml").unlink()
    plain = build_pack(TOY, tmp_path)
    assert plain["name"] == "玩具市" and plain["counts"]["grids"] == round(8 * 10.7)


def test_missing_sources_are_named(tmp_path: Path) -> None:
    make_toy_sources(tmp_path)
    (tmp_path / "sources" / FILES[0]).unlink()
    with pytest.raises(CityError, match=FILES[0]):
        build_pack(TOY, tmp_path)


def test_a_zone_of_unknown_towns_is_refused(tmp_path: Path) -> None:
    make_toy_sources(tmp_path)
    recipe = tmp_path / "recipe.yaml"
    zone = 'zones: [{code: "990171", name: 新区, county: "990102", towns: [无此镇]}]\n'
    recipe.write_text(recipe.read_text("utf-8") + zone, "utf-8")
    with pytest.raises(CityError, match="无此镇"):
        build_pack(TOY, tmp_path)


def test_counties_without_outline_give_their_towns_to_the_county_that_has_them(tmp_path: Path) -> None:
    make_toy_sources(tmp_path)
    divisions = tmp_path / "sources" / "divisions_nbs2023.csv"
    text = divisions.read_text("utf-8").replace("town,990102100,东二镇,990102", "town,990171100,东二街道,990171")
    divisions.write_text(
        text.replace("9901021002", "9901711002").replace("990102100", "990171100") + "county,990171,高新区,9901\n"
    )
    build_pack(TOY, tmp_path)
    with (tmp_path / "regions.csv").open(encoding="utf-8") as file:
        towns = {row["name"]: row["parent"] for row in csv.DictReader(file) if row["level"] == "3"}
    assert towns["东二街道"] == "990102"


@pytest.mark.parametrize(
    ("name", "short", "urban"),
    [
        ("东山村委会", "东山村", False),
        ("东山村村民委员会", "东山村", False),
        ("太平社区居委会", "太平社区", True),
        ("城东居委会", "城东居委会", True),
    ],
)
def test_villages_carry_short_names(name: str, short: str, urban: bool) -> None:
    assert (village("1", name).name, village("1", name).urban) == (short, urban)


def test_a_town_keeps_its_stem_when_it_becomes_a_street() -> None:
    assert stem("笏石镇") == stem("笏石街道") == "笏石"
