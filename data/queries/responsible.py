"""Who answers for things and for places, as the scope's clearance lets people be seen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from data.dispatch.words import CHAIN
from data.queries.chain import links_of
from data.queries.responders import told_of
from data.queries.subjects import warning_subject
from data.schema import feature, feature_person
from data.scope import Scope
from data.things.masks import masked_name, masked_phone
from data.things.people import Person

CHUNK = 500
MOST = 8  # persons told of for a place
Row = dict[str, Any]


def seen(one: Person, scope: Scope) -> Person:
    """The person as this scope may know him."""
    known = scope.clearance
    return one._replace(name=masked_name(one.name, known), phone=masked_phone(one.phone, known))


def persons_of(connection: Connection, ids: Sequence[int], scope: Scope) -> dict[int, list[Row]]:
    """{id of a thing: its chain from the city down to the grid}; none for a thing that nobody answers for."""
    p, chains = feature_person.c, dict[int, list[Row]]()
    for some in (ids[n : n + CHUNK] for n in range(0, len(ids), CHUNK)):
        chosen = select(p.feature_id, p.level, p.role, p.name, p.phone).where(p.feature_id.in_(some))
        for key, *person in connection.execute(chosen.order_by(p.level, p.role)):
            chains.setdefault(key, []).append(seen(Person(*person), scope)._asdict())
    return chains


def answering_for(connection: Connection, warning_id: int, level: int, scope: Scope) -> tuple[list[Row], list[Row]]:
    """Who answers for the place of a warning, which is about a region of this level.

    The persons that registers name for what stands there, of its level and above, with `n` things each; then the
    five links 县-镇-村-警-民 of the place, each with `name` None where nobody holds it.
    """
    subject = warning_subject(connection, warning_id, scope)
    p, f, n = feature_person.c, feature.c, func.count().label("n")
    named = (p.level, p.role, p.name, p.phone)
    query = select(*named, n).join_from(feature_person, feature, f.id == p.feature_id)
    query = query.where(f.cell_id.between(subject.lo, subject.hi), f.retired_at.is_(None), p.level <= level)
    found = connection.execute(query.group_by(*named).order_by(p.level.desc(), n.desc(), p.name).limit(MOST)).all()
    persons = [seen(Person(*row[:4]), scope)._asdict() | {"n": row.n} for row in found]
    links = links_of(connection, subject, tuple(CHAIN), scope)
    told = told_of(connection, [one.code for one in links if one.code], scope.clearance)
    desks = [
        {"word": one.word, "region": one.region, "name": one.name, "phone": told.get(one.code or "", {}).get("phone")}
        for one in links
    ]
    return persons, desks
