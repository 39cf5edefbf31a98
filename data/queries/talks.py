"""进行中的会商: open rooms of the region, for who watches over it. Who is only invited finds his at /rooms."""

from data.answer import Answer, Column, Row
from data.house import House
from data.queries.asked import EVENT_RHYTHM, asked
from data.queries.rooms import rooms
from data.scope import Scope
from data.sitter import Sitter
from data.view import View

LISTED = 20
COUNTS = ("members", "lines", "conclusions", "asked")
COLUMNS = (
    Column(key="code", label="编号"),
    Column(key="title", label="会商"),
    Column(key="form", label="形式代码"),
    Column(key="subject", label="议的是"),
    Column(key="opened_at", label="发起时间"),
    Column(key="members", label="参会", unit="席"),
    Column(key="lines", label="发言", unit="条"),
    Column(key="conclusions", label="结论", unit="条"),
    Column(key="asked", label="已下达", unit="条"),
)


def answer(house: House, view: View, scope: Scope) -> Answer:
    """A row an open room, the newest first; nothing of a past moment."""
    with asked(house, view, scope) as a:
        role = scope.roles[0]
        me = Sitter(scope=scope, name="", role=role, visitor=scope.roles == Scope.guest().roles)
        found = rooms(a.connection, me, state="open", cells=(a.here.lo, a.here.hi), limit=LISTED) if not view.at else []
        rows: list[Row] = [
            {"code": row["code"], "title": row["title"], "form": row["form"], "subject": row["subject_title"]}
            | {"opened_at": row["opened_at"].isoformat()}
            | {name: row[name] for name in COUNTS}
            for row in found
        ]
        return a.answer(
            columns=COLUMNS,
            rows=rows,
            unit="场",
            as_of=a.now,
            provenance=a.lived,
            rhythm=EVENT_RHYTHM,
            source="会商记录",
        )
