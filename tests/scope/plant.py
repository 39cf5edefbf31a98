"""A place with one of everything that can be known of one, each with a mark that is found nowhere else."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from PIL import Image
from sqlalchemy import Connection, func, insert, select, update

from data.acting import acting
from data.briefer import Briefer
from data.briefing.scene import Scene
from data.briefing_words import SHARED_WITH
from data.commands.briefing_shows import open_show
from data.commands.briefings import make, share
from data.commands.coordination_plans import NewPlan, file_plan
from data.commands.dispatch_life import finalize
from data.commands.dispatch_order import NewDispatch, order
from data.commands.dispatch_receipts import Told, receive
from data.commands.dispatch_steps import tasks_of
from data.commands.documents import NewDocument, add_document
from data.commands.grids import add_functional
from data.commands.kiosks import NewScreen, add_screen
from data.commands.lists import NewItem, add_item, move_item
from data.commands.photos import attach
from data.commands.profiles import propose_profile
from data.commands.records import change_record
from data.commands.reports import Layout, make_report, share_report
from data.commands.returns import Sending, send_back
from data.commands.revisions import bump
from data.commands.room_conclusions import NewConclusion, ask_for, conclude
from data.commands.rooms import NewRoom, open_room, say
from data.commands.rotations import add_rotation
from data.commands.senders import add_sender
from data.commands.shares import Asking, ask, move_share
from data.commands.visits import NewVisit, record_visit
from data.commands.warning_rules import ENGINE, import_rules
from data.commands.watch import watch
from data.coordination.kind import kind_of
from data.documents.files import SHIPPED, Brought
from data.engine import writing
from data.house import EXTENSION, House
from data.ledgers.fields import dictionary
from data.queries.codes import number_of
from data.queries.faults import faults_in
from data.queries.grid_days import parts_of
from data.queries.regions import region_of
from data.reports.piece import Piece
from data.schema import (
    agency,
    catchment,
    control,
    control_eye,
    event,
    project_party,
    record,
    record_call,
    record_more,
    region,
    responder,
    station,
    steward,
    video,
)
from data.scope import Scope
from data.times import day_number, local
from tests.gauges import plant_station, tell

RING = '{{"type":"Polygon","coordinates":[[[{0},{1}],[{2},{1}],[{2},{3}],[{0},{3}],[{0},{1}]]]}}'


@dataclass
class Place:
    """What was planted there, by its names; `marks` are the words and codes that nobody else may come by."""

    region: str
    lon: float
    lat: float
    mark: str
    marks: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def told(self, name: str, value: str) -> str:
        self.names[name] = value
        self.marks.append(value)
        return value

    def number(self, connection: Connection, name: str) -> int:
        """What the house calls the event of this name."""
        return number_of(connection, "event", self.names[name])


def plant(app: Flask, code: str, lon: float, lat: float, mark: str) -> Place:
    """Events, things, stations above their limits, gates, feeds, warnings, rules, agencies, photos and what waits."""
    home: House = app.extensions[EXTENSION]
    here = Place(code, lon, lat, mark)
    with writing(home.engine) as connection:
        key = _key(connection, home, mark)
        cell = region_of(connection, code, Scope.guest()).lo
        _agency(connection, here)
        add_team(connection, home, here, "responder", "R1")
        add_team(connection, home, here, "sent", "R2")
        _water(connection, home, here, cell)
        _rule(connection, home, here)
    client, bearer = app.test_client(), {"Authorization": f"Bearer {key}"}

    def send(path: str, body: Any) -> Any:
        answer = client.post(f"/api/v1/{path}", json=body, headers=bearer)
        assert answer.status_code in (200, 201, 207, 422), answer.get_data(as_text=True)
        return answer.json

    _events(home, here, send)
    _things(here, send)
    _room(home, here)
    _screen(home, here)
    _briefing(home, here)
    _report(home, here)
    _order(home, here)
    _visit(home, here)
    _record(home, here)
    _call(home, here)
    _moved(home, here)
    _item(home, here)
    _document(home, here)
    _lot(home, here)
    _share(home, here)
    raised = {"field": "rain", "colour": 2, "title": here.told("title_w", f"{mark}暴雨"), "words": f"{mark}依据"}
    here.told("warning", send("warnings", raised | {"regions": [code]})["code"])
    until = {"since": home.clock.now().isoformat(), "until": (home.clock.now() + timedelta(hours=6)).isoformat()}
    send("forecasts", {"forecasts": [{"region": code, "quantity": "rain", "value": 61.7, **until}]})
    send("events", {"title": here.told("waiting", f"{mark}隔离"), "category": "nowhere", "lon": lon, "lat": lat})
    return here


def _room(home: House, here: Place) -> None:
    """A room on the first event with a line, a conclusion that was asked for, and its agency invited."""
    actor, now = replace(acting(home, "duty_officer"), name=here.told("officer", f"{here.mark}值班")), home.clock.now()
    with writing(home.engine) as connection:
        new = NewRoom(title=here.told("room_title", f"{here.mark}会商"), event=here.number(connection, "event_id"))
        code = here.told("room", open_room(connection, new, actor, now))
        say(connection, code, here.told("said", f"{here.mark}发言"), actor, now)
        words, owner = here.told("concluded", f"{here.mark}结论"), here.names["agency"]
        until = now + timedelta(hours=2)
        asked = NewConclusion(words=words, way="supervise", owner=owner, deadline=until)
        conclude(connection, code, asked, actor, now)
        ask_for(connection, code, 1, actor, now, datetime.now(UTC))


def _record(home: House, here: Place) -> None:
    """Somebody in a ledger, with an employer whom nothing masks; an enterprise, and a project it invests in."""
    with writing(home.engine) as connection:
        known = dictionary(connection).fields
        employer = known["person.employer"].slot
        number = (connection.scalar(select(func.max(record.c.id))) or 0) + 1
        cell = region_of(connection, here.region, Scope.guest()).lo
        row = {"id": number, "subject": "person", "cell_id": cell, "member": " ", "seq": 1, "as_of": home.clock.now()}
        row |= {"code": here.told("record", f"{here.mark}-PE"), "provenance": "measured"}
        row[str(employer)] = here.told("employer", f"{here.mark}单位")
        connection.execute(insert(record).values(row))
        connection.execute(insert(record_more).values(record_id=number, more={}))
        row.pop(str(employer))
        for n, (subject, kept, member) in enumerate(
            (("enterprise", "firm", " "), ("project", "project", " investment "))
        ):
            ours = row | {"id": number + 1 + n, "subject": subject, "member": member}
            ours |= {"code": here.told(kept, f"{here.mark}-{subject[:2].upper()}")}
            ours[str(known[f"{subject}.name"].slot)] = here.told(f"{kept}_name", f"{here.mark}{subject}名")
            connection.execute(insert(record).values(ours))
            connection.execute(insert(record_more).values(record_id=ours["id"], more={}))
        connection.execute(insert(project_party).values(project_id=number + 2, enterprise_id=number + 1))
        bump(connection, "ledgers")


def _call(home: House, here: Place) -> None:
    """A visit to the enterprise of that place, which its agency has filed."""
    now, kind = home.clock.now(), kind_of(home, "inspection")
    day, firm = local(now).date(), f"enterprise:{here.names['firm']}"
    with writing(home.engine) as connection:
        told: Any = {"people": 2, "basis": "消防法", "words": here.told("filed_words", f"{here.mark}查消防")}
        new = NewPlan(agency=here.names["agency"], subjects=(firm,), items=("fire",), first=day, last=day, **told)
        actor = replace(acting(home, "agency"), name=here.names["officer"])
        here.told("call", file_plan(connection, kind, new, actor, now, "measured")[1][0])


def _moved(home: House, here: Place) -> None:
    """The enterprise of that place has moved: somebody is to look."""
    actor, now, address = acting(home, "duty_officer"), home.clock.now(), here.told("address", f"{here.mark}新址")
    with writing(home.engine) as connection:
        given, told = {"enterprise.address": address}, {"seq": 1, "reason": "变更"}
        known, firm = dictionary(connection), here.names["firm"]
        change_record(connection, known, "enterprise", firm, given, actor, actor.scope, now, **told)
        here.told("smart", str(connection.scalar(select(record_call.c.code).where(record_call.c.after == address))))


def _item(home: House, here: Place) -> None:
    """An item of a list that has moved on, and a profile that waits for the level above."""
    actor, now = acting(home, "duty_officer"), home.clock.now()
    with writing(home.engine) as connection:
        title, text = here.told("item_title", f"{here.mark}排水"), here.told("item_text", f"{here.mark}说明")
        new = NewItem(kind="issue", title=title, text=text, region=here.region, due=local(now).date())
        code = here.told("item", add_item(connection, new, actor, now, "simulated")["code"])
        words = here.told("item_words", f"{here.mark}进展")
        move_item(connection, code, "progress", {"percent": "30", "words": words}, actor, now)
        told = here.told("profile_text", f"{here.mark}情简介"), here.told("profile_reason", f"{here.mark}建档")
        propose_profile(connection, here.region, *told, actor, now, "simulated")
        own = {"region": here.region, "name": here.told("grid_name", f"{here.mark}河道网格"), "reason": "河长制"}
        part = next(iter(parts_of(connection, region_of(connection, here.region, Scope.guest()), day_number(now))))
        own |= {"agency": here.names["agency"]}
        here.told("grid", add_functional(connection, own, [part], actor, now, "simulated"))


def _document(home: House, here: Place) -> None:
    """A document of its agency, of what the demo comes with."""
    sample = next(SHIPPED.glob("*.png"))
    file = Brought(digest=sample.stem, form="png", pages=1, size=1_000)
    title, owner = here.told("document_title", f"{here.mark}资料"), here.names["agency"]
    with writing(home.engine) as connection:
        new = NewDocument(title=title, kind="check", agency=owner, region=here.region, clearance=0)
        actor = acting(home, "duty_officer")
        here.told("document", add_document(connection, new, file, "a.png", actor, home.clock.now(), "measured"))


def _lot(home: House, here: Place) -> None:
    """Faulty data of its own that were sent back to its agency."""
    now = home.clock.now()
    due, words = local(now).date() + timedelta(days=3), here.told("lot_words", f"{here.mark}缺项")
    with writing(home.engine) as connection:
        cell, name = region_of(connection, here.region, Scope.guest()).lo, here.told("mute", f"{here.mark}哑站")
        spot = {"lon": here.lon, "lat": here.lat}
        plant_station(
            connection, here.told("mute_code", f"{here.mark}Q"), "river", cell, {"level": {}}, now, name=name, **spot
        )
        found = faults_in(home.settings, connection, here.region, Scope.guest(), now)
        keys = [one.key for one in found if one.name == name]
        new = Sending(keys=keys, to=here.names["agency"], region=here.region, words=words, due=due)
        actor = acting(home, "duty_officer")
        here.told("lot", send_back(home.settings, connection, new, actor, now, "simulated")["code"])


def _share(home: House, here: Place) -> None:
    """What its agency has asked of a ledger, and was granted."""
    now, actor = home.clock.now(), acting(home, "duty_officer")
    until, fields = local(now).date() + timedelta(days=9), ["person.name"]
    told = {"resource": "ledger:residents", "agency": here.names["agency"], "region": here.region}
    with writing(home.engine) as connection:
        new = Asking(**told, purpose=here.told("purpose", f"{here.mark}核对"), fields=fields, until=until)
        code = here.told("share", ask(connection, new, actor, now, "simulated"))
        given = {"words": "仅限核对", "until": f"{until:%Y-%m-%d}", "field person.name": "1"}
        move_share(connection, code, "grant", given, actor, now)


def _visit(home: House, here: Place) -> None:
    """A steward of that place, and a visit of his that found something."""
    actor, now = acting(home, "duty_officer"), home.clock.now()
    with writing(home.engine) as connection:
        number = connection.scalar(select(region.c.id).where(region.c.tree == "spine", region.c.code == here.region))
        name = here.told("steward_name", f"{here.mark}管家")
        # His code is told only to whoever may record a visit of his: nothing that everybody reads would show it.
        row = {"code": f"{here.mark}-K", "kind": "grid", "name": name, "region_id": number}
        connection.execute(insert(steward).values(row | {"provenance": "simulated"}))
        found = here.told("visit_found", f"{here.mark}走访所见")
        new = NewVisit(
            steward=row["code"], day=local(now).date(), whom=here.told("visited", f"{here.mark}户"), found=found
        )
        here.told("visit", record_visit(connection, new, actor, now, "simulated"))


def _screen(home: House, here: Place) -> None:
    """A screen that stands alone, and a rotation."""
    actor, now = acting(home, "duty_officer"), datetime.now(UTC)
    with writing(home.engine) as connection:
        new = NewScreen(name=here.told("screen_name", f"{here.mark}大屏"), region=here.region)
        here.told("screen", add_screen(connection, new, actor, now)[0])
        add_rotation(connection, here.told("rotation_name", f"{here.mark}轮播"), here.region, actor, now)


def _briefing(home: House, here: Place) -> None:
    """A briefing made by who sees that place alone, shared with every role that there is to share with."""
    now = home.clock.now()
    with writing(home.engine) as connection:
        cells = region_of(connection, here.region, Scope.guest())
        scope = Scope(cells=((cells.lo, cells.hi),), roles=("presenter",))
        me = Briefer(who=f"account:{here.mark}", name=f"{here.mark}汇报", role="presenter", scope=scope, makes=True)
        title, told = here.told("briefing_title", f"{here.mark}汇报稿"), here.told("noted", f"{here.mark}备注")
        scene = Scene(path="/", title=here.told("caption", f"{here.mark}标题"), notes=told)
        code = here.told("briefing", make(connection, title, [scene], me, now))
        share(connection, code, SHARED_WITH, me, now)
        here.names["show"] = open_show(connection, code, me, datetime.now(UTC))  # told to its presenter alone


def _report(home: House, here: Place) -> None:
    """A report made by who sees that place alone, shared with all whose place it is."""
    now = home.clock.now()
    with writing(home.engine) as connection:
        cells = region_of(connection, here.region, Scope.guest())
        scope = Scope(cells=((cells.lo, cells.hi),), roles=("presenter",))
        me = Briefer(who=f"account:{here.mark}", name=f"{here.mark}制表", role="presenter", scope=scope, makes=True)
        text = here.told("report_text", f"{here.mark}段落")
        pieces = (
            Piece(n=1, kind="text", x=0, y=0, w=12, h=2, text=text),
            Piece(n=2, kind="panel", x=0, y=2, w=6, h=6, key="funnel"),
        )
        layout = Layout(title=here.told("report_title", f"{here.mark}自助报告"), pieces=pieces)
        code = here.told("report", make_report(connection, layout, me, now))
        share_report(connection, code, {"region": here.region}, me, now)


def _key(connection: Connection, home: House, mark: str) -> str:
    now = home.clock.now()
    return add_sender(connection, f"{mark}来源", region_code="", source="hotline", role="duty_officer", now=now)


def _agency(connection: Connection, here: Place) -> None:
    number = connection.scalar(select(region.c.id).where(region.c.tree == "spine", region.c.code == here.region))
    row = {
        "code": here.told("agency", f"x.{here.mark.lower()}"),
        "name": here.told("agency_name", f"{here.mark}执法队"),
    }
    connection.execute(insert(agency).values(row | {"kind": "town", "region_id": number, "provenance": "simulated"}))


def add_team(connection: Connection, home: House, here: Place, name: str, n: str) -> None:
    """A team that is free, with a fresh position."""
    number = connection.scalar(select(region.c.id).where(region.c.tree == "spine", region.c.code == here.region))
    named = {
        "code": here.told(name, f"{here.mark}{n}"),
        "name": here.told(f"{name}_name", f"{here.mark}抢险队{n}"),
        "phone": here.told(f"{name}_phone", f"139000{n[-1]}{len(here.mark):02d}{ord(here.mark[-1]) % 90 + 10:02d}"),
    }
    about = {"kind": "team", "agency": None, "region_id": number, "skills": "rescue pump", "capacity": 40}
    seen = {"lon": here.lon, "lat": here.lat, "seen_at": home.clock.now(), "seen_by": "gps", "state": "idle"}
    bump(connection, "responders", "crews")
    connection.execute(insert(responder).values(named | about | seen | {"provenance": "simulated"}))


def _order(home: House, here: Place) -> None:
    """A team was sent to the second event and the desks of the place were told; one of them has answered."""
    actor, wall = replace(acting(home, "duty_officer"), name=here.names["officer"]), datetime.now(UTC)
    sent, words = (here.names["sent"],), here.told("order_words", f"{here.mark}命令")
    with writing(home.engine) as connection:
        number = here.number(connection, "ordered_id")
        new = NewDispatch(key=f"plant:{here.mark}", seq=0, event=number, responders=sent, words=words)
        made = order(connection, new, actor, home.clock.now(), wall - timedelta(minutes=1))
        finalize(connection, home.clock.now(), wall)
        here.told("order", made["code"])
        for one in tasks_of(connection, made["id"]):
            here.told("task" if one["alone"] else f"task_{one['need']}", one["code"])
        told = Told(task=here.names["task"], what="accepted", words="队长来电")
        receive(connection, home.settings.photos_dir, told, actor, home.clock.now())


def _water(connection: Connection, home: House, here: Place, cell: int) -> None:
    now, code = home.clock.now(), here.told("station", f"{here.mark}S1")
    name, spot = here.told("station_name", f"{here.mark}水位站"), {"lon": here.lon, "lat": here.lat}
    limits = {"level": {"caution": 3.0, "guarantee": 4.0}}
    gauge = plant_station(connection, code, "river", cell, limits, now - timedelta(days=1), name=name, **spot)["level"]
    tell(connection, gauge, now, 5.25)
    watch(connection, [gauge], now)
    number = connection.scalar(select(station.c.id).where(station.c.code == code))
    ring = RING.format(here.lon - 0.01, here.lat - 0.01, here.lon + 0.01, here.lat + 0.01)
    drawn = {"station_id": number, "geometry": ring, "km2": 4.0, "source": f"{here.mark}水利", "as_of": now}
    connection.execute(insert(catchment).values(drawn | {"provenance": "simulated"}))
    same = {"cell_id": cell, "as_of": now, "provenance": "simulated", **spot}
    gate = {"code": here.told("control", f"{here.mark}G1"), "name": here.told("control_name", f"{here.mark}闸")}
    gate |= {"kind": "gate", "system": f"{here.mark}河", "unit": "m³/s", "state": "closed"}
    one = connection.scalar(insert(control).values(gate | same).returning(control.c.id))
    connection.execute(insert(control_eye).values(control_id=one, eye="inner", station_id=number))
    feed = {"code": f"{here.mark}V1", "name": here.told("video_name", f"{here.mark}探头"), "state": "unchecked"}
    connection.execute(insert(video).values(feed | same))


def _rule(connection: Connection, home: House, here: Place) -> None:
    when = {"kind": "threshold", "quantity": "level", "value": 900.0}
    what = {"region": here.region, "kinds": ["river"], "levels": [{"colour": "blue", "when": when}]}
    told = {
        "code": here.told("rule", f"{here.mark.lower()}_rule"),
        "name": here.told("rule_name", f"{here.mark}河模型"),
    }
    rule = told | {"field": "flood", "source": f"{here.mark}办法", "what": what}
    import_rules(connection, [rule], ENGINE, home.clock.now())


def _events(home: House, here: Place, send: Any) -> None:
    about = {"category": "flood", "lon": here.lon, "lat": here.lat, "grade": "A"}
    title, text = here.told("title", f"{here.mark}积水三尺"), here.told("text", f"{here.mark}居民反映")
    codes = [send("events", about | {"title": title, "text": text})["code"] for _n in range(3)]
    home_of = {"agency": here.names["agency"]}
    with writing(home.engine) as connection:
        connection.execute(update(event).where(event.c.code == codes[0]).values(home_of))
        here.told("event", codes[0])
        here.names |= dict(zip(("event_id", "ordered_id", "bulk_id"), codes, strict=True))
        here.names["photo"] = _photo(connection, home, here.number(connection, "event_id"), len(here.mark))
    send(f"events/{codes[0]}/moves", {"move": "remark", "reason": here.told("reason", f"{here.mark}附言")})


def _photo(connection: Connection, home: House, event_id: int, shade: int) -> str:
    from data.photos import take_in

    data = BytesIO()
    Image.new("RGB", (32, 24), (shade * 20 % 255, 90, event_id % 255)).save(data, "JPEG")
    digest = take_in(home.settings.photos_dir, data.getvalue()).digest
    actor = acting(home, "duty_officer")
    attach(connection, home.settings.photos_dir, event_id, [digest], actor, home.clock.now())
    return digest


def _things(here: Place, send: Any) -> None:
    phone = here.told("phone", f"1380000{len(here.mark):02d}{ord(here.mark[-1]) % 90 + 10:02d}")
    person = {"level": 3, "role": "镇级责任人", "name": here.told("person", f"{here.mark}责任人"), "phone": phone}
    spot = {"lon": here.lon, "lat": here.lat}
    point = {"layer": "risk_point", "code": here.told("thing", f"{here.mark}T1"), "kind": "geo_hazard", "grade": 1}
    named = {"name": here.told("thing_name", f"{here.mark}后山"), "persons": [person], "people": 77}
    got = send("things", {"things": [point | named | spot]})
    assert got["created"] == 1, got
