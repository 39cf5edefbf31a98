"""Files of readings by profiles: every row is counted once, refused ones wait as they stood and can be taken again."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from data.commands.readings import Told, take
from data.errors import BadInput
from data.intake.record import Fault
from data.readings.importing import Job, import_file
from data.readings.profile import SHIPPED, load_profile, parsed_text
from data.readings.retaking import is_reading, retake
from data.schema import import_batch, quarantine, reading
from data.scope import Scope
from tests.readings.conftest import NOON

GUEST = Scope.guest()
WIDE = """
name: wide
fields: {station: 站, at: [日期, 时刻]}
values: {level: 水位, storage: 库容}
units: {level: cm}
time: {formats: ["%Y%m%d %H:%M"], zone: Asia/Shanghai}
"""
LONG = """
name: long
fields: {station: 站码, quantity: 项目, at: 时间, value: 值, unit: 单位}
quantities: {Z: level, P: rain}
time: {formats: ["%Y/%m/%d %H:%M"], zone: UTC}
"""
HEAD = "站码,项目,时间,值,单位\n"


def job(tmp_path, profile, lines, name="readings.csv", encoding="utf-8"):
    file = tmp_path / name
    file.write_text(lines, encoding)
    return Job(path=file, profile=parsed_text(profile, "test"), text=profile)


def rows(home):
    with home.engine.connect() as connection:
        r = reading.c
        return [tuple(row) for row in connection.execute(select(r.gauge_id, r.at, r.value).order_by(r.gauge_id, r.at))]


def waiting(home):
    with home.engine.connect() as connection:
        return connection.execute(select(quarantine).order_by(quarantine.c.id)).mappings().all()


def test_rows_are_stored_known_or_quarantined_and_that_is_all_of_them(home, tmp_path):
    lines = [
        "R1,P,2024/07/25 03:50,1.2,mm",
        "R1,P,2024/07/25 03:50,1.2,mm",
        "W1,Z,2024/07/25 03:50,530,cm",
        "W1,Z,2024/07/25 03:50,高,cm",
        "X9,Z,2024/07/25 03:50,5,m",
        "W1,Q,2024/07/25 03:50,5,m",
        "R1,P,25/07 03:50,1,mm",
        "R1,P",
        "",
    ]
    work = job(tmp_path, LONG, HEAD + "\n".join(lines) + "\n")
    tally = import_file(home, work)
    assert (tally.stored, tally.known, tally.quarantined, tally.rows) == (2, 1, 5, 8)
    assert tally.faults == {"malformed": 3, "station": 2}
    ten = NOON - timedelta(minutes=10)
    assert rows(home) == [(1, ten, 1.2), (2, ten, 5.3)]
    kept = waiting(home)
    assert [(row["row"], row["fault"], row["door"], row["profile"]) for row in kept[:2]] == [
        (4, "malformed", "file", "readings:long"),
        (5, "station", "file", "readings:long"),
    ]
    assert '"值": "高"' in kept[0]["raw"] and "高" in kept[0]["reason"]
    with home.engine.connect() as connection:
        batch = connection.execute(select(import_batch)).mappings().one()
    assert (batch["rows_read"], batch["imported"], batch["merged"], batch["quarantined"]) == (8, 2, 1, 5)
    assert (batch["state"], batch["profile"], batch["file"]) == ("done", "readings:long", "readings.csv")
    again = import_file(home, work)
    assert again.finished and again.rows == 8 and len(waiting(home)) == 5


def test_several_quantities_in_a_row_with_the_time_in_two_columns_and_a_unit_of_the_profile(home, tmp_path):
    lines = "站,日期,时刻,水位,库容\nS1,20240725,11:55,6123,900\nS1,20240725,12:00,,901\nS1,20240725,11:50,-,无\n"
    tally = import_file(home, job(tmp_path, WIDE, lines, encoding="gb18030"))
    assert (tally.stored, tally.quarantined, tally.rows, tally.outcomes["late"]) == (2, 1, 3, 3)
    assert tally.outcomes["blank"] == 1, "the level of the second row"
    five = NOON - timedelta(minutes=5)
    assert rows(home) == [(3, five, 900), (3, NOON, 901), (4, five, 61.23)]
    assert waiting(home)[0]["reason"] == "没有数值"


def test_one_bad_value_of_a_row_leaves_the_others_and_the_row_waits(home, tmp_path):
    lines = "站,日期,时刻,水位,库容\nS1,20240725,12:00,6123,很多\n"
    tally = import_file(home, job(tmp_path, WIDE, lines))
    assert (tally.stored, tally.quarantined, tally.rows) == (0, 1, 1)
    assert rows(home) == [(4, NOON, 61.23)]
    row = waiting(home)[0]
    with home.engine.begin() as connection:
        mended = {"站": "S1", "日期": "20240725", "时刻": "12:00", "水位": "6123", "库容": "902"}
        taken = retake(connection, mended, GUEST, NOON, profile=row["profile"], origin=row["origin"])
    assert (taken.counts["known"], taken.counts["good"]) == (1, 1)
    assert rows(home) == [(3, NOON, 902), (4, NOON, 61.23)]


def test_an_interrupted_import_goes_on_where_it_stopped(home, tmp_path, monkeypatch):
    monkeypatch.setattr("data.readings.importing.BATCH", 4)
    lines = HEAD + "".join(f"R1,P,2024/07/25 03:{n:02d},{n / 10},mm\n" for n in range(10))
    seen = []

    def stop(n):
        seen.append(n)
        if len(seen) == 3:
            raise KeyboardInterrupt

    work = job(tmp_path, LONG, lines)
    with pytest.raises(KeyboardInterrupt):
        import_file(home, work, stop)
    tally = import_file(home, work)
    assert (tally.resumed, tally.rows, tally.stored, tally.known) == (8, 10, 10, 0)
    assert len(rows(home)) == 10


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_profiles_are_whole(path):
    profile, _text = load_profile(path.stem)
    assert profile.name == path.stem and profile.about


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("fields: {station: a, at: b}", "value"),
        ("fields: {at: b, value: c}", "station"),
        ("fields: {station: a, value: c}", "fields.at"),
        ("fields: {station: a, at: b, value: c}\nquantities: {Z: depths}", "depths"),
        ("fields: {station: a, at: b, value: c}\nunit: {rain: mm}", "unit"),
        ("fields: {station: a, at: b, value: TODO}", "draft"),
        ("fields: {station: a, at: b, value: c}\ntime: {zone: Mars/North}", "Mars"),
    ],
)
def test_a_profile_that_makes_no_sense_says_where(change, said):
    with pytest.raises(BadInput, match=said):
        parsed_text(f"name: bad\n{change}\n", "bad.yaml")


def test_a_file_without_the_columns_is_refused_before_anything_is_done(home, tmp_path):
    with pytest.raises(BadInput, match="lacks the columns"):
        import_file(home, job(tmp_path, LONG, "a,b\n1,2\n"))
    with home.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(import_batch)) == 0


def test_a_reading_of_any_door_is_taken_again_as_mended_or_stays_refused(post):
    taken = post.tell(Told("R1", "rain", NOON, "12;13", "mm"))
    assert taken.counts["quarantined"] == 1
    raw = {"station": "R1", "quantity": "rain", "at": NOON.isoformat(), "value": "12;13", "unit": "mm"}
    assert is_reading("readings") and is_reading("readings:long") and not is_reading("nyc311") and not is_reading("")
    count = select(func.count()).select_from(quarantine)
    for wrong in (raw, raw | {"depth": 1}, {"topic": "a/b", "payload": "?"}, raw | {"station": ["R1"]}):
        with pytest.raises(Fault):
            retake(post.connection, wrong, GUEST, NOON)
    assert post.connection.scalar(count) == 1
    with pytest.raises(Fault, match="没有测站"):
        retake(post.connection, raw | {"value": 12}, Scope(cells=((1, 2),)), NOON)
    assert retake(post.connection, raw | {"value": 12}, GUEST, NOON).counts["good"] == 1


def test_what_is_handed_aside_is_not_put_into_the_quarantine(post):
    seen = {}
    told = [Told("R1", "rain", NOON, 1), Told("X9", "", NOON, 1)]
    taken = take(post.connection, told, "测试", GUEST, NOON, aside=seen.update)
    assert (list(seen), taken.counts["quarantined"], taken.new) == ([1], 1, [0])
    assert waiting_in(post.connection) == 0


def waiting_in(connection):
    return connection.scalar(select(func.count()).select_from(quarantine))


def test_the_command_tells_how_every_row_fared(client, tmp_path):
    file = tmp_path / "long.csv"
    lines = ("测站编码,要素,时间,数值,单位", "RA0001,雨量,2024-07-25 15:41,1.5,mm", "X,雨量,2024-07-25 15:40,1,mm")
    file.write_text("\n".join(lines), "utf-8")
    words = ["readings", "import", str(file), "--profile", "long_table"]
    run = client.application.test_cli_runner().invoke(args=words)
    assert run.exit_code == 0, run.output
    assert "1 stored + 0 known + 1 quarantined = 2 rows read" in run.output
    assert "1 station" in run.output
