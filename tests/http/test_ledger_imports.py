"""A file of a ledger from the page of forms: its columns are told, matched, and its rows taken in bit by bit."""

import json

import pytest
from sqlalchemy import func, select

from data.house import EXTENSION
from data.schema import quarantine, record, region

PLAIN = "application/octet-stream"
HEAD = "编号,区划,名,出生日期,备用\n"
MAP = {"编号": "code", "区划": "region", "名": "person.name", "出生日期": "person.birth", "备用": ""}


@pytest.fixture
def here(client):
    with client.application.extensions[EXTENSION].engine.connect() as connection:
        return connection.scalar(select(region.c.code).where(region.c.level == 4).limit(1))


def post(client, where, text, kind=PLAIN, **more):
    asked = {"ledger": "elderly", "name": "老人.csv", "role": "duty_officer"} | more
    return client.post(f"/forms/data/{where}", query_string=asked, data=text.encode(), content_type=kind)


def lines(answer):
    return [json.loads(line) for line in answer.get_data(as_text=True).splitlines()]


def test_columns_are_told_with_what_they_are_taken_for(client, here):
    told = post(client, "columns", f"{HEAD}NEW-1,{here},新人,1950-01-01,x\nNEW-2,,乙,,\n").json
    assert told["rows"] == 2
    assert {one["name"]: one["field"] for one in told["columns"]} == MAP | {"名": ""}
    assert told["columns"][2]["sample"] == "新人"


def test_rows_are_taken_known_or_kept_and_the_lines_say_how_far_it_is(client, here):
    rows = [f"NEW-{n},{here},新人{n},1950-01-01,x\n" for n in range(700)]
    text = f"{HEAD}{''.join(rows)}BAD-1,{here},坏,明天,\n"
    told = lines(post(client, "import", text, map=json.dumps(MAP)))
    assert [one.get("done") for one in told[:2]] == [500, 701]
    assert told[-1]["said"] == ["共 701 行：新增或变更 700，已有且相同 0，进隔离区 1"]
    assert told[-1]["quarantine"] == "/quarantine?door=ledgers" and told[-1]["faults"][0]["n"] == 1
    again = lines(post(client, "import", text, map=json.dumps(MAP)))
    assert "以前导入过" in again[-1]["said"][0]
    same = lines(post(client, "import", text + "\n", map=json.dumps(MAP), name="b.csv"))
    assert "已有且相同 700" in same[-1]["said"][0]
    with client.application.extensions[EXTENSION].engine.connect() as connection:
        found = select(func.count()).select_from(record).where(record.c.code.startswith("NEW-"))
        assert connection.scalar(found) == 700
        assert "备用" not in connection.scalar(select(quarantine.c.raw).where(quarantine.c.door == "ledgers").limit(1))


def test_an_import_that_was_left_goes_on_where_it_stopped(client, here):
    text = HEAD + "".join(f"GO-{n},{here},新人{n},1950-01-01,\n" for n in range(1_200))
    answer = post(client, "import", text, map=json.dumps(MAP))
    answer.close()  # after the first bit, which is taken before the first line is told
    told = lines(post(client, "import", text, map=json.dumps(MAP)))
    assert told[0]["done"] == 1_000
    assert told[-1]["said"] == ["共 1200 行：新增或变更 1200，已有且相同 0，进隔离区 0"]


def test_what_cannot_be_taken_is_refused_before_the_first_line(client, here):
    text = f"{HEAD}NEW-1,{here},新人,1950-01-01,x\n"
    whole = json.dumps(MAP)
    for more in (
        {"map": ""},
        {"map": "[]"},
        {"map": json.dumps(MAP | {"编号": ""})},
        {"map": json.dumps(MAP | {"备用": "person.name"})},
        {"map": json.dumps(MAP | {"名": "house.floors"})},
        {"map": whole, "ledger": "nothing"},
        {"map": whole, "name": "a.exe"},
    ):
        assert post(client, "import", text, **more).status_code == 400, more
    assert post(client, "import", "", map=whole).status_code == 400
    assert post(client, "import", "编号,编号\n1,2\n", map=whole).status_code == 400
    assert post(client, "import", text, map=whole, kind="text/csv").status_code == 400
    assert post(client, "import", text, map=whole, role="leader").status_code == 403
    assert post(client, "columns", text, role="leader").status_code == 403
    assert post(client, "columns", text, ledger="nothing").status_code == 400
