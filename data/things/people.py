"""The chain of responsible persons of a thing: from the city down to the grid, each with a duty telephone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from data.intake.record import Fault, clean
from data.language import gettext as _
from data.things.masks import HIDDEN, PHONE
from data.words import LEVELS

MOST = 20
PERSON_ROLES = {1: "市级责任人", 2: "县级责任人", 3: "镇级责任人", 4: "村级责任人", 5: "网格巡查员"}


class Person(NamedTuple):
    """Level 1 (city) to 5 (grid), what he is called there, his name, his telephone on duty."""

    level: int
    role: str
    name: str
    phone: str | None


def read_persons(given: Any) -> tuple[Person, ...]:
    """A list of objects, or text `市/市级责任人/责任人-0001/138…; 镇/…` as tables hold it. Fault when it is neither."""
    rows = _split(given) if isinstance(given, str) else given
    if not isinstance(rows, Sequence) or len(rows) > MOST:
        raise Fault("malformed", _("责任人须为 %(n)s 人以内的名单") % {"n": MOST})
    persons = tuple(sorted(_person(row) for row in rows))
    if len({(one.level, one.role) for one in persons}) < len(persons):
        raise Fault("malformed", _("同一层级的同一职务有两位责任人"))
    return persons


def _split(text: str) -> list[dict[str, Any]]:
    rows = []
    for part in filter(None, (one.strip() for one in text.replace("；", ";").split(";"))):
        cells = [cell.strip() for cell in part.split("/")]
        if len(cells) not in (3, 4):
            raise Fault("malformed", _("责任人“%(text)s”应写作 层级/职务/姓名/电话") % {"text": part[:40]})
        rows.append(dict(zip(("level", "role", "name", "phone"), cells, strict=False)))
    return rows


def _person(row: Any) -> Person:
    if not isinstance(row, Mapping) or set(row) - {"level", "role", "name", "phone"}:
        raise Fault("malformed", _("责任人须有层级、职务、姓名、电话"))
    level = clean(row.get("level"), line=True)
    level = {LEVELS[n]: str(n) for n in PERSON_ROLES}.get(level, level)
    if level not in ("1", "2", "3", "4", "5"):
        raise Fault("malformed", _("责任人的层级“%(level)s”不识") % {"level": level[:20]})
    role = clean(row.get("role"), line=True) or PERSON_ROLES[int(level)]
    name, phone = clean(row.get("name"), line=True), clean(row.get("phone"), line=True)
    if not name:
        raise Fault("missing", _("责任人没有姓名"))
    if len(role) > 32 or len(name) > 32:
        raise Fault("too_long", _("责任人的职务或姓名超过 32 字"))
    if any(sign in role + name for sign in "/;；"):
        raise Fault("malformed", _("责任人的职务与姓名里不能有 / 和 ;"))
    if phone and not (PHONE.fullmatch(phone) or HIDDEN.fullmatch(phone)):
        raise Fault("malformed", _("责任人的电话不是号码"))
    return Person(int(level), role, name, phone or None)


def as_text(persons: Sequence[Person], word: Callable[[str], str] = str) -> str:
    """As a cell of a table holds the chain; `read_persons` reads it back in our words."""
    return "; ".join("/".join(filter(None, (word(LEVELS[p.level]), p.role, p.name, p.phone))) for p in persons)
