"""Alarms since the last that a screen was told of: short, public, and only what its asker may see."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, case, func, select

from data.language import gettext as _
from data.language import speaking
from data.queries.cases import in_scope
from data.queries.said import said
from data.queries.warning_board import place_name
from data.queries.warning_scope import OF_RULE, reaching
from data.risk_words import WARNING_COLOURS, WARNING_FIELDS
from data.schema import alarm, event, region, station, warning, warning_rule
from data.scope import Scope
from data.things.masks import masked_place
from data.view import LANGUAGES
from data.warn.retold import title
from data.words import GRADES

MOST = 20  # told at once: of a flood of alarms the newest, and how many more there were
Alarm = dict[str, Any]


class Position(NamedTuple):
    """The last alarm of each kind: those of one kind are committed in their order, those of two are not."""

    warning: int = 0
    event: int = 0


def newest(connection: Connection) -> Position:
    ids = [func.max(case((alarm.c.kind == kind, alarm.c.id))) for kind in Position._fields]
    return Position(*(one or 0 for one in connection.execute(select(*ids)).one()))


def alarms_between(connection: Connection, scope: Scope, after: Position, upto: Position) -> list[Alarm]:
    """Oldest first; `position` is where the one who has been told of it stands then."""
    rows = [*_warnings(connection, scope, after, upto), *_events(connection, scope, after, upto)]
    told, here = [], after
    for row in sorted(rows, key=lambda row: row.number)[-MOST:]:
        here = here._replace(**{row.kind: row.number})
        told.append(_alarm(row, scope) | {"position": here})
    return told


def missed_between(
    connection: Connection, scope: Scope, after: Position, upto: Position, told: Sequence[Alarm]
) -> dict[str, int]:
    """{kind: how many more there were than were told}; {} where all were."""
    if len(told) < MOST:
        return {}
    warnings = select(func.count()).join_from(alarm, warning, warning.c.id == alarm.c.ref)
    events = select(func.count()).join_from(alarm, event, event.c.id == alarm.c.ref)
    counts = {
        "warning": connection.scalar(warnings.where(*_kind("warning", after.warning, upto.warning), reaching(scope))),
        "event": connection.scalar(events.where(*_kind("event", after.event, upto.event), *in_scope(scope))),
    }
    left = {kind: int(n or 0) - sum(one["kind"] == kind for one in told) for kind, n in counts.items()}
    return left if any(left.values()) else {}


def alarm_of(connection: Connection, scope: Scope, kind: str, ref: int) -> Alarm | None:
    """The last alarm of this warning or event, as it would be told now; None for what is not the asker's."""
    last = connection.scalar(select(func.max(alarm.c.id)).where(alarm.c.kind == kind, alarm.c.ref == ref))
    if last is None:
        return None
    after, upto = (Position(**{kind: n}) for n in (last - 1, last))
    rows = [*_warnings(connection, scope, after, upto), *_events(connection, scope, after, upto)]
    return _alarm(rows[0], scope) if rows else None


def _warnings(connection: Connection, scope: Scope, after: Position, upto: Position) -> list[Row[Any]]:
    about = func.coalesce(station.c.name, region.c.name).label("about")
    plain = ("code", "title", "field", "evidence", "provenance")
    columns: list[ColumnElement[Any]] = [warning.c[name] for name in plain]
    columns += [about, warning_rule.c.name.label("rule_name"), place_name().label("place")]
    statement = (
        select(*_ALARM, *columns)
        .join_from(alarm, warning, warning.c.id == alarm.c.ref)
        .join(region, region.c.id == warning.c.region_id)
        .outerjoin(station, station.c.id == warning.c.station_id)
        .outerjoin(warning_rule, OF_RULE)
        .where(*_kind("warning", after.warning, upto.warning), reaching(scope))
    )
    return list(connection.execute(statement.order_by(alarm.c.id.desc()).limit(MOST)))


def _events(connection: Connection, scope: Scope, after: Position, upto: Position) -> list[Row[Any]]:
    columns = (event.c.code, event.c.title, event.c.grade, event.c.place, event.c.provenance)
    statement = (
        select(*_ALARM, *columns)
        .join_from(alarm, event, event.c.id == alarm.c.ref)
        .where(*_kind("event", after.event, upto.event), *in_scope(scope))
    )
    return list(connection.execute(statement.order_by(alarm.c.id.desc()).limit(MOST)))


_ALARM = (alarm.c.id.label("number"), alarm.c.kind, alarm.c.level, alarm.c.at)


def _kind(kind: str, after: int, upto: int) -> list[ColumnElement[bool]]:
    return [alarm.c.kind == kind, alarm.c.id > after, alarm.c.id <= upto]


def _alarm(row: Row[Any], scope: Scope) -> Alarm:
    """{kind, level, code, at, place, way, provenance, words: {language: text}}."""
    words, place = {}, row.place if row.kind == "warning" else masked_place(row.place, scope.clearance)
    for lang in LANGUAGES:
        with speaking(lang):
            words[lang] = _warning_words(row) if row.kind == "warning" else _event_words(row, place)
    told = {"kind": row.kind, "level": row.level, "code": str(row.code), "at": row.at.isoformat(), "place": place}
    return told | {"way": f"/{row.kind}s/{row.code}", "provenance": row.provenance, "words": words}


def _warning_words(row: Row[Any]) -> str:
    shown = title(row.title, said(row.evidence, row.about, row.rule_name))
    told = {"field": _(WARNING_FIELDS.get(row.field, row.field)), "colour": _(WARNING_COLOURS[row.level])}
    return _("{field}{colour}预警 · {title} · {place}").format(**told, title=shown, place=row.place)


def _event_words(row: Row[Any], place: str) -> str:
    told = {"grade": _(GRADES[row.grade]), "title": row.title, "place": place}
    return _("{grade}事件 · {title} · {place}").format(**told)
