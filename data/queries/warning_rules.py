"""The warning rules in force."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from data.errors import UnknownThing
from data.schema import warning_rule
from data.warn.rule import Rule, parse


@dataclass(frozen=True, kw_only=True)
class InForce:
    """The newest version of a rule."""

    code: str
    version: int
    name: str
    field: str
    enabled: bool
    source: str
    link: str
    made_by: str
    what: Rule


def rules_in_force(connection: Connection, *, enabled: bool = True) -> list[InForce]:
    """The newest version of every rule, by code; only the enabled ones unless told otherwise."""
    rows = connection.execute(_newest()).all()
    return [_read(row) for row in rows if row.enabled or not enabled]


def rule_of(connection: Connection, code: str, version: int | None = None) -> InForce:
    """A rule by its code, in this version or the newest. UnknownThing without one."""
    r = warning_rule.c
    mine = select(warning_rule).where(r.code == code).order_by(r.version.desc()).limit(1)
    row = connection.execute(mine if version is None else mine.where(r.version == version)).one_or_none()
    if row is None:
        raise UnknownThing(f"no warning rule {code}")
    return _read(row)


def _newest() -> Select[Any]:
    r = warning_rule.c
    newest = select(r.code, func.max(r.version).label("version")).group_by(r.code).subquery()
    same = and_(newest.c.code == r.code, newest.c.version == r.version)
    return select(warning_rule).join(newest, same).order_by(r.code)


def _read(row: Any) -> InForce:
    own = ("code", "version", "name", "field", "enabled", "source", "link", "made_by")
    return InForce(**{name: getattr(row, name) for name in own}, what=_parsed(row.what))


@lru_cache(maxsize=1_024)
def _parsed(text: str) -> Rule:
    return parse(text)
