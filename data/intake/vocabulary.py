"""The city's own words by which files name things: a code, a name that is clear, or a path 市容环境/占道经营."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from data.schema import agency, category, intake_line, region
from data.words import CATEGORIES, GRADES, SOURCES, STATES

VILLAGE = 4


@dataclass(frozen=True)
class Vocabulary:
    """{what a file may say: our code} for each field that has codes."""

    category: Mapping[str, str]
    region: Mapping[str, str]
    agency: Mapping[str, str]
    line: Mapping[str, str]
    source: Mapping[str, str]
    grade: Mapping[str, str]
    state: Mapping[str, str]


def vocabulary(connection: Connection) -> Vocabulary:
    tree = connection.execute(select(category.c.code, category.c.parent, category.c.name)).all()
    spine = region.c.tree == "spine"
    places = connection.execute(
        select(region.c.id, region.c.code, region.c.parent_id, region.c.name, region.c.level).where(spine)
    ).all()
    agencies = connection.execute(select(agency.c.code, agency.c.name)).all()
    lines = connection.execute(select(intake_line.c.code, intake_line.c.name)).all()
    by_id = {one.id: (one.code, one.parent_id, one.name) for one in places if one.level <= VILLAGE}
    by_code = {one.code: (one.code, one.parent, one.name) for one in tree}
    return Vocabulary(
        category=_said(CATEGORIES) | _named(by_code.values(), by_code),
        region={one.code: one.code for one in places} | _named(by_id.values(), by_id),
        agency=_named([(one.code, None, one.name) for one in agencies], {}),
        line=_named([(one.code, None, one.name) for one in lines], {}),
        source=_said(SOURCES),
        grade=_said(GRADES),
        state=_said(STATES),
    )


def _said(words: Mapping[str, str]) -> dict[str, str]:
    return {word: code for code, word in words.items()} | {code: code for code in words}


def _named(
    rows: Iterable[tuple[str, object, str]],
    above: Mapping[object, tuple[str, object, str]] | Mapping[str, tuple[str, object, str]],
) -> dict[str, str]:
    """Codes, names that only one of them has, and paths of names from any ancestor down."""
    names: Counter[str] = Counter()
    found: dict[str, str] = {}
    codes: dict[str, str] = {}
    for code, parent, name in rows:
        codes[code] = code
        path = name
        while True:
            names[path] += 1
            found[path] = code
            up = above.get(parent)  # type: ignore[call-overload]
            if up is None:
                break
            path, parent = f"{up[2]}/{path}", up[1]
    return {path: code for path, code in found.items() if names[path] == 1} | codes
