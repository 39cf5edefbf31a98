"""Who briefs in tests, and what."""

from dataclasses import replace
from datetime import UTC, datetime

from data.briefer import Briefer
from data.briefing.scene import Emphasis, Scene
from data.commands.briefings import make
from data.engine import writing
from data.queries.briefings import briefing_row, briefings, scenes_of
from data.scope import EVERY_CELL, Scope

WALL = datetime(2026, 7, 25, 7, 40, tzinfo=UTC)
CITY = Scope(cells=(EVERY_CELL,), roles=("presenter",))
PRESENTER = Briefer(who="account:hui.bao", name="汇报员-001", role="presenter", scope=CITY, makes=True)
OTHER = replace(PRESENTER, who="account:hui.bao.2", name="汇报员-002")
LEADER = Briefer(who="account:ling.dao", name="领导-001", role="leader", scope=CITY, makes=True)
AUDITOR = Briefer(who="account:shen.ji", name="审计员-001", role="auditor", scope=CITY)
COUNTY = replace(LEADER, who="account:xian.qu", scope=Scope(cells=((1, 8),)))
MARK = {
    "type": "Feature",
    "properties": {"text": "登陆点"},
    "geometry": {"type": "Point", "coordinates": [119.1, 25.2]},
}
SCENES = [
    Scene(path="/", title="全市形势", sentence="平稳", notes="先报结论", minutes=2),
    Scene(
        path="/?region=990102", title="沿海已转移 *12,846* 人", emphasis=Emphasis(panels=("kpi",)), transition="fade"
    ),
    Scene(path="/risk", title="风险", emphasis=Emphasis(regions=("990102",), marks=(MARK,)), minutes=1.5),
]


def do(house, command, *given):
    with writing(house.engine) as connection:
        return command(connection, *given)


def made(house, me=PRESENTER, scenes=SCENES, title="防台风汇报"):
    return do(house, make, title, scenes, me, WALL)


def row_of(house, code, me=PRESENTER):
    with house.engine.connect() as connection:
        return briefing_row(connection, code, me)


def scenes(house, code, me=PRESENTER):
    with house.engine.connect() as connection:
        return list(scenes_of(connection, briefing_row(connection, code, me)["id"]).values())


def titles(house, code):
    return [one.plain_title for one in scenes(house, code)]


def listed(house, me):
    with house.engine.connect() as connection:
        return [row["code"] for row in briefings(connection, me)]
