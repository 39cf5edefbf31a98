"""Files become events: every row accounted for, never twice, and an interrupted run goes on where it stopped."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app import create_app
from data.commands import cube, cube_rebuild
from data.errors import BadInput, CockpitError
from data.house import EXTENSION
from data.intake import importing
from data.intake.importing import Job, import_file
from data.intake.profile import load_profile
from data.schema import event, event_external, event_history, event_sum, import_batch, quarantine
from tests.conftest import toy_settings
from tests.intake.files import BOSTON, COCKPIT, MESSAGES, MINE, NYC, OTTAWA, cockpit, write_csv, write_xlsx
from tests.samples import SAMPLES, needs_samples

TOWN = "990102001"
FILES = {
    "boston311": "qsv_boston311_100.csv",
    "nyc311": "nyc_311_20250324_235rows.csv",
    "citizen_messages": "tipdm2020_attach3_hot_4326.xlsx",
    "ottawa311": "ottawa_311_2014-06.csv",
}
ROWS = {"boston311": 100, "nyc311": 235, "citizen_messages": 4326, "ottawa311": 17984}


def job(path, profile="cockpit", **more):
    read, text = load_profile(str(profile))
    return Job(path=path, profile=read, text=text, **more)


def count(house, table, *where):
    with house.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*where))


def rows_of(house, statement):
    with house.engine.connect() as connection:
        return [dict(row) for row in connection.execute(statement).mappings()]


def accounted(house, tally, rows):
    assert tally.rows_read == rows == tally.imported + tally.merged + tally.quarantined
    assert count(house, event) == count(house, event_external) == tally.imported
    assert count(house, quarantine) == tally.quarantined == sum(tally.faults.values())


@needs_samples
@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_sample_is_accounted_for_and_a_second_run_changes_nothing(real, name):
    work = job(Path(SAMPLES) / FILES[name], name, place=TOWN)
    tally = import_file(real, work)
    accounted(real, tally, ROWS[name])
    assert tally.imported > 0.9 * tally.rows_read
    again = import_file(real, work)
    assert again.finished
    accounted(real, tally, ROWS[name])
    assert {row["placed"] for row in rows_of(real, select(event.c.placed).distinct())} == {"region"}


@needs_samples
def test_a_sample_of_another_city_is_set_aside_when_no_region_is_named(real):
    tally = import_file(real, job(Path(SAMPLES) / FILES["boston311"], "boston311"))
    assert (tally.imported, tally.faults) == (0, {"outside": 100})


def boston(n, **more):
    row = {"case_enquiry_id": f"B{n}", "open_dt": "2022-01-05 09:00:00", "target_dt": "2022-01-12 09:00:00"}
    row |= {
        "closed_dt": "2022-01-06 10:00:00",
        "case_status": "Closed",
        "case_title": f"Light {n}",
        "reason": "Street Lights",
    }
    return row | {"type": "Lights", "latitude": 42.3, "longitude": -71.1, "source": "City Worker App"} | more


def test_closed_cases_of_elsewhere_come_with_their_life(real, tmp_path):
    rows = [boston(1), boston(2, closed_dt="", case_status="Open"), boston(3, target_dt=""), boston(4, closed_dt="")]
    tally = import_file(real, job(write_csv(tmp_path / "b.csv", BOSTON, rows), "boston311", place=TOWN))
    accounted(real, tally, 4)
    assert tally.faults == {"missing": 1}
    first, second, third = rows_of(real, select(event).order_by(event.c.title))
    assert first["reported_at"] == datetime(2022, 1, 5, 14, tzinfo=UTC)  # New York, in winter
    assert first["deadline_at"] == datetime(2022, 1, 12, 14, tzinfo=UTC)
    assert (first["stage"], first["closed_at"], first["ended_at"]) == (
        "closed",
        *[datetime(2022, 1, 6, 15, tzinfo=UTC)] * 2,
    )
    assert (second["stage"], second["closed_at"]) == ("reported", None)
    assert (third["stage"], third["leaf"], third["source"]) == ("closed", "facility.municipal.light", "patrol")


def test_the_other_formats_are_read_too(real, tmp_path):
    nyc = {
        "Unique Key": "1",
        "Created Date": "03/24/2025 11:33:07 PM",
        "Status": "In Progress",
        "Complaint Type": "Sewer",
    }
    ottawa = {
        "creation_date": "2014-Jun-16 13:57:50",
        "call_type": "Graffiti",
        "call_description": "Wall",
        "priority_name": "x",
    }
    message = {"留言编号": 9, "留言主题": "公交何时恢复", "留言时间": "2019/2/8 9:05:05", "留言详情": "\n\t请问\n"}
    for name, columns, rows in (("nyc311", NYC, [nyc]), ("ottawa311", OTTAWA, [ottawa, ottawa])):
        tally = import_file(real, job(write_csv(tmp_path / f"{name}.csv", columns, rows), name, place=TOWN))
        assert (tally.imported, tally.merged, tally.quarantined) == (1, len(rows) - 1, 0)
    path = write_xlsx(
        tmp_path / "m.xlsx", MESSAGES, [message, message | {"留言编号": 10, "留言时间": datetime(2019, 8, 1)}]
    )
    assert import_file(real, job(path, "citizen_messages", place=TOWN)).imported == 2
    told = rows_of(real, select(event.c.stage, event.c.title, event.c.text, event.c.reported_at).order_by(event.c.id))
    assert [one["stage"] for one in told] == ["handling", "reported", "reported", "reported"]
    assert told[2]["text"] == "请问"
    assert told[3]["reported_at"] == datetime(2019, 7, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_encodings_and_delimiters_are_found_out(real, tmp_path, encoding, delimiter):
    path = write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(n) for n in range(3)], encoding, delimiter)
    assert import_file(real, job(path)).imported == 3
    assert rows_of(real, select(event.c.title).order_by(event.c.id))[1] == {"title": "第1盏路灯不亮"}


def test_coordinates_count_where_they_lie_and_swapped_ones_are_told(real, tmp_path):
    rows = [
        cockpit(1),
        cockpit(2, 经度=25.05, 纬度=119.05),
        cockpit(3, 经度=0, 纬度=0),
        cockpit(4, 经度="", 纬度="", 区划="东区"),
    ]
    rows += [cockpit(5, 经度="", 纬度="")]
    tally = import_file(real, job(write_csv(tmp_path / "a.csv", COCKPIT, rows)))
    assert tally.faults == {"outside": 2, "missing": 1}
    assert "写反" in rows_of(real, select(quarantine.c.reason).order_by(quarantine.c.id))[0]["reason"]
    placed = rows_of(real, select(event.c.placed, event.c.lon, event.c.place).order_by(event.c.id))
    assert [one["placed"] for one in placed] == ["exact", "region"]
    assert placed[0]["lon"] == 119.05
    assert placed[1]["place"] == "东区"


def test_an_interrupted_run_goes_on_where_it_stopped(real, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    path = write_csv(
        tmp_path / "a.csv", COCKPIT, [cockpit(n, 标题="" if n % 7 == 0 else f"第{n}件") for n in range(35)]
    )

    class Unplugged(Exception):
        pass

    def unplug(n):
        if count(real, event):
            raise Unplugged

    with pytest.raises(Unplugged):
        import_file(real, job(path), unplug)
    batch = rows_of(real, select(import_batch))[0]
    assert (batch["state"], batch["rows_read"]) == ("running", 10)
    tally = import_file(real, job(path))
    assert tally.resumed == 10
    assert (tally.rows_read, tally.imported, tally.quarantined) == (35, 30, 5)
    assert count(real, event) == 30
    assert [row["row"] for row in rows_of(real, select(quarantine.c.row).order_by(quarantine.c.id))] == [
        1,
        8,
        15,
        22,
        29,
    ]
    assert rows_of(real, select(import_batch))[0]["state"] == "done"


def test_two_runs_at_once_do_not_take_a_row_twice(real, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    path = write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(n) for n in range(30)])
    started = []

    def another(n):
        if not started:
            started.append(import_file(real, job(path)))

    with pytest.raises(CockpitError, match="another run"):
        import_file(real, job(path), another)
    assert count(real, event) == started[0].imported == 30


def test_a_later_file_with_the_same_numbers_adds_only_what_is_new(real, tmp_path):
    import_file(real, job(write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(n) for n in range(5)])))
    tally = import_file(real, job(write_csv(tmp_path / "b.csv", COCKPIT, [cockpit(n) for n in range(3, 8)])))
    assert (tally.imported, tally.merged) == (3, 2)
    other = import_file(
        real, job(write_csv(tmp_path / "b.csv", COCKPIT, [cockpit(n) for n in range(3, 8)]), origin="乙方")
    )
    assert other.imported == 5


def test_the_cube_of_imported_events_is_what_a_recount_gives(real, tmp_path):
    rows = [
        boston(n, closed_dt="" if n % 3 else "2022-01-09 10:00:00", case_status="Open" if n % 3 else "Closed")
        for n in range(9)
    ]
    rows = [row | {"target_dt": "" if n % 2 else row["target_dt"]} for n, row in enumerate(rows)]
    import_file(real, job(write_csv(tmp_path / "b.csv", BOSTON, rows), "boston311", place=TOWN))
    with real.engine.begin() as connection:
        cube.count(connection)
    order = select(event_sum).order_by(*event_sum.primary_key.columns)
    kept = rows_of(real, order)
    with real.engine.begin() as connection:
        cube_rebuild.rebuild(connection)
    assert rows_of(real, order) == kept
    assert count(real, event_history) == 9


def test_an_own_profile_is_kept_with_the_rows_it_read(real, tmp_path):
    profile = tmp_path / "mine.yaml"
    profile.write_text(MINE)
    path = write_csv(
        tmp_path / "s.csv", ["id", "t", "at"], [{"id": "1", "t": "水位", "at": "2026-01-02T03:04:05+08:00"}]
    )
    assert import_file(real, job(path, profile, place=TOWN)).imported == 1
    assert import_file(real, job(path, profile)).faults == {}  # known already: nothing to set aside


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "header"),
        (b"\n\n", "header"),
        (b"a,b\n1,2\n", "lacks the columns"),
        ("编号;标题".encode() * 3, "lacks the columns"),
        (b"caf\xe9,\xfc,x\n" * 50, "encoding"),
        (b"PK\x03\x04 and no more", "XLSX"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_whole(real, tmp_path, content, said):
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(BadInput, match=said):
        import_file(real, job(tmp_path / "a.csv"))
    assert count(real, import_batch) == 0


def test_an_unknown_region_is_refused_before_anything_is_read(real, tmp_path):
    with pytest.raises(BadInput, match="no region"):
        import_file(real, job(write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(1)]), place="000000"))
    assert count(real, import_batch) == 0


def test_the_command_tells_the_sums_and_the_quarantine(toy_dir, empty_sqlite, tmp_path):
    server = create_app(
        toy_settings(toy_dir, f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'toy.db')}", demo=False)
    )
    run = server.test_cli_runner().invoke
    path = str(write_csv(tmp_path / "a.csv", COCKPIT, [cockpit(1), cockpit(1), cockpit(2, 类别="?")]))
    first = run(args=["events", "import", path, "--profile", "cockpit"])
    assert "1 imported + 1 merged + 1 quarantined = 3 rows read" in first.output
    assert "nothing was done" in run(args=["events", "import", path, "--profile", "cockpit"]).output
    assert "1 waiting" in (said := run(args=["quarantine", "list"]).output)
    assert "category" in said
    assert "1 + 1 + 1 = 3" in run(args=["events", "files"]).output
    assert "TODO" in run(args=["events", "sniff", path]).output
    wrong = run(args=["events", "import", path, "--profile", "nowhere"])
    assert wrong.exit_code == 1
    assert "no profile" in wrong.output
    server.extensions[EXTENSION].engine.dispose()
