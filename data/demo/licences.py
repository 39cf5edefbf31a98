"""Licences (证照) of a demo's people, enterprises, villages and things, in all states of validity; made up."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from data.commands.facts import swap_fact
from data.commands.revisions import bump
from data.demo.documents import lay
from data.queries.document_validity import GROUP
from data.schema import agency, feature, record, region
from data.times import day_number

KEY = "demo_licences"  # fact: they were laid
ISSUED = 700  # days ago
ONES = (  # title, subject, days until it ends (None: never), clearance
    ("营业执照（样例）", "enterprise", None, 0),
    ("食品经营许可证（样例）", "enterprise", 400, 1),
    ("排污许可证（样例）", "enterprise", 21, 1),
    ("安全生产许可证（样例）", "enterprise", -12, 1),
    ("老年人优待证（样例）", "person", None, 1),
    ("残疾人证（样例）", "person", 600, 2),
    ("渔业船员证书（样例）", "person", 9, 1),
    ("村民委员会统一社会信用代码证（样例）", GROUP, 900, 0),
    ("农村集体经济组织登记证（样例）", GROUP, 28, 0),
    ("渔业船舶检验证书（样例）", "vessel", 120, 1),
    ("食品经营许可证（样例）", "food", -40, 1),
    ("危险化学品经营许可证（样例）", "hazchem", 300, 1),
)
SAMPLE = "1ff9"


def install_licences(connection: Connection, now: datetime) -> int:
    """Lay them once, where the city has departments; how many."""
    units = connection.execute(
        select(agency.c.code, agency.c.name).where(agency.c.kind == "department").order_by(agency.c.code)
    ).all()
    if len(units) < 2 or not swap_fact(connection, KEY, None, "laid"):
        return 0
    here = connection.execute(select(region.c.id, region.c.lo, region.c.hi).where(region.c.level == 1)).one()
    laid = 0
    for n, (title, subject, ends, clearance) in enumerate(ONES):
        if (code := _held(connection, subject, n)) is not None:
            place = {"region_id": here.id, "lo": here.lo, "hi": here.hi, "subject": subject, "record": code}
            place |= _paper(n, units[n % len(units)].name, day_number(now), ends)
            told = (title, "permit", clearance, SAMPLE, 30 + n, 1, None)
            lay(connection, told, place, units[n % len(units)], units[(n + 1) % len(units)], now)
            laid += 1
    bump(connection, "documents")
    return laid


def _held(connection: Connection, subject: str, n: int) -> str | None:
    """Somebody, some place or thing of the demo that may hold it."""
    if subject == GROUP:
        query: Any = select(region.c.code).where(region.c.tree == "spine", region.c.level == 4).order_by(region.c.lo)
    elif subject in ("person", "enterprise"):
        query = select(record.c.code).where(record.c.subject == subject).order_by(record.c.id)
    else:
        query = select(feature.c.code).where(feature.c.layer == subject).order_by(feature.c.id)
    return connection.scalar(query.offset(n % 3).limit(1))


def _paper(n: int, issuer: str, today: int, ends: int | None) -> dict[str, Any]:
    days = {"issued_day": today - ISSUED, "ends_day": None if ends is None else today + ends}
    return {"paper": f"模拟-{n + 1:04d}", "issuer": issuer} | days
