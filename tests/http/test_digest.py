"""通报: the document and the files hold the same, each figure leads to its cases, and no formula is in a sheet."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from data.schema import region


@pytest.fixture
def filled(lone_desk):
    """Three puddles in the first town."""
    with lone_desk.house.engine.connect() as connection:
        town = connection.execute(select(region).where(region.c.level == 3).order_by(region.c.lo).limit(1)).one()
    where = {"lon": town.lon, "lat": town.lat}
    made = lone_desk.sender("热线", "duty_officer")
    ids = [
        made.post("/api/v1/events", {"title": f"=积水 {n}", "category": "flood.road.water", **where}).json["id"]
        for n in range(3)
    ]
    return lone_desk, made, ids


def test_the_document_counts_and_each_figure_leads_to_its_cases(filled):
    desk, made, ids = filled
    made.post(f"/api/v1/events/{ids[0]}/moves", {"move": "reject", "reason": "不属实"})
    told = desk.get("/api/v1/digest.json?window=today").json
    line = {row["key"]: row for row in told["lines"]}
    assert (line["reported"]["now"], line["rejected"]["now"], line["open"]["now"]) == (3, 1, 2)
    for row in told["lines"]:
        if row["way"] is not None:
            query = "&".join(f"{name}={value}" for name, value in row["way"].items())
            found = desk.get(f"/api/v1/events?window=today&limit=100&{query}").json
            assert len(found["events"]) == row["now"], row


def test_the_files_hold_what_the_page_shows_and_no_formula(filled):
    desk, made, ids = filled
    made.post(f"/api/v1/events/{ids[0]}/moves", {"move": "supervise", "reason": "催"})
    book = load_workbook(BytesIO(desk.get("/api/v1/digest.xlsx?window=7d").get_data()))
    assert book.sheetnames[:3] == ["周报", "五率", "超期未结"]
    assert [cell.value for cell in book["周报"][2]][:2] == ["上报", 3]
    text = desk.get("/api/v1/digest.csv?window=7d").get_data(as_text=True)
    assert text.startswith("\ufeff") and "上报,3" in text
    assert desk.get("/api/v1/digest.json?window=never").status_code == 400
    assert desk.get("/api/v1/digest.json?region=990199999").status_code == 404
    away = desk.sender("别处", "duty_officer", "990103").get("/api/v1/digest.json").json
    assert {row["key"]: row["now"] for row in away["lines"]}["reported"] == 0
