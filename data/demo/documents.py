"""The documents that a demo city comes with: simulated ones of its departments, some of them granted to others."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.commands.codes import next_code
from data.commands.facts import swap_fact
from data.commands.revisions import bump
from data.documents.files import SHIPPED, pages_in
from data.schema import (
    agency,
    document,
    document_grant,
    document_move,
    document_read,
    document_version,
    record,
    region,
)
from data.times import day_number, local

KEY = "demo_documents"  # fact: they were laid
ONES = (  # title, kind, clearance, how the sample it shows begins, days since, versions, days its grant ends in
    ("安全生产检查记录（样例）", "check", 1, "6150", 3, 2, 14),
    ("消防设施维护自查报告（样例）", "report", 1, "0702", 9, 1, -2),
    ("汛期防汛预案（样例）", "plan", 0, "c201", 20, 1, 30),
    ("经营许可证（样例）", "permit", 1, "1ff9", 33, 1, None),
    ("重点单位检查记录（样例）", "check", 2, "6150", 40, 1, 7),
    ("防汛预案旧版（样例）", "plan", 1, "c201", 60, 1, None),
)
WITHDRAWN = ONES[-1][0]
FIRM = "enterprise"
FILLER = "演示资料员"


def install_documents(connection: Connection, now: datetime) -> bool:
    """Whether they were laid now: once, where the city has departments."""
    units = connection.execute(
        select(agency.c.code, agency.c.name).where(agency.c.kind == "department").order_by(agency.c.code)
    ).all()
    if len(units) < 2 or not swap_fact(connection, KEY, None, "laid"):
        return False
    bump(connection, "documents")
    here = connection.execute(select(region.c.id, region.c.lo, region.c.hi).where(region.c.level == 1)).one()
    firm = connection.scalar(select(record.c.code).where(record.c.subject == FIRM).order_by(record.c.id).limit(1))
    for n, one in enumerate(ONES):
        owner, other = units[n % len(units)], units[(n + 1) % len(units)]
        place = {"region_id": here.id, "lo": here.lo, "hi": here.hi, "subject": "", "record": ""}
        place |= {"subject": FIRM, "record": firm} if firm and one[1] == "permit" else {}
        lay(connection, one, place, owner, other, now)
    _withdraw(connection, now)
    return True


def _withdraw(connection: Connection, now: datetime) -> None:
    """The last of them was taken down."""
    old = select(document.c.id).where(document.c.title == WITHDRAWN)
    number, at = connection.scalar(old), now - timedelta(days=1)
    connection.execute(update(document).where(document.c.id == number).values(withdrawn=1, changed_at=at))
    told = {"document_id": number, "move": "withdraw", "reason": "已有新版，旧版停用", "actor": FILLER, "at": at}
    connection.execute(insert(document_move).values(told))


def lay(connection: Connection, one: Any, place: dict[str, Any], owner: Any, other: Any, now: datetime) -> None:
    title, kind, clearance, sample, ago, versions, ends = one
    at = now - timedelta(days=ago)
    row = {"code": next_code(connection, document.c.code, f"Z{local(at):%Y%m%d}-"), "title": title, "kind": kind}
    row |= place | {"agency": owner.code, "clearance": clearance, "seq": versions}
    row |= {"changed_at": at, "provenance": "simulated"}
    number = connection.scalar(insert(document).values(row).returning(document.c.id))
    path = next(path for path in SHIPPED.iterdir() if path.name.startswith(sample))
    pages = pages_in(path.read_bytes()) if path.suffix == ".pdf" else 1
    file = {"digest": path.stem, "form": path.suffix[1:], "pages": pages, "size": path.stat().st_size}
    for seq in range(1, versions + 1):
        brought = file | {"name": f"{title}{path.suffix}", "note": "" if seq == 1 else "补充记录", "actor": FILLER}
        told = {"document_id": number, "seq": seq, "at": at - timedelta(days=versions - seq)}
        connection.execute(insert(document_version).values(brought | told))
    if ends is not None:
        grant = {
            "document_id": number,
            "agency": other.code,
            "until": day_number(now) + ends,
            "reason": "联合检查前查阅",
        }
        connection.execute(insert(document_grant).values(grant | {"actor": FILLER, "at": at}))
        read = {"document_id": number, "seq": versions, "page": 1, "who": f"agency:{other.code}", "name": other.name}
        connection.execute(insert(document_read).values(read | {"role": "agency", "at": at + timedelta(hours=5)}))
