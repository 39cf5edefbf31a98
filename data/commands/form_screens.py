"""What the page of forms sends: a form to keep or to remove, a value to change. Nothing of it is trusted."""

from typing import Any

from data.accounts.seat import seated
from data.acting import acting, answering, may_act
from data.briefer import VISITOR, briefer
from data.commands.audit import acted, note
from data.commands.forms import remove_form, save_form
from data.commands.records import change_record
from data.engine import writing
from data.errors import BadInput, Forbidden
from data.house import House
from data.language import gettext as _
from data.ledgers.asked import Asked, read_asked
from data.ledgers.fields import dictionary
from data.life.actor import Actor
from data.queries.regions import region_of

SHARED = "shared_"


def act_on_forms(house: House, given: dict[str, Any], role: str, number: int) -> str:
    """Do it; what there is to say."""
    act = given.pop("act", "")
    if act == "change":
        return _changed(house, given, role, number)
    me = briefer(house)
    if not may_act(house):
        raise Forbidden(_("登录后办理"))
    actor, now = Actor(name=me.name, role=me.role, scope=me.scope, key=me.who), house.clock.now()
    if act == "remove":
        with acted(house, actor, "form_remove", str(given.get("code"))) as connection:
            remove_form(connection, str(given.get("code")), me)
        return _("表样已删除")
    if act != "save":
        raise BadInput(_("请刷新后再试"))
    title = str(given.get("title") or "")
    with acted(house, actor, "form_save", title[:64]) as connection:
        asked = read_asked(dictionary(connection), given)
        here = region_of(connection, str(given.get("region") or ""), me.scope)
        shared = [name.removeprefix(SHARED) for name in given if name.startswith(SHARED)]
        save_form(connection, given | {"shared": shared}, asked, here, me, now)
    return _("表样已保存")


def _changed(house: House, given: dict[str, Any], role: str, number: int) -> str:
    actor, scope = acting(house, role, number), answering(house, role)
    subject, code, seq = (str(given.get(name) or "") for name in ("subject", "code", "seq"))
    if not seq.isdecimal() or len(seq) > 9:
        raise BadInput(_("请刷新后再试"))
    news = {str(given.get("field") or ""): given.get("value")}
    with acted(house, actor, "record_change", f"{subject} {code} {next(iter(news))}") as connection:
        told: dict[str, Any] = {"seq": int(seq), "reason": str(given.get("reason") or "")}
        known, now = dictionary(connection), house.clock.now()
        changed = change_record(connection, known, subject, code, news, actor, scope, now, **told)
    return _("已修改，所有用到这个字段的表同时更新") if changed else _("没有变化")


def note_fill(house: House, asked: Asked, region: str) -> None:
    """Who saw which fields under which conditions."""
    who, role = ("", "") if seated() else (VISITOR, VISITOR)
    with writing(house.engine) as connection:
        note(
            connection, "form_fill", f"{asked.ledger.code} {region}".strip(), actor=who, role=role, detail=asked.told()
        )


def note_sight(house: House, subject: str, code: str) -> None:
    """Who opened which record."""
    who, role = ("", "") if seated() else (VISITOR, VISITOR)
    with writing(house.engine) as connection:
        note(connection, "record_see", f"{subject} {code}", actor=who, role=role)
