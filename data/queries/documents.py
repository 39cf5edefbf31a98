"""Documents as one may know them: those of the own department in the own region, and what was granted until a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, or_, select

from data.briefer import Briefer
from data.document_words import DOCUMENT_KINDS, HOLDERS, STANDINGS, VALIDITY
from data.errors import UnknownThing
from data.language import gettext as _
from data.queries.document_reads import reads_of
from data.queries.document_validity import holder_of, validity_of
from data.queries.regions import Region
from data.schema import agency, document, document_grant, document_move, document_version, region
from data.scope import Scope

MOST = 200  # listed
LOOKED = 2_000  # looked through, the newest
NOBODY = ("resident", "screen")  # roles that are shown no documents
D, G = document.c, document_grant.c
Row = dict[str, Any]
SORTED = {"title": "title", "kind": "kind", "agency": "owner", "place": "place", "pages": "pages"}
SORTED |= {"holder": "holder", "ends": "ends_day", "standing": "standing", "until": "until", "at": "changed_at"}


@dataclass(frozen=True, kw_only=True)
class DocumentFilters:
    """Each one of its words, or all; `text` in title, code or number; `by` one of SORTED."""

    state: str = ""
    kind: str = ""
    text: str = ""
    holder: str = ""
    valid: str = ""
    by: str = "at"
    up: bool = False

    @classmethod
    def lenient(cls, asked: dict[str, str]) -> "DocumentFilters":
        given = {name: asked.get(f"doc_{name}", "") for name in ("state", "kind", "text", "holder", "valid", "sort")}
        by = given["sort"].removeprefix("-")
        return cls(
            state=given["state"] if given["state"] in STANDINGS else "",
            kind=given["kind"] if given["kind"] in DOCUMENT_KINDS else "",
            text=given["text"].strip()[:96],
            holder=given["holder"] if given["holder"] in HOLDERS else "",
            valid=given["valid"] if given["valid"] in VALIDITY else "",
            by=by if by in SORTED else "at",
            up=by in SORTED and not given["sort"].startswith("-"),
        )


@dataclass(frozen=True)
class Listed:
    """`states`, `kinds`, `holders`, `valid`: how many of each under the other filters; `n`: how many in all."""

    rows: list[Row]
    states: dict[str, int]
    kinds: dict[str, int]
    n: int
    holders: dict[str, int]
    valid: dict[str, int]


@dataclass(frozen=True)
class Document:
    """One document as its reader may know it. `grants`, `reads` and `moves`: for its own department alone."""

    row: Row
    versions: list[Row]
    grants: list[Row]
    reads: list[Row]
    moves: list[Row]

    @property
    def own(self) -> bool:
        return bool(self.row["own"])

    @property
    def withdrawn(self) -> bool:
        return bool(self.row["withdrawn"])

    @property
    def readable(self) -> bool:
        return self.own or self.row["standing"] == "read"

    def version(self, seq: int) -> Row:
        """Of the own department each; for others the newest alone."""
        wanted = seq if self.own and seq else self.row["seq"]
        for one in self.versions:
            if one["seq"] == wanted and (self.own or seq in (0, wanted)):
                return one
        raise UnknownThing(_("没有这一版"))


def owned(scope: Scope) -> ColumnElement[bool]:
    """Of the asker's own departments and regions."""
    here = or_(false(), *(and_(D.lo >= lo, D.hi <= hi) for lo, hi in scope.cells))
    return here if scope.every_department else and_(here, D.agency.in_(scope.departments))


def to_me(me: Briefer) -> ColumnElement[bool]:
    """Grants to the asker's departments by name, or to himself."""
    departments = [] if me.scope.every_department else list(me.scope.departments)
    return or_(G.agency.in_(departments), G.account == me.who)


def known_documents(me: Briefer) -> ColumnElement[bool]:
    if {me.role, *me.scope.roles} & {*NOBODY}:
        return false()
    granted = D.id.in_(select(G.document_id).where(to_me(me)))
    return and_(D.clearance <= me.scope.clearance, or_(owned(me.scope), granted))


def listed(
    connection: Connection, me: Briefer, here: Region, today: int, filters: DocumentFilters, most: int = MOST
) -> Listed:
    """The newest of the region and below. Grants reach beyond one's region: they are listed where one begins."""
    inside = and_(D.lo >= here.lo, D.hi <= here.hi)
    reach = inside if here.level > 1 and not _home(me, here) else or_(inside, D.id.in_(_granted(me)))
    every = _rows(connection, me, today, and_(reach, _matches(filters.text)))
    asked = {"standing": filters.state, "kind": filters.kind, "holder": filters.holder, "validity": filters.valid}
    found = _fits(every, asked)
    found.sort(key=lambda row: _key(row, SORTED[filters.by]), reverse=not filters.up)
    words = {"standing": STANDINGS, "kind": DOCUMENT_KINDS, "holder": HOLDERS, "validity": VALIDITY}
    counts = [_counts(_fits(every, asked | {name: ""}), name, some) for name, some in words.items()]
    return Listed(found[:most], counts[0], counts[1], len(found), counts[2], counts[3])


def _fits(rows: Sequence[Row], asked: Mapping[str, str]) -> list[Row]:
    return [row for row in rows if all(value in ("", row[name]) for name, value in asked.items())]


def _counts(rows: Sequence[Row], name: str, words: Mapping[str, str]) -> dict[str, int]:
    return {word: sum(row[name] == word for row in rows) for word in words}


def document_of(connection: Connection, code: str, me: Briefer, today: int) -> Document:
    """UnknownThing, in the same words, for one that is not there and one that is not his to know."""
    found = _rows(connection, me, today, D.code == code)
    if not found:
        raise UnknownThing(_("没有这份资料"))
    row = found[0]
    versions = select(document_version).where(document_version.c.document_id == row["id"])
    all_of = [dict(one) for one in connection.execute(versions.order_by(document_version.c.seq.desc())).mappings()]
    if not row["own"]:
        return Document(row, [one for one in all_of if one["seq"] == row["seq"]], [], [], [])
    moves = select(document_move).where(document_move.c.document_id == row["id"]).order_by(document_move.c.id.desc())
    told = [dict(one) for one in connection.execute(moves).mappings()]
    return Document(row, all_of, _grants(connection, row["id"], today), reads_of(connection, row["id"]), told)


def agencies(connection: Connection, scope: Scope) -> list[Row]:
    """Who may be let in: departments and towns of the asker's part of the city, and those of all of it."""
    columns = (agency.c.code, agency.c.name, agency.c.kind, region.c.lo, region.c.hi)
    query = select(*columns).join_from(agency, region, region.c.id == agency.c.region_id)
    rows = connection.execute(
        query.where(agency.c.kind.in_(("department", "town"))).order_by(agency.c.kind, agency.c.code)
    )
    return [dict(row) for row in rows.mappings() if scope.touches(row["lo"], row["hi"])]


def owners(connection: Connection, scope: Scope) -> list[Row]:
    """Departments in whose name the asker may bring one: his own, or all whose region he has."""
    found = agencies(connection, scope)
    if scope.every_department:
        return [row for row in found if scope.covers(row["lo"], row["hi"])]
    return [row for row in found if row["code"] in scope.departments]


def _granted(me: Briefer) -> Any:
    return select(G.document_id).where(to_me(me))


def _home(me: Briefer, here: Region) -> bool:
    """Whether this is where the asker's own platform begins."""
    return any(here.lo <= lo and hi <= here.hi for lo, hi in me.scope.cells)


def _matches(text: str) -> ColumnElement[bool]:
    words = [D.title.contains(text, autoescape=True), D.code == text, D.record == text, D.paper == text]
    return or_(*words) if text else D.id > 0


def _rows(connection: Connection, me: Briefer, today: int, *where: ColumnElement[bool]) -> list[Row]:
    """With whose it is, where, its newest version, and how it stands to the asker."""
    v = document_version.c
    newest = and_(v.document_id == D.id, v.seq == D.seq)
    own = func.coalesce(owned(me.scope), false()).label("own")
    columns = (
        document,
        region.c.name.label("place"),
        region.c.code.label("region"),
        agency.c.name.label("owner"),
        v.pages,
        v.form,
        own,
    )
    joined = document.join(document_version, newest).join(region, region.c.id == D.region_id)
    query = select(*columns).select_from(joined.outerjoin(agency, agency.c.code == D.agency))
    found = connection.execute(
        query.where(known_documents(me), *where).order_by(D.changed_at.desc(), D.id.desc()).limit(LOOKED)
    )
    rows = [dict(row) for row in found.mappings()]
    grants = _mine(connection, me, [row["id"] for row in rows if not row["own"]])
    about = [{"holder": holder_of(row["subject"]), "validity": validity_of(row, today)} for row in rows]
    return [_stood(row | told, grants.get(row["id"], []), today) for row, told in zip(rows, about, strict=True)]


def _stood(row: Row, grants: Sequence[Row], today: int) -> Row:
    """`until` and `reason` of the grant that says how it stands: the longest that is open, else the last there was."""
    row["owner"] = row["owner"] or row["agency"]
    if row["own"] or row["withdrawn"]:
        return row | {"standing": "withdrawn" if row["withdrawn"] else "own", "until": None, "reason": ""}
    alive = [one for one in grants if one["revoked_at"] is None]
    opened = [one for one in alive if one["until"] >= today]
    best = max(opened or alive or grants, key=lambda one: (one["until"], one["id"]))
    standing = "read" if opened else "expired" if alive else "revoked"
    return row | {"standing": standing, "until": best["until"], "reason": best["reason"]}


def _mine(connection: Connection, me: Briefer, ids: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    if ids:
        for row in connection.execute(select(document_grant).where(G.document_id.in_(ids), to_me(me))).mappings():
            found.setdefault(row["document_id"], []).append(dict(row))
    return found


def _grants(connection: Connection, number: int, today: int) -> list[Row]:
    query = select(document_grant, agency.c.name.label("whom")).outerjoin(agency, agency.c.code == G.agency)
    rows = connection.execute(query.where(G.document_id == number).order_by(G.id.desc())).mappings()
    return [dict(row) | {"state": _state(row, today)} for row in rows]


def _state(row: Any, today: int) -> str:
    return "revoked" if row["revoked_at"] is not None else "read" if row["until"] >= today else "expired"


def _key(row: Row, name: str) -> Any:
    value = row[name]
    return (value is not None, value if value is not None else 0, row["id"])
