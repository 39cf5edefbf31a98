"""Other offices' warnings by CAP 1.2: each once, replaced, cancelled and expired as told, and ours to others."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from data.cap.atom import ATOM
from data.cap.parse import parse
from data.commands.cap import take
from data.commands.codes import KEPT, number_behind
from data.commands.warnings import move_warning
from data.engine import writing
from data.life.actor import Actor
from data.queries.regions import region_of
from data.schema import cap_message, quarantine, region, warning, warning_region
from data.scope import Scope
from tests.capwords import AREA, alert, info, refers, stamp
from tests.toycity import TOY

NOW = datetime.now(UTC).replace(microsecond=0)
OFFICE = Actor(name="气象台", role="system", scope=Scope.guest())
LATER = stamp(NOW + timedelta(hours=6))


def said(*infos, minutes=-30, **parts):
    """A message sent so many minutes from now."""
    return alert(*(infos or (rain(),)), **({"sent": stamp(NOW + timedelta(minutes=minutes))} | parts))


def rain(area=AREA, **parts):
    return info(area, **({"expires": LATER} | parts))


def hear(desk, raw, actor=OFFICE, now=NOW):
    with writing(desk.house.engine) as connection:
        return take(connection, raw, actor, now)


def rows(desk, table):
    with desk.house.engine.connect() as connection:
        return connection.execute(select(table)).mappings().all()


def covered(desk, number):
    """Names of the regions that a warning covers."""
    with desk.house.engine.connect() as connection:
        several = select(warning_region.c.region_id).where(warning_region.c.warning_id == number)
        ids = list(connection.scalars(several)) or [
            connection.scalar(select(warning.c.region_id).where(warning.c.id == number))
        ]
        return set(connection.scalars(select(region.c.name).where(region.c.id.in_(ids))))


def test_an_alert_raises_a_warning_once_however_often_it_comes(desk):
    first, again = hear(desk, said()), hear(desk, said())
    assert (first.outcome, again.outcome, again.warning_id) == ("raised", "known", first.warning_id)
    (one,) = rows(desk, warning)
    assert (one["field"], one["colour"], one["title"], one["origin"]) == ("rain", 2, "暴雨橙色预警", "met@office.test")
    assert (one["provenance"], one["expires_at"].isoformat()) == ("published", (NOW + timedelta(hours=6)).isoformat())
    assert [row["kind"] for row in rows(desk, cap_message)] == ["Alert"]


def test_another_text_under_a_known_number_waits_in_the_quarantine(desk):
    hear(desk, said())
    got = hear(desk, said(rain(headline="暴雨红色预警")))
    assert (got.outcome, got.fault) == ("quarantined", "duplicate")
    assert rows(desk, warning)[0]["colour"] == 2


def test_an_update_replaces_what_the_warning_says_and_where(desk):
    first = hear(desk, said())
    west = AREA.replace("990102", "990103")
    got = hear(
        desk,
        said(
            rain(west, headline="暴雨红色预警"), identifier="m2", msgType="Update", references=refers("m1"), minutes=-20
        ),
    )
    assert (got.outcome, got.warning_id) == ("updated", first.warning_id)
    (one,) = rows(desk, warning)
    assert (one["colour"], one["peak"], one["title"]) == (1, 1, "暴雨红色预警")
    assert covered(desk, one["id"]) == {"西区"}
    down = said(rain(headline="暴雨蓝色预警"), identifier="m3", msgType="Update", references=refers("m2"), minutes=-10)
    assert hear(desk, down).outcome == "updated"
    assert (rows(desk, warning)[0]["colour"], rows(desk, warning)[0]["peak"]) == (4, 1)


def test_a_cancel_clears(desk):
    hear(desk, said())
    got = hear(desk, said(identifier="m2", msgType="Cancel", references=refers("m1"), minutes=-5))
    assert got.outcome == "cleared"
    assert rows(desk, warning)[0]["state"] == "cleared"


def test_only_the_sender_of_a_message_can_cancel_it(desk):
    hear(desk, said())
    got = hear(desk, said(sender="other@office.test", msgType="Cancel", references=refers("m1"), minutes=-5))
    assert got.outcome == "kept"
    assert rows(desk, warning)[0]["ended_at"] is None


def test_all_clear_and_an_update_that_has_expired_clear_as_well(desk):
    for number, how in enumerate(({"responseType": "AllClear"}, {"expires": stamp(NOW - timedelta(minutes=1))})):
        hear(desk, said(identifier=f"a{number}"))
        update = said(
            rain(**how), identifier=f"b{number}", msgType="Update", references=refers(f"a{number}"), minutes=-5
        )
        assert hear(desk, update).outcome == "cleared"


def test_what_has_expired_is_kept_and_not_raised(desk):
    assert hear(desk, said(rain(expires=stamp(NOW - timedelta(minutes=1))))).outcome == "kept"
    assert (rows(desk, warning), len(rows(desk, cap_message))) == ([], 1)


def test_a_cancel_or_update_that_overtakes_its_alert_still_counts(desk):
    assert hear(desk, said(identifier="m2", msgType="Cancel", references=refers("m1"), minutes=-5)).outcome == "kept"
    assert hear(desk, said()).outcome == "kept"
    assert rows(desk, warning) == []


def test_an_older_update_does_not_undo_a_newer_one(desk):
    hear(desk, said())
    newer = said(rain(headline="暴雨红色预警"), identifier="m3", msgType="Update", references=refers("m1"), minutes=-5)
    older = said(rain(headline="暴雨黄色预警"), identifier="m2", msgType="Update", references=refers("m1"), minutes=-9)
    assert [hear(desk, one).outcome for one in (newer, older)] == ["updated", "kept"]
    assert rows(desk, warning)[0]["colour"] == 1


def test_an_update_of_something_we_never_heard_is_a_warning_of_its_own(desk):
    assert hear(desk, said(msgType="Update", references=refers("m0"))).outcome == "raised"


def test_an_update_of_what_people_have_cleared_raises_it_anew(desk):
    first = hear(desk, said())
    duty = Actor(name="值班员-001", role="duty_officer", scope=Scope.guest())
    with writing(desk.house.engine) as connection:
        move_warning(connection, first.warning_id, "clear", duty, NOW, NOW, reason="雨停")
    got = hear(desk, said(identifier="m2", msgType="Update", references=refers("m1"), minutes=-5))
    assert (got.outcome, got.warning_id != first.warning_id) == ("raised", True)


@pytest.mark.parametrize("status", ["Exercise", "Test", "Draft", "System"])
def test_what_is_not_for_real_is_kept_and_never_shown(lone_desk, status):
    assert hear(lone_desk, said(status=status)).outcome == "kept"
    assert (rows(lone_desk, warning), rows(lone_desk, cap_message)[0]["status"]) == ([], status)


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"\xff\x00 no XML", "malformed"),
        (said(status="Real"), "malformed"),
        (said(identifier=""), "missing"),
        (said(rain("<areaDesc>far away</areaDesc><circle>40,116 5</circle>")), "outside"),
        (said(rain("")), "outside"),
        (said(minutes=60), "malformed"),
    ],
)
def test_what_cannot_be_taken_waits_in_the_quarantine_with_its_reason(lone_desk, raw, fault):
    got = hear(lone_desk, raw)
    assert (got.outcome, got.fault) == ("quarantined", fault)
    (kept,) = rows(lone_desk, quarantine)
    assert (kept["door"], kept["fault"], kept["reason"], kept["origin"]) == ("cap", fault, got.detail, "气象台")
    assert rows(lone_desk, warning) == rows(lone_desk, cap_message) == []


def test_a_sender_of_one_county_cannot_warn_the_other(lone_desk):
    with lone_desk.house.engine.connect() as connection:
        east = region_of(connection, "990102", Scope.guest())
    actor = Actor(name="东区", role="system", scope=Scope(cells=((east.lo, east.hi),), roles=("system",)))
    assert hear(lone_desk, said(), actor).outcome == "raised"
    west = hear(lone_desk, said(rain(AREA.replace("990102", "990103")), identifier="m2"), actor)
    assert west.outcome == "quarantined"


@pytest.mark.parametrize(
    ("area", "names"),
    [
        ("<polygon>25.0,119.1 25.0,119.23 25.1,119.23 25.1,119.1 25.0,119.1</polygon>", {"东区"}),
        ("<polygon>24.9,118.9 24.9,119.3 25.2,119.3 25.2,118.9 24.9,118.9</polygon>", {"玩具市"}),
        ("<polygon>24.91,119.02 24.91,119.09 24.97,119.09 24.97,119.02 24.91,119.02</polygon>", {"西岛镇"}),
        ("<circle>24.94,119.055 6</circle>", {"西岛镇"}),
        ("<geocode><valueName>a</valueName><value>990102001000</value></geocode>", {"东一街道"}),
        ("<geocode><valueName>a</valueName><value>990000</value></geocode>", {"玩具市"}),
        (
            "<polygon>25.0,119.1 25.0,119.23 25.1,119.23 25.1,119.1 25.0,119.1</polygon>"
            "<geocode><valueName>a</valueName><value>990103000000</value></geocode>",
            {"东区", "西区"},
        ),
    ],
)
def test_polygons_circles_and_codes_find_their_regions(lone_desk, area, names):
    got = hear(lone_desk, said(rain(f"<areaDesc>a</areaDesc>{area}")))
    assert covered(lone_desk, got.warning_id) == names


def test_a_point_is_the_village_around_it(lone_desk):
    got = hear(lone_desk, said(rain("<areaDesc>a</areaDesc><circle>25.03,119.13 0</circle>")))
    with lone_desk.house.engine.connect() as connection:
        level = select(region.c.level).join(warning, warning.c.region_id == region.c.id)
        assert connection.scalar(level.where(warning.c.id == got.warning_id)) == 4


def post(desk, raw, kind="application/cap+xml", **headers):
    named = desk.bearer | {name.replace("_", "-"): value for name, value in headers.items()}
    return desk.client.post("/api/v1/cap", data=raw, content_type=kind, headers=named)


def test_the_door_tells_what_became_of_a_message(desk):
    made = post(desk, said())
    assert (made.status_code, made.json["outcome"]) == (201, "raised")
    assert made.headers["Location"] == made.json["url"]
    assert (post(desk, said()).status_code, post(desk, said()).json["outcome"]) == (200, "known")
    bad = post(desk, said(identifier="x", status="Real"))
    assert (bad.status_code, bad.content_type, bad.json["code"]) == (422, "application/problem+json", "malformed")
    with desk.house.engine.connect() as connection:
        assert number_behind(connection, KEPT, bad.json["quarantine"]) == rows(desk, quarantine)[0]["id"]


def test_the_door_asks_for_a_key_for_xml_and_answers_twice_the_same(lone_desk):
    assert lone_desk.client.post("/api/v1/cap", data=said(), content_type="application/xml").status_code == 401
    assert post(lone_desk, said(), "application/json").status_code == 415
    first, again = (post(lone_desk, said(), Idempotency_Key="k1") for _ in range(2))
    assert (first.data, again.headers["Idempotent-Replayed"]) == (again.data, "true")


def test_a_warning_is_told_as_cap_through_its_whole_life(desk):
    url = post(desk, said()).json["url"]
    first = desk.client.get(url)
    assert (first.status_code, first.mimetype) == (200, "application/cap+xml")
    told = parse(first.data)
    assert (told.kind, told.status, told.infos[0].severity, told.sender) == ("Alert", "Actual", "Severe", f"yitu-{TOY}")
    assert [(area.description, area.geocodes[0].value) for area in told.infos[0].areas] == [("东区", "990102")]
    assert told.infos[0].areas[0].polygons
    post(
        desk,
        said(rain(headline="暴雨红色预警"), identifier="m2", msgType="Update", references=refers("m1"), minutes=-9),
    )
    newer = parse(desk.client.get(url).data)
    assert (newer.kind, newer.infos[0].severity) == ("Update", "Extreme")
    assert [one.identifier for one in newer.references] == [told.identifier]
    post(desk, said(identifier="m3", msgType="Cancel", references=refers("m2"), minutes=-5))
    last = parse(desk.client.get(url).data)
    assert (last.kind, last.infos[0].responses, len(last.references)) == ("Cancel", ("AllClear",), 2)


def test_what_we_tell_can_be_taken_by_another_house_with_the_same_regions(desk):
    url = post(desk, said(rain(AREA + ""), identifier="m9")).json["url"]
    own = desk.client.get(url).data
    got = hear(desk, own)
    assert got.outcome == "raised"
    twin, first = sorted(rows(desk, warning), key=lambda row: -row["id"])
    assert covered(desk, twin["id"]) == covered(desk, first["id"])
    assert (twin["colour"], twin["field"], twin["title"]) == (first["colour"], first["field"], first["title"])


def test_there_is_no_cap_of_a_warning_that_is_none(lone_desk):
    reply = lone_desk.client.get("/api/v1/warnings/W20260101-0001.cap")
    assert (reply.status_code, reply.content_type) == (404, "application/problem+json")


def test_the_feed_lists_live_warnings_and_unchanged_costs_nothing(desk):
    url = post(desk, said()).json["url"]
    post(desk, said(rain(AREA.replace("990102", "990103")), identifier="w"))
    gone = post(desk, said(identifier="x")).json["warning"]
    post(desk, said(identifier="y", msgType="Cancel", references=refers("x"), minutes=-5))
    reply = desk.client.get("/api/v1/warnings.atom")
    assert (reply.status_code, reply.mimetype) == (200, "application/atom+xml")
    entries = ElementTree.fromstring(reply.data).findall(f"{{{ATOM}}}entry")
    links = [one.find(f"{{{ATOM}}}link").get("href") for one in entries]
    assert len(links) == 2
    assert any(link.endswith(url) for link in links)
    assert not any(gone in link for link in links)
    assert desk.client.get("/api/v1/warnings.atom", headers={"If-None-Match": reply.headers["ETag"]}).status_code == 304
    east = ElementTree.fromstring(desk.client.get("/api/v1/warnings.atom?region=990102").data)
    assert len(east.findall(f"{{{ATOM}}}entry")) == 1
    assert desk.client.get("/api/v1/warnings.atom?region=1").status_code == 404


def test_files_are_taken_by_the_command_line(lone_desk, tmp_path):
    (tmp_path / "a.xml").write_bytes(said())
    (tmp_path / "b.xml").write_bytes(b"nothing")
    run = lone_desk.app.test_cli_runner().invoke(
        args=["cap", "import", str(tmp_path / "a.xml"), str(tmp_path / "b.xml")]
    )
    assert run.exit_code == 0
    first, second = run.output.splitlines()
    assert first == "a.xml: raised"
    assert second.startswith("b.xml: quarantined, ")
    with lone_desk.house.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(warning)) == 1
