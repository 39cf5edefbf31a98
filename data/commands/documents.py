"""Documents are brought once and kept in all their versions; others are let in until a day, and shut out again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from data.briefer import VISITOR, Briefer
from data.commands.codes import next_code
from data.commands.revisions import bump
from data.commands.things import EDITORS
from data.document_words import DOCUMENT_KINDS, SHIELDS
from data.documents.files import Brought
from data.errors import BadInput, Forbidden, ThingRefused, UnknownThing
from data.language import gettext as _
from data.ledgers.fields import dictionary
from data.life.actor import Actor, account_key
from data.queries.document_validity import GROUP
from data.queries.documents import D, Document, G, agencies, owners
from data.queries.records import record_row
from data.queries.regions import region_of
from data.queries.things import thing
from data.schema import account, document, document_grant, document_move, document_read, document_version
from data.times import day_number, local
from data.words import REGISTERS

TITLE, NOTE, NAME, PAPER = 96, 200, 96, 64  # letters
FARTHEST = 366  # days of a grant
MOST_GRANTS = 100


@dataclass(frozen=True, kw_only=True)
class NewDocument:
    """`subject` and `record`: of which record, thing or region it tells, where it does.

    Of a licence its number (`paper`), who gave it, when, and its last day; a day of issue without a last one holds.
    """

    title: str
    kind: str
    agency: str
    region: str = ""
    clearance: int = 1
    subject: str = ""
    record: str = ""
    paper: str = ""
    issuer: str = ""
    issued: str = ""
    ends: str = ""


def add_document(
    connection: Connection, new: NewDocument, brought: Brought, name: str, actor: Actor, now: datetime, provenance: str
) -> str:
    """Its code. Forbidden for who keeps no registers; UnknownThing for a department or record that is not his."""
    _may(actor)
    bump(connection, "documents")  # first: who numbers documents queues here
    if not 0 < len(new.title) <= TITLE or new.kind not in DOCUMENT_KINDS:
        raise BadInput(_("请写明资料名称（至多 {n} 字）和类别").format(n=TITLE))
    if new.clearance not in SHIELDS or new.clearance > actor.scope.clearance:
        raise BadInput(_("密级不能高于自己的权限"))
    if new.agency not in {row["code"] for row in owners(connection, actor.scope)}:
        raise UnknownThing(_("请选择归口单位"))
    here = region_of(connection, new.region, actor.scope)
    subject, record = _about(connection, new, actor)
    licence = _licence(new, day_number(now))
    row: dict[str, Any] = {"code": next_code(connection, D.code, f"Z{local(now):%Y%m%d}-"), "title": new.title}
    row |= {"kind": new.kind, "agency": new.agency, "region_id": here.id, "lo": here.lo, "hi": here.hi}
    row |= {"clearance": new.clearance, "subject": subject, "record": record}
    row |= {"seq": 1, "changed_at": now, "provenance": provenance, **licence}
    number = connection.scalar(insert(document).values(row).returning(D.id))
    connection.execute(insert(document_version).values(_version(number, 1, brought, name, "", actor, now)))
    return str(row["code"])


def add_version(
    connection: Connection, one: Document, brought: Brought, name: str, note: str, actor: Actor, now: datetime
) -> int:
    """Its number. What was there stays; who was let in reads the new one."""
    _stands(one, actor)
    bump(connection, "documents")
    if len(note) > NOTE:
        raise BadInput(_("说明至多 {n} 字").format(n=NOTE))
    if one.versions[0]["digest"] == brought.digest:
        raise BadInput(_("与当前版本是同一个文件"))
    seq = one.row["seq"] + 1
    same = (D.id == one.row["id"], D.seq == one.row["seq"])
    if not connection.execute(update(document).where(*same).values(seq=seq, changed_at=now)).rowcount:
        raise ThingRefused(_("%(code)s 刚被他人修改,请刷新后再试") % {"code": one.row["code"]})
    row = _version(one.row["id"], seq, brought, name, note, actor, now)
    connection.execute(insert(document_version).values(row))
    return int(seq)


def grant_document(
    connection: Connection, one: Document, whom: tuple[str, str], until: date, reason: str, actor: Actor, now: datetime
) -> str:
    """Let a department (its code) or an account (its login) read until the end of a day; its name."""
    _stands(one, actor)
    bump(connection, "documents")
    today = local(now).date()
    if not reason or len(reason) > NOTE:
        raise BadInput(_("请写明授权事由，至多 {n} 字").format(n=NOTE))
    if not 0 <= (until - today).days <= FARTHEST:
        raise BadInput(_("授权截止须在今天之后、一年之内"))
    if sum(row["state"] == "read" for row in one.grants) >= MOST_GRANTS:
        raise BadInput(_("有效授权已满 {n} 条，请先收回不用的").format(n=MOST_GRANTS))
    agency, login = whom
    told: dict[str, Any] = {"document_id": one.row["id"], "until": until.toordinal(), "reason": reason}
    name = _department(connection, one, agency, actor) if agency else _person(connection, login)
    told |= {"agency": agency} if agency else {"account": account_key(login)}
    connection.execute(insert(document_grant).values(told | {"actor": actor.name, "at": now}))
    return name


def revoke_grant(connection: Connection, one: Document, number: int, actor: Actor, now: datetime) -> None:
    _owns(one, actor)
    bump(connection, "documents")
    open_ = (G.id == number, G.document_id == one.row["id"], G.revoked_at.is_(None), G.until >= day_number(now))
    if not connection.execute(
        update(document_grant).where(*open_).values(revoked_by=actor.name, revoked_at=now)
    ).rowcount:
        raise ThingRefused(_("这条授权已经收回或到期"))


def move_document(connection: Connection, one: Document, move: str, reason: str, actor: Actor, now: datetime) -> None:
    """Take it down, which ends what others may read; or put it back, for its own department first of all."""
    _owns(one, actor)
    bump(connection, "documents")
    if not reason or len(reason) > NOTE:
        raise BadInput(_("请写明原因，至多 {n} 字").format(n=NOTE))
    gone = move == "withdraw"
    same = (D.id == one.row["id"], D.withdrawn == (0 if gone else 1))
    if not connection.execute(update(document).where(*same).values(withdrawn=int(gone), changed_at=now)).rowcount:
        raise ThingRefused(_("这份资料已经下架") if gone else _("这份资料没有下架"))
    told = {"document_id": one.row["id"], "move": move, "reason": reason, "actor": actor.name, "at": now}
    connection.execute(insert(document_move).values(told))
    if gone:
        open_ = (G.document_id == one.row["id"], G.revoked_at.is_(None), G.until >= day_number(now))
        connection.execute(update(document_grant).where(*open_).values(revoked_by=actor.name, revoked_at=now))


def note_read(connection: Connection, one: Document, seq: int, page: int, me: Briefer, now: datetime) -> None:
    """Who is shown which page. No revision moves: a page that is looked at changes none."""
    row = {"document_id": one.row["id"], "seq": seq, "page": page, "who": me.who, "name": me.name[:64]}
    role = VISITOR if me.visits else me.role
    connection.execute(insert(document_read).values(row | {"role": role, "at": now}))


def _may(actor: Actor) -> None:
    if actor.role not in EDITORS:
        raise Forbidden(_("这个角色不能登记资料"))


def _owns(one: Document, actor: Actor) -> None:
    _may(actor)
    if not one.own:
        raise Forbidden(_("只有归口单位能更新资料、授权查阅"))


def _stands(one: Document, actor: Actor) -> None:
    _owns(one, actor)
    if one.withdrawn:
        raise ThingRefused(_("资料已下架，恢复后再办理"))


def _licence(new: NewDocument, today: int) -> dict[str, Any]:
    """Number, issuer and days. BadInput for days that cannot be."""
    days = [_day(text) for text in (new.issued, new.ends)]
    told = {"paper": new.paper, "issuer": new.issuer, "issued_day": days[0], "ends_day": days[1]}
    if new.kind != "permit" and any(told.values()):
        raise BadInput(_("只有证照许可才填证照编号、发证机关和有效期"))
    if max(len(new.paper), len(new.issuer)) > PAPER:
        raise BadInput(_("证照编号和发证机关各至多 {n} 字").format(n=PAPER))
    if (days[1] and not days[0]) or (days[0] and not days[0] <= min(today, days[1] or today)):
        raise BadInput(_("发证日期不能晚于今天和有效期止，有有效期止的须填发证日期"))
    return told


def _day(text: str) -> int | None:
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        raise BadInput(_("发证日期或有效期止有误")) from None


def _about(connection: Connection, new: NewDocument, actor: Actor) -> Sequence[str]:
    if not new.record:
        return "", ""
    if new.subject == GROUP:
        return GROUP, region_of(connection, new.record, actor.scope).code
    if new.subject in REGISTERS:
        return new.subject, str(thing(connection, new.subject, new.record, actor.scope)["code"])
    known = dictionary(connection)
    if new.subject not in {one.subject for one in known.ledgers.values()}:
        raise BadInput(_("请选择台账对象的种类"))
    return new.subject, str(record_row(connection, new.subject, new.record, actor.scope)["code"])


def _version(
    number: int | None, seq: int, brought: Brought, name: str, note: str, actor: Actor, now: datetime
) -> dict[str, Any]:
    row = {"document_id": number, "seq": seq, "digest": brought.digest, "form": brought.form, "pages": brought.pages}
    return row | {"size": brought.size, "name": name[:NAME], "note": note, "actor": actor.name, "at": now}


def _department(connection: Connection, one: Document, code: str, actor: Actor) -> str:
    named = {row["code"]: row["name"] for row in agencies(connection, actor.scope)}
    if code not in named or code == one.row["agency"]:
        raise BadInput(_("请选择要授权的单位"))
    return str(named[code])


def _person(connection: Connection, login: str) -> str:
    name = connection.scalar(select(account.c.name).where(account.c.login == login)) if login else None
    if name is None:
        raise BadInput(_("请选择要授权的单位，或写明账号"))
    return str(name)
