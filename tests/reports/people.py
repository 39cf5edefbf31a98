"""Who lays reports out in tests, and what."""

from dataclasses import replace

from data.commands.reports import Layout, make_report
from data.queries.reports import report_row, reports, version_of
from data.reports.piece import Piece
from data.scope import Scope
from tests.briefing.people import CITY, WALL, do
from tests.briefing.people import LEADER as BRIEFING_LEADER

HEAD = replace(BRIEFING_LEADER, who="account:zhu.guan", name="部门负责人-001", role="department_head", scope=CITY)
OTHER = replace(HEAD, who="account:zhu.guan.2", name="部门负责人-002")
TOWN = replace(HEAD, who="account:zhen.jie", role="agency", makes=False, scope=Scope(cells=((1, 4),)))
FAR = replace(HEAD, who="account:yuan.fang", role="agency", makes=False, scope=Scope(cells=((25, 32),)))
AUDITOR = replace(HEAD, who="account:shen.ji", role="auditor", makes=False)
PIECES = (
    Piece(n=1, kind="heading", x=0, y=0, w=12, h=1, text="本周运行"),
    Piece(n=2, kind="panel", x=0, y=1, w=6, h=6, key="trend"),
    Piece(n=3, kind="panel", x=6, y=1, w=6, h=6, key="trend", view="?window=30d"),
    Piece(n=4, kind="text", x=0, y=7, w=12, h=2, text="数字**平稳**"),
)
WEEKLY = Layout(title="部门周报", query="?window=7d", pieces=PIECES)


def made(house, me=HEAD, layout=WEEKLY, now=WALL):
    return do(house, make_report, layout, me, now)


def row_of(house, code, me=HEAD):
    with house.engine.connect() as connection:
        return report_row(connection, code, me)


def layout_of(house, code, me=HEAD, seq=0):
    with house.engine.connect() as connection:
        return version_of(connection, report_row(connection, code, me), seq)


def listed(house, me):
    with house.engine.connect() as connection:
        return [row["code"] for row in reports(connection, me)]
