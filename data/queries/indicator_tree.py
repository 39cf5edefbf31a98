"""The tree of indicators, 领域 → 类 → 项, and what is found in it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from data.errors import UnknownThing
from data.indicator.definition import FREQUENCIES
from data.language import gettext as _
from data.schema import indicator

I = indicator.c  # noqa: E741
Row = dict[str, Any]


def indicators(connection: Connection, text: str = "", domain: str = "") -> list[Row]:
    """Those that speak again and again (of others only what was published once is known), found by name or code."""
    told = text.strip().lower()
    where = [I.frequency.in_(FREQUENCIES)] if not told else []
    rows = connection.execute(select(indicator).where(*where).order_by(I.domain, I.branch, I.sort, I.code)).mappings()
    found = [dict(row) | {"kind": kind(dict(row))} for row in rows if not domain or row["domain"] == domain]
    if not told:
        return found
    return [row for row in found if told in f"{row['name_zh']} {row['name_en']} {row['code']}".lower()]


def kind(row: Mapping[str, Any]) -> str:
    return "formula" if row["calc"] else "cube" if row["cube"] else "said"


def indicator_row(connection: Connection, code: str) -> Row:
    row = connection.execute(select(indicator).where(I.code == code)).mappings().first()
    if row is None:
        raise UnknownThing(_("没有这个指标"))
    return dict(row)


def domains(connection: Connection) -> list[tuple[str, int]]:
    """(领域, how many indicators), the largest first."""
    n = func.count()
    where = I.frequency.in_(FREQUENCIES)
    return [
        tuple(row)
        for row in connection.execute(select(I.domain, n).where(where).group_by(I.domain).order_by(n.desc(), I.domain))
    ]


def departments(connection: Connection) -> list[str]:
    return list(
        connection.scalars(select(I.department).where(I.frequency.in_(FREQUENCIES)).distinct().order_by(I.department))
    )
